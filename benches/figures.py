#!/usr/bin/env python3
"""The figures of benches/README.md: whole commands, timed from the start of the process to its end, beside the tools that people use
instead, in one run.

    python3 benches/figures.py target/release/mileposter           # all, some five minutes
    python3 benches/figures.py target/release/mileposter --short   # a tenth of the work, each once: whether it still runs

A figure is the median of five runs, and the most memory that any of them had. Everything is written into a folder on a memory file
system (/dev/shm where there is one, else the folder for temporary files), and taken away again. Peers are timed if Python finds them:

    pip install typst==0.15.2 reportlab==5.1.0 weasyprint==70.0 segno==1.6.6

They set our own face, Noto Sans Bold. Each makes the same work: a bilingual Letter page for each place, with the place's name
and the symbol. `typst-pages` makes one document of all pages, the others a file each. Typst is timed as it comes, with all faces of
the system, and with our face alone. Exits with 1 if a command fails.
"""

import argparse, io, os, pathlib, shutil, signal, statistics, subprocess, sys, tempfile, time

HERE = pathlib.Path(__file__).resolve().parent
FONT = HERE.parent / "fonts" / "NotoSans-Bold.ttf"
EN = "Is someone controlling you, your papers or your pay? You can talk to someone. Call 1-888-373-7888. Free, any hour, any day."
ES = "¿Alguien te controla a ti, tus papeles o tu paga? Puedes hablar con alguien. Llama al 1-888-373-7888. Gratis, a cualquier hora."
STALL = ["--template", "stall", "--language", "en,es", "--stock", "letter"]


class Bench:
    def __init__(self, program, top, short):
        self.program, self.top, self.short = program, top, short
        self.runs = 1 if short else 5
        self.rows = []

    def time(self, folder, arguments, before=lambda: None):
        """Median seconds and most kilobytes of a command."""
        seconds, memory = [], 0
        for _ in range(self.runs):
            before()
            start = time.perf_counter()
            child = subprocess.Popen([self.program, *arguments, "--quiet"], cwd=folder, stdout=subprocess.DEVNULL)
            _, status, usage = os.wait4(child.pid, 0)
            seconds.append(time.perf_counter() - start)
            child.returncode = os.waitstatus_to_exitcode(status)
            if child.returncode:
                sys.exit(f"failed with {child.returncode}: mileposter {' '.join(arguments)}")
            memory = max(memory, usage.ru_maxrss)
        return statistics.median(seconds), memory

    def row(self, what, seconds, memory=None, more="", wanted=""):
        told = f"{seconds * 1e3:.0f} ms" if seconds < 2 else f"{seconds:.2f} s"
        memory = f"{memory / 1024:.0f} MB" if memory else ""
        self.rows.append((what, told, memory, more, wanted))
        print("| " + " | ".join(self.rows[-1]) + " |", flush=True)

    def folder(self, name):
        folder = self.top / name
        folder.mkdir()
        return folder

    def places(self, count):
        """A folder with a list of places, one stall each."""
        folder = self.folder(f"places-{count}")
        with open(folder / "locations.csv", "w") as list_of_places:
            subprocess.run(["awk", "-f", HERE / "places.awk", "-v", f"rows={count}", "-v", "stalls=none"], stdout=list_of_places, check=True)
        return folder


def clear(folder, *names):
    def clear():
        for name in names:
            path = folder / name
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    return clear


def cold(bench):
    folder = bench.folder("cold")
    for languages, wanted in [("en,es", "60 ms"), ("en,zh-Hans", "90 ms"), ("en,ar", "90 ms")]:
        arguments = ["build", "--id", "or-i5-nb-oak-grove", "--template", "stall", "--language", languages]
        bench.row(f"one stall sign, {languages}, start to proofed file", *bench.time(folder, arguments, clear(folder, "out")), wanted=f"at most {wanted}")


def corridor(bench):
    folder = bench.folder("corridor")
    bench.row("the corridor", *bench.time(folder, ["build"], clear(folder, "out")), more="451 files")
    bench.row("the corridor again, nothing changed", *bench.time(folder, ["build"]), wanted="at most 100 ms")
    all_languages = ["build", "--id", "or-i5-nb-oak-grove", "--language", "all"]
    bench.row("one place, every language on each piece", *bench.time(folder, all_languages, clear(folder, "out")))


def watch(bench):
    """From a save of the corridor's list, in which one name changed, to the new poster in its place."""
    folder = bench.folder("watch")
    places = (HERE.parent / "locations.toml").read_text()
    name = '"Oak Grove Rest Area"'
    (folder / "locations.toml").write_text(places)
    poster = folder / "out/I-5/or-i5-nb-oak-grove/stall-letter-en+es.pdf"
    child = subprocess.Popen([bench.program, "watch", "--quiet"], cwd=folder)
    seconds = []
    try:
        until(poster.exists)
        time.sleep(1)
        for number in range(bench.runs):
            before = poster.stat().st_ino
            start = time.perf_counter()
            (folder / "locations.toml").write_text(places.replace(name, name.replace("Rest", f"Rest {number}")))
            until(lambda: poster.exists() and poster.stat().st_ino != before)
            seconds.append(time.perf_counter() - start)
            time.sleep(0.3)
    finally:
        child.send_signal(signal.SIGINT)
        child.wait()
    bench.row("`watch` of the corridor, from a save to the changed poster", statistics.median(seconds), wanted="at most 100 ms")


def until(holds):
    start = time.perf_counter()
    while not holds():
        if time.perf_counter() - start > 60:
            sys.exit("nothing came in a minute")
        time.sleep(0.001)


def files(bench):
    """Many places, a file each; seconds a poster by number of places."""
    each = {}
    for count in [100, 1_000, 10_000] if bench.short else [1_000, 10_000, 100_000]:
        folder = bench.places(count)
        seconds, memory = bench.time(folder, ["build", *STALL], clear(folder, "out", "prints.jsonl"))
        each[count] = seconds / count
        wanted = {10_000: "at most 150 MB", 100_000: "at most 180 MB"}.get(count, "")
        bench.row(f"{count:,} stall signs, a file each", seconds, memory, f"{each[count] * 1e6:.1f} µs each", wanted)
        if count == 10_000:
            seconds, memory = bench.time(folder, ["build", *STALL])
            bench.row(f"{count:,} stall signs again, nothing changed", seconds, memory)
            bench.row("these files copied with `cp -r`: what the system takes", copied(bench, folder))
        clear(folder, "out")()
    return each


def copied(bench, folder):
    seconds = []
    for _ in range(bench.runs):
        clear(folder, "copy")()
        start = time.perf_counter()
        subprocess.run(["cp", "-r", "out", "copy"], cwd=folder, check=True)
        seconds.append(time.perf_counter() - start)
    clear(folder, "copy")()
    return statistics.median(seconds)


def one_document(bench):
    count = 1_000 if bench.short else 10_000
    folder = bench.top / f"places-{count}"
    sizes = {}
    for places, selection in [(1, ["--id", "aa-0-0-up"]), (count, [])]:
        arguments = ["build", *STALL, *selection, "--combine", "pack.pdf"]
        seconds, memory = bench.time(folder, arguments, clear(folder, "pack.pdf", "prints.jsonl"))
        sizes[places] = (folder / "pack.pdf").stat().st_size
        if places > 1:
            more = f"{(sizes[places] - sizes[1]) / (places - 1):.0f} bytes a poster beyond the first"
            bench.row(f"{places:,} stall signs in one document", seconds, memory, more, "at most 1 s and 1,500 bytes")


def check(bench):
    count = 10_000 if bench.short else 100_000
    seconds, memory = bench.time(bench.top / f"places-{count}", ["check"])
    bench.row(f"`check` of {count:,} places", seconds, memory)


def peers(bench, ours):
    """The same work by others: seconds a poster, and how much more that is."""
    count = 1_000 if bench.short else 10_000
    few = 2 if bench.short else 20
    made = {}

    def timed(name, times, work):
        seconds = []
        for _ in range(bench.runs):
            start = time.perf_counter()
            work()
            seconds.append((time.perf_counter() - start) / times)
        made[name] = statistics.median(seconds)

    def apart(name, times, work):
        script = f"import time, typst\nstart = time.perf_counter()\n{work}\nprint(time.perf_counter() - start)"
        runs = [subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True) for _ in range(bench.runs)]
        made[name] = statistics.median(float(run.stdout) / times for run in runs)

    try:
        import segno
    except ImportError:
        print("\nno segno, so no peer is timed", file=sys.stderr)
        return
    os.chdir(bench.folder("peers"))
    segno.make("tel:+18883737888", error="q").save("qr.svg", border=4)
    try:
        import typst  # whether it is there
        head = '#set page(paper:"us-letter",margin:40pt)\n#set text(font:"Noto Sans",weight:"bold",size:24pt)\n'
        body = EN + "\n\n" + ES + '\n\n#image("qr.svg",width:120pt)\n'
        pathlib.Path("one.typ").write_text(head + body + "#sys.inputs.place\n")
        pathlib.Path("many.typ").write_text(head + f"#for n in range({count}) [\n{body}\nRest area #n\n#pagebreak(weak:true)\n]\n")
        os.mkdir("faces")
        shutil.copy(FONT, "faces")
        for told, alone in [("", False), (", our face alone", True)]:
            faces = {"font_paths": ["faces"], "ignore_system_fonts": alone}
            # In a process of its own each time: it remembers what it has set.
            apart(f"typst-files{told}", few, f'[typst.compile("one.typ", sys_inputs={{"place": f"Rest area {{n}}"}}, **{faces}) for n in range({few})]')
            apart(f"typst-pages{told}", count, f'typst.compile("many.typ", **{faces})')
    except ImportError:
        print("no typst", file=sys.stderr)
    try:
        import weasyprint
        def weasy():
            for n in range(few):
                html = (f'<style>@page{{size:letter;margin:40pt}}body{{font:bold 24pt "Noto Sans"}}</style>'
                        f'<p>{EN}<p>{ES}<p><img src="qr.svg" width=160><p>Rest area {n}')
                weasyprint.HTML(string=html, base_url=".").write_pdf()
        timed("weasyprint", few, weasy)
    except ImportError:
        print("no weasyprint", file=sys.stderr)
    try:
        from reportlab.graphics import renderPDF
        from reportlab.graphics.barcode.qr import QrCodeWidget
        from reportlab.graphics.shapes import Drawing
        from reportlab.lib.styles import ParagraphStyle
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.ttfonts import TTFont
        from reportlab.pdfgen import canvas
        from reportlab.platypus import Paragraph
        pdfmetrics.registerFont(TTFont("Noto", FONT))
        style = ParagraphStyle("poster", fontName="Noto", fontSize=24, leading=30)
        def lab():
            for n in range(few):
                page = canvas.Canvas(io.BytesIO(), pagesize=(612, 792))
                top = 752
                for text in (EN, ES, f"Rest area {n}"):
                    block = Paragraph(text, style)
                    _, height = block.wrap(532, 700)
                    block.drawOn(page, 40, top - height)
                    top -= height + 20
                drawing = Drawing(120, 120)
                drawing.add(QrCodeWidget("tel:+18883737888", barLevel="Q"))
                renderPDF.draw(drawing, page, 40, 60)
                page.save()
        timed("reportlab", few, lab)
    except ImportError:
        print("no reportlab", file=sys.stderr)
    print("\n| Peer | A poster | Times ours |\n|---|---|---|")
    for name, seconds in made.items():
        print(f"| {name} | {seconds * 1e3:.3f} ms | {seconds / ours:,.1f} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("program")
    parser.add_argument("--short", action="store_true", help="a tenth of the work, each once")
    arguments = parser.parse_args()
    memory = "/dev/shm" if os.path.isdir("/dev/shm") else None
    with tempfile.TemporaryDirectory(dir=memory, prefix="figures-") as top:
        bench = Bench(os.path.realpath(arguments.program), pathlib.Path(top), arguments.short)
        print("| Figure | Result | Memory | | Wanted |\n|---|---|---|---|---|")
        cold(bench)
        corridor(bench)
        watch(bench)
        each = files(bench)
        one_document(bench)
        check(bench)
        few, some, many = sorted(each)
        further = [(each[more] * more - each[less] * less) / (more - less) for less, more in [(few, some), (some, many)]]
        print(f"\nA further poster takes {further[0] * 1e6:.1f} µs up to {some:,} and {further[1] * 1e6:.1f} µs up to {many:,}.")
        peers(bench, each[10_000])
        os.chdir("/")


if __name__ == "__main__":
    main()
