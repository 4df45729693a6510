"""The forms of content editors."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from core.forms import Form, HiddenField, MaxLength, Required, SelectField, TextField, YesField, form_class
from information.content_editing.entries import Value
from information.content_editing.fields import Known, Unreadable
from information.content_editing.kinds import Kind


class EntryForm(Form):
    """The fields of an entry, what the editor saw of it, and a search to try."""

    kind: Kind
    known: Known

    def read(self, before: Value | None) -> Value | None:
        """Return the entry with what was typed, after validation; None where a field cannot be read.

        What the form has no field for stays as it was.
        """
        is_right = self.validate()
        value = dict(before or {})
        for field in self.kind.fields:
            try:
                found = field.read(self[field.name].data, self.known)
            except Unreadable as error:
                self[field.name].errors = [str(error)]
                is_right = False
                continue
            # An empty field that the entry never had is left out, so that nothing counts as changed.
            if found or before is None or field.name in before:
                value[field.name] = found
        return value if is_right else None


def entry_form(kind: Kind, known: Known) -> type[EntryForm]:
    """Return the form for the entries of a kind."""
    fields = {field.name: field.form_field(known) for field in kind.fields}
    more: dict[str, Any] = {"seen": HiddenField("")}
    if kind.tried:
        hint = _l("The page then shows what a search gets now, and what it gets with your change.")
        more["try_words"] = TextField(
            _l("Try a search"), [MaxLength(300)], hint=hint, label_size="s", spellcheck=False
        )
    made = form_class({**fields, **more}, EntryForm)
    made.kind, made.known = kind, known
    return made


def shown_values(kind: Kind, value: Value | None, known: Known) -> Mapping[str, Any]:
    """Return what a form shows of an entry, by the names of its fields."""
    return {field.name: field.shown((value or {}).get(field.name), known) for field in kind.fields}


class FindForm(Form):
    """A part of the name of an entry, or of its words."""

    words = TextField(_l("Find"), [MaxLength(100)], label_size="s", width=20, spellcheck=False)


class MergeForm(Form):
    """The need that takes another one's place."""

    into = SelectField(
        _l("Which need takes its place?"), [Required(_l("Choose a need"))], choices=[("", _l("Choose one"))]
    )
    sure = YesField(_l("I have read what happens"), [Required(_l("Tick the box"))])


class WordsForm(Form):
    """What a search should find: the words become words for a need, or mean the same as others."""

    need = SelectField(
        _l("These words ask for"),
        choices=[("", _l("No need in the list"))],
        hint=_l("The words are added to the words for this need."),
        label_size="s",
    )
    same = TextField(
        _l("Or they mean the same as"),
        [MaxLength(100)],
        hint=_l("Words that find something, such as “lunch club”."),
        label_size="s",
        spellcheck=False,
    )

    def is_whole(self) -> bool:
        """Validate; one of the two is needed, and not both."""
        if not self.validate():
            return False
        if bool(self.need.data) == bool(self.same.data):
            self.need.errors = [_("Choose a need, or write words that mean the same")]
            return False
        return True


class DecideForm(Form):
    """Why nothing is to be done about a search."""

    reason = SelectField(
        _l("Nothing to be done, because"),
        [Required(_l("Choose a reason"))],
        choices=[
            ("", _l("Choose one")),
            ("no-service", _l("nobody here offers it")),
            ("not-ours", _l("it is not for this site")),
            ("unclear", _l("nobody can tell what was meant")),
            ("fine", _l("the results are right")),
        ],
        label_size="s",
    )
