"""Why a change must wait for a moderator even where the group is trusted: spam and unsafe content. Pure.

A reason is no verdict: it is shown to the moderator, who decides.
"""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from core.messages import N_
from directory.editing.text_form import LINK, HoldReason, reasons_by_form
from directory.versions.record_json import Record, as_json

MOST_LINKS = 5
"""More web addresses than this in the texts of one record are unusual."""


SHORTENERS = frozenset(
    {
        *("bit.ly", "buff.ly", "cutt.ly", "goo.gl", "is.gd", "lnkd.in", "ow.ly", "rb.gy", "rebrand.ly"),
        *("shorturl.at", "t.co", "t.ly", "tiny.cc", "tinyurl.com", "v.gd"),
    }
)
_SCRIPT = re.compile(
    r"<\s*(?:script|iframe|object|embed|svg|img|form|meta|link|style)\b|javascript:|data:text/html|"
    r"\bon(?:error|load|click|mouseover)\s*=",
    re.IGNORECASE,
)
_FORMULA = re.compile(r"^\s*[=@](?=[A-Za-z]+\()|^\s*=.*\|", re.MULTILINE)
_WORDS = (
    (
        N_("It reads like an advert for gambling"),
        r"online casino|casino bonus|free spins|betting (?:tips|odds|site)|sports betting|slot machines?",
    ),
    (
        N_("It reads like an advert for loans"),
        r"payday loans?|instant loans?|quick loans?|loans? (?:approved|without credit)|no credit checks?|"
        r"crypto(?:currency)? invest\w*|bitcoin invest\w*|guaranteed returns?|double your money",
    ),
    (
        N_("It reads like an advert for adults"),
        r"escorts? (?:agency|service|girls)|adult dating|xxx|porn\w*|sex chat|live cams?|viagra|cialis",
    ),
    (
        N_("It has words that insult people"),
        r"fuck\w*|cunts?|wankers?|twats?|bitch(?:es)?|slags?|retard(?:s|ed)?|spastics?|paki(?:s)?|"
        r"nigger\w*|faggots?|trann(?:y|ies)|kikes?|chinks?|gyppos?|pikeys?",
    ),
    (
        N_("It reads like an advert for search engines"),
        r"seo services?|backlinks?|buy followers|cheap (?:watches|essays)|essay writing service",
    ),
)
_PATTERNS = [(why, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for why, words in _WORDS]


def reasons_to_hold(record: Record) -> list[HoldReason]:
    """Return why a moderator must see a record before others do; empty when there is no reason."""
    texts = list(_texts(as_json(record)))
    whole = "\n".join(texts)
    links = LINK.findall(whole)
    found = [
        HoldReason(N_("It has a shortened web address, which hides where it leads"), link)
        for link in links
        if _host(link) in SHORTENERS
    ]
    if len(set(links)) > MOST_LINKS:
        found.append(HoldReason(N_("It has very many web addresses"), ", ".join(sorted(set(links)))[:200]))
    found += [reason for text in texts for reason in reasons_by_form(text)]
    for why, pattern in (
        (N_("It has program code"), _SCRIPT),
        (N_("It has a formula for a spreadsheet"), _FORMULA),
        *_PATTERNS,
    ):
        match = pattern.search(whole)
        if match:
            found.append(HoldReason(why, match.group()[:80]))
    return found


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)


def _host(link: str) -> str:
    host = urlsplit(link if "//" in link else f"https://{link}").hostname or ""
    return host.removeprefix("www.")
