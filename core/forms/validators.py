"""Validators with messages in plain words that say what to do."""

from flask_babel import lazy_gettext as _l
from wtforms import Field, Form
from wtforms.validators import StopValidation, ValidationError

from core.forms.fields import Text


class Required:
    """Refuse an empty field with a message that says what to do."""

    def __init__(self, message: Text) -> None:
        self.message = message

    def __call__(self, _form: Form, field: Field) -> None:
        """Raise StopValidation where nothing was typed or chosen."""
        if not field.data:
            raise StopValidation(self.message)


class MaxLength:
    """Refuse a text, or one of several lines, that is too long."""

    def __init__(self, most: int, message: Text = "") -> None:
        """`message` may name %(most)s and %(has)s, the characters that are allowed and those that were
        written.
        """
        self.most = most
        self.message = message

    def __call__(self, _form: Form, field: Field) -> None:
        """Raise ValidationError where a text has more characters than allowed."""
        texts = [field.data] if isinstance(field.data, str) else field.data
        longest = max((len(text) for text in texts), default=0)
        if longest > self.most:
            message = self.message or _l("This is too long. Use %(most)s letters or fewer: it has %(has)s")
            raise ValidationError(str(message) % {"most": f"{self.most:,}", "has": f"{longest:,}"})
