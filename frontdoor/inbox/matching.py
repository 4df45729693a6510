"""Keyed hashes by which two requests of one person are recognised, without reading either."""

from dataclasses import dataclass

from core.crypt import vault
from core.settings import Settings
from selfassess.values.request import RequestValue

_LEAST_DIGITS = 7
_MARK_LENGTH = 16


@dataclass(frozen=True, slots=True)
class PersonHashes:
    """The hashes of a person's phone, e-mail address, and name with day of birth and postcode; empty for none."""

    phone: str = ""
    email: str = ""
    person: str = ""


def hashes_of(settings: Settings, request: RequestValue) -> PersonHashes:
    """Return the hashes of the person whom a request is about; details of who asks do not count."""
    return PersonHashes(**{what: found[0] for what, found in all_hashes_of(settings, request).items()})


def all_hashes_of(settings: Settings, request: RequestValue) -> dict[str, list[str]]:
    """Return the same by the fields of PersonHashes, one for each encryption key, the newest first.

    Fields that are empty are left out.
    """
    about = request.about
    texts = {
        "phone": phone_digits(about.phone),
        "email": about.email.strip().lower(),
        "person": _who(request),
    }
    cipher = vault(settings)
    return {what: cipher.lookups(f"request {what}", text) for what, text in texts.items() if text}


def key_marks(settings: Settings) -> list[str]:
    """Return what is stored beside hashes to say with which key they were made, the newest first."""
    return [mark[:_MARK_LENGTH] for mark in vault(settings).lookups("key of request hashes", "")]


def phone_digits(typed: str) -> str:
    """Return the national digits of a telephone number; empty where there are too few."""
    digits = "".join(sign for sign in typed if sign in "0123456789")
    national = f"0{digits[2:]}" if digits.startswith("44") else digits
    return national if len(national) >= _LEAST_DIGITS else ""


def _who(request: RequestValue) -> str:
    """Return name, day of birth and postcode as one text; empty where name or postcode is not known."""
    about = request.about
    name = " ".join(about.name.lower().split())
    postcode = "".join(about.postcode.lower().split())
    born = about.born.isoformat() if about.born else ""
    return f"{name}|{born}|{postcode}" if name and postcode else ""
