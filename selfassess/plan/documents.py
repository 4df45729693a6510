"""The plan on paper, as a PDF, in an e-mail, and in a calendar. Nothing here is kept, and nothing is fetched from anywhere."""

import importlib
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import groupby
from typing import Any, NamedTuple

from flask import current_app, render_template
from flask_babel import format_time, get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _lazy
from icalendar import Alarm, Calendar, Event
from markupsafe import Markup

from core import clock
from core.i18n import plain_date
from core.settings import Settings
from selfassess.values.plan_operations import next_look
from selfassess.values.saved import Action, ActionKind, PlanValue, RequestSent

ACTION_WORDS = {
    ActionKind.SERVICE: _lazy("a group or service"),
    ActionKind.EQUIPMENT: _lazy("equipment"),
    ActionKind.TECHNOLOGY: _lazy("technology"),
    ActionKind.VOLUNTEERING: _lazy("helping others"),
    ActionKind.REQUEST: _lazy("asking the council"),
    ActionKind.OWN: _lazy("my own idea"),
}


class PdfUnavailable(RuntimeError):
    """This machine cannot make PDFs: a library that WeasyPrint needs (Pango) is missing. Offer the page to print instead."""


def plan_html(plan: PlanValue, url: str = "") -> str:
    """The plan as a whole HTML document to print. `url`: the site's address, printed at its end. Needs an application context."""
    today = clock.today()
    kinds = {kind: str(words) for kind, words in ACTION_WORDS.items()}
    return render_document(
        "selfassess/plan/document.html",
        plan=plan,
        kinds=kinds,
        today=today,
        next_look=next_look(plan, today),
        url=url,
        asked_words=asked_words,
    )


def render_document(template: str, **values: Any) -> str:
    """Render a template that extends selfassess/documents/_frame.html, with the language and the styles of the frame."""
    locale = get_locale()
    return render_template(template, lang=str(locale or "en-GB").replace("_", "-"), style=_style(), **values)


def _style() -> Markup:
    loader = current_app.jinja_env.loader
    assert loader is not None
    # Ours, and without a "<": it may stand in a style element.
    return Markup(loader.get_source(current_app.jinja_env, "selfassess/documents/print.css")[0])  # noqa: S704


def pdf(html: str) -> bytes:
    """A document as an accessible PDF (PDF/UA-1, tagged). It loads nothing from files or the net. Raises PdfUnavailable."""
    weasyprint = _weasyprint()
    nothing = weasyprint.urls.URLFetcher(allowed_protocols=())
    made: bytes = weasyprint.HTML(string=html, url_fetcher=nothing).write_pdf(pdf_variant="pdf/ua-1")
    return made


def can_make_pdf() -> bool:
    """True when this machine has what PDFs need: then the button may be offered."""
    try:
        _weasyprint()
    except PdfUnavailable:
        return False
    return True


@cache
def _weasyprint() -> Any:
    """Loaded when it is first needed, because loading takes a second and fails where Pango is missing."""
    try:
        return importlib.import_module("weasyprint")
    except (ImportError, OSError) as error:
        raise PdfUnavailable("PDFs need the library Pango; see docs/referrals.md") from error


# E-mail


def link_email(settings: Settings, url: str) -> tuple[str, str]:
    """Subject and text of the e-mail with a link back. Neither says what is behind it, because somebody else may see it."""
    parts = (
        _(
            "You asked %(council)s for a link so that you can go on where you left off.",
            council=settings.council_name,
        ),
        url,
        _(
            "It works once, until this time tomorrow. To come back after that, save again and note your reference and your three words."
        ),
        _("If you did not ask for this, you can delete it."),
        _council_lines(settings),
    )
    return _("Your link from %(council)s", council=settings.council_name), "\n\n".join(parts) + "\n"


def plan_email(settings: Settings, plan: PlanValue) -> tuple[str, str]:
    """Subject and text of the e-mail with a plan. The subject says nothing of what is in it."""
    intro = _(
        "Somebody asked %(council)s to send this to you. We use this address for nothing else.",
        council=settings.council_name,
    )
    parts = [
        intro,
        *(f"{title.upper()}\n{body}" for title, body in _sections(plan) if body),
        _council_lines(settings),
    ]
    return _("Your plan from %(council)s", council=settings.council_name), "\n\n".join(parts) + "\n"


def _sections(plan: PlanValue) -> Iterable[tuple[str, str]]:
    yield _("What matters to me"), plan.what_matters
    yield _("My goals"), _lines(goal.text for goal in plan.goals)
    yield _("What I am good at"), _lines(strength.text for strength in plan.strengths)
    yield (
        _("People who help"),
        _lines(_joined(person.name, person.how, person.phone) for person in plan.people),
    )
    yield _("What I will do"), _lines(_action(action) for action in plan.actions)
    yield _("Who to call"), _lines(_joined(call.who, call.phone, call.why) for call in plan.calls)
    yield (
        _("When I will look again"),
        _lines(plain_date(review.on) for review in plan.reviews if not review.done),
    )
    yield _("If things go wrong"), plan.contingency
    yield _("How it is going, from 0 to 10"), _lines(f"{m.label}: {_scores(m.scores)}" for m in plan.measures)


def _action(action: Action) -> str:
    asked = asked_words(action.asked) if action.asked else ""
    return _joined(action.text, action.phone, asked, action.note) + (
        f" ({_('done')})" if action.ticked else ""
    )


def asked_words(asked: RequestSent) -> str:
    """That the council was asked, when, under which reference, and what happens by when."""
    parts = [
        _("Asked for on %(day)s.", day=plain_date(asked.on)),
        _("Reference: %(reference)s.", reference=asked.reference),
        asked.what,
    ]
    return " ".join([*parts, _("By %(day)s.", day=plain_date(asked.by))] if asked.by else parts)


def _scores(scores: Sequence[Any]) -> str:
    return ", ".join(f"{score.value} ({plain_date(score.on)})" for score in scores)


def _joined(*texts: str) -> str:
    return " – ".join(text for text in texts if text)


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(f"{number}. {text}" for number, text in enumerate(texts, 1))


def _council_lines(settings: Settings) -> str:
    phone = _(
        "Talk to somebody: %(phone)s, %(hours)s.",
        phone=settings.council_phone,
        hours=settings.council_phone_hours,
    )
    return f"{phone}\n{_('In danger now? Phone 999.')}"


# Calendar


def reminder(settings: Settings, days: Iterable[date], url: str = "") -> bytes:
    """The days to look again, as a calendar file (RFC 5545). It says nothing about the plan: others may see the calendar."""
    calendar = Calendar()
    calendar.add("prodid", "-//Signpost//Plan//EN")
    calendar.add("version", "2.0")
    for day in days:
        calendar.add_component(_reminder(settings, day, url))
    return bytes(calendar.to_ical())


def _reminder(settings: Settings, day: date, url: str) -> Event:
    title = _("Look at my plan again")
    event = Event()
    # The same day gives the same event, so a calendar that takes in the file twice shows it once.
    event.add("uid", clock.stable_id("plan reminder", day.isoformat()))
    event.add("dtstamp", clock.now())
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("summary", title)
    event.add("description", _council_lines(settings))
    if url:
        event.add("url", url)
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", timedelta(hours=10))
    event.add_component(alarm)
    return event


# For templates


class Group(NamedTuple):
    """Things that stand under one heading."""

    grouper: str
    list: list[Any]


def groupby_in_order(items: Iterable[Any], name: str) -> list[Group]:
    """Neighbours with the same value of a field, together; Jinja's own groupby would sort them."""
    field: Callable[[Any], str] = lambda item: getattr(item, name)  # noqa: E731
    return [Group(value, list(found)) for value, found in groupby(items, field)]


def local_time(moment: Any) -> str:
    """'2:30 pm', in Europe/London."""
    return str(format_time(moment.astimezone(clock.LONDON).time(), "h:mm a", rebase=False)).lower()
