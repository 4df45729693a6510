"""The sender of hand-overs: claims what is due, sends it, and records what follows from the answer.

No request becomes two referrals there. Before a message leaves, its state is SENDING in a transaction of its own.
Where the sender ends in SENDING, or no whole answer comes, the message may be there: then it is sent again only
where the case system promises that one id makes one referral, or says that it does not have it. Where it can
do neither, a person decides.
"""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from core import clock
from core.audit.services import SYSTEM, record
from core.claims import ClaimQueue, with_jitter
from core.crypt import Unreadable, vault
from core.settings import Settings
from frontdoor.handover import reactions, transport, withdrawals
from frontdoor.handover.formats import media_type
from frontdoor.handover.models import HandOver, HandOverState, Purpose
from frontdoor.handover.reactions import CaseSystemAnswer, Reaction, ReadAnswer
from frontdoor.handover.services import opened_document
from frontdoor.handover.targets import Target, target_of
from frontdoor.handover.transport import NoAnswer, NotSent
from frontdoor.handover.withdrawals import Told
from selfassess.models import Referral
from selfassess.values.referral import Status

log = logging.getLogger("signpost.hand_over")

QUEUE = ClaimQueue(HandOver, HandOverState.WAITING, HandOverState.CLAIMED, HandOverState.SENDING)
_CLAIM_LIFE_OF_TIMEOUT = 6
"""A claim lasts for so many time-outs, which is longer than asking and sending take."""
_FIRST_WAIT = timedelta(minutes=1)
_LONGEST_WAIT = timedelta(hours=12)

_FOR_PEOPLE = {
    Reaction.MEND: HandOverState.NEEDS_PERSON,
    Reaction.ADMINISTRATOR: HandOverState.NEEDS_ADMINISTRATOR,
    Reaction.CONFLICT: HandOverState.CONFLICT,
}


class ClaimOver(Exception):
    """The claim ran out before the message left, so that another sender may have it."""


def send_due(session: Session, settings: Settings, stop: Callable[[], bool] = lambda: False) -> int:
    """Send the hand-overs that are due, one after the other, and commit after each. Return how many arrived."""
    target, arrived = target_of(settings), 0
    if target is None:
        return 0
    settle_abandoned(session, target)
    while not stop() and (claimed := QUEUE.take(session, _claim_life(target))):
        arrived += _Delivery(session, settings, target, *claimed).run()
    return arrived


def settle_abandoned(session: Session, target: Target) -> None:
    """Let wait again what a sender claimed and left behind; what was being sent may be there. Commits."""
    may_be_there = {
        "status": HandOverState.WAITING,
        "may_be_there": True,
        "last_code": "sender ended",
        "next_attempt_at": clock.now() + target.settles_in,
    }
    QUEUE.settle_abandoned(session, may_be_there)


def wait_after(attempts: int) -> timedelta:
    """Return the wait after so many failed attempts, without jitter: one minute, then twice as long each time."""
    doubled: timedelta = _FIRST_WAIT * 2 ** min(attempts - 1, 20)
    return min(doubled, _LONGEST_WAIT)


def _claim_life(target: Target) -> timedelta:
    return timedelta(seconds=_CLAIM_LIFE_OF_TIMEOUT * target.timeout)


class _Delivery:
    """One claimed hand-over on its way."""

    def __init__(
        self, session: Session, settings: Settings, target: Target, row_id: str, claim_id: str
    ) -> None:
        self.session, self.settings, self.target = session, settings, target
        self.row_id, self.claim_id = row_id, claim_id
        row = session.get_one(HandOver, row_id, populate_existing=True)
        self.message_id, self.may_be_there, self.attempts = row.message_id, row.may_be_there, row.attempts
        self.referral_id = row.referral_id

    def run(self) -> bool:
        """Deliver, and record the outcome. Return True where the case system has the message now."""
        try:
            if self.may_be_there and not self.target.is_idempotent:
                found = self._ask_first()
                if found is not None:
                    return found
            return self._send()
        except ClaimOver:
            log.warning("another sender has taken the hand-over")
        except NotSent as error:
            self._put_off(str(error), unsure=self.may_be_there)
        except NoAnswer as error:
            self._put_off(str(error), unsure=True)
        return False

    def _ask_first(self) -> bool | None:
        """Return None where the case system does not have the message, so that it may be sent.

        Returns True where it is there, and False where nobody knows; then the outcome is recorded.
        """
        if not self.target.can_look_up:
            self._settle(HandOverState.MAY_BE_THERE, "no answer")
            return False
        self.session.commit()
        try:
            answer = transport.look_up(self.target, self.message_id)
        except (NotSent, NoAnswer) as error:
            self._put_off(f"asked: {error}", unsure=True)
            return False
        if reactions.is_there(answer):
            return self._arrived(answer, "found there")
        if reactions.is_not_there(answer):
            self.may_be_there = False
            return None if self._change(may_be_there=False) else False
        self._put_off(f"asked: {answer.status}", unsure=True, wait=reactions.retry_after(answer, clock.now()))
        return False

    def _send(self) -> bool:
        row = self.session.get_one(HandOver, self.row_id)
        if self._stays_here(row):
            return False
        try:
            form, body = opened_document(self.settings, row)
        except (Unreadable, LookupError):
            log.error("a hand-over cannot be read")
            self._settle(HandOverState.NEEDS_ADMINISTRATOR, "unreadable")
            return False
        until = clock.now() + _claim_life(self.target)
        leaving = {"status": HandOverState.SENDING, "claimed_until": until, "left_at": clock.now()}
        if not self._change(**leaving):
            raise ClaimOver
        answer = transport.post(self.target, self.message_id, body, media_type(form))
        return self._react(answer, reactions.read_answer(answer))

    def _stays_here(self, row: HandOver) -> bool:
        """Return True where the message is not sent now, because of what became of the request meanwhile."""
        if row.purpose == Purpose.WITHDRAWAL:
            request = withdrawals.request_of(row)
            told = withdrawals.what_to_do(request) if request else Told.NOT_NEEDED
            if told is Told.WAIT:
                again = clock.now() + self.target.settles_in
                self._change(status=HandOverState.WAITING, claim="", next_attempt_at=again)
            elif told is Told.NOT_NEEDED:
                self._recorded(
                    "hand_over.stopped", "not there", {"status": HandOverState.NOT_NEEDED, "document": None}
                )
            return told is not Told.SEND
        if row.purpose == Purpose.REQUEST and self._is_withdrawn():
            self._settle(HandOverState.NEEDS_PERSON, "withdrawn")
            return True
        return False

    def _is_withdrawn(self) -> bool:
        referral = self.session.get_one(Referral, self.referral_id, populate_existing=True)
        return referral.status == Status.WITHDRAWN.value and not self.may_be_there

    def _react(self, answer: CaseSystemAnswer, read: ReadAnswer) -> bool:
        wait = reactions.retry_after(answer, clock.now())
        if read.reaction is Reaction.ARRIVED:
            return self._arrived(answer, read.code)
        if read.reaction is Reaction.ALREADY_THERE:
            return self._arrived(self._asked_for_reference(answer, read), read.code)
        if read.reaction is Reaction.RETRY:
            # What was there before this attempt still may be.
            self._put_off(read.code, unsure=self.may_be_there, wait=wait)
        elif read.reaction is Reaction.RETRY_UNSURE:
            self._put_off(read.code, unsure=True, wait=wait)
        else:
            self._settle(_FOR_PEOPLE[read.reaction], read.code, read)
        return False

    def _asked_for_reference(self, answer: CaseSystemAnswer, read: ReadAnswer) -> CaseSystemAnswer:
        """Return an answer with the case system's reference where it can be had; otherwise the answer given."""
        if read.reference or not self.target.can_look_up:
            return answer
        try:
            found = transport.look_up(self.target, self.message_id)
        except (NotSent, NoAnswer):
            return answer
        return found if reactions.is_there(found) else answer

    def _arrived(self, answer: CaseSystemAnswer, code: str) -> bool:
        reference = reactions.reference_in(answer, reactions.json_of(answer))
        values = {
            "status": HandOverState.SENT,
            "external_reference": reference,
            "arrived_at": clock.now(),
            "may_be_there": False,
            "last_code": code,
            "document": None,
            "remark": None,
        }
        return self._recorded("hand_over.sent", code, values)

    def _put_off(self, code: str, *, unsure: bool, wait: timedelta = timedelta()) -> None:
        """Let a message wait for its next attempt; after the last attempt a person decides."""
        attempts = self.attempts + 1
        values: dict[str, Any] = {"attempts": attempts, "last_code": code[:80], "may_be_there": unsure}
        if attempts >= self.target.most_attempts:
            self._recorded("hand_over.failed", code, values | {"status": HandOverState.DEAD})
            return
        longest = max(wait, with_jitter(wait_after(attempts)))
        if unsure and not self.target.is_idempotent:
            # The case system may still be working on it, and would say that it does not have it.
            longest = max(longest, self.target.settles_in)
        values |= {
            "status": HandOverState.WAITING,
            "claim": "",
            "next_attempt_at": clock.now() + longest,
        }
        self._change(**values)

    def _settle(self, state: HandOverState, code: str, read: ReadAnswer | None = None) -> None:
        values: dict[str, Any] = {"status": state, "last_code": code[:80]}
        if state is HandOverState.NEEDS_PERSON:
            # Whoever has a message refuses no copy of it.
            values["may_be_there"] = False
        if read is not None and (read.remark or read.reference):
            values["external_reference"] = read.reference
            values["remark"] = vault(self.settings).seal(f"{self.row_id} remark", {"text": read.remark})
        self._recorded("hand_over.stopped", code, values)

    def _recorded(self, action: str, code: str, values: dict[str, Any]) -> bool:
        """Change the hand-over, and record it in the audit trail, in one transaction. False: the claim is over."""
        changed = QUEUE.changed(self.session, self.row_id, self.claim_id, **values)
        if changed:
            record(
                self.session,
                self.settings,
                actor=SYSTEM,
                action=action,
                subject_kind="hand_over",
                subject_id=self.row_id,
                detail={"code": code[:80]},
            )
        self.session.commit()
        return changed

    def _change(self, **values: Any) -> bool:
        return QUEUE.change(self.session, self.row_id, self.claim_id, **values)
