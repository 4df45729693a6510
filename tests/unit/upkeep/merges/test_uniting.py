"""Two records become one: nothing is lost, nothing stands twice, and what is closed or secret stays so."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.open_referral.schema.contacts import Contact, Phone
from directory.open_referral.schema.locations import Address, Location
from directory.open_referral.schema.schedules import Schedule
from directory.open_referral.schema.services import Service, ServiceAtLocation
from directory.open_referral.schema.taxonomies import Attribute, TaxonomyTerm
from upkeep.merges.uniting import KEPT, OTHER, choices_between, default_choice, united


def _phone(number: str, **more: str) -> Phone:
    return Phone.model_construct(id=f"p{number}", number=number, **more)


def _times(day: str, opens: int, closes: int) -> Schedule:
    return Schedule.model_construct(
        id=f"s{day}{opens}{closes}", freq="WEEKLY", byday=day, opens_at=time(opens), closes_at=time(closes)
    )


def _site(place: str, postcode: str, *rows: Schedule, secret: bool = False) -> ServiceAtLocation:
    address = Address.model_construct(address_1="1 High Street", postal_code=postcode)
    location = Location.model_construct(id=place, name=place, addresses=[address], secret=secret)
    return ServiceAtLocation.model_construct(
        id=f"at-{place}", location_id=place, location=location, schedules=list(rows)
    )


def _service(record_id: str, name: str = "Lunch club", **values: object) -> Service:
    return Service.model_construct(id=record_id, name=name, organization_id="g", **values)


def _united(kept: Service, other: Service, **choices: str) -> Service:
    result = united(kept, other, choices)
    assert isinstance(result, Service)
    return result


def test_lists_are_united_without_doubles() -> None:
    kept = _service("a", phones=[_phone("01226 000001")], route_in=["self"])
    other = _service(
        "b",
        phones=[_phone("(01226) 000001", description="Desk"), _phone("01226 000002")],
        route_in=["gp", "self"],
    )
    result = _united(kept, other)
    assert [phone.number for phone in result.phones] == ["01226 000001", "01226 000002"]
    assert result.phones[0].id == "p01226 000001"
    assert result.phones[0].description == "Desk"
    assert result.phones[1].id == ""
    assert result.route_in == ["self", "gp"]
    assert kept.phones[0].description == ""


def test_one_place_under_two_ids_is_one_place_with_the_times_of_both() -> None:
    kept = _service("a", service_at_locations=[_site("x", "S73 8AA", _times("TU", 10, 12))])
    other = _service(
        "b",
        service_at_locations=[
            _site("y", "S738AA", _times("TU", 10, 13), _times("FR", 9, 12)),
            _site("z", "S70 1AA"),
        ],
    )
    sites = _united(kept, other).service_at_locations
    assert [site.location_id for site in sites] == ["x", "z"]
    assert [(row.byday, row.closes_at) for row in sites[0].schedules] == [("TU", time(12)), ("FR", time(12))]


def test_terms_and_private_contacts() -> None:
    def needs(*codes: str) -> list[Attribute]:
        return [
            Attribute.model_construct(taxonomy_term=TaxonomyTerm.model_construct(id=code, code=code))
            for code in codes
        ]

    def bell(*, private: bool) -> Contact:
        return Contact.model_construct(name="Jo Bell", private=private)

    kept = _service("a", attributes=needs("falls", "carers"), contacts=[bell(private=False)])
    other = _service("b", attributes=needs("carers", "money"), contacts=[bell(private=True)])
    result = _united(kept, other)
    assert [each.taxonomy_term.code for each in result.attributes] == ["falls", "carers", "money"]
    assert [(each.name, each.private) for each in result.contacts] == [("Jo Bell", True)]


def test_what_was_checked_later_stays_unless_somebody_says_otherwise() -> None:
    kept = _service("a", summary="Old words", fees="Free", assured_date=date(2026, 1, 1))
    other = _service("b", summary="New words", email="x@example.org", assured_date=date(2026, 5, 1))
    asked = choices_between(kept, other)
    assert [unit.name for unit in asked] == ["summary"]
    assert default_choice(asked[0], kept, other) == OTHER
    result = _united(kept, other)
    assert (result.summary, result.fees, result.email) == ("New words", "Free", "x@example.org")
    assert _united(kept, other, summary=KEPT).summary == "Old words"
    assert result.id == "a"


def test_the_name_that_goes_is_a_former_name() -> None:
    kept, other = _service("a", "Coffee and Company"), _service("b", "Coffee & Co", former_names=["Brew"])
    assert _united(kept, other, name=KEPT).former_names == ["Brew", "Coffee & Co"]
    assert _united(kept, other, name=OTHER).former_names == ["Brew", "Coffee and Company"]


PAUSED = {"status": "temporarily closed", "paused_until": date(2026, 12, 31)}


@pytest.mark.parametrize("swapped", [False, True])
def test_a_paused_listing_does_not_open_by_merging(swapped: bool) -> None:
    two = [_service("a", status="active"), _service("b", **PAUSED)]
    kept, other = reversed(two) if swapped else two
    result = _united(kept, other)
    assert (result.status, result.paused_until) == ("temporarily closed", date(2026, 12, 31))


def test_of_two_breaks_the_longer_one_stays() -> None:
    until_told = _service("b", status="temporarily closed")
    assert _united(_service("a", **PAUSED), until_told).paused_until is None


def test_an_address_that_one_keeps_secret_is_not_shown_by_the_other() -> None:
    kept = _service("a", service_at_locations=[_site("x", "S73 8AA")])
    other = _service("b", service_at_locations=[_site("y", "S73 8AA", secret=True)])
    assert _united(kept, other).secret_address
    assert not _united(
        kept, _service("b", service_at_locations=[_site("y", "S70 1AA", secret=True)])
    ).secret_address


FLAGS = st.fixed_dictionaries(
    {name: st.booleans() for name in ("secret_address", "professionals_only", "sensitive")}
)


@given(FLAGS, FLAGS)
def test_what_is_held_back_in_one_is_held_back_in_both(one: dict[str, bool], two: dict[str, bool]) -> None:
    result = _united(_service("a", **one), _service("b", **two))
    assert {name: getattr(result, name) for name in one} == {name: one[name] or two[name] for name in one}


NUMBERS = st.lists(st.sampled_from(["01226 1", "01226 2", "(01226) 2", "01226 3"]))


@given(NUMBERS, NUMBERS)
def test_uniting_loses_no_number_and_is_the_same_when_done_again(one: list[str], two: list[str]) -> None:
    kept = _service("a", phones=[_phone(number) for number in one])
    other = _service("b", phones=[_phone(number) for number in two])
    result = _united(kept, other)
    digits = ["".join(filter(str.isdigit, phone.number)) for phone in result.phones]
    assert len(set(digits)) == len(digits)
    assert set(digits) == {"".join(filter(str.isdigit, number)) for number in one + two}
    again = _united(result, other)
    assert [phone.number for phone in again.phones] == [phone.number for phone in result.phones]
