"""What a group answered is a PRSB message back for whoever referred, with nothing that was not passed on."""

import json

from accounts.roles import Role
from tests.accounts import signed_in_as
from tests.integration.frontdoor.group_referrals.conftest import GROUP, Referring


def test_an_answer_can_be_downloaded_as_a_message_back(referring: Referring) -> None:
    referral_id = referring.referred(share=["name", "phone"])
    handler, where = referring.handling(), f"/calls/referrals/{referral_id}"
    there = f"/group/{GROUP}/referrals/{referral_id}"
    assert handler.get(f"{where}/message-back.json").status_code == 404
    assert "message-back" not in handler.get(where).text
    owner = referring.owning()
    owner.post_form(f"{there}/accept", {"version": 1})
    assert "message-back.json" in handler.get(where).text
    accepted = json.loads(handler.get(f"{where}/message-back.json").data)
    owner.post_form(f"{there}/progress", {"version": 2, "progress": "helped", "progress_words": "He came"})
    helped = json.loads(handler.get(f"{where}/message-back.json").data)
    assert (accepted["record"], accepted["version"]) == ("message_back", "1.1")
    assert accepted["outcome"]["state"] == "accepted"
    assert accepted["outcome"]["decided_by"] == "Maureen Firth"
    assert accepted["referrer"]["name"] == "Ewa Malinowska"
    assert accepted["message"]["id"] != helped["message"]["id"]
    (offered,) = helped["services_offered_and_taken"]
    assert (offered["state"], offered["organisation"]) == ("taken", "Group 1")
    assert helped["outcome"]["what_came_of_it"] == "He came"
    assert helped["person"]["name"] == "Stanley Broadhead"
    # What was not passed on to the group does not leave with its answer either.
    assert "Company at dinner time" not in json.dumps(helped)
    assert "gp" in helped["not_recorded"]
    assert signed_in_as(referring.app, Role.GROUP_OWNER).get(f"{where}/message-back.json").status_code == 403


def test_a_group_that_declined_says_why(referring: Referring) -> None:
    referral_id = referring.referred()
    answer = {"version": 1, "reason": "full", "reason_words": "Until Easter"}
    referring.owning().post_form(f"/group/{GROUP}/referrals/{referral_id}/decline", answer)
    told = json.loads(referring.handling().get(f"/calls/referrals/{referral_id}/message-back.json").data)
    assert (told["outcome"]["state"], told["outcome"]["reason_code"]) == ("declined", "full")
