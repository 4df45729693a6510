"""The first page of a moderator lists what waits, and only moderators see it."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from accounts.roles import Role
from tests.accounts import signed_in_as
from upkeep.worklists import Worklist, add_worklist


def test_a_worklist_is_shown_with_what_waits_to_those_who_may_open_it(app: Flask) -> None:
    add_worklist(
        app, Worklist("accounts.account", _l("Things to see to"), _l("One after the other."), lambda: 3)
    )
    add_worklist(app, Worklist("accounts.audit", _l("Not for moderators"), _l("Only administrators.")))
    page = signed_in_as(app, Role.MODERATOR).get("/moderation").get_data(as_text=True)
    assert "Things to see to" in page
    assert "3 wait" in page
    assert "Not for moderators" not in page


def test_others_do_not_see_the_page_of_moderators(app: Flask) -> None:
    assert signed_in_as(app, Role.GROUP_OWNER).get("/moderation").status_code == 403
