#!/usr/bin/env bash
# Fills corpus/ with the project's own files: one folder a target.
set -euo pipefail
cd "$(dirname "$0")"
project=$(realpath ..)

seed() {
    local target=$1
    shift
    mkdir -p "corpus/$target"
    for file; do
        cp "$file" "corpus/$target/$(sha256sum "$file" | cut -c 1-16)"
    done
}

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

# Whole lists are long: their first places mutate as well, and read faster.
head -n 120 "$project/locations.toml" >"$tmp/locations.toml"
head -n 20 "$project/examples/csv-list/locations.csv" >"$tmp/locations.csv"
seed locations_toml "$tmp/locations.toml" "$project"/src/cli/sample.toml
seed locations_csv "$tmp/locations.csv"
seed catalog "$project"/messages/*.toml
seed template "$project"/templates/*.toml
seed hotlines "$project/data/hotlines.toml"
seed languages "$project/data/languages.toml"
seed stocks "$project/data/stocks.toml"
seed faces "$project/fonts/faces.toml"
seed icons "$project/data/icons.toml"
seed artwork "$project/examples/own-logo/artwork/logo.svg" "$project/examples/own-logo/picture.png"
seed profile seeds/*.icc
# Written by hand and not compressed, so that what changes is the drawing itself.
seed pdf_read seeds/*.pdf

# Small files of our own press, in scripts of both directions.
program=${MILEPOSTER:-$project/target/release/mileposter}
[[ -x $program ]] || { echo "build the program first: cargo build --release" >&2; exit 1; }
number=0
for languages in en en,ar th; do
    "$program" build --quiet --locations "$project/locations.toml" --id or-i5-nb-oak-grove \
        --template stall --language "$languages" --out "$tmp/out-$number"
    number=$((number + 1))
done
find "$tmp" -name '*.pdf' -print0 | while IFS= read -r -d '' file; do seed pdf_read "$file"; done
find "$tmp" -name manifest.json -print0 | while IFS= read -r -d '' file; do seed manifest "$file"; done
