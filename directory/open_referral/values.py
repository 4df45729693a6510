"""Reads single values of feeds. An unreadable value raises UnreadableError with a message in plain words."""

import html
import re
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from core.clock import LONDON
from core.markdown import text_only
from directory.schedules import parse_values
from directory.schedules.parse_values import UnreadableError

__all__ = ["UnreadableError"]

_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
_HTML = re.compile(r"</?[a-zA-Z][^<>]*>|&(?:[a-zA-Z]+|#\d+);")
_EMAIL = re.compile(r"[^@\s<>\"',;]+@[^@\s<>\"',;]+\.[A-Za-z]{2,}")
_EMAIL_INSIDE = re.compile(r"[A-Za-z0-9._%+'-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}")
_USER_IN_URL = re.compile(r"https?://[^/?#\s]*@", re.IGNORECASE)
_DOMAIN = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?:[/?#].*)?", re.IGNORECASE)
_PHONE = re.compile(
    r"(?<!\d)(?:\+\d|\(?0)[\d ()\-.]{3,}\d(?:\s*(?:ext(?:ension)?\.?|x)\s*(?P<extension>\d{1,6}))?",
    re.IGNORECASE,
)
_SHORT_NUMBER = re.compile(
    r"(?<![\d£])(?:999|111|101|112|105|119|116 ?\d{3}|18001 ?[\d ]{6,})(?!\d)(?P<extension>(?!))?"
)
"""National numbers that begin with no 0."""
_TYPED_SIGNS = re.compile(r"(?<=\d)\s?[‐‑‒–—−]\s?(?=\d)")
"""Dashes that word processors put between digits."""
_EXTENSION = re.compile(r"\s*(?:ext(?:ension)?\.?|x)\s*\d{1,6}$", re.IGNORECASE)
_AGES = re.compile(
    r"(\d{1,3})\s*(?:years?|yrs?)?(?:\s*(?:-|–|to)\s*(\d{1,3})|\s*(\+|and over|or over|and above))?",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:[a-zA-Z][a-zA-Z0-9]*|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")
_UNSEEN = str.maketrans(dict.fromkeys("\x00\u200b\u200e\u200f\ufeff\u2060"))
"""Characters without width, which come with copied text."""
_SEVERAL = re.compile(r"\s*[,;|\n]+\s*|\s+(?:and|or|/|&)\s+|\s+(?=https?://|www\.)", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"[^<>]*<\s*([^<>\s]+@[^<>\s]+)\s*>")
_GREAT_BRITAIN = frozenset(
    {"uk", "gb", "gbr", "united kingdom", "great britain", "england", "wales", "scotland"}
)
_POSTCODE = re.compile(r"(?<![A-Z0-9])([A-Z]{1,2}\d[A-Z\d]?)[\s.\-–]*(\d[A-Z]{2})(?![A-Z0-9])")
_OLDEST = 130


class PhoneNumber(NamedTuple):
    """A telephone number as it is dialled, its extension, and the words beside it."""

    number: str
    extension: str = ""
    description: str = ""


def words(value: object) -> str:
    """Return a text without outer white space, with characters in place of entities, otherwise unchanged.

    Numbers become text. Other types, and words such as "N/A" and "TBC", become an empty text.
    """
    text = raw(value)
    return _ENTITY.sub(lambda found: html.unescape(found[0]), text) if "&" in text else text


def raw(value: object) -> str:
    """Return a text without outer white space, with entities such as &amp; as given; empty for "N/A", "TBC" and
    the like.
    """
    if not isinstance(value, str):
        if isinstance(value, bool) or not isinstance(value, int | float):
            return ""
        value = str(value)
    # NUL is the only unseen character of ASCII.
    text = (value if value.isascii() and "\0" not in value else value.translate(_UNSEEN)).strip()
    if not text:
        return ""
    return "" if text.lower() in parse_values.NOT_GIVEN else text


def name(value: object) -> str:
    """Return a name on one line, otherwise unchanged."""
    return " ".join(words(value).splitlines())


def prose(value: object) -> str:
    """Return a longer text. HTML is converted to plain text, and all line ends to one form."""
    text = raw(value).replace("\r\n", "\n").replace("\r", "\n")
    if _HTML.search(text):
        text = text_only(text)
    lines = [line.strip() if not line.strip() else line.rstrip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def uuid(value: object) -> str:
    """Return the UUID in lower case; an empty text when the value is no UUID."""
    text = words(value).lower()
    return text if _UUID.fullmatch(text) else ""


def uuids(value: object) -> list[str]:
    """Return the UUIDs of a list without repetitions; other values are left out."""
    found = [uuid(each) for each in value] if isinstance(value, list | tuple) else []
    return list(dict.fromkeys(each for each in found if each))


def email(value: object) -> str:
    """Return an e-mail address; an empty text for words such as "no address".

    Raises UnreadableError for anything else. Of several addresses, and of an address among words, the error
    carries the first address.
    """
    if isinstance(value, bool):
        raise UnreadableError(f"{value!r} is not an e-mail address")
    text = words(value).removeprefix("mailto:")
    if not text or text.lower().endswith(".invalid"):
        return ""
    if _EMAIL.fullmatch(text.rstrip(".")):
        return text.rstrip(".")
    bracketed = _IN_BRACKETS.fullmatch(text)
    found = [bracketed[1]] if bracketed else _EMAIL_INSIDE.findall(text)
    if not found:
        raise UnreadableError(f"“{text[:80]}” is not an e-mail address")
    raise UnreadableError(f"“{text[:200]}” is more than one address: “{found[0]}” is used", found[0])


def url(value: object) -> str:
    """Return a web address with http or https; https is added when the scheme is missing.

    Raises UnreadableError for anything else.
    """
    text = words(value)
    if not text or text.lower() in ("http://", "https://"):
        return ""
    parts = [part for part in _SEVERAL.split(text) if part]
    if len(parts) > 1 and all(_one_url(part) for part in parts):
        first_url = _one_url(parts[0])
        raise UnreadableError(
            f"“{_without_password(text)[:200]}” is more than one web address: “{first_url}” is used",
            first_url,
        )
    found = _one_url(text)
    if not found:
        raise UnreadableError(f"“{_without_password(text)[:80]}” is not a web address")
    return found


def _one_url(text: str) -> str:
    """Return a web address with its scheme; empty when the text is none, or has a user name in it."""
    if re.match(r"https?://[^\s/]+", text, re.IGNORECASE):
        return "" if _USER_IN_URL.match(text) else text.replace(" ", "%20")
    return "https://" + text if _DOMAIN.fullmatch(text) and "@" not in text else ""


def _without_password(text: str) -> str:
    return re.sub(r"//[^/?#\s]*@", "//…@", text)


def whole(value: object) -> int | None:
    """Return a whole number, also from text and from 12.5 (rounded down); None when missing."""
    text = words(value)
    if not text:
        return None
    try:
        return int(float(text))
    except (ValueError, OverflowError):
        raise UnreadableError(f"“{text[:40]}” is not a number") from None


def age(value: object) -> int | None:
    """Return an age in years; None for no limit, which feeds write as -1 or as more than a human life."""
    number = whole(value)
    return number if number is not None and 0 <= number <= _OLDEST else None


def ages_in(text: str) -> tuple[int | None, int | None]:
    """Return youngest and oldest age from words such as "6 years - 14 years", "5 to 11" or "50+".

    An age that the words do not give is None.
    """
    tidy = re.sub(r"\s*(?:years?|yrs?)(?: old)?\b", "", text, flags=re.IGNORECASE).strip()
    match = _AGES.fullmatch(tidy)
    if not match or not (match[2] or match[3]):
        return None, None
    return int(match[1]), int(match[2]) if match[2] else None


def money(value: object) -> Decimal | None:
    """Return an amount of pounds, also from "£3.50"; None when missing."""
    text = words(value).replace("£", "").replace(",", "").removesuffix("GBP").strip()
    if not text:
        return None
    try:
        amount = Decimal(text)
    except InvalidOperation:
        raise UnreadableError(f"“{text[:40]}” is not an amount of money") from None
    if not amount.is_finite() or not 0 <= amount < 10_000_000:
        raise UnreadableError(f"“{text[:40]}” is not an amount of money")
    return amount.quantize(Decimal("0.01"))


def day(value: object) -> date | None:
    """Return a date from ISO 8601 or 31/12/2026; None when missing."""
    return parse_values.day(value)


def moment(value: object) -> datetime | None:
    """Return a date-time; None when missing. A date-time without a zone is read as Europe/London."""
    text = words(value)
    if not text:
        return None
    try:
        local = datetime.fromisoformat(text)
    except ValueError:
        found_day = parse_values.day(text)
        if found_day is None:
            return None
        local = datetime.combine(found_day, time(), LONDON)
    return local if local.tzinfo else local.replace(tzinfo=LONDON)


def yes(value: object) -> bool:
    """Return True for true, yes and 1; False for false, no, 0 and a missing value."""
    return parse_values.flag(value)


def postcode_in(text: str) -> str:
    """Return the last full postcode in a text, as "S73 8CV"; an empty text when there is none."""
    found = _POSTCODE.findall(text.upper())
    return " ".join(found[-1]) if found else ""


def currency(value: object) -> str:
    """Return the three letters of a currency; GBP for a missing value. Raises UnreadableError."""
    text = words(value).upper()
    if text in ("", "£", "POUNDS", "POUND", "STERLING"):
        return "GBP"
    if not re.fullmatch(r"[A-Z]{3}", text):
        raise UnreadableError(f"“{text[:40]}” is not the three letters of a currency: taken as GBP")
    return text


def country(value: object) -> str:
    """Return the two letters of a country; GB for a missing value."""
    text = words(value)
    if not text or text.lower() in _GREAT_BRITAIN:
        return "GB"
    if len(text) != 2:
        raise UnreadableError(f"“{text[:40]}” is not the two letters of a country: taken as GB")
    return text.upper()


def point(latitude: object, longitude: object) -> tuple[float, float] | None:
    """Return latitude and longitude in degrees; None when not known, which feeds write as 0, 0.

    British coordinates in the wrong order are swapped.

    Raises UnreadableError when the point is not on Earth.
    """
    try:
        lat, lon = (float(words(each) or "nan") for each in (latitude, longitude))
    except ValueError:
        raise UnreadableError(f"“{latitude}, {longitude}” is not a place on the map") from None
    if lat != lat or lon != lon or (lat == 0 and lon == 0):
        return None
    if 49 <= lon <= 61 and -9 <= lat <= 2:
        lat, lon = lon, lat
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise UnreadableError(f"“{lat:g}, {lon:g}” is not a place on the map")
    return lat, lon


def phones(value: object) -> list[PhoneNumber]:
    """Return the telephone numbers in a text, each with the words beside it.

    Examples: "Office: 0117 332 7111", "01226 1234 or 01226 5678".

    Raises UnreadableError when there are words and no number.
    """
    text = _TYPED_SIGNS.sub("-", words(value).replace("\u00a0", " "))
    if not text:
        return []
    whole_number = _whole_number(text)
    if whole_number:
        return [PhoneNumber(whole_number)]
    matches = list(_PHONE.finditer(text)) or list(_SHORT_NUMBER.finditer(text))
    if not matches:
        raise UnreadableError(f"“{text[:80]}” has no telephone number")
    starts = [0, *(match.end() for match in matches)]
    before = [_beside(text[start : match.start()]) for start, match in zip(starts, matches, strict=False)]
    after = _beside(text[matches[-1].end() :])
    before[-1] = ", ".join(part for part in (before[-1], after) if part)
    return [_phone(match, description) for match, description in zip(matches, before, strict=True)]


def _whole_number(text: str) -> str:
    if re.fullmatch(r"4?\.?\d+\.?\d*E\+?1[01]", text, re.IGNORECASE) and float(text).is_integer():
        text = str(int(float(text)))
    digits = re.sub(r"[\s()\-.]", "", text.removesuffix(".0"))
    if re.fullmatch(r"(?:00)?44[1-9]\d{8,9}", digits):
        return "+44 " + digits.removeprefix("00")[2:]
    if not digits.isdigit() or not 3 <= len(digits) <= 10 or digits.startswith("0"):
        return ""
    # Spreadsheets drop the first zero. Ten digits that begin like a British number get it back.
    return (
        "0" + text.removesuffix(".0")
        if len(digits) == 10 and digits[0] in "12378"
        else text.removesuffix(".0")
    )


def _phone(match: re.Match[str], description: str) -> PhoneNumber:
    number = _EXTENSION.sub("", match[0]).strip()
    return PhoneNumber(" ".join(number.split()), match["extension"] or "", description)


def _beside(text: str) -> str:
    tidy = re.sub(
        r"^\s*(?:or|and|/|,|;)\s+|\s+(?:or|and|on|tel|telephone|phone)\s*[:.]?\s*$",
        " ",
        text,
        flags=re.IGNORECASE,
    )
    bare = tidy.strip(" \t\n:;,-–/().|<>")
    return "" if bare.lower() in ("or", "and", "tel", "telephone", "phone", "call") else bare


def listed(value: object, separators: str = ";|\n") -> list[str]:
    """Return the parts of a text between semicolons, bars or line ends, or the texts of a list, without
    repetitions.
    """
    if isinstance(value, list | tuple):
        parts = [words(part) for part in value]
    else:
        text = words(value)
        for separator in separators[1:]:
            text = text.replace(separator, separators[0])
        parts = [part.strip() for part in text.split(separators[0])]
    return list(dict.fromkeys(part for part in parts if part))


def mapping(value: object) -> dict[str, Any]:
    """Return the value when it is a JSON object, else an empty dict."""
    return value if isinstance(value, dict) else {}


def mappings(value: object) -> list[dict[str, Any]]:
    """Return the JSON objects in a list; a single object becomes a list of one."""
    if isinstance(value, dict):
        return [value]
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def first(row: Mapping[str, Any], *keys: str) -> Any:
    """Return the first value under the given keys that is present and not empty; None when there is none."""
    return next((row[key] for key in keys if row.get(key) not in (None, "", [], {})), None)
