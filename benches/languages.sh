#!/bin/sh
# Every language by itself on every template and stock: builds all of it, proofed, into a folder on a memory file
# system where there is one, and tells the number of files and the seconds. Run from the root of the project, after
# `cargo build --release`.
set -eu
program=${1:-target/release/mileposter}
folder=$(mktemp -d "${TMPDIR:-/dev/shm}/mileposter-languages.XXXXXX")
trap 'rm -rf "$folder"' EXIT

LC_ALL=C "$program" list languages | awk '
    NR > 1 && !/made up/ && !/ speak$/ { print $1 }' > "$folder/tags"
awk '{ print "[[location]]\nid = \"in-" tolower($1) "\"\nname = \"A place\"\nkind = \"rest_area\"\nlanguages = [\"" $1 "\"]\n" }' \
    "$folder/tags" > "$folder/locations.toml"
LC_ALL=C "$program" list templates | awk '
    NR > 1 { for (at = NF; $at !~ /^[0-9]+$/; at--) print $1, $at }' > "$folder/pieces"

start=$(date +%s.%N)
while read -r template stock; do
    "$program" build --quiet --campaign "$folder" --template "$template" --stock "$stock" \
        --out "$folder/out/$template-$stock"
done < "$folder/pieces"
end=$(date +%s.%N)
files=$(find "$folder/out" -name '*.pdf' | wc -l)
awk -v files="$files" -v start="$start" -v end="$end" 'BEGIN { printf "%d files in %.1f s\n", files, end - start }'
