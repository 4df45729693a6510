"""The page of the audit trail."""

import json
from datetime import datetime, time, timedelta
from typing import Any

from flask import render_template, request

from accounts import current
from accounts.administration.audit_forms import AuditForm
from accounts.blueprint import blueprint
from accounts.organizations import organization_names
from accounts.queries import names_of
from core.audit import queries
from core.audit.queries import AuditFilter
from core.audit.services import note_view
from core.clock import LONDON
from core.db import db
from core.forms import Choice
from core.paging import page_number, pages_of
from core.web import settings

PER_PAGE = 50


@blueprint.get("/administration/audit")
def audit() -> str | tuple[str, int]:
    """List entries of the audit trail, the newest first."""
    form = AuditForm(request.args)
    form.action.choices += [Choice(action, action) for action in queries.actions(db.session)]
    form.action.process(request.args)
    is_valid = form.validate()
    wanted = _filter(form) if is_valid else AuditFilter()
    page = page_number(request.args)
    note_view(settings(), current.signed_in().id, "audit")
    entries, total = queries.page_of_entries(db.session, wanted, page=page, per_page=PER_PAGE)
    values = {name: value for name, value in request.args.items() if name != "page" and value}
    details = [detail_of(entry.detail) for entry in entries]
    groups = organization_names([str(one["organization"]) for one in details if "organization" in one])
    ids = [one for entry in entries for one in (entry.actor, entry.subject_id)]
    shown = render_template(
        "accounts/administration/audit.html",
        person=current.signed_in(),
        form=form,
        entries=entries,
        total=total,
        names=names_of(ids),
        groups=groups,
        pagination=pages_of(page, total, PER_PAGE, ".audit", **values),
    )
    return shown if is_valid else (shown, 422)


def detail_of(text: str) -> dict[str, Any]:
    """Return the detail of an entry; empty where somebody changed the entry so that it cannot be read."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _filter(form: AuditForm) -> AuditFilter:
    first, last = form.first.parsed, form.last.parsed
    return AuditFilter(
        actor=form.actor.data,
        action=form.action.data,
        subject=form.subject.data,
        since=datetime.combine(first, time.min, LONDON) if first else None,
        before=datetime.combine(last + timedelta(days=1), time.min, LONDON) if last else None,
    )
