"""The pages of a referral's steps, for the form of an organisation and for professionals who sign in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from accounts.current import SignedIn
from core import clock, rate_limits
from core.forms import Form
from core.web import settings
from directory.schedules.stored import year
from directory.teams.answers import teams_of
from frontdoor.professionals import drafts, services, steps
from frontdoor.professionals.drafts import Draft
from frontdoor.professionals.models import ReferringOrganization
from frontdoor.professionals.request import request_of, sooner
from frontdoor.professionals.steps import ReferStep
from selfassess.referrals import response_times
from selfassess.referrals.services import Receipt
from selfassess.values.professional import Urgency
from selfassess.values.request import Promise, RequestKind

PageResponse = str | Response | tuple[str, int]


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody writes. `endpoint`: of the steps. `start`: the address of the page before the first.

    `values`: what the steps have in their addresses. `person`: who is signed in; None for somebody with the
    form's address.
    """

    organization: ReferringOrganization
    endpoint: str
    start: str
    values: Mapping[str, Any] = field(default_factory=dict)
    person: SignedIn | None = None

    @property
    def account_id(self) -> str:
        """The id of the account; empty for somebody with the form's address."""
        return self.person.id if self.person else ""

    def address(self, draft_id: str, step: ReferStep) -> str:
        """Return the address of a step."""
        return url_for(self.endpoint, draft_id=draft_id, step=step.value, **self.values)


def begin(place: Place, values: Mapping[str, str]) -> Response:
    """Begin a referral with what is known already, and lead to its first step."""
    draft = drafts.begin(place.organization.id, place.account_id, values)
    return redirect(place.address(draft.id, ReferStep.REQUEST), 303)


def show(place: Place, draft_id: str, name: str) -> PageResponse:
    """Show a step with what was written. Without the draft the answer is the page before."""
    step, draft = _step(name), _found(place, draft_id)
    if draft is None:
        return redirect(place.start, 303)
    if step is ReferStep.CHECK:
        return _check_page(place, draft)
    return _step_page(place, draft, step, steps.step_form(step, draft.values))


def _step(name: str) -> ReferStep:
    return steps.step_named(name) or abort(404)


def _found(place: Place, draft_id: str) -> Draft | None:
    return drafts.find(draft_id, place.organization.id, place.account_id)


def store(place: Place, draft_id: str, name: str) -> PageResponse:
    """Store what was written on a step, and go on; or ask again, with nothing lost."""
    step, draft = _step(name), _found(place, draft_id)
    if draft is None or step is ReferStep.CHECK:
        return redirect(place.start, 303)
    draft = draft.written(steps.sent_values(step, request.form))
    drafts.store(draft)
    form = steps.step_form(step, draft.values, check=True)
    if form.errors:
        return _step_page(place, draft, step, form), 422
    return redirect(place.address(draft.id, steps.step_after(step, draft.values)), 303)


def send(place: Place, draft_id: str) -> tuple[Receipt | None, PageResponse]:
    """Send a draft once, and return the receipt; or None and the page that asks for what is missing.

    A draft that is gone has no receipt here: the view knows whether it was sent.
    """
    draft = _found(place, draft_id)
    if draft is None:
        return None, redirect(place.start, 303)
    incomplete = steps.first_incomplete(draft.values)
    if incomplete is not None:
        form = steps.step_form(incomplete, draft.values, check=True)
        return None, (_step_page(place, draft, incomplete, form), 422)
    form = Form()
    if not rate_limits.within(form, "send_request"):
        return None, (_check_page(place, draft, form), 422)
    whole = steps.whole_form(draft.values)
    whole.validate()
    promise = _promise(RequestKind(whole.team.data), Urgency(whole.urgency.data))
    organization = place.organization
    wanted = request_of(whole, organization.id, organization.name, clock.now(), promise)
    receipt = services.send(settings(), wanted, f"{organization.id} {draft.id}", place.account_id)
    drafts.drop(draft.id)
    return receipt, ""


def _promise(kind: RequestKind, urgency: Urgency) -> Promise:
    calendar = year(settings().content_dir)
    usual = response_times.promise(kind, clock.now(), teams_of(settings()), calendar)
    return sooner(usual, urgency, clock.today(), calendar.is_holiday)


def _step_page(place: Place, draft: Draft, step: ReferStep, form: Form) -> str:
    return _page(
        "step",
        place,
        form,
        step=step,
        title=steps.TITLES[step],
        number=list(ReferStep).index(step) + 1,
        of=len(ReferStep),
        action=place.address(draft.id, step),
        back=_back(place, draft, step),
    )


def _back(place: Place, draft: Draft, step: ReferStep) -> str:
    before = steps.step_before(step)
    return place.address(draft.id, before) if before else place.start


def _check_page(place: Place, draft: Draft, form: Form | None = None) -> str:
    parts = steps.summary(draft.values)
    return _page(
        "check",
        place,
        form or Form(),
        parts=[(title, place.address(draft.id, step), lines) for step, title, lines in parts],
        action=place.address(draft.id, ReferStep.CHECK),
        back=_back(place, draft, ReferStep.CHECK),
    )


def _page(name: str, place: Place, form: Form, **values: Any) -> str:
    return render_template(
        f"frontdoor/professionals/{name}.html",
        organization=place.organization,
        form=form,
        person=place.person,
        **values,
    )
