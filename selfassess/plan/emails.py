"""The e-mail with a plan."""

from collections.abc import Iterable, Sequence

from flask import url_for
from flask_babel import gettext as _

from core.i18n import plain_date
from core.settings import Settings
from core.text import without_web_addresses
from core.web import settings
from directory.my_list.emails import service_text
from directory.my_list.saved import SavedService
from directory.search.providers import PageLink
from selfassess.documents import council_lines
from selfassess.engine.outcome import NextStep
from selfassess.plan.contents import NOTHING, PlanContents
from selfassess.plan.documents import asked_sentence
from selfassess.values.saved import Action, PlanValue, Score


def plan_email(site: Settings, plan: PlanValue, contents: PlanContents = NOTHING) -> tuple[str, str]:
    """Return subject and text of the e-mail with a plan. The subject does not tell what is in the plan."""
    intro = _(
        "Somebody asked %(council)s to send this to you. We use this address for nothing else.",
        council=site.council_name,
    )
    parts = [
        intro,
        *(f"{title.upper()}\n{body}" for title, body in _found(contents) if body),
        *(f"{title.upper()}\n{_typed(body)}" for title, body in _own_lines(plan, contents) if body),
        council_lines(site),
    ]
    return _("Your plan from %(council)s", council=site.council_name), "\n\n".join(parts) + "\n"


def _typed(body: str) -> str:
    return without_web_addresses(body, _("(web address left out)"))


def _found(contents: PlanContents) -> Iterable[tuple[str, str]]:
    """Yield heading and text of the parts that the site made, with addresses of its own pages."""
    yield _("What I found"), _numbered(_service(service) for service in contents.services or ())
    yield _("What to do next, and why"), _numbered(_step(step) for step in contents.steps)
    yield _("Read about it on our site"), _numbered(_page(page) for page in contents.pages)


def _own_lines(plan: PlanValue, contents: PlanContents) -> Iterable[tuple[str, str]]:
    """Yield heading and text of each part that the person wrote; the text of an empty part is empty."""
    yield _("What matters to me"), plan.what_matters
    yield _("My goals"), _numbered(goal.text for goal in plan.goals)
    yield _("What I am good at"), _numbered(strength.text for strength in plan.strengths)
    people = (_joined(person.name, person.how, person.phone) for person in plan.people)
    yield _("People who help"), _numbered(people)
    yield _("What I will do"), _numbered(_action(action, contents) for action in plan.actions)
    yield _("Who to call"), _numbered(_joined(call.who, call.phone, call.why) for call in plan.calls)
    open_reviews = (plain_date(review.on) for review in plan.reviews if not review.done)
    yield _("When I will look again"), _numbered(open_reviews)
    yield _("If things go wrong"), plan.contingency
    measures = (f"{measure.label}: {_scores(measure.scores)}" for measure in plan.measures)
    yield _("How it is going, from 0 to 10"), _numbered(measures)


def _page(page: PageLink) -> str:
    return "\n".join(line for line in (f"{page.title}: {page.summary}", _linked(page.url)) if line)


def _service(service: SavedService) -> str:
    why = _("Why: %(why)s", why=_typed(service.why)) if service.why else ""
    url = _linked(url_for("directory.service", slug=service.card.slug))
    return "\n".join(line for line in (service_text(service.listing, service.note, url), why) if line)


def _linked(path: str) -> str:
    """Return the full address of a page of this site; empty where the site does not know its own address."""
    base = settings().base_url
    return base + path if base else ""


def _step(step: NextStep) -> str:
    reasons = [reason.words for reason in step.reasons]
    because = _("We say this because: %(reasons)s.", reasons="; ".join(reasons)) if reasons else ""
    return " ".join(text for text in (f"{step.title}.", because, step.by_when) if text)


def _action(action: Action, contents: PlanContents) -> str:
    asked = asked_sentence(action.asked) if action.asked else ""
    reasons = contents.reasons.get(action.request, "")
    because = _("We say this because: %(reasons)s.", reasons=reasons) if reasons else ""
    line = _joined(action.text, action.phone, because, asked, action.note)
    return f"{line} ({_('done')})" if action.ticked else line


def _scores(scores: Sequence[Score]) -> str:
    return ", ".join(f"{score.value} ({plain_date(score.on)})" for score in scores)


def _joined(*texts: str) -> str:
    return " – ".join(text for text in texts if text)


def _numbered(texts: Iterable[str]) -> str:
    return "\n".join(f"{number}. {text}" for number, text in enumerate(texts, 1))
