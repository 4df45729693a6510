"""The forms of a request: their pages, their fields, what was typed into them, and what is wrong in words that say how to mend it. Pure.

Fields have the names of RequestValue, with a dot for what lies inside (`about.name`); in HTML a dash stands for the dot. Which of them a
kind of request asks for is decided by request_rules alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from core.dates_of_birth import born
from core.field_values import is_email
from core.text import clean
from selfassess.referrals import labels, required
from selfassess.values.request import (
    Agreement,
    Answered,
    CommunicationNeed,
    Relation,
    RequestKind,
    RequestValue,
    Way,
)
from selfassess.values.saved import from_json

MOST_LINE, MOST_TEXT = 200, 10_000
_KEPT = 100_000
_LEAST_DIGITS, _MOST_DIGITS = 10, 15
_BOTH_HAVE = ("name", "phone", "email")

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

    kind: RequestKind
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
    if draft.kind is RequestKind.SAFEGUARDING_CONCERN:
        return (Page.WORDS, Page.WHO, Page.ABOUT, *asks, *reach, Page.TALKING, Page.CHECK)
    return (Page.WHO, Page.ABOUT, *asks, *reach, Page.TALKING, Page.WORDS, Page.CHECK)


def _unnamed(draft: Draft) -> bool:
    return draft.values.get("asker.relation") == Relation.NOT_SAID


def _speaks_for_them(draft: Draft) -> bool:
    """Whether we talk with who asks, and not with the person it is about."""
    return draft.whom == "asker" and not _unnamed(draft)


def title(page: Page, draft: Draft) -> str:
    """The heading of a page."""
    concern = draft.kind is RequestKind.SAFEGUARDING_CONCERN
    return {
        Page.WHO: _relation(draft).label,
        Page.ABOUT: _("About you") if draft.for_me else _("About the person"),
        Page.ASKER: _("About you, who asks for them"),
        Page.REACH: _("How can we reach you?")
        if draft.for_me or draft.whom == "asker"
        else _("How can we reach them?"),
        Page.TALKING: _("What helps when we talk?")
        if draft.for_me or _speaks_for_them(draft)
        else _("What helps them when we talk?"),
        Page.WORDS: _("What worries you?") if concern else _("In your own words"),
        Page.CHECK: _("Check and send"),
    }[page]


def fields(page: Page, draft: Draft) -> tuple[Field, ...]:
    """What a page asks for: only what this kind of request needs."""
    return tuple(one for one in _all_fields(page, draft) if _wanted(one.name, draft.kind))


def _wanted(name: str, kind: RequestKind) -> bool:
    allowed = required.NEEDED[kind].allowed
    return name in allowed or name.partition(".")[0] in allowed


def _all_fields(page: Page, draft: Draft) -> Iterable[Field]:
    match page:
        case Page.WHO:
            return (_relation(draft),)
        case Page.ABOUT:
            return _about(draft.for_me, "about.postcode" in required.NEEDED[draft.kind].required)
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
    if draft.kind is RequestKind.SAFEGUARDING_CONCERN:
        options.append((Relation.NOT_SAID, _("Someone else, and I would rather not say who I am")))
    label = (
        _("Who is the carer?") if draft.kind is RequestKind.CARERS_ASSESSMENT else _("Who do you ask for?")
    )
    if draft.kind is RequestKind.SAFEGUARDING_CONCERN:
        label = _("Who are you worried about?")
    return Field("asker.relation", "one", label, options=[(str(id), words) for id, words in options])


def _about(mine: bool, postcode_needed: bool) -> Iterable[Field]:
    yield Field(
        "about.name", "line", _("Your name") if mine else _("Their name"), autocomplete="name" if mine else ""
    )
    yield Field(
        "about.called",
        "line",
        _("What would you like us to call you? (optional)")
        if mine
        else _("What do they like to be called? (optional)"),
    )
    hint = _("For example, 31 3 1950")
    yield Field(
        "about.born",
        "line",
        _("Your date of birth (optional)") if mine else _("Their date of birth (optional)"),
        hint,
    )
    label = _("Your address (optional)") if mine else _("Their address (optional)")
    yield Field("about.address", "text", label, autocomplete="street-address" if mine else "")
    label = _("Your postcode") if mine else _("Their postcode")
    optional = "" if postcode_needed else _(" (optional)")
    yield Field("about.postcode", "line", label + optional, autocomplete="postal-code" if mine else "")


def _asker() -> Iterable[Field]:
    yield Field("asker.name", "line", _("Your name"), autocomplete="name")
    agreement = [(id, words) for id, words in labels.choices(Agreement) if id != Agreement.NOT_SAID]
    yield Field("asker.agreement", "one", _("Do they agree that you ask us?"), options=agreement)
    yield Field(
        "asker.why_no_agreement", "line", _("If they don’t agree, or don’t know: why is that? (optional)")
    )
    whom = [("asker", _("Me")), ("person", _("The person it is about"))]
    yield Field("contact.whom", "one", _("Who should we get in touch with?"), options=whom)


def _reach(draft: Draft) -> Iterable[Field]:
    mine = draft.for_me or draft.whom == "asker"
    offered = required.ways_offered(draft.kind, "asker" if draft.whom == "asker" else "person")
    ways = [(way.value, labels.words(way)) for way in offered]
    yield Field("contact.ways", "many", _("How should we get in touch?"), options=ways)
    yield Field(
        f"{draft.whom}.phone", "line", _("Phone number"), type="tel", autocomplete="tel" if mine else ""
    )
    yield Field(
        f"{draft.whom}.email",
        "line",
        _("Email address (optional)"),
        type="email",
        autocomplete="email" if mine else "",
    )
    times = [(words, words) for words in (_("Mornings"), _("Afternoons"), _("Early evenings"), _("Any time"))]
    yield Field("contact.times", "many", _("Which times are good? (optional)"), options=times)
    hint = _(
        "If someone could listen in or see your phone, tell us when it is safe. We won’t call at any other time."
    )
    yield Field("contact.safe_time", "line", _("When is it safe to call? (optional)"), hint)
    safe = [(id, words) for id, words in labels.choices(Answered) if id != Answered.NOT_SAID]
    yield Field(
        "contact.voicemail_is_safe", "one", _("Is it safe to leave a message? (optional)"), options=safe
    )


def _talking() -> Iterable[Field]:
    yield Field(
        "communication.needs",
        "many",
        _("Choose all that help (optional)"),
        options=labels.choices(CommunicationNeed),
    )
    yield Field("communication.language", "line", _("If an interpreter: for which language? (optional)"))
    yield Field("communication.other", "line", _("Anything else we should know when we talk? (optional)"))


def _own_words(draft: Draft) -> Iterable[Field]:
    if draft.kind is RequestKind.SAFEGUARDING_CONCERN:
        yield from _concern()
        return
    yield Field(
        "own_words",
        "text",
        _("What matters most, or what is hard? (optional)"),
        _("The person who calls reads this first."),
    )
    yield Field(
        "looks_after",
        "line",
        _("Who do you look after? (optional)"),
        _("For example: my mother, who has dementia"),
    )
    yield Field(
        "visit.cannot_travel",
        "one",
        _("Is it hard to come to us?"),
        options=[("yes", _("Yes, please visit")), ("no", _("No, I can come"))],
    )
    yield Field("visit.why", "line", _("If it is hard: why is that? (optional)"))


def _concern() -> Iterable[Field]:
    hint = _("What have you seen or heard? You don’t need proof. In danger now? Call 999.")
    answered = [(id, words) for id, words in labels.choices(Answered) if id != Answered.NOT_SAID]
    yield Field("own_words", "text", _("What is happening?"), hint)
    yield Field("concern.when", "line", _("When? (optional)"))
    yield Field("concern.where", "line", _("Where? (optional)"))
    yield Field("concern.who", "line", _("Who may be causing harm? (optional)"))
    yield Field("concern.others_at_risk", "line", _("Is anyone else at risk, such as a child? (optional)"))
    yield Field(
        "concern.adult_knows", "one", _("Does the person know that you tell us? (optional)"), options=answered
    )
    yield Field("concern.adult_wants", "line", _("What does the person want to happen? (optional)"))


# Reading


def read(page: Page, draft: Draft, form: MultiDict[str, str]) -> Draft:
    """The draft with what a page sent. Nothing typed is lost; what is no choice of ours is dropped."""
    found = {one.name: _read(one, form) for one in fields(page, draft)}
    after = replace(draft, values={**draft.values, **found})
    return after if after.for_me == draft.for_me else replace(after, values=_moved(after))


def _moved(draft: Draft) -> Values:
    """What was written, after it turned out to be about somebody else, or about who writes: their details move, nobody else's do."""
    old, new = ("asker", "about") if draft.for_me else ("about", "asker")
    details = {f"{new}.{part}": draft.values.get(f"{old}.{part}", "") for part in _BOTH_HAVE}
    others = {
        name: said for name, said in draft.values.items() if name.partition(".")[0] not in ("about", "asker")
    }
    return {**others, **details, "asker.relation": draft.values["asker.relation"]}


def _read(one: Field, form: MultiDict[str, str]) -> Any:
    if one.kind == "many":
        sent = form.getlist(one.id)
        return [id for id, _words in one.options if id in sent]
    text = clean(form.get(one.id, "")[:_KEPT])
    if one.kind == "one":
        return text if text in dict(one.options) else ""
    return text if one.kind == "text" else " ".join(text.split())


def errors(page: Page, draft: Draft) -> dict[str, str]:
    """What is wrong with a page, by field id: what is missing, and what cannot be right."""
    asked = {one.name: one for one in fields(page, draft)}
    on_page = list(asked)
    found = {name: _misfit(one, draft.values.get(name) or "") for name, one in asked.items()}
    found |= {name: words for name, words in _conflicts(draft).items() if name in asked}
    for name in required.missing(value(draft)):
        shown = (
            name
            if name in on_page
            else "contact.ways"
            if name.endswith((".address",)) and "contact.ways" in on_page
            else ""
        )
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
    if page is Page.ASKER and draft.kind is not RequestKind.SAFEGUARDING_CONCERN:
        return {
            "asker.agreement": _("Choose whether they agree"),
            "contact.whom": _("Choose who we should get in touch with"),
        }
    return {}


def _conflicts(draft: Draft) -> dict[str, str]:
    """Wishes that cannot all be met."""
    said, needs = draft.values, draft.values.get("communication.needs") or ()
    letters = Page.REACH in pages(draft) and Way.LETTER in (said.get("contact.ways") or ())
    found = {}
    if CommunicationNeed.INTERPRETER in needs and not said.get("communication.language"):
        found["communication.language"] = _("Write which language the interpreter should speak")
    if CommunicationNeed.NO_LETTERS in needs and letters:
        found["communication.needs"] = _(
            "You asked us to write a letter. Untick “Please send no letters”, or go back and choose another way"
        )
    elif CommunicationNeed.NO_VOICEMAIL in needs and said.get("contact.voicemail_is_safe") == Answered.YES:
        found["communication.needs"] = _(
            "You said that a message is safe. Untick “Please leave no messages”, or go back and change that"
        )
    return found


def _misfit(one: Field, text: str) -> str:
    name, most = one.name, MOST_TEXT if one.kind == "text" else MOST_LINE
    if not text or one.kind in ("one", "many"):
        return ""
    if len(text) > most:
        return _(
            "This is too long. Use %(most)s letters or fewer: it has %(has)s",
            most=f"{most:,}",
            has=f"{len(text):,}",
        )
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
        "about.address": _(
            "We need an address to write to. Add it on the page “About”, or choose another way"
        ),
        "own_words": _("Tell us what is happening, in a few words"),
        "asker.name": _("Write your name"),
        "contact.ways": _("Choose another way to get in touch"),
    }.get(name) or (
        _("Write a phone number, so that we can reach you")
        if name.endswith(".phone")
        else _("Write an email address")
    )


# The value


def value(draft: Draft) -> RequestValue:
    """The typed request, without consent, assessment and promise, which only sending gives it."""
    nested: dict[str, Any] = {"kind": draft.kind.value}
    for page in pages(draft):
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
    """What was said, page by page, for "check and send"; a page on which nothing was said has no lines."""
    return [(page, title(page, draft), _rows(page, draft)) for page in pages(draft) if fields(page, draft)]


def _rows(page: Page, draft: Draft) -> list[tuple[str, tuple[str, ...]]]:
    rows = [
        (one.label.removesuffix(" (optional)"), _said(one, draft.values.get(one.name)))
        for one in fields(page, draft)
    ]
    return [(label, said) for label, said in rows if said]


def _said(one: Field, said: Any) -> tuple[str, ...]:
    if one.kind == "many":
        return tuple(words for id, words in one.options if id in (said or ()))
    if one.kind == "one":
        return tuple(words for id, words in one.options if id == said)
    return (str(said),) if said else ()
