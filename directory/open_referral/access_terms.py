"""Finds our own term (a key of vocabulary.ACCESS) for a text about access in a feed."""

import re

_PATTERNS = tuple(
    (re.compile(pattern, re.IGNORECASE), access_id)
    for pattern, access_id in (
        (r"changing places", "changing_places"),
        (r"(?:accessible|disabled|adapted|wheelchair)[\w\s-]{0,20}(?:toilet|wc)", "accessible_toilet"),
        (r"blue badge|(?:disabled|accessible)[\w\s-]{0,12}parking", "blue_badge_parking"),
        (r"(?:hearing|induction|\bT)[\s-]*loop", "hearing_loop"),
        (r"\bBSL\b|british sign", "bsl"),
        (r"wheelchair", "wheelchair"),
        (r"step[\s-]*free|level access|no steps|\bramp", "step_free"),
        (r"(?:assistance|guide) dog", "assistance_dogs"),
        (r"large print", "large_print"),
        (r"easy[\s-]*read", "easy_read"),
        (r"braille", "braille"),
        (r"quiet (?:time|space|room|hour)", "quiet_times"),
        (r"car park|parking", "parking"),
    )
)


def access_id(text: str) -> str:
    """Return the key of our term for a text such as "Disabled car parking space"; empty when no term fits."""
    return next((found for pattern, found in _PATTERNS if pattern.search(text)), "")
