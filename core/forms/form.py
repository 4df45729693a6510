"""The base class of all forms."""

from collections.abc import Mapping
from typing import Any

import flask_babel
from werkzeug.datastructures import MultiDict
from wtforms import Form as WTForm


class Translations:
    """The messages of WTForms itself, looked up in our own catalogue."""

    def gettext(self, text: str) -> str:
        """Return the text in the visitor's language."""
        return flask_babel.gettext(text)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """Return the singular or the plural form in the visitor's language."""
        return flask_babel.ngettext(singular, plural, n)


class Form(WTForm):  # type: ignore[misc]
    """The base of all forms."""

    class Meta:
        """What WTForms asks for once per form."""

        csrf = False

        def get_translations(self, _form: WTForm) -> Translations:
            """Return the translator of WTForms' own messages."""
            return Translations()

        def wrap_formdata(
            self, _form: WTForm, formdata: Mapping[str, Any] | None
        ) -> Mapping[str, Any] | None:
            """Return the posted values as a MultiDict; a plain mapping is taken as well, for tests and
            commands.
            """
            if formdata is None or hasattr(formdata, "getlist"):
                return formdata
            return MultiDict(formdata)

    def messages(self) -> dict[str, str]:
        """Return the first error of each field, by the id of the field's first input."""
        return {field.id: str(field.errors[0]) for field in self if field.errors}

    def summary_items(self) -> list[dict[str, str]]:
        """Return the entries of the error summary: each a text, and a link to the input that it is about."""
        of_fields = [{"text": text, "href": f"#{field_id}"} for field_id, text in self.messages().items()]
        return [{"text": str(error)} for error in self.form_errors] + of_fields


def form_class(fields: Mapping[str, Any], base: type[Form] = Form) -> type[Form]:
    """Return a subclass of `base` with these fields, by their names in HTML and in this order."""
    made = type(f"{base.__name__}OfFields", (base,), {})
    for name, field in fields.items():
        setattr(made, name, field)
    return made
