"""The forms of a request: their pages, their fields, what was typed into them, and what is wrong in words that say how to mend it. Pure.

Fields have the names of RequestValue, with a dot for what lies inside (`about.name`); in HTML a dash stands for the dot. Which of them a
kind of request asks for is decided by request_rules alone.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from directory.forms import is_email
from selfassess import request_rules, request_words
from selfassess.records import from_json
from selfassess.records_request import Agreement, Answered, CommunicationNeed, Kind, Relation, RequestValue

MOST_LINE, MOST_TEXT = 200, 4000
_DATE = re.compile(r"(\d{1,2})[\s/.-]+(\d{1,2})[\s/.-]+(\d{4})")
_LEAST_DIGITS, _MOST_DIGITS = 10, 15

Values = Mapping[str, Any]
"""What was typed and chosen, by the fields' names: a text, or a list of chosen ids."""


class Page(StrEnum):
    """The pages of a form."""

    WORDS = "words"
    WHO = "who"
    ABOUT = "about"
    ASKER = "you"
    REACH = "reach"
    TALKING = "talking"
    CHECK = "check"


@dataclass(frozen=True)
class Field:
    """One thing that is asked. `kind`: line, text, one, many. `options`: ids and words."""

    name: str
    kind: str
    label: str
    hint: str = ""
    options: Sequence[tuple[str, str]] = ()
    type: str = "text"
    autocomplete: str = ""

    @property
    def id(self) -> str:
        """Its name in HTML."""
        return self.name.replace(".", "-")


@dataclass(frozen=True)
class Draft:
    """A request that somebody is writing. `key` is the form's own, so that pressing the button again sends nothing again."""

    kind: Kind
    key: str
    values: Values = field(default_factory=dict)

    @property
    def for_me(self) -> bool:
        """Whether they ask for themselves."""
        return self.values.get("asker.relation", "self") == Relation.SELF

    @property
    def whom(self) -> str:
        """Where the details to reach somebody stand: `about` or `asker`."""
        return "about" if self.for_me or self.values.get("contact.whom") == "person" else "asker"


def pages(draft: Draft) -> tuple[Page, ...]:
    """The pages of this request, in order. A worry comes first in a safeguarding concern; who stays unnamed is asked for no details."""
    asks = () if draft.for_me or _unnamed(draft) else (Page.ASKER,)
    reach = () if _unnamed(draft) else (Page.REACH,)
    if draft.kind is Kind.SAFEGUARDING_CONCERN:
        return (Page.WORDS, Page.WHO, Page.ABOUT, *asks, *reach, Page.TALKING, Page.CHECK)
    return (Page.WHO, Page.ABOUT, *asks, *reach, Page.TALKING, Page.WORDS, Page.CHECK)


def _unnamed(draft: Draft) -> bool:
    return draft.values.get("asker.relation") == Relation.NOT_SAID


def title(page: Page, draft: Draft) -> str:
    """The heading of a page."""
    concern = draft.kind is Kind.SAFEGUARDING_CONCERN
    return {
        Page.WHO: _relation(draft).label,
        Page.ABOUT: _("About you") if draft.for_me else _("About the person"),
        Page.ASKER: _("About you, who asks for them"),
        Page.REACH: _("How can we reach you?") if draft.for_me or draft.whom == "asker" else _("How can we reach them?"),
        Page.TALKING: _("What helps when we talk?"),
        Page.WORDS: _("What worries you?") if concern else _("In your own words"),
        Page.CHECK: _("Check and send"),
    }[page]


def fields(page: Page, draft: Draft) -> tuple[Field, ...]:
    """What a page asks for: only what this kind of request needs."""
    return tuple(one for one in _all_fields(page, draft) if _wanted(one.name, draft.kind))


def _wanted(name: str, kind: Kind) -> bool:
    allowed = request_rules.NEEDED[kind].allowed
    return name in allowed or name.partition(".")[0] in allowed


def _all_fields(page: Page, draft: Draft) -> Iterable[Field]:
    match page:
        case Page.WHO:
            return (_relation(draft),)
        case Page.ABOUT:
            return _about(draft.for_me, "about.postcode" in request_rules.NEEDED[draft.kind].required)
        case Page.ASKER:
            return _asker()
        case Page.REACH:
            return _reach(draft)
        case Page.TALKING:
            return _talking()
        case Page.WORDS:
            return _own_words(draft)
        case Page.CHECK:
            return ()


def _relation(draft: Draft) -> Field:
    options = [
        (Relation.SELF, _("Me")),
        (Relation.CARER, _("Someone I look after")),
        (Relation.FAMILY_OR_FRIEND, _("Someone in my family, or a friend")),
        (Relation.NEIGHBOUR, _("A neighbour")),
        (Relation.PROFESSIONAL, _("Someone I work with")),
        (Relation.OTHER, _("Someone else")),
    ]
    if draft.kind is Kind.SAFEGUARDING_CONCERN:
        options.append((Relation.NOT_SAID, _("Someone else, and I would rather not say who I am")))
    label = _("Who is the carer?") if draft.kind is Kind.CARERS_ASSESSMENT else _("Who do you ask for?")
    if draft.kind is Kind.SAFEGUARDING_CONCERN:
        label = _("Who are you worried about?")
    return Field("asker.relation", "one", label, options=[(str(id), words) for id, words in options])


def _about(mine: bool, postcode_needed: bool) -> Iterable[Field]:
    yield Field("about.name", "line", _("Your name") if mine else _("Their name"), autocomplete="name" if mine else "")
    yield Field(
        "about.called",
        "line",
        _("What would you like us to call you? (optional)") if mine else _("What do they like to be called? (optional)"),
    )
    hint = _("For example, 31 3 1950")
    yield Field("about.born", "line", _("Your date of birth (optional)") if mine else _("Their date of birth (optional)"), hint)
    label = _("Your address (optional)") if mine else _("Their address (optional)")
    yield Field("about.address", "text", label, autocomplete="street-address" if mine else "")
    label = _("Your postcode") if mine else _("Their postcode")
    optional = "" if postcode_needed else _(" (optional)")
    yield Field("about.postcode", "line", label + optional, autocomplete="postal-code" if mine else "")


def _asker() -> Iterable[Field]:
    yield Field("asker.name", "line", _("Your name"), autocomplete="name")
    agreement = [(id, words) for id, words in request_words.choices(Agreement) if id != Agreement.NOT_SAID]
    yield Field("asker.agreement", "one", _("Do they agree that you ask us?"), options=agreement)
    yield Field("asker.why_no_agreement", "line", _("If they don’t agree, or don’t know: why is that? (optional)"))
    whom = [("asker", _("Me")), ("person", _("The person it is about"))]
    yield Field("contact.whom", "one", _("Who should we get in touch with?"), options=whom)


def _reach(draft: Draft) -> Iterable[Field]:
    mine = draft.for_me or draft.whom == "asker"
    offered = request_rules.ways_offered(draft.kind, "asker" if draft.whom == "asker" else "person")
    ways = [(way.value, request_words.words(way)) for way in offered]
    yield Field("contact.ways", "many", _("How should we get in touch?"), options=ways)
    yield Field(f"{draft.whom}.phone", "line", _("Phone number"), type="tel", autocomplete="tel" if mine else "")
    yield Field(f"{draft.whom}.email", "line", _("Email address (optional)"), type="email", autocomplete="email" if mine else "")
    times = [(words, words) for words in (_("Mornings"), _("Afternoons"), _("Early evenings"), _("Any time"))]
    yield Field("contact.times", "many", _("Which times are good? (optional)"), options=times)
    hint = _("If someone could listen in or see your phone, tell us when it is safe. We won’t call at any other time.")
    yield Field("contact.safe_time", "line", _("When is it safe to call? (optional)"), hint)
    safe = [(id, words) for id, words in request_words.choices(Answered) if id != Answered.NOT_SAID]
    yield Field("contact.voicemail_is_safe", "one", _("Is it safe to leave a message? (optional)"), options=safe)


def _talking() -> Iterable[Field]:
    yield Field("communication.needs", "many", _("Choose all that help (optional)"), options=request_words.choices(CommunicationNeed))
    yield Field("communication.language", "line", _("If an interpreter: for which language? (optional)"))
    yield Field("communication.other", "line", _("Anything else we should know when we talk? (optional)"))


def _own_words(draft: Draft) -> Iterable[Field]:
    if draft.kind is Kind.SAFEGUARDING_CONCERN:
        yield from _concern()
        return
    yield Field("own_words", "text", _("What matters most, or what is hard? (optional)"), _("The person who calls reads this first."))
    yield Field("looks_after", "line", _("Who do you look after? (optional)"), _("For example: my mother, who has dementia"))
    yield Field(
        "visit.cannot_travel", "one", _("Is it hard to come to us?"), options=[("yes", _("Yes, please visit")), ("no", _("No, I can come"))]
    )
    yield Field("visit.why", "line", _("If it is hard: why is that? (optional)"))


def _concern() -> Iterable[Field]:
    hint = _("What have you seen or heard? You don’t need proof. In danger now? Call 999.")
    answered = [(id, words) for id, words in request_words.choices(Answered) if id != Answered.NOT_SAID]
    yield Field("own_words", "text", _("What is happening?"), hint)
    yield Field("concern.when", "line", _("When? (optional)"))
    yield Field("concern.where", "line", _("Where? (optional)"))
    yield Field("concern.who", "line", _("Who may be causing harm? (optional)"))
    yield Field("concern.others_at_risk", "line", _("Is anyone else at risk, such as a child? (optional)"))
    yield Field("concern.adult_knows", "one", _("Does the person know that you tell us? (optional)"), options=answered)
    yield Field("concern.adult_wants", "line", _("What does the person want to happen? (optional)"))


# Reading


def read(page: Page, draft: Draft, form: MultiDict[str, str]) -> Draft:
    """The draft with what a page sent. Nothing typed is lost; what is no choice of ours is dropped."""
    found = {one.name: _read(one, form) for one in fields(page, draft)}
    return replace(draft, values={**draft.values, **found})


def _read(one: Field, form: MultiDict[str, str]) -> Any:
    if one.kind == "many":
        sent = form.getlist(one.id)
        return [id for id, _words in one.options if id in sent]
    text = form.get(one.id, "").replace("\r\n", "\n").strip()
    if one.kind == "one":
        return text if text in dict(one.options) else ""
    return text[:MOST_TEXT] if one.kind == "text" else " ".join(text.split())[:MOST_LINE]


def errors(page: Page, draft: Draft) -> dict[str, str]:
    """What is wrong with a page, by field id: what is missing, and what cannot be right."""
    on_page = [one.name for one in fields(page, draft)]
    found = {name: _misfit(name, str(draft.values.get(name, "")), draft) for name in on_page}
    for name in request_rules.missing(value(draft)):
        shown = name if name in on_page else "contact.ways" if name.endswith((".address",)) and "contact.ways" in on_page else ""
        if shown and not found.get(shown):
            found[shown] = _lacking(name, draft)
    for name, words in _must_choose(page, draft).items():
        if not draft.values.get(name):
            found[name] = words
    return {name.replace(".", "-"): words for name, words in found.items() if words}


def _must_choose(page: Page, draft: Draft) -> dict[str, str]:
    """Choices that a form cannot go on without. Who raises a concern need not choose more than whom it is about."""
    if page is Page.WHO:
        return {"asker.relation": _("Choose who this is about")}
    if page is Page.ASKER and draft.kind is not Kind.SAFEGUARDING_CONCERN:
        return {"asker.agreement": _("Choose whether they agree"), "contact.whom": _("Choose who we should get in touch with")}
    return {}


def _misfit(name: str, text: str, draft: Draft) -> str:
    if not text:
        return ""
    if name.endswith(".email") and not is_email(text):
        return _("Write an email address like name@example.com")
    if name.endswith(".phone") and not _LEAST_DIGITS <= sum(c.isdigit() for c in text) <= _MOST_DIGITS:
        return _("Write a phone number with its area code, like 01632 960100")
    if name == "about.born" and born(text) is None:
        return _("Write the date of birth with day, month and year, like 31 3 1950")
    return ""


def _lacking(name: str, draft: Draft) -> str:
    mine = draft.for_me
    return {
        "about.name": _("Write your name") if mine else _("Write their name"),
        "about.postcode": _("Write your postcode") if mine else _("Write their postcode"),
        "about.address": _("We need an address to write to. Add it on the page “About”, or choose another way"),
        "own_words": _("Tell us what is happening, in a few words"),
        "asker.name": _("Write your name"),
        "contact.ways": _("Choose another way to get in touch"),
    }.get(name) or (_("Write a phone number, so that we can reach you") if name.endswith(".phone") else _("Write an email address"))


def born(text: str) -> date | None:
    """A date of birth as people write it: day, month, year."""
    found = _DATE.fullmatch(text.strip())
    try:
        day = date(int(found[3]), int(found[2]), int(found[1])) if found else None
    except ValueError:
        return None
    return day if day and day.year >= 1900 else None


# The value


def value(draft: Draft) -> RequestValue:
    """The typed request, without consent, assessment and promise, which only sending gives it."""
    nested: dict[str, Any] = {"kind": draft.kind.value}
    for page in Page:
        for one in fields(page, draft):
            _put(nested, one.name, draft.values.get(one.name))
    if draft.whom == "asker":
        _put(nested, "contact.whom", "asker")
    return from_json(RequestValue, nested)


def _put(nested: dict[str, Any], name: str, said: Any) -> None:
    outer, _dot, inner = name.partition(".")
    ready = _ready(name, said)
    if not inner:
        nested[outer] = ready or ""
    elif ready:
        nested.setdefault(outer, {})[inner] = ready


def _ready(name: str, said: Any) -> Any:
    if name == "visit.cannot_travel":
        return said == "yes"
    if name == "about.born":
        day = born(str(said or ""))
        return day.isoformat() if day else None
    return said


def summary(draft: Draft) -> list[tuple[Page, str, list[tuple[str, tuple[str, ...]]]]]:
    """What was said, page by page, for "check and send"."""
    found = []
    for page in pages(draft):
        rows = [(one.label.removesuffix(" (optional)"), _said(one, draft.values.get(one.name))) for one in fields(page, draft)]
        if rows:
            found.append((page, title(page, draft), rows))
    return found


def _said(one: Field, said: Any) -> tuple[str, ...]:
    if one.kind == "many":
        return tuple(words for id, words in one.options if id in (said or ()))
    if one.kind == "one":
        return tuple(words for id, words in one.options if id == said)
    return (str(said),) if said else ()
