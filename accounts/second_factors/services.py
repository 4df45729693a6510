"""Storing, checking and removing second factors."""

from sqlalchemy import delete, update

from accounts.models import Passkey, RecoveryCode, TotpCredential
from accounts.passwords.services import forget_password
from accounts.second_factors import recovery, totp
from accounts.services import note
from core import clock
from core.crypt import vault
from core.db import db
from core.settings import Settings

_NO_SYNC = {"synchronize_session": False}
_PURPOSE = "recovery code"


def add_app(settings: Settings, account_id: str, secret: str, step: int) -> list[str]:
    """Store the secret of an app with new recovery codes, and return these. The caller commits.

    `step`: the time step of the code that proved that the app works, and which is used up by that.
    """
    db.session.execute(
        delete(TotpCredential).where(TotpCredential.account_id == account_id), execution_options=_NO_SYNC
    )
    sealed = vault(settings).seal(_place(account_id), {"secret": secret})
    db.session.add(TotpCredential(account_id=account_id, sealed=sealed, last_step=step))
    note(settings, account_id, "app.added", account_id)
    return renew_codes(settings, account_id)


def renew_codes(settings: Settings, account_id: str) -> list[str]:
    """Replace all recovery codes, and return the new ones, which are not stored. The caller commits."""
    db.session.execute(
        delete(RecoveryCode).where(RecoveryCode.account_id == account_id), execution_options=_NO_SYNC
    )
    codes = recovery.new_codes()
    for code in codes:
        stored = vault(settings).lookup(_PURPOSE, f"{account_id} {code}")
        db.session.add(RecoveryCode(account_id=account_id, code_hash=stored))
    note(settings, account_id, "recovery_codes.renewed", account_id)
    return codes


def second_factor_fits(settings: Settings, account_id: str, typed: str) -> bool:
    """Return whether this is a code of the app or a recovery code, and use it up. The caller commits."""
    digits = "".join(character for character in typed if character.isascii() and character.isdigit())
    if len(digits) == 6 and _use_app_code(settings, account_id, digits):
        return True
    code = recovery.read_code(typed)
    return bool(code) and _use_recovery_code(settings, account_id, code)


def _use_app_code(settings: Settings, account_id: str, digits: str) -> bool:
    credential = db.session.get(TotpCredential, account_id, populate_existing=True)
    if credential is None:
        return False
    secret = vault(settings).open(_place(account_id), credential.sealed)["secret"]
    step = totp.step_of_code(secret, digits, after=credential.last_step)
    if step is None:
        return False
    # Compare and swap: of two requests with the same code one alone succeeds.
    used = (
        update(TotpCredential)
        .where(TotpCredential.account_id == account_id, TotpCredential.last_step < step)
        .values(last_step=step)
    )
    return bool(db.session.execute(used, execution_options=_NO_SYNC).rowcount)  # type: ignore[attr-defined]


def _use_recovery_code(settings: Settings, account_id: str, code: str) -> bool:
    stored = vault(settings).lookups(_PURPOSE, f"{account_id} {code}")
    used = (
        update(RecoveryCode)
        .where(
            RecoveryCode.account_id == account_id,
            RecoveryCode.code_hash.in_(stored),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=clock.now())
    )
    if not db.session.execute(used, execution_options=_NO_SYNC).rowcount:  # type: ignore[attr-defined]
        return False
    note(settings, account_id, "recovery_code.used", account_id)
    return True


def remove_app(settings: Settings, account_id: str, *, actor: str) -> None:
    """Remove the app and its recovery codes. The caller commits."""
    for table in (TotpCredential, RecoveryCode):
        db.session.execute(delete(table).where(table.account_id == account_id), execution_options=_NO_SYNC)
    note(settings, actor, "app.removed", account_id)


def forget_all_factors(settings: Settings, account_id: str, *, actor: str) -> None:
    """Remove password, app, codes and passkeys, for somebody who lost them. The caller commits."""
    forget_password(account_id)
    for table in (TotpCredential, RecoveryCode, Passkey):
        db.session.execute(delete(table).where(table.account_id == account_id), execution_options=_NO_SYNC)
    note(settings, actor, "factors.removed", account_id)


def seal_apps_again(settings: Settings) -> int:
    """Encrypt the secrets of all apps with the newest key, commit, and return how many. Raises Unreadable."""
    credentials = db.session.query(TotpCredential).all()
    for credential in credentials:
        credential.sealed = vault(settings).sealed_again(credential.sealed)
    db.session.commit()
    return len(credentials)


def _place(account_id: str) -> str:
    return f"app {account_id}"
