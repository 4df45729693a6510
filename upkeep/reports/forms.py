"""The answer of a group to a report, and the decision of a moderator."""

from typing import Any

from flask_babel import lazy_gettext as _l

from core.forms import Form, HiddenField, MaxLength, RadiosField, Required, TextAreaField, form_class
from directory.corrections.outcomes import GROUP_ANSWERS, outcomes_for

_MOST_WORDS = 1000


class GroupAnswerForm(Form):
    """What a group says about a report."""

    version = HiddenField()
    answer = RadiosField(
        _l("What do you say?"),
        [Required(_l("Choose whether you have put it right"))],
        choices=GROUP_ANSWERS.items(),
        label_size="s",
    )
    words = TextAreaField(
        _l("Anything to add? (optional)"),
        [MaxLength(_MOST_WORDS)],
        hint=_l("The council reads this."),
        label_size="s",
        rows=3,
    )


class CloseReportForm(Form):
    """What became of a report. `close_form` adds the choices, which depend on the kind of report."""

    version = HiddenField()
    words = TextAreaField(
        _l("Words for whoever told us (optional)"),
        [MaxLength(_MOST_WORDS)],
        hint=_l("They read this in the email, and when they look up their reference. Leave out names."),
        label_size="s",
        rows=3,
    )


def close_form(what: str, sent: Any = None, **data: Any) -> Form:
    """Return the form for a report of this kind, with the fields version, outcome and words."""
    outcome = RadiosField(
        _l("What became of it?"),
        [Required(_l("Choose what became of it"))],
        choices=outcomes_for(what).items(),
        label_size="s",
    )
    return form_class({"outcome": outcome}, CloseReportForm)(sent, data=data)
