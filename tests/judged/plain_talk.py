"""Graded queries as people make them: stories, carers, constraints, languages, feelings, shorthand, spelling,
half-remembered names.

Grades: 2 right, 1 acceptable, absent 0; each set by one person, over the demonstration borough.

- `plain_talk`: 366 queries. Half of them, split by situation, is set aside (`aside_ids.txt`): search is tuned
  on the other half only.
- `plain_talk_second`: 120 more, by another writer, later. All are set aside: nobody tunes on them, so
  that they say how search does on words that it has not met.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).with_name("plain_talk")
SECOND = "plain_talk_second"


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


def load(name: str = FOLDER.name) -> list[GradedQuery]:
    """Return all queries of the set in the folder `name`, in the order of their file.

    Every query of a set without `aside_ids.txt` is set aside.
    """
    folder = FOLDER.with_name(name)
    listed = folder / "aside_ids.txt"
    aside = set(listed.read_text(encoding="utf-8").split()) if listed.exists() else None
    grades: dict[str, dict[str, int]] = {}
    for line in (folder / "grades.tsv").read_text(encoding="utf-8").splitlines():
        query_id, service_id, grade, _name = line.split("\t")
        grades.setdefault(query_id, {})[service_id] = int(grade)
    rows = [json.loads(line) for line in (folder / "queries.jsonl").read_text(encoding="utf-8").splitlines()]
    return [
        GradedQuery(
            id=row["id"],
            group=row["group"],
            query=row["query"],
            answer=row["answer"],
            postcode=row.get("postcode", ""),
            grades=grades.get(row["id"], {}),
            aside=aside is None or row["id"] in aside,
        )
        for row in rows
    ]
