"""Copies of the plan to take away: a PDF, an e-mail, and the days to look again for a calendar."""

from flask import Response as FileResponse
from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from core import rate_limits
from core.db import db
from core.errors import out_of_order_page
from core.outbox.messages import Email
from core.outbox.queries import delivery_state
from core.outbox.services import EmailRefused, send_email
from core.outbox.wording import refusal
from core.stores import bounded_elsewhere
from core.web import public_url, settings
from directory.my_list.saved import stored
from directory.usage.counter import count_use
from directory.usage.kinds import Use
from selfassess.blueprint import blueprint
from selfassess.documents import pdf
from selfassess.navigation import PageResponse
from selfassess.pdf_pool import PdfBusy, PdfUnavailable
from selfassess.plan import documents, emails, forms, reminders
from selfassess.plan.contents import contents_of
from selfassess.plan.views import to_plan
from selfassess.session import store


@blueprint.get("/my-plan/plan.pdf")
@bounded_elsewhere
def plan_pdf() -> PageResponse:
    """Return the plan as an accessible PDF.

    Where this machine cannot make PDFs, return a redirect to the plan's page, which can be printed. While
    too many are being made, answer 503 and when to try again. A visitor who makes many has to wait.
    """
    rate_limits.use("plan_pdf")
    value = store.current()
    try:
        made = pdf(documents.plan_html(value.plan, contents_of(value), public_url("information.home")))
    except PdfUnavailable:
        flash(_("We can’t make a PDF at the moment. You can print this page instead."))
        return to_plan()
    except PdfBusy:
        return out_of_order_page("errors/pdf_busy.html")
    headers = {"Content-Disposition": 'attachment; filename="my-plan.pdf"', "Cache-Control": "no-store"}
    return FileResponse(made, mimetype="application/pdf", headers=headers)


@blueprint.get("/my-plan/reminder.ics")
def plan_reminder() -> Response:
    """Return a calendar file of the days to look again; without days, a redirect to the plan."""
    days = [review.on for review in store.current().plan.reviews if not review.done]
    if not days:
        return to_plan("look-again")
    headers = {"Content-Disposition": 'attachment; filename="look-again.ics"', "Cache-Control": "no-store"}
    return FileResponse(
        reminders.reminder(settings(), days, public_url(".come_back")),
        mimetype="text/calendar",
        headers=headers,
    )


@blueprint.get("/my-plan/send")
def plan_send() -> str:
    """Show the form that asks for an e-mail address."""
    return _send_page(forms.SendPlanForm())


def _send_page(form: forms.SendPlanForm) -> str:
    return render_template("selfassess/plan/plan_send.html", form=form)


@blueprint.post("/my-plan/send")
def plan_send_now() -> PageResponse:
    """Send the plan by e-mail, or show the form with its mistakes."""
    form = forms.SendPlanForm(request.form)
    if not form.validate() or not rate_limits.within(form, "send_plan"):
        return _send_page(form), 422
    value = store.current()
    subject, body = emails.plan_email(settings(), value.plan, contents_of(value))
    try:
        message = send_email(db.session, settings(), Email(form.email.data, subject, body, "plan", len(body)))
    except EmailRefused as error:
        form.email.errors = [refusal(error)]
        return _send_page(form), error.status
    count_use(Use.SEND, [entry["id"] for entry in stored()])
    return redirect(url_for(".plan_sent", message=message), 303)


@blueprint.get("/my-plan/sent")
def plan_sent() -> str:
    """Show whether the plan was sent. The page does not show the address."""
    state = delivery_state(db.session, request.args.get("message", ""))
    return render_template("selfassess/plan/plan_sent.html", state=state)
