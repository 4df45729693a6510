"""Telling the council of a worry about somebody's safety: three parts, one button that sends, and a receipt."""

from dataclasses import replace

from flask import abort, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from core import clock, rate_limits
from core.web import settings
from directory.councils.answer import CouncilAnswer, CouncilArea
from directory.councils.queries import council_of, council_of_address
from directory.schedules.stored import year
from directory.teams.answers import teams_of
from selfassess.blueprint import blueprint
from selfassess.navigation import PageResponse
from selfassess.referrals import receipts, response_times, services
from selfassess.referrals.consents import consent_for
from selfassess.referrals.receipts import StoredReceipt
from selfassess.referrals.services import Receipt
from selfassess.session import store
from selfassess.values.concern import Subject
from selfassess.values.request import CONCERNS, Promise, RequestKind, RequestValue
from selfassess.worries import forms, told
from selfassess.worries.fields import FOLDED, title_of
from selfassess.worries.forms import PartForm
from selfassess.worries.request_value import request_value
from selfassess.worries.told import Part, Told

_DRAFT = store.draft_key(RequestKind.SAFEGUARDING_CONCERN)
_SUBJECTS = {"child": Subject.CHILD, "adult": Subject.ADULT}
"""Whom a link to the form may choose beforehand."""


def _stored() -> Told:
    """Return what this visitor has told so far; with a new key where that is nothing."""
    return store.read_stored(_DRAFT, told.from_stored, None) or Told(clock.new_id())


def _store(found: Told) -> None:
    session[_DRAFT] = told.to_stored(found)


def _sent() -> list[StoredReceipt]:
    """Return the receipts of the worries that this visitor sent, the newest last."""
    return [receipt for receipt in receipts.receipts() if receipt.kind in CONCERNS]


def _elsewhere(found: Told) -> CouncilAnswer | None:
    """Return the answer for a place in another council's area; None where it is ours, or not known.

    Where the adult is now decides who looks into it, not where they live (Care Act 2014 s.42(1)).
    """
    place, where = (str(found.values.get(name) or "").strip() for name in ("place", "where"))
    answers = [council_of(place)] if place else []
    answers.append(council_of_address(where))
    known = next((answer for answer in answers if answer.area is not CouncilArea.UNKNOWN), None)
    return known if known is not None and known.is_elsewhere else None


def _promise(kind: RequestKind) -> Promise:
    """Return what the council promises for a worry that is sent now."""
    return response_times.promise(kind, clock.now(), teams_of(settings()), year(settings().content_dir))


@blueprint.get("/check/concern")
@blueprint.get("/check/concern/<path:_page>")
def earlier_address(_page: str = "") -> Response:
    """The address of the questionnaire about worries, which this form replaced."""
    return _to_part(Part.WHERE)


@blueprint.get("/tell-us")
def worry() -> str:
    """The first part: who is in danger, and where. Nothing is stored until a part is sent."""
    found = _stored()
    beforehand = _SUBJECTS.get(request.args.get("about", ""))
    if beforehand and not found.subject:
        found = replace(found, values={**found.values, "subject": beforehand.value})
    return _part_page(Part.WHERE, found, forms.filled_form(Part.WHERE, found))


@blueprint.get("/tell-us/<part>")
def worry_part(part: str) -> PageResponse:
    """A later part. Without anything told it leads to the first one, and after sending to the receipt."""
    wanted = _part(part)
    found = _stored()
    if wanted is Part.WHERE:
        return _to_part(wanted)
    if not found.values:
        return redirect(url_for(".worry_sent"), 303) if _sent() else _to_part(Part.WHERE)
    return _part_page(wanted, found, forms.filled_form(wanted, found))


@blueprint.post("/tell-us/<part>")
def answer_worry(part: str) -> PageResponse:
    """Keep what was told, and go on, back, or send; or ask again, with nothing lost.

    The page carries all parts along, so that it can be sent where the session has ended.
    """
    shown = _part(part)
    found = _told_by_page()
    already = services.receipt(found.submission_key)
    if already is not None:
        return _to_receipt(already, found)
    _store(found)
    if "back" in request.form:
        return _to_part(told.part_before(shown))
    incomplete = forms.first_incomplete(found, shown)
    if incomplete is not None:
        return _asked_again(found, *incomplete), 422
    after = told.part_after(shown)
    return _to_part(after) if after else _send(found)


def _part(name: str) -> Part:
    """Return the part whose address ends with this name; answer 404 where there is none."""
    return Part(name) if name in list(Part) else abort(404)


def _to_part(part: Part) -> Response:
    if part is Part.WHERE:
        return redirect(url_for(".worry"), 303)
    return redirect(url_for(".worry_part", part=part.value), 303)


def _told_by_page() -> Told:
    """Return what the page sent. Where another window wrote to the session, its words stay out."""
    stored, key = _stored(), request.form.get(forms.KEY, "")[:100]
    return forms.read_told(request.form, stored if key in ("", stored.key) else Told(key))


def _asked_again(found: Told, part: Part, form: PartForm) -> str:
    """Return the page of a part with its errors. A place that is missing is asked for once more."""
    if part is Part.WHERE and form["where"].errors:
        found = replace(found, asked_where=True)
        _store(found)
        form = forms.filled_form(part, found)
        form.check(found)
    return _part_page(part, found, form)


def _send(found: Told) -> PageResponse:
    form = forms.filled_form(Part.YOU, found)
    if not rate_limits.within(form, "send_request"):
        return _part_page(Part.YOU, found, form), 422
    return _to_receipt(services.submit(settings(), _complete(found), found.submission_key), found)


def _complete(found: Told) -> RequestValue:
    other = _elsewhere(found)
    return replace(
        request_value(found, _names(other) if other else ""),
        consent=consent_for(found.kind, settings().council_name, False, clock.now()),
        promise=_promise(found.kind),
    )


def _names(other: CouncilAnswer) -> str:
    """Return the councils of a place outside our area, or the place itself where none is known."""
    return ", ".join(one.official_name for one in other.councils) or other.label


def _to_receipt(sent: Receipt, found: Told) -> Response:
    """Forget what was told, because the council has it now, and go on to the receipt."""
    other = _elsewhere(found)
    session.pop(_DRAFT, None)
    receipts.add(
        StoredReceipt(
            sent.reference, sent.kind, sent.respond_by, _notes(found), place=other.label if other else ""
        )
    )
    return redirect(url_for(".worry_sent"), 303)


def _notes(found: Told) -> tuple[str, ...]:
    """Return what the receipt must say beside the reference."""
    notes = {
        "danger": found.in_danger,
        "unnamed": found.unnamed,
        "reachable": not found.unnamed and bool(found.values.get("phone") or found.values.get("email")),
        "child_too": bool(found.values.get("child_too")) and not found.for_children,
        "told_by_child": found.told_by_child,
    }
    return tuple(note for note, holds in notes.items() if holds)


def _part_page(part: Part, found: Told, form: PartForm) -> str:
    return render_template(
        "selfassess/worries/part.html",
        part=part,
        number=told.PARTS.index(part) + 1,
        told=found,
        title=title_of(part, found),
        form=form,
        folded=FOLDED,
        carried=forms.carried(part, found),
        said=[line for before in told.PARTS[: told.PARTS.index(part)] for line in forms.said(before, found)],
        consent=consent_for(found.kind, settings().council_name, False, clock.now()),
        promise=_promise(found.kind),
        elsewhere_of=None if part is Part.WHERE else _elsewhere(found),
        was_sent=bool(_sent()),
    )


@blueprint.get("/tell-us/sent")
def worry_sent() -> PageResponse:
    """The receipt: a reference, what happens by when, and whom to call. Nothing else is offered."""
    known = _sent()
    if not known:
        return _to_part(Part.WHERE)
    return render_template(
        "selfassess/worries/sent.html",
        receipt=known[-1],
        promise=_promise(known[-1].kind),
        elsewhere_of=council_of(known[-1].place) if known[-1].place else None,
    )
