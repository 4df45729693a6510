"""The resident's session of the browser in which a handler works, which belongs to one contact at a time.

Answers of a self-assessment and the words of a worry lie in that session. It is emptied before another contact
begins, so that nobody sees what the caller before has said.
"""

from dataclasses import replace

from flask import session
from pydantic import JsonValue

from accounts.current import current_account
from core import clock
from core.sessions.current_session import peek
from directory.search import my_place
from frontdoor.calls.contact_access import may_read
from frontdoor.contacts.models import ContactRecord
from frontdoor.contacts.queries import WrittenField, contact_of
from selfassess.engine.schema import Questionnaire
from selfassess.session import answers_in_progress, store
from selfassess.session.answers_in_progress import InProgress
from selfassess.values.request import RequestKind
from selfassess.worries import told
from selfassess.worries.told import Told

_KEY = "contact"
_FOR_THEMSELVES = "me"


def holds_another(contact_id: str) -> bool:
    """Return True where this browser still has something of another caller, or of nobody we know."""
    return store.holds_anything() and peek(_KEY, "") != contact_id


def call_in_hand() -> ContactRecord | None:
    """Return the contact to which this browser's session belongs; None where the reader may not see one."""
    contact_id = str(peek(_KEY, "") or "")
    person = current_account() if contact_id else None
    contact = contact_of(contact_id) if person else None
    return contact if contact and person and may_read(contact, person) else None


def begin_afresh(contact_id: str = "") -> None:
    """Empty the session, and keep it for one contact. Its old id opens nothing any more."""
    store.forget()
    if contact_id:
        session[_KEY] = contact_id


def begin_questions(contact_id: str, questionnaire: Questionnaire, sheet: dict[str, WrittenField]) -> None:
    """Open a questionnaire for a caller, with their place, and with whom it is about where that was said.

    What this contact has answered before stays.
    """
    if peek(_KEY, "") != contact_id:
        begin_afresh(contact_id)
    value = answers_in_progress.begin(store.current(), questionnaire, afresh=False)
    rule, who = questionnaire.voice, _text(sheet, "who")
    if rule is not None and who == "self" and rule.question not in value.answers:
        answers: dict[str, JsonValue] = {**value.body.answers, rule.question: [_FOR_THEMSELVES]}
        value = replace(value, body=replace(value.body, answers=answers))
    place = _text(sheet, "place") or value.where
    my_place.remember(place)
    store.set_current(replace(value, where=place))


def begin_worry(contact_id: str, sheet: dict[str, WrittenField]) -> None:
    """Begin the form for a worry about somebody's safety with what is written in the sheet."""
    if peek(_KEY, "") != contact_id:
        begin_afresh(contact_id)
    said = "\n\n".join(text for name in ("matters", "said") if (text := _text(sheet, name)))
    values = {
        "own_words": said,
        "place": _text(sheet, "place"),
        "name": _text(sheet, "about_whom") or _text(sheet, "name"),
    }
    draft = Told(clock.new_id(), {name: text for name, text in values.items() if text})
    session[store.draft_key(RequestKind.SAFEGUARDING_CONCERN)] = told.to_stored(draft)


def open_saved(contact_id: str) -> None:
    """Empty the session for a caller who gives the reference and the words of what they saved."""
    begin_afresh(contact_id)
    store.set_current(InProgress())


def _text(sheet: dict[str, WrittenField], name: str) -> str:
    return sheet[name].text if name in sheet else ""
