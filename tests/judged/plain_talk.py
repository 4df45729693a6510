"""Graded queries as people make them: stories, carers, constraints, languages, feelings, shorthand, spelling,
half-remembered names.

366 queries over the demonstration borough, in tests/judged/plain_talk/. Grades: 2 right, 1 acceptable, absent
0; by one person. Half of the queries, split by situation, is set aside (`aside_ids.txt`): search is tuned on
the other half only.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).with_name("plain_talk")


@dataclass(frozen=True, slots=True)
class GradedQuery:
    """One query with its grades by the id of the service in the demonstration.

    `group` is its kind; `answer`: good, marginal or none.
    """

    id: str
    group: str
    query: str
    answer: str
    postcode: str
    grades: Mapping[str, int]
    aside: bool


def load() -> list[GradedQuery]:
    """Return all queries, in the order of their file."""
    aside = set((FOLDER / "aside_ids.txt").read_text(encoding="utf-8").split())
    grades: dict[str, dict[str, int]] = {}
    for line in (FOLDER / "grades.tsv").read_text(encoding="utf-8").splitlines():
        query_id, service_id, grade, _name = line.split("\t")
        grades.setdefault(query_id, {})[service_id] = int(grade)
    rows = [json.loads(line) for line in (FOLDER / "queries.jsonl").read_text(encoding="utf-8").splitlines()]
    return [
        GradedQuery(
            id=row["id"],
            group=row["group"],
            query=row["query"],
            answer=row["answer"],
            postcode=row.get("postcode", ""),
            grades=grades.get(row["id"], {}),
            aside=row["id"] in aside,
        )
        for row in rows
    ]
