"""The addresses of tests/routes.txt: method, endpoint, rule, and examples with the status that they must
answer."""

from dataclasses import dataclass
from pathlib import Path

ROUTES = Path(__file__).with_name("routes.txt")


@dataclass(frozen=True)
class ListedRoute:
    """One line of the file, with its examples and the answers they must get."""

    method: str
    endpoint: str
    rule: str
    examples: tuple[tuple[str, int], ...]


def _example(text: str) -> tuple[str, int]:
    path, _, status = text.partition(">")
    return path, int(status or 200)


def _listed() -> list[ListedRoute]:
    rows = [
        line.split() for line in ROUTES.read_text().splitlines() if line.strip() and not line.startswith("#")
    ]
    return [ListedRoute(row[0], row[1], row[2], tuple(_example(text) for text in row[3:])) for row in rows]


LISTED = _listed()
# A POST that changes nothing needs no token; its example has the status of its answer.
GETS = [(path, status) for row in LISTED if row.method == "GET" for path, status in row.examples]
POSTS = [path for row in LISTED if row.method == "POST" for path, status in row.examples if status == 200]
