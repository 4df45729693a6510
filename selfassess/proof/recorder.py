"""The record of what `selfassess check` proved of each questionnaire: counts, a day, and a digest of what the
proof is about.

A proof takes seconds, so no page makes one. A record is valid only for the files and rule versions that it
was made from.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from core.content import content_loader, read_text
from selfassess.engine.legal_facts import VERSIONS
from selfassess.proof.checker import ProofReport

FILE = Path("assessments", "proved.json")


@dataclass(frozen=True)
class ProofRecord:
    """One questionnaire's proof.

    `of` is the digest of its files, the shared routes and the rules' versions.
    """

    of: str
    on: date
    combinations: int
    states: int
    pairs: int
    pages: int
    minutes: int


def digest(content_dir: Path, questionnaire: str) -> str:
    """Return 16 hexadecimal digits that change whenever something does that a questionnaire's proof depends
    on.
    """
    folder = content_dir / "assessments"
    hashed = hashlib.sha256(repr(sorted(VERSIONS.items())).encode())
    paths = (
        folder / "routes.yaml",
        folder / questionnaire / "flow.yaml",
        folder / questionnaire / "wording.yaml",
    )
    for path in paths:
        hashed.update(read_text(path).encode())
    return hashed.hexdigest()[:16]


def valid_proof(content_dir: Path, questionnaire: str) -> ProofRecord | None:
    """Return the recorded proof of a questionnaire; None where there is none, or only one of other words or
    rules.
    """
    stored = _stored_proofs(content_dir).get(questionnaire)
    if stored is None or stored["of"] != digest(content_dir, questionnaire):
        return None
    return ProofRecord(**{**stored, "on": date.fromisoformat(stored["on"])})


@content_loader
def shown_proof(content_dir: Path, questionnaire: str) -> ProofRecord | None:
    """Return as `valid_proof`, read once: the proof of the files that this process has read."""
    return valid_proof(content_dir, questionnaire)


def record_proofs(content_dir: Path, reports: Iterable[ProofReport], today: date) -> Path:
    """Write what was proved to FILE and return its path. Proofs that are still valid keep their day.

    Raises ValueError for a report with breaches.
    """
    proofs = {report.questionnaire: _to_store(content_dir, report, today) for report in reports}
    path = content_dir / FILE
    path.write_text(json.dumps(proofs, indent=2) + "\n", encoding="utf-8")
    return path


def _to_store(content_dir: Path, report: ProofReport, today: date) -> dict[str, Any]:
    if not report.proved:
        raise ValueError(f"{report.questionnaire} is not proved")
    earlier = valid_proof(content_dir, report.questionnaire)
    proof = ProofRecord(
        of=digest(content_dir, report.questionnaire),
        on=earlier.on if earlier else today,
        combinations=report.combinations,
        states=report.states,
        pairs=report.pairs,
        pages=report.pages,
        minutes=report.minutes,
    )
    return {**asdict(proof), "on": proof.on.isoformat()}


def _stored_proofs(content_dir: Path) -> dict[str, dict[str, Any]]:
    path = content_dir / FILE
    if not path.exists():
        return {}
    stored: dict[str, dict[str, Any]] = json.loads(read_text(path))
    return stored
