"""What follows where the last try reached nobody: the message to the person, or a task for somebody to decide."""

from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from flask_babel import gettext as _

from core import clock
from core.field_values import is_email
from core.languages import in_language
from core.outbox.messages import Email
from core.settings import Settings
from directory.teams.context import TeamsNow
from frontdoor.callbacks.details import CallBackDetails
from frontdoor.callbacks.models import CallBack
from frontdoor.people.safe_contact import may_use, next_safe_time
from frontdoor.sending.kinds import LetterForm
from frontdoor.sending.letters import simple_letter
from frontdoor.sending.meeting import NOT_NOW
from frontdoor.sending.postal import is_postal_address
from frontdoor.sending.services import letter_message
from selfassess.documents import pdf
from selfassess.pdf_pool import PdfBusy, PdfUnavailable
from selfassess.referrals.emails import mobile_number
from selfassess.values.people import CommunicationNeed, Way

PURPOSE = "call_back"

_NOT_BY_LETTER = frozenset(
    {CommunicationNeed.BRAILLE, CommunicationNeed.AUDIO, CommunicationNeed.BSL, CommunicationNeed.EASY_READ}
)
"""Needs that a printed letter of ours does not meet."""


class Ending(StrEnum):
    """What happens where the next try reaches nobody either."""

    NEXT = "next"
    """There is another try."""
    EMAIL = "email"
    TEXT = "text"
    LETTER = "letter"
    TASK = "task"
    """The site may not write to them by itself: somebody decides."""


_ENDINGS = {Way.EMAIL: Ending.EMAIL, Way.TEXT: Ending.TEXT, Way.LETTER: Ending.LETTER}


def ending(settings: Settings, row: CallBack, details: CallBackDetails) -> Ending:
    """Return what happens where the next try reaches nobody either."""
    if row.attempts + 1 < settings.call_back_attempts:
        return Ending.NEXT
    return last_way(settings, details, clock.now())


def last_way(settings: Settings, details: CallBackDetails, moment: datetime) -> Ending:
    """Return how the person is told after the last try: the first way that they chose, and that is safe."""
    for way in details.wishes.ways:
        if way in _ENDINGS and _reaches(settings, details, way) and _leaves_at(details, way, moment):
            return _ENDINGS[way]
    return Ending.TASK


def _reaches(settings: Settings, details: CallBackDetails, way: Way) -> bool:
    """Return whether there is an address for this way, and the message would meet what they need."""
    if way is Way.EMAIL:
        return is_email(details.email.strip())
    if way is Way.TEXT:
        return settings.can_text and mobile_number(details.phone) is not None
    unmet = _NOT_BY_LETTER & set(details.communication.needs)
    return settings.can_post and not unmet and is_postal_address(details.address)


def _leaves_at(details: CallBackDetails, way: Way, moment: datetime) -> datetime | None:
    """Return when a message may leave; None where a person has to decide."""
    refusal = may_use(details.wishes, details.communication, way, moment)
    if refusal is None:
        return moment
    return next_safe_time(details.wishes, moment) if refusal.code == NOT_NOW else None


def last_message(
    settings: Settings, row: CallBack, details: CallBackDetails
) -> tuple[Email, datetime] | None:
    """Return the message after the last try and when it may leave; None where somebody has to decide.

    It names neither what it is about nor who asked. A letter takes some seconds to make.
    """
    moment = clock.now()
    then = last_way(settings, details, moment)
    if then is Ending.TASK:
        return None
    way = next(way for way, found in _ENDINGS.items() if found is then)
    with in_language(details.language or details.communication.language) as language:
        message = _message(settings, row, details, then)
    at = _leaves_at(details, way, moment)
    return (replace(message, language=language), at) if message and at else None


def _message(settings: Settings, row: CallBack, details: CallBackDetails, then: Ending) -> Email | None:
    team = getattr(TeamsNow(settings), row.team)
    if then is Ending.TEXT:
        words = _(
            "From %(council)s. You asked us to ring you, and we did not reach you. Ring us when it suits you: "
            "%(phone)s.",
            council=settings.council_name,
            phone=team.phone,
        )
        return Email(mobile_number(details.phone) or "", "", words, PURPOSE, by_text=True)
    subject = _("We tried to ring you")
    text = _(
        "Hello\n\nYou asked us to ring you. We tried %(times)s times and did not reach you.\n\n"
        "We do not ring again by ourselves. You can ring us when it suits you: %(phone)s, %(hours)s. "
        "You can also ask on our website for another time.\n\n%(council)s",
        times=max(row.attempts, settings.call_back_attempts),
        phone=team.phone,
        hours=team.hours,
        council=settings.council_name,
    )
    if then is Ending.EMAIL:
        return Email(details.email.strip(), subject, text, PURPOSE)
    is_large = CommunicationNeed.LARGE_PRINT in details.communication.needs
    form = LetterForm.LARGE if is_large else LetterForm.NORMAL
    language = details.language or details.communication.language
    try:
        document = pdf(simple_letter(details.address, subject, text, form, language))
    except (PdfUnavailable, PdfBusy):
        return None
    return letter_message(details.address, document, PURPOSE)
