"""The lines of a postal address. Pure."""

from core.field_values import postcode

_LEAST_LINES, _MOST_LINES = 3, 7
"""Lines of an address that GOV.UK Notify takes."""


def address_lines(text: str) -> list[str]:
    """Return the lines of a postal address without the empty ones."""
    return [line for line in (" ".join(one.split()) for one in text.splitlines()) if line]


def is_postal_address(text: str) -> bool:
    """Return whether a letter can be posted to it: 3 to 7 lines, of which the last is a whole postcode."""
    lines = address_lines(text)
    return _LEAST_LINES <= len(lines) <= _MOST_LINES and postcode(lines[-1]) is not None


def postal_address(name: str, address: str, postcode_text: str) -> str:
    """Return name, address and postcode in lines, without the empty ones; the postcode once."""
    lines = address_lines("\n".join((name, address.replace(", ", "\n"))))
    code = postcode(postcode_text) or postcode_text.strip()
    if code and (not lines or postcode(lines[-1]) != code):
        lines.append(code)
    return "\n".join(lines)
