"""Changes that people make to their own account."""

from accounts.models import Account
from accounts.services import note
from core.db import db
from core.settings import Settings


def change_name(settings: Settings, account_id: str, name: str) -> None:
    """Store another name, and commit. The name itself is not in the audit trail."""
    account = db.session.get_one(Account, account_id)
    if account.name == name:
        return
    account.name = name
    note(settings, account_id, "account.renamed", account_id)
    db.session.commit()
