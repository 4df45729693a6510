"""The form of a service alert."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from core import clock
from core.clock import LONDON
from core.forms import (
    CheckboxesField,
    Form,
    HiddenField,
    MaxLength,
    ParsedField,
    RadiosField,
    Required,
    SelectField,
    TextAreaField,
    TextField,
    form_class,
)
from directory.alerts.queries import ids_of_slugs, slugs_of
from directory.alerts.rules import KINDS, SEVERITIES
from directory.alerts.services import AlertText
from directory.models.alerts import ServiceAlert
from directory.search.alert_places import area_name
from directory.search.context import open_context
from directory.taxonomy.needs import NeedsTree

LONGEST = timedelta(days=183)
"""An alert has an end, so that nothing old stays on the site."""

MOST_WORDS = 600
_MOST_LINES = 40
_FORMS = ("%Y-%m-%dT%H:%M", "%d/%m/%Y %H:%M", "%d %m %Y %H:%M")
_SLUG = re.compile(r"(?:.*/service/)?([a-z0-9-]+)/?(?:[?#].*)?")
_LINK = re.compile(r"(?:https?://[^\s/]+\.[^\s]+|/(?![/\\])\S*)")


def read_moment(typed: str) -> datetime | None:
    """Return the moment in England that somebody typed or chose; None where it has another form."""
    for form in _FORMS:
        try:
            return datetime.strptime(typed, form).replace(tzinfo=LONDON)
        except ValueError:
            continue
    return None


def moment_text(moment: datetime) -> str:
    """Return a moment as the field of the form has it."""
    return moment.astimezone(LONDON).strftime(_FORMS[0])


def _lines(text: str) -> list[str]:
    found = (" ".join(line.split()) for line in re.split(r"[\r\n,]+", text))
    return list(dict.fromkeys(line for line in found if line))


def _moment_field(label: Any, hint: Any, *validators: Any) -> ParsedField[datetime]:
    return ParsedField(
        label,
        validators,
        parse=read_moment,
        message=_l("Write day and time like 24/12/2026 17:30"),
        hint=hint,
        type="datetime-local",
        label_size="s",
        width=20,
    )


class AlertForm(Form):
    """A service alert. `alert_form` adds the needs."""

    version = HiddenField()
    new_id = HiddenField()
    """The id that a new alert will have."""
    kind = SelectField(_l("What is it about?"), choices=KINDS.items(), label_size="s")
    severity = RadiosField(
        _l("How bad is it?"),
        [Required(_l("Choose how bad it is"))],
        choices=SEVERITIES.items(),
        label_size="s",
        hint=_l("Danger: somebody could be hurt. Warning: people have to change their plans."),
    )
    title = TextField(
        _l("Title"),
        [Required(_l("Write a title")), MaxLength(120)],
        hint=_l("What happens and where, such as “Our office in Wombwell is closed today”."),
        label_size="s",
    )
    words = TextAreaField(
        _l("What people should know or do"),
        [Required(_l("Write what people should know or do")), MaxLength(MOST_WORDS)],
        hint=_l("Two or three short sentences, with a phone number if there is one."),
        label_size="s",
        rows=4,
    )
    starts = _moment_field(_l("From"), _l("Day and time. Leave it empty for now."))
    ends = _moment_field(
        _l("Until"),
        _l("It ends by itself then. You can end it before."),
        Required(_l("Write when it ends")),
    )
    areas = TextAreaField(
        _l("Only in these places (optional)"),
        hint=_l("Towns, or first halves of postcodes such as S73, one on each line. Empty: everywhere."),
        label_size="s",
        rows=2,
    )
    services = TextAreaField(
        _l("Only on these listings (optional)"),
        hint=_l("The addresses of the listings, one on each line."),
        label_size="s",
        rows=2,
    )
    link = TextField(
        _l("Link to more (optional)"),
        [MaxLength(1000)],
        hint=_l("Like https://www.example.org/snow, or a page of this site like /advice/staying-warm."),
        label_size="s",
        spellcheck=False,
    )

    def validate_link(self, field: Any) -> None:
        """Refuse what is no address of a page."""
        if field.data and not _LINK.fullmatch(field.data):
            raise ValidationError(_("Write an address that begins with https:// or with /"))

    def validate_areas(self, field: Any) -> None:
        """Refuse places that are not ours, and put the others into the form in which we know them."""
        context = open_context()
        known = {typed: area_name(context, typed) for typed in _lines(field.data)[:_MOST_LINES]}
        if unknown := [typed for typed, name in known.items() if not name]:
            raise ValidationError(_("We do not know this place: %(places)s", places=", ".join(unknown)))
        self.area_names = tuple(dict.fromkeys(known.values()))

    def validate_services(self, field: Any) -> None:
        """Refuse addresses that are no listings."""
        lines = _lines(field.data)[:_MOST_LINES]
        slugs = {line: found[1] if (found := _SLUG.fullmatch(line)) else "" for line in lines}
        ids = ids_of_slugs(list(slugs.values())) if slugs else {}
        if unknown := [line for line, slug in slugs.items() if slug not in ids]:
            raise ValidationError(_("There is no such listing: %(addresses)s", addresses=", ".join(unknown)))
        self.service_ids = tuple(ids.values())

    def validate_ends(self, field: Any) -> None:
        """Refuse an end before the beginning, in the past, or far away."""
        if field.parsed is None:
            return
        first = self.starts.parsed or clock.now()
        if field.parsed <= max(first, clock.now()):
            raise ValidationError(_("The end must come after the beginning, and not be over"))
        if field.parsed > first + LONGEST:
            raise ValidationError(_("Choose an end within six months. You can make it longer later"))

    area_names: tuple[str, ...] = ()
    service_ids: tuple[str, ...] = ()

    def alert_text(self, needs: Sequence[str], starts_at: datetime) -> AlertText:
        """Return what is stored, after `validate`. `starts_at`: for an empty beginning."""
        ends_at = self.ends.parsed
        if ends_at is None:
            raise ValueError("the form has no end")
        return AlertText(
            kind=self.kind.data or "other",
            severity=self.severity.data,
            title=self.title.data,
            words=self.words.data,
            areas=self.area_names,
            needs=tuple(needs),
            service_ids=self.service_ids,
            link=self.link.data,
            starts_at=self.starts.parsed or starts_at,
            ends_at=ends_at,
        )


def alert_form(tree: NeedsTree, sent: Any = None, **data: Any) -> Any:
    """Return the form with the needs of the tree, in which nobody is in danger."""
    choices = [
        (need.id, f"{theme.label}: {need.label}")
        for theme in tree.themes
        for need in theme.needs
        if need.is_ordinary
    ]
    needs = CheckboxesField("", choices=choices, params={"classes": "govuk-checkboxes--small"})
    return form_class({"needs": needs}, AlertForm)(sent, data=data)


def form_of(tree: NeedsTree, alert: ServiceAlert) -> Any:
    """Return the form with what an alert says now."""
    return alert_form(
        tree,
        version=alert.version,
        kind=alert.kind,
        severity=alert.severity,
        title=alert.title,
        words=alert.words,
        starts=moment_text(alert.starts_at),
        ends=moment_text(alert.ends_at),
        areas="\n".join(alert.areas),
        services="\n".join(f"/service/{slug}" for slug in slugs_of(alert.service_ids)),
        needs=alert.needs,
        link=alert.link,
    )
