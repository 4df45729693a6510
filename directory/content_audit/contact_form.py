"""Phone numbers and e-mail addresses that cannot be right by their form. Pure, and asks nobody.

`directory.content_audit.rules` calls a postcode of another form an error.
"""

import re
from collections.abc import Iterator

from rapidfuzz.distance import OSA

from directory.content_audit.listing_facts import ListingFacts

CONTACT_FORM = "contact form"
_EXTENSION = re.compile(r"\s*(?:ext(?:ension|n)?\.?|x|#|option|opt)\s*\d+.*$", re.IGNORECASE)
_SHORT = frozenset({"101", "105", "111", "112", "119", "159", "999", "18000", "18001", "08001111"})
_SHORTER_AREAS = (
    "1204|1208|1254|1276|1297|1298|1363|1364|1384|1386|1404|1420|1460|1461|1480|1488|1524|1527|1562|1566|1606|"
    "1629|1635|1647|1659|1695|1697|1726|1744|1750|1768|1827|1837|1884|1900|1905|1935|1946|1949|1963|1995"
)
"""Areas with some numbers of nine digits after the 0."""
_BRITISH = re.compile(
    rf"0(?:(?:{_SHORTER_AREAS})\d{{5}}|1\d{{9}}|2\d{{9}}|3[0347]\d{{8}}|5[56]\d{{8}}|7\d{{9}}|"
    r"80[08]\d{6,7}|84[345]\d{7}|8454647|87[0123]\d{7}|9\d{9})"
)
_HARMONISED = re.compile(r"116\d{3}")
_TEXT_CODE = re.compile(r"[678]\d{4,5}")
_ABROAD = re.compile(r"\+(?!44)[1-9]\d{6,14}")
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}", re.IGNORECASE)
_MAILBOXES = (
    *("gmail.com", "googlemail.com", "hotmail.com", "hotmail.co.uk", "outlook.com", "live.co.uk"),
    *("yahoo.com", "yahoo.co.uk", "icloud.com", "btinternet.com", "talktalk.net", "virginmedia.com"),
)
"""Domains at which many groups have their address."""
_OTHER_MAILBOXES = frozenset({"mail.com", "email.com", "ymail.com", "fmail.com", "rocketmail.com"})
"""Domains that exist, although they are one letter from another."""


def wrong_forms(facts: ListingFacts) -> Iterator[str]:
    """Yield what is wrong, in words, with each phone number and e-mail address."""
    for phone in facts.phones:
        if sum(sign.isdigit() for sign in phone) >= 3 and not is_phone(phone):
            yield f"no phone number has this form: “{phone[:60]}”"
    for email in facts.emails:
        domain = email.rpartition("@")[2].lower()
        meant = meant_domain(domain)
        if "@" in email and not _DOMAIN.fullmatch(domain):
            yield f"no e-mail address has this form: “{email[:60]}”"
        elif meant:
            yield f"the e-mail address may be misspelt: “{email[:60]}” (perhaps {meant})"


def is_phone(number: str) -> bool:
    """Return whether a number could be dialled in Britain, to judge by its digits."""
    text = _EXTENSION.sub("", number)
    dialled = re.sub(r"\(0\)|[^\d+]", "", text)
    if dialled.startswith(("+44", "0044")):
        dialled = "0" + dialled.removeprefix("+44").removeprefix("0044").removeprefix("0")
    if dialled in _SHORT:
        return True
    return any(form.fullmatch(dialled) for form in (_BRITISH, _HARMONISED, _TEXT_CODE, _ABROAD))


def meant_domain(domain: str) -> str:
    """Return the domain that a misspelt one is one letter from; empty for any other."""
    if domain in _MAILBOXES or domain in _OTHER_MAILBOXES:
        return ""
    return next((known for known in _MAILBOXES if OSA.distance(domain, known, score_cutoff=1) == 1), "")
