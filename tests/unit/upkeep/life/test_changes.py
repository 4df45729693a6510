"""What a break, a new name, an end and a copy make of a record."""

from datetime import date

from directory.open_referral.schema.services import Service
from directory.versions.record_json import as_json
from upkeep.life.changes import copied, ended, paused, renamed, reopened

TODAY = date(2026, 11, 23)
LUNCH = Service.model_validate(
    {
        "id": "11111111-1111-4111-8111-111111111111",
        "name": "Lunch",
        "status": "active",
        "assured_date": "2026-11-01",
        "phones": [{"id": "22222222-2222-4222-8222-222222222222", "number": "01226 000000"}],
        "contacts": [
            {
                "id": "33333333-3333-4333-8333-333333333333",
                "name": "Jo",
                "phones": [{"id": "44444444-4444-4444-8444-444444444444", "number": "01226 000001"}],
            }
        ],
        "service_at_locations": [
            {
                "id": "55555555-5555-4555-8555-555555555555",
                "location": {"id": "66666666-6666-4666-8666-666666666666", "name": "Hall"},
            }
        ],
    }
)


def test_a_break_begins_today_or_later_and_ends_without_a_trace() -> None:
    now = paused(LUNCH, TODAY, date(2026, 12, 1), TODAY)
    assert (now.status, now.paused_until) == ("temporarily closed", date(2026, 12, 1))
    later = paused(LUNCH, date(2026, 12, 20), None, TODAY)
    assert (later.status, later.paused_from) == ("active", date(2026, 12, 20))
    assert as_json(reopened(now)) == as_json(reopened(later)) == as_json(LUNCH)


def test_a_renamed_listing_stays_in_its_break() -> None:
    now = renamed(paused(LUNCH, TODAY, None, TODAY), "Dinner")
    assert (now.status, now.name, now.former_names) == ("temporarily closed", "Dinner", ["Lunch"])
    back = renamed(now, "Lunch")
    assert (back.name, back.former_names) == ("Lunch", ["Dinner"])


def test_an_end_ends_a_break_and_names_no_successor_twice_itself() -> None:
    over = ended(paused(LUNCH, TODAY, None, TODAY), date(2026, 12, 20), "The hall closed.", ["a", LUNCH.id])
    assert (over.status, over.paused_from, over.successor_ids) == ("active", None, ["a"])
    assert (over.ends_on, over.ended_reason) == (date(2026, 12, 20), "The hall closed.")


def test_a_copy_has_the_same_content_in_rows_of_its_own() -> None:
    copy = copied(paused(LUNCH, TODAY, None, TODAY), "77777777-7777-4777-8777-777777777777", "Lunch 2")
    assert (copy.name, copy.status, copy.assured_date) == ("Lunch 2", "active", None)
    assert [phone.number for phone in copy.phones] == ["01226 000000"]
    assert copy.phones[0].id == copy.contacts[0].id == copy.contacts[0].phones[0].id == ""
    site = copy.service_at_locations[0]
    assert site.id == ""
    assert site.location
    assert site.location.id == "66666666-6666-4666-8666-666666666666", "the place is the same"
    assert LUNCH.phones[0].id, "the first one keeps its rows"
