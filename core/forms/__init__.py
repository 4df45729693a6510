"""Forms: the base class, the fields and the validators of every page on which people write or choose
something.

How to add a form:

1. In `forms.py` of the feature, write a subclass of `Form` with one attribute for each field, in the order of
the page:
   `email = EmailField(_l("Email address"), [Required(_l("Enter an email address"))], hint=_l("We use it
   once."))`. Where the fields depend on something, make the class with `form_class({"about-name":
   TextField(…)})`.
2. In `views.py`: GET renders `MyForm()`, or `MyForm(data={…})` with what is known. POST makes
`MyForm(request.form)`;
   where `form.validate()` is False, render the page again with the status 422; otherwise read
   `form.email.data`.
3. In the template: `{{ error_summary(form) }}` of components/error_summary.html above the heading, the hidden
field
   csrf_token, and `{{ form.email() }}` for each field. Keyword arguments replace parameters of the component.

`data` of a text field is what was typed, cleaned; `parsed` of a `ParsedField` is what the text means, or
None. A field that is missing from a POST is empty; of one that comes twice the first value counts; a choice
that is not offered is dropped. The token against request forgery is checked once for all POSTs in
core/security.py, so no form has one of its own.
"""

from core.forms.choices import CheckboxesField, Choice, RadiosField, SelectField, YesField
from core.forms.fields import HiddenField, LinesField, TextAreaField, TextField
from core.forms.form import Form, form_class
from core.forms.parsed import (
    DateOfBirthField,
    DayField,
    EmailField,
    MoneyField,
    ParsedField,
    PhoneField,
    PostcodeField,
    ReferenceField,
)
from core.forms.validators import MaxLength, Required

__all__ = [
    "CheckboxesField",
    "Choice",
    "DateOfBirthField",
    "DayField",
    "EmailField",
    "Form",
    "HiddenField",
    "LinesField",
    "MaxLength",
    "MoneyField",
    "ParsedField",
    "PhoneField",
    "PostcodeField",
    "RadiosField",
    "ReferenceField",
    "Required",
    "SelectField",
    "TextAreaField",
    "TextField",
    "YesField",
    "form_class",
]
