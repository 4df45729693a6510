"""The form in which a moderator chooses what stays of two records, and the one that takes a merge back."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from core.forms import Choice, Form, HiddenField, RadiosField, Required, TextField, YesField, form_class
from core.messages import gettext
from directory.editing.value_lines import lines_of
from directory.versions.record_json import Record
from upkeep.merges.services import Two
from upkeep.merges.uniting import KEPT, OTHER, better_checked, choices_between, default_choice

FIRST, SECOND = "first", "second"
_PREFIX = "stays-"
_SIDE = {KEPT: FIRST, OTHER: SECOND}


class AddPairForm(Form):
    """Two listings that somebody wants to compare, by their addresses on this site."""

    first = TextField(_l("Address of the first listing"), [Required(_l("Enter the address of a listing"))])
    second = TextField(_l("Address of the second listing"), [Required(_l("Enter the address of a listing"))])


class UndoForm(Form):
    """Somebody is sure that a merge goes back although the listing changed since."""

    sure = YesField(
        _l("Yes, undo it. What changed since stays in the history only."), [Required(_l("Tick the box"))]
    )


def merge_form(two: Two, names: Mapping[str, str]) -> type[Form]:
    """Return the class of the form, with one choice for each unit in which the two records differ.

    The kept record of `two` is the first one of the page. `names`: names of groups by id.
    """
    first, second = two.kept, two.other
    keep = RadiosField(
        _l("Which one keeps its page?"),
        [Required(_l("Choose which one keeps its page"))],
        hint=_l("The other one’s address leads here from then on."),
        choices=[
            Choice(FIRST, first.name, _owner(first, names)),
            Choice(SECOND, second.name, _owner(second, names)),
        ],
    )
    fields: dict[str, Any] = {"versions": HiddenField(), "keep": keep}
    for unit in choices_between(first, second):
        fields[_PREFIX + unit.name] = RadiosField(
            gettext(unit.label),
            [Required(_l("Choose which one stays"))],
            choices=[
                Choice(FIRST, _shown(unit.name, first, names)),
                Choice(SECOND, _shown(unit.name, second, names)),
            ],
        )
    return form_class(fields)


def _owner(record: Record, names: Mapping[str, str]) -> str:
    return names.get(getattr(record, "organization_id", ""), "")


def _shown(unit: str, record: Record, names: Mapping[str, str]) -> str:
    return "\n".join(names.get(line, line) for line in lines_of(unit, record)) or _("Nothing")


def defaults(two: Two) -> dict[str, str]:
    """Return what the form says at first: of each, what was checked later."""
    first, second = two.kept, two.other
    chosen = {
        _PREFIX + unit.name: _SIDE[default_choice(unit, first, second)]
        for unit in choices_between(first, second)
    }
    return {"versions": versions_text(two), "keep": _SIDE[better_checked(first, second)]} | chosen


def versions_text(two: Two) -> str:
    """Return the versions of both records, as the form sends them back."""
    return f"{two.kept_version},{two.other_version}"


def chosen(form: Form) -> dict[str, str]:
    """Return KEPT or OTHER by the name of a unit, after the form said which record is kept."""
    kept = form["keep"].data
    return {
        field.name.removeprefix(_PREFIX): KEPT if field.data == kept else OTHER
        for field in form
        if field.name.startswith(_PREFIX)
    }
