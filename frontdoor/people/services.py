"""Writing people who agreed to be known."""

from sqlalchemy import select

from core.crypt import vault
from core.db import db
from core.settings import Settings
from frontdoor.people.models import KnownPerson


def seal_again(settings: Settings) -> int:
    """Encrypt what is stored about people with the newest key, commit, and return how many people.

    Raises Unreadable.
    """
    cipher = vault(settings)
    people = db.session.scalars(select(KnownPerson)).all()
    for person in people:
        person.sealed = cipher.sealed_again(person.sealed)
    db.session.commit()
    return len(people)
