"""From an identity of the provider to an account."""

from sqlalchemy import select

from accounts.identity_provider.client import Identity, IdentityRefused
from accounts.models import Account
from accounts.queries import account_by_email
from accounts.services import note
from accounts.sessions.queries import ACTIVE
from core.db import db
from core.settings import Settings


def account_of_identity(settings: Settings, identity: Identity) -> Account:
    """Return the active account of an identity. The caller commits. Raises IdentityRefused.

    At the first time an account is found by its verified e-mail address, and bound to the identity: afterwards
    an address that changes hands opens nothing. Nobody gets an account by having an identity.
    """
    wanted = select(Account).where(
        Account.oidc_issuer == identity.issuer, Account.oidc_subject == identity.subject
    )
    account = db.session.scalar(wanted)
    if account is None:
        account = account_by_email(identity.email) if identity.email else None
        if account is None or account.oidc_subject is not None:
            raise IdentityRefused("account")
        account.oidc_issuer, account.oidc_subject = identity.issuer, identity.subject
        note(settings, account.id, "account.bound_to_provider", account.id)
    if account.state != ACTIVE:
        raise IdentityRefused("state")
    return account
