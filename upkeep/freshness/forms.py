"""What a moderator notes after a call, and puts right during it."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from core.field_values import email_address, has_phone_digits
from core.forms import Form, HiddenField, MaxLength, RadiosField, Required, TextAreaField, TextField
from directory.schedules.pasted.reading import read_hours
from upkeep.freshness.call_changes import Editable

REACHED, NO_ANSWER, COULD_NOT_TELL, WRONG = "reached", "no_answer", "could_not_tell", "wrong"

OUTCOMES = {
    REACHED: _l("I reached them: all is right, with the changes that I write below"),
    NO_ANSWER: _l("Nobody answered"),
    COULD_NOT_TELL: _l("I reached somebody who could not tell"),
    WRONG: _l("It has closed, or more is wrong than I can change here"),
}


class CallForm(Form):
    """What came of a call, and the facts that can be put right during it."""

    outcome = RadiosField(
        _l("What came of the call?"),
        [Required(_l("Choose what came of the call"))],
        choices=OUTCOMES.items(),
    )
    phone = TextField(
        _l("Phone number"), [MaxLength(60)], label_size="s", spellcheck=False, width=20, inputmode="tel"
    )
    email = TextField(
        _l("Email address"), [MaxLength(254)], label_size="s", spellcheck=False, type="email", width=30
    )
    hours = TextAreaField(
        _l("New days and times"),
        [MaxLength(1000)],
        hint=_l("Only if they have changed. For example: Mondays and Thursdays, 10am to 12 noon."),
        label_size="s",
        rows=2,
    )
    version = HiddenField()

    def changes(self, before: Editable) -> dict[str, Any]:
        """Return the facts that were changed, with their new values. Nothing changes where nobody was
        reached.
        """
        if self.outcome.data != REACHED:
            return {}
        typed = {"phone": self.phone.data, "email": self.email.data, "hours": self.hours.data}
        known = {"phone": before.phone, "email": before.email, "hours": ""}
        return {name: value for name, value in typed.items() if value != known[name]}

    def is_whole(self, before: Editable) -> bool:
        """Validate, and check what was changed; what was stored before is not asked about."""
        if not self.validate():
            return False
        changes = self.changes(before)
        if changes.get("phone") and not has_phone_digits(changes["phone"]):
            self.phone.errors = [_("Write a whole phone number, with its area code")]
        if changes.get("email") and not email_address(changes["email"]):
            self.email.errors = [_("Write an email address like name@example.org")]
        if changes.get("hours"):
            self.hours.errors = _unclear(changes["hours"])
        return not self.errors


def _unclear(words: str) -> list[str]:
    read = read_hours(words)
    if read.questions:
        return [" ".join(read.questions)]
    return [] if read.rules else [_("Write days and times, such as: Mondays 10am to 12 noon")]
