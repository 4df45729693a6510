"""Changes that people make to their own account."""

from accounts.models import Account
from core.audit.services import record
from core.db import db
from core.settings import Settings


def change_name(settings: Settings, account_id: str, name: str) -> None:
    """Store another name, and commit. The name itself is not in the audit trail."""
    account = db.session.get_one(Account, account_id)
    if account.name == name:
        return
    account.name = name
    record(
        db.session,
        settings,
        actor=account_id,
        action="account.renamed",
        subject_kind="account",
        subject_id=account_id,
    )
    db.session.commit()
