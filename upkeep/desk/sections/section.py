"""What every section of a listing has: a form, the values that the form shows, and the way back to a record.

A form changes only what somebody changed in it. What a form does not show, and what was sent untouched, stays in
the record exactly as it was.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from werkzeug.datastructures import MultiDict

from core.forms import Choice, Form
from directory.open_referral.schema.services import Service
from directory.taxonomy.needs import Theme
from upkeep.desk.contacts.own_contact import OwnContact

SMALL = {"classes": "govuk-checkboxes--small"}
"""Parameters of a long list of checkboxes."""
Values = dict[str, Any]
"""The data of a form by the names of its fields: texts, lists of texts, and True or False."""


@dataclass(frozen=True)
class Surroundings:
    """What the forms need beside the record.

    `area`: the council's area. `themes`: needs to choose from. `audiences` and `cultures`: terms by their code.
    `contacts`: the group's own contacts, by their id. `knows_postcode`: whether a postcode
    without its space is one that the site knows. `needs_reason`: why the listing has many needs.
    """

    area: str = ""
    themes: Sequence[Theme] = ()
    audiences: Mapping[str, str] = field(default_factory=dict)
    cultures: Mapping[str, str] = field(default_factory=dict)
    contacts: Mapping[str, OwnContact] = field(default_factory=dict)
    needs_reason: str = ""
    knows_postcode: Callable[[str], bool] = lambda _postcode: True


@dataclass(frozen=True)
class Section:
    """One section. `title` is lazily translated.

    `form_kind` makes the class of the form for a record; `values` returns what the form shows of the record;
    `applied` returns the record with values that somebody changed.
    """

    id: str
    title: Any
    form_kind: Callable[[Service, Surroundings], type[Form]]
    values: Callable[[Service, Surroundings], Values]
    applied: Callable[[Service, Values, Surroundings], Service]

    def with_changes(self, record: Service, changed: Values, around: Surroundings) -> Service:
        """Return the record with changed values; without any, the record as it is."""
        return self.applied(record, changed, around) if changed else record


def untouched(kind: type[Form], values: Values) -> Values:
    """Return the values as they come back from a browser that sent the form untouched."""
    posted: MultiDict[str, str] = MultiDict()
    for name, value in kind(data=values).data.items():
        if value is True:
            posted.add(name, "yes")
        elif isinstance(value, list):
            posted.setlist(name, value)
        elif value:
            posted.add(name, str(value))
    data: Values = kind(posted).data
    return data


def changed_values(kind: type[Form], values: Values, posted: Values) -> Values:
    """Return the posted values that differ from what the form showed."""
    shown = untouched(kind, values)
    return {name: value for name, value in posted.items() if value != shown.get(name)}


def choices_of(labels: Mapping[str, Any]) -> list[Choice]:
    """Return labels by their code as choices."""
    return [Choice(code, label) for code, label in labels.items()]
