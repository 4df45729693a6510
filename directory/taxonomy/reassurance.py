"""Reassuring sentences for hard needs, from content/reassurance.yaml."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from core.content import content_loader, read_yaml
from directory.taxonomy import needs


@content_loader
def load(content_dir: Path) -> Mapping[str, str]:
    """Return sentences by need id; none without the file. Raises ValueError that names an unknown need id."""
    path = content_dir / "reassurance.yaml"
    rows: dict[str, str] = read_yaml(path) if path.exists() else {}
    unknown = [need for need in rows if need not in needs.load(content_dir).by_id]
    if unknown:
        raise ValueError(f"reassurance.yaml: there is no need with the id {unknown[0]}; mend the id")
    return rows


def reassuring_sentence(content_dir: Path, need_ids: Sequence[str]) -> str:
    """Return the sentence for the first of the needs; empty when there is none."""
    return load(content_dir).get(need_ids[0], "") if need_ids else ""
