"""Recovery codes: ten that are shown once, each of which works once in place of the app."""

import secrets

CODES = 10
_LETTERS = "CFHJKMPRTWXY23456789"
_LENGTH = 8


def new_codes() -> list[str]:
    """Return new codes, such as "K7M4-RT29"."""
    return [_new_code() for _number in range(CODES)]


def _new_code() -> str:
    letters = "".join(secrets.choice(_LETTERS) for _letter in range(_LENGTH))
    return f"{letters[:4]}-{letters[4:]}"


def read_code(typed: str) -> str:
    """Return a typed code in its usual form; empty where the text can be none. Case and spaces do not matter."""
    letters = "".join(character for character in typed.upper() if character.isalnum())
    if len(letters) != _LENGTH or set(letters) - set(_LETTERS):
        return ""
    return f"{letters[:4]}-{letters[4:]}"
