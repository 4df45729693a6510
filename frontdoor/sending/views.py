"""Pages on which a call handler looks at and sends the summary of a contact."""

from collections.abc import Sequence

from flask import Response as FileResponse
from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accounts.current import signed_in
from accounts.notices import done
from core import clock
from core.errors import out_of_order_page
from core.languages import in_language
from core.outbox.messages import Email
from core.outbox.services import EmailRefused, TooManyEmails
from core.settings import Settings
from core.stores import bounded_elsewhere
from core.web import settings
from directory.my_list.saved import SavedService
from frontdoor.blueprint import blueprint
from frontdoor.contacts.models import ContactRecord
from frontdoor.contacts.queries import sheet_of
from frontdoor.contacts.sheet import text_box
from frontdoor.people.queries import needs_of_contact
from frontdoor.sending import queries, services
from frontdoor.sending.composing import (
    email_words,
    items_of,
    text_words,
)
from frontdoor.sending.content import SummaryContent
from frontdoor.sending.forms import (
    SendingForm,
    confirmed_in,
    sending_form,
)
from frontdoor.sending.kinds import LETTERS, SummaryChannel
from frontdoor.sending.labels import CHANNELS, FORMS, STATES
from frontdoor.sending.letters import letter_html, letter_section
from frontdoor.sending.meeting import code_words
from frontdoor.sending.models import SentSummary
from frontdoor.sending.opened import opened_contact, opened_summary
from frontdoor.sending.services import (
    NotConfirmed,
    NotNow,
    Sending,
    SentBefore,
    TooManyParts,
)
from frontdoor.sending.text_parts import BASIC, EXTENSION, MOST_PARTS, plain, size_of
from frontdoor.sending.typed import boxes_of, keep_typed, typed_in
from selfassess.documents import pdf
from selfassess.pdf_pool import PdfBusy, PdfUnavailable, pdf_pool

PageResponse = str | Response | tuple[str, int]


@blueprint.get("/calls/<contact_id>/summary/<summary_id>")
def look_at_summary(contact_id: str, summary_id: str) -> PageResponse:
    """Show a draft as it will be sent, or what was sent and what became of it."""
    contact, _person = opened_contact(contact_id)
    row = opened_summary(contact, summary_id)
    if row.sent_at is not None:
        return _sent_page(contact, row)
    return _preview_page(contact, row)


def _sent_page(contact: ContactRecord, row: SentSummary, problem: str = "") -> str:
    content = queries.content_of(settings(), row)
    return render_template(
        "frontdoor/sending/sent.html",
        person=signed_in(),
        contact=contact,
        row=row,
        content=content,
        items=items_of(content),
        state=queries.state_of(row),
        undecided=services.is_undecided(row),
        delivery=queries.delivery_of(row),
        code_words=code_words,
        channels=CHANNELS,
        states=STATES,
        makers=settings().other_formats_by,
        problem=problem,
    )


def _preview_page(
    contact: ContactRecord, row: SentSummary, form: SendingForm | None = None, repeated: bool = False
) -> str:
    content, found = queries.content_of(settings(), row), services.verdict_on(settings(), row)
    items, channel = items_of(content), SummaryChannel(row.channel)
    with in_language(row.language) as language:
        letter = letter_section(row, content, items)
        email = _email_of(content, items, row) if channel is SummaryChannel.EMAIL else ("", "")
        text = text_words(settings(), content, items, row.language) if channel is SummaryChannel.TEXT else ""
    sheet = sheet_of(settings(), contact.id)
    name = text_box(row.id)
    text = sheet[name].text if name in sheet else text
    form = form or sending_form(found.to_confirm)(data={"text": text})
    return render_template(
        "frontdoor/sending/preview.html",
        person=signed_in(),
        contact=contact,
        row=row,
        content=content,
        items=items,
        needs=needs_of_contact(settings(), contact.id),
        verdict=found,
        form=form,
        email=email,
        letter=letter,
        language=language,
        size=size_of(plain(form.text.data or "")),
        alphabet=(BASIC, EXTENSION),
        most_parts=MOST_PARTS,
        channels=CHANNELS,
        forms=FORMS,
        is_letter=channel in LETTERS,
        can_pdf=channel in LETTERS and pdf_pool().can_make(),
        makers=settings().other_formats_by,
        repeated=repeated,
        box=boxes_of(sheet, form, {"text": name})["text"],
        tab=clock.new_id(),
    )


def _email_of(content: SummaryContent, items: Sequence[SavedService], row: SentSummary) -> tuple[str, str]:
    return email_words(settings(), content, items, row.expires_at or clock.now(), row.language)


def _message(row: SentSummary, content: SummaryContent, letter: bytes) -> Email:
    """Return the message of a summary for the outbox. `letter`: the PDF of a letter that is posted."""
    if row.channel == SummaryChannel.TEXT:
        return Email(content.recipient, "", content.text, services.PURPOSE, by_text=True)
    if row.channel == SummaryChannel.POST:
        return services.letter_message(content.recipient, letter)
    with in_language(row.language) as language:
        subject, text = _email_of(content, items_of(content), row)
    return Email(content.recipient, subject, text, services.PURPOSE, language=language)


@blueprint.post("/calls/<contact_id>/summary/<summary_id>")
@bounded_elsewhere
def send_summary(contact_id: str, summary_id: str) -> PageResponse:
    """Send a draft once, or show what has to be put right first."""
    contact, person = opened_contact(contact_id)
    row = opened_summary(contact, summary_id)
    if row.sent_at is not None:
        return redirect(url_for(".look_at_summary", contact_id=contact.id, summary_id=row.id), 303)
    form = sending_form(services.verdict_on(settings(), row).to_confirm)(request.form)
    keep_typed(contact.id, typed_in(form, request.form, {"text": text_box(row.id)}), actor=person.id)
    if not form.validate():
        return _preview_page(contact, row, form), 422
    try:
        letter = _posted_letter(settings(), row)
    except PdfUnavailable:
        form.form_errors.append(_("We can’t make the letter at the moment. Print it here instead"))
        return _preview_page(contact, row, form), 422
    except PdfBusy:
        return out_of_order_page("errors/pdf_busy.html")
    sending = Sending(plain(form.text.data or ""), confirmed_in(form), form.shows_again())
    repeated, status = False, 422
    try:
        services.send(
            settings(), row, sending, lambda one, content: _message(one, content, letter), actor=person.id
        )
    except NotNow as error:
        form.form_errors.append(str(error.refusal.words))
    except NotConfirmed as error:
        if "confirmed" in form:
            form["confirmed"].errors = [_("Ask them, and tick what they agree to")]
        else:
            form.form_errors.extend(str(each.words) for each in error.missing)
    except TooManyParts:
        form.text.errors = [
            _("A text can have %(most)s parts at most. Make it shorter, or send an email", most=MOST_PARTS)
            if form.text.data
            else _("Write the text message")
        ]
    except SentBefore:
        repeated = True
        form.form_errors.append(_("You sent them the same message a short time ago"))
    except EmailRefused as error:
        form.form_errors.append(_limit_words(error))
        status = error.status
    else:
        return done(
            _notice(row.channel), "frontdoor.look_at_summary", contact_id=contact.id, summary_id=row.id
        )
    return _preview_page(contact, row, form, repeated), status


def _posted_letter(own_settings: Settings, row: SentSummary) -> bytes:
    """Return the PDF of a letter that GOV.UK Notify posts; empty for another channel.

    Raises PdfUnavailable and PdfBusy.
    """
    if row.channel != SummaryChannel.POST:
        return b""
    content = queries.content_of(own_settings, row)
    return pdf(letter_html(row, content, items_of(content)))


def _limit_words(error: EmailRefused) -> str:
    if isinstance(error, TooManyEmails) and error.to_one:
        return _("They got many messages from us today. Send it tomorrow, or read it to them")
    return _("We can’t send more messages today. Read it to them, or print it")


def _notice(channel: str) -> str:
    if channel == SummaryChannel.OTHER:
        return "summary-task"
    return "summary-given" if channel == SummaryChannel.PRINT else "summary-sent"


@blueprint.get("/calls/<contact_id>/summary/<summary_id>/letter.pdf")
@bounded_elsewhere
def summary_letter(contact_id: str, summary_id: str) -> PageResponse:
    """Return the letter as an accessible PDF, in the size that was chosen.

    Where this machine cannot make PDFs, return a redirect to the preview, which can be printed.
    """
    contact, _person = opened_contact(contact_id)
    row = opened_summary(contact, summary_id)
    if row.channel not in LETTERS:
        abort(404)
    content = queries.content_of(settings(), row)
    try:
        made = pdf(letter_html(row, content, items_of(content)))
    except PdfUnavailable:
        return redirect(url_for(".look_at_summary", contact_id=contact.id, summary_id=row.id), 303)
    except PdfBusy:
        return out_of_order_page("errors/pdf_busy.html")
    headers = {"Content-Disposition": 'inline; filename="letter.pdf"', "Cache-Control": "no-store"}
    return FileResponse(made, mimetype="application/pdf", headers=headers)


@blueprint.post("/calls/<contact_id>/summary/<summary_id>/decide")
def decide_summary(contact_id: str, summary_id: str) -> PageResponse:
    """Send a message again that may have been sent or was not, or leave it."""
    contact, person = opened_contact(contact_id)
    row = opened_summary(contact, summary_id)
    choice, count = request.form.get("choice", ""), request.form.get("decided", "")
    if choice not in ("again", "leave") or not count.isdecimal() or len(count) > 6:
        abort(400)
    settled = services.decide(
        settings(), row, send_again=choice == "again", decided=int(count), actor=person.id
    )
    if not settled:
        return _sent_page(contact, row, _("Somebody has decided already. This is how it stands now")), 409
    code = "summary-again" if choice == "again" else "summary-left"
    return done(code, "frontdoor.look_at_summary", contact_id=contact.id, summary_id=row.id)
