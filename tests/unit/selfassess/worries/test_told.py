"""What was told decides which team reads it, and what is kept of who tells."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from selfassess.values.concern import Harm, Subject
from selfassess.values.people import Answered
from selfassess.values.request import RequestKind
from selfassess.values.saved import from_json, to_json
from selfassess.worries.request_value import conditions, request_value
from selfassess.worries.told import NAMED, PROFESSIONAL, UNNAMED, Told, from_stored, to_stored

OWN = ("your_name", "known_how", "phone", "email", "safe_time", "helps", "role", "organisation", "done")
VALUES = some.fixed_dictionaries(
    {},
    optional={
        "subject": some.sampled_from([*Subject, "nobody", ""]),
        "who": some.sampled_from([NAMED, UNNAMED, PROFESSIONAL, ""]),
        "under_18": some.booleans(),
        "danger": some.sampled_from([*Answered, ""]),
        "has_needs": some.sampled_from([*Answered, ""]),
        "can_keep_safe": some.sampled_from([*Answered, ""]),
        "harms": some.lists(some.sampled_from([harm.value for harm in Harm]), unique=True),
        "never": some.lists(some.sampled_from(["no_letters", "no_voicemail"]), unique=True),
        "basis": some.sampled_from(["agreed", "public_interest", ""]),
        "own_words": some.text(max_size=20),
    },
)


@settings(deadline=None)
@given(VALUES)
def test_whatever_was_told_becomes_a_request_that_can_be_stored(values: dict[str, Any]) -> None:
    told = Told("key", {**values, **{name: f"secret {name}" for name in OWN}})
    value = request_value(told)
    assert from_json(type(value), to_json(value)) == value
    assert from_stored(to_stored(told)) == told
    if told.subject not in (Subject.ADULT, Subject.ME_ADULT, None) or told.told_by_child:
        assert value.kind is RequestKind.CHILD_CONCERN
    if told.unnamed:
        assert "secret" not in str(to_json(value))


@settings(deadline=None)
@given(VALUES)
def test_no_answer_of_who_tells_ends_a_concern(values: dict[str, Any]) -> None:
    """Each condition is met or unclear; none is "not met", whatever was denied."""
    assert all(not reason.code.endswith("_not_met") for reason in conditions(Told("key", values)))


@pytest.mark.parametrize(
    ("values", "codes"),
    [
        ({}, ["needs_unclear", "abuse_met", "unable_to_protect_unclear"]),
        (
            {"has_needs": "no", "can_keep_safe": "yes"},
            ["needs_unclear", "abuse_met", "unable_to_protect_unclear"],
        ),
        ({"has_needs": "yes", "can_keep_safe": "no"}, ["needs_met", "abuse_met", "unable_to_protect_met"]),
    ],
)
def test_the_three_conditions_are_met_as_told_or_open(values: dict[str, Any], codes: list[str]) -> None:
    assert [reason.code for reason in conditions(Told("key", values))] == codes


def test_the_same_words_have_one_key_and_changed_words_another() -> None:
    told = Told("key", {"own_words": "She is cold.", "place": ""})
    assert told.submission_key == Told("key", {"own_words": "She is cold."}).submission_key
    assert told.submission_key != Told("key", {"own_words": "She is warm."}).submission_key
    assert told.submission_key != Told("other", {"own_words": "She is cold."}).submission_key


@pytest.mark.parametrize("stored", [{}, {"key": "", "values": {}}, {"key": "k", "values": {"a": 1}}])
def test_what_cannot_be_read_from_a_session_is_refused(stored: dict[str, Any]) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        from_stored(stored)
