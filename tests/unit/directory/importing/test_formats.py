"""Every format is recognised from its content and read in full, whatever real feeds do."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from core.settings import ROOT
from directory.importing import columns, detect_format
from directory.importing import download as importing_download
from directory.importing.http import NotFetchedError, get
from directory.open_referral.feed import Feed

S1, S2 = "2a3483ea-8966-4f50-9dc3-7bafa1e5c623", "93657689-252d-5a77-de87-42ca43452b0e"

QUIRKY: dict[str, Any] = {
    "id": S1,
    "name": "  Young People First ",
    "description": "<h1>About</h1><p>We help&nbsp;young people.</p>",
    "url": "http://young.example.org",
    "email": "Unknown-1@noemail.invalid",
    "status": "active",
    "minimum_age": -1,
    "maximum_age": "25",
    "assured_date": "2025-09-02",
    "last_modified": "2025-09-02T12:06:15.654",
    "organization": {
        "id": "42d3fa20-b36d-4822-b5dc-68029911caaf",
        "name": "Young People First",
        "description": "A charity.",
    },
    "contacts": [
        {
            "id": "b5fcb85a-d3d3-4c14-8983-cbed398d5eb4",
            "phones": [{"number": "Bristol Youth MAPS: 0117 332 7111"}],
        }
    ],
    "service_areas": [{"id": "60ee5b89-5656-4f13-ba6b-a91078590699", "name": "Bristol", "serviceId": S1}],
    "pc_targetAudience": [{"audienceType": "Homeless", "id": "Homeless"}],
    "vendor_field": {"x": [1, 2]},
    "schedules": [
        {
            "id": "48102e86-bb50-41c4-8f1e-e269368c41d1",
            "freq": "WEEKLY",
            "byday": "TH,FR",
            "opens_at": "10:00",
            "closes_at": "18:00",
        }
    ],
    "service_at_locations": [
        {
            "id": "e94c9f38-1e8f-4564-91d4-d53501ab1765",
            "location": {
                "id": "3a19ff88-4620-4d17-9830-ac1d859eb5d5",
                "location_type": "physical",
                "name": "Hall",
                "latitude": "51.45",
                "longitude": "-2.58",
                "addresses": [
                    {
                        "address_1": "1 Street",
                        "city": "Bristol",
                        "state_province": "",
                        "postal_code": "BS1 1AA",
                        "country": "GB",
                    }
                ],
                "accessibility": [{"description": "Wheelchair access on all levels"}],
            },
        }
    ],
    "attributes": [
        {
            "taxonomy_term": {
                "id": "3f7b145d-84af-42d7-8fae-eaca714b02b2",
                "name": "Youth",
                "taxonomy": "Kinds",
            }
        }
    ],
}


def read(data: Any) -> Feed:
    return detect_format.read_text(json.dumps(data), "test")


def test_version_3_with_what_real_feeds_do() -> None:
    feed = read(QUIRKY)
    service = feed.services[0]
    assert (feed.kind, service.id, service.name) == ("Open Referral UK 3", S1, "Young People First")
    assert service.description == "About\n\nWe help young people."
    assert (service.minimum_age, service.maximum_age, service.email) == (None, 25, "")
    assert service.last_modified is not None
    assert service.last_modified.utcoffset() is not None
    assert [(phone.number, phone.description) for phone in service.phones] == [
        ("0117 332 7111", "Bristol Youth MAPS")
    ]
    assert [area.name for area in service.service_areas] == ["Bristol"]
    assert (service.hours_kind, service.schedules[0].byday, service.schedules[0].id[:8]) == (
        "scheduled",
        "TH,FR",
        "48102e86",
    )
    place = feed.locations[service.service_at_locations[0].location_id]
    assert (place.latitude, place.addresses[0].postal_code, place.accessibility[0].access_id) == (
        51.45,
        "BS1 1AA",
        "wheelchair",
    )
    assert [(each.taxonomy_term.name, each.taxonomy_term.taxonomy) for each in service.attributes] == [
        ("Youth", "Kinds"),
        ("Homeless", "Target audience"),
    ]
    assert [(problem.field, problem.what) for problem in feed.problems] == [
        ("vendor_field", 'is not read: “{"x": [1, 2]}”')
    ]


@pytest.mark.parametrize(
    ("data", "number", "complete"),
    [
        (QUIRKY, 1, False),
        ([QUIRKY, QUIRKY | {"id": S2}], 2, True),
        ({"total_pages": 1, "contents": [QUIRKY]}, 1, True),
        ({"total_pages": 292, "page_number": 1, "contents": [QUIRKY]}, 1, False),
    ],
)
def test_json_may_be_one_record_a_list_or_an_envelope(data: Any, number: int, complete: bool) -> None:
    feed = read(data)
    assert (len(feed.services), feed.complete) == (number, complete)


def test_one_record_a_line() -> None:
    feed = detect_format.read_text(json.dumps(QUIRKY) + "\n" + json.dumps(QUIRKY | {"id": S2}), "test")
    assert [each.id for each in feed.services] == [S1, S2]


def test_a_bad_record_affects_no_other_record() -> None:
    feed = read([{"id": S2, "status": "active"}, "nonsense", None, QUIRKY])
    assert [each.id for each in feed.services] == [S1]
    left_out = [(problem.row, problem.left_out) for problem in feed.problems if problem.left_out]
    assert left_out == [(1, True), (2, True), (3, True)]
    assert feed.also_seen == {S2}


def test_wrong_values_are_told_with_their_row() -> None:
    feed = read(
        [
            QUIRKY
            | {"url": "javascript:alert(1)", "status": "sleeping", "contacts": "none", "maximum_age": "old"}
        ]
    )
    fields = {problem.field for problem in feed.problems} - {"vendor_field"}
    assert fields == {"url", "status", "contacts", "maximum age"}
    assert (feed.services[0].url, feed.services[0].status) == ("", "inactive")
    assert str(feed.problems[0]).startswith("row 1, “Young People First”, ")


def test_a_list_of_short_forms_is_recognised() -> None:
    short = {
        key: QUIRKY[key] for key in ("id", "name", "description", "status", "organization", "minimum_age")
    }
    assert read({"contents": [short]}).brief
    assert not read({"contents": [QUIRKY]}).brief


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "{}",
        "[]",
        '{"a": 1',
        "name only in this text",
        '{"contents": [{"id": "1", "name": "a taxonomy"}]}',
    ],
)
def test_what_holds_no_services_is_refused_in_words(text: str) -> None:
    with pytest.raises(detect_format.SourceError, match=r"\w+ \w+"):
        detect_format.read_text(text, "test")


OUTPOST = {
    "id": 1,
    "updated_at": "2021-01-13T12:48:54.730Z",
    "name": "Brownies",
    "description": "Fun",
    "min_age": 5,
    "max_age": 11,
    "needs_referral": None,
    "free": True,
    "organisation": {"id": 1883, "name": None},
    "locations": [
        {
            "id": 1,
            "name": "School",
            "address_1": " Hazell Avenue",
            "city": "Aylesbury",
            "postal_code": "HP21 7JF",
            "geometry": {"type": "Point", "coordinates": [-0.79, 51.81]},
            "mask_exact_address": False,
            "accessibilities": [],
        },
        {"id": 29, "name": None, "city": "Online", "geometry": {"type": "Point", "coordinates": [0, 0]}},
    ],
    "contacts": [
        {"id": 5, "name": "Jo", "title": "Chair", "email": "jo@group.example.org", "phone": "0777 777 7777"},
        {"id": 6, "phone": ""},
    ],
    "taxonomies": [
        {"id": 2, "name": "Clubs", "parent_id": 1},
        {"id": 1, "name": "Things to do", "parent_id": None},
    ],
    "regular_schedules": [{"weekday": "Monday", "opens_at": "10:00", "closes_at": "17:00"}],
}


def test_outpost() -> None:
    feed = read({"content": [OUTPOST], "totalPages": 141})
    service = feed.services[0]
    assert (feed.kind, feed.complete, service.minimum_age, service.maximum_age) == (
        "Open Referral UK 1",
        False,
        5,
        11,
    )
    assert feed.organizations[service.organization_id].name == "Brownies"
    assert service.delivery == ["place", "online"]
    place = feed.locations[service.service_at_locations[0].location_id]
    assert (place.latitude, place.longitude, place.addresses[0].city) == (51.81, -0.79, "Aylesbury")
    assert (service.schedules[0].byday, service.hours_kind, service.cost_options[0].kind) == (
        "MO",
        "scheduled",
        "free",
    )
    assert [each.taxonomy_term.name for each in service.attributes] == ["Clubs", "Things to do"]
    assert service.contacts[0].phones[0].number == "0777 777 7777"


def test_an_address_that_the_source_masks_is_secret() -> None:
    location = OUTPOST["locations"][0] | {"mask_exact_address": True}  # type: ignore[index]
    masked = OUTPOST | {"locations": [location]}
    feed = read({"content": [masked]})
    assert feed.services[0].secret_address
    assert all(place.secret for place in feed.locations.values())


def test_version_1() -> None:
    feed = read(
        {
            "content": [
                {
                    "id": "a1",
                    "name": "Advice",
                    "attending_type": "phone",
                    "organization": {"id": "b1", "name": "Advice Group", "description": ""},
                    "attending_access": "referral",
                    "eligibilitys": [
                        {"id": "e", "eligibility": "adults", "minimum_age": 18, "maximum_age": -1}
                    ],
                    "service_taxonomys": [
                        {"id": "t", "taxonomy": {"id": "x:1", "name": "Money", "vocabulary": "needs list"}}
                    ],
                    "service_at_locations": [
                        {
                            "location": {
                                "id": "l",
                                "name": "Hall",
                                "latitude": 53.5,
                                "longitude": -1.4,
                                "physical_addresses": [{"address_1": "1 Road", "city": "Hoyland"}],
                            }
                        }
                    ],
                }
            ],
            "totalPages": 1,
        }
    )
    service = feed.services[0]
    assert (service.minimum_age, service.maximum_age, service.eligibility_description) == (18, None, "adults")
    assert (service.delivery, service.route_in) == (["phone", "place"], ["professional"])
    assert service.attributes[0].taxonomy_term.taxonomy == "needs list"
    assert next(iter(feed.locations.values())).addresses[0].city == "Hoyland"


def test_a_plain_list() -> None:
    row = {
        "name": "Sea Scouts",
        "organisation": "Scouts",
        "description": "d",
        "postcode": "TW7 7BU",
        "lat": 51.4,
        "lon": -0.3,
        "categories": ["Youth"],
        "locations": [{"address": "Richmond Road", "city": "Isleworth", "postcode": "TW7 7BU"}],
        "is_free": "Yes",
        "eligibility": {"age group": "6 years - 16 years"},
        "timing": "Friday evenings",
        "source_id": "ddc56954-6a24-11eb-9439-0242ac130002",
    }
    feed = read(
        {
            "corpus": "x",
            "services": [row, row | {"name": "Cubs", "is_free": "No", "source_id": "C1", "eligibility": {}}],
        }
    )
    first, second = feed.services
    assert (feed.kind, first.id, first.minimum_age, first.maximum_age) == (
        "plain list",
        row["source_id"],
        6,
        16,
    )
    assert (first.hours_kind, first.hours_text, first.cost_options[0].kind) == (
        "unknown",
        "Friday evenings",
        "free",
    )
    assert len(feed.locations) == 1
    assert (second.cost_options, second.fees) == ([], "There is a charge.")
    assert feed.organizations[first.organization_id].name == "Scouts"


def test_our_table_with_everything(tmp_path: Path) -> None:
    feed = detect_format.read_file(ROOT / "content" / "templates" / "services.csv")
    assert [str(problem) for problem in feed.problems] == []
    service = feed.services[0]
    assert (service.route_in, service.delivery, service.availability) == (
        ["self", "anyone"],
        ["place"],
        "taking",
    )
    terms = [each.taxonomy_term for each in service.attributes if each.taxonomy_term.own_taxonomy]
    assert [(term.own_taxonomy, term.name) for term in terms][:2] == [
        ("needs", "lunch-clubs"),
        ("needs", "loneliness"),
    ]


def test_the_template_and_its_documentation_name_the_same_columns() -> None:
    with (ROOT / "content" / "templates" / "services.csv").open(encoding="utf-8") as lines:
        heading = next(csv.reader(lines))
    documented = (ROOT / "docs" / "import.md").read_text(encoding="utf-8")
    table = [line.split("|")[1] for line in documented.splitlines() if line.startswith("|")]
    named = {name.strip() for cell in table for name in cell.split(",")}
    assert set(heading) <= named
    assert set(heading) <= columns.SERVICE_COLUMNS.keys()


def test_a_foreign_table_with_its_sisters(tmp_path: Path) -> None:
    (tmp_path / "x_services.csv").write_text(
        "Service ID,Service,Organisation(s),Location(s),Free,URL,"
        "Timing notes,OnePlanet Cats,Referrals Only,Colour\n"
        "S1,Repair Cafe,Repairers;Sunflower House,Sunflower House;Online,TRUE,www.re.example.org,"
        '2nd Sunday,"Zero waste, Food",TRUE,red\n'
        ",,,,,,,,,\nS2,,Repairers,,,,,,,\n"
    )
    (tmp_path / "x_organisations.csv").write_text(
        "Org ID,Organisation,Org Type,Description\nO1,Repairers,Community Interest Company,We mend\n"
    )
    (tmp_path / "x_locations.csv").write_text(
        "Location ID,Location name,Address,Town,Postcode,lat,lon\n"
        "L1,Sunflower House,45 Road,Folkestone,CT19 5AE,51.08,1.17\n"
    )
    feed = detect_format.read_file(tmp_path / "x_services.csv")
    service = feed.services[0]
    organization, place = (
        feed.organizations[service.organization_id],
        feed.locations[service.service_at_locations[0].location_id],
    )
    assert (organization.name, organization.kind, organization.description) == ("Repairers", "cic", "We mend")
    assert (place.name, place.latitude, place.addresses[0].postal_code, service.delivery) == (
        "Sunflower House",
        51.08,
        "CT19 5AE",
        ["place", "online"],
    )
    assert {each.taxonomy_term.name for each in service.attributes} == {
        "Zero waste",
        "Food",
        "Sunflower House",
    }
    assert (service.url, service.route_in, service.hours_text) == (
        "https://www.re.example.org",
        ["professional"],
        "2nd Sunday",
    )
    assert [(problem.row, problem.field) for problem in feed.problems] == [(4, "name"), (2, "Colour")]


def test_several_rows_with_one_id_are_one_service_at_several_places() -> None:
    text = (
        "id;name;organisation;place;postcode\nA;Club;Group;Hall one;S73 8CV\nA;Club;Group;Hall two;S74 0CV\n"
    )
    feed = detect_format.read_text(text, "test")
    assert [feed.locations[site.location_id].name for site in feed.services[0].service_at_locations] == [
        "Hall one",
        "Hall two",
    ]


def test_rows_without_an_id_are_not_lost_when_they_share_a_name() -> None:
    feed = detect_format.read_text(
        "name,postcode\nCentral Library,S73 8CV\nCentral Library,S74 0CV\n", "test"
    )
    assert len({service.id for service in feed.services}) == 2


def test_a_source_keeps_its_name_when_only_its_date_changes() -> None:
    names = {
        detect_format.source_name(Path(name))
        for name in ("services-2026-02.csv", "services-2026-03.csv", "services (2).csv", "services.csv.gz")
    }
    assert names == {"services"}


class FakeFeed:
    """Answers as a feed would; `broken` addresses fail."""

    def __init__(self, answers: dict[str, Any], broken: tuple[str, ...] = ()) -> None:
        self.answers, self.broken, self.asked = answers, broken, list[str]()

    def __call__(self, url: str) -> bytes:
        self.asked.append(url)
        if url in self.broken or url not in self.answers:
            raise NotFetchedError(f"{url} answered with code 503")
        return json.dumps(self.answers[url]).encode()


URL = "https://feed.example.org/services"


def page(number: int, *services: Any) -> dict[str, Any]:
    return {"total_pages": 3, "page_number": number, "contents": list(services)}


def pages() -> dict[str, Any]:
    ids = [f"{number:08d}-0000-4000-8000-000000000000" for number in range(3)]
    rows = [QUIRKY | {"id": each, "name": f"Service {number}"} for number, each in enumerate(ids)]
    return {URL: page(1, rows[0]), f"{URL}?page=2": page(2, rows[1]), f"{URL}?page=3": page(3, rows[2])}


def test_all_pages_of_a_feed_are_read() -> None:
    feed = importing_download.read_url(URL, fetch=FakeFeed(pages()))
    assert (len(feed.services), feed.complete, feed.source) == (3, True, URL)


def test_a_page_that_fails_half_way_loses_nothing() -> None:
    feed = importing_download.read_url(URL, fetch=FakeFeed(pages(), broken=(f"{URL}?page=2",)))
    assert (len(feed.services), feed.complete) == (1, False)
    assert "page 2 of 3 could not be read" in str(feed.problems[0])


def test_short_forms_are_fetched_in_full_and_a_failed_one_is_not_gone() -> None:
    short = [
        {"id": each, "name": "x", "status": "active", "organization": QUIRKY["organization"]}
        for each in (S1, S2)
    ]
    answers = {URL: {"total_pages": 1, "contents": short}, f"{URL}/{S1}": QUIRKY}
    feed = importing_download.read_url(URL, fetch=FakeFeed(answers))
    assert [service.id for service in feed.services] == [S1]
    assert (feed.services[0].phones[0].number, feed.brief, feed.also_seen) == ("0117 332 7111", False, {S2})


def test_an_address_that_does_not_answer_is_told() -> None:
    with pytest.raises(detect_format.SourceError, match="503"):
        importing_download.read_url(URL, fetch=FakeFeed({}))
    with pytest.raises(NotFetchedError, match="http"):
        get("file:///etc/hostname")


def test_passwords_in_an_address_are_not_remembered() -> None:
    address = "https://user:secret@feed.example.org/services?key=1"
    answers = {address: {"total_pages": 1, "contents": [QUIRKY]}}
    assert importing_download.read_url(address, fetch=FakeFeed(answers)).source == URL


def test_ids_are_quoted_in_addresses_and_dots_are_refused() -> None:
    organization = {"id": "42d3fa20-b36d-4822-b5dc-68029911caaf", "name": "Group"}
    short = [
        {"id": each, "name": "x", "status": "active", "organization": organization}
        for each in (S1, "../../admin", "..", "a b?c")
    ]
    fetch = FakeFeed({URL: {"total_pages": 1, "contents": short}, f"{URL}/{S1}": QUIRKY})
    importing_download.read_url(URL, fetch=fetch)
    asked = {each.removeprefix(URL) for each in fetch.asked}
    assert {"/..%2F..%2Fadmin", "/a%20b%3Fc"} <= asked
    assert "/.." not in asked


def test_pages_without_end_are_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing_download, "MOST_PAGES", 2)
    feed = importing_download.read_url(URL, fetch=FakeFeed(pages()))
    assert (len(feed.services), feed.complete) == (2, False)
    assert "no more than 2 pages" in str(feed.problems[0])


def test_a_feed_that_repeats_a_page_is_given_up() -> None:
    answers = pages()
    answers[f"{URL}?page=2"] = answers[URL] | {"page_number": 2}
    feed = importing_download.read_url(URL, fetch=FakeFeed(answers))
    assert (len(feed.services), feed.complete) == (1, False)
    assert "repeats an earlier page" in str(feed.problems[0])


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 100_000, "[" * 60 + "]" * 60])
def test_json_with_too_many_levels_is_refused_in_words(text: str) -> None:
    with pytest.raises(detect_format.SourceError, match=r"levels|breaks off"):
        detect_format.read_text(text, "test")
    with pytest.raises(detect_format.SourceError, match=r"levels|breaks off"):
        importing_download.read_url(URL, fetch=lambda _url: text.encode())


def test_a_website_with_a_password_is_refused_and_not_told() -> None:
    feed = read(QUIRKY | {"url": "https://user:hidden-word@example.org/"})
    assert feed.services[0].url == ""
    assert "hidden-word" not in "\n".join(map(str, feed.problems))
    assert "is not a web address" in "\n".join(map(str, feed.problems))
