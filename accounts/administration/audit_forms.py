"""The filter of the audit trail."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l

from core.forms import Form, MaxLength, ParsedField, SelectField, TextField


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _day_field(label: Any) -> Any:
    return ParsedField(
        label,
        parse=_day,
        message=_l("Write the day like 2026-11-23"),
        hint=_l("Like 2026-11-23."),
        label_size="s",
        width=10,
    )


class AuditForm(Form):
    """Which entries to show; empty fields filter nothing. Accounts and subjects are given by their ids."""

    action = SelectField(_l("What was done"), choices=[("", _l("Everything"))], label_size="s")
    first = _day_field(_l("From"))
    last = _day_field(_l("Until"))
    actor = TextField(
        _l("Who: id of the account"), [MaxLength(36)], label_size="s", spellcheck=False, width=20
    )
    subject = TextField(_l("To what: id"), [MaxLength(120)], label_size="s", spellcheck=False, width=20)
