"""Postcodes and outward codes in what people type, and whether they can be real. Pure.

Source: Royal Mail, Programmers' Guide to the Postcode Address File (the letters that postcodes use).
"""

import re
from dataclasses import dataclass

from core.field_values import FULL_POSTCODE, postcode

_AREA_LETTERS = """
AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH
EN EX FK FY G GL GU HA HD HG HP HR HS HU HX IG IP IV KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N
NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD
TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE
"""
_AREAS = frozenset(_AREA_LETTERS.split())
"""The letters that begin the postcodes of the United Kingdom."""
_OUTWARD = re.compile(r"([A-Z]{1,2})([0-9][0-9A-Z]?)")
_OUTWARD_OR_SECTOR = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)(?: [0-9])?")
_WITHIN_TEXT = re.compile(r"\b[A-Z]{1,2}[0-9][A-Z0-9]?\s*[0-9O][A-Z]{2}\b", re.IGNORECASE)
_NEVER_INWARD = frozenset("CIKMOV")
"""Letters that no real postcode has in its last two places."""
_NEVER_ENDS_OUTWARD = frozenset("ILOQZ")
"""Letters that never end an outward code: who types one of them means a digit, or makes a slip."""


@dataclass(frozen=True, slots=True)
class PostcodeText:
    """A postcode, a sector or an outward code that was typed.

    `label`: as Royal Mail writes it. `whole`: a whole postcode without its space, else empty.
    """

    label: str
    outward: str
    whole: str = ""

    @property
    def area(self) -> str:
        """Return the letters at its beginning, such as LS."""
        return re.sub(r"[0-9].*", "", self.outward)

    @property
    def can_be_real(self) -> bool:
        """False where Royal Mail uses no such postcode: another area, or letters that never end a part of
        one.
        """
        if self.area not in _AREAS or self.outward[-1] in _NEVER_ENDS_OUTWARD:
            return False
        return not _NEVER_INWARD & set(self.whole[-2:])


def read_postcode(text: str) -> PostcodeText | None:
    """Return the postcode, sector or outward code that a text is; None for any other text."""
    whole = postcode(text)
    if whole:
        found = FULL_POSTCODE.fullmatch(whole.replace(" ", ""))
        assert found is not None
        return PostcodeText(whole, found[1], whole.replace(" ", ""))
    label = " ".join(text.upper().split())
    sector = _OUTWARD_OR_SECTOR.fullmatch(label)
    if sector is None or _OUTWARD.fullmatch(sector[1]) is None:
        return None
    return PostcodeText(label, sector[1])


def postcode_within(text: str) -> PostcodeText | None:
    """Return the last whole postcode that stands somewhere in a text, such as an address; None without one."""
    found = _WITHIN_TEXT.findall(text)
    return read_postcode(found[-1]) if found else None


_PARTS = re.compile(r"[,;\n]")
_BEFORE_TOWN = re.compile(r".*\b(?:in|near|hospital|infirmary|royal)\s+(.+)", re.IGNORECASE | re.DOTALL)
_AFTER_TOWN = re.compile(
    r"(.+?)\s+(?:general|royal|district|city)?\s*(?:hospital|infirmary)\b.*", re.IGNORECASE
)


def town_candidates(text: str) -> tuple[str, ...]:
    """Return the parts of a text that may be the name of a town, the likeliest first.

    "St James’s Hospital, Leeds" gives "Leeds" first; "Leeds General Infirmary" gives itself, then "Leeds".
    """
    parts = [part.strip() for part in _PARTS.split(text) if part.strip()]
    found = list(reversed(parts))
    for part in parts:
        for pattern in (_BEFORE_TOWN, _AFTER_TOWN):
            match = pattern.fullmatch(part)
            if match:
                found.append(match[1].strip(" ."))
    return tuple(dict.fromkeys(found))
