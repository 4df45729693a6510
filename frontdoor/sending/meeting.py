"""Whether a message meets what the person needs, and whether it may be sent to them now. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from core.languages import ENGLISH, code_of
from frontdoor.people.safe_contact import Refusal, may_use, next_safe_time
from frontdoor.people.wishes import NeedsAndWishes
from frontdoor.sending.kinds import LETTERS, WAYS, LetterForm, SummaryChannel
from selfassess.values.people import CommunicationNeed

NOT_NOW = "not_now"

_LARGE = Refusal(
    "large_print",
    _l("They need large print, and this is not large print. They may set their own phone or screen larger."),
    may_confirm=True,
)
_EASY = Refusal(
    "easy_read", _l("They need Easy Read. This has short sentences, and no pictures."), may_confirm=True
)
_NOT_EASY = Refusal("easy_read", _l("They need Easy Read, and this is not easy to read."), may_confirm=True)
_BRAILLE = Refusal(
    "braille", _l("They read braille. Choose “Braille or a recording” to have it made."), may_confirm=True
)
_AUDIO = Refusal(
    "audio",
    _l("They need spoken words. Choose “Braille or a recording” to have it made."),
    may_confirm=True,
)
_BSL = Refusal(
    "bsl", _l("They use British Sign Language. Written English may not be right for them."), may_confirm=True
)
_LANGUAGE = Refusal(
    "language",
    _l("They use another language, and this message is in English. Somebody may read it for them."),
    may_confirm=True,
)
_PARTLY = Refusal(
    "language",
    _l(
        "Only our own sentences are in their language. What you write, and what each service says, is in English."
        " Somebody may read it for them."
    ),
    may_confirm=True,
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a message may go.

    `refused`: why it must not be sent at all; None where it may. `to_confirm`: what the person has to agree to
    first. `not_before`: when it is sent, where this is no safe time; None: at once.
    """

    refused: Refusal | None = None
    to_confirm: tuple[Refusal, ...] = ()
    not_before: datetime | None = None

    def missing(self, confirmed: frozenset[str]) -> list[Refusal]:
        """Return what the person has not agreed to yet."""
        return [each for each in self.to_confirm if each.code not in confirmed]


def verdict(
    needs: NeedsAndWishes,
    channel: SummaryChannel,
    form: LetterForm,
    moment: datetime,
    languages: frozenset[str] = frozenset(),
    partly: frozenset[str] = frozenset(),
) -> Verdict:
    """Return whether a summary may be sent so. `languages`: those that we have words in, beside English.

    `partly`: those in which we have the sentences of messages, and nothing about the services.
    """
    unmet = tuple(_unmet(needs, channel, form, languages, partly))
    way = WAYS.get(channel)
    if way is None:
        return Verdict(to_confirm=unmet)
    refusal = may_use(needs.wishes, needs.communication, way, moment)
    if refusal is None:
        return Verdict(to_confirm=unmet)
    if refusal.may_confirm:
        return Verdict(to_confirm=(refusal, *unmet))
    later = next_safe_time(needs.wishes, moment) if refusal.code == NOT_NOW else None
    if later is None:
        return Verdict(refused=refusal)
    # At that moment another rule may hold, such as a way that they did not choose.
    then = may_use(needs.wishes, needs.communication, way, later)
    if then is not None and not then.may_confirm:
        return Verdict(refused=then)
    return Verdict(to_confirm=((then, *unmet) if then else unmet), not_before=later)


def _unmet(
    needs: NeedsAndWishes,
    channel: SummaryChannel,
    form: LetterForm,
    languages: frozenset[str],
    partly: frozenset[str],
) -> Iterator[Refusal]:
    """Yield the needs that a message does not meet. Who chose e-mails or texts reads them in their own way."""
    if channel is SummaryChannel.OTHER:
        return
    if needs.language.strip() and code_of(needs.language) not in (ENGLISH, *languages):
        yield _PARTLY if code_of(needs.language) in partly else _LANGUAGE
    chosen = WAYS.get(channel) in needs.wishes.ways and channel not in LETTERS
    wanted = needs.communication.needs
    if CommunicationNeed.LARGE_PRINT in wanted and not chosen and not _is_large(channel, form):
        yield _LARGE
    if CommunicationNeed.EASY_READ in wanted:
        yield _EASY if form is LetterForm.EASY else _NOT_EASY
    for need, refusal in (
        (CommunicationNeed.BRAILLE, _BRAILLE),
        (CommunicationNeed.AUDIO, _AUDIO),
        (CommunicationNeed.BSL, _BSL),
    ):
        if need in wanted and not chosen:
            yield refusal


def _is_large(channel: SummaryChannel, form: LetterForm) -> bool:
    return channel in LETTERS and form is not LetterForm.NORMAL


def form_for(needs: NeedsAndWishes) -> LetterForm:
    """Return the form that meets the needs best."""
    wanted = needs.communication.needs
    if CommunicationNeed.EASY_READ in wanted:
        return LetterForm.EASY
    return LetterForm.LARGE if CommunicationNeed.LARGE_PRINT in wanted else LetterForm.NORMAL


def needs_other_format(needs: NeedsAndWishes) -> bool:
    """Return True where the person needs braille or a recording, which this site cannot make."""
    return bool({CommunicationNeed.BRAILLE, CommunicationNeed.AUDIO} & set(needs.communication.needs))


def code_words(code: str) -> Any:
    """Return what a code of a refusal means, in words for staff; empty for an unknown one."""
    return _CODES.get(code, "")


_CODES = {
    "no_letters": _l("They asked us to send no letters."),
    "no_texts": _l("They asked us to send no text messages."),
    "no_messages": _l("They asked us to leave no messages on their phone."),
    "not_chosen": _l("They asked us meanwhile to reach them another way."),
    "read_words": _l("They told us meanwhile in words when it is safe."),
}
