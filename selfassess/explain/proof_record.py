"""What `selfassess check` proved of each questionnaire, kept beside the content: counts, a day, and a digest of what was proved.

A proof takes seconds, so no page makes one. A record holds only for the very files and rules it was made from.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from selfassess.engine.legal_facts import VERSIONS
from selfassess.proof.checker import Report

FILE = Path("assessments", "proved.json")


@dataclass(frozen=True)
class Proved:
    """One questionnaire's proof. `of` is the digest of its files, the shared routes and the rules' versions."""

    of: str
    on: date
    combinations: int
    states: int
    pairs: int
    pages: int
    minutes: int


def digest(content_dir: Path, questionnaire: str) -> str:
    """What a proof is about, in 16 hexadecimal digits."""
    folder = content_dir / "assessments"
    found = hashlib.sha256(repr(sorted(VERSIONS.items())).encode())
    for path in (
        folder / "routes.yaml",
        folder / questionnaire / "flow.yaml",
        folder / questionnaire / "wording.yaml",
    ):
        found.update(path.read_bytes())
    return found.hexdigest()[:16]


def proved(content_dir: Path, questionnaire: str) -> Proved | None:
    """The proof of a questionnaire as it stands; None where there is none, or only one of other words or rules."""
    row = _rows(content_dir).get(questionnaire)
    if row is None or row["of"] != digest(content_dir, questionnaire):
        return None
    return Proved(**{**row, "on": date.fromisoformat(row["on"])})


def record(content_dir: Path, reports: Iterable[Report], today: date) -> Path:
    """Write down what was proved; proofs that still hold keep their day. Raises ValueError for a report with breaches."""
    rows = {report.questionnaire: _row(content_dir, report, today) for report in reports}
    path = content_dir / FILE
    path.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")
    return path


def _row(content_dir: Path, report: Report, today: date) -> dict[str, Any]:
    if not report.proved:
        raise ValueError(f"{report.questionnaire} is not proved")
    known = proved(content_dir, report.questionnaire)
    found = Proved(
        of=digest(content_dir, report.questionnaire),
        on=known.on if known else today,
        combinations=report.combinations,
        states=report.states,
        pairs=report.pairs,
        pages=report.pages,
        minutes=report.minutes,
    )
    return {**asdict(found), "on": found.on.isoformat()}


def _rows(content_dir: Path) -> dict[str, dict[str, Any]]:
    path = content_dir / FILE
    rows: dict[str, dict[str, Any]] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return rows
