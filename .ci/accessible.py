"""Has programs that know nothing of mileposter judge whether its files can be read aloud and kept.

    python .ci/accessible.py FOLDER...
    python .ci/accessible.py --walk FOLDER TAG,TAG

The first form judges every PDF below the folders by the rules of PDF/UA-1 (ISO 14289-1) and PDF/A-2a
(ISO 19005-2), with page-validation. The second goes through the structure tree of each stall sign in a folder as
a screen reader does: pdfinfo tells the elements with their words, qpdf their languages; the messages of the catalogs must
come whole, in order, each in its language, and the symbol's text must hold the number. Ends with status 1 when
anything is wrong, and when there was nothing to judge.
"""

import json
import re
import subprocess
import sys
import tomllib
import unicodedata
from pathlib import Path

NUMBER = "1-888-373-7888"

# What a stall sign says in each of two languages, in this order.
KEYS = ("question", "sign-papers", "sign-money", "sign-leave", "listen")


def judge(folders):
    import page  # of page-validation; the walk does without

    profiles = (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_2A)
    files = sorted(file for folder in folders for file in Path(folder).rglob("*.pdf"))
    faults = 0
    for file in files:
        for profile in profiles:
            report = page.validate_pdf(str(file), profile=profile)
            if not report.is_compliant:
                faults += 1
                why = "; ".join(str(failure) for failure in report.failures) or "no reason given"
                print(f"{file}: {profile.name}: {why}", file=sys.stderr)
    if not files:
        print("no file to judge", file=sys.stderr)
    print(f"judged {len(files)} files by PDF/UA-1 and PDF/A-2a: {faults} faults")
    return not faults and bool(files)


def output(*command):
    return subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout.decode("utf-8")


def as_read(text):
    """The words of a stretch. pdfinfo tells those that read from the right as they are drawn, from the left."""
    from_right = any(unicodedata.bidirectional(sign) in ("R", "AL") for sign in text)
    return text[::-1] if from_right else text


def told_by_pdfinfo(file):
    """Each element of the tree in its order: name and words."""
    elements = []
    for line in output("pdfinfo", "-struct-text", str(file)).splitlines():
        line = line.strip()
        if line.startswith('"'):
            elements[-1][1] += as_read(line[1:-1])
        elif line and not line.startswith("/"):  # an attribute
            elements.append([line.split()[0].rstrip(":"), ""])
    return elements


def told_by_qpdf(file):
    """Each element of the tree in its order: name, language and alternative text."""
    objects = json.loads(output("qpdf", "--json=2", "--json-key=qpdf", str(file)))["qpdf"][1]
    value = lambda reference: objects[f"obj:{reference}"]["value"]
    (catalog,) = (
        entry["value"]
        for entry in objects.values()
        if isinstance(entry.get("value"), dict) and entry["value"].get("/Type") == "/Catalog"
    )
    elements = []

    def visit(element, language):
        language = element.get("/Lang", language)
        alt = element.get("/Alt", "u:").removeprefix("u:")
        elements.append((element["/S"].removeprefix("/"), language.removeprefix("u:"), alt))
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, list) else [kids]:
            if isinstance(kid, str):
                visit(value(kid), language)

    visit(value(value(catalog["/StructTreeRoot"])["/K"]), catalog["/Lang"])
    return elements


def messages(tag):
    catalog = tomllib.loads(Path(f"messages/{tag}.toml").read_text("utf-8"))["messages"]
    fill = lambda key: catalog[key]["words"].replace("{call}", NUMBER)
    return [(tag, fill(key)) for key in KEYS], fill("symbol-alt")


def walk(file, tags):
    heard, tree = told_by_pdfinfo(file), told_by_qpdf(file)
    if [name for name, _ in heard] != [name for name, _, _ in tree]:
        return [f"{file}: pdfinfo and qpdf see different trees"]
    words = lambda text: re.sub(r"\s+", " ", text).strip()
    told = [(language, words(text)) for (_, text), (_, language, _) in zip(heard, tree)]
    faults, at = [], 0
    for tag in tags:
        for wanted in messages(tag)[0]:
            if wanted in told[at:]:
                at = told.index(wanted, at) + 1
            else:
                faults.append(f"{file}: {wanted} is not heard, or not in its place")
    if not any(text == NUMBER for _, text in told):
        faults.append(f"{file}: {NUMBER} is not heard whole")
    alts = [(language, alt) for name, language, alt in tree if name == "Figure"]
    said = {(tag, messages(tag)[1]) for tag in tags}
    if not alts or not said.issuperset(alts):
        faults.append(f"{file}: of its symbols {alts} is said")
    print(f"walked {len(tree)} elements of {file}: {len(faults)} faults")
    return faults


def main(arguments):
    if arguments[:1] != ["--walk"]:
        return 0 if judge(arguments) else 1
    _, folder, tags = arguments
    files = sorted(Path(folder).rglob("*.pdf"))
    faults = [fault for file in files for fault in walk(file, tags.split(","))]
    if not files:
        faults.append(f"{folder}: no file to walk")
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
