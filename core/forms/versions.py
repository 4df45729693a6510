"""The version of a record in a form, for the lock against two people who change it at once."""

from core.forms.form import Form

_MOST_DIGITS = 9


def version_in(form: Form) -> int:
    """Return the version that the page showed; 0, which no record has, where it is no number."""
    text: str = form.version.data
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else 0
