"""Pages of the hand-over of one request: what there is to download, and where it was sent."""

import json

from flask import abort, render_template
from werkzeug.wrappers import Response

from accounts.current import signed_in
from core import clock
from core.audit.services import note_view
from core.crypt import BadKeys, Unreadable
from core.web import settings
from frontdoor.blueprint import blueprint
from frontdoor.handover.formats import (
    FORMAT_LABELS,
    HandOverFormat,
    MessageId,
    document,
    formats_of,
    media_type,
)
from frontdoor.inbox.readers import readable_request
from selfassess.referrals import labels, queries
from selfassess.values.referral import ReferralRecord
from selfassess.values.saved import BadRecord


@blueprint.get("/requests/<reference>/hand-over")
def hand_over(reference: str) -> str:
    """Show in which forms a request can leave, and what became of sending it."""
    record = _record(reference)
    return render_template(
        "frontdoor/handover/hand_over.html",
        person=signed_in(),
        reference=record.reference,
        kind=labels.label(record.request.kind),
        formats=[(one, FORMAT_LABELS[one]) for one in formats_of(record)],
    )


@blueprint.get("/requests/<reference>/hand-over/<form>.json")
def download_hand_over(reference: str, form: str) -> Response:
    """Return a request as a file in one of its forms. Who downloads which is in the audit trail."""
    record = _record(reference)
    chosen = HandOverFormat(form) if form in set(HandOverFormat) else abort(404)
    if chosen not in formats_of(record):
        abort(404)
    note_view(settings(), signed_in().id, "hand_over_file", record.reference, format=chosen.value)
    message = MessageId(clock.new_id(), clock.now())
    text = json.dumps(document(settings(), chosen, message, record), ensure_ascii=False, indent=2)
    name = f"{record.reference}-{chosen.value}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, content_type=media_type(chosen), headers=headers)


def _record(reference: str) -> ReferralRecord:
    """Return a request that whoever is signed in may read; answer 404 for another, 500 where it is unreadable."""
    try:
        return queries.record_of(settings(), readable_request(reference).row)
    except (BadKeys, BadRecord, Unreadable):
        abort(500)
