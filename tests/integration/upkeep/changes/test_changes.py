"""Moderators decide about changes; groups read why; nothing is overwritten and nothing runs as script."""

import csv
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from accounts.roles import Role
from core.audit.models import AuditEntry
from core.db import db
from directory.editing.records import record_of, stored_version
from directory.editing.services import Saved, propose, publish, submit
from directory.models import ListingChange, ListingVersion, Organization
from directory.open_referral.schema.contacts import Contact, Phone
from directory.open_referral.schema.services import Service
from tests.accounts import GROUP, add_person, sign_in, signed_in_as
from tests.conftest import StatementCounter
from tests.examples import sampled, slow_on_both
from tests.factories import make_organization, make_service
from tests.outbox import emails
from tests.page_checks import PageCheckingClient

EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>"


@dataclass
class Site:
    """A site with one listing of a group, its editor and a moderator."""

    app: Flask
    service_id: str
    editor: str
    moderator: PageCheckingClient

    @property
    def settings(self) -> Any:
        return self.app.extensions["settings"]

    def record(self) -> Service:
        found = record_of(self.service_id)
        assert found
        return found

    def propose(self, send: bool = True, **fields: Any) -> ListingChange:
        """Propose a change of the listing as its editor."""
        with self.app.app_context():
            record = self.record()
            for name, value in fields.items():
                setattr(record, name, value)
            change = propose(
                self.settings,
                record,
                organization_id=GROUP,
                author_id=self.editor,
                base_version=stored_version(self.service_id),
            )
            if send:
                change = submit(self.settings, Saved(change.id, change.version), actor=self.editor)
            db.session.refresh(change)
            db.session.expunge(change)
            return change

    def publish(self, **fields: Any) -> None:
        """Publish the listing with other values, as somebody else."""
        with self.app.app_context():
            record, version = self.record(), stored_version(self.service_id)
            for name, value in fields.items():
                setattr(record, name, value)
            publish(self.settings, record, base_version=version, actor="system", origin="moderator")

    def change(self, change_id: str) -> ListingChange:
        with self.app.app_context():
            found = db.session.get_one(ListingChange, change_id)
            db.session.expunge(found)
            return found

    def live(self) -> Service:
        with self.app.app_context():
            return self.record()


@pytest.fixture
def site(app: Flask) -> Site:
    with app.app_context():
        group = make_organization(db.session, id=GROUP, slug="neighbours", name="Neighbours")
        service = make_service(db.session, name="Steady Steps", slug="steady-steps", organization=group)
        db.session.commit()
        service_id = service.id
    editor = add_person(app, "maureen@example.org", Role.GROUP_EDITOR)
    return Site(app, service_id, editor, signed_in_as(app, Role.MODERATOR))


def text(client: PageCheckingClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.get_data(as_text=True)


def test_a_change_waits_and_is_approved(site: Site) -> None:
    old = site.live().description
    change = site.propose(description="We walk on Tuesdays.")
    client = site.moderator
    assert "1 waits" in text(client, "/moderation")
    listed = text(client, "/moderation/changes")
    assert "Steady Steps" in listed
    assert "Description" in listed
    page = text(client, f"/moderation/changes/{change.id}")
    assert old in page
    assert "We walk on Tuesdays." in page
    assert site.live().description == old
    where = f"/moderation/changes/{change.id}/approve"
    assert client.post_form(where, {"version": change.version}).status_code == 303
    assert site.live().description == "We walk on Tuesdays."
    (email,) = emails(site.app)
    assert email.recipient == "maureen@example.org"
    assert "Tuesdays" not in email.text
    assert f"/group/{GROUP}/changes/{change.id}" in email.text
    late = client.post_form(where, {"version": change.version})
    assert late.status_code == 409
    assert "meanwhile" in late.get_data(as_text=True)
    with site.app.app_context():
        actions = list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.seq)))
    assert actions[-2:] == ["listing.published", "listing.change_approved"]


def group_client(site: Site) -> PageCheckingClient:
    client = site.app.test_client()
    assert isinstance(client, PageCheckingClient)
    sign_in(site.app, client, site.editor, way="link")
    return client


def test_a_rejected_change_tells_the_group_why(site: Site) -> None:
    change = site.propose(description="Nonsense and more nonsense here.")
    where = f"/moderation/changes/{change.id}/reject"
    empty = site.moderator.post_form(where, {"version": change.version, "reason": ""})
    assert empty.status_code == 422
    sent = {"version": change.version, "reason": "Say what you do, please."}
    assert site.moderator.post_form(where, sent).status_code == 303
    page = text(group_client(site), f"/group/{GROUP}/changes/{change.id}")
    assert "Say what you do, please." in page
    assert site.live().description != "Nonsense and more nonsense here."
    assert "Say what" not in emails(site.app)[0].text
    again = f"/group/{GROUP}/changes/{change.id}/again"
    for _time in range(2):
        assert group_client(site).post_form(again).location.endswith(f"/listings/{site.service_id}")
    with site.app.app_context():
        drafts = db.session.scalars(select(ListingChange).where(ListingChange.state == "draft")).all()
        assert [draft.record["description"] for draft in drafts] == ["Nonsense and more nonsense here."]


@slow_on_both
def test_a_question_is_answered_and_the_change_waits_again(site: Site) -> None:
    change = site.propose(email="new@example.org")
    where = f"/moderation/changes/{change.id}/ask"
    assert site.moderator.post_form(where, {"version": change.version, "question": ""}).status_code == 422
    sent = {"version": change.version, "question": "Is that the secretary?"}
    assert site.moderator.post_form(where, sent).status_code == 303
    assert "Steady Steps" in text(site.moderator, "/moderation/changes?state=question")
    client, path = group_client(site), f"/group/{GROUP}/changes/{change.id}"
    assert "Is that the secretary?" in text(client, path)
    version = site.change(change.id).version
    assert client.post_form(f"{path}/answer", {"version": version, "answer": ""}).status_code == 422
    assert client.post_form(f"{path}/answer", {"version": version, "answer": "Yes, Ann."}).status_code == 303
    assert client.post_form(f"{path}/answer", {"version": version, "answer": "Yes, Ann."}).status_code == 409
    assert site.change(change.id).state == "waiting"
    assert "Yes, Ann." in text(site.moderator, f"/moderation/changes/{change.id}")


def test_others_do_not_see_a_change(site: Site) -> None:
    change = site.propose(description="We walk on Tuesdays.")
    stranger = add_person(
        site.app,
        "other@example.org",
        Role.GROUP_EDITOR,
        organization_id="7f1f9a52-0000-5b8e-9a53-0c8f4d1f7c22",
    )
    client = site.app.test_client()
    assert isinstance(client, PageCheckingClient)
    sign_in(site.app, client, stranger, way="link")
    path = f"/group/{GROUP}/changes/{change.id}"
    assert client.get(path).status_code == 404
    assert client.post_form(f"{path}/answer", {"version": 1, "answer": "x"}).status_code == 404


@pytest.mark.both_databases
@pytest.mark.slow
def test_a_stale_change_merges_or_asks(site: Site) -> None:
    change = site.propose(description="Mine, about walks.")
    site.publish(email="theirs@example.org")
    site.moderator.post_form(f"/moderation/changes/{change.id}/approve", {"version": change.version})
    live = site.live()
    assert (live.description, live.email) == ("Mine, about walks.", "theirs@example.org")
    change = site.propose(description="Mine again, about walks.")
    site.publish(description="Theirs, about walks.")
    where = f"/moderation/changes/{change.id}/approve"
    asked = site.moderator.post_form(where, {"version": change.version})
    assert asked.status_code == 409
    assert "use-description" in asked.get_data(as_text=True)
    assert site.live().description == "Theirs, about walks."
    sent = {"version": change.version, "use-description": "ours"}
    assert site.moderator.post_form(where, sent).status_code == 303
    assert site.live().description == "Mine again, about walks."


@slow_on_both
def test_trust_publishes_at_once_and_holds_spam(site: Site) -> None:
    assert site.moderator.post_form(f"/moderation/trust/{GROUP}", {"trusted": "yes"}).status_code == 303
    assert "Neighbours" in text(site.moderator, "/moderation/trust")
    change = site.propose(description="Live at once, we walk.")
    assert site.live().description == "Live at once, we walk."
    held = site.propose(description=f"Walks {EVIL} https://bit.ly/x")
    assert (change.state, held.state) == ("approved", "waiting")
    page = text(site.moderator, f"/moderation/changes/{held.id}")
    assert "shortened web address" in page
    assert EVIL not in page
    assert "&lt;script&gt;" in page
    bulk = {"change": f"{held.id}:{held.version}"}
    answer = site.moderator.post_form("/moderation/changes/approve", bulk)
    assert answer.status_code == 303
    assert "failed=1" in answer.location
    assert site.live().description == "Live at once, we walk."
    site.moderator.post_form(f"/moderation/trust/{GROUP}", {"trusted": "no"})
    assert site.propose(description="Waits now, we walk.").state == "waiting"


def test_what_is_sampled_is_looked_at(site: Site) -> None:
    change = site.propose(description="Something else we do.")
    with site.app.app_context():
        row = db.session.get_one(ListingChange, change.id)
        row.state, row.to_look_at = "approved", True
        db.session.commit()
    assert "Steady Steps" in text(site.moderator, "/moderation/changes?state=look")
    where = f"/moderation/changes/{change.id}/looked"
    assert site.moderator.post_form(where, {"version": change.version}).status_code == 303
    assert not site.change(change.id).to_look_at


def test_many_are_approved_at_once(site: Site) -> None:
    first = site.propose(description="One thing that we do.")
    second = site.propose(email="second@example.org")
    chosen = {"change": [f"{first.id}:{first.version}", f"{second.id}:{second.version}", "nothing:1"]}
    assert "failed=1" in site.moderator.post_form("/moderation/changes/approve", chosen).location
    live = site.live()
    assert (live.description, live.email) == ("One thing that we do.", "second@example.org")


@slow_on_both
def test_a_moderator_puts_a_change_right_and_approves_it(site: Site) -> None:
    change = site.propose(description="We walk on Tuesdys, and talk.")
    page = text(site.moderator, f"/moderation/changes/{change.id}")
    desk = f"/group/{GROUP}/listings/{site.service_id}"
    assert desk in page
    assert f"/moderation/changes/{change.id}" in text(site.moderator, desk)
    with site.app.app_context():
        record = site.record()
        record.description = "We walk on Tuesdays, and talk."
        propose(
            site.settings,
            record,
            organization_id=GROUP,
            author_id="somebody",
            base_version=1,
            saved=Saved(change.id, change.version),
        )
    where = f"/moderation/changes/{change.id}/approve"
    assert site.moderator.post_form(where, {"version": change.version}).status_code == 409
    assert site.moderator.post_form(where, {"version": change.version + 1}).status_code == 303
    assert site.live().description == "We walk on Tuesdays, and talk."
    assert site.change(change.id).author_id == site.editor


@pytest.mark.parametrize("name", sampled(['=HYPERLINK("http://x","y")', "<script>alert(1)</script>"], 2))
def test_what_a_group_writes_runs_nowhere(site: Site, name: str) -> None:
    change = site.propose(name=name, description=name, email="x@example.org")
    for path in ("/moderation/changes", f"/moderation/changes/{change.id}", "/moderation"):
        assert "<script>alert" not in text(site.moderator, path)
    site.moderator.post_form(f"/moderation/changes/{change.id}/approve", {"version": change.version})
    assert site.live().name == name
    visitor = site.app.test_client()
    assert "<script>alert" not in visitor.get("/service/steady-steps").get_data(as_text=True)
    assert "<script>alert" not in text(site.moderator, "/moderation/recent")
    lines = (
        visitor.get("/use-our-data/services.csv", follow_redirects=True).get_data(as_text=True).splitlines()
    )
    assert not any(cell.startswith("=") for line in csv.reader(lines) for cell in line)
    assert name not in emails(site.app)[0].text


@pytest.mark.slow
@pytest.mark.both_databases
def test_fifty_editors_at_once_lose_nothing(site: Site) -> None:
    """Each of fifty people adds one phone number to the listing as they read it, at the same moment."""
    with site.app.app_context():
        db.session.get_one(Organization, GROUP).trusted = True
        db.session.commit()
        began = site.record()

    def edit(number: int) -> str:
        with site.app.app_context():
            record = began.model_copy(deep=True)
            record.phones = [*record.phones, Phone.model_construct(number=f"01632 9600{number:02}")]
            for _try in range(40):
                try:
                    change = propose(
                        site.settings,
                        record,
                        organization_id=GROUP,
                        author_id=site.editor,
                        base_version=1,
                    )
                    break
                except OperationalError:
                    db.session.rollback()
            saved = Saved(change.id, change.version)
            for _try in range(40):
                try:
                    return submit(site.settings, saved, actor=site.editor).state
                except OperationalError:
                    db.session.rollback()
            return "lost"

    with ThreadPoolExecutor(8) as pool:
        states = list(pool.map(edit, range(50)))
    assert states == ["approved"] * 50
    live = {phone.number for phone in site.live().phones}
    assert {f"01632 9600{number:02}" for number in range(50)} <= live
    with site.app.app_context():
        assert stored_version(site.service_id) == 51
        numbers = db.session.scalars(select(ListingVersion.number).order_by(ListingVersion.number))
        assert list(numbers) == list(range(1, 52))


def test_words_in_a_wrong_form_are_noted(site: Site) -> None:
    phones = [Phone.model_construct(number="ring Ann"), Phone.model_construct(number="01632 960900")]
    change = site.propose(phones=phones, url="not a web address")
    page = text(site.moderator, f"/moderation/changes/{change.id}")
    assert "This is no phone number of the UK: ring Ann" in page
    assert "This is no web address: not a web address" in page
    assert page.count("This is no") == 2


def test_a_look_at_private_contacts_is_recorded(site: Site) -> None:
    change = site.propose(contacts=[Contact.model_construct(name="Ann", private=True, phones=[])])
    text(site.moderator, f"/moderation/changes/{change.id}")
    with site.app.app_context():
        newest = db.session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc())).first()
    assert newest
    assert (newest.action, newest.subject_id) == ("listing_change.viewed", change.id)


@slow_on_both
def test_an_earlier_version_is_brought_back(site: Site) -> None:
    old = site.live().description
    site.publish(description="New words about walks.")
    page = text(site.moderator, "/moderation/recent")
    assert "Steady Steps" in page
    assert "Description" in page
    with site.app.app_context():
        versions = {row.number: row.id for row in db.session.scalars(select(ListingVersion))}
    assert "New words about walks." in text(site.moderator, f"/moderation/versions/{versions[2]}")
    where = f"/moderation/versions/{versions[2]}/restore"
    stale = site.moderator.post_form(where, {"version": 1, "which": "before"})
    assert stale.status_code == 409
    assert site.moderator.post_form(where, {"version": 2, "which": "before"}).status_code == 303
    assert site.live().description == old
    assert "brought an earlier version back" in text(
        site.moderator, f"/moderation/recent?of={site.service_id}"
    )


@pytest.mark.both_databases
@pytest.mark.slow
def test_a_draft_is_never_seen(site: Site) -> None:
    word = "Quizzicalness"
    with site.app.app_context():
        new = Service.model_construct(
            name=f"{word} club", organization_id=GROUP, description=f"{word} for all.", status="active"
        )
        propose(site.settings, new, organization_id=GROUP, author_id=site.editor, base_version=0)
    site.propose(send=False, name=f"{word} steps", description=f"{word} again for everybody.")
    site.propose(alternate_name=f"{word} waits")
    with site.app.app_context():
        ids = list(db.session.scalars(select(ListingChange.id)))
        records = [row["id"] for row in db.session.scalars(select(ListingChange.record))]
    visitor = site.app.test_client()
    paths = [
        *(f"/find?{name}={word}" for name in ("q", "words", "query")),
        f"/find?q={word}&draft=1&status=draft&state=waiting&include=all",
        f"/suggest?q={word[:6]}",
        "/organization/neighbours",
        "/a-to-z",
        f"/open-referral/v3/services?search={word}",
        "/open-referral/v3/services?full=true",
        "/use-our-data/services.csv",
        "/use-our-data/services.json",
        *(f"/open-referral/v3/services/{each}" for each in (*ids, *records)),
        *(f"/service/{each}" for each in ids),
    ]
    # The same addresses find what is live.
    site.publish(fees="We ask for two pounds.")
    assert "Steady Steps" in visitor.get("/find?q=steady").get_data(as_text=True)
    assert "Steady Steps" in visitor.get("/open-referral/v3/services?search=steady").get_data(as_text=True)
    for path in paths:
        answer = visitor.get(path, follow_redirects=True)
        shown = answer.get_data(as_text=True).replace(f'value="{word}', "")
        assert f"{word} club" not in shown, path
        assert f"{word} steps" not in shown, path
        assert f"{word} again" not in shown, path
        assert f"{word} waits" not in shown, path


@pytest.mark.both_databases
@pytest.mark.slow
def test_lists_take_the_same_statements_for_one_and_for_many(
    site: Site, statements: StatementCounter
) -> None:
    site.propose(description="One thing that we do.")
    site.publish(fees="We ask for two pounds.")

    def counts() -> list[int]:
        found = []
        for path in ("/moderation/changes", "/moderation/recent"):
            with statements(site.app) as sent:
                text(site.moderator, path)
            found.append(len(sent))
        return found

    few = counts()
    for number in range(4):
        site.propose(description=f"Thing {number} that we do.")
        site.publish(fees=f"We ask for {number} pounds.")
    assert counts() == few


def test_the_group_itself_is_changed_in_the_same_way(site: Site) -> None:
    from directory.editing.records import organization_record_of

    with site.app.app_context():
        record = organization_record_of(GROUP)
        assert record
        record.description = "We are neighbours who help."
        change = propose(site.settings, record, organization_id=GROUP, author_id=site.editor, base_version=1)
        change = submit(site.settings, Saved(change.id, change.version), actor=site.editor)
        saved = Saved(change.id, change.version)
    assert "About the group itself" in text(site.moderator, "/moderation/changes?kind=organization")
    where = f"/moderation/changes/{saved.change_id}/approve"
    assert site.moderator.post_form(where, {"version": saved.version}).status_code == 303
    with site.app.app_context():
        row = db.session.get_one(Organization, GROUP)
        assert (row.description, row.version) == ("We are neighbours who help.", 2)
