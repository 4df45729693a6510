"""The moderators' pages of changes that wait."""

from collections.abc import Callable

from flask import abort, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accounts.current import signed_in
from accounts.notices import done
from core.audit.services import note_view
from core.field_values import whole_number
from core.outbox.services import EmailRefused
from core.outbox.wording import refusal
from core.paging import page_number, pages_of
from core.web import public_url, settings
from directory.editing.services import ConflictingEdit, Saved, StaleChange, StaleEdit
from directory.editing.units import Unit
from upkeep.blueprint import blueprint
from upkeep.changes import queries, services
from upkeep.changes.forms import QuestionForm, RejectForm, VersionForm
from upkeep.changes.queries import ChangePage, QueueFilter, change_page

PageResponse = str | Response | tuple[str, int]
PER_PAGE = 20


@blueprint.get("/moderation/changes")
def changes() -> str:
    """List the changes that wait, those that wait longest first."""
    wanted, page = QueueFilter.read(request.args), page_number(request.args)
    rows, total = queries.queue(wanted, page=page, per_page=PER_PAGE)
    return render_template(
        "upkeep/changes/changes.html",
        person=signed_in(),
        rows=rows,
        total=total,
        wanted=wanted,
        groups=queries.groups_in_queue(),
        failed=request.args.get("failed", "")[:4],
        pages=pages_of(page, total, PER_PAGE, ".changes", **wanted.values),
    )


@blueprint.post("/moderation/changes/approve")
def approve_changes() -> Response:
    """Approve the chosen changes one by one. What cannot be approved as it is stays in the list."""
    actor, failed = signed_in().id, 0
    for chosen in request.form.getlist("change")[:PER_PAGE]:
        change_id, _colon, version = chosen.partition(":")
        saved = Saved(change_id, whole_number(version))
        page = change_page(change_id)
        if page is None or page.reasons:
            failed += 1
            continue
        try:
            services.approve(settings(), saved, actor=actor, link=_link(page))
        except (StaleChange, ConflictingEdit, StaleEdit, EmailRefused):
            failed += 1
    wanted = QueueFilter.read(request.args).values
    return done("changes-approved", ".changes", **wanted, **({"failed": failed} if failed else {}))


def _link(page: ChangePage) -> str:
    change = page.change
    return public_url("upkeep.group_change", organization_id=change.organization_id, change_id=change.id)


def _found(change_id: str) -> ChangePage:
    return change_page(change_id) or abort(404)


@blueprint.get("/moderation/changes/<change_id>")
def change(change_id: str) -> str:
    """Show what a change changes, and what can be done about it."""
    return _page(_found(change_id))


def _page(
    page: ChangePage,
    *,
    reject: RejectForm | None = None,
    question: QuestionForm | None = None,
    problem: str = "",
    conflicts: tuple[Unit, ...] = (),
) -> str:
    person = signed_in()
    if page.is_private:
        note_view(settings(), person.id, "listing_change", page.change.id)
    version = {"version": str(page.change.version)}
    return render_template(
        "upkeep/changes/change.html",
        person=person,
        page=page,
        change=page.change,
        reject=reject or RejectForm(data=version),
        question=question or QuestionForm(data=version),
        problem=problem,
        conflicts=conflicts,
    )


@blueprint.post("/moderation/changes/<change_id>/approve")
def approve_change(change_id: str) -> PageResponse:
    """Publish a change."""
    page, form = _found(change_id), VersionForm(request.form)
    prefix = "use-"
    choices = {
        name.removeprefix(prefix): value for name, value in request.form.items() if name.startswith(prefix)
    }

    def approve(saved: Saved) -> None:
        services.approve(settings(), saved, actor=signed_in().id, link=_link(page), choices=choices)

    return _decided(page, form, approve, "change-approved")


@blueprint.post("/moderation/changes/<change_id>/reject")
def reject_change(change_id: str) -> PageResponse:
    """Reject a change, with a reason."""
    page, form = _found(change_id), RejectForm(request.form)
    if not form.validate():
        return _page(page, reject=form), 422

    def reject(saved: Saved) -> None:
        reason = form.reason.data
        services.reject(settings(), saved, actor=signed_in().id, link=_link(page), reason=reason)

    return _decided(page, form, reject, "change-rejected")


@blueprint.post("/moderation/changes/<change_id>/ask")
def ask_about_change(change_id: str) -> PageResponse:
    """Ask the group a question."""
    page, form = _found(change_id), QuestionForm(request.form)
    if not form.validate():
        return _page(page, question=form), 422

    def ask(saved: Saved) -> None:
        text = form.question.data
        services.ask(settings(), saved, actor=signed_in().id, link=_link(page), text=text)

    return _decided(page, form, ask, "change-asked")


@blueprint.post("/moderation/changes/<change_id>/looked")
def looked_at_change(change_id: str) -> PageResponse:
    """Take a change that went live at once off the list of those to look at."""
    page = _found(change_id)

    def note(saved: Saved) -> None:
        services.note_looked_at(settings(), saved, actor=signed_in().id)

    return _decided(page, VersionForm(request.form), note, "change-looked-at")


def _decided(page: ChangePage, form: VersionForm, decide: Callable[[Saved], None], code: str) -> PageResponse:
    """Do what was decided, and go back to the list; else show the change as it is now, and why."""
    change_id = page.change.id
    typed = {"reject": form} if isinstance(form, RejectForm) else {}
    typed |= {"question": form} if isinstance(form, QuestionForm) else {}
    try:
        decide(Saved(change_id, form.number))
    except (StaleChange, StaleEdit):
        now = _found(change_id)
        form.version.data = str(now.change.version)
        problem = _("Somebody else saved or decided this change meanwhile. This is how it is now.")
        return _page(now, problem=problem, **typed), 409
    except ConflictingEdit as conflict:
        problem = _("The listing changed meanwhile in the same place. Choose which words count.")
        return _page(_found(change_id), problem=problem, conflicts=conflict.units), 409
    except EmailRefused as error:
        return _page(_found(change_id), problem=refusal(error), **typed), error.status
    return done(code, ".changes")


@blueprint.get("/moderation/trust")
def trusted_groups() -> str:
    """List the groups whose changes go live at once."""
    return render_template("upkeep/changes/trusted.html", person=signed_in(), groups=queries.trusted_groups())


@blueprint.post("/moderation/trust/<organization_id>")
def trust_group(organization_id: str) -> Response:
    """Trust a group, or no longer."""
    trusted = request.form.get("trusted") == "yes"
    services.trust(settings(), organization_id, trusted=trusted, actor=signed_in().id)
    return done("group-trusted" if trusted else "group-not-trusted", ".trusted_groups")
