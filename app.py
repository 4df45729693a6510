"""The application: settings, then extensions, then blueprints, then error pages. Wiring only."""

import os
from typing import Any

from flask import Flask
from flask_compress import Compress
from werkzeug.middleware.proxy_fix import ProxyFix

import accounts.register
import directory.register
import frontdoor.register
import information.views
import selfassess.register
import upkeep.register
from accounts.permissions import check_access_list
from core import (
    assets,
    components,
    content,
    errors,
    findable,
    hosts,
    i18n,
    logs,
    rate_limits,
    requests,
    security,
    stores,
    theme,
)
from core.audit.commands import audit_group
from core.backup.commands import COMMANDS as BACKUP_COMMANDS
from core.commands import init_command
from core.db import init_db
from core.dialect import engine_options
from core.health import init_health
from core.jobs.commands import jobs_group
from core.outbox.commands import outbox_group
from core.outbox.jobs import init_outbox
from core.outbox.views import outbox
from core.sessions.interface import init_sessions
from core.settings import Settings
from core.status import status_command
from core.store_turns import init_store_turns
from core.web import can_send_links
from directory.search.context import init_search
from information.cost_guide import views as cost_guide


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application.

    Without an argument the settings come from the environment (prefix SIGNPOST_).
    """
    settings = settings or Settings()
    app = Flask(__name__, static_folder="static", template_folder="templates")
    requests.init_requests(app)
    app.extensions["settings"] = settings
    app.config.update(
        SECRET_KEY=settings.signing_key(),
        SQLALCHEMY_ENGINES={"default": engine_options(settings)},
        MAX_CONTENT_LENGTH=2 * 1024 * 1024,
        COMPRESS_MIMETYPES=["text/html", "application/json", "text/calendar", "image/svg+xml"],
    )
    if settings.proxy_hops:
        hops = settings.proxy_hops
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]
    _content(app, settings)
    _extensions(app, settings)
    _blueprints(app)
    _commands(app)
    errors.init_errors(app, settings)
    hosts.init_hosts(app, settings)
    check_access_list(app)
    return app


def _content(app: Flask, settings: Settings) -> None:
    if settings.watch_content or app.debug:
        content.watch_content(settings.content_dir)
    # A command must fail for a broken file, where a server goes on with the last version that could be read.
    if os.environ.get("FLASK_RUN_FROM_CLI") != "true":
        content.keep_copies(settings.content_dir, settings.data_dir / "content-copies")


def _extensions(app: Flask, settings: Settings) -> None:
    init_db(app)
    stores.init_stores(app, settings)
    init_health(app)
    init_store_turns(app, settings)
    logs.init_logs(app, settings)
    init_sessions(app, settings)
    security.init_security(app, settings)
    rate_limits.init_rate_limits(app, settings)
    components.init_components(app)
    i18n.init_i18n(app)
    assets.init_assets(app, settings)
    theme.init_theme(app)
    findable.init_findable(app, settings)
    Compress(app)
    accounts.register.init_accounts(app, settings)
    init_search(app, settings)
    init_outbox(app, settings)

    # Read once: a page must not need the disk.
    demonstration = (settings.data_dir / "demonstration").exists()

    @app.context_processor
    def council() -> dict[str, Any]:
        return {"can_send_links": can_send_links, "council": settings, "demonstration": demonstration}


def _blueprints(app: Flask) -> None:
    app.register_blueprint(outbox)
    accounts.register.register(app)
    upkeep.register.register(app)
    directory.register.register(app)
    information.views.register(app)
    cost_guide.register(app)
    selfassess.register.register(app)
    frontdoor.register.register(app)


def _commands(app: Flask) -> None:
    for command in (init_command, outbox_group, jobs_group, audit_group, status_command, *BACKUP_COMMANDS):
        app.cli.add_command(command)
