"""The address to which a case system sends its answers."""

import json
from typing import Any

from flask import Response, abort, request

from core import clock, rate_limits
from core.csrf import signed_by_system
from core.logs import security_event
from core.web import settings
from frontdoor.blueprint import blueprint
from frontdoor.handover.answer_services import UnknownMessage, receive
from frontdoor.handover.answers import BadAnswer, read_decision
from frontdoor.handover.signing import is_signed
from selfassess.referrals.services import UpdateRefused


@blueprint.post("/hand-over/<target>/answers")
@signed_by_system
def hand_over_answers(target: str) -> Response:
    """Take an answer of the case system. One that comes again is received again, and changes nothing."""
    rate_limits.use("answer_hand_over")
    secrets = tuple(one for one in settings().case_system_secret.get_secret_value().split(",") if one)
    if target != settings().case_system_target or not secrets:
        abort(404)
    body = request.get_data()
    if not is_signed(secrets, dict(request.headers), body, clock.now().timestamp()):
        security_event("hand_over_answer", "refused", reason="signature")
        return _problem(401, "security", "The signature or its time is wrong.")
    try:
        received = receive(settings(), target, read_decision(body))
    except BadAnswer as error:
        return _problem(422, "invalid", str(error))
    except UnknownMessage:
        return _problem(404, "not-found", "No message with this id was sent to you.")
    except UpdateRefused:
        return _problem(409, "conflict", "The request here cannot be changed like this.")
    return _json(200, {"received": received.value})


def _problem(status: int, code: str, text: str) -> Response:
    """Return an error in the form of FHIR's OperationOutcome."""
    issue = {"severity": "error", "code": code, "diagnostics": text}
    return _json(status, {"resourceType": "OperationOutcome", "issue": [issue]})


def _json(status: int, value: dict[str, Any]) -> Response:
    return Response(json.dumps(value), status, content_type="application/json")
