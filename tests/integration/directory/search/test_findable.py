"""Search lists exactly the services that `directory.visibility` calls findable."""

from datetime import timedelta
from itertools import product

import pytest
from flask import Flask
from sqlalchemy import select

from core import clock
from core.db import db
from directory import visibility
from directory.models import SearchDocument, Service
from directory.search.context import open_context
from directory.search.indexing import services_changed
from tests.factories import make_service

STATUSES = ("active", "inactive", "defunct", "temporarily closed")
DAYS_TO_THE_END = (None, 5, 0, -1, -30, -31, -400)


def disagreements() -> list[str]:
    """The services of which search and `is_findable` say different things."""
    today = clock.today()
    columns = open_context().columns
    listed = columns.listed(today)
    numbers = dict(db.session.execute(select(SearchDocument.service_id, SearchDocument.number)).all())
    wrong = []
    for service in db.session.scalars(select(Service)):
        if bool(listed[numbers[service.id]]) != visibility.is_findable(service, today):
            wrong.append(service.name)
    return sorted(wrong)


@pytest.fixture
def every_kind(app: Flask) -> Flask:
    """A site with a service of each status and end, for everybody and for professionals only."""
    with app.app_context():
        for status, days, professionals in product(STATUSES, DAYS_TO_THE_END, (False, True)):
            ends_on = None if days is None else clock.today() + timedelta(days=days)
            name = f"{status}, {days} days, professionals {professionals}"
            make_service(
                db.session, name=name, status=status, ends_on=ends_on, professionals_only=professionals
            )
        db.session.flush()
        services_changed(db.session, db.session.scalars(select(Service.id)).all())
        db.session.commit()
    return app


def test_search_and_visibility_agree(every_kind: Flask) -> None:
    with every_kind.app_context():
        assert disagreements() == []
        assert open_context().columns.listed(clock.today()).sum() == 2 * 5


def test_another_rule_of_search_would_be_noticed(every_kind: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visibility, "DAYS_FINDABLE_AFTER_END", 29)
    with every_kind.app_context():
        assert disagreements() == [
            "active, -30 days, professionals False",
            "temporarily closed, -30 days, professionals False",
        ]
