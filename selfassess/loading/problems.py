"""Mistakes in content files, each with its file, its line and what to do."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class ContentProblem:
    """One mistake: the file, its line (the first line is 1), and what to do."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.message}"


class AssessmentError(ValueError):
    """Content that cannot be used. `problems` names every mistake that was found."""

    def __init__(self, problems: Iterable[ContentProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))
