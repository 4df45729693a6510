"""Registers the pages and the commands of the directory. Only app.py imports this module."""

import click
from flask import Flask

from accounts.organizations import set_organization_source
from core.security import let_index
from core.upgrades import add_step
from directory.alerts.context import init_alerts
from directory.blueprint import blueprint
from directory.browse import views as browse_views  # noqa: F401
from directory.browse.whats_on import init_whats_on
from directory.content_audit.commands import audit_command
from directory.corrections import views as corrections_views  # noqa: F401
from directory.corrections.services import seal_plain_addresses
from directory.duplicates.commands import duplicates_command
from directory.duplicates.jobs import init_duplicates_job
from directory.editing.jobs import init_break_job
from directory.importing import commands as importing_commands
from directory.listing import views as listing_views  # noqa: F401
from directory.my_list import views as my_list_views  # noqa: F401
from directory.organization_names import DirectoryOrganizations
from directory.photos import views as photos_views  # noqa: F401
from directory.photos.jobs import init_photo_job
from directory.postcodes.commands import postcodes_command
from directory.publishing import alert_views as alert_publishing_views  # noqa: F401
from directory.publishing import embedded_views as embedded_publishing_views  # noqa: F401
from directory.publishing import other_views as other_publishing_views  # noqa: F401
from directory.publishing import views as publishing_views  # noqa: F401
from directory.publishing.blueprint import blueprint as feed_blueprint
from directory.publishing.commands import open_referral_group
from directory.publishing.problems import init_feed_answers
from directory.pulling import commands as pulling_commands  # noqa: F401
from directory.pulling.jobs import init_pulling
from directory.schedules.commands import hours_command
from directory.search import out_of_order  # noqa: F401
from directory.search import views as search_views  # noqa: F401
from directory.search.back_link import words_behind
from directory.search.commands import reindex_command, search_command
from directory.search.jobs import init_index_job
from directory.search.miss_commands import searches_command
from directory.teams.context import init_teams
from directory.urgent.template_functions import init_urgent_lines
from directory.usage import views as usage_views  # noqa: F401
from directory.usage.counter import init_usage
from directory.usage.jobs import init_usage_job


def register(app: Flask) -> None:
    """Add the directory's pages and commands to the application."""
    app.register_blueprint(blueprint)
    set_organization_source(app, DirectoryOrganizations())
    app.register_blueprint(feed_blueprint)
    init_feed_answers(app)
    pages_to_find = ("needs", "need", "a_to_z", "towns", "town", "whats_on", "service", "organization")
    let_index(app, "directory.use_our_data")
    let_index(app, *(f"directory.{name}" for name in pages_to_find))
    init_urgent_lines(app)
    init_whats_on(app)
    init_alerts(app)
    init_index_job(app)
    init_photo_job(app)
    init_usage(app, app.extensions["settings"].data_dir, words_behind)
    init_usage_job(app)
    init_duplicates_job(app)
    init_break_job(app)
    init_pulling(app, app.extensions["settings"])
    init_teams(app, app.extensions["settings"])
    add_step(app, lambda: seal_plain_addresses(app.extensions["settings"]))
    app.cli.add_command(directory_group)
    app.cli.add_command(postcodes_group)
    app.cli.add_command(open_referral_group)


@click.group("directory")
def directory_group() -> None:
    """Listings: import, search, keep the index."""


@click.group("postcodes")
def postcodes_group() -> None:
    """Postcodes and where they lie."""


directory_group.add_command(search_command)
directory_group.add_command(reindex_command)
directory_group.add_command(searches_command)
directory_group.add_command(audit_command)
directory_group.add_command(duplicates_command)
directory_group.add_command(hours_command)
directory_group.add_command(importing_commands.import_command)
directory_group.add_command(importing_commands.demo_command)
postcodes_group.add_command(postcodes_command)
