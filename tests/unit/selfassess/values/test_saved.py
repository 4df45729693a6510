"""What is kept can be read again, says nothing in a log, and two tabs cannot spoil each other's answers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfassess.values.request import RequestKind, RequestValue
from selfassess.values.saved import BadRecord, FieldChange, PlanValue, SavedBody, from_json, merged, to_json
from tests.unit.selfassess.referrals.samples import full_request

KEYS = st.sampled_from(["answers.washing", "answers.toilet", "plan.goals"])
VALUES = st.sampled_from([None, "able", "unable", ["unsafe"]])


def change(name: str, value: object) -> FieldChange:
    part, key = name.split(".")
    return FieldChange(part, key, value)  # type: ignore[arg-type]


CHANGES = st.lists(st.builds(change, KEYS, VALUES), max_size=3, unique_by=lambda c: c.name).map(tuple)


@pytest.mark.parametrize("kind", list(RequestKind))
def test_a_request_is_the_same_after_it_was_kept(kind: RequestKind) -> None:
    request = full_request(kind)
    assert from_json(RequestValue, to_json(request)) == request


def test_what_an_older_or_newer_version_kept_can_be_read() -> None:
    assert from_json(PlanValue, {"what_matters": "my dog", "not_known_here": 1}) == PlanValue(
        what_matters="my dog"
    )


def test_a_fault_is_named_without_its_words() -> None:
    with pytest.raises(BadRecord) as error:
        from_json(RequestValue, {"kind": "call_back", "about": {"born": "a secret"}})
    assert "about.born" in str(error.value)
    assert "secret" not in str(error.value)
    assert error.value.__cause__ is None


def test_nothing_of_a_request_shows_where_it_is_printed_by_accident() -> None:
    request = full_request()
    for value in (
        request,
        request.about,
        request.assessment,
        FieldChange("answers", "washing", "secret"),
        SavedBody({"a": "secret"}),
    ):
        assert "Beatrice" not in repr(value)
        assert "secret" not in repr(value)


def test_a_new_answer_is_taken() -> None:
    now = merged(SavedBody({"washing": "able"}), 1, 1, (FieldChange("answers", "washing", "unable"),))
    assert (now.body.answers, now.revision, now.refused) == ({"washing": "unable"}, 2, ())


def test_answers_of_different_questions_merge() -> None:
    first = merged(SavedBody(), 1, 1, (FieldChange("answers", "washing", "able"),))
    second = merged(first.body, first.revision, 1, (FieldChange("answers", "toilet", "able"),))
    assert second.body.answers == {"washing": "able", "toilet": "able"}
    assert second.refused == ()


def test_a_stale_answer_to_the_same_question_is_refused_and_the_newer_kept() -> None:
    first = merged(SavedBody(), 1, 1, (FieldChange("answers", "washing", "unable"),))
    stale = FieldChange("answers", "washing", "able")
    second = merged(first.body, first.revision, 1, (stale, FieldChange("notes", "mine", "x")))
    assert second.body.answers == {"washing": "unable"}
    assert second.body.notes == {"mine": "x"}
    assert second.refused == (stale,)


def test_taking_an_answer_back_counts_as_a_change() -> None:
    gone = merged(SavedBody({"washing": "able"}), 1, 1, (FieldChange("answers", "washing"),))
    assert gone.body.answers == {}
    assert merged(gone.body, gone.revision, 1, (FieldChange("answers", "washing", "unable"),)).refused


def test_what_a_change_clears_goes_with_it_though_the_page_had_not_seen_it() -> None:
    first = merged(SavedBody({"who_for": "me"}), 1, 1, (FieldChange("answers", "washing", "able"),))
    second = merged(
        first.body, first.revision, 1, (FieldChange("answers", "who_for", "mother", ("washing", "toilet")),)
    )
    assert second.body.answers == {"who_for": "mother"}
    for key in ("washing", "toilet"):
        assert merged(
            second.body, second.revision, first.revision, (FieldChange("answers", key, "able"),)
        ).refused


@given(CHANGES)
def test_sending_a_page_twice_does_what_sending_it_once_does(changes: tuple[FieldChange, ...]) -> None:
    once = merged(SavedBody(), 1, 1, changes)
    twice = merged(once.body, once.revision, 1, changes)
    assert (to_json(twice.body), twice.revision, twice.refused) == (to_json(once.body), once.revision, ())


@given(st.lists(st.tuples(CHANGES, st.integers(0, 3)), max_size=6))
def test_no_page_ever_overwrites_what_it_has_not_seen(
    pages: list[tuple[tuple[FieldChange, ...], int]],
) -> None:
    body, revision = SavedBody(), 1
    for changes, behind in pages:
        seen = max(1, revision - behind)
        now = merged(body, revision, seen, changes)
        for name, at in body.changed.items():
            if at > seen:
                part, key = name.split(".")
                assert getattr(now.body, part).get(key) == getattr(body, part).get(key)
        body, revision = now.body, now.revision
