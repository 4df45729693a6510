"""The plan that a visitor makes: shown, begun, and changed part by part."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from core import clock
from core.stores import optional
from core.web import settings
from directory.listing import card_queries
from directory.listing import queries as listing_queries
from directory.merges.queries import replacements
from directory.my_list import items as lists
from directory.my_list import saved
from directory.taxonomy import needs as needs_tree
from directory.taxonomy.needs import Theme
from selfassess.blueprint import blueprint
from selfassess.navigation import PageResponse
from selfassess.pdf_pool import pdf_pool
from selfassess.plan import documents, forms, from_result
from selfassess.plan.contents import contents_of, with_proposals
from selfassess.plan.forms import PlanForm
from selfassess.session import store
from selfassess.session.answers_in_progress import InProgress
from selfassess.session.open_check import check_of
from selfassess.values import plan_operations as plans
from selfassess.values.plan_operations import ListName
from selfassess.values.saved import ActionKind, PlanValue

FormKey = tuple[str, str]
"""The key of a form of the page: its purpose, and the part or the line of the plan that it changes."""


@blueprint.get("/my-plan")
def plan() -> str:
    """Show the plan, with the forms that change each part."""
    return _plan_page({})


def _plan_page(sent: Mapping[FormKey, PlanForm]) -> str:
    """Return the plan's page.

    `sent`: refused forms, which are shown again with the typed text and their errors.
    """
    value, today = store.current(), clock.today()
    contents = contents_of(value)
    return render_template(
        "selfassess/plan/plan.html",
        plan=value.plan,
        forms={**_forms_of(value), **sent},
        refused=next(iter(sent.values()), None),
        revision=value.revision,
        is_saved=bool(value.saved),
        questionnaire=value.questionnaire,
        next_look=plans.next_look(value.plan, today),
        today=today,
        kinds=documents.ACTION_LABELS,
        asked_sentence=documents.asked_sentence,
        progress=[(measure, plans.progress(measure)) for measure in value.plan.measures],
        services=_slugs(value.plan),
        contents=contents,
        things=contents.services or (),
        heading="h3",
        note_form=None,
        most_note=lists.MOST_NOTE,
        full=len(contents.services or ()) >= lists.MOST_SAVED,
        can_pdf=pdf_pool().can_make(),
    )


def _forms_of(value: InProgress) -> dict[FormKey, PlanForm]:
    """Return all forms of the page, filled in from the plan."""
    plan, known = value.plan, {"revision": value.revision}
    found: dict[FormKey, PlanForm] = {}
    for part in ("what_matters", "contingency"):
        data = {**known, "part": part, "text": getattr(plan, part)}
        found["text", part] = forms.text_form(part)(data=data)
    for list_name in forms.PARTS:
        data = {**known, "part": list_name, "kind": ActionKind.OWN.value}
        found["add", list_name] = forms.add_form(list_name)(data=data)
        for line in getattr(plan, list_name):
            form = forms.change_form(list_name, line.id)
            found["change", line.id] = form(obj=line, data={**known, "part": list_name})
    days = {**known, "day": [review.on.isoformat() for review in plan.reviews]}
    found["look-again", ""] = forms.look_again_form(plans.offered_days(clock.today()), plan)(data=days)
    found["measure", ""] = forms.measure_form(_themes(), plan.measures)(data=known)
    return found


def _themes() -> tuple[Theme, ...]:
    return tuple(needs_tree.load(settings().content_dir).themes)


def _slugs(plan: PlanValue) -> dict[str, str] | None:
    """Return the slugs of the services in the plan, by id, without services that are no longer listed.

    None where the database is out of order: the plan itself is in the session, and is shown without links.
    """
    ids = [action.service_id for action in plan.actions if action.service_id]
    return optional("links of a plan", lambda: _slugs_of(ids), None) if ids else {}


def _slugs_of(ids: list[str]) -> dict[str, str]:
    slugs = {service.id: service.slug for service in listing_queries.public_services(ids)}
    moved = replacements(set(ids) - slugs.keys())
    now = {service.id: service.slug for service in listing_queries.public_services(list(moved.values()))}
    return slugs | {old: now[new] for old, new in moved.items() if new in now}


def _refused(key: FormKey, form: PlanForm) -> PageResponse:
    return _plan_page({key: form}), 422


def _change(form: PlanForm, change: Callable[[PlanValue], PlanValue], anchor: str) -> Response:
    """Change the plan, and return a redirect to an anchor of its page.

    Where another window changed the same part meanwhile, the visitor is told, and the newer part remains.
    """
    if store.change_plan(change, form.seen).refused:
        flash(
            _(
                "You changed this part of your plan in another window. "
                "Here is the newer one: please make your change again."
            )
        )
    return to_plan(anchor)


def to_plan(anchor: str = "") -> Response:
    return redirect(url_for(".plan", _anchor=anchor or None), 303)


def _list_name(form: forms.LineForm) -> ListName:
    """Return the part that a form names; answer 400 where the form names none, which no page sends."""
    return form.list_name or abort(400)


@blueprint.post("/my-plan/begin")
def begin_plan() -> Response:
    """Add to the plan from the answers: what matters, strengths, the next steps, and the services that fit best.

    What is in the plan already remains.
    """
    check = check_of(store.current())
    if check is not None:
        outcome, site = check.outcome, settings()
        store.change_plan(
            lambda plan: from_result.from_outcome(plan, outcome, site.council_name, site.council_phone)
        )
        tree = needs_tree.load(site.content_dir)
        saved.store(with_proposals(saved.stored(), check, tree, _("what matters most")))
    return to_plan()


@blueprint.post("/my-plan/text")
def plan_text() -> PageResponse:
    """Change the text about what matters, or about what to do if things go wrong."""
    part = "what_matters" if request.form.get("part") == "what_matters" else "contingency"
    form = forms.text_form(part)(request.form)
    if not form.validate():
        return _refused(("text", part), form)
    text = form["text"].data
    if part == "what_matters":
        return _change(form, lambda plan: plans.with_text(plan, "what_matters", text), part)
    return _change(form, lambda plan: plans.with_text(plan, "contingency", text), part)


@blueprint.post("/my-plan/add")
def plan_add() -> PageResponse:
    """Add a line to a list of the plan."""
    part = _list_name(forms.LineForm(request.form))
    form = forms.add_form(part)(request.form)
    if not form.validate():
        return _refused(("add", part), form)
    texts = {field.name: field.data for field in form}
    return _change(form, lambda plan: _with_line(plan, part, texts), part)


def _with_line(plan: PlanValue, part: ListName, texts: Mapping[str, Any]) -> PlanValue:
    """Return the plan with one more line, from the texts of a form that adds one."""
    text = texts["text"]
    match part:
        case "goals":
            return plans.add_goal(plan, text)
        case "strengths":
            return plans.add_strength(plan, text)
        case "people":
            return plans.add_person(plan, text, texts["how"], texts["phone"])
        case "calls":
            return plans.add_call(plan, text, texts["phone"], texts["why"])
        case "actions":
            kind = ActionKind(texts["kind"] or ActionKind.OWN)
            return plans.add_action(plan, kind, text, note=texts["note"])


@blueprint.post("/my-plan/change")
def plan_change() -> PageResponse:
    """Change the text of a line, and the note of an action."""
    line = forms.LineForm(request.form)
    part, line_id = _list_name(line), line.id.data
    form = forms.change_form(part, line_id)(request.form)
    texts = forms.texts_of(form)
    if all(known.id != line_id for known in getattr(store.current().plan, part)):
        written = " – ".join(text for text in texts.values() if text)
        flash(_("This is not in your plan any more. You wrote: %(words)s", words=written))
        return to_plan(part)
    if not form.validate():
        return _refused(("change", line_id), form)
    return _change(form, lambda plan: plans.change(plan, part, line_id, **texts), part)


@blueprint.post("/my-plan/remove")
def plan_remove() -> Response:
    """Remove a line."""
    form = forms.LineForm(request.form)
    part, line_id = _list_name(form), form.id.data
    return _change(form, lambda plan: plans.remove(plan, part, line_id), part)


@blueprint.post("/my-plan/move")
def plan_move() -> Response:
    """Move a line to a position, counted from 1."""
    form = forms.MoveForm(request.form)
    part, line_id, position = _list_name(form), form.id.data, form.position
    if position is None:
        abort(400)
    return _change(form, lambda plan: plans.place(plan, part, line_id, position), part)


@blueprint.post("/my-plan/tick")
def plan_tick() -> Response:
    """Mark an action as done, or as not done."""
    form = forms.TickForm(request.form)
    line_id, done = form.id.data, form.done.data == "yes"
    return _change(form, lambda plan: plans.tick(plan, line_id, done), "actions")


@blueprint.post("/my-plan/from-list")
def plan_from_list() -> Response:
    """Redirect to the plan, which has the list in it: for a page that was open before an upgrade."""
    return to_plan("saved")


@blueprint.post("/my-plan/service")
def plan_service() -> Response:
    """Save a service of the directory, as its page from before an upgrade asks."""
    wanted = card_queries.public_ids([forms.ServiceForm(request.form).service.data])
    saved.store(lists.add(saved.stored(), wanted))
    return to_plan("saved")


@blueprint.post("/my-plan/look-again")
def plan_look_again() -> Response:
    """Choose the days to look again."""
    offered = plans.offered_days(clock.today())
    form = forms.look_again_form(offered, store.current().plan)(request.form)
    days = forms.days_of(form)
    return _change(form, lambda plan: plans.look_again(plan, days), "look-again")


@blueprint.post("/my-plan/looked")
def plan_looked() -> Response:
    """Record that the visitor has looked again today."""
    form = PlanForm(request.form)
    return _change(form, lambda plan: plans.looked(plan, clock.today()), "look-again")


@blueprint.post("/my-plan/measure")
def plan_measure() -> PageResponse:
    """Record how areas go today, from 0 to 10: the areas measured before, and one more."""
    themes, measures = _themes(), store.current().plan.measures
    form = forms.measure_form(themes, measures, sent=True)(request.form)
    if not form.validate():
        return _refused(("measure", ""), form)
    labels = {measure.area: measure.label for measure in measures}
    labels |= {theme.id: theme.label for theme in themes}
    scores = forms.scores_of(form, measures)

    def with_scores(plan: PlanValue) -> PlanValue:
        for area, score in scores.items():
            plan = plans.with_score(plan, area, labels[area], score, clock.today())
        return plan

    return _change(form, with_scores, "measure")


@blueprint.post("/my-plan/measure/remove")
def plan_measure_remove() -> Response:
    """Remove an area and its scores."""
    form = forms.AreaForm(request.form)
    return _change(form, lambda plan: plans.without_measure(plan, form.area.data), "measure")
