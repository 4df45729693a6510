"""Reads British postcodes as text: in full, as a sector, or as an outward code."""

import re

_FULL = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?)(\d)([A-Z]{2})")
_OUTWARD = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?")
_SECTOR = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?)(\d)")


def _bare(text: str) -> str:
    return "".join(text.upper().split())


def compact(text: str) -> str:
    """Return a full postcode without its space and in capitals ("S738CV"); an empty text for anything
    else.
    """
    bare = _bare(text)
    return bare if _FULL.fullmatch(bare) else ""


def outward(text: str) -> str:
    """Return the outward code ("S73") of a full postcode, a sector or an outward code; an empty text for
    anything else.
    """
    bare = _bare(text)
    if _FULL.fullmatch(bare):
        return bare[:-3]
    if " " in text.strip() and _SECTOR.fullmatch(bare):
        return bare[:-1]
    return bare if _OUTWARD.fullmatch(bare) else ""


def sector(text: str) -> str:
    """Return the sector ("S73 8") of a full postcode, or of a sector with its space; an empty text for
    anything else.
    """
    bare = _bare(text)
    if _FULL.fullmatch(bare):
        return f"{bare[:-3]} {bare[-3]}"
    parts = text.upper().split()
    return (
        " ".join(parts)
        if len(parts) == 2 and _OUTWARD.fullmatch(parts[0]) and re.fullmatch(r"\d", parts[1])
        else ""
    )
