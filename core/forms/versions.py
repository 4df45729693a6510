"""The version of a record in a form, for the lock against two people who change it at once."""

from core.field_values import whole_number
from core.forms.form import Form


def version_in(form: Form) -> int:
    """Return the version that the page showed; 0, which no record has, where it is no number."""
    return whole_number(form.version.data)
