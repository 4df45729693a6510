"""Reading which second factors an account has."""

from dataclasses import dataclass

from sqlalchemy import func, select

from accounts.models import Passkey, PasswordCredential, RecoveryCode, TotpCredential
from core.db import db


@dataclass(frozen=True, slots=True)
class Factors:
    """How an account can prove who it is. `codes`: recovery codes that are left."""

    password: bool
    app: bool
    passkeys: int
    codes: int

    @property
    def enough(self) -> bool:
        """Whether the account can sign in as staff: by a passkey, or by password and app."""
        return bool(self.passkeys) or (self.password and self.app)

    @property
    def second(self) -> bool:
        """Whether there is something to ask for after the password."""
        return self.app or bool(self.passkeys)


def factors_of(account_id: str) -> Factors:
    """Return which factors an account has."""
    unused = (
        select(func.count())
        .select_from(RecoveryCode)
        .where(RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None))
    )
    passkeys = select(func.count()).select_from(Passkey).where(Passkey.account_id == account_id)
    return Factors(
        password=db.session.get(PasswordCredential, account_id) is not None,
        app=db.session.get(TotpCredential, account_id) is not None,
        passkeys=db.session.scalar(passkeys) or 0,
        codes=db.session.scalar(unused) or 0,
    )
