"""The tables of accounts: who they are, what they may do, how they sign in, and where they are signed in."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core import clock
from core.db import Base, UtcDateTime, UuidKey


def _account_key(*, primary: bool = False) -> Mapped[str]:
    return mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=not primary, primary_key=primary)


class Account(UuidKey, Base):
    """A person of a group or of the council's staff.

    `email_key`: the e-mail address in lower case, by which the account is found. `state`: "active", "locked",
    or "closed", when name and address are emptied. `epoch` counts how often the account was signed out
    everywhere: a session of an earlier epoch is over.
    """

    __tablename__ = "account"
    __table_args__ = (UniqueConstraint("oidc_issuer", "oidc_subject"),)

    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(320))
    email_key: Mapped[str] = mapped_column(String(320), unique=True)
    state: Mapped[str] = mapped_column(String(10), default="active")
    epoch: Mapped[int] = mapped_column(default=0)
    demonstration: Mapped[bool] = mapped_column(default=False)
    """True for the invented people of the demonstration, who alone can be chosen on the sign-in page."""
    oidc_issuer: Mapped[str | None] = mapped_column(String(300))
    oidc_subject: Mapped[str | None] = mapped_column(String(255))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    signed_in_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    grants: Mapped[list["RoleGrant"]] = relationship(
        cascade="all, delete-orphan", order_by="RoleGrant.role, RoleGrant.organization_id"
    )


class RoleGrant(UuidKey, Base):
    """One role of one account. `organization_id`: for which organization; empty for a role of staff.

    It refers to no table, because accounts know nothing of the directory, and an import that removes an
    organization must not take roles away unseen.
    """

    __tablename__ = "role_grant"
    __table_args__ = (UniqueConstraint("account_id", "role", "organization_id"),)

    account_id: Mapped[str] = _account_key()
    role: Mapped[str] = mapped_column(String(20), index=True)
    organization_id: Mapped[str] = mapped_column(String(36), default="", index=True)
    granted_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    granted_by: Mapped[str] = mapped_column(String(36))
    """The id of an account, or "system"."""


class SignInLink(UuidKey, Base):
    """A link that was asked for by e-mail. `account_id`: none where nobody has the address; then none is sent.

    `address_lookup`: keyed hash of the address, for which one link lives at a time. `browser_hash`: hash of
    the cookie of the browser that asked, in which alone the typed code works. `tries`: wrong codes so far.
    """

    __tablename__ = "sign_in_link"
    __table_args__ = {"info": {"in_backup": False}}

    account_id: Mapped[str | None] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    address_lookup: Mapped[str] = mapped_column(String(64), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    browser_hash: Mapped[str] = mapped_column(String(64), index=True)
    tries: Mapped[int] = mapped_column(default=0)
    next_path: Mapped[str] = mapped_column(String(2000), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class AccountSession(UuidKey, Base):
    """A browser in which an account is signed in, or is about to be.

    `id_hash`: SHA-256 of the cookie. `way`: how the person proved who they are. `waits_for`: empty, or
    "second_factor" while the password alone was right. `expires_at`: end if nobody clicks; `ends_at`: end in
    any case. `device`: browser and system in words.
    """

    __tablename__ = "account_session"
    __table_args__ = {"info": {"in_backup": False}}

    account_id: Mapped[str] = _account_key()
    id_hash: Mapped[str] = mapped_column(String(64), unique=True)
    epoch: Mapped[int]
    way: Mapped[str] = mapped_column(String(20))
    waits_for: Mapped[str] = mapped_column(String(20), default="")
    next_path: Mapped[str] = mapped_column(String(2000), default="")
    device: Mapped[str] = mapped_column(String(100), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SignInStep(Base):
    """What the site must remember between two steps in one browser, encrypted: a challenge, a state, a secret.

    `id_hash`: SHA-256 of the cookie and of the kind of step, such as "oidc" or "passkey".
    """

    __tablename__ = "sign_in_step"
    __table_args__ = {"info": {"in_backup": False}}

    id_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class PasswordCredential(Base):
    """The Argon2id hash of a password."""

    __tablename__ = "password_credential"

    account_id: Mapped[str] = _account_key(primary=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class TotpCredential(Base):
    """The secret of an authenticator app (RFC 6238), encrypted.

    `last_step`: the newest time step whose code was used; that code and older ones work no more.
    """

    __tablename__ = "totp_credential"

    account_id: Mapped[str] = _account_key(primary=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    last_step: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class RecoveryCode(UuidKey, Base):
    """The keyed hash of a code that works once in place of the second factor."""

    __tablename__ = "recovery_code"

    account_id: Mapped[str] = _account_key()
    code_hash: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Passkey(UuidKey, Base):
    """A public key of a device (W3C, Web Authentication). `credential_id`: base64url, as the browser sends
    it.
    """

    __tablename__ = "passkey"

    account_id: Mapped[str] = _account_key()
    credential_id: Mapped[str] = mapped_column(String(1400), unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(String(100))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Invitation(UuidKey, Base):
    """An offer of a role, sent by e-mail. It is accepted once, until `expires_at`."""

    __tablename__ = "invitation"

    email: Mapped[str] = mapped_column(String(320))
    email_key: Mapped[str] = mapped_column(String(320), index=True)
    role: Mapped[str] = mapped_column(String(20))
    organization_id: Mapped[str] = mapped_column(String(36), default="", index=True)
    invited_by: Mapped[str] = mapped_column(String(36))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
