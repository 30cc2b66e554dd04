"""Reduces the Noto faces that are embedded in the binary. What comes out stands in README.md.

Needs Python 3.11 or later, fontTools, and the source fonts, which npm packages carry. With NOTO an
empty folder outside the project:

    pip install fonttools==4.68.0
    npm install --ignore-scripts --prefix NOTO \
        @expo-google-fonts/noto-nastaliq-urdu@0.4.2 \
        @expo-google-fonts/noto-sans@0.4.2 \
        @expo-google-fonts/noto-sans-devanagari@0.4.1 \
        @expo-google-fonts/noto-sans-ethiopic@0.4.2 \
        @expo-google-fonts/noto-sans-gurmukhi@0.4.1 \
        @expo-google-fonts/noto-sans-jp@0.4.3 \
        @expo-google-fonts/noto-sans-khmer@0.4.3 \
        @expo-google-fonts/noto-sans-kr@0.4.3 \
        @expo-google-fonts/noto-sans-lao@0.4.2 \
        @expo-google-fonts/noto-sans-myanmar@0.4.2 \
        @expo-google-fonts/noto-sans-sc@0.4.3 \
        @expo-google-fonts/noto-sans-tc@0.4.3 \
        @expo-google-fonts/noto-sans-thai@0.4.2 \
        @expo-google-fonts/vazirmatn@0.4.1
    python3 fonts/build.py NOTO/node_modules

Writes the fonts, OFL.txt and the table in README.md beside this file. The same packages, the same
catalogs and the same fontTools give the same bytes.

Run it again when a catalog in ../messages has changed: whatever a catalog says is kept, beside the
characters chosen below. A catalog character that no face can show ends the run with status 1.
"""

import json
import re
import sys
import tomllib
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

HERE = Path(__file__).resolve().parent
CATALOGS = HERE.parent / "messages"

# ---- Characters. A face gets those of its choice that its source has. ----


def span(first, last):
    """The code points from `first` to `last`, both included."""
    return set(range(first, last + 1))


def encodable(first, last, codec):
    """The two-byte characters of `codec` in a span; euc_kr spells further syllables in eight."""
    return {c for c in span(first, last) if len(chr(c).encode(codec, "ignore")) == 2}


def between(first, last, codec):
    """The ideographs whose two bytes in `codec` lie from `first` to `last`, both included."""
    ideographs = encodable(0x4E00, 0x9FFF, codec)
    return {c for c in ideographs if first <= int.from_bytes(chr(c).encode(codec), "big") <= last}


ASCII = span(0x20, 0x7E)
LATIN_1 = span(0xA0, 0xFF)
# Not the bidirectional controls and separators: nothing is drawn for them.
PUNCTUATION = span(0x2002, 0x2027) | {0x202F} | span(0x2030, 0x205E)
DOTTED_CIRCLE = 0x25CC

# In every face: a Latin word, a digit or a bracket within a line is then set in one face.
COMMON = ASCII | LATIN_1 | PUNCTUATION | {0x2BB, 0x2BC, DOTTED_CIRCLE}

# The small letters of African languages whose capitals stand in Latin Extended-B.
AFRICAN = {c for c in span(0x250, 0x2AF) if 0x180 <= ord(chr(c).upper()) < 0x250}
SALTILLO = {0xA78B, 0xA78C}  # the glottal stop of languages of Mexico
LATIN = span(0x100, 0x24F) | AFRICAN | SALTILLO | span(0x1E00, 0x1EFF)
COMBINING = span(0x300, 0x36F)
CYRILLIC = span(0x400, 0x52F)
CURRENCY = span(0x20A0, 0x20C0)
SIGNS = {0x2116, 0x2122, 0x2212} | span(0x2190, 0x2193)  # № ™ − and arrows

ARABIC = (
    span(0x600, 0x6FF) | span(0x750, 0x77F) | span(0x870, 0x8FF)
    | span(0xFB50, 0xFDFF) | span(0xFE70, 0xFEFC) | span(0x10EC0, 0x10EFF)
)  # fmt: skip
ETHIOPIC = (
    span(0x1200, 0x139F) | span(0x2D80, 0x2DDF) | span(0xAB00, 0xAB2F) | span(0x1E7E0, 0x1E7FF)
)  # fmt: skip
# With the dandas, Vedic accents and number forms that Gurmukhi shares with its neighbours.
GURMUKHI = span(0xA00, 0xA7F) | {0x951, 0x952, 0x964, 0x965, 0x262C} | span(0xA830, 0xA839)
# With the Vedic accents in use, and the dandas.
DEVANAGARI = span(0x900, 0x97F) | span(0xA8E0, 0xA8FF) | {0x1CD0, 0x1CD2}
KHMER = span(0x1780, 0x17FF) | span(0x19E0, 0x19FF)
LAO = span(0xE80, 0xEFF)
MYANMAR = span(0x1000, 0x109F) | span(0xA9E0, 0xA9FE) | span(0xAA60, 0xAA7F)
THAI = span(0xE00, 0xE7F)
# What Urdu and the Arabic in it are written with. Nastaliq has a form of each letter for each neighbour,
# so letters of other languages would double the face.
URDU = (
    {0x60C, 0x61B, 0x61F} | span(0x621, 0x63A) | span(0x640, 0x656) | {0x66A, 0x66B, 0x66C, 0x670}
    | {ord(c) for c in "ٹپچڈڑژکگںھہۂۃیےۓۀ۔"} | span(0x6F0, 0x6F9) | {0xFDF2, 0xFDFA}
)  # fmt: skip
CJK_PUNCTUATION = span(0x3000, 0x303F)
GB_2312 = encodable(0xA0, 0xFFFD, "gb2312")
FULL_WIDTH = span(0xFF00, 0xFFEF)
# The 5,401 ideographs in common use of Big5, and the first level of JIS X 0208 with its kana.
BIG_5 = between(0xA440, 0xC67E, "big5")
JIS = between(0xB0A1, 0xCFFE, "euc_jp")
KANA = span(0x3041, 0x30FF)
HANGUL = encodable(0xAC00, 0xD7A3, "euc_kr")
COMPATIBILITY_JAMO = span(0x3131, 0x318E)


@dataclass(frozen=True)
class Face:
    """A family as it is shipped: in Regular and in Bold."""

    family: str
    script: str
    version: str  # of the npm package
    languages: set  # catalogs set in this face; all others are set in Noto Sans
    characters: set

    @property
    def stem(self):
        return self.family.replace(" ", "")

    @property
    def package(self):
        return "@expo-google-fonts/" + self.family.lower().replace(" ", "-")


LATIN_FACE = Face(
    "Noto Sans", "Latin, Cyrillic", "0.4.2", set(),
    COMMON | LATIN | COMBINING | CYRILLIC | CURRENCY | SIGNS,
)  # fmt: skip
FACES = [
    LATIN_FACE,
    # Noto Sans Arabic draws a letter as body and dots; such text cannot be copied from a PDF whole.
    Face("Vazirmatn", "Arabic", "0.4.1", {"ar", "fa", "prs", "ps"}, COMMON | ARABIC),
    Face("Noto Nastaliq Urdu", "Arabic, Nastaliq style", "0.4.2", {"ur"}, COMMON | URDU),
    Face("Noto Sans Devanagari", "Devanagari", "0.4.1", {"hi", "ne"}, COMMON | DEVANAGARI),
    Face("Noto Sans Ethiopic", "Ethiopic", "0.4.2", {"am", "ti"}, COMMON | ETHIOPIC),
    Face("Noto Sans Gurmukhi", "Gurmukhi", "0.4.1", {"pa-Guru"}, COMMON | GURMUKHI),
    Face("Noto Sans JP", "Japanese", "0.4.3", {"ja"},
         COMMON | CJK_PUNCTUATION | KANA | JIS | FULL_WIDTH),
    Face("Noto Sans Khmer", "Khmer", "0.4.3", {"km"}, COMMON | KHMER),
    Face("Noto Sans KR", "Hangul", "0.4.3", {"ko"},
         COMMON | CJK_PUNCTUATION | HANGUL | COMPATIBILITY_JAMO),
    Face("Noto Sans Lao", "Lao", "0.4.2", {"lo"}, COMMON | LAO),
    Face("Noto Sans Myanmar", "Myanmar", "0.4.2", {"my"}, COMMON | MYANMAR),
    Face("Noto Sans SC", "Simplified Chinese", "0.4.3", {"zh-Hans"},
         COMMON | CJK_PUNCTUATION | GB_2312 | FULL_WIDTH),
    Face("Noto Sans TC", "Traditional Chinese", "0.4.3", {"zh-Hant"},
         COMMON | CJK_PUNCTUATION | BIG_5 | FULL_WIDTH),
    Face("Noto Sans Thai", "Thai", "0.4.2", {"th"}, COMMON | THAI),
]  # fmt: skip
STYLES = {"Regular": 400, "Bold": 700}

# ---- What a font keeps. ----

# The features a shaper turns on by itself in horizontal text, as HarfBuzz does. Not: stylistic
# sets, small capitals, figure styles, discretionary ligatures, fractions, vertical forms.
FEATURES = """
    abvm blwm calt ccmp clig curs dist kern liga locl mark mkmk rclt rlig ltra ltrm rtla rtlm
    fina fin2 fin3 init isol medi med2 mset stch
    abvf abvs akhn blwf blws cfar cjct half haln nukt pref pres pstf psts rkrf rphf vatu
    ljmo tjmo vjmo
""".split()
NAMES = [0, 1, 2, 3, 4, 5, 6, 13, 14]
HINTING = ["fpgm", "prep", "cvt ", "cvar", "gasp", "hdmx", "VDMX", "LTSH"]
# Of a variable font, of vertical text, and of other ways to align a baseline.
UNUSED = ["STAT", "vhea", "vmtx", "VORG", "BASE", "meta", "DSIG"]


def options():
    chosen = subset.Options()
    chosen.layout_features = FEATURES
    chosen.name_IDs = NAMES
    chosen.hinting = False
    chosen.drop_tables += HINTING + UNUSED
    chosen.notdef_outline = True  # a missing glyph shows as a box, not as a gap
    chosen.recalc_bounds = True
    return chosen


def reduce(source, characters):
    """The font at `source` with only `characters`, unhinted; `head.modified` stays the source's."""
    font = TTFont(source, recalcTimestamp=False)
    # It would be used only where it is installed, and packs to other bytes.
    font.cfg["fontTools.ttLib.tables.otBase:USE_HARFBUZZ_REPACKER"] = False
    cmap = font["cmap"]
    cmap.tables = [table for table in cmap.tables if table.format != 14]  # variation selectors
    subsetter = subset.Subsetter(options())
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    maxp = font["maxp"]
    maxp.maxZones = 1
    for limit in ("TwilightPoints", "Storage", "FunctionDefs", "InstructionDefs",
                  "StackElements", "SizeOfInstructions"):  # fmt: skip
        setattr(maxp, f"max{limit}", 0)
    return font


def check(path, face, style):
    """Reads a written font back; ends the run if it is not what its file name says."""
    font = TTFont(path)
    names = {name.nameID: str(name) for name in font["name"].names}
    bold = style == "Bold"
    glyphs = font["glyf"]
    for what, holds in {
        "family name": names[1] == face.family,
        "style name": names[2] == style,
        "full name": names[4] == f"{face.family} {style}",
        "PostScript name": names[6] == f"{face.stem}-{style}",
        "other names": set(names) <= set(NAMES),
        "weight class": font["OS/2"].usWeightClass == STYLES[style],
        "style bits": font["OS/2"].fsSelection & 0x61 == (0x20 if bold else 0x40),
        "Mac style": font["head"].macStyle == int(bold),
        "embedding permission": font["OS/2"].fsType == 0,
        "hinting tables": not set(HINTING) & set(font.keys()),
        "glyph programs": not any(
            getattr(glyphs[name], "program", None) for name in font.getGlyphOrder()
        ),
    }.items():
        if not holds:
            sys.exit(f"{path.name}: wrong {what}")
    return font


# ---- Catalogs. ----


def strings(value):
    """Every string in a TOML value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def catalogs():
    """Language and drawn characters of each catalog, format controls left out."""
    for path in sorted(CATALOGS.glob("*.toml")):
        text = "".join(strings(tomllib.loads(path.read_text(encoding="utf-8"))))
        yield path.stem, {ord(c) for c in text if unicodedata.category(c) not in ("Cc", "Cf")}


def face_of(language):
    return next((face for face in FACES if language in face.languages), LATIN_FACE)


def check_catalogs(wanted, fonts):
    """Says what a catalog's own face lacks; ends the run if Noto Sans lacks it too."""
    lost = False
    for language, characters in wanted.items():
        face = face_of(language)
        for style in STYLES:
            for code in sorted(characters - fonts[face.stem, style].getBestCmap().keys()):
                spare = code in fonts[LATIN_FACE.stem, style].getBestCmap()
                found = "Noto Sans has it" if spare else "and so does Noto Sans"
                print(f"{language}: {face.family} {style} lacks U+{code:04X} {chr(code)}, {found}")
                lost |= not spare
    if lost:
        sys.exit(1)


# ---- Licence and table. ----


def licence(packages):
    """The one licence text under all copyright lines of the packages, each line once."""
    lines, bodies = {}, set()
    for face in FACES:
        text = (packages / face.package / "LICENSE_FONT").read_text(encoding="utf-8")
        line, body = text.replace("http://scripts.sil.org", "https://scripts.sil.org").split("\n", 1)
        lines.setdefault(line.strip())
        bodies.add(body)
    if len(bodies) != 1:
        sys.exit("the packages carry different licence texts")
    return "\n".join(lines) + "\n" + bodies.pop()


def table(fonts):
    rows = [
        "| File | Family | Version | Script | Origin | Characters | Bytes |",
        "|---|---|---|---|---|---:|---:|",
    ]
    total = 0
    for face in FACES:
        for style in STYLES:
            font = fonts[face.stem, style]
            name = f"{face.stem}-{style}.ttf"
            version = font["name"].getDebugName(5).removeprefix("Version ").split(";")[0]
            size = (HERE / name).stat().st_size
            total += size
            rows.append(
                f"| `{name}` | {face.family} | {version} | {face.script}"
                f" | `{face.package}` {face.version} | {len(font.getBestCmap()):,} | {size:,} |"
            )
    rows.append(f"| all | | | | | | {total:,} |")
    return "\n".join(rows)


def write_table(text):
    path = HERE / "README.md"
    readme = path.read_text(encoding="utf-8")
    marked = re.compile(r"(<!-- table -->\n).*?(\n<!-- end -->)", re.DOTALL)
    path.write_text(marked.sub(lambda m: m[1] + text + m[2], readme), encoding="utf-8")
    print(text)


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: build.py NODE_MODULES")
    packages = Path(sys.argv[1])
    wanted = dict(catalogs())
    fonts = {}
    for face in FACES:
        folder = packages / face.package
        found = json.loads((folder / "package.json").read_text(encoding="utf-8"))["version"]
        if found != face.version:
            sys.exit(f"{face.package}: found version {found}, wanted {face.version}")
        used = [chars for language, chars in wanted.items() if face_of(language) is face]
        for style, weight in STYLES.items():
            named = f"{weight}{style}"
            font = reduce(folder / named / f"{face.stem}_{named}.ttf", face.characters.union(*used))
            path = HERE / f"{face.stem}-{style}.ttf"
            font.save(path)
            fonts[face.stem, style] = check(path, face, style)
    (HERE / "OFL.txt").write_text(licence(packages), encoding="utf-8")
    write_table(table(fonts))
    check_catalogs(wanted, fonts)


if __name__ == "__main__":
    main()
