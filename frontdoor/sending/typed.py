"""What is typed on the pages of a summary: boxes of the contact's sheet, stored as it is typed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from wtforms import Form as WTForm

from core import clock
from core.field_values import whole_number
from core.web import settings
from frontdoor.calls.forms import digest
from frontdoor.calls.services import save_all
from frontdoor.contacts.queries import WrittenField
from frontdoor.contacts.services import Typed
from frontdoor.contacts.sheet import WHY, most_of
from frontdoor.sending.forms import why_name

_FIELDS = ("channel", "phone", "email", "address", "form", "opening", "closing")


@dataclass(frozen=True, slots=True, repr=False)
class KeptBox:
    """A box of the page: its name in the sheet, the revision that the page has read, and a digest of its text."""

    name: str
    revision: int
    was: str

    @property
    def attributes(self) -> dict[str, str]:
        """The attributes by which the script of the call screen finds it."""
        return {"data-box": self.name, "data-revision": str(self.revision)}


def box_name(field: str) -> str:
    """Return the name of the box of a field of the form."""
    return field if field.startswith(WHY) else f"summary-{field}"


def names_of_boxes(service_ids: Iterable[str]) -> dict[str, str]:
    """Return the names of the boxes of a summary with these services, by the fields of its form."""
    return {field: box_name(field) for field in (*_FIELDS, *map(why_name, service_ids))}


def boxes_of(sheet: Mapping[str, WrittenField], form: WTForm, names: Mapping[str, str]) -> dict[str, KeptBox]:
    """Return the boxes of a page by its fields. `names`: as `names_of_boxes` gives them."""
    found = {}
    for field, name in names.items():
        written = sheet.get(name)
        found[field] = KeptBox(name, written.revision if written else 0, digest(form[field].data or ""))
    return found


def texts_of(sheet: Mapping[str, WrittenField], names: Mapping[str, str]) -> dict[str, str]:
    """Return what was typed before, by the fields of the form; those in which nobody typed are left out."""
    return {field: sheet[name].text for field, name in names.items() if name in sheet}


def typed_in(form: WTForm, sent: Mapping[str, str], names: Mapping[str, str]) -> Sequence[Typed]:
    """Return the texts of a form that somebody has changed since the page was shown."""
    tab = sent.get("tab", "")[:36] or clock.new_id()
    number = max(1, whole_number(sent.get("number", "")))
    return [
        Typed(name, form[field].data or "", whole_number(sent.get(f"{name}-revision", "")), tab, number)
        for field, name in names.items()
        if digest(form[field].data or "") != sent.get(f"{name}-was", "")
    ]


def keep_typed(contact_id: str, typed: Iterable[Typed], *, actor: str) -> None:
    """Store the texts that fit their boxes. Commits. What is too long stays on the page, with its error."""
    fitting = [one for one in typed if len(one.text) <= most_of(one.name)]
    save_all(settings(), contact_id, fitting, actor=actor)
