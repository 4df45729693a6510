"""The form for a hand-over that waits for a person."""

from flask_babel import lazy_gettext as _l

from core.forms import Form, HiddenField, MaxLength, RadiosField, Required, TextField
from frontdoor.handover.models import MOST_EXTERNAL
from frontdoor.handover.services import HandOverDecision


class HandOverDecisionForm(Form):
    """What becomes of a hand-over that does not go on by itself."""

    version = HiddenField()
    decision = RadiosField(
        _l("What do you want to do?"),
        [Required(_l("Choose what you want to do"))],
        choices=[
            (HandOverDecision.AGAIN, _l("Send it again: they do not have it")),
            (HandOverDecision.THERE, _l("Nothing more: the case system has it")),
            (HandOverDecision.BY_HAND, _l("Nothing more: I have passed it on another way")),
        ],
        label_size="s",
    )
    reference = TextField(
        _l("Their reference (if they have it)"),
        [MaxLength(MOST_EXTERNAL)],
        label_size="s",
    )

    def chosen(self) -> HandOverDecision:
        """Return the decision of a form that was validated."""
        return HandOverDecision(self.decision.data)
