"""The e-mail with a plan."""

from collections.abc import Iterable, Sequence

from flask_babel import gettext as _

from core.i18n import plain_date
from core.settings import Settings
from core.text import without_web_addresses
from directory.my_list.emails import service_text
from directory.my_list.saved import SavedService
from selfassess.documents import council_lines
from selfassess.engine.outcome import NextStep
from selfassess.plan.contents import NOTHING, PlanContents
from selfassess.plan.documents import asked_sentence
from selfassess.values.saved import Action, PlanValue, Score


def plan_email(settings: Settings, plan: PlanValue, contents: PlanContents = NOTHING) -> tuple[str, str]:
    """Return subject and text of the e-mail with a plan. The subject does not tell what is in the plan."""
    intro = _(
        "Somebody asked %(council)s to send this to you. We use this address for nothing else.",
        council=settings.council_name,
    )
    parts = [
        intro,
        *(f"{title.upper()}\n{_typed(body)}" for title, body in _sections(plan, contents) if body),
        council_lines(settings),
    ]
    return _("Your plan from %(council)s", council=settings.council_name), "\n\n".join(parts) + "\n"


def _typed(body: str) -> str:
    return without_web_addresses(body, _("(web address left out)"))


def _sections(plan: PlanValue, contents: PlanContents) -> Iterable[tuple[str, str]]:
    """Yield heading and text of each part of the plan; the text of an empty part is empty."""
    yield _("What I found"), _numbered(_service(service) for service in contents.services or ())
    yield _("What to do next, and why"), _numbered(_step(step) for step in contents.steps)
    yield (
        _("Read about it on our site"),
        _numbered(f"{page.title}: {page.summary}" for page in contents.pages),
    )
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


def _service(service: SavedService) -> str:
    why = _("Why: %(why)s", why=service.why) if service.why else ""
    return "\n".join(line for line in (service_text(service.listing, service.note), why) if line)


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
