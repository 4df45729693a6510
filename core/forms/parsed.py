"""Fields of text with a meaning, such as a postcode: people write them in many ways, and the site reads them
all.
"""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Generic, TypeVar

from flask_babel import lazy_gettext as _l
from wtforms import Form
from wtforms.validators import StopValidation

from core import clock, field_values
from core.dates_of_birth import born
from core.day_text import read_day
from core.forms.fields import Text, TextField

Parsed = TypeVar("Parsed")


class ParsedField(TextField, Generic[Parsed]):
    """A line of text with a meaning: `parse` turns the text into a value, or into None where nobody can read
    it.
    """

    def __init__(
        self,
        label: Text = "",
        validators: Sequence[Callable[..., None]] = (),
        *,
        parse: Callable[[str], Parsed | None],
        message: Text,
        **options: Any,
    ) -> None:
        """`message`: what to say where the text has no meaning; it says what to write."""
        super().__init__(label, validators, **options)
        self.parse = parse
        self.message = message

    @property
    def parsed(self) -> Parsed | None:
        """What the text means; None where it is empty or cannot be read."""
        return self.parse(self.data) if self.data else None

    def pre_validate(self, _form: Form) -> None:
        """Refuse a text that has no meaning. An empty one is for `Required` to judge."""
        if self.data and self.parsed is None:
            raise StopValidation(self.message)


class EmailField(ParsedField[str]):
    """One e-mail address."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        known = {
            "parse": field_values.email_address,
            "message": _l("Enter an email address like name@example.com"),
            "type": "email",
            "autocomplete": "email",
            "spellcheck": False,
        }
        super().__init__(*arguments, **{**known, **options})


class PhoneField(ParsedField[str]):
    """A telephone number as people write it. Its text is kept as typed; `normal` has the form of E.164."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        known = {
            "parse": lambda text: text if field_values.has_phone_digits(text) else None,
            "message": _l("Write a phone number with its area code, like 01632 960100"),
            "type": "tel",
        }
        super().__init__(*arguments, **{**known, **options})

    @property
    def normal(self) -> str | None:
        """The British number in the text, such as "+441632960100"; None where there is none."""
        return field_values.british_phone(self.data)


class PostcodeField(ParsedField[str]):
    """A whole postcode as people write it; `parsed` is "S73 8CV"."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        known = {
            "parse": field_values.postcode,
            "message": _l("Write a full postcode, like S73 8CV"),
            "autocomplete": "postal-code",
            "spellcheck": False,
            "width": 10,
        }
        super().__init__(*arguments, **{**known, **options})


class DateOfBirthField(ParsedField[date]):
    """A date of birth as people write it, in one text field; `parsed` is the day."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        known = {
            "parse": born,
            "message": _l("Write the date of birth with day, month and year, like 31 3 1950"),
        }
        super().__init__(*arguments, **{**known, **options})


class DayField(ParsedField[date]):
    """A day as people write it, in one text field: "31 August", "27/11/2026"; `parsed` is the day."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        known = {
            "parse": lambda text: read_day(text, clock.today()),
            "message": _l("Write a day, like 31 8 2026 or 31 August"),
            "autocomplete": "off",
            "width": 10,
        }
        super().__init__(*arguments, **{**known, **options})


class MoneyField(ParsedField[Decimal]):
    """An amount in pounds; `parsed` is a Decimal."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        known = {
            "parse": field_values.money,
            "message": _l("Write an amount in pounds, such as 250 or 250.50"),
            "inputmode": "decimal",
            "spellcheck": False,
            "width": 10,
            "prefix": "£",
        }
        super().__init__(*arguments, **{**known, **options})


class ReferenceField(ParsedField[str]):
    """A reference, or words to open something with: `parse` reads them, and no browser keeps or corrects
    them.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        known = {"autocomplete": "off", "spellcheck": False}
        super().__init__(*arguments, **{**known, **options})
