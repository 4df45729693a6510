"""The kinds of the small inputs in other shapes: columns, statuses, costs, ages, formats and packages."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from directory.importing import detect_format, spreadsheet
from directory.importing.detect_format import SourceError
from directory.open_referral.feed import Feed
from directory.open_referral.problems import by_kind
from directory.open_referral.schema.services import Service
from directory.source_files import unpacking

ORGANIZATION = {"id": "7c1d2b8e-1111-4a11-8a11-000000000051", "name": "Test Org"}
RECORD: dict[str, Any] = {
    "id": "7c1d2b8e-1111-4a11-8a11-0000000000c1",
    "name": "Tea club",
    "status": "active",
    "description": "Tea and talk",
    "organization": ORGANIZATION,
    "phones": [{"number": "01632 960111"}],
}


def table(*lines: str) -> Feed:
    return detect_format.read_text("\n".join(lines), "test")


def json_feed(*records: dict[str, Any]) -> Feed:
    return detect_format.read_text(json.dumps({"contents": list(records), "total_pages": 1}), "test")


def told(feed: Feed) -> str:
    return "\n".join(str(problem) for problem in by_kind(feed.problems))


def public_contacts(service: Service) -> list[str]:
    contacts = [contact for contact in service.contacts if not contact.private]
    numbers = [phone.number for phone in service.phones]
    return [*numbers, service.email, *(contact.email for contact in contacts)]


HELD = [
    ("Published", "No"),
    ("is_published", "0"),
    ("Public?", "N"),
    ("public", "false"),
    ("Show on website", "no"),
    ("Show in directory?", "No"),
    ("On website", "N"),
    ("Not on website", "Yes"),
    ("Display publicly", "FALSE"),
    ("Hide", "x"),
    ("Hidden", "Y"),
    ("isHidden", "true"),
    ("Private", "yes"),
    ("private listing", "TRUE"),
    ("Confidential", "Yes"),
    ("Draft", "1"),
    ("is draft", "yes"),
    ("Archived", "TRUE"),
    ("archived_at", "2024-01-31"),
    ("deleted_at", "2024-01-31T10:00:00Z"),
    ("discarded_at", "2024-01-31"),
    ("marked_for_deletion", "2024-01-31"),
    ("Do not publish", "✓"),
    ("DO NOT PUBLISH?", "yes"),
    ("Consent to publish", "No"),
    ("Permission to share", "refused"),
    ("OK to publish", "n"),
    ("Visibility", "Staff"),
    ("visibility", "hidden"),
    ("privacy", "private"),
    ("Active", "No"),
    ("is_active", "False"),
    ("Live?", "N"),
    ("enabled", "0"),
    ("Approved", "pending"),
    ("Approval status", "Awaiting approval"),
    ("Record status", "Draft"),
    ("listing_status", "Unpublished"),
    ("State", "archived"),
    ("Status", "Something new"),
    ("Status", "unknown"),
    ("Closed", "2019"),
    ("Date closed", "01/02/2020"),
    ("Closing date", "31 March 2020"),
    ("Closed permanently?", "Yes"),
    ("No longer running", "yes"),
    ("Expired", "Y"),
    ("expiry date", "2020-01-01"),
    ("visible_to", "2020-01-01"),
    ("visible_from", "2099-01-01"),
    ("publish date", "2099-01-01"),
    ("Staff only", "Yes"),
    ("Internal", "Yes"),
    ("Suspended", "TRUE"),
    ("Withdrawn", "yes"),
    ("Cancelled", "Y"),
    ("Opted out", "Yes"),
    ("Notes", "Please do not publish until May"),
    ("Comments", "DO NOT SHARE"),
    ("Notes", "Closed down in 2022"),
    ("Internal notes", "No longer running"),
]


@pytest.mark.parametrize(("heading", "value"), HELD)
def test_what_a_column_holds_back_is_never_public_and_is_named(heading: str, value: str) -> None:
    feed = table(f"name,organisation,{heading}", f"Tea club,Test Org,{value}")
    assert [service.status for service in feed.services] == ["inactive"]
    assert heading.lower().strip("?") in told(feed).lower()


@pytest.mark.parametrize(
    ("heading", "value"), [pair for pair in HELD if pair[0] not in ("Notes", "Comments", "State")]
)
def test_the_same_in_json_also_inside_other_objects(heading: str, value: str) -> None:
    name = heading.rstrip("?").replace(" ", "_")
    if name.lower() == "status":
        feed = json_feed(RECORD | {"status": value})
    else:
        feed = json_feed(RECORD | {name: value}, RECORD | {"id": "", "metadata": {"flags": {name: value}}})
    assert {service.status for service in feed.services} == {"inactive"}
    assert name.lower() in told(feed).lower()


OPEN = [
    ("Published", "Yes"),
    ("Hidden", "No"),
    ("Hidden", ""),
    ("Private", "FALSE"),
    ("Draft", "0"),
    ("Closed", "no"),
    ("Closed", "Sundays"),
    ("Closed", "Bank holidays"),
    ("Approved", "2024-01-31"),
    ("visible_to", "2099-01-01"),
    ("published_at", "2024-01-31"),
    ("deleted_at", ""),
    ("Status", ""),
    ("Status", "Live"),
    ("Status", "Published"),
    ("Status", "Open"),
    ("Visibility", "Public"),
    ("Consent to publish", "Yes"),
    ("Open", "Mon to Fri 9-5"),
    ("Public transport", "No"),
    ("Private parking", "Yes"),
    ("Disabled access", "Yes"),
    ("Members only", "Yes"),
    ("Registered", "Private company"),
    ("Description", "We do not publish names. The line is confidential and we keep your details private."),
    ("Description", "The cafe is closed on Mondays"),
]


@pytest.mark.parametrize(("heading", "value"), OPEN)
def test_other_columns_hold_nothing_back(heading: str, value: str) -> None:
    feed = table(f"name,organisation,{heading}", f'Tea club,Test Org,"{value}"')
    assert [service.status for service in feed.services] == ["active"]
    assert not feed.services[0].secret_address


def test_an_empty_cell_of_a_ticked_column_means_no() -> None:
    feed = table(
        "name,organisation,Show on website", "Tea club,Test Org,x", "Choir,Test Org,", "Yoga,Test Org,x"
    )
    assert [service.status for service in feed.services] == ["active", "inactive", "active"]


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("Tea club (CLOSED)", "inactive"),
        ("[DRAFT] Tea club", "inactive"),
        ("DRAFT - Tea club", "inactive"),
        ("Tea club - no longer running", "inactive"),
        ("Tea club (temporarily closed)", "active"),
        ("Closed Doors theatre", "active"),
        ("Hidden Gems choir", "active"),
        ("Draught beer tasting", "active"),
    ],
)
def test_a_state_in_a_name(name: str, status: str) -> None:
    assert table("name,organisation", f"{name},Test Org").services[0].status == status


@pytest.mark.parametrize(
    ("heading", "value"),
    [
        ("Hide address", "Yes"),
        ("Show address", "No"),
        ("Address private", "TRUE"),
        ("Publish address?", "N"),
        ("location_visible", "false"),
        ("Address confidential", "y"),
        ("mask_exact_address", "true"),
        ("Show on map", "no"),
        ("secret address", "Refuge"),
    ],
)
def test_an_address_that_is_held_back_is_secret(heading: str, value: str) -> None:
    feed = table(
        f"name,organisation,address,postcode,{heading}", f"Refuge,Test Org,1 High St,S73 8AA,{value}"
    )
    assert feed.services[0].secret_address
    assert feed.services[0].status == "active"


@pytest.mark.parametrize(
    "address",
    ["Confidential", "Address withheld", "Undisclosed location", "Secret location", "Private address"],
)
def test_an_address_that_says_secret_is_secret(address: str) -> None:
    feed = table("name,organisation,address,postcode", f"Refuge,Test Org,{address},S73 8AA")
    assert feed.services[0].secret_address
    location = {"name": address, "latitude": 53.5, "longitude": -1.4}
    assert json_feed(RECORD | {"service_at_locations": [{"location": location}]}).services[0].secret_address


@pytest.mark.parametrize(
    ("heading", "value"),
    [
        ("Publish phone", "No"),
        ("contact private", "yes"),
        ("Show email?", "N"),
        ("Contact details public", "no"),
        ("phone_hidden", "TRUE"),
        ("Do not publish contact", "Yes"),
        ("Consent to share phone number", "No"),
    ],
)
def test_a_contact_that_is_held_back_is_private(heading: str, value: str) -> None:
    feed = table(
        f"name,organisation,phone,email,{heading}", f"Tea,Test Org,01632 960111,a@example.org,{value}"
    )
    assert "".join(public_contacts(feed.services[0])) == ""
    assert [contact.email for contact in feed.services[0].contacts if contact.private] == ["a@example.org"]


@pytest.mark.parametrize(
    "number",
    [
        "01632 960111 (private)",
        "01632 960111 - do not publish",
        "01632 960111 ex-directory",
        "Private: 01632 960111",
    ],
)
def test_words_beside_a_number_keep_it_private(number: str) -> None:
    assert public_contacts(table("name,organisation,phone", f"Tea,Test Org,{number}").services[0]) == [""]
    assert public_contacts(json_feed(RECORD | {"phones": [{"number": number}]}).services[0]) == [""]


def test_a_confidential_helpline_is_public() -> None:
    service = table("name,organisation,phone", "Line,Test Org,Confidential helpline: 01632 960111").services[
        0
    ]
    assert public_contacts(service) == ["01632 960111", ""]


@pytest.mark.parametrize(
    "contact",
    [
        {"visible": False},
        {"public": "no"},
        {"private": True},
        {"do_not_publish": "yes"},
        {"status": "hidden"},
        {"note": "not for publication"},
    ],
)
def test_private_contacts_of_json_are_private(contact: dict[str, Any]) -> None:
    person = {"name": "Pat", "email": "pat@example.org", "phones": [{"number": "01632 960222"}]}
    service = json_feed(
        RECORD | {"contacts": [person | contact, {"phones": [{"number": "01632 960333"}]} | contact]}
    ).services[0]
    assert public_contacts(service) == ["01632 960111", ""]
    assert len([each for each in service.contacts if each.private]) == 2


@pytest.mark.parametrize(
    "attribute",
    [
        {"label": "visibility", "value": "hidden"},
        {"taxonomy_term": {"name": "Do not publish"}, "value": "do not publish"},
    ],
)
def test_an_attribute_can_hold_back(attribute: dict[str, Any]) -> None:
    assert json_feed(RECORD | {"attributes": [attribute]}).services[0].status == "inactive"


def test_a_hidden_organization_holds_its_services_back() -> None:
    assert (
        json_feed(RECORD | {"organization": ORGANIZATION | {"published": False}}).services[0].status
        == "inactive"
    )


COSTS = [
    ("free", "Free", "free", ""),
    ("free", "yes - free", "free", ""),
    ("free", "No charge", "free", ""),
    ("is it free", "Yes", "free", ""),
    ("free", "No", "", "There is a charge."),
    ("Free?", "£4.50", "fixed", ""),
    ("Is there a cost?", "No", "free", ""),
    ("Is there a charge?", "None", "", ""),
    ("Is there a cost?", "Yes", "", "There is a charge."),
    ("Is there a charge?", "Yes - £2 a session", "", "Yes - £2 a session"),
    ("Cost", "No charge", "free", ""),
    ("Cost", "FREE!", "free", ""),
    ("Cost", "Free of charge", "free", ""),
    ("Cost", "£0.00", "free", ""),
    ("Cost", "Nil", "free", ""),
    ("Cost", "50p", "fixed", ""),
    ("Cost", "£3", "fixed", ""),
    ("Cost", "Donations welcome", "donation", ""),
    ("Price", "from £5 to £10", "", "from £5 to £10"),
    ("Cost", "Not free", "", "There is a charge."),
    ("Free or paid", "Paid", "", "There is a charge."),
    ("Cost", "Free for carers, others £3", "", "Free for carers, others £3"),
]


@pytest.mark.parametrize(("heading", "value", "kind", "fees"), COSTS)
def test_costs_are_never_inverted(heading: str, value: str, kind: str, fees: str) -> None:
    service = table(f"name,organisation,{heading}", f'Tea,Test Org,"{value}"').services[0]
    assert [option.kind for option in service.cost_options] == ([kind] if kind else [])
    assert service.fees == fees


@pytest.mark.parametrize(
    ("heading", "value", "low", "high"),
    [
        ("Age range", "5-11", 5, 11),
        ("Ages", "16 to 25 years", 16, 25),
        ("Age group", "50+", 50, None),
        ("Age", "over 65", 65, None),
        ("Age", "under 18", None, 17),
        ("Age", "18 and over", 18, None),
        ("Age", "All ages", None, None),
        ("min age", "18 plus", 18, None),
        ("Minimum age", "aged 60 or over", 60, None),
        ("max age", "up to 25", None, 25),
        ("min_age", "5 - 11", 5, 11),
    ],
)
def test_ages_in_other_words(heading: str, value: str, low: int | None, high: int | None) -> None:
    service = table(f"name,organisation,{heading}", f"Tea,Test Org,{value}").services[0]
    assert (service.minimum_age, service.maximum_age) == (low, high)


@pytest.mark.parametrize(
    ("given", "number"),
    [
        ("(01632) 960 111", "(01632) 960 111"),
        ("+44 (0)1632 960111", "+44 (0)1632 960111"),
        ("01632–960–111", "01632-960-111"),
        ("1632960111", "01632960111"),
        ("441632960111", "+44 1632960111"),
        ("4.41632960111E+11", "+44 1632960111"),
        ("Call 116 123", "116 123"),
        ("Tel: 01632 960111", "01632 960111"),
        ("\u00a001632\u00a0960111", "01632 960111"),
    ],
)
def test_telephone_numbers_in_other_forms(given: str, number: str) -> None:
    service = table("name,organisation,contact number", f"Tea,Test Org,{given}").services[0]
    assert [phone.number for phone in service.phones] == [number]


def test_phone_hours_without_a_phone_are_told() -> None:
    feed = table("name,organisation,phone hours", "Tea,Test Org,every day 9am to 5pm")
    assert feed.services[0].phones == []
    assert any("every day 9am to 5pm" in str(problem) for problem in feed.problems)


@pytest.mark.parametrize("given", ["S73-8AA", "s73 8aa.", "S73 8AA (rear)", "Postcode: S73 8AA"])
def test_postcodes_with_signs(given: str) -> None:
    feed = table("name,organisation,Post Code", f"Tea,Test Org,{given}")
    assert next(iter(feed.locations.values())).addresses[0].postal_code.upper() == "S73 8AA"


def test_usual_headings_of_volunteers_lists() -> None:
    feed = table(
        "Name of group,Name of organisation,Address Line 1,Address Line 2,Town/City,Post Code,Contact Name,Contact Number,"
        "E-mail address,Website Address,Day,Start time,End time,Lat/Long,Referral Required?,Monday,Facebook",
        "Tea club,Test Org,1 High St,Low Green,Dearne,S73 8AA,Pat,01632 960111,a@example.org,www.example.org,Tuesday,10am,12pm,"
        '"53.52, -1.40",No,9-5,https://example.org/fb',
    )
    service = feed.services[0]
    place = next(iter(feed.locations.values()))
    assert (service.name, service.email, service.url) == (
        "Tea club",
        "a@example.org",
        "https://www.example.org",
    )
    assert ([phone.number for phone in service.phones], service.contacts[0].name) == (["01632 960111"], "Pat")
    assert service.hours_text == "Tuesday 10am to 12pm\nMonday: 9-5"
    assert (place.latitude, place.longitude, service.route_in) == (53.52, -1.40, [])
    address = place.addresses[0]
    assert (address.address_1, address.address_2, address.city, address.postal_code) == (
        "1 High St",
        "Low Green",
        "Dearne",
        "S73 8AA",
    )
    assert "Facebook: is not read: “https://example.org/fb”" in told(feed)


@pytest.mark.parametrize(
    "text",
    [
        "sep=;\nname;organisation;phone\nTea;Test Org;01632 960111",
        "name,organisation,phone\rTea,Test Org,01632 960111\r",
        "Our list,,\n,,\nname,organisation,phone\nTea,Test Org,01632 960111",
        "\ufeffname|organisation|phone\nTea|Test Org|01632 960111",
        "name,organisation,phone,phone\nTea,Test Org,,01632 960111",
        "Name,Organisation,Telephone,Phone number\nTea,Test Org,01632 960111,N/A",
        'name,organisation,phone\n"Tea,Test Org,01632 960111\n"Choir",Test Org,1',
    ],
)
def test_tables_in_other_forms(text: str) -> None:
    service = next(each for each in detect_format.read_text(text, "test").services if each.name == "Tea")
    assert [phone.number for phone in service.phones] == ["01632 960111"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "cp1252", "utf-32"])
def test_encodings(encoding: str) -> None:
    content = "name,organisation,phone\nCafé – tea,Test Org,01632 960111".encode(encoding)
    assert [service.name for service in detect_format.read_content(content, "test").services] == [
        "Café – tea"
    ]


def test_several_wrong_bytes_in_a_long_file_are_told_with_their_lines() -> None:
    rows = "".join(f"Café’s {number},Test Org,tea – cake\n" for number in range(50)).encode()
    content = b"name,organisation,description\n" + rows + b"Ren\xe9,Test Org,\x96 x\n"
    feed = detect_format.read_content(content, "test")
    assert (feed.services[0].name, feed.services[-1].name, feed.services[-1].description) == (
        "Café’s 0",
        "René",
        "– x",
    )
    assert "row 52" in told(feed)


JSON_SHAPES: list[Any] = [
    {
        "records": [
            {"id": "rec1", "createdTime": "2026-01-01", "fields": {"Name": "Tea", "Phone": "01632 960111"}}
        ]
    },
    {
        "tea-club": {"name": "Tea", "phone": "01632 960111"},
        "choir": {"name": "Choir", "phone": "01632 960112"},
    },
    {"data": {"services": [{"name": "Tea", "telephone": "01632 960111"}]}},
    {"result": {"records": [{"Service Name": "Tea", "Contact Number": "01632 960111"}]}},
    [
        {
            "name": "Tea",
            "contact": {"phone": "01632 960111"},
            "location": {"name": "Hall", "postcode": "S73 8AA"},
        }
    ],
    {"type": "Feature", "geometry": None, "properties": {"name": "Tea", "phone": "01632 960111"}},
    [
        {
            "id": 1,
            "name": "Test Org",
            "website": "https://example.org",
            "services": [{"id": 2, "name": "Tea", "phones": ["01632 960111"]}],
        }
    ],
    {
        "organizations": [{"id": "o1", "name": "Test Org"}],
        "services": [{"id": "s1", "organization_id": "o1", "name": "Tea"}],
        "phones": [{"id": "p1", "service_id": "s1", "number": "01632 960111"}],
    },
]


@pytest.mark.parametrize("data", JSON_SHAPES)
def test_json_in_other_shapes(data: Any) -> None:
    service = detect_format.read_text(json.dumps(data), "test").services[0]
    assert (service.name, [phone.number for phone in service.phones]) == ("Tea", ["01632 960111"])


def workbook(*sheets: tuple[str, list[list[Any]]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    opened = io.BytesIO()
    book.save(opened)
    return opened.getvalue()


def zipped(**files: str | bytes) -> bytes:
    opened = io.BytesIO()
    with zipfile.ZipFile(opened, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "."), content)
    return opened.getvalue()


def test_an_excel_file_with_a_title_and_a_second_sheet() -> None:
    content = workbook(
        (
            "Groups",
            [
                ["Our groups"],
                [],
                ["Name", "Organisation", "Phone", "Show on website"],
                ["Tea", "Test Org", 1632960111, True],
                ["Choir", "Test Org", None, False],
            ],
        ),
        ("Help", [["How to fill this in"]]),
    )
    feed = detect_format.read_content(content, "test")
    assert [(service.name, service.status) for service in feed.services] == [
        ("Tea", "active"),
        ("Choir", "inactive"),
    ]
    assert [phone.number for phone in feed.services[0].phones] == ["01632960111"]
    assert "sheet “Help”" in told(feed)


def test_an_excel_file_with_too_many_cells_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet, "MOST_CELLS", 3)
    with pytest.raises(SourceError, match="more than 3 cells"):
        detect_format.read_content(workbook(("A", [["name", "organisation"], ["Tea", "Test Org"]])), "test")


def test_an_excel_file_of_a_table_package() -> None:
    content = workbook(
        ("services", [["id", "organization_id", "name"], ["s1", "o1", "Tea"]]),
        ("organizations", [["id", "name"], ["o1", "Test Org"]]),
        ("phones", [["id", "service_id", "number"], ["p1", "s1", "01632 960111"]]),
    )
    feed = detect_format.read_content(content, "test")
    assert [phone.number for phone in feed.services[0].phones] == ["01632 960111"]
    assert [organization.name for organization in feed.organizations.values()] == ["Test Org"]


def test_zips_with_one_table_or_a_package() -> None:
    one = zipped(list__csv="name,organisation,phone\nTea,Test Org,01632 960111")
    package = zipped(
        services__csv="id,organization_id,name\ns1,o1,Tea",
        organizations__csv="id,name\no1,Test Org",
        phones__csv="id,service_id,number\np1,s1,01632 960111\np2,nobody,01632 960112",
        events__csv="id,name\n1,Fair",
    )
    for content in (one, package):
        assert [phone.number for phone in detect_format.read_content(content, "test").services[0].phones] == [
            "01632 960111"
        ]
    words = told(detect_format.read_content(package, "test"))
    assert "01632 960112" in words
    assert "events" in words


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7 x", "PDF.*save the table as Excel"),
        (OLE + "Workbook".encode("utf-16-le"), "old Excel"),
        (OLE + "WordDocument".encode("utf-16-le"), "old Word"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"{\\rtf1 hello}", "RTF"),
        (b"<!DOCTYPE html><html><body>x</body></html>", "web page"),
        (b"<?xml version='1.0'?><services/>", "XML"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (zipped(**{"word/document__xml": "x"}), "Word document"),
        (zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "OpenDocument"),
        (zipped(notes__docx="x"), "holds no file that can be read"),
        (zipped(list__csv="0" * 30_000_000), "200 times its size"),
        (b"PK\x03\x04 cut off", "damaged or cut off"),
        (b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\x03", "cut off|damaged"),
        (b"", "nothing in it"),
    ],
)
def test_what_cannot_be_read_is_refused_by_its_name(content: bytes, words: str) -> None:
    with pytest.raises(SourceError, match=words):
        detect_format.read_content(unpacking.gunzip(content), "test")


def test_places_with_a_shared_name_stay_apart() -> None:
    records = [
        {
            "name": "Library",
            "organization": ORGANIZATION,
            "service_at_locations": [
                {"location": {"name": "Library", "addresses": [{"address_1": f"{number} High St"}]}}
            ],
        }
        for number in range(88)
    ]
    feed = json_feed(*records)
    assert (len(feed.services), len(feed.locations)) == (88, 88)
    rows = "".join(f"Library,Council,{53 + number / 100},-1.4\n" for number in range(88))
    feed = detect_format.read_text("name,organisation,latitude,longitude\n" + rows, "test")
    assert (len(feed.services), len(feed.locations)) == (88, 88)


def test_an_unread_column_is_told_once_with_a_count() -> None:
    feed = table(
        "name,organisation,Colour", *(f"Club {number},Test Org,red {number}" for number in range(500))
    )
    assert told(feed).count("Colour") == 1
    assert "(500 times" in told(feed)


def test_holidays_at_other_hours_are_sessions_of_their_own() -> None:
    regular = {"freq": "WEEKLY", "byday": "TH", "opens_at": "09:00", "closes_at": "17:00"}
    holiday = {
        "start_date": "2026-12-24",
        "end_date": "2026-12-24",
        "closed": False,
        "opens_at": "10:00",
        "closes_at": "12:00",
    }
    service = json_feed(RECORD | {"schedules": [regular], "holiday_schedules": [holiday]}).services[0]
    assert service.schedules[0].extra["closed"] == ["2026-12-24"]
    assert (str(service.schedules[1].dtstart), str(service.schedules[1].opens_at)) == (
        "2026-12-24",
        "10:00:00",
    )


def test_a_folder_without_data_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="holds no JSON, CSV or Excel"):
        detect_format.read_file(tmp_path)
