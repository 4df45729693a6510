"""Sending everything again that stopped for one reason, once that reason is gone."""

from sqlalchemy import select, update

from core.audit.services import note
from core.crypt import BadKeys, Unreadable
from core.db import db
from core.settings import Settings
from frontdoor.handover.models import HandOver, HandOverState
from frontdoor.handover.queries import STOPPED
from frontdoor.handover.services import CannotHandOver, values_again
from frontdoor.handover.targets import Target
from selfassess.models import Referral
from selfassess.referrals.queries import record_of
from selfassess.values.saved import BadRecord

_NO_SYNC = {"synchronize_session": False}


def try_all_again(settings: Settings, target: Target, state: HandOverState, code: str, *, actor: str) -> int:
    """Let all hand-overs wait again that stopped in a state with a last answer, commit, and return how many.

    What cannot be read, or has another form by now, stays for a person. The same press twice puts back nothing
    more. Raises ValueError for a state that does not end for all at once.
    """
    if state not in STOPPED:
        raise ValueError(state.value)
    wanted = (
        select(HandOver, Referral)
        .outerjoin(Referral, Referral.id == HandOver.referral_id)
        .where(HandOver.status == state, HandOver.last_code == code, HandOver.target == target.id)
        .order_by(HandOver.created_at, HandOver.id)
    )
    count = sum(_again(settings, target, row, referral) for row, referral in db.session.execute(wanted).all())
    if count:
        note(settings, actor, "hand_over.all_again", "hand_over", state.value, code=code, count=str(count))
    db.session.commit()
    return count


def _again(settings: Settings, target: Target, row: HandOver, referral: Referral | None) -> bool:
    """Let one hand-over wait again; return False where it cannot, or somebody else was first."""
    try:
        record = record_of(settings, referral) if referral else None
        values = values_again(settings, target, row, record)
    except (BadKeys, BadRecord, CannotHandOver, Unreadable):
        return False
    same = HandOver.id == row.id, HandOver.version == row.version, HandOver.status == row.status
    changed = update(HandOver).where(*same).values(version=row.version + 1, remark=None, **values)
    return bool(db.session.execute(changed, execution_options=_NO_SYNC).rowcount)  # type: ignore[attr-defined]
