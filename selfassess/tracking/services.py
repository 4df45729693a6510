"""Opening a request by its reference and words, and what the person can do: say that they wait, withdraw it."""

from collections.abc import Callable
from datetime import date, datetime

from core import clock, rate_limits
from core.crypt import vault
from core.settings import Settings
from core.slow_hash import NOBODYS_HASH, fits
from selfassess.models import Referral
from selfassess.referrals.call_windows import call_windows
from selfassess.referrals.response_times import working_day
from selfassess.referrals.services import add_by_person
from selfassess.saving import references
from selfassess.tracking import queries
from selfassess.values.referral import OPEN, EventKind, Status

IsHoliday = Callable[[date], bool]


class CannotTrack(Exception):
    """No request has this reference and these words. The exception does not tell which of them was wrong."""


def open_request(settings: Settings, reference: str, words: str) -> str:
    """Return the id of the request that a typed reference and typed words open.

    An unknown reference and wrong words get the same answer after the same work. Raises CannotTrack and what
    `rate_limits.guess` raises.
    """
    read = references.read_reference(reference) or reference[: references.MOST_TYPED]
    phrase = references.read_words(words, references.word_list(settings.content_dir))
    lookup = vault(settings).lookup("tracked", read)
    rate_limits.guess(lookup)
    found = queries.ids_by_reference(read)
    is_right = fits(found[1] if found else NOBODYS_HASH, phrase)
    if found is None or not is_right:
        raise CannotTrack
    rate_limits.know_network(lookup)
    return found[0]


def say_waiting(settings: Settings, referral_id: str, is_holiday: IsHoliday) -> bool:
    """Record that the person is still waiting, tell the team, and commit.

    Returns False where that was recorded on this working day already, or where nobody is waited for any more.
    """
    row = queries.row_by_id(referral_id)
    if row is None or Status(row.status) not in OPEN or _said_today(row, is_holiday):
        return False
    return add_by_person(settings, row, EventKind.STILL_WAITING, Status(row.status))


def _said_today(row: Referral, is_holiday: IsHoliday) -> bool:
    """Return True where the person said it on this working day; a weekend counts with the day after it."""

    def working(moment: datetime) -> date:
        return working_day(moment.astimezone(clock.LONDON).date(), 0, is_holiday)

    said = (event.at for event in row.events if event.kind == EventKind.STILL_WAITING.value)
    return any(working(at) == working(clock.now()) for at in said)


def can_say_waiting(settings: Settings, referral_id: str, is_holiday: IsHoliday) -> bool:
    """Return True where the person may say today that they are still waiting."""
    row = queries.row_by_id(referral_id)
    return row is not None and Status(row.status) in OPEN and not _said_today(row, is_holiday)


def withdraw(settings: Settings, referral_id: str) -> bool:
    """Record that the person takes the request back, tell the team, and commit. False where it is finished."""
    row = queries.row_by_id(referral_id)
    if row is None or Status(row.status) not in OPEN:
        return False
    call_windows().cancel(settings, row.id)
    return add_by_person(settings, row, EventKind.STEP, Status.WITHDRAWN)


def answer_question(settings: Settings, referral_id: str, asked: int, words: str, *, by: str = "") -> bool:
    """Store the person's answer to what the team asked, tell the team, and commit.

    `asked`: the number of the question's entry as the page showed it. `by`: as in `add_by_person`. False where that
    question is answered or gone.
    """
    row = queries.row_by_id(referral_id)
    question = queries.open_question(row) if row is not None else None
    if row is None or question is None or question.number != asked or Status(row.status) not in OPEN:
        return False
    return add_by_person(settings, row, EventKind.ANSWERED, Status(row.status), words, by=by)
