"""What the audit found is on the page of moderators and, for its own listings, on that of a group."""

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.roles import Role
from core.audit.models import AuditEntry
from core.db import db
from directory.content_audit.services import audit, store_findings
from directory.models import Attribute, AuditFinding, Service, Taxonomy, TaxonomyTerm
from directory.vocabulary import MOST_NEEDS, TAXONOMY_NEEDS
from tests.accounts import add_person, sign_in, signed_in_as
from tests.conftest import StatementCounter
from tests.examples import slow_on_both
from tests.page_checks import PageCheckingClient


@pytest.fixture
def over_tagged(own_demo_app: Flask) -> tuple[str, str]:
    """A listing with more needs than help anybody, and the id of its group."""
    with own_demo_app.app_context():
        service = db.session.scalars(select(Service).where(Service.slug == "coffee-and-company")).one()
        terms = db.session.scalars(
            select(TaxonomyTerm)
            .join(Taxonomy)
            .where(
                Taxonomy.key == TAXONOMY_NEEDS,
                TaxonomyTerm.id.not_in([a.taxonomy_term_id for a in service.attributes]),
            )
            .limit(MOST_NEEDS)
        ).all()
        db.session.add_all([Attribute(service_id=service.id, taxonomy_term_id=term.id) for term in terms])
        db.session.commit()
        found = service.id, service.organization_id
        assert store_findings() == (0, 4)
        return found


def _owner(app: Flask, organization_id: str) -> PageCheckingClient:
    client = app.test_client()
    assert isinstance(client, PageCheckingClient)
    person = add_person(app, "owner@example.org", Role.GROUP_OWNER, organization_id=organization_id)
    sign_in(app, client, person)
    return client


@pytest.mark.both_databases
@pytest.mark.slow
def test_a_group_says_why_or_chooses_fewer(own_demo_app: Flask, over_tagged: tuple[str, str]) -> None:
    service_id, group = over_tagged
    client = _owner(own_demo_app, group)
    page = client.get(f"/group/{group}/hints").text
    assert "It has more than 8 needs" in page
    path = f"/group/{group}/hints/{service_id}"
    assert f'href="{path}"' in page
    assert client.get(path).status_code == 200
    refused = client.post_form(path, {"reason": "  "})
    assert refused.status_code == 422
    assert "Say why it needs more than 8" in refused.text
    for _twice in range(2):
        assert client.post_form(path, {"reason": "It is the advice desk of the town."}).status_code == 303
    assert "advice desk" in client.get(path).text
    assert "Mended since" in client.get(f"/group/{group}/hints").text
    with own_demo_app.app_context():
        assert [len(found) for found in audit()] == [0, 3]
        done = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "listing.needs_explained"))
        assert {entry.subject_id for entry in done} == {service_id}


def test_another_group_sees_and_writes_nothing(own_demo_app: Flask, over_tagged: tuple[str, str]) -> None:
    service_id, group = over_tagged
    client = _owner(own_demo_app, "another")
    for path in (f"/group/{group}/hints", f"/group/{group}/hints/{service_id}"):
        assert client.get(path).status_code == 404
    assert client.post_form(f"/group/{group}/hints/{service_id}", {"reason": "Because."}).status_code == 404


@slow_on_both
def test_a_moderator_sees_all_and_where_to_mend_it(
    own_demo_app: Flask, over_tagged: tuple[str, str], statements: StatementCounter
) -> None:
    service_id, group = over_tagged
    client = signed_in_as(own_demo_app, Role.MODERATOR)
    with statements(own_demo_app) as many:
        page = client.get("/moderation/audit").text
    assert f'href="/group/{group}/listings/{service_id}"' in page
    assert page.count("It may be the same as another listing.") == 3
    with own_demo_app.app_context():
        for finding in db.session.scalars(select(AuditFinding).where(AuditFinding.kind != "too many needs")):
            db.session.delete(finding)
        db.session.commit()
    with statements(own_demo_app) as one:
        client.get("/moderation/audit")
    assert len(one) == len(many)
