"""Reading small forms: each gives typed values and, by field, what is wrong in words that say how to mend it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from flask_babel import gettext as _

MOST_MESSAGE = 2000
_EMAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}"
)

PROBLEMS = {
    "phone": "The phone number, email or website is wrong",
    "times": "The days or times are wrong",
    "address": "The address is wrong",
    "cost": "The cost is wrong",
    "who": "Who it is for, or how to get it, is wrong",
    "closed": "It has closed, or does not run any more",
    "safety": "I am worried about how people are treated there",
    "other": "Something else",
}


def is_email(text: str) -> bool:
    """True for one e-mail address and nothing beside it."""
    return len(text) <= 254 and _EMAIL.fullmatch(text) is not None and ".." not in text


@dataclass(frozen=True)
class ProblemForm:
    """What a person says is wrong in a listing."""

    what: str = ""
    message: str = ""
    reply_to: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, form: Mapping[str, str]) -> "ProblemForm":
        """From the posted form. Nothing typed is lost."""
        what = form.get("what", "") if form.get("what") in PROBLEMS else ""
        message, reply_to = (
            form.get("message", "").replace("\r\n", "\n").strip(),
            form.get("reply_to", "").strip(),
        )
        chosen = "" if what else _("Choose what is wrong")
        errors = {
            "what": chosen,
            "message": _message_error(what, message),
            "reply_to": _reply_error(reply_to),
        }
        return cls(what, message, reply_to, {name: text for name, text in errors.items() if text})


def _message_error(what: str, message: str) -> str:
    if len(message) > MOST_MESSAGE:
        return _("What you write must be %(most)s characters or fewer", most=MOST_MESSAGE)
    return _("Tell us what is wrong, in a few words") if what in ("other", "safety") and not message else ""


def _reply_error(address: str) -> str:
    if not address or is_email(address):
        return ""
    return _("Enter an email address like name@example.com, or leave it empty")


@dataclass(frozen=True)
class SendForm:
    """Where to send a list."""

    email: str = ""
    notes: bool = False
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, form: Mapping[str, str]) -> "SendForm":
        """From the posted form."""
        email = form.get("email", "").strip()
        error = (
            _("Enter an email address")
            if not email
            else ""
            if is_email(email)
            else _("Enter an email address like name@example.com")
        )
        return cls(email, form.get("notes") == "yes", {"email": error} if error else {})
