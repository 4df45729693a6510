"""The message to the person about a step of the work on their request. It says nothing of what was asked for."""

from dataclasses import replace

from flask_babel import gettext as _

from core import clock
from core.field_values import is_email
from core.languages import in_language
from core.outbox.messages import Email
from core.settings import Settings
from frontdoor.people.safe_contact import may_use
from selfassess.documents import council_lines
from selfassess.referrals.emails import mobile_number
from selfassess.values.people import Way
from selfassess.values.referral import EventKind
from selfassess.values.request import CONCERNS, FOR_CHILDREN, RequestValue

STEP_PURPOSE = "request step"


def step_message(settings: Settings, reference: str, request: RequestValue, kind: EventKind) -> Email | None:
    """Return the message in the way that the person chose; None where a person has to tell them.

    A worry is never followed by a message, because somebody else may read it.
    """
    if request.kind in CONCERNS:
        return None
    with in_language(request.communication.language) as language:
        message = _step_message(settings, reference, request, kind)
    return replace(message, language=language) if message else None


def _step_message(settings: Settings, reference: str, request: RequestValue, kind: EventKind) -> Email | None:
    whose = request.about if request.contact.whom == "person" else request.asker
    address, news = whose.email.strip(), _news(reference, kind)
    if is_email(address) and _may_use(request, Way.EMAIL):
        return Email(
            address,
            _(
                "Your request to %(council)s: %(reference)s",
                council=settings.council_name,
                reference=reference,
            ),
            "\n\n".join([news, *_how_to_read(settings), _last_lines(settings, request)]) + "\n",
            purpose=STEP_PURPOSE,
        )
    chose_text = Way.TEXT in request.contact.ways and _may_use(request, Way.TEXT)
    if settings.can_text and chose_text and (mobile := mobile_number(whose.phone)):
        return Email(
            mobile, "", " ".join([news, *_how_to_read(settings)]), purpose=STEP_PURPOSE, by_text=True
        )
    return None


def _may_use(request: RequestValue, way: Way) -> bool:
    """Return whether the person may be reached in this way now, by their own wishes."""
    return may_use(request.contact, request.communication, way, clock.now()) is None


def _news(reference: str, kind: EventKind) -> str:
    if kind is EventKind.ASKED:
        return _("We have a question about your request %(reference)s.", reference=reference)
    return _("There is news about your request %(reference)s.", reference=reference)


def _how_to_read(settings: Settings) -> list[str]:
    """Return where the person reads it, and what they need for that."""
    needed = _("You need your reference and your three words to read it.")
    return [needed, f"{settings.base_url}/track"] if settings.base_url else [needed]


def _last_lines(settings: Settings, request: RequestValue) -> str:
    return council_lines(settings, for_children=request.kind in FOR_CHILDREN)
