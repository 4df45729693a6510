"""The worklist of pairs that seem to be one: found in the whole directory, and remembered when they are not."""

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.roles import Role
from core.audit.models import AuditEntry
from core.db import db
from directory.duplicates.services import find_duplicates
from directory.models import DuplicatePair, Service
from tests.accounts import signed_in_as
from tests.conftest import StatementCounter
from tests.examples import slow_on_both


def _pairs() -> dict[str, DuplicatePair]:
    return {pair.id: pair for pair in db.session.scalars(select(DuplicatePair))}


@slow_on_both
def test_a_pair_that_is_not_the_same_is_not_asked_about_again(own_demo_app: Flask) -> None:
    with own_demo_app.app_context():
        first = find_duplicates()
        assert first.new >= 3
        assert first.known == 0
        pair = db.session.scalars(
            select(DuplicatePair)
            .where(DuplicatePair.kind == "service")
            .order_by(DuplicatePair.similarity.desc(), DuplicatePair.id)
        ).first()
        assert pair is not None
        pair_id = pair.id
    client = signed_in_as(own_demo_app, Role.MODERATOR)
    page = client.get("/moderation/duplicates").get_data(as_text=True)
    assert f"/moderation/duplicates/{pair_id}/apart" in page
    assert "They have " in page
    for _twice in range(2):
        sent = client.post_form(f"/moderation/duplicates/{pair_id}/apart")
        assert sent.status_code == 303
    assert f"/moderation/duplicates/{pair_id}/apart" not in client.get("/moderation/duplicates").text
    with own_demo_app.app_context():
        again = find_duplicates()
        assert (again.new, again.gone) == (0, 0)
        assert again.known == first.new - 1
        entries = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "duplicate.apart")).all()
        assert len(entries) == 1


@pytest.mark.both_databases
@pytest.mark.slow
def test_an_open_pair_goes_when_its_listings_are_alike_no_longer(own_demo_app: Flask) -> None:
    with own_demo_app.app_context():
        find_duplicates()
        pair = db.session.scalars(select(DuplicatePair).where(DuplicatePair.kind == "service")).first()
        assert pair is not None
        service = db.session.get_one(Service, pair.first_id)
        service.status, wanted = "inactive", pair.id
        db.session.commit()
        assert find_duplicates().gone >= 1
        assert wanted not in _pairs()


@pytest.mark.both_databases
@pytest.mark.slow
def test_the_list_takes_the_same_statements_with_one_pair_and_with_many(
    own_demo_app: Flask, statements: StatementCounter
) -> None:
    client = signed_in_as(own_demo_app, Role.MODERATOR)
    with own_demo_app.app_context():
        find_duplicates()
        ids = list(_pairs())
    with statements(own_demo_app) as many:
        client.get("/moderation/duplicates")
    with own_demo_app.app_context():
        for pair_id in ids[1:]:
            db.session.delete(db.session.get_one(DuplicatePair, pair_id))
        db.session.commit()
    with statements(own_demo_app) as one:
        client.get("/moderation/duplicates")
    assert len(one) == len(many)
