"""Reassuring sentences for hard needs, from content/reassurance.yaml."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from core.content import content_loader, read_yaml
from directory.taxonomy import needs


@content_loader
def load(content_dir: Path) -> Mapping[str, str]:
    """Return the reassuring sentence of each need by need id; an empty mapping when the file is missing.

    Raises ValueError, naming the id, for an unknown need.
    """
    path = content_dir / "reassurance.yaml"
    rows: dict[str, str] = read_yaml(path) if path.exists() else {}
    unknown = [need for need in rows if need not in needs.load(content_dir).by_id]
    if unknown:
        raise ValueError(f"reassurance.yaml: there is no need with the id {unknown[0]}; mend the id")
    return rows


def reassuring_sentence(content_dir: Path, need_ids: Sequence[str]) -> str:
    """Return the sentence of the first need that has one; an empty text when none has."""
    return load(content_dir).get(need_ids[0], "") if need_ids else ""
