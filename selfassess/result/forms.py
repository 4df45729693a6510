"""The form that asks where the visitor is, for the services near them."""

from flask_babel import lazy_gettext as _l

from core.forms import Form, MaxLength, TextField
from selfassess.session.answers_in_progress import MOST_WHERE


class PlaceForm(Form):
    """A town or a postcode, as typed. It may be empty."""

    where = TextField(
        _l("Town or postcode"),
        [MaxLength(MOST_WHERE)],
        hint=_l("Then we show what is nearest. We forget it with your answers."),
        label_size="",
        autocomplete="postal-code",
    )
