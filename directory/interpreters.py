"""The line that tells somebody in their own language to ring and ask for an interpreter."""

from pathlib import Path

from core.content import content_loader, read_yaml
from core.languages import code_of
from core.settings import Settings

_FOLDER = Path("thesaurus") / "languages"


@content_loader
def _lines(content_dir: Path) -> dict[str, str]:
    """Return the lines of content/thesaurus/languages/ by the code of their language."""
    paths = sorted((content_dir / _FOLDER).glob("*.yaml"))
    return {path.stem: str(read_yaml(path).get("line", "")) for path in paths}


def interpreter_line(settings: Settings, typed: str) -> str:
    """Return the line of a language that was typed as a code or a name; empty where content has none."""
    code = code_of(typed)
    lines = _lines(settings.content_dir)
    return lines.get(code, "") or lines.get({"zh": "zh-Hans", "ku": "kmr"}.get(code, ""), "")
