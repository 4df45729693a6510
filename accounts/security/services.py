"""What happens when somebody sets up or changes how they sign in."""

from accounts import steps
from accounts.models import Account
from accounts.passwords.services import set_password
from accounts.second_factors import totp
from accounts.second_factors.queries import factors_of
from accounts.second_factors.services import add_app, remove_app, renew_codes
from accounts.sessions import services as sessions
from accounts.sessions.queries import FoundSession
from core.db import db
from core.settings import Settings

APP, CODES = "new app", "recovery codes"


class NotEnough(Exception):
    """What is left would not be enough to sign in as staff."""


def change_password(settings: Settings, session: FoundSession, password: str) -> None:
    """Store a new password, end all other sessions of the account, and commit."""
    set_password(settings, session.account_id, password, actor=session.account_id)
    sessions.end_others(settings, session.account_id, keep=session.id)
    db.session.commit()


def begin_app(settings: Settings, session: FoundSession) -> None:
    """Make a secret for an app, remember it until the app has shown a code of it, and commit."""
    steps.store(settings, APP, session.id, {"secret": totp.new_secret()})
    db.session.commit()


def secret_of_new_app(settings: Settings, session: FoundSession) -> str:
    """Return the secret of the app that is being set up; empty where there is none, or it is too old."""
    step = steps.look(settings, APP, session.id)
    return str(step["secret"]) if step else ""


def finish_app(settings: Settings, session: FoundSession, secret: str, step: int) -> None:
    """Store the app whose code was right, remember the recovery codes for the next page, and commit."""
    steps.take(settings, APP, session.id)
    codes = add_app(settings, session.account_id, secret, step)
    steps.store(settings, CODES, session.id, {"codes": codes})
    db.session.commit()


def new_codes(settings: Settings, session: FoundSession) -> None:
    """Replace the recovery codes, remember them for the next page, and commit."""
    codes = renew_codes(settings, session.account_id)
    steps.store(settings, CODES, session.id, {"codes": codes})
    db.session.commit()


def codes_to_show(settings: Settings, session: FoundSession) -> list[str]:
    """Return the recovery codes that were made some minutes ago at most; none where they were stored."""
    step = steps.look(settings, CODES, session.id)
    return [str(code) for code in step["codes"]] if step else []


def forget_codes(settings: Settings, session: FoundSession) -> None:
    """Forget the codes that were to be shown, and commit."""
    steps.take(settings, CODES, session.id)
    db.session.commit()


def drop_app(settings: Settings, session: FoundSession) -> None:
    """Remove the app, and commit. Raises NotEnough where there is no passkey instead."""
    if not factors_of(session.account_id).passkeys:
        raise NotEnough
    remove_app(settings, session.account_id, actor=session.account_id)
    db.session.commit()


def finish(settings: Settings, session: FoundSession, *, device: str) -> str:
    """Begin a whole session in place of the one for setting up, commit, and return its token.

    Raises NotEnough while password and app, or a passkey, are missing.
    """
    if not factors_of(session.account_id).enough:
        raise NotEnough
    account = db.session.get_one(Account, session.account_id)
    token = sessions.begin(settings, account, way="set_up", device=device, replaces=session.id)
    db.session.commit()
    return token
