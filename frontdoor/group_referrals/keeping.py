"""How long referrals to groups are stored, and encrypting them with a new key."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, or_, select, update

from core.crypt import vault
from core.db import db
from core.settings import Settings
from frontdoor.group_referrals.models import GroupReferral
from frontdoor.group_referrals.telling import forget_messages


def wipe_ended(settings: Settings, upto: datetime) -> int:
    """Empty what was passed on and what groups wrote, `group_referral_days` after the end of a referral.

    What never got through to the case system goes with it. Commits, and returns how many referrals. A referral
    that waits or that came back is never emptied.
    """
    before = upto - timedelta(days=settings.group_referral_days)
    has_words = or_(GroupReferral.sealed.is_not(None), GroupReferral.sealed_answer.is_not(None))
    over = (GroupReferral.ended_at <= before) & has_words
    forget_messages(over)
    emptied = update(GroupReferral).where(over).values(sealed=None, sealed_answer=None)
    result: Any = db.session.execute(emptied, execution_options={"synchronize_session": False})
    db.session.commit()
    return result.rowcount if isinstance(result, CursorResult) else 0


def seal_again(settings: Settings) -> int:
    """Encrypt everything of referrals to groups with the newest key, commit, and return how many. Raises
    Unreadable.
    """
    cipher = vault(settings)
    rows = db.session.scalars(select(GroupReferral)).all()
    for row in rows:
        row.sealed = cipher.sealed_again(row.sealed) if row.sealed else None
        row.sealed_answer = cipher.sealed_again(row.sealed_answer) if row.sealed_answer else None
    db.session.commit()
    return len(rows)
