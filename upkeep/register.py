"""Puts the upkeep of listings on the application. Only app.py imports this module."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from accounts.menu import add_menu_link
from core.i18n import month_words
from core.key_rotation import add_sealer
from core.requests import allow_larger
from directory.call_fixes.queries import waiting_fixes
from directory.corrections.queries import waiting_reports
from directory.duplicates.queries import open_count as open_pairs
from directory.photos.images import MOST_BYTES
from directory.pulling.queries import number_in_trouble
from upkeep.alerts import views as alerts_views  # noqa: F401
from upkeep.blueprint import blueprint
from upkeep.call_fixes import views as call_fixes_views  # noqa: F401
from upkeep.changes import group_views as group_changes_views  # noqa: F401
from upkeep.changes import history_views  # noqa: F401
from upkeep.changes import views as changes_views  # noqa: F401
from upkeep.changes.queries import waiting_count as waiting_changes
from upkeep.content_audit import views as content_audit_views  # noqa: F401
from upkeep.content_audit.queries import waiting_count as waiting_findings
from upkeep.desk.contacts import views as contacts_views  # noqa: F401
from upkeep.desk.home import views as home_views  # noqa: F401
from upkeep.desk.listings import preview_views  # noqa: F401
from upkeep.desk.listings import views as listings_views  # noqa: F401
from upkeep.desk.photos import views as photos_views  # noqa: F401
from upkeep.duplicates import views as duplicates_views  # noqa: F401
from upkeep.figures import views as figures_views  # noqa: F401
from upkeep.freshness import call_views, check_views, group_views  # noqa: F401
from upkeep.freshness.commands import upkeep_group
from upkeep.freshness.jobs import init_freshness
from upkeep.joining import moderation_views as joining_moderation_views  # noqa: F401
from upkeep.joining import views as joining_views  # noqa: F401
from upkeep.joining.jobs import init_joining
from upkeep.joining.queries import waiting_count
from upkeep.joining.services import seal_again
from upkeep.life import views as life_views  # noqa: F401
from upkeep.links import views as links_views  # noqa: F401
from upkeep.links.jobs import init_links
from upkeep.merges import views as merges_views  # noqa: F401
from upkeep.merges.jobs import init_merges_job
from upkeep.moderation import views as moderation_views  # noqa: F401
from upkeep.reports import group_views as group_reports_views  # noqa: F401
from upkeep.reports import views as reports_views  # noqa: F401
from upkeep.similar import views as similar_views  # noqa: F401
from upkeep.sources import views as sources_views  # noqa: F401
from upkeep.worklists import Worklist, add_worklist


def register(app: Flask) -> None:
    """Add the pages, the jobs and the commands of upkeep to the application."""
    app.register_blueprint(blueprint)
    add_menu_link(app, "upkeep.moderation", _l("Moderation"))
    allow_larger(app, "upkeep.set_photo", MOST_BYTES + 64 * 1024)
    add_worklist(
        app,
        Worklist(
            "upkeep.changes",
            _l("Changes of listings"),
            _l("What groups and call handlers want to change, and what trusted groups changed."),
            waiting_changes,
        ),
    )
    add_worklist(
        app,
        Worklist(
            "upkeep.recent_changes",
            _l("What changed in the last 14 days"),
            _l("Who changed what, and how to bring an earlier version back."),
        ),
    )
    add_worklist(
        app,
        Worklist(
            "upkeep.duplicates",
            _l("Listings that may be the same"),
            _l("Compare two listings, and put them into one or say that they are not the same."),
            open_pairs,
        ),
    )
    add_worklist(
        app,
        Worklist(
            "upkeep.merges",
            _l("Merged listings"),
            _l(
                "Which listings became one, and how to undo it. You can also compare two listings that you choose."
            ),
        ),
    )
    init_merges_job(app)
    add_worklist(
        app,
        Worklist(
            "upkeep.content_audit",
            _l("What is wrong in listings"),
            _l(
                "Words that only hold a place, nothing to get in touch with, things in the wrong box, too many needs."
            ),
            waiting_findings,
        ),
    )
    add_worklist(
        app,
        Worklist(
            "upkeep.group_requests",
            _l("Groups that want to join"),
            _l("Groups that ask to be listed, and people who claim a listing."),
            waiting_count,
        ),
    )
    add_worklist(
        app,
        Worklist(
            "upkeep.figures",
            _l("How people use the listings"),
            _l("How often listings are opened, saved, sent and called."),
        ),
    )
    app.add_template_filter(month_words, "month_words")
    init_joining(app)
    add_sealer(app, lambda: seal_again(app.extensions["settings"]))
    app.cli.add_command(upkeep_group)
    add_menu_link(app, "upkeep.alerts", _l("Alerts"))
    add_worklist(
        app,
        Worklist(
            "upkeep.call_fixes",
            _l("Changed during calls"),
            _l("Numbers and addresses that call handlers put right at once."),
            waiting_fixes,
        ),
    )
    init_freshness(app, app.extensions["settings"])
    init_links(app, app.extensions["settings"])
    add_worklist(
        app,
        Worklist(
            "upkeep.reports",
            _l("Reports of mistakes"),
            _l("What people say is wrong in a listing, and worries about how people are treated."),
            waiting_reports,
        ),
    )
    add_worklist(
        app,
        Worklist(
            "upkeep.sources",
            _l("Sources"),
            _l("Lists of other councils and groups that we read regularly, and those that do not work."),
            number_in_trouble,
        ),
    )
