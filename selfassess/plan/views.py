"""The plan that somebody makes: shown, changed, printed, sent, and put into a calendar."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import cast, get_args

from flask import Response as FileResponse
from flask import abort, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from core import clock
from core.field_values import is_email
from core.security import limiter
from core.web import public_url, settings
from directory.listing import queries as listing_queries
from directory.my_list import items as my_list_items
from directory.taxonomy import needs as needs_tree
from selfassess.blueprint import blueprint
from selfassess.documents import PdfUnavailable, can_make_pdf, pdf
from selfassess.navigation import PageResponse
from selfassess.plan import documents, emails, from_result, reminders
from selfassess.private_messages.services import send_private_email
from selfassess.session import in_progress, store
from selfassess.session.open_check import check_of
from selfassess.values import plan_operations as plans
from selfassess.values.plan_operations import ListName
from selfassess.values.saved import ActionKind, PlanValue

_SENDS = "5 per hour"
_PARTS = get_args(ListName)
_FIELDS: Mapping[ListName, tuple[str, ...]] = {
    "goals": ("text",),
    "strengths": ("text",),
    "people": ("name", "how", "phone"),
    "actions": ("text", "phone", "note"),
    "calls": ("who", "phone", "why"),
}
_SCORES = frozenset(str(n) for n in range(plans.LOWEST, plans.HIGHEST + 1))


@blueprint.get("/my-plan")
def plan() -> str:
    """The plan, each part with the way to change it."""
    value, today = store.current(), clock.today()
    return render_template(
        "selfassess/plan/plan.html",
        plan=value.plan,
        revision=value.revision,
        is_saved=bool(value.saved),
        questionnaire=value.questionnaire,
        offered=plans.offered_days(today),
        next_look=plans.next_look(value.plan, today),
        today=today,
        kinds=documents.ACTION_LABELS,
        asked_sentence=documents.asked_sentence,
        themes=needs_tree.load(settings().content_dir).themes,
        progress=[(measure, plans.progress(measure)) for measure in value.plan.measures],
        services=_slugs(value.plan),
        on_my_list=len(_not_yet_in(value.plan)),
        can_pdf=can_make_pdf(),
    )


def _slugs(plan: PlanValue) -> dict[str, str]:
    """Where the services in the plan stand in the directory, by their ids; one that is gone has no place."""
    found = listing_queries.public_services(
        [action.service_id for action in plan.actions if action.service_id]
    )
    return {service.id: service.slug for service in found}


def _change(make: Callable[[PlanValue], PlanValue], anchor: str) -> Response:
    """Change the plan as the page that was sent asks for, and show it again."""
    seen = in_progress.seen_revision(request.form.get("revision", ""))
    if store.change_plan(make, seen).refused:
        flash(
            _(
                "You changed this part of your plan in another window. Here is the newer one: please make your change again."
            )
        )
    return redirect(url_for(".plan") + f"#{anchor}", 303)


def _text(name: str) -> str:
    return request.form.get(name, "").replace("\r\n", "\n")


def _part() -> ListName:
    part = request.form.get("part", "")
    return cast(ListName, part) if part in _PARTS else abort(400)


@blueprint.post("/my-plan/begin")
def begin_plan() -> Response:
    """Put into the plan what the answers say: what matters, strengths, and the next steps. What is there stays."""
    check = check_of(store.current())
    if check is not None:
        came_to, known = check.outcome, settings()
        store.change_plan(
            lambda plan: from_result.from_outcome(plan, came_to, known.council_name, known.council_phone)
        )
    return redirect(url_for(".plan"), 303)


@blueprint.post("/my-plan/text")
def plan_text() -> Response:
    """New words about what matters, or about what to do if things go wrong."""
    part = request.form.get("part", "")
    if part == "what_matters":
        return _change(lambda plan: plans.with_text(plan, "what_matters", _text("text")), "what_matters")
    return _change(lambda plan: plans.with_text(plan, "contingency", _text("text")), "contingency")


@blueprint.post("/my-plan/add")
def plan_add() -> Response:
    """One more line in a list."""
    part, text = _part(), _text("text")
    if not text.strip():
        flash(_("Write something first, then press “Add”."))
        return redirect(url_for(".plan") + f"#{part}", 303)
    kind = request.form.get("kind", "")
    action = ActionKind(kind) if kind in set(ActionKind) else ActionKind.OWN
    adders: dict[str, Callable[[PlanValue], PlanValue]] = {
        "goals": lambda plan: plans.add_goal(plan, text),
        "strengths": lambda plan: plans.add_strength(plan, text),
        "people": lambda plan: plans.add_person(plan, text, _text("how"), _text("phone")),
        "calls": lambda plan: plans.add_call(plan, text, _text("phone"), _text("why")),
        "actions": lambda plan: plans.add_action(plan, action, text, note=_text("note")),
    }
    return _change(adders[part], part)


@blueprint.post("/my-plan/change")
def plan_change() -> Response:
    """Other words in one line, and a note beside a thing to do."""
    part, id = _part(), request.form.get("id", "")
    texts = {name: _text(name) for name in _FIELDS[part] if name in request.form}
    return _change(lambda plan: plans.change(plan, part, id, **texts), part)


@blueprint.post("/my-plan/remove")
def plan_remove() -> Response:
    """One line less."""
    part, id = _part(), request.form.get("id", "")
    return _change(lambda plan: plans.remove(plan, part, id), part)


@blueprint.post("/my-plan/move")
def plan_move() -> Response:
    """A line at a position, counted from 1."""
    part, id, to = _part(), request.form.get("id", ""), request.form.get("to", "")
    if not (to.isascii() and to.isdigit()) or len(to) > 3:
        abort(400)
    return _change(lambda plan: plans.place(plan, part, id, int(to)), part)


@blueprint.post("/my-plan/tick")
def plan_tick() -> Response:
    """A thing that is done, or not."""
    return _change(
        lambda plan: plans.tick(plan, request.form.get("id", ""), request.form.get("done") == "yes"),
        "actions",
    )


@blueprint.post("/my-plan/from-list")
def plan_from_list() -> Response:
    """The services of My list, as things to do."""
    return _change(lambda plan: _with_services(plan, _not_yet_in(plan)), "actions")


@blueprint.post("/my-plan/service")
def plan_service() -> Response:
    """One service of the directory, as a thing to do. The page it comes from knows nothing of the plan, so it is put to what is there."""
    store.change_plan(lambda plan: _with_services(plan, [request.form.get("service", "")]))
    return redirect(url_for(".plan") + "#actions", 303)


def _with_services(plan: PlanValue, ids: list[str]) -> PlanValue:
    for service in listing_queries.public_services(ids):
        phone = service.phones[0].number if service.phones else ""
        plan = plans.add_action(plan, ActionKind.SERVICE, service.name, service_id=service.id, phone=phone)
    return plan


def _not_yet_in(plan: PlanValue) -> list[str]:
    known = {action.service_id for action in plan.actions}
    return [
        entry["id"] for entry in my_list_items.entries(session.get("my_list")) if entry["id"] not in known
    ]


@blueprint.post("/my-plan/look-again")
def plan_look_again() -> Response:
    """The days to look again."""
    days = [day for text in request.form.getlist("day") if (day := _day(text))]
    return _change(lambda plan: plans.look_again(plan, days), "look-again")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@blueprint.post("/my-plan/looked")
def plan_looked() -> Response:
    """Somebody has looked again today."""
    return _change(lambda plan: plans.looked(plan, clock.today()), "look-again")


@blueprint.post("/my-plan/measure")
def plan_measure() -> Response:
    """How areas go today, from 0 to 10: those chosen before, and one more."""
    scores = [
        (theme, score)
        for theme in needs_tree.load(settings().content_dir).themes
        if (score := _score(theme.id)) in _SCORES
    ]
    if not scores:
        flash(_("Choose an area, and a number from 0 to 10."))
        return redirect(url_for(".plan") + "#measure", 303)

    def scored(plan: PlanValue) -> PlanValue:
        for theme, score in scores:
            plan = plans.with_score(plan, theme.id, theme.label, int(score), clock.today())
        return plan

    return _change(scored, "measure")


def _score(area: str) -> str:
    """The number for an area: in its own field, or for the one that was chosen."""
    return request.form.get(f"value-{area}") or (
        request.form.get("value", "") if request.form.get("area") == area else ""
    )


@blueprint.post("/my-plan/measure/remove")
def plan_measure_remove() -> Response:
    """An area less."""
    return _change(lambda plan: plans.without_measure(plan, request.form.get("area", "")), "measure")


# On paper, by e-mail, in a calendar


@blueprint.get("/my-plan/plan.pdf")
def plan_pdf() -> PageResponse:
    """The plan as an accessible PDF; where this machine cannot make one, the plan itself, which can be printed."""
    try:
        made = pdf(documents.plan_html(store.current().plan, public_url("information.home")))
    except PdfUnavailable:
        flash(_("We can’t make a PDF at the moment. You can print this page instead."))
        return redirect(url_for(".plan"), 303)
    headers = {"Content-Disposition": 'attachment; filename="my-plan.pdf"', "Cache-Control": "no-store"}
    return FileResponse(made, mimetype="application/pdf", headers=headers)


@blueprint.get("/my-plan/reminder.ics")
def plan_reminder() -> Response:
    """The days to look again, for a calendar."""
    days = [review.on for review in store.current().plan.reviews if not review.done]
    if not days:
        return redirect(url_for(".plan") + "#look-again", 303)
    headers = {"Content-Disposition": 'attachment; filename="look-again.ics"', "Cache-Control": "no-store"}
    return FileResponse(
        reminders.reminder(settings(), days, public_url(".come_back")),
        mimetype="text/calendar",
        headers=headers,
    )


@blueprint.get("/my-plan/send")
def plan_send() -> str:
    """The form that asks for an address."""
    return _send_page("", "")


def _send_page(email: str, error: str) -> str:
    return render_template(
        "selfassess/plan/plan_send.html",
        email=email,
        errors={"email": error} if error else {},
        plan=store.current().plan,
    )


def _worked(response: Response) -> bool:
    return response.status_code == 303


@blueprint.post("/my-plan/send")
@limiter.limit(_SENDS, deduct_when=_worked)
def plan_send_now() -> PageResponse:
    """Send the plan. The message is not kept."""
    email = request.form.get("email", "").strip()
    if not is_email(email):
        return _send_page(email, _("Write an email address like name@example.com")), 422
    send_private_email(settings(), email, *emails.plan_email(settings(), store.current().plan))
    flash(_("Your plan is on its way."))
    return redirect(url_for(".plan"), 303)
