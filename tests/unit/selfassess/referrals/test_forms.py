"""What people write into a request: odd dates, wishes that conflict, somebody who turns out to be
somebody else.
"""

from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from core.dates_of_birth import born
from core.text import clean
from selfassess.referrals.draft import Draft, RequestStep
from selfassess.referrals.fields import MOST_TEXT
from selfassess.referrals.forms import filled_form, sent_form, summary
from selfassess.values.request import RequestKind
from tests.examples import sampled


@pytest.fixture(autouse=True)
def language(app: Flask) -> Iterator[None]:
    """The words of a form are those of a visitor's language."""
    with app.test_request_context():
        yield


def written(draft: Draft, step: RequestStep, **typed: object) -> Draft:
    """The draft with a step filled in."""
    posted = MultiDict({name.replace("__", "-"): value for name, value in typed.items()})
    return sent_form(step, draft, posted)[1]


def messages(step: RequestStep, draft: Draft) -> dict[str, str]:
    """What is wrong on a step, by the field's id."""
    form = filled_form(step, draft)
    form.check(draft)
    return form.messages()


@pytest.mark.parametrize(
    ("text", "day"),
    sampled(
        [
            ("31 3 1950", date(1950, 3, 31)),
            (" 31/03/1950 ", date(1950, 3, 31)),
            ("31.3.1950", date(1950, 3, 31)),
            ("31 March 1950", date(1950, 3, 31)),
            ("1st sept 1950", date(1950, 9, 1)),
            ("2 of May, 1950", date(1950, 5, 2)),
            ("1950-03-31", date(1950, 3, 31)),
            ("23 11 2026", date(2026, 11, 23)),
            ("24 11 2026", None),
            ("31 2 1950", None),
            ("31 Marmalade 1950", None),
            ("1 1 1899", None),
            ("12/3/50", None),
            ("0 0 0000", None),
            ("99999999999 1 1950", None),
            ("", None),
        ],
        6,
    ),
)
def test_dates_of_birth_as_people_write_them(text: str, day: date | None) -> None:
    assert born(text) == day


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("\x00a\x07\tb ", "a b"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("\ufdd0x\U0010ffff\ud800", "x"),
    ],
)
def test_unreadable_values_are_left_out_and_all_others_remain(typed: str, kept: str) -> None:
    assert clean(typed) == kept


def test_what_is_too_long_is_said_and_not_cut() -> None:
    draft = written(
        Draft(RequestKind.NEEDS_ASSESSMENT, "k"), RequestStep.WORDS, own_words="x" * (MOST_TEXT + 1)
    )
    assert "10,001" in messages(RequestStep.WORDS, draft)["own_words"]
    assert len(draft.values["own_words"]) == MOST_TEXT + 1


def test_who_asks_for_somebody_else_after_all_takes_their_details_along() -> None:
    draft = written(Draft(RequestKind.NEEDS_ASSESSMENT, "k"), RequestStep.WHO, asker__relation="self")
    draft = written(draft, RequestStep.ABOUT, about__name="Sam", about__born="1 2 1980")
    draft = written(draft, RequestStep.REACH, about__phone="01632 960555")
    other = written(draft, RequestStep.WHO, asker__relation="family_or_friend")
    assert other.values["asker.name"] == "Sam"
    assert other.values["asker.phone"] == "01632 960555"
    assert not other.values.get("about.name")
    assert not other.values.get("about.born")
    again = written(
        written(other, RequestStep.ABOUT, about__name="Mrs T"), RequestStep.WHO, asker__relation="self"
    )
    assert again.values["about.name"] == "Sam"


def test_another_relation_to_the_same_person_loses_nothing() -> None:
    draft = written(Draft(RequestKind.NEEDS_ASSESSMENT, "k"), RequestStep.WHO, asker__relation="neighbour")
    draft = written(draft, RequestStep.ABOUT, about__name="Mrs T")
    assert written(draft, RequestStep.WHO, asker__relation="carer").values["about.name"] == "Mrs T"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"communication.needs": ["interpreter"]}, "communication-language"),
        ({"communication.needs": ["no_letters"], "contact.ways": ["letter"]}, "communication-needs"),
        (
            {"communication.needs": ["no_voicemail"], "contact.voicemail_is_safe": "yes"},
            "communication-needs",
        ),
        ({"communication.needs": ["interpreter"], "communication.language": "Polish"}, ""),
        ({"communication.needs": ["no_letters"], "contact.ways": ["phone"]}, ""),
    ],
)
def test_wishes_that_cannot_all_be_met_are_asked_about(values: dict[str, object], field: str) -> None:
    draft = Draft(RequestKind.NEEDS_ASSESSMENT, "k", {"asker.relation": "self", **values})
    assert list(messages(RequestStep.TALKING, draft)) == ([field] if field else [])


def test_the_last_page_leaves_out_empty_fields() -> None:
    draft = written(Draft(RequestKind.CALL_BACK, "k"), RequestStep.WHO, asker__relation="self")
    draft = written(draft, RequestStep.ABOUT, about__name="Bea")
    parts = {page: rows for page, _title, rows in summary(draft)}
    assert [said for _label, said in parts[RequestStep.ABOUT]] == [("Bea",)]
    assert parts[RequestStep.WORDS] == []
