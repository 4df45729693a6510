"""The pages of my list. The session holds the list; there is no account."""

from collections.abc import Callable, Sequence

from flask import abort, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from core import rate_limits
from core.db import db
from core.outbox.messages import Email
from core.outbox.queries import delivery_state
from core.outbox.services import EmailRefused, send_email
from core.outbox.wording import refusal
from core.sessions.current_session import peek
from core.web import links_are_sent, local_path, public_url, settings
from directory.blueprint import blueprint
from directory.listing import card_queries
from directory.listing.qr import qr_image
from directory.my_list import emails
from directory.my_list import items as lists
from directory.my_list.forms import MoveForm, NoteForm, SendForm, ServiceForm
from directory.my_list.items import Entry
from directory.my_list.saved import (
    SESSION_KEY,
    SavedService,
    current,
    saved_services,
    still_missing,
    store,
    stored,
)
from directory.usage.counter import count_use
from directory.usage.kinds import Use


@blueprint.app_context_processor
def my_list_in_templates() -> dict[str, Callable[[], frozenset[str]]]:
    """Return the template variable `saved_ids`: a function that returns the ids on the visitor's list.

    None are known where the session cannot be read, and the page answers all the same.
    """
    return {"saved_ids": lambda: lists.saved_ids(peek(SESSION_KEY))}


def _share_url(saved: Sequence[SavedService]) -> str:
    """Return the address of the shared list; empty for an empty list."""
    if not saved:
        return ""
    return public_url("directory.shared_list", ids=lists.encode([item.card.service_id for item in saved]))


def _answer(message: str) -> Response:
    """Answer a script with a message that is read out; redirect a form to the page on which it was sent."""
    items = stored()
    if request.accept_mimetypes.best == "application/json":
        return jsonify(message=message, count=len(items), saved=[entry["id"] for entry in items])
    back = local_path(request.form.get("next", ""), url_for("selfassess.plan"))
    service_id = request.form.get("service", "")
    has_card = "#" not in back and service_id in card_queries.public_ids([service_id])
    return redirect(f"{back}#card-{service_id}" if has_card else back, 303)


@blueprint.get("/my-list")
def my_list() -> Response:
    """Redirect to the plan, whose first part is the list."""
    return redirect(url_for("selfassess.plan"), 308)


def _list_page(note_form: NoteForm) -> str:
    """Render the list with a refused note: its text and message are shown beside its service."""
    items = stored()
    saved = saved_services(items)
    return render_template(
        "directory/my_list/my_list.html",
        things=saved,
        gone=still_missing(items, saved),
        full=len(items) >= lists.MOST_SAVED,
        most_note=lists.MOST_NOTE,
        note_form=note_form,
        note_error=_note_error(note_form, saved),
        sensitive=any(item.listing.sensitive for item in saved),
    )


def _note_error(form: NoteForm, saved: Sequence[SavedService]) -> dict[str, str]:
    """Return the error summary's entry for a refused note, with a link to the note's field."""
    text = str(form.note.errors[0])
    for number, item in enumerate(saved, 1):
        if item.card.service_id == form.service.data:
            return {"text": text, "href": f"#note-{number}"}
    return {"text": text}


@blueprint.post("/my-list/add")
def add_to_list() -> Response:
    """Save one service, or all services of a shared list."""
    wanted = card_queries.public_ids(request.form.getlist("service")[: lists.MOST_SAVED])
    if not wanted:
        abort(400)
    before = {entry["id"] for entry in current()}
    items = lists.add(current(), wanted, request.form.get("why", ""))
    store(items)
    count_use(Use.SAVE, [entry["id"] for entry in items if entry["id"] not in before])
    if not set(wanted) <= {entry["id"] for entry in items}:
        return _answer(_("Your list is full. Take something off it first."))
    return _answer(
        ngettext(
            "Saved to your plan. %(num)d thing is on it.",
            "Saved to your plan. %(num)d things are on it.",
            len(items),
        )
    )


@blueprint.post("/my-list/remove")
def remove_from_list() -> Response:
    """Take one service off the list."""
    store(lists.remove(current(), ServiceForm(request.form).service.data))
    return _answer(_("Taken off your plan."))


@blueprint.post("/my-list/move")
def move_in_list() -> Response:
    """Put one service at a position, counted from 1."""
    form = MoveForm(request.form)
    if not form.validate():
        abort(400)
    store(lists.place(current(), form.service.data, form.position))
    return _answer(_("Moved."))


@blueprint.post("/my-list/note")
def note_in_list() -> Response | tuple[str, int]:
    """Save a note to self beside a service."""
    form = NoteForm(request.form)
    if not form.validate():
        return _list_page(form), 422
    store(lists.with_note(current(), form.service.data, form.note.data))
    return _answer(_("Note saved."))


@blueprint.post("/my-list/clear")
def clear_list() -> Response:
    """Take everything off the list."""
    store([])
    return redirect(url_for("selfassess.plan"), 303)


@blueprint.get("/my-list/share")
def share_list() -> str:
    """Show a link and a code that hold the ids of the services and nothing else."""
    saved = saved_services(stored())
    share = _share_url(saved)
    return render_template(
        "directory/my_list/share_list.html",
        things=saved,
        share_url=share,
        qr=qr_image(share) if share else "",
        shared_part=len(saved) > lists.MOST_SHARED,
        most_shared=lists.MOST_SHARED,
        sensitive=any(item.listing.sensitive for item in saved),
    )


@blueprint.get("/my-list/send")
def send_list() -> str:
    """Show the form that asks for an e-mail address."""
    return _send_page(SendForm(), saved_services(stored()))


@blueprint.post("/my-list/send")
def send_list_now() -> Response | tuple[str, int]:
    """Send the list by e-mail, or show the form with its mistakes."""
    form, saved = SendForm(request.form), saved_services(stored())
    is_complete = form.validate() and bool(saved) and links_are_sent(form)
    if not is_complete or not rate_limits.within(form, "send_list"):
        return _send_page(form, saved), 422
    lines = [
        emails.ListedService(
            item.listing,
            public_url("directory.service", slug=item.card.slug),
            item.note if form.notes.data else "",
        )
        for item in saved
    ]
    subject, body = emails.list_email(lines, settings())
    try:
        message = send_email(
            db.session,
            settings(),
            Email(form.email.data, subject, body, "my_list", typed=sum(len(line.note) for line in lines)),
        )
    except EmailRefused as error:
        form.email.errors = [refusal(error)]
        return _send_page(form, saved), error.status
    count_use(Use.SEND, [item.card.service_id for item in saved])
    return redirect(url_for("directory.list_sent", message=message), 303)


def _send_page(form: SendForm, saved: Sequence[SavedService]) -> str:
    has_notes = any(item.note for item in saved)
    sensitive = any(item.listing.sensitive for item in saved)
    return render_template(
        "directory/my_list/send_list.html", form=form, things=saved, has_notes=has_notes, sensitive=sensitive
    )


@blueprint.get("/my-list/sent")
def list_sent() -> str:
    """Show whether the list was sent. The page does not show the address."""
    state = delivery_state(db.session, request.args.get("message", ""))
    return render_template("directory/my_list/list_sent.html", state=state)


@blueprint.get("/list/<ids>")
def shared_list(ids: str) -> str:
    """Show a shared list, whose services can be saved. The link holds no notes and no names."""
    wanted = lists.decode(ids)
    items = [Entry(id=service_id, note="", why="") for service_id in wanted]
    saved = saved_services(items)
    if not saved:
        abort(404)
    return render_template(
        "directory/my_list/shared_list.html",
        things=saved,
        gone=still_missing(items, saved),
        sensitive=any(item.listing.sensitive for item in saved),
    )
