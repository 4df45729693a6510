"""The form in which a group says why its listing has many needs."""

from flask_babel import lazy_gettext as _l

from core.forms import Form, MaxLength, Required, TextAreaField


class NeedsReasonForm(Form):
    """Why a listing has many needs."""

    reason = TextAreaField(
        _l("Why does it need more than 8?"),
        [Required(_l("Say why it needs more than 8")), MaxLength(500)],
        hint=_l("People who look for one thing find it better where few needs are chosen."),
    )
