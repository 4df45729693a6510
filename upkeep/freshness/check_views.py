"""The page of an e-mail that asks for a check: one press says that a listing is still right."""

from contextlib import suppress

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from accounts.current import current_account
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
        signed_in=_is_signed_in(found),
    )


def _is_signed_in(found: CheckRequest) -> bool:
    """Return whether this browser is signed in as somebody who may change the listings of the message."""
    person = current_account()
    return person is not None and person.may_edit(found.organization_id)


def _over() -> str:
    return render_template("upkeep/freshness/over.html")


@blueprint.post("/still-right/<token>")
def answer_check(token: str) -> PageResponse:
    """Note the answer once, and show what became of it; who is signed in goes on to change the listing."""
    rate_limits.use("claim_link")
    found = links.request_of(token)
    if found is None:
        return _over(), 422
    right = [] if request.form.get("answer") == "changed" else request.form.getlist("right")
    # A second press changes nothing, and shows what the first one did.
    with suppress(AlreadyAnswered):
        answers.answer(settings(), found, right)
    wrong = sorted(answers.said_wrong(found))
    if len(wrong) == 1 and _is_signed_in(found):
        at_desk = url_for(".listing", organization_id=found.organization_id, listing_id=wrong[0])
        return redirect(at_desk, 303)
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
