"""A hand-over that waits for a person, without a case system."""

from flask import Flask
from sqlalchemy import select

from core import clock
from core.crypt import vault
from core.db import db
from frontdoor.handover.models import HandOver, HandOverState
from selfassess.models import Referral
from selfassess.referrals.services import submit
from tests.integration.frontdoor.inbox.requests import a_request


def stopped_hand_over(app: Flask, key: str = "stopped") -> str:
    """Add a request whose hand-over waits for a person, once for each key, and return its reference."""
    with app.app_context(), app.test_request_context():
        settings = app.extensions["settings"]
        reference = submit(settings, a_request(), key).reference
        referral_id = db.session.scalars(select(Referral.id).where(Referral.reference == reference)).one()
        if db.session.scalar(select(HandOver.id).where(HandOver.referral_id == referral_id)) is None:
            row = HandOver(
                id=clock.new_id(),
                referral_id=referral_id,
                target="case-system",
                format="signpost",
                status=HandOverState.NEEDS_PERSON,
                last_code="400 required",
                attempts=1,
                started_by="",
            )
            remark = {"text": "The postcode is missing."}
            row.remark = vault(settings).seal(f"{row.id} remark", remark)
            db.session.add(row)
            db.session.commit()
        return reference
