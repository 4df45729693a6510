"""The section about who a service is for, and how people get it."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from core.clock import new_id
from core.forms import (
    CheckboxesField,
    Choice,
    Form,
    LinesField,
    MaxLength,
    ParsedField,
    RadiosField,
    TextAreaField,
    TextField,
    form_class,
)
from directory.open_referral.schema.parts import Language
from directory.open_referral.schema.services import Service
from directory.vocabulary import (
    AVAILABILITY,
    MOST_NEEDS,
    ROUTE_IN,
    TAXONOMY_AUDIENCES,
    TAXONOMY_CULTURES,
    TAXONOMY_NEEDS,
)
from upkeep.desk.sections.section import SMALL, Section, Surroundings, Values, choices_of
from upkeep.desk.sections.terms import codes_in, with_terms

_OLDEST = 120
_TAXONOMIES = {"needs": TAXONOMY_NEEDS, "audiences": TAXONOMY_AUDIENCES, "cultures": TAXONOMY_CULTURES}
_PLAIN = ("eligibility_description", "application_process", "availability", "waiting_time", "if_full")
_AGES = ("minimum_age", "maximum_age")


def whole_age(text: str) -> int | None:
    """Return an age in years, from 0 to 120; None for any other text."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 and int(text) <= _OLDEST else None


def _age_field(label: Any) -> ParsedField[int]:
    return ParsedField(
        label,
        parse=whole_age,
        message=_l("Write an age in years, like 60"),
        inputmode="numeric",
        width=3,
        label_size="s",
    )


class WhoForm(Form):
    """Who it is for. The choices of needs, people and cultures are those of the site."""

    def validate_maximum_age(self, field: ParsedField[int]) -> None:
        """Refuse a highest age below the lowest."""
        low, high = self["minimum_age"].parsed, field.parsed
        if low is not None and high is not None and high < low:
            raise ValidationError(_l("The highest age is below the lowest"))

    def validate_needs_reason(self, field: TextAreaField) -> None:
        """Ask why a listing has many needs."""
        if len(self["needs"].data) > MOST_NEEDS and not field.data.strip():
            raise ValidationError(_l("Say why it needs more than 8, or choose fewer"))


def need_labels(around: Surroundings) -> dict[str, str]:
    """Return the labels of all needs by their id."""
    return {need.id: need.label for theme in around.themes for need in theme.needs}


def _form_kind(_record: Service, around: Surroundings) -> type[Form]:
    fields = {
        "needs": CheckboxesField(
            _l("What does it help with?"),
            choices=choices_of(need_labels(around)),
            hint=_l(
                "Choose what people come for. One to four is best: people then find you for the right reason."
            ),
        ),
        "needs_reason": TextAreaField(
            _l("Why does it need more than 8?"),
            [MaxLength(500)],
            hint=_l("People who look for one thing find it better where few needs are chosen."),
            rows=3,
            label_size="s",
        ),
        "audiences": CheckboxesField(
            _l("Who is it for?"), choices=choices_of(around.audiences), params=SMALL
        ),
        "minimum_age": _age_field(_l("From which age? (optional)")),
        "maximum_age": _age_field(_l("Up to which age? (optional)")),
        "eligibility_description": TextAreaField(
            _l("Is it only for some people? (optional)"),
            [MaxLength(1000)],
            hint=_l("For example: People who live alone and cannot get out."),
            rows=3,
            label_size="s",
        ),
        "route_in": CheckboxesField(_l("How do people get it?"), choices=choices_of(ROUTE_IN)),
        "application_process": TextAreaField(
            _l("What should people do first? (optional)"),
            [MaxLength(1000)],
            hint=_l("For example: Ring Jean before Tuesday, so that she can order the food."),
            rows=3,
            label_size="s",
        ),
        "availability": RadiosField(
            _l("Do you have room now?"),
            choices=[*choices_of(AVAILABILITY), Choice("", _l("I do not know, or it changes"))],
        ),
        "waiting_time": TextField(
            _l("How long is the wait? (optional)"),
            [MaxLength(100)],
            hint=_l("For example: about 3 weeks."),
            label_size="s",
            width=20,
        ),
        "if_full": TextAreaField(
            _l("What can people do while you are full? (optional)"), [MaxLength(500)], rows=2, label_size="s"
        ),
        "languages": LinesField(
            _l("Languages besides English (optional)"),
            [MaxLength(100)],
            line_label=lambda number: _l("Language %(number)s", number=number),
            least_lines=2,
        ),
        "cultures": CheckboxesField(
            _l("Faith, food and culture (optional)"),
            choices=choices_of(around.cultures),
            hint=_l("Only what you are set up for."),
            params=SMALL,
        ),
    }
    return form_class(fields, WhoForm)


def _values(record: Service, around: Surroundings) -> Values:
    terms = {name: codes_in(record, taxonomy) for name, taxonomy in _TAXONOMIES.items()}
    ages = {name: "" if getattr(record, name) is None else str(getattr(record, name)) for name in _AGES}
    plain = {name: getattr(record, name) for name in (*_PLAIN, "route_in")}
    reason = around.needs_reason if len(terms["needs"]) > MOST_NEEDS else ""
    languages = [language.name for language in record.languages]
    return terms | ages | plain | {"languages": languages, "needs_reason": reason}


def _applied(record: Service, changed: Values, around: Surroundings) -> Service:
    update: Values = {name: changed[name] for name in (*_PLAIN, "route_in") if name in changed}
    update |= {name: whole_age(changed[name]) for name in _AGES if name in changed}
    if "languages" in changed:
        update["languages"] = _languages(record, changed["languages"])
    record = record.model_copy(update=update)
    labels = {"needs": need_labels(around), "audiences": around.audiences, "cultures": around.cultures}
    for name, taxonomy in _TAXONOMIES.items():
        if name in changed:
            attributes = with_terms(record, taxonomy, changed[name], labels[name])
            record = record.model_copy(update={"attributes": attributes})
    return record


def _languages(record: Service, names: list[str]) -> list[Language]:
    kept = {language.name: language for language in record.languages}
    return [kept.get(name) or Language.model_construct(id=new_id(), name=name) for name in names]


WHO = Section("who", _l("Who it is for and how to get it"), _form_kind, _values, _applied)
