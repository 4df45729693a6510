"""Signing in as staff: password, then second factor; or one strong proof alone."""

from accounts.models import Account
from accounts.passwords.queries import password_fits
from accounts.queries import account_by_email
from accounts.second_factors.queries import factors_of
from accounts.second_factors.services import second_factor_fits
from accounts.sessions import services as sessions
from accounts.sessions.queries import ACTIVE, FoundSession
from accounts.sessions.services import SECOND_FACTOR, SETTING_UP
from core.db import db
from core.settings import Settings


class WrongPassword(Exception):
    """Nobody active has this e-mail address and this password."""


class NotActive(Exception):
    """The account is locked or closed."""


def use_password(
    settings: Settings, address: str, password: str, *, device: str, next_path: str
) -> tuple[str, str]:
    """Begin a session that waits for the second factor, or for setting one up, and commit.

    Return its token and what it waits for. Raises WrongPassword after the same work for every reason.
    """
    account = account_by_email(address)
    if not password_fits(account.id if account else "", password) or account is None:
        raise WrongPassword
    waits_for = SECOND_FACTOR if factors_of(account.id).second else SETTING_UP
    token = sessions.begin(
        settings, account, way="password", device=device, waits_for=waits_for, next_path=next_path
    )
    db.session.commit()
    return token, waits_for


def use_second_factor(settings: Settings, session: FoundSession, typed: str, *, device: str) -> str:
    """Return the token of a whole session that replaces the waiting one; empty for a wrong code. Commits."""
    if not second_factor_fits(settings, session.account_id, typed):
        db.session.commit()
        return ""
    account = db.session.get_one(Account, session.account_id)
    return enter(settings, account, way="password", device=device, replaces=session.id)


def enter(settings: Settings, account: Account, *, way: str, device: str, replaces: str = "") -> str:
    """Begin a whole session, commit, and return its token. Raises NotActive."""
    if account.state != ACTIVE:
        raise NotActive
    token = sessions.begin(settings, account, way=way, device=device, replaces=replaces)
    db.session.commit()
    return token
