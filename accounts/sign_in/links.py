"""E-mailed links that sign in: asking for one, and claiming it by its button or by its code.

An address without an account takes the same statements as one with an account, and nothing is sent to it.
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, select, update

from accounts.current import BY_LINK
from accounts.models import Account, SignInLink
from accounts.queries import account_for_link, email_key
from accounts.sessions import services as sessions
from accounts.sessions.queries import ACTIVE, hash_of
from accounts.sign_in.emails import link_email, staff_email
from core import clock
from core.crypt import vault
from core.db import db
from core.outbox.messages import Email
from core.outbox.services import queue_email
from core.settings import Settings

LINK_LIFE = timedelta(minutes=15)
PLACE = "TOKEN"
"""What stands in the address of a link until its token is made."""

CODE_DIGITS = 6
MOST_TRIES = 5
"""Wrong codes after which a link is over."""

_NO_SYNC = {"synchronize_session": False}


class LinkIsOver(Exception):
    """The link or the code is unknown, was used, is too old, or a newer one was asked for."""


class WrongCode(Exception):
    """The code is wrong. `left`: how many tries are left."""

    def __init__(self, left: int) -> None:
        super().__init__("wrong code")
        self.left = left


@dataclass(frozen=True, slots=True)
class Entered:
    """Somebody is signed in: the token for the cookie, and the page that they wanted; empty for none."""

    token: str
    next_path: str


def ask(settings: Settings, address: str, *, browser: str, next_path: str, link_url: str) -> None:
    """Send a link to an address that has an account, end earlier ones, and commit. Raises EmailRefused.

    `browser`: the cookie of the browser that asks. `link_url`: the address of the link with PLACE in it.
    """
    account, by_link = account_for_link(address)
    token, code = secrets.token_urlsafe(32), f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
    now, cipher = clock.now(), vault(settings)
    purpose, key = "sign-in address", email_key(address)
    db.session.execute(
        delete(SignInLink).where(SignInLink.address_lookup.in_(cipher.lookups(purpose, key))),
        execution_options=_NO_SYNC,
    )
    link = SignInLink(
        id=clock.new_id(),
        account_id=account.id if account and by_link else None,
        address_lookup=cipher.lookup(purpose, key),
        token_hash=hash_of(token),
        browser_hash=hash_of(browser),
        next_path=next_path,
        created_at=now,
        expires_at=now + LINK_LIFE,
    )
    link.code_hash = _code_hash(settings, link.id, code)
    db.session.add(link)
    url = link_url.replace(PLACE, token)
    subject, text = link_email(settings, url, code) if by_link or account is None else staff_email(settings)
    email = Email(address, subject, text, purpose="sign_in")
    queue_email(db.session, settings, email, deliver=account is not None)
    db.session.commit()


def is_alive(token: str) -> bool:
    """Return True where a link can still be claimed."""
    return db.session.scalar(select(SignInLink.id).where(*_alive(token))) is not None


def claim(settings: Settings, token: str, *, device: str) -> Entered:
    """Sign in with the token of a link, and commit. Raises LinkIsOver."""
    taken = delete(SignInLink).where(*_alive(token)).returning(SignInLink.account_id, SignInLink.next_path)
    return _enter(settings, db.session.execute(taken, execution_options=_NO_SYNC).first(), device)


def use_code(settings: Settings, browser: str, code: str, *, device: str) -> Entered:
    """Sign in with the code of the link that this browser asked for, and commit.

    Raises LinkIsOver and WrongCode; a wrong code is counted first, so that tries at the same time count too.
    """
    counted = (
        update(SignInLink)
        .where(
            SignInLink.browser_hash == hash_of(browser),
            SignInLink.expires_at > clock.now(),
            SignInLink.tries < MOST_TRIES,
        )
        .values(tries=SignInLink.tries + 1)
        .returning(SignInLink.id, SignInLink.code_hash, SignInLink.tries)
    )
    found = db.session.execute(counted, execution_options=_NO_SYNC).first()
    db.session.commit()
    if found is None:
        raise LinkIsOver
    link_id, code_hash, tries = found
    if not hmac.compare_digest(code_hash, _code_hash(settings, link_id, code)):
        raise WrongCode(MOST_TRIES - tries)
    taken = (
        delete(SignInLink)
        .where(SignInLink.id == link_id)
        .returning(SignInLink.account_id, SignInLink.next_path)
    )
    return _enter(settings, db.session.execute(taken, execution_options=_NO_SYNC).first(), device)


def delete_expired(upto: datetime) -> int:
    """Delete links that expired before a moment, in the caller's transaction; return how many."""
    found = db.session.execute(
        delete(SignInLink).where(SignInLink.expires_at <= upto), execution_options=_NO_SYNC
    )
    return int(found.rowcount)  # type: ignore[attr-defined]


def _alive(token: str) -> tuple[ColumnElement[bool], ...]:
    return (
        SignInLink.token_hash == hash_of(token),
        SignInLink.expires_at > clock.now(),
        SignInLink.account_id.is_not(None),
    )


def _enter(settings: Settings, taken: Any, device: str) -> Entered:
    account_id, next_path = taken or (None, "")
    account = db.session.get(Account, account_id) if account_id else None
    if account is None or account.state != ACTIVE:
        db.session.commit()
        raise LinkIsOver
    token = sessions.begin(settings, account, way=BY_LINK, device=device)
    db.session.commit()
    return Entered(token, next_path)


def _code_hash(settings: Settings, link_id: str, code: str) -> str:
    """Return the keyed hash of a code, which is too short for a plain one."""
    return vault(settings).lookup("sign-in code", f"{link_id} {code}")
