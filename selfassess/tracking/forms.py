"""The form that opens a request."""

from flask_babel import lazy_gettext as _l

from selfassess.saving.forms import ReferenceForm, reference_field, words_field


class TrackForm(ReferenceForm):
    """What opens a request that was sent."""

    reference = reference_field(_l("It looks like K7MX-4RTP. Capitals and the dash don’t matter."))
    words = words_field(_l("They were on the page after you sent it. Put a space between them."))
