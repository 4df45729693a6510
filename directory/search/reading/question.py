"""A question back: what a query leaves open between two meanings, with the answers to choose from."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class QuestionBack:
    """A query open between two meanings. The page asks above the list; each answer is a link.

    `id`: who (for me, or for somebody I look after), stay (to live in, or to visit) or age (child or adult).
    `answers`: the ids of the answers; `SearchRequest.meant` carries the chosen one.
    """

    id: str
    answers: tuple[str, ...]
