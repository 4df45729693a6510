"""The errors of one listing: what makes it useless or misleads whoever reads it. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from directory.content_audit.contact_form import CONTACT_FORM, wrong_forms
from directory.content_audit.listing_facts import ListingFacts
from directory.postcodes.text import compact
from directory.vocabulary import MOST_NEEDS

FEWEST_WORDS = 6
TOO_MANY_NEEDS = "too many needs"
_PLACEHOLDER = re.compile(
    r"lorem ipsum|dolor sit amet|\basdf\w*|\bqwerty\b|\bxxx+|\bfoo ?bar\b|\bplaceholder\b|\bsample text\b"
    r"|\bto be (?:confirmed|added|completed)\b|\b(?:insert|add|enter|type) (?:\w+ )?(?:text|description|details"
    r"|name|summary|phone|email) here\b|\bdescription (?:goes )?here\b|\btest (?:listing|entry|record)\b"
    r"|\[(?:insert|name|phone|date|address|details)[^\]]*\]",
    re.IGNORECASE,
)
_NOTHING = re.compile(r"\W*(n/?a|none|null|undefined|test(?:ing)?|tbc|tbd|-+|\?+|\.+|x+)\W*", re.IGNORECASE)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_WEB = re.compile(r"(https?://|www\.)\S+", re.IGNORECASE)
_POSTCODE_AT_END = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with a listing. `other`: the id of the listing that it is compared with."""

    kind: str
    listing_id: str
    name: str
    what: str
    other: str = ""


def errors_of(facts: ListingFacts) -> Iterator[Finding]:
    """Yield the errors of a listing."""
    for kind, what in (*_placeholders(facts), *_too_short(facts), *_no_contact(facts), *_swapped(facts)):
        yield Finding(kind, facts.id, facts.name, what)


def warnings_of(facts: ListingFacts) -> Iterator[Finding]:
    """Yield what somebody should think about once, although it may be right."""
    if len(facts.needs) > MOST_NEEDS and not facts.says_why_many_needs:
        what = f"it has {len(facts.needs)} needs, more than {MOST_NEEDS}, and no reason for so many"
        yield Finding(TOO_MANY_NEEDS, facts.id, facts.name, what)
    for what in wrong_forms(facts):
        yield Finding(CONTACT_FORM, facts.id, facts.name, what)


def _placeholders(facts: ListingFacts) -> Iterator[tuple[str, str]]:
    texts = {"name": facts.name, "summary": facts.summary, "description": facts.description}
    for field, text in texts.items():
        found = _PLACEHOLDER.search(text) or re.search(r"\bTODO\b|\bTB[CDA]\b", text)
        if found or (text and _NOTHING.fullmatch(text)):
            yield "placeholder", f"{field} holds “{(found[0] if found else text)[:40]}”"


def _too_short(facts: ListingFacts) -> Iterator[tuple[str, str]]:
    number = len(re.findall(r"[\w’'-]+", facts.words))
    if number < FEWEST_WORDS:
        yield "too short", f"summary and description have {number} words, fewer than {FEWEST_WORDS}"


def _no_contact(facts: ListingFacts) -> Iterator[tuple[str, str]]:
    if not (facts.emails or facts.urls or facts.phones or facts.has_address):
        yield "no contact", "there is no phone, e-mail, web address or place to go to"


def _swapped(facts: ListingFacts) -> Iterator[tuple[str, str]]:
    for email in facts.emails:
        if not _EMAIL.fullmatch(email):
            yield "swapped fields", f"the e-mail address is {_kind(email)}: “{email[:60]}”"
    for phone in facts.phones:
        if sum(sign.isdigit() for sign in phone) < 3:
            yield "swapped fields", f"the phone number is {_kind(phone)}: “{phone[:60]}”"
    for url in facts.urls:
        if _EMAIL.fullmatch(url) or not _WEB.match(url):
            yield "swapped fields", f"the web address is {_kind(url)}: “{url[:60]}”"
    for town in facts.towns:
        if _POSTCODE_AT_END.search(town) or _EMAIL.search(town) or _WEB.search(town) or town.isdigit():
            yield "swapped fields", f"the town is {_kind(town)}: “{town[:60]}”"
    for postcode in facts.postcodes:
        if not compact(postcode):
            yield "swapped fields", f"the postcode is {_kind(postcode)}: “{postcode[:60]}”"
    if _EMAIL.fullmatch(facts.name) or _WEB.fullmatch(facts.name) or compact(facts.name):
        yield "swapped fields", f"the name is {_kind(facts.name)}: “{facts.name[:60]}”"


def _kind(text: str) -> str:
    """Return what a value looks like, in words."""
    if _EMAIL.fullmatch(text):
        return "an e-mail address"
    if _WEB.match(text):
        return "a web address"
    if compact(text) or _POSTCODE_AT_END.search(text):
        return "a postcode"
    if sum(sign.isdigit() for sign in text) >= 6:
        return "a phone number"
    return "something else"
