"""What others deal with: what people ask this directory for, and whom to ask instead."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from core.content import content_loader, read_yaml
from directory.search.tokenizer import PhraseMatcher


@dataclass(frozen=True, slots=True)
class Outside:
    """Whom to ask about something that is usually not in a directory.

    `url`: the page to go to; empty where `about` names a person to ask.
    """

    id: str
    about: str
    url: str = ""


@content_loader
def load_outside(content_dir: Path) -> PhraseMatcher[Outside]:
    """Read content/outside.yaml. Returns its phrases; none where the file is missing."""
    path = content_dir / "outside.yaml"
    entries = read_yaml(path)["entries"] if path.exists() else {}
    return PhraseMatcher(
        (str(text), Outside(id, str(entry["about"]), str(entry.get("url", ""))))
        for id, entry in entries.items()
        for text in entry["asks"]
    )


def asked_outside(
    phrases: PhraseMatcher[Outside], token_stems: Sequence[str]
) -> tuple[Outside, tuple[str, ...]] | None:
    """Return what the words ask of others, with the stems that say so; the longest phrase first. None without
    one."""
    found = sorted(phrases.in_order(token_stems), key=lambda match: -match[1])
    if not found:
        return None
    start, length, outside = found[0]
    return outside, tuple(token_stems[start : start + length])
