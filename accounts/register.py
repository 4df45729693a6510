"""Puts accounts on the application. Only app.py imports this module."""

from datetime import date, datetime

from flask import Flask
from flask_babel import format_date, format_datetime
from flask_babel import lazy_gettext as _l

from accounts.account import views as account_views  # noqa: F401
from accounts.administration import audit_views
from accounts.administration import views as administration_views  # noqa: F401
from accounts.blueprint import blueprint
from accounts.colleagues import views as colleagues_views  # noqa: F401
from accounts.commands import accounts_group
from accounts.current import init_current
from accounts.invitations import views as invitations_views  # noqa: F401
from accounts.menu import add_menu_link, menu_links
from accounts.notices import notice
from accounts.organizations import organization_names
from accounts.permissions import init_access, may_open
from accounts.purging import init_purging
from accounts.roles import ROLE_LABELS
from accounts.second_factors.services import seal_apps_again
from accounts.security import views as security_views  # noqa: F401
from accounts.sign_in import staff_views  # noqa: F401
from accounts.sign_in import views as sign_in_views  # noqa: F401
from core.audit.services import seal_head_again
from core.clock import LONDON
from core.db import db
from core.key_rotation import add_sealer
from core.settings import Settings


def init_accounts(app: Flask, settings: Settings) -> None:
    """Check every request against the access list, and handle the cookie of accounts."""
    init_access(app)
    init_current(app, settings)


def register(app: Flask) -> None:
    """Add the pages, the commands, the job and the template functions of accounts to the application."""
    app.register_blueprint(blueprint)
    app.cli.add_command(accounts_group)
    init_purging(app)
    add_menu_link(app, "accounts.administration", _l("People"))
    add_menu_link(app, "accounts.audit", _l("Audit trail"), seldom=True)
    add_sealer(app, lambda: seal_apps_again(app.extensions["settings"]))
    add_sealer(app, lambda: seal_head_again(db.session, app.extensions["settings"]))
    app.add_template_filter(_time, "account_time")
    app.add_template_filter(_day, "account_day")
    app.add_template_filter(audit_views.detail_of, "audit_detail")
    app.jinja_env.globals.update(
        may_open=may_open,
        role_labels=ROLE_LABELS,
        account_notice=notice,
        account_menu=menu_links,
        organization_names=organization_names,
    )


def _time(moment: datetime) -> str:
    """Return a moment as people in England write it, such as "23 Nov 2026, 10:00"."""
    return format_datetime(moment.astimezone(LONDON), "d MMM y, HH:mm", rebase=False)


def _day(day: date) -> str:
    """Return a day, such as "23 November 2026"."""
    return format_date(day, "d MMMM y")
