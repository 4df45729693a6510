"""The communication needs that are asked about, and what is obeyed with one contact."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask import Flask

from core.settings import ROOT
from frontdoor.people import needs
from frontdoor.people.flag import needs_lines, safety_lines
from frontdoor.people.needs import NeedKind
from frontdoor.people.record import Agreed, PersonRecord
from frontdoor.people.wishes import NeedsAndWishes, needs_and_wishes
from selfassess.values.people import (
    Answered,
    Communication,
    CommunicationNeed,
    ContactWishes,
    Person,
    Way,
)

LISTED = needs.load(ROOT / "content")
AGREED = Agreed("I agree", "1", datetime(2026, 11, 1, tzinfo=UTC))


def test_every_need_of_a_referral_and_every_group_of_the_standard_is_asked_about() -> None:
    assert {need.passed_on_as for need in LISTED.needs} - {None} == set(CommunicationNeed)
    assert {need.kind for need in LISTED.needs} == set(NeedKind)
    assert all(need.id == need.passed_on_as for need in LISTED.needs if need.passed_on_as)
    assert LISTED.source
    assert LISTED.read_on <= date(2026, 11, 30)


def test_a_need_is_offered_between_its_days_and_shown_after_them(tmp_path: Path) -> None:
    (tmp_path / "communication_needs.yaml").write_text(
        "{source: x, read_on: 2026-11-01, review_after_days: 9, needs: ["
        "{id: old, kind: format, label: Tapes, from: 2020-01-01, until: 2025-12-31}]}"
    )
    listed = needs.load(tmp_path)
    assert [need.id for need in listed.offered(date(2025, 12, 31))] == ["old"]
    assert listed.offered(date(2026, 1, 1)) == listed.offered(date(2019, 12, 31)) == []
    assert listed.communication(["old"]).other == "Tapes"


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("{id: a, kind: song, label: A, from: 2020-01-01}", "a: 'song'"),
        ("{id: a, kind: format}", "a: 'label'"),
    ],
)
def test_a_wrong_row_is_named(tmp_path: Path, row: str, says: str) -> None:
    (tmp_path / "communication_needs.yaml").write_text(f"needs: [{row}]")
    with pytest.raises(ValueError, match=says):
        needs.load(tmp_path)


def test_what_has_no_value_of_its_own_is_passed_on_in_words() -> None:
    passed_on = LISTED.communication(["large_print", "lip_reading", "unknown"], "Polish", "Wait for me")
    assert passed_on.needs == (CommunicationNeed.LARGE_PRINT,)
    assert passed_on.other == "Face me, so that I can read your lips. Wait for me"
    assert passed_on.language == "Polish"


def test_needs_of_the_record_and_of_this_contact_both_count() -> None:
    record = PersonRecord(
        Person(name="Mary"),
        AGREED,
        wishes=ContactWishes(ways=(Way.LETTER,), safe_time="mornings"),
        communication=Communication(needs=(CommunicationNeed.BRAILLE,)),
        listed_needs=("braille",),
        other_needs="Knock twice",
        language="pl",
    )
    sheet = {"needs": "no_letters nonsense", "ways": "text phone pigeon", "safe_time": " ", "language": ""}
    found = needs_and_wishes(LISTED, record, sheet)
    assert set(found.communication.needs) == {CommunicationNeed.BRAILLE, CommunicationNeed.NO_LETTERS}
    assert found.wishes.ways == (Way.TEXT, Way.PHONE)
    assert (found.wishes.safe_time, found.language) == ("mornings", "pl")
    assert found.communication.other == "Knock twice"
    assert [need.id for need in found.listed] == ["braille", "no_letters"]


def test_without_anything_known_there_is_nothing_to_flag() -> None:
    assert needs_and_wishes(LISTED, None, {}).is_empty
    assert not needs_and_wishes(LISTED, None, {"needs": "bsl"}).is_empty


def test_the_flag_says_what_to_obey_once(app: Flask) -> None:
    sheet = {
        "needs": "large_print no_voicemail",
        "ways": "text",
        "safe_time": "mornings",
        "language": "Polish",
    }
    with app.test_request_context():
        found = needs_and_wishes(LISTED, None, sheet)
        assert safety_lines(found) == [
            "Please leave no messages on my phone",
            "Safe times: mornings",
            "Reach them by: Text message",
        ]
        assert needs_lines(found) == ["Large print", "Language: Polish"]
        careful = NeedsAndWishes(wishes=ContactWishes(times=("Mornings",), voicemail_is_safe=Answered.NO))
        assert safety_lines(careful) == [
            "Times that suit them: Mornings",
            "They asked us to leave no messages on their phone.",
        ]
        of_a_referral = NeedsAndWishes(communication=Communication(needs=(CommunicationNeed.BSL,)))
        assert needs_lines(of_a_referral) == ["British Sign Language"]
