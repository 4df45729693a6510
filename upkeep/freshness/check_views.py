"""The page of an e-mail that asks for a check: one press says that a listing is still right."""

from contextlib import suppress

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from core import rate_limits
from core.web import settings
from upkeep.blueprint import blueprint
from upkeep.freshness import answers, links
from upkeep.freshness.answers import AlreadyAnswered
from upkeep.freshness.models import CheckRequest
from upkeep.freshness.sheets import sheets

PageResponse = str | Response | tuple[str, int]


@blueprint.get("/still-right/<token>")
def check(token: str) -> PageResponse:
    """Show the listings with the button. The address itself says nothing, because mail programs open it."""
    found = links.request_of(token)
    return _page(found, token) if found else _over()


def _page(found: CheckRequest, token: str) -> str:
    asked = sheets(settings(), answers.asked_about(found.id))
    return render_template(
        "upkeep/freshness/check.html",
        request_row=found,
        token=token,
        sheets=asked,
        open_ids=answers.still_open(found.id),
        wrong_ids=answers.said_wrong(found),
        stopped=answers.has_stopped(found),
    )


def _over() -> str:
    return render_template("upkeep/freshness/over.html")


@blueprint.post("/still-right/<token>")
def answer_check(token: str) -> PageResponse:
    """Note the answer once, and show what became of it."""
    rate_limits.use("claim_link")
    found = links.request_of(token)
    if found is None:
        return _over(), 422
    right = [] if request.form.get("answer") == "changed" else request.form.getlist("right")
    # A second press changes nothing, and shows what the first one did.
    with suppress(AlreadyAnswered):
        answers.answer(settings(), found, right)
    return redirect(url_for(".check", token=token), 303)


@blueprint.post("/still-right/<token>/stop")
def stop_checks(token: str) -> PageResponse:
    """Ask the recipient no more about this group's listings."""
    rate_limits.use("claim_link")
    found = links.request_of(token)
    if found is None:
        return _over(), 422
    answers.stop_asking(settings(), found)
    return redirect(url_for(".check", token=token), 303)
