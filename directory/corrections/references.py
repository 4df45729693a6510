"""References of reports: short enough to be read out on the telephone. Pure."""

from uuid import UUID

from core import clock

# Without letters and digits that sound or look alike when a reference is read out on the telephone.
_LETTERS = "BCDFGHJKMNPQRTVWXY346789"
_LENGTH = 6


def new_reference() -> str:
    """Return a short reference such as 'H7K-3MQ', from a random id."""
    number, letters = UUID(clock.new_id()).int, ""
    for _position in range(_LENGTH):
        number, digit = divmod(number, len(_LETTERS))
        letters += _LETTERS[digit]
    return f"{letters[:3]}-{letters[3:]}"


def is_reference(text: str) -> bool:
    """Return True when the text has the form of a reference, whether or not such a report exists."""
    return (
        len(text) == _LENGTH + 1 and text[3] == "-" and all(c in _LETTERS for c in text.replace("-", "", 1))
    )


def read_reference(typed: str) -> str | None:
    """Return the reference that somebody typed, such as "h7k 3mq"; None where it has another form."""
    letters = "".join(sign for sign in typed.upper() if sign.isalnum())
    reference = f"{letters[:3]}-{letters[3:]}"
    return reference if is_reference(reference) else None
