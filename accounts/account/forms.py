"""The form of the account page."""

from flask_babel import lazy_gettext as _l

from core.forms import Form, MaxLength, Required, TextField

MOST_NAME = 100


class NameForm(Form):
    """The name that colleagues read."""

    name = TextField(
        _l("Your name"),
        [Required(_l("Write your name")), MaxLength(MOST_NAME)],
        hint=_l("Your colleagues see it."),
        autocomplete="name",
        spellcheck=False,
        label_size="s",
        width=20,
    )
