"""The section about what a service is: its names, and what it says about itself."""

from flask_babel import lazy_gettext as _l

from core.forms import Form, MaxLength, Required, TextAreaField, TextField, YesField
from directory.open_referral.schema.services import Service
from upkeep.desk.sections.section import Section, Surroundings, Values

MOST_NAME, MOST_SUMMARY, MOST_DESCRIPTION = 150, 300, 4000


class WhatForm(Form):
    """What it is."""

    name = TextField(
        _l("Name"),
        [Required(_l("Write the name")), MaxLength(MOST_NAME)],
        hint=_l("What people call it, such as “Ings Lane lunch club”."),
        label_size="s",
    )
    alternate_name = TextField(
        _l("Another name people use (optional)"),
        [MaxLength(MOST_NAME)],
        hint=_l("A nickname, or the name in another language."),
        label_size="s",
    )
    summary = TextAreaField(
        _l("What it is, in one or two sentences"),
        [Required(_l("Say in one or two sentences what it is")), MaxLength(MOST_SUMMARY)],
        hint=_l("For example: A hot dinner and a chat on Thursdays, for people over 60 in Wombwell."),
        rows=3,
        label_size="s",
    )
    description = TextAreaField(
        _l("More about it (optional)"),
        [MaxLength(MOST_DESCRIPTION)],
        hint=_l("What happens there? What should people bring? Write as you would tell a neighbour."),
        rows=8,
        label_size="s",
    )
    signposts_only = YesField(
        _l("It only tells people where to get help"),
        hint=_l(
            "Tick this for an information desk or a list of others. Leave it empty if you help people yourselves."
        ),
    )


def _values(record: Service, _around: Surroundings) -> Values:
    return {name: getattr(record, name) for name in WhatForm(data={}).data}


def _applied(record: Service, changed: Values, _around: Surroundings) -> Service:
    return record.model_copy(update=changed)


WHAT = Section("what", _l("What it is"), lambda _record, _around: WhatForm, _values, _applied)
