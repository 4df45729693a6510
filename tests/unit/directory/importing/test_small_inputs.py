"""Small inputs, each of one kind of fault in real files, with their right outcome."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from directory.importing import detect_format
from directory.open_referral.feed import Feed
from directory.open_referral.problems import by_kind
from directory.open_referral.schema.services import Service

SMALL = Path(__file__).parent / "small"


def read(name: str) -> Feed:
    return detect_format.read_file(SMALL / name)


def told(feed: Feed) -> str:
    return "\n".join(str(problem) for problem in by_kind(feed.problems))


def named(feed: Feed) -> dict[str, Service]:
    return {service.name: service for service in feed.services}


def prices(service: Service) -> list[tuple[str, str]]:
    return [(option.kind, str(option.amount or option.option)) for option in service.cost_options]


def test_a_hidden_record_with_a_masked_address_is_not_public() -> None:
    feed = read("s01_outpost_hidden_service.csv")
    assert (feed.services[0].status, feed.services[0].secret_address) == ("inactive", True)
    assert all(heading in told(feed) for heading in ("visible", "approved", "mask_exact_address"))


def test_a_contact_that_is_not_visible_is_private() -> None:
    feed = read("s02_outpost_private_contact.csv")
    service = feed.services[0]
    assert (service.status, service.email, service.phones) == ("active", "", [])
    assert all(contact.private for contact in service.contacts)
    assert {contact.email for contact in service.contacts} == {"", "pat.home@example.org"}
    assert "contact_visible" in told(feed)


def test_costs_in_words_are_kept_as_words() -> None:
    feed = read("s03_cost_in_words.csv")
    by_name = named(feed)
    assert by_name["Lunch club"].fees == "£3 per session, first one free"
    assert prices(by_name["Yoga"]) == [("free", "Free")]
    assert prices(by_name["Choir"]) == [("donation", "Donation")]
    assert by_name["Bingo"].fees == "£2.50-£5"
    assert prices(by_name["Swim"]) == []
    assert "“None” can mean free" in told(feed)


def test_a_package_of_tables_is_put_together() -> None:
    for source in (SMALL / "s04_hsds_tables", SMALL / "s04_hsds_tables" / "services.csv"):
        feed = detect_format.read_file(source)
        service = feed.services[0]
        organization = feed.organizations[service.organization_id]
        assert (organization.name, organization.email) == ("Test Org", "o@example.org")
        assert [phone.number for phone in service.phones] == ["01632 960111"]
        assert (service.schedules[0].byday, service.fees) == ("MO", "£2 a cup")
        assert [place.name for place in feed.locations.values()] == ["Village Hall"]


def test_three_sessions_at_one_place_are_all_kept() -> None:
    feed = read("s05c_three_sessions_one_place.csv")
    hours = "\n".join(service.hours_text for service in feed.services)
    assert all(day in hours for day in ("Monday 10am", "Wednesday 2pm", "Friday 5pm"))


def test_words_for_not_known_are_no_values() -> None:
    feed = read("s06_na.csv")
    assert feed.services
    for service in feed.services:
        assert (service.hours_text, service.url, service.email, service.phones) == ("", "", "", [])
        assert service.service_at_locations == []


def test_of_two_addresses_in_a_cell_the_first_is_used_and_the_rest_told() -> None:
    feed = read("s07_two_emails.csv")
    assert (feed.services[0].email, feed.services[0].url) == ("one@example.org", "https://example.org/a")
    assert "two@example.org" in told(feed)
    assert "https://example.org/b" in told(feed)


def test_usual_names_beside_the_standard_are_read() -> None:
    feed = read("s08_unknown_json_keys.json")
    service = feed.services[0]
    assert (service.email, service.url) == ("help@example.org", "https://example.org")
    assert [phone.number for phone in service.phones] == ["01632 960222"]
    assert service.hours_text == "Mon 9-5"
    assert next(iter(feed.locations.values())).addresses[0].postal_code == "S73 8AA"


def test_an_organization_package_keeps_the_organization() -> None:
    feed = read("s09_organization_package.json")
    organization = feed.organizations[feed.services[0].organization_id]
    assert feed.services[0].name == "Tea club"
    assert (organization.name, organization.website, organization.email) == (
        "Test Org",
        "https://example.org",
        "o@example.org",
    )


def test_a_service_at_location_package_is_read_as_its_service() -> None:
    service = read("s10_service_at_location.json").services[0]
    assert service.name == "Tea club"
    assert service.service_at_locations[0].schedules[0].byday == "MO"


@pytest.mark.parametrize(
    ("name", "service"),
    [
        ("s12_utf16_excel.txt", "Tea club"),
        ("s13_geojson.geojson", "Warm hub"),
        ("s14_title_row.csv", "Tea club"),
    ],
)
def test_unusual_files_are_read(name: str, service: str) -> None:
    feed = read(name)
    assert [(each.name, each.phones[0].number) for each in feed.services] == [(service, "01632 960111")]


def test_dates_as_people_write_them() -> None:
    days = {service.name: service.assured_date for service in read("s15_dates.csv").services}
    assert days["A"] == date(2025, 3, 1)
    assert days["E"] == days["I"] == date(2026, 12, 31)
    assert {days[name] for name in "BCDFGH"} == {date(2026, 3, 1)}


def test_a_closed_column_takes_the_record_down() -> None:
    feed = read("s20_closed_column.csv")
    assert [service.status for service in feed.services] == ["inactive", "active"]
    assert "closed" in told(feed)


def test_one_wrong_byte_spoils_no_other_letter() -> None:
    feed = read("s21_one_bad_byte.csv")
    assert [service.name for service in feed.services] == ["Men’s Shed", "Café"]
    assert feed.services[0].description == "Tea – £2"
    assert "row 3" in told(feed)


def test_entities_become_letters() -> None:
    feed = read("s23_entities.csv")
    assert feed.services[0].name == "Men's Room & Cafe"
    assert [organization.name for organization in feed.organizations.values()] == ["St Ann's"]
    assert next(iter(feed.locations.values())).addresses[0].address_1 == "Elliott's yard"
    entities = read("s53_v3_html_entities.json")
    assert (entities.services[0].name, entities.services[0].fees) == ("Men's Room & café", "£2")


def test_ages_in_words() -> None:
    ages = {
        service.name: (service.minimum_age, service.maximum_age) for service in read("s30_ages.csv").services
    }
    assert ages == {
        "A": (18, None),
        "B": (16, 25),
        "C": (50, None),
        "D": (5, 11),
        "E": (0, 99),
        "F": (18, None),
    }


def test_an_empty_second_column_erases_nothing() -> None:
    assert [phone.number for phone in read("s35_dup_heading.csv").services[0].phones] == ["01632 960111"]


def test_free_is_never_a_charge() -> None:
    by_name = named(read("s38_free.csv"))
    assert all(prices(by_name[name]) == [("free", "Free")] for name in "ABE")
    assert prices(by_name["C"]) == [("fixed", "2.00")]
    assert by_name["D"].fees == "Free for members"


def test_meetings_with_numbered_days_stay_apart() -> None:
    feed = read("s41_meeting.json")
    assert [service.hours_text for service in feed.services] == [
        "Sunday 18:00 to 19:30",
        "Wednesday 18:00 to 19:30",
    ]


def test_holidays_of_version_1_are_closed_days() -> None:
    closed = read("s50_v1_holiday.json").services[0].schedules[0].extra["closed"]
    assert (closed[0], closed[-1], len(closed)) == ("2026-12-24", "2027-01-02", 10)


def test_parts_of_places_are_read_or_told() -> None:
    feed = read("s51_v3_sal_phone.json")
    service = feed.services[0]
    assert "01632 960555" in [phone.number for phone in service.phones]
    assert service.service_at_locations[0].schedules[0].byday == "TU"
    assert service.application_process == "Documents to bring: Proof of address"
    assert (service.availability, service.alert, service.waiting_time) == (
        "full",
        "Full until May",
        "6 weeks",
    )
    assert all(
        name in told(feed) for name in ("program", "additional_urls", "licenses", "Polish", "01632 960777")
    )


def test_a_quotation_mark_without_end_swallows_no_rows() -> None:
    feed = read("s57_quote_break.csv")
    assert [service.name for service in feed.services] == ["Tea club", "Choir", "Yoga", "Swim", "Bingo"]
    assert "row 5, quotation mark" in told(feed)


def test_statuses_of_other_systems() -> None:
    feed = read("s59_status.csv")
    assert {service.name: service.status for service in feed.services} == dict.fromkeys(
        "ACEFG", "inactive"
    ) | {
        "B": "active",
        "D": "temporarily closed",
    }
    assert "Archived" in told(feed)


def test_nothing_is_said_of_bank_holidays_where_the_source_says_nothing() -> None:
    by_name = named(read("h6_crisis_line.json"))
    assert "closed_bank_holidays" not in by_name["Crisis line"].schedules[0].extra
    assert by_name["Christmas dinner"].schedules[0].extra == {"closed_bank_holidays": False}


ALL: list[Callable[[], Feed]] = [
    lambda path=path: detect_format.read_file(path) for path in sorted(SMALL.iterdir())
]  # type: ignore[misc]


@pytest.mark.parametrize("reading", ALL)
def test_each_input_is_read_in_the_same_way_twice(reading: Callable[[], Feed]) -> None:
    first, second = reading(), reading()
    assert [service.id for service in first.services] == [service.id for service in second.services]
    assert [str(problem) for problem in first.problems] == [str(problem) for problem in second.problems]
    assert len({service.id for service in first.services}) == len(first.services) > 0
