"""What becomes of a report of a mistake: the group's answer, the moderator's decision, and who is told."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.roles import Role
from core import clock
from core.audit.models import AuditEntry
from core.db import db
from directory.corrections.services import report
from directory.models import Correction, Organization
from tests.accounts import GROUP, signed_in_as
from tests.conftest import StatementCounter
from tests.examples import slow_on_both
from tests.factories import make_organization, make_service
from tests.outbox import emails
from tests.page_checks import PageCheckingClient

SLUG, OTHER_GROUP = "steady-steps", "7f1f9a52-0000-5b8e-9a53-0c8f4d1f7c22"


@pytest.fixture
def site(app: Flask) -> Flask:
    """A site with a listing of the group of tests/accounts.py, and one of another group."""
    with app.app_context():
        own = make_organization(db.session, id=GROUP, slug="neighbours", name="Neighbours")
        other = make_organization(db.session, id=OTHER_GROUP, slug="others", name="Others")
        make_service(db.session, name="Steady Steps", slug=SLUG, organization=own)
        make_service(db.session, name="Elsewhere", slug="elsewhere", organization=other)
        db.session.commit()
    return app


def tell(app: Flask, what: str, message: str = "", reply_to: str = "", slug: str = SLUG) -> Correction:
    """Report a mistake in a browser of its own, and return what is stored."""
    sent = app.test_client().post_form(  # type: ignore[attr-defined]
        f"/service/{slug}/problem", {"what": what, "message": message, "reply_to": reply_to}
    )
    assert sent.status_code == 303
    reference = sent.location.split("/problem/thanks/")[1].split("?")[0]
    return stored(app, reference)


def stored(app: Flask, reference: str) -> Correction:
    with app.app_context():
        found = db.session.scalar(select(Correction).where(Correction.reference == reference))
        assert found is not None
        return found


def text(client: PageCheckingClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.get_data(as_text=True)


def followed(app: Flask, reference: str) -> str:
    answer = app.test_client().post_form("/problem/follow", {"reference": reference.lower()})  # type: ignore[attr-defined]
    assert answer.status_code == 200
    return str(answer.get_data(as_text=True))


def test_from_the_report_to_the_answer(site: Flask) -> None:
    told = tell(site, "phone", "It is 01632 960111 now", "jo@example.org")
    receipt = emails(site)[0]
    assert told.reference in receipt.subject
    assert "01632 960111" not in receipt.text
    assert "A person will read it" in followed(site, told.reference)

    group = signed_in_as(site, Role.GROUP_EDITOR)
    assert "1 waits for you" in text(group, f"/group/{GROUP}")
    page = text(group, f"/group/{GROUP}/reports/{told.id}")
    assert "It is 01632 960111 now" in page
    assert "jo@example.org" not in page
    answer = {"version": told.version, "answer": "mended", "words": "Our number changed in May"}
    assert group.post_form(f"/group/{GROUP}/reports/{told.id}", answer).status_code == 303
    assert "You said: We have put it right" in text(group, f"/group/{GROUP}/reports")
    assert "The group has answered" in followed(site, told.reference)

    moderator = signed_in_as(site, Role.MODERATOR)
    assert "1 waits" in text(moderator, "/moderation")
    assert "The group says: We have put it right" in text(moderator, "/moderation/reports")
    page = text(moderator, f"/moderation/reports/{told.id}")
    assert "Our number changed in May" in page
    assert "jo@example.org" not in page
    closing = {"version": told.version + 1, "outcome": "changed", "words": "Thank you, Jo"}
    assert moderator.post_form(f"/moderation/reports/{told.id}/close", closing).status_code == 303
    assert "0 reports wait" in text(moderator, "/moderation/reports")
    assert "The listing is changed" in text(moderator, "/moderation/reports?closed=yes")

    letter = emails(site)[1]
    assert (letter.recipient, letter.purpose) == ("jo@example.org", "report_outcome")
    assert "You were right. We have changed the listing." in letter.text
    assert "Thank you, Jo" in letter.text
    assert "Steady Steps" not in letter.subject + letter.text + receipt.subject + receipt.text
    assert stored(site, told.reference).reply_sealed is None
    said = followed(site, told.reference)
    assert "You were right" in said
    assert "Thank you, Jo" in said
    assert "Steady Steps" not in said
    # Sent twice, by a second press of the button: the report is closed, and nobody is told again.
    assert moderator.post_form(f"/moderation/reports/{told.id}/close", closing).status_code == 409
    assert len(emails(site)) == 2
    with site.app_context():
        actions = list(db.session.scalars(select(AuditEntry.action).where(AuditEntry.subject_id == told.id)))
    assert actions == ["report.sent", "report.answered", "report.closed"]


def test_a_worry_about_safety_never_reaches_the_group(site: Flask) -> None:
    tell(site, "times", "Tuesdays now")
    worry = tell(site, "safety", "A helper shouts at Mrs Bell")
    moderator = signed_in_as(site, Role.MODERATOR)
    listed = text(moderator, "/moderation/reports")
    assert listed.index("Worries about how people are treated") < listed.index("Mistakes, the oldest first")
    assert "shouts" not in listed
    page = text(moderator, f"/moderation/reports/{worry.id}")
    assert "shouts" not in page
    assert "What to do with a worry" in page
    assert "Say nothing to the group" in page
    opened = moderator.post_form(f"/moderation/reports/{worry.id}/read")
    assert "A helper shouts at Mrs Bell" in opened.get_data(as_text=True)
    with site.app_context():
        read = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "report.read")).one()
        assert read.subject_id == worry.id
    group = signed_in_as(site, Role.GROUP_OWNER)
    for path in (f"/group/{GROUP}/reports", f"/group/{GROUP}"):
        assert "treated" not in text(group, path)
        assert worry.reference not in text(group, path)
    assert group.get(f"/group/{GROUP}/reports/{worry.id}").status_code == 404
    assert moderator.post_form(f"/moderation/reports/{worry.id}/show", {"version": 1}).status_code == 404
    wrong = {"version": 1, "outcome": "changed"}
    assert moderator.post_form(f"/moderation/reports/{worry.id}/close", wrong).status_code == 422
    right = {"version": 1, "outcome": "passed_on"}
    assert moderator.post_form(f"/moderation/reports/{worry.id}/close", right).status_code == 303
    assert "the team that keeps adults safe" in followed(site, worry.reference)


def test_words_about_harm_under_another_kind_wait_for_a_moderator(site: Flask) -> None:
    told = tell(site, "other", "a carer there hits my mum and locks her in her room")
    assert not told.for_group
    group, moderator = signed_in_as(site, Role.GROUP_EDITOR), signed_in_as(site, Role.MODERATOR)
    assert group.get(f"/group/{GROUP}/reports/{told.id}").status_code == 404
    assert moderator.post_form(f"/moderation/reports/{told.id}/worry", {"version": 1}).status_code == 303
    assert stored(site, told.reference).what == "safety"
    harmless = tell(site, "other", "the bus stop has a new name")
    assert harmless.for_group
    with site.app_context():
        db.session.get_one(Correction, harmless.id).for_group = False
        db.session.commit()
    assert moderator.post_form(f"/moderation/reports/{harmless.id}/show", {"version": 1}).status_code == 303
    assert "the bus stop" in text(group, f"/group/{GROUP}/reports/{harmless.id}")


@slow_on_both
def test_reports_of_one_fact_join_and_each_is_told(site: Flask) -> None:
    older = tell(site, "times", "Thursdays")
    first = tell(site, "closed", "Nobody there", "jo@example.org")
    second = tell(site, "closed", "The door was shut", "sam@example.org")
    other = tell(site, "other", "one"), tell(site, "other", "two")
    assert second.joined_id == first.id
    assert {one.joined_id for one in other} == {None}
    moderator = signed_in_as(site, Role.MODERATOR)
    listed = text(moderator, "/moderation/reports")
    assert "Several people say so" in listed
    assert "(2 reports)" in listed
    assert listed.index(first.reference) < listed.index(older.reference)
    assert second.reference not in listed
    page = text(moderator, f"/moderation/reports/{first.id}")
    assert "Nobody there" in page
    assert "The door was shut" in page
    assert moderator.get(f"/moderation/reports/{second.id}").status_code == 404
    closing = {"version": stored(site, first.reference).version, "outcome": "right"}
    assert moderator.post_form(f"/moderation/reports/{first.id}/close", closing).status_code == 303
    outcomes = [one for one in emails(site) if one.purpose == "report_outcome"]
    assert [one.recipient for one in outcomes] == ["jo@example.org", "sam@example.org"]
    assert second.reference in outcomes[1].subject
    assert "What the listing says is right" in followed(site, second.reference)
    # What is closed is joined by nothing: the next report is a new one.
    assert tell(site, "closed", "Shut again").joined_id is None


def test_reports_far_apart_do_not_join(site: Flask) -> None:
    first, started = tell(site, "phone", "dead line"), clock.now()
    clock.set_clock(lambda: started + timedelta(days=15))
    assert tell(site, "phone", "still dead").joined_id is None
    assert stored(site, first.reference).reports == 1


@slow_on_both
def test_of_two_who_answer_at_once_the_second_is_told(site: Flask) -> None:
    told = tell(site, "cost", "It costs £4")
    group, moderator = signed_in_as(site, Role.GROUP_EDITOR), signed_in_as(site, Role.MODERATOR)
    answer = {"version": 1, "answer": "right", "words": "It is £3"}
    assert group.post_form(f"/group/{GROUP}/reports/{told.id}", answer).status_code == 303
    late = moderator.post_form(
        f"/moderation/reports/{told.id}/close", {"version": 1, "outcome": "changed", "words": "As you said"}
    )
    page = late.get_data(as_text=True)
    assert late.status_code == 409
    assert "Somebody else changed this report" in page
    assert "As you said" in page
    assert "It is £3" in page
    assert stored(site, told.reference).outcome == ""
    again = group.post_form(f"/group/{GROUP}/reports/{told.id}", answer)
    assert again.status_code == 409
    assert group.post_form(f"/group/{GROUP}/reports/{told.id}", {"version": 2}).status_code == 422


def test_a_group_reads_nothing_of_another_group(site: Flask) -> None:
    told = tell(site, "phone", "wrong", slug="elsewhere")
    group = signed_in_as(site, Role.GROUP_OWNER)
    for path in (
        f"/group/{OTHER_GROUP}/reports",
        f"/group/{OTHER_GROUP}/reports/{told.id}",
        f"/group/{GROUP}/reports/{told.id}",
    ):
        assert group.get(path).status_code == 404
        if path.endswith(told.id):
            sent = {"version": 1, "answer": "right"}
            assert group.post_form(path, sent).status_code == 404
    assert stored(site, told.reference).group_answer == ""


def test_a_reference_that_is_not_there(site: Flask, client: PageCheckingClient) -> None:
    for typed, words in (
        ("", "Write your reference"),
        ("H7K", "six letters and numbers"),
        ("H7K-3MQ", "We have no report with this reference"),
    ):
        answer = client.post_form("/problem/follow", {"reference": typed})
        assert answer.status_code == 422
        assert words in answer.get_data(as_text=True)


@slow_on_both
def test_one_report_and_many_take_the_same_statements(site: Flask, statements: StatementCounter) -> None:
    moderator, group = signed_in_as(site, Role.MODERATOR), signed_in_as(site, Role.GROUP_EDITOR)
    pages = ((moderator, "/moderation/reports"), (group, f"/group/{GROUP}/reports"))
    counts: dict[str, list[int]] = {path: [] for _client, path in pages}
    for number in (1, 25):
        with site.app_context():
            organization = db.session.get_one(Organization, GROUP)
            for _ in range(number):
                service = make_service(db.session, organization=organization)
                db.session.flush()
                report(site.extensions["settings"], service.id, "cost", "", "")
        for client, path in pages:
            text(client, path)
            with statements(site) as sent:
                page = text(client, path)
            counts[path].append(len(sent))
    assert "page=2" in page
    assert {path: few for path, (few, many) in counts.items() if few != many or many > 12} == {}
