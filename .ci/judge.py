"""Has programs that know nothing of mileposter judge the files that it built.

    python3 .ci/judge.py FOLDER...

Each folder holds a manifest.json and the PDFs it names. qpdf looks at the structure, pdffonts at the
fonts and pdftotext at the words of every file; zbarimg reads the symbols of one file of each plate,
since files of the same plate begin with the same bytes, or show the same poster on sheets of a paper. Ends with status 1 when anything is wrong.
"""

import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
import tomllib
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

NUMBER = "1-888-373-7888"
PLAIN_NUMBER = "888 373 7888"  # on discreet pieces
DPI = "150"

# How many pages of a joined file are drawn.
MOST_PAGES = 12

TEMPLATES = Path(__file__).parent.parent / "templates"

# The last columns of pdffonts: emb sub uni, then the object's number and generation.
FONT_LINE = re.compile(r"\b(yes|no)\s+(yes|no)\s+(yes|no)\s+\d+\s+\d+\s*$")


def run(*command):
    """Status and output of a program, both channels together."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    return done.returncode, done.stdout.decode("utf-8", "replace")


def plain(text):
    """Text without direction marks, every kind of space as one space."""
    kept = (c for c in text if unicodedata.category(c) != "Cf")
    return re.sub(r"\s+", " ", "".join(kept))


def judge_bytes(path, entry):
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != entry["sha256"]:
        yield "its SHA-256 is not the one of the manifest"
    if "tiles" in entry:
        return  # its sheets show a poster that begins with the plate; they are other bytes
    plate = data[: entry["proof"]["plate_bytes"]]
    if hashlib.sha256(plate).hexdigest() != entry["proof"]["plate_sha256"]:
        yield "it does not begin with the plate that was proofed"


def judge_structure(path):
    status, told = run("qpdf", "--check", str(path))
    if status != 0 or "WARNING" in told:
        yield f"qpdf: {told.strip()}"


def judge_fonts(path):
    status, told = run("pdffonts", str(path))
    lines = told.splitlines()[2:]
    if status != 0 or not lines:
        yield f"pdffonts: {told.strip() or 'no font'}"
    for line in lines:
        columns = FONT_LINE.search(line)
        if columns is None or columns.groups() != ("yes", "yes", "yes"):
            yield f"pdffonts: not embedded, subset and with a map to Unicode: {line}"


def judge_words(path, entry):
    status, told = run("pdftotext", str(path), "-")
    # On a page that reads from the right poppler turns around a check character that is no letter. As it is
    # written in the file, the serial is whole.
    _, written = run("pdftotext", "-raw", str(path), "-")
    template = tomllib.loads((TEMPLATES / f"{entry['template']}.toml").read_text("utf-8"))
    number = PLAIN_NUMBER if template["mode"] == "discreet" else NUMBER
    wanted = [(number, plain(told))]
    # A piece without room for an imprint is its plate and no more.
    if "tiles" in entry or path.stat().st_size > entry["proof"]["plate_bytes"]:
        wanted.append((entry["serial"], plain(written)))
    for text, words in wanted:
        if status != 0 or text not in words:
            yield f"pdftotext: `{text}` is not found"


def read_symbols(picture):
    only_qr = ("-S", "disable", "-S", "qrcode.enable")
    command = ("zbarimg", "--quiet", "--raw", *only_qr, str(picture))
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    return set(done.stdout.decode("utf-8", "replace").split())


def judge_symbols(path, entry):
    with tempfile.TemporaryDirectory() as folder:
        status, told = run("pdftoppm", "-r", DPI, "-png", str(path), f"{folder}/page")
        pages = sorted(Path(folder).glob("page*.png"))
        if status != 0 or len(pages) != entry["pages"]:
            yield f"pdftoppm: {len(pages)} pages, and the manifest has {entry['pages']}. {told.strip()}"
        for number, page in enumerate(pages, start=1):
            wanted = {code["payload"] for code in entry["codes"] if code["page"] == number}
            found = read_symbols(page)
            if found != wanted:
                yield f"zbarimg: page {number} reads {sorted(found)}, wanted {sorted(wanted)}"


def judge(path, entry, first_of_plate):
    faults = []
    if not path.is_file():
        return [f"{path}: the file is missing"]
    faults.extend(judge_bytes(path, entry))
    faults.extend(judge_structure(path))
    faults.extend(judge_fonts(path))
    faults.extend(judge_words(path, entry))
    if first_of_plate:
        faults.extend(judge_symbols(path, entry))
    return [f"{path}: {fault}" for fault in faults]


def judge_joined(path, entries):
    """A pack: one file for the pieces of many places, with sheets between them that no entry names."""
    faults = list(judge_structure(path)) + list(judge_fonts(path))
    status, told = run("pdftotext", "-raw", str(path), "-")
    words = plain(told)
    faults.extend(
        f"pdftotext: the serial `{entry['serial']}` is not found"
        for entry in entries
        if status != 0 or entry["serial"] not in words
    )
    wanted = {}
    for code in (code for entry in entries for code in entry["codes"]):
        wanted.setdefault(code["page"], set()).add(code["payload"])
    pages = sorted(wanted)
    # Copies are alike; a few pages from all parts of the file stand for it.
    for number in pages[:: max(1, len(pages) // MOST_PAGES)]:
        faults.extend(judge_page(path, number, wanted[number]))
    if not pages:
        faults.append("the manifest names no symbol in it")
    return [f"{path}: {fault}" for fault in faults]


def judge_page(path, number, wanted):
    with tempfile.TemporaryDirectory() as folder:
        at = str(number)
        run("pdftoppm", "-r", DPI, "-f", at, "-l", at, "-png", str(path), f"{folder}/page")
        found = set()
        for page in Path(folder).glob("page*.png"):
            found |= read_symbols(page)
        if found != wanted:
            yield f"zbarimg: page {number} reads {sorted(found)}, wanted {sorted(wanted)}"


def main(folders):
    tasks, plates, faults = [], set(), []
    for folder in map(Path, folders):
        entries = json.loads((folder / "manifest.json").read_text("utf-8"))["files"]
        named = {entry["file"] for entry in entries}
        there = {path.relative_to(folder).as_posix() for path in folder.rglob("*.pdf")}
        faults.extend(f"{folder / name}: the manifest does not name it" for name in sorted(there - named))
        joined = {}
        for entry in entries:
            if entry["file"].startswith("packs/"):
                joined.setdefault(entry["file"], []).append(entry)
                continue
            plate = (entry["proof"]["plate_sha256"], entry.get("tiles", {}).get("stock"))
            tasks.append((judge, folder / entry["file"], entry, plate not in plates))
            plates.add(plate)
        tasks.extend((judge_joined, folder / name, own) for name, own in joined.items())
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for found in pool.map(lambda task: task[0](*task[1:]), tasks):
            faults.extend(found)
    for fault in faults:
        print(fault, file=sys.stderr)
    if not tasks:
        print("no file to judge", file=sys.stderr)
    print(f"judged {len(tasks)} files of {len(plates)} plates: {len(faults)} faults")
    return 1 if faults or not tasks else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
