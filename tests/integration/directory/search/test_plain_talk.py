"""The graded queries of tests/judged/plain_talk: whole, split in halves, and about services that exist."""

from collections import defaultdict

import pytest
from flask import Flask
from sqlalchemy import select

from core.db import db
from directory.models import Service
from directory.search.request import SearchRequest
from directory.search.service import search
from tests.judged.judging import Judged, ndcg, success
from tests.judged.plain_talk import FOLDER, load

QUERIES = load()
SUCCESS_FLOOR = 0.53
NDCG_FLOOR = 0.50
HONEST_FLOOR = 0.40
"""Of the half that was set aside: what was reached, less a query or two. They only ever rise."""


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


@pytest.mark.slow
def test_the_half_set_aside_holds(demo_app: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    """Success@3, nDCG@10, and the share of queries without a right answer that say so."""
    hits: dict[str, list[bool]] = defaultdict(list)
    gains: list[float] = []
    honest: list[bool] = []
    with demo_app.app_context():
        slugs = dict(db.session.execute(select(Service.id, Service.source_id)).all())
        for one in QUERIES:
            if not one.aside or one.answer == "marginal":
                continue
            found = search(SearchRequest(query=one.query, where=one.postcode))
            names = [slugs[hit.service_id] for hit in found.hits]
            query = Judged(one.id, one.query, judged=one.grades)
            if one.answer == "good":
                hits[one.group].append(success(query, names))
                gains.append(ndcg(query, names))
            else:
                honest.append(found.nearest_only or not names)
    every = [hit for group in hits.values() for hit in group]
    share, gain = sum(every) / len(every), sum(gains) / len(gains)
    with capsys.disabled():
        groups = "  ".join(f"{group} {sum(found)}/{len(found)}" for group, found in hits.items())
        print(f"\nplain talk, aside: success@3 {share:.3f}  nDCG@10 {gain:.3f}  ({groups})")
        print(f"without a right answer: {sum(honest)} of {len(honest)} say so")
    assert share >= SUCCESS_FLOOR
    assert gain >= NDCG_FLOOR
    assert sum(honest) >= HONEST_FLOOR * len(honest)
