"""What a group does with a referral: accept it, decline it, and later say what came of it."""

from typing import Any

from core import clock
from core.crypt import vault
from core.settings import Settings
from frontdoor.group_referrals.models import GroupReferral, Progress, ReferralState
from frontdoor.group_referrals.queries import answer_of
from frontdoor.group_referrals.services import Actor, finish, take
from frontdoor.group_referrals.shared import GroupAnswer
from frontdoor.group_referrals.telling import queue_answer
from selfassess.values.saved import to_json


def accept(settings: Settings, row: GroupReferral, by: Actor) -> None:
    """Accept a referral. Commits. Raises ChangedMeanwhile."""
    now = clock.now()
    values = {"state": ReferralState.ACCEPTED.value, "decided_by": by.id, "decided_at": now, "ended_at": now}
    if take(row, by, {ReferralState.WAITING}, values):
        queue_answer(settings, row, actor=by.id)
        finish(settings, row, by, "accepted")


def decline(settings: Settings, row: GroupReferral, reason: str, words: str, by: Actor) -> None:
    """Decline a referral. `reason`: a code of labels.REASONS. Commits. Raises ChangedMeanwhile."""
    values: dict[str, Any] = {
        "state": ReferralState.DECLINED.value,
        "reason": reason,
        "decided_by": by.id,
        "decided_at": clock.now(),
        "sealed_answer": _sealed(settings, row, GroupAnswer(reason_words=words)),
    }
    if take(row, by, {ReferralState.WAITING}, values):
        queue_answer(settings, row, actor=by.id)
        finish(settings, row, by, "declined", reason=reason)


def say_progress(settings: Settings, row: GroupReferral, progress: Progress, words: str, by: Actor) -> None:
    """Store what came of an accepted referral. Commits. Raises ChangedMeanwhile.

    Where the group could not reach or help the person, the referral comes back to the call handlers.
    """
    failed = progress in (Progress.NOT_REACHED, Progress.COULD_NOT_HELP)
    before = answer_of(settings, row)
    values: dict[str, Any] = {
        "progress": progress.value,
        "settled_at": None,
        "ended_at": None if failed else clock.now(),
        "decided_by": by.id,
        "sealed_answer": _sealed(settings, row, GroupAnswer(before.reason_words, words)),
    }
    if take(row, by, {ReferralState.ACCEPTED}, values):
        queue_answer(settings, row, actor=by.id)
        finish(settings, row, by, "progress", progress=progress.value)


def _sealed(settings: Settings, row: GroupReferral, answer: GroupAnswer) -> bytes:
    return vault(settings).seal(f"{row.id} answer", to_json(answer))
