"""Holds what mileposter prints for programs against the schemas of its forms.

    python .ci/forms.py PROGRAM REPORT_SCHEMA SARIF_SCHEMA

Runs sound and faulty commands in temporary folders, in JSON and in SARIF 2.1.0. Also has `proof` read flyers that
another program made (reportlab): a sound one, and one with a changed digit.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import jsonschema
from reportlab.graphics import renderPDF
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.pdfgen import canvas

FAULTY = """\
[[hang]]
template = "stall"
stock = "letter"
[[location]]
id = "../oak"
name = "Oak \\u202Eevorg"
kind = "castle"
milepost = -1
"""

PLACES = """\
{"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": null, "properties": {"id": "a", "name": "A", "kind": "castle"}}]}
"""


def flyer(path, number, payload):
    """A flyer with a number and a symbol, as somebody without mileposter makes it."""
    page = canvas.Canvas(str(path), pagesize=(612, 792))
    page.setFont("Helvetica-Bold", 48)
    page.drawString(72, 600, number)
    page.setFont("Helvetica", 14)
    page.drawString(72, 560, f"Is someone controlling you? Call {number}.")
    symbol = QrCodeWidget(payload, barLevel="Q")
    symbol.barWidth = symbol.barHeight = 110
    drawing = Drawing(110, 110)
    drawing.add(symbol)
    renderPDF.draw(drawing, page, 72, 430)
    page.drawString(200, 470, number)
    page.save()


def run(program, folder, form, *args):
    """Exit status and the one object that was printed."""
    command = [program, *args, "--message-format", form, "--quiet"]
    done = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    return done.returncode, json.loads(done.stdout), command


def main(program, report_schema, sarif_schema):
    schemas = {
        "json": json.loads(Path(report_schema).read_text(encoding="utf-8")),
        "sarif": json.loads(Path(sarif_schema).read_text(encoding="utf-8")),
    }
    checked = 0
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        (folder / "faulty").mkdir()
        (folder / "faulty" / "locations.toml").write_text(FAULTY, encoding="utf-8")
        (folder / "sheet").mkdir()
        (folder / "sheet" / "locations.csv").write_text("id,name,kind\noak,Oak,castle\n", encoding="utf-8")
        (folder / "sheet" / "list.csv").write_text("name,Highway,state,kind\nOak,I5 NB,OR,bar\nElm Rest Area,I-5,OR,\n", encoding="utf-8")
        (folder / "sheet" / "places.geojson").write_text(PLACES, encoding="utf-8")
        flyer(folder / "good.pdf", "1-888-373-7888", "tel:+18883737888")
        flyer(folder / "bad.pdf", "1-888-373-7889", "tel:+18883737889")
        (folder / "no.pdf").write_bytes(b"no PDF")
        wanted = [
            (0, ("init", "new"), set()),
            (0, ("handout",), set()),
            (0, ("handout", "staff", "--campaign", "new", "--language", "en"), {"draft"}),
            (1, ("handout", "referral", "--campaign", "new", "--language", "en"), {"no-locations"}),
            (0, ("handout", "referral", "--campaign", "new", "--language", "en", "--per", "list"), {"draft"}),
            (1, ("build", "--campaign", "new", "--template", "staff"), {"draft", "handout"}),
            (0, ("check", "--campaign", "new"), {"draft", "stall-count", "language-needed"}),
            (1, ("check", "--campaign", "new", "--deny", "warnings"), {"draft", "stall-count", "language-needed"}),
            (0, ("plan", "--campaign", "new", "--language", "en,needed"), {"stall-count"}),
            (0, ("plan", "--campaign", "new", "--budget", "1"), {"stall-count"}),
            (0, ("plan", "--campaign", "new", "--out", "packs"), {"draft", "stall-count"}),
            (1, ("plan", "--campaign", "faulty", "--out", "none"), {"bad-id", "hostile-text", "unknown-kind", "milepost-range"}),
            (0, ("review", "km", "--out", "km.pdf"), set()),
            (0, ("build", "--campaign", "new", "--out", "out", "--allow", "draft,stall-count"), set()),
            (0, ("build", "--campaign", "new", "--shard", "1/2", "--out", "first", "--allow", "draft,stall-count"), set()),
            (0, ("build", "--campaign", "new", "--shard", "2/2", "--out", "second", "--allow", "draft,stall-count"), set()),
            (0, ("merge", "first", "second", "--out", "both"), set()),
            (1, ("merge", "first", "--out", "none"), {"merge-refused"}),
            (0, ("preview", "--campaign", "new", "--out", "seen", "--dpi", "24"), {"draft", "stall-count"}),
            (1, ("check", "--campaign", "faulty"), {"bad-id", "hostile-text", "unknown-kind", "milepost-range"}),
            (1, ("check", "--campaign", "sheet"), {"unknown-kind"}),
            (0, ("export", "--campaign", "new", "--out", "new.csv"), set()),
            (1, ("export", "--campaign", "faulty", "--out", "no.gpx"), {"bad-id", "hostile-text", "unknown-kind", "milepost-range"}),
            (0, ("import", "sheet/list.csv", "--dry-run"), {"head-guessed", "road-guessed", "value-guessed"}),
            (1, ("import", "sheet/list.csv", "--map", "Nobody=notes"), {"unknown-field"}),
            (1, ("check", "--locations", "sheet/places.geojson"), {"unknown-kind"}),
            (0, ("list", "codes"), set()),
            (0, ("explain",), set()),
            (0, ("explain", "us-or-377.880", "draft"), set()),
            (0, ("rules", "--campaign", "new"), set()),
            (0, ("rules", "--state", "CA,UT,IA"), set()),
            (0, ("permits", "--campaign", "new"), set()),
            (0, ("build", "--campaign", "new", "--for-rule", "us-or-377.880", "--out", "notices"), {"draft", "stall-count", "notice-unsure"}),
            (1, ("build", "--campaign", "new", "--for-rule", "us-il-775-50", "--out", "none"), {"no-locations"}),
            (0, ("status", "--campaign", "new"), set()),
            (0, ("log", "placed", "--campaign", "new", "--at", "or-i5-nb-oak-grove"), set()),
            (0, ("log", "damaged", "--campaign", "new", "--at", "or-i5-nb-oak-grove", "--condition", "torn", "--template", "stall"), set()),
            (1, ("log", "checked", "--campaign", "new", "7F3K-Q2MD-A"), {"log-refused"}),
            (0, ("status", "--campaign", "new"), set()),
            (0, ("diff", "--campaign", "new"), set()),
            (0, ("build", "--campaign", "new", "--needed", "--dry-run", "--allow", "draft,stall-count"), set()),
            (0, ("log", "undo", "--campaign", "new"), set()),
            (0, ("log", "merge", "--campaign", "new", "new/ledger.csv"), {"ledger-conflict"}),
            (0, ("log", "purge", "--campaign", "new", "--before", "2026-01-01"), set()),
            (0, ("proof", "good.pdf"), {"untagged", "font-not-embedded"}),
            (1, ("proof", "bad.pdf"), {"untagged", "font-not-embedded", "number-misprint", "symbol-payload", "number-absent"}),
            (1, ("proof", "no.pdf", "good.pdf"), {"not-a-pdf", "untagged", "font-not-embedded"}),
        ]
        for status, args, codes in wanted:
            for form, schema in schemas.items():
                # What the first form wrote must not stand in the way of the second.
                if args[0] == "init":
                    args = ("init", f"new-{form}" if form == "sarif" else "new")
                if args[0] == "review":
                    args = ("review", "km", "--out", f"km-{form}.pdf")
                if args[0] == "export":
                    args = (*args[:-1], f"{form}-{args[-1]}")
                found, told, command = run(program, folder, form, *args)
                jsonschema.validate(told, schema)
                if form == "json":
                    seen = {fault["code"] for fault in told.get("diagnostics", [])}
                else:
                    seen = {fault["ruleId"] for fault in told["runs"][0]["results"]}
                if (found, seen) != (status, codes):
                    sys.exit(f"{' '.join(map(str, command))}: exit {found}, told {sorted(seen)}; wanted {status}, {sorted(codes)}")
                checked += 1
    print(f"{checked} runs told what they should, in forms that hold to their schemas")


if __name__ == "__main__":
    main(*sys.argv[1:])
