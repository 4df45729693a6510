"""Making, using and removing passkeys. Challenges are steps of `accounts.steps`, used once."""

import json
from typing import Any

import webauthn
from sqlalchemy import delete, select
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from accounts import steps
from accounts.models import Account, Passkey
from accounts.passkeys.site import RelyingParty
from accounts.services import note
from core import clock
from core.db import db
from core.settings import Settings

_NEW, _USE = "new passkey", "passkey"
MOST_NAME = 60


class PasskeyRefused(Exception):
    """The answer of the browser is not that of a passkey of this site, or came too late."""


def new_passkey_options(settings: Settings, site: RelyingParty, account_id: str, *, owner: str) -> str:
    """Return what the browser needs to make a passkey, as JSON, and remember the challenge. Commits."""
    account = db.session.get_one(Account, account_id)
    known = db.session.scalars(select(Passkey.credential_id).where(Passkey.account_id == account_id))
    options = webauthn.generate_registration_options(
        rp_id=site.id,
        rp_name=settings.council_name,
        user_id=account.id.encode(),
        user_name=account.email,
        user_display_name=account.name,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(base64url_to_bytes(one)) for one in known],
    )
    steps.store(settings, _NEW, owner, {"challenge": bytes_to_base64url(options.challenge)})
    db.session.commit()
    return webauthn.options_to_json(options)


def add_passkey(
    settings: Settings, site: RelyingParty, account_id: str, answer: str, name: str, *, owner: str
) -> None:
    """Store the passkey that a browser made, and commit. Raises PasskeyRefused."""
    try:
        verified = webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=_challenge(settings, _NEW, owner),
            expected_rp_id=site.id,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        db.session.commit()
        raise PasskeyRefused from error
    credential_id = bytes_to_base64url(verified.credential_id)
    if db.session.scalar(select(Passkey.id).where(Passkey.credential_id == credential_id)):
        db.session.commit()
        raise PasskeyRefused
    passkey = Passkey(
        id=clock.new_id(),
        account_id=account_id,
        credential_id=credential_id,
        public_key=verified.credential_public_key,
        sign_count=verified.sign_count,
        name=name[:MOST_NAME],
    )
    db.session.add(passkey)
    note(settings, account_id, "passkey.added", account_id, passkey=passkey.id)
    db.session.commit()


def use_options(settings: Settings, site: RelyingParty, *, owner: str) -> str:
    """Return what the browser needs to use a passkey, as JSON, and remember the challenge. Commits.

    It names no account: the browser offers the passkeys that it has for this site.
    """
    options = webauthn.generate_authentication_options(
        rp_id=site.id, user_verification=UserVerificationRequirement.REQUIRED
    )
    steps.store(settings, _USE, owner, {"challenge": bytes_to_base64url(options.challenge)})
    db.session.commit()
    return webauthn.options_to_json(options)


def account_of_passkey(settings: Settings, site: RelyingParty, answer: str, *, owner: str) -> Account:
    """Return the account whose passkey signed the challenge. The caller commits. Raises PasskeyRefused."""
    challenge = _challenge(settings, _USE, owner)
    passkey = _passkey_of(answer)
    if passkey is None:
        raise PasskeyRefused
    try:
        verified = webauthn.verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=site.id,
            expected_origin=site.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise PasskeyRefused from error
    passkey.sign_count, passkey.used_at = verified.new_sign_count, clock.now()
    return db.session.get_one(Account, passkey.account_id)


def remove_passkey(settings: Settings, account_id: str, passkey_id: str) -> bool:
    """Delete a passkey of an account, and commit. Return False where there is no such passkey."""
    is_own = Passkey.id == passkey_id, Passkey.account_id == account_id
    found = db.session.execute(
        delete(Passkey).where(*is_own), execution_options={"synchronize_session": False}
    )
    if not found.rowcount:  # type: ignore[attr-defined]
        db.session.rollback()
        return False
    note(settings, account_id, "passkey.removed", account_id, passkey=passkey_id)
    db.session.commit()
    return True


def _challenge(settings: Settings, kind: str, owner: str) -> bytes:
    step = steps.take(settings, kind, owner)
    if step is None:
        raise PasskeyRefused
    return base64url_to_bytes(str(step["challenge"]))


def _passkey_of(answer: str) -> Passkey | None:
    try:
        value: Any = json.loads(answer)
        credential_id = str(value["id"])
    except (ValueError, KeyError, TypeError):
        return None
    return db.session.scalar(select(Passkey).where(Passkey.credential_id == credential_id))
