"""The form of a photo."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from core.forms import Form, MaxLength, TextField
from core.forms.fields import ComponentField
from directory.photos.images import MOST_BYTES


class PhotoFileField(ComponentField):
    """A file with a photo. `data`: its bytes; empty where none was chosen."""

    component = "file-upload"

    def process_data(self, _value: object) -> None:
        """Begin without a file."""
        self.data = b""

    def process_formdata(self, values: list[Any]) -> None:
        """Read the file, and one byte more than allowed where it is too large."""
        stream = getattr(values[0], "stream", None) if values else None
        self.data = stream.read(MOST_BYTES + 1) if stream else b""


class PhotoForm(Form):
    """A photo and words for it. The file may stay empty where only the words change."""

    file = PhotoFileField(
        _l("Photo"),
        hint=_l(
            "A JPEG, PNG or WebP file of up to 8 megabytes. We make it smaller, and take out where it was taken."
        ),
        label_size="s",
        params={"attributes": {"accept": "image/jpeg,image/png,image/webp"}},
    )
    photo_alt = TextField(
        _l("What does it show?"),
        [MaxLength(200)],
        hint=_l("For people who cannot see it. Such as: Ten people at a long table, laughing."),
        label_size="s",
    )

    def validate_file(self, field: PhotoFileField) -> None:
        """Refuse a file that is too large."""
        if len(field.data) > MOST_BYTES:
            raise ValidationError(_l("The file is larger than 8 megabytes. Choose a smaller one"))

    def validate_photo_alt(self, field: TextField) -> None:
        """Refuse a photo without words."""
        if not field.data:
            raise ValidationError(_l("Say what the photo shows, for people who cannot see it"))


def refusal_of(reason: str) -> str:
    """Return in words why a photo cannot be used."""
    if reason == "pixels":
        return _("This photo has too many pixels. Choose a smaller one")
    if reason == "small":
        return _("This photo is too small. It should be at least 200 pixels high and wide")
    return _("We cannot read this file as a photo. Choose a JPEG, PNG or WebP file")
