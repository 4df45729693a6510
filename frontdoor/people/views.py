"""People who agreed to be known: a single view of their contacts, what they need, and their agreement."""

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accounts.current import SignedIn, signed_in
from accounts.notices import done
from accounts.queries import names_of
from accounts.roles import Role
from core import clock, rate_limits
from core.audit.services import note_view
from core.field_values import whole_number
from core.paging import page_number, pages_of
from core.web import settings
from frontdoor.blueprint import blueprint
from frontdoor.calls.labels import CHANNELS
from frontdoor.contacts.services import ChangedMeanwhile
from frontdoor.people import needs, queries, services
from frontdoor.people.agreement import LookReason
from frontdoor.people.forms import FindForm, LookForm, PersonForm, data_of, person_form
from frontdoor.people.models import KnownPerson
from frontdoor.people.queries import needs_of_record, person_with_id, record_of
from frontdoor.people.record import PersonRecord
from frontdoor.people.services import RecognisedBy
from frontdoor.people.workers import account_of, worker_account

PageResponse = str | Response | tuple[str, int]
PER_PAGE = 10


@blueprint.get("/people")
def people() -> str:
    """Show whose needs are asked about again, and the form that recognises somebody."""
    return _list_page(FindForm())


def _list_page(form: FindForm) -> str:
    page = page_number(request.args)
    due, total = queries.due_for_review(clock.today(), page, PER_PAGE)
    return render_template(
        "frontdoor/people/people.html",
        person=signed_in(),
        form=form,
        due=due,
        total=total,
        pages=pages_of(page, total, PER_PAGE, ".people"),
    )


@blueprint.post("/people/find")
def find_person() -> PageResponse:
    """Go to the person with this reference."""
    form = FindForm(request.form)
    if not form.validate() or not rate_limits.within(form, "recognise"):
        return _list_page(form), 422
    found = queries.recognised(settings(), form.known_by.data)
    if not found:
        form.known_by.errors = [_("Nobody agreed to be known by this. Check it")]
        return _list_page(form), 422
    note_view(settings(), signed_in().id, "person", found[0].id, page="recognise")
    return redirect(url_for(".person", person_id=found[0].id), 303)


def _person_or_404(person_id: str) -> KnownPerson:
    return person_with_id(person_id) or abort(404)


def _readable(person_id: str) -> KnownPerson:
    """Return a person about whom the account of this request may read; otherwise answer 404."""
    known = _person_or_404(person_id)
    return known if queries.may_look(known, signed_in().id) else abort(404)


def _may_give_reason(person: SignedIn) -> bool:
    return person.has(Role.SUPERVISOR, Role.TRIAGE)


@blueprint.get("/people/<person_id>")
def person(person_id: str) -> PageResponse:
    """Show a person and their contacts; of a restricted person only that there is one, and ask why."""
    known, account = _person_or_404(person_id), signed_in()
    if not queries.may_look(known, account.id):
        note_view(settings(), account.id, "person", known.id, page="exists")
        return _restricted_page(known, LookForm())
    return _person_page(known, account)


def _restricted_page(known: KnownPerson, form: LookForm) -> str:
    account = signed_in()
    return render_template(
        "frontdoor/people/restricted.html",
        person=account,
        known=known,
        form=form,
        may_give_reason=_may_give_reason(account),
    )


def _person_page(known: KnownPerson, account: SignedIn) -> str:
    note_view(settings(), account.id, "person", known.id)
    record, page = record_of(settings(), known), page_number(request.args)
    contacts, total = queries.contacts_of_person(known.id, page, PER_PAGE)
    return render_template(
        "frontdoor/people/person.html",
        person=account,
        known=known,
        record=record,
        needs=needs_of_record(settings(), record),
        contacts=contacts,
        total=total,
        texts=queries.texts_of(settings(), [one.id for one in contacts], ("matters", "concluded")),
        names=names_of([one.handler_id for one in contacts]),
        channels=CHANNELS,
        leads=account.has(Role.SUPERVISOR),
        pages=pages_of(page, total, PER_PAGE, ".person", person_id=known.id),
    )


@blueprint.post("/people/<person_id>/reason")
def give_look_reason(person_id: str) -> PageResponse:
    """Store why somebody looks at a restricted person, and show them."""
    known, account, form = _person_or_404(person_id), signed_in(), LookForm(request.form)
    if not _may_give_reason(account):
        abort(403)
    if not form.validate():
        return _restricted_page(known, form), 422
    services.give_reason(settings(), known.id, LookReason(form.why.data), form.words.data, actor=account.id)
    return redirect(url_for(".person", person_id=known.id), 303)


def _form_class(record: PersonRecord) -> type[PersonForm]:
    """Return the form with the needs of today, and those that the person asked for before."""
    listed = needs.load(settings().content_dir)
    today = clock.today()
    chosen = set(record.listed_needs)
    return person_form(
        [one for one in listed.needs if one.is_offered(today) or one.id in chosen], agrees=False
    )


@blueprint.get("/people/<person_id>/edit")
def edit_person(person_id: str) -> PageResponse:
    """Show the form about a person."""
    known = _readable(person_id)
    note_view(settings(), signed_in().id, "person", known.id, page="edit")
    record = record_of(settings(), known)
    by = RecognisedBy(bool(known.phone_lookup), bool(known.email_lookup))
    worker = account_of(record.works_with[0].account_id) if record.works_with else None
    data = data_of(record, by, worker.email if worker else "", known.version)
    return _edit_page(known, _form_class(record)(data=data))


def _edit_page(known: KnownPerson, form: PersonForm) -> str:
    return render_template("frontdoor/people/edit.html", person=signed_in(), known=known, form=form)


@blueprint.post("/people/<person_id>/edit")
def change_person(person_id: str) -> PageResponse:
    """Store what was changed about a person."""
    known, account = _readable(person_id), signed_in()
    record = record_of(settings(), known)
    listed = needs.load(settings().content_dir)
    form = _form_class(record)(request.form)
    worker = worker_account(form.worker_email.data)
    if not form.is_whole(listed, worker):
        return _edit_page(known, form), 422
    agreed = services.agreed_again(record.agreed, to_share_needs=form.shares_needs)
    changed = form.record(agreed, listed, worker)
    try:
        services.change(
            settings(),
            known.id,
            changed,
            form.recognised_by(),
            whole_number(form.version.data),
            actor=account.id,
        )
    except ChangedMeanwhile:
        form.version.data = str(_person_or_404(person_id).version)
        form.form_errors.append(
            _("Somebody else changed this meanwhile. Look at the record in another tab, then save again.")
        )
        return _edit_page(_person_or_404(person_id), form), 409
    return done("person-changed", ".person", person_id=person_id)


@blueprint.post("/people/<person_id>/reviewed")
def needs_reviewed(person_id: str) -> PageResponse:
    """Store that the needs were asked about and are right."""
    known = _readable(person_id)
    try:
        services.needs_are_right(settings(), known.id, _sent_version(), actor=signed_in().id)
    except ChangedMeanwhile:
        return done("person-changed-meanwhile", ".person", person_id=person_id)
    return done("needs-reviewed", ".person", person_id=person_id)


@blueprint.post("/people/<person_id>/restrict")
def restrict_person(person_id: str) -> PageResponse:
    """Let everybody give a reason before they read about this person, or no longer."""
    known, restricted = _readable(person_id), request.form.get("restricted") == "yes"
    try:
        services.restrict(settings(), known.id, _sent_version(), restricted=restricted, actor=signed_in().id)
    except ChangedMeanwhile:
        return done("person-changed-meanwhile", ".person", person_id=person_id)
    return done("person-restricted" if restricted else "person-unrestricted", ".person", person_id=person_id)


@blueprint.post("/people/<person_id>/withdraw")
def withdraw_agreement(person_id: str) -> PageResponse:
    """Delete what was kept because the person agreed to be known."""
    if request.form.get("sure") != "yes":
        return done("person-not-sure", ".person", person_id=_readable(person_id).id)
    known = person_with_id(person_id)
    if known is not None:
        services.withdraw(settings(), _readable(person_id).id, actor=signed_in().id)
    return done("agreement-withdrawn", ".people")


def _sent_version() -> int:
    return whole_number(request.form.get("version", ""))
