"""Writes of the call screen that touch several boxes of a sheet."""

from collections.abc import Iterable, Mapping

from core import clock
from core.settings import Settings
from frontdoor.contacts import services as contacts
from frontdoor.contacts.queries import sheet_of
from frontdoor.contacts.services import Stored, Typed


def put(settings: Settings, contact_id: str, texts: Mapping[str, str], *, actor: str) -> None:
    """Write boxes whatever stood in them, such as the words of the search. Commits.

    Raises NoContact, NoSuchField, TooLong.
    """
    written = sheet_of(settings, contact_id)
    for name, text in texts.items():
        before = written.get(name)
        if text != (before.text if before else ""):
            typed = Typed(name, text, before.revision if before else 0, clock.new_id(), 1)
            contacts.save_field(settings, contact_id, typed, actor=actor)


def save_all(settings: Settings, contact_id: str, typed: Iterable[Typed], *, actor: str) -> list[Stored]:
    """Store the texts of several boxes, and say where each stands. Commits. Raises as save_field does."""
    return [contacts.save_field(settings, contact_id, one, actor=actor) for one in typed]
