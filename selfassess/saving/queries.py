"""Finding a saved copy by its reference, or by an e-mailed link."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from core import clock
from core.db import db
from selfassess.models import SavedAssessment, SavedLink
from selfassess.saved_copy.queries import first


@dataclass(frozen=True, slots=True, repr=False)
class FoundCopy:
    """A saved copy, found by its reference and not decrypted. `pass_hash`: hash of its three words."""

    id: str
    pass_hash: str


def by_lookup(lookups: Sequence[str]) -> FoundCopy | None:
    """Return the saved copy whose reference has one of these keyed hashes; None where there is none."""
    found = first(SavedAssessment.secret_lookup.in_(lookups))
    return FoundCopy(found.id, found.pass_hash) if found else None


def by_token(hashes: Sequence[str]) -> tuple[str, str] | None:
    """Return the ids of a link and of its saved copy, by a hash of the link's token.

    Returns None where the link is unknown, was used or is too old.
    """
    wanted = select(SavedLink.id, SavedLink.saved_id).where(
        SavedLink.token_hash.in_(hashes), SavedLink.expires_at > clock.now()
    )
    found = db.session.execute(wanted).first()
    return (found[0], found[1]) if found else None
