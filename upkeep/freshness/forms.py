"""What a moderator notes after a call."""

from flask_babel import lazy_gettext as _l

from core.forms import Form, RadiosField, Required

REACHED, NO_ANSWER, COULD_NOT_TELL, WRONG = "reached", "no_answer", "could_not_tell", "wrong"

OUTCOMES = {
    REACHED: _l("I reached them, and all of it is right"),
    NO_ANSWER: _l("Nobody answered"),
    COULD_NOT_TELL: _l("I reached somebody who could not tell"),
    WRONG: _l("Something is wrong, or it has closed"),
}


class CallForm(Form):
    """What came of a call."""

    outcome = RadiosField(
        _l("What came of the call?"),
        [Required(_l("Choose what came of the call"))],
        choices=OUTCOMES.items(),
    )
