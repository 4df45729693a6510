"""Forms: what a POST gives, what is said, and the HTML of each field."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from flask import Flask, render_template_string
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from core.forms import (
    CheckboxesField,
    Choice,
    DateOfBirthField,
    EmailField,
    Form,
    HiddenField,
    LinesField,
    MaxLength,
    MoneyField,
    PhoneField,
    PostcodeField,
    RadiosField,
    ReferenceField,
    Required,
    SelectField,
    TextAreaField,
    TextField,
    YesField,
    form_class,
)
from tests.examples import examples
from tests.page_checks import faults

FRUIT = [("apple", "An apple"), ("pear", "A pear")]


class EverythingForm(Form):
    """One field of each kind."""

    name = TextField(
        "Your name", [Required("Write your name"), MaxLength(10)], autocomplete="name", hint="Any name"
    )
    story = TextAreaField("Your story", [MaxLength(20)])
    fruit = RadiosField("A fruit?", [Required("Choose a fruit")], choices=FRUIT, hint="One only")
    needs = CheckboxesField(
        "Needs?",
        [Required("Choose needs")],
        choices=[*FRUIT, Choice("none", "None of these", exclusive=True)],
    )
    day = SelectField("A day", choices=[("", "Choose one"), ("mon", "Monday")])
    agree = YesField("I agree", [Required("Tick the box if you agree")])
    goals = LinesField(
        "Your goals", [Required("Write one")], line_label=lambda n: f"Goal {n}", hint="Up to you"
    )
    postcode = PostcodeField("Postcode")
    phone = PhoneField("Phone")
    email = EmailField("Email")
    born = DateOfBirthField("Born")
    rent = MoneyField("Rent")
    reference = ReferenceField("Reference", parse=lambda text: text.upper(), message="Check the reference")
    revision = HiddenField()


NAMES = [field.name for field in EverythingForm()]
PAGE = """{% from "components/error_summary.html" import error_summary with context %}<!doctype html>
<html lang="en"><head><title>Everything</title></head><body><main>{{ error_summary(form) }}<h1>Everything</h1>
<p>{{ council.council_phone }}</p><form>{% for field in form %}{{ field() }}{% endfor %}</form></main></body></html>"""


@pytest.fixture(autouse=True)
def request_of_a_visitor(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


def test_an_empty_post_says_what_to_do_beside_each_field() -> None:
    form = EverythingForm(MultiDict())
    assert not form.validate()
    assert form.messages() == {
        "name": "Write your name",
        "fruit": "Choose a fruit",
        "needs": "Choose needs",
        "agree": "Tick the box if you agree",
        "goals": "Write one",
    }


def test_what_was_typed_and_chosen_is_kept_and_read() -> None:
    typed = MultiDict(
        [
            ("name", "  Ann\tLee "),
            ("story", "a\r\n b"),
            ("fruit", "pear"),
            ("needs", "pear"),
            ("needs", "apple"),
            ("day", "mon"),
            ("agree", "yes"),
            ("goals", "walk"),
            ("goals", " "),
            ("goals", "sing"),
            ("postcode", "s738cv"),
            ("phone", "(01632) 960100"),
            ("email", " a@example.org "),
            ("born", "31 March 1950"),
            ("rent", "£1,250.50"),
            ("reference", "k7m"),
            ("revision", "4"),
        ]
    )
    form = EverythingForm(typed)
    assert form.validate(), form.messages()
    assert (form.name.data, form.story.data) == ("Ann Lee", "a\n b")
    assert (form.fruit.data, form.needs.data, form.day.data) == ("pear", ["apple", "pear"], "mon")
    assert (form.agree.data, form.goals.data, form.revision.data) == (True, ["walk", "sing"], "4")
    assert (form.postcode.data, form.postcode.parsed) == ("s738cv", "S73 8CV")
    assert (form.phone.data, form.phone.normal) == ("(01632) 960100", "+441632960100")
    assert (form.born.parsed, form.rent.parsed) == (date(1950, 3, 31), Decimal("1250.50"))
    assert (form.email.parsed, form.reference.parsed) == ("a@example.org", "K7M")


def test_what_has_no_meaning_is_kept_and_said() -> None:
    wrong = {"postcode": "S7", "phone": "12", "email": "me", "born": "31 2 1950", "rent": "much"}
    form = EverythingForm(wrong)
    form.validate()
    assert {name: form[name].data for name in wrong} == wrong
    assert all(form[name].parsed is None for name in wrong)
    assert form.messages().keys() >= wrong.keys()
    page = render_template_string(PAGE, form=form)
    assert all(f'value="{text}"' in page for text in wrong.values())


def test_a_text_that_is_too_long_is_said_and_not_cut() -> None:
    form = EverythingForm({"story": "x" * 21, "name": "x" * 1000})
    form.validate()
    assert form.messages()["story"] == "This is too long. Use 20 letters or fewer: it has 21"
    assert form.messages()["name"] == "This is too long. Use 10 letters or fewer: it has 1,000"
    assert len(form.name.data) == 1000


def test_none_of_these_goes_with_nothing_else() -> None:
    form = EverythingForm(MultiDict([("needs", "none"), ("needs", "pear")]))
    form.validate()
    assert (
        form.messages()["needs"]
        == "You chose “None of these” and something else too. Choose one or the other"
    )
    assert form.needs.data == ["pear", "none"]
    alone = EverythingForm({"needs": "none"})
    alone.validate()
    assert "needs" not in alone.messages()


def test_a_choice_that_is_not_offered_is_dropped() -> None:
    form = EverythingForm(
        MultiDict([("fruit", "brick"), ("needs", "brick"), ("day", "brick"), ("agree", "brick")])
    )
    assert (form.fruit.data, form.needs.data, form.day.data, form.agree.data) == ("", [], "", False)


def test_known_values_fill_a_form_that_was_not_sent() -> None:
    form = EverythingForm(
        data={"name": "Ann", "fruit": "pear", "needs": ["none"], "agree": True, "born": None}
    )
    page = render_template_string(PAGE, form=form)
    assert form.born.data == ""
    assert 'value="Ann"' in page
    assert page.count(" checked") == 3


def test_every_field_is_sound_html_before_and_after_an_error(app: Flask) -> None:
    wrong = EverythingForm({"postcode": '"><script>', "needs": "none", "story": "</textarea>" * 3})
    wrong.validate()
    for form in (EverythingForm(), wrong):
        assert faults(render_template_string(PAGE, form=form), app) == []


def test_the_summary_leads_to_the_first_input_of_each_field() -> None:
    form = EverythingForm(MultiDict())
    form.validate()
    page = render_template_string(PAGE, form=form)
    links = [item["href"] for item in form.summary_items()]
    assert links == ["#name", "#fruit", "#needs", "#agree", "#goals"]
    for link in links:
        assert f'href="{link}"' in page
        assert f'id="{link[1:]}" name="{link[1:]}"' in page


def test_none_of_these_stands_behind_a_divider() -> None:
    page = str(EverythingForm().needs())
    assert page.index("An apple") < page.index("A pear") < page.index(">or<") < page.index("None of these")


def test_fields_may_have_names_that_are_not_python(app: Flask) -> None:
    made = form_class(
        {"b-name": TextField("B"), "a-name": TextField("A", width=10, inputmode="numeric", prefix="£")}
    )
    form = made({"a-name": "1"})
    assert list(form.data.items()) == [("b-name", ""), ("a-name", "1")]
    assert 'inputmode="numeric"' in form["a-name"]()
    assert "govuk-input--width-10" in form["a-name"]()


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=examples(50), deadline=None
)
@given(st.lists(st.tuples(st.sampled_from(NAMES), st.text(max_size=20)), max_size=12))
def test_no_post_is_an_error(pairs: list[tuple[str, str]]) -> None:
    """Missing, doubled and odd fields of a POST made by hand give messages, and a page that can be shown."""
    form = EverythingForm(MultiDict(pairs))
    form.validate()
    render_template_string(PAGE, form=form)


def test_the_messages_are_translated_when_they_are_shown(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "flask_babel.speaklater.LazyString.__str__", lambda _self: "shown in another language"
    )
    form = EverythingForm({"email": "me"})
    form.validate()
    assert form.messages()["email"] == "shown in another language"


@pytest.mark.parametrize(("text", "rows"), [("", 5), ("a\n" * 9, 9), ("a" * 300, 10), ("a\n" * 99, 16)])
def test_a_box_shows_all_of_the_text_that_it_begins_with(text: str, rows: int) -> None:
    assert EverythingForm(data={"story": text})["story"].component_params()["rows"] == rows
