"""The graded queries of tests/judged/plain_talk: whole, split in halves, and about services that exist."""

from flask import Flask
from sqlalchemy import select

from core.db import db
from directory.models import Service
from tests.judged.plain_talk import FOLDER, load

QUERIES = load()


def test_there_are_enough_queries_in_two_halves() -> None:
    aside = {one.id for one in QUERIES if one.aside}
    tuned = set((FOLDER / "tune_ids.txt").read_text(encoding="utf-8").split())
    assert len(QUERIES) >= 150
    assert len({one.id for one in QUERIES}) == len(QUERIES)
    assert aside | tuned == {one.id for one in QUERIES}
    assert not aside & tuned
    assert {one.group for one in QUERIES if one.aside} == {one.group for one in QUERIES if not one.aside}


def test_grades_are_of_services_that_exist(demo_app: Flask) -> None:
    with demo_app.app_context():
        known = set(db.session.scalars(select(Service.source_id)))
    graded = {service_id for one in QUERIES for service_id in one.grades}
    assert graded <= known
    assert all(max(one.grades.values(), default=0) == 2 for one in QUERIES if one.answer == "good")
    assert all(not one.grades for one in QUERIES if one.answer == "none")
