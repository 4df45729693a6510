"""A handler passes a caller on: the group is told what was agreed to, and nothing else."""

import pytest
from sqlalchemy import select

from core.audit.models import AuditEntry
from core.db import db
from core.outbox.queries import newest
from frontdoor.contacts.models import ContactEvent
from frontdoor.group_referrals.models import GroupReferral
from frontdoor.group_referrals.queries import shared_with
from tests.databases import everything_stored
from tests.examples import slow_on_both
from tests.integration.frontdoor.group_referrals.conftest import BY_PHONE, GROUP, LUNCH, NURSE_ONLY, Referring

pytestmark = pytest.mark.both_databases


def test_choosing_reading_back_and_sending(referring: Referring) -> None:
    client, where = referring.handling(), f"/calls/{referring.contact_id}/refer"
    page = client.get(where).text
    assert f'value="{LUNCH}"' in page
    assert f'value="{NURSE_ONLY}"' not in page
    assert "Only a GP or nurse can ask." in page
    assert "He told me" not in page
    nothing = client.post_form(where, {})
    assert nothing.status_code == 422
    assert "Choose a service" in nothing.text
    no_way = client.post_form(where, {"service": LUNCH, "share": ["name"]})
    assert no_way.status_code == 422
    assert "so that they can reach the person" in no_way.text
    check = client.post_form(where, {"service": LUNCH, "share": ["name", "phone"]}).location
    assert "960777" not in str(check)
    page = client.get(check).text
    assert "We will tell Group 1: name, phone number, how to reach you safely" in page
    assert "Company at dinner time" not in page
    refused = client.post_form(
        f"{where}/send", {"service": LUNCH, "share": ["name", "phone"], "key": "k", "ask": "Ring him"}
    )
    assert refused.status_code == 422
    assert "Ring him" in refused.text


def test_what_is_passed_on_is_what_was_agreed_to_sealed_and_audited(referring: Referring) -> None:
    referral_id = referring.referred()
    row = referring.row(referral_id)
    assert (row.state, row.organization_id, row.told_how) == ("waiting", GROUP, "email")
    with referring.app.app_context():
        shared = shared_with(referring.settings, row)
        assert shared
        assert list(shared.boxes) == ["name", "phone", "matters"]
        assert "Nothing else" in shared.agreed.text
        assert shared.needs.wishes.safe_time == "mornings"
        assert shared.needs.communication.needs
        kinds = db.session.scalars(select(ContactEvent.kind)).all()
        actions = db.session.scalars(select(AuditEntry.action)).all()
        stored = everything_stored()
    assert "group_referred" in kinds
    assert {"group_referral.made", "contact.viewed"} <= set(actions)
    assert "Broadhead" not in stored


def test_the_email_says_nothing_about_the_person(referring: Referring) -> None:
    referral_id = referring.referred()
    with referring.app.app_context():
        emails = [one.email for one in newest(db.session, referring.settings, 9)]
    (email,) = [one for one in emails if one]
    assert email.recipient == "maureen@example.org"
    assert f"/group/{GROUP}/referrals/{referral_id}" in email.text
    for personal in ("Stanley", "960777", "Company", "morning"):
        assert personal not in email.text + email.subject


@slow_on_both
def test_a_double_press_passes_on_once(referring: Referring) -> None:
    assert referring.referred() == referring.referred()
    assert referring.referred(key="key-2") != referring.referred()
    with referring.app.app_context():
        assert len(db.session.scalars(select(GroupReferral.id)).all()) == 2


def test_a_service_that_takes_no_referral_cannot_be_forced(referring: Referring) -> None:
    answer = referring.handling().post_form(
        f"/calls/{referring.contact_id}/refer/send",
        {"service": NURSE_ONLY, "share": ["phone"], "key": "k", "agree": "yes"},
    )
    assert answer.location == f"/calls/{referring.contact_id}/refer"
    with referring.app.app_context():
        assert db.session.scalars(select(GroupReferral.id)).all() == []


@slow_on_both
def test_a_group_without_any_address_is_told_by_phone(referring: Referring) -> None:
    referral_id = referring.referred(BY_PHONE)
    client, where = referring.handling(), f"/calls/referrals/{referral_id}"
    assert "Tell the group by phone" in client.get(where).text
    assert referring.row(referral_id).reference in client.get("/calls/referrals").text
    for _press in range(2):
        answer = client.post_form(f"{where}/told", {"version": 1})
        assert answer.location.endswith("done=group-told")
    assert "Told by phone by Ewa Malinowska" in client.get(where).text
    assert "Nothing to do" in client.get("/calls/referrals").text
    assert (referring.row(referral_id).version, referring.row(referral_id).told_how) == (2, "phone")
