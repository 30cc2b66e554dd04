#!/usr/bin/env python3
"""Makes packages of services by the Human Services Data Specification 3.0, for measuring how fast they are read.

    python3 benches/hsds.py FOLDER [COUNT] [--shelters PERCENT]

FOLDER/csv gets a tabular package, FOLDER/json a file with an array of services as an API gives them with all that belongs to them,
FOLDER/zip the tables packed. The same count gives the same bytes. Nothing in it is real: every name says that it is invented, every number
is from 555-0100 to 555-0199, which are kept free for that (ATIS-0300115), every street is made of words.
"""

import argparse, csv, datetime, io, json, pathlib, random, zipfile

COUNTIES = [
    ("CA", 530, ["Shasta", "Siskiyou", "Tehama", "Glenn", "Colusa", "Yolo", "Sacramento", "San Joaquin", "Stanislaus", "Kern"]),
    ("OR", 541, ["Jackson", "Josephine", "Douglas", "Lane", "Linn", "Benton", "Marion", "Clackamas", "Multnomah", "Hood River", "Wasco",
                 "Umatilla", "Union", "Baker", "Malheur"]),
    ("WA", 360, ["Clark", "Cowlitz", "Lewis", "Thurston", "Pierce", "King", "Snohomish", "Skagit", "Whatcom"]),
    ("ID", 208, ["Payette", "Canyon", "Ada", "Elmore", "Twin Falls", "Cassia"]),
    ("UT", 435, ["Box Elder", "Weber", "Davis", "Salt Lake"]),
]
KINDS = [
    ("Food Pantry", "Food Pantries", "Groceries for households in need."),
    ("Legal Aid", "Legal Services", "Advice on rent, work and family, by a lawyer."),
    ("Community Clinic", "Community Clinics", "Medical and dental care, whatever you can pay."),
    ("Counseling Center", "Counseling Services", "Talking with somebody who is trained to listen."),
    ("Immigration Help", "Immigration Services", "Forms and papers, with accredited representatives."),
    ("Recovery House Office", "Substance Use Disorder Services", "Help to leave drugs and alcohol."),
    ("Clothing Closet", "Clothing", "Clothes and diapers."),
    ("Bus Pass Desk", "Transportation", "Passes for rides to work and to a doctor."),
]
SHELTERS = [
    ("Safe House", "Domestic Violence Shelters", "An emergency shelter for people who flee from violence at home."),
    ("Albergue", "Homeless Shelter", "Camas de emergencia para familias."),
    ("Survivor Services", "Human Trafficking Programs", "Advocates for survivors of trafficking, day and night."),
]
STREETS = ["Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Hemlock", "Juniper", "Larch", "Maple", "Old Mill", "Pine", "Spruce"]
ENDINGS = ["Street", "Ave", "Road", "Blvd.", "Lane", "Drive"]
LANGUAGES = [("English", "en"), ("Spanish", "es"), ("Vietnamese", "vi"), ("Russian", "ru"), ("Polish", "pl")]
TABLES = {
    "organizations": ["id", "name", "description", "website"],
    "services": ["id", "organization_id", "name", "alternate_name", "description", "url", "status", "application_process", "fees_description",
                 "eligibility_description", "minimum_age", "maximum_age", "assured_date", "last_modified"],
    "locations": ["id", "location_type", "organization_id", "name", "latitude", "longitude"],
    "service_at_location": ["id", "service_id", "location_id"],
    "addresses": ["id", "location_id", "address_1", "address_2", "city", "region", "state_province", "postal_code", "country", "address_type"],
    "phones": ["id", "location_id", "service_id", "organization_id", "number", "extension", "type", "description"],
    "languages": ["id", "service_id", "phone_id", "name", "code"],
    "schedules": ["id", "service_id", "freq", "byday", "opens_at", "closes_at", "timezone", "description"],
    "service_areas": ["id", "service_id", "name", "extent", "extent_type"],
    "required_documents": ["id", "service_id", "document"],
    "accessibility": ["id", "location_id", "description"],
    "attributes": ["id", "link_id", "taxonomy_term_id", "link_entity"],
    "taxonomy_terms": ["id", "name", "description"],
}


def made(count, percent):
    """Rows of all tables."""
    draw = random.Random(1910)
    rows = {table: [] for table in TABLES}
    places = [(state, area, county) for state, area, counties in COUNTIES for county in counties]

    def ident():
        bits = f"{draw.getrandbits(128):032x}"
        return "-".join([bits[:8], bits[8:12], bits[12:16], bits[16:20], bits[20:]])

    def add(table, **fields):
        fields["id"] = fields.get("id") or ident()
        rows[table].append(fields)
        return fields["id"]

    terms = {}
    for _, term, about in KINDS + SHELTERS:
        terms[term] = add("taxonomy_terms", name=term, description=about)
    for at in range(count):
        state, area, county = places[at % len(places)]
        is_shelter = draw.randrange(100) < percent
        name, term, about = draw.choice(SHELTERS if is_shelter else KINDS)
        number = f"+1 {area}-555-01{draw.randrange(100):02}"
        if at % 4 == 0 or is_shelter:
            organization = add("organizations", name=f"Invented {county} County Help {at}", website=f"https://example.org/{at}",
                               description="An organization that does not exist, made for measuring.")
        service = add("services", organization_id=organization, name=f"Invented {name} {at} of {county}", status="inactive" if at % 50 == 49 else "active",
                      description=f"{about} <b>Invented</b> &amp; not to be called. " * 3, url=f"https://example.org/services/{at}",
                      application_process="Call first. Walk-ins on Tuesdays.", fees_description="Free.",
                      eligibility_description="Residents of the county; nobody asks for immigration papers.", minimum_age=18 if at % 3 else "",
                      assured_date=str(datetime.date(2026, 1 + at % 11, 1 + at % 28)) if at % 5 else "", last_modified="2026-10-01T08:00:00Z")
        lat, lon = 38 + draw.random() * 10, -124 + draw.random() * 12
        location = add("locations", location_type="physical", organization_id=organization, name=f"Invented Building {at}",
                       latitude=f"{lat:.5f}", longitude=f"{lon:.5f}")
        add("service_at_location", service_id=service, location_id=location)
        add("addresses", location_id=location, address_1=f"{100 + at} {draw.choice(STREETS)} {draw.choice(ENDINGS)}",
            address_2="Suite 200" if at % 7 == 0 else "", city="Nowhere", region=f"{county} County", state_province=state,
            postal_code=f"{90000 + at % 9000}", country="US", address_type="physical")
        phone = add("phones", service_id=service, number=number, type="voice", description="Front desk")
        add("phones", service_id=service, number=number[:-2] + "99", type="fax" if at % 2 else "text")
        for name, code in draw.sample(LANGUAGES, 2):
            add("languages", phone_id=phone, name=name, code=code)
        add("languages", service_id=service, name="Spanish", code="es")
        for days, opens, closes in [("MO,TU,WE,TH", "09:00", "17:00"), ("FR", "09:00", "12:00")]:
            add("schedules", service_id=service, freq="WEEKLY", byday=days, opens_at=opens, closes_at=closes, timezone=-8)
        add("service_areas", service_id=service, name=f"{county} County, {state}", extent_type="text")
        add("required_documents", service_id=service, document="None")
        add("accessibility", location_id=location, description="No steps; ring at the side door.")
        add("attributes", link_id=service, taxonomy_term_id=terms[term], link_entity="service")
    return rows


def nested(rows):
    """The services with all that belongs to them."""
    by = lambda table, field: {key: [row for row in group] for key, group in grouped(rows[table], field).items()}
    bare = lambda row, *without: {key: value for key, value in row.items() if key not in without and value != ""}
    one = lambda table: {row["id"]: row for row in rows[table]}
    organizations, locations, terms = one("organizations"), one("locations"), one("taxonomy_terms")
    tables = {table: by(table, "service_id") for table in ["phones", "schedules", "service_areas", "required_documents", "service_at_location"]}
    spoken, of_phone = by("languages", "service_id"), by("languages", "phone_id")
    addresses, access, attributes = by("addresses", "location_id"), by("accessibility", "location_id"), by("attributes", "link_id")
    for row in rows["services"]:
        key = row["id"]
        service = bare(row, "organization_id")
        service["organization"] = bare(organizations[row["organization_id"]])
        service["phones"] = [bare(phone, "service_id") | {"languages": [bare(one, "phone_id") for one in of_phone.get(phone["id"], [])]}
                             for phone in tables["phones"].get(key, [])]
        for field in ["schedules", "service_areas", "required_documents"]:
            service[field] = [bare(one, "service_id") for one in tables[field].get(key, [])]
        service["languages"] = [bare(one, "service_id") for one in spoken.get(key, [])]
        service["service_at_locations"] = [{"id": spot["id"], "location": bare(locations[spot["location_id"]], "organization_id") | {
            "addresses": [bare(one, "location_id") for one in addresses.get(spot["location_id"], [])],
            "accessibility": [bare(one, "location_id") for one in access.get(spot["location_id"], [])],
        }} for spot in tables["service_at_location"].get(key, [])]
        service["attributes"] = [{"id": one["id"], "taxonomy_term": bare(terms[one["taxonomy_term_id"]])} for one in attributes.get(key, [])]
        yield service


def grouped(rows, field):
    groups = {}
    for row in rows:
        groups.setdefault(row.get(field), []).append(row)
    return groups


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("count", type=int, nargs="?", default=20_000)
    parser.add_argument("--shelters", type=int, default=8, metavar="PERCENT")
    args = parser.parse_args()
    rows = made(args.count, args.shelters)
    for name in ["csv", "json", "zip"]:
        (args.folder / name).mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(args.folder / "zip" / "package.zip", "w", zipfile.ZIP_DEFLATED) as package:
        for table, columns in TABLES.items():
            text = io.StringIO()
            writer = csv.DictWriter(text, columns, restval="")
            writer.writeheader()
            writer.writerows(rows[table])
            (args.folder / "csv" / f"{table}.csv").write_text(text.getvalue(), newline="")
            package.writestr(zipfile.ZipInfo(f"{table}.csv", (2026, 1, 1, 0, 0, 0)), text.getvalue(), zipfile.ZIP_DEFLATED)
    with open(args.folder / "json" / "services.json", "w", encoding="utf-8") as file:
        json.dump(list(nested(rows)), file, indent=1)


if __name__ == "__main__":
    main()
