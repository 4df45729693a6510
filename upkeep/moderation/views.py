"""The first page of a moderator: the worklists."""

from flask import render_template

from accounts.current import signed_in
from upkeep.blueprint import blueprint
from upkeep.worklists import open_worklists


@blueprint.get("/moderation")
def moderation() -> str:
    """Show the worklists and how much waits in each."""
    return render_template("upkeep/moderation/home.html", person=signed_in(), rows=open_worklists())
