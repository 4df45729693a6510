"""Keyed hashes by which two requests of one person are recognised, without reading either."""

from dataclasses import dataclass

from core.crypt import vault
from core.settings import Settings
from selfassess.values.request import RequestValue

_LEAST_DIGITS = 7


@dataclass(frozen=True, slots=True)
class PersonHashes:
    """The hashes of a person's phone, e-mail address, and name with day of birth and postcode; empty for none."""

    phone: str = ""
    email: str = ""
    person: str = ""


def hashes_of(settings: Settings, request: RequestValue) -> PersonHashes:
    """Return the hashes of the person whom a request is about; details of who asks do not count."""
    about = request.about
    return PersonHashes(
        phone=_hashed(settings, "phone", phone_digits(about.phone)),
        email=_hashed(settings, "email", about.email.strip().lower()),
        person=_hashed(settings, "person", _who(request)),
    )


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


def _hashed(settings: Settings, what: str, text: str) -> str:
    return vault(settings).lookup(f"request {what}", text) if text else ""
