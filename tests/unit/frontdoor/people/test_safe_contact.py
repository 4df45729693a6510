"""Nobody is reached in a way they forbade, nor at a time that is not safe."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from core.clock import LONDON
from frontdoor.people.safe_contact import (
    PERIODS,
    TIMED,
    Refusal,
    may_leave_message,
    may_use,
    next_safe_time,
    safe_periods,
)
from selfassess.values.people import Answered, Communication, CommunicationNeed, ContactWishes, Way

MONDAY_AT_TEN = datetime(2026, 11, 23, 10, 0, tzinfo=LONDON)
NONE = Communication()
MOMENTS = some.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1), timezones=some.just(LONDON))  # noqa: DTZ001
SIMPLE_WORDS = some.sampled_from(
    ["mornings", "Only afternoons.", "after 9am", "before 4pm", "between 9 and 11am", "from 2 to 4pm"]
)
READABLE = some.builds(
    ContactWishes,
    times=some.lists(some.sampled_from(sorted(PERIODS)), unique=True).map(tuple),
    safe_time=some.one_of(some.just(""), SIMPLE_WORDS),
)


def code(refusal: Refusal | None) -> str:
    return refusal.code if refusal else ""


def wanting(*needs: CommunicationNeed) -> Communication:
    return Communication(needs=needs)


@pytest.mark.parametrize(
    ("way", "needs", "wishes", "refused"),
    [
        (Way.PHONE, NONE, ContactWishes(), ""),
        (Way.LETTER, wanting(CommunicationNeed.NO_LETTERS), ContactWishes(ways=(Way.LETTER,)), "no_letters"),
        (Way.TEXT, wanting(CommunicationNeed.NO_TEXTS), ContactWishes(ways=(Way.TEXT,)), "no_texts"),
        (Way.TEXT, wanting(CommunicationNeed.NO_VOICEMAIL), ContactWishes(), "no_messages"),
        (Way.TEXT, wanting(CommunicationNeed.NO_VOICEMAIL), ContactWishes(ways=(Way.TEXT,)), ""),
        (Way.EMAIL, NONE, ContactWishes(ways=(Way.PHONE,)), "not_chosen"),
        (Way.PHONE, NONE, ContactWishes(safe_time="Afternoons"), "not_now"),
        (Way.EMAIL, NONE, ContactWishes(safe_time="Afternoons"), ""),
        (Way.TEXT, NONE, ContactWishes(safe_time="not in the mornings"), "read_words"),
        (Way.PHONE, NONE, ContactWishes(safe_time="only mornings"), ""),
        (Way.PHONE, NONE, ContactWishes(times=("Afternoons", "Mornings")), ""),
        (Way.PHONE, NONE, ContactWishes(times=("Early evenings",)), "not_now"),
        (Way.PHONE, NONE, ContactWishes(times=("Mornings", "Any time")), ""),
        (Way.PHONE, NONE, ContactWishes(times=("Rano",)), "read_words"),
    ],
)
def test_what_is_refused(way: Way, needs: Communication, wishes: ContactWishes, refused: str) -> None:
    assert code(may_use(wishes, needs, way, MONDAY_AT_TEN)) == refused


@pytest.mark.parametrize(
    ("words", "hours"),
    [
        ("Any time", ()),
        ("mornings only", ((8, 12),)),
        ("After 9.30am", ((9, 20),)),
        ("before 5 pm", ((8, 17),)),
        ("between 2 and 4pm", ((14, 16),)),
        ("from 10am to 2pm", ((10, 14),)),
        ("from 9 until 1pm", ((9, 13),)),
        ("between 12 and 2pm", ((12, 14),)),
    ],
)
def test_simple_words_are_read(words: str, hours: tuple[tuple[int, int], ...]) -> None:
    read = safe_periods(ContactWishes(safe_time=words))
    assert read is not None
    assert tuple((start.hour, end.hour) for start, end in read) == hours


@pytest.mark.parametrize(
    "words",
    [
        "not mornings",
        "after 8",
        "between 7 and 9",
        "after 25",
        "before 13am",
        "after 9 when he is out",
        "after 9:75",
        "after 10pm",
        "between 4pm and 2pm",
    ],
)
def test_words_that_may_mean_something_else_need_a_person(words: str) -> None:
    wishes = ContactWishes(safe_time=words)
    assert safe_periods(wishes) is None
    assert next_safe_time(wishes, MONDAY_AT_TEN) is None
    refusal = may_use(wishes, NONE, Way.PHONE, MONDAY_AT_TEN)
    assert refusal is not None
    assert refusal.may_confirm


@pytest.mark.parametrize(
    ("wishes", "needs", "refused"),
    [
        (ContactWishes(), NONE, ""),
        (ContactWishes(), wanting(CommunicationNeed.NO_VOICEMAIL), "no_messages"),
        (ContactWishes(voicemail_is_safe=Answered.NO), NONE, "no_messages"),
        (ContactWishes(voicemail_is_safe=Answered.NOT_SURE), NONE, "voicemail"),
        (ContactWishes(safe_time="mornings"), NONE, "voicemail"),
        (ContactWishes(safe_time="mornings", voicemail_is_safe=Answered.YES), NONE, ""),
    ],
)
def test_messages_on_the_phone(wishes: ContactWishes, needs: Communication, refused: str) -> None:
    assert code(may_leave_message(wishes, needs)) == refused


@given(READABLE, MOMENTS)
def test_the_next_safe_time_is_safe_and_nothing_before_it_is(wishes: ContactWishes, moment: datetime) -> None:
    safe = next_safe_time(wishes, moment)
    assert safe is not None
    assert safe >= moment
    assert all(may_use(wishes, NONE, way, safe) is None for way in TIMED)
    earlier = moment
    while earlier < safe:
        assert code(may_use(wishes, NONE, Way.PHONE, earlier)) == "not_now"
        earlier += timedelta(minutes=37)


@given(
    some.sampled_from(sorted(Way)), MOMENTS, READABLE, some.sets(some.sampled_from(sorted(CommunicationNeed)))
)
def test_what_was_forbidden_is_refused_at_every_time(
    way: Way, moment: datetime, wishes: ContactWishes, needs: set[CommunicationNeed]
) -> None:
    told = Communication(needs=tuple(sorted(needs)))
    refusal = may_use(wishes, told, way, moment)
    if way is Way.LETTER and CommunicationNeed.NO_LETTERS in needs:
        assert code(refusal) == "no_letters"
    if way is Way.TEXT and CommunicationNeed.NO_TEXTS in needs:
        assert refusal is not None
        assert not refusal.may_confirm


def test_a_safe_time_is_on_the_clock_of_england_when_clocks_change() -> None:
    wishes = ContactWishes(safe_time="mornings")
    for year, month, day in ((2027, 3, 28), (2026, 10, 25)):
        at_midnight = datetime(year, month, day, tzinfo=LONDON)
        safe = next_safe_time(wishes, at_midnight)
        assert safe is not None
        assert (safe.astimezone(LONDON).hour, safe.astimezone(LONDON).day) == (8, day)
