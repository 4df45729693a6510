"""Compare the answers of two commits: `python -m bench.compare OLD [NEW]`. Without NEW, the working tree is
the second.

Compared are 300 searches, the visible text of every address in tests/routes.txt, a walk through every check
with the requests behind it, and the proofs of the questionnaires. bench/compare_snapshot.py collects the
answers of each commit in a temporary checkout. The exit status is 1 where the answers differ.
"""

import difflib
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from os.path import commonpath
from pathlib import Path
from typing import Any

import yaml

from core.settings import ROOT

_QUERIES = 300
_TOWNS = ("", "S73 8", "Penistone", "S63", "Hoyland")
_WIDTH = 160


def queries() -> list[dict[str, str]]:
    """Return 300 searches: the judged ones, then words of the thesaurus and the needs, with and without a
    place."""
    judged = yaml.safe_load((ROOT / "tests/judged/demo_queries.yaml").read_text())
    found = [{"query": row["query"], "postcode": row.get("where", "")} for row in judged]
    words = sorted(_strings(yaml.safe_load((ROOT / "content/needs.yaml").read_text())))
    for path in sorted((ROOT / "content/thesaurus").glob("*.yaml")):
        words += sorted(_strings(yaml.safe_load(path.read_text())))
    chance = random.Random(300)
    asked = [word for word in words if 4 <= len(word) <= 80]
    while len(found) < _QUERIES:
        found.append({"query": chance.choice(asked), "postcode": chance.choice(_TOWNS)})
    return found[:_QUERIES]


def _strings(value: Any) -> set[str]:
    if isinstance(value, str):
        return {value}
    items = list(value.values()) if isinstance(value, dict) else value
    found: set[str] = set()
    for item in items if isinstance(items, list) else ():
        found |= _strings(item)
    return found


def _snapshot(commit: str, folder: Path) -> dict[str, Any]:
    """Return the answers of a commit; of the working tree where `commit` is empty."""
    checkout = ROOT
    if commit:
        checkout = folder / "checkout"
        subprocess.run(
            ["git", "worktree", "add", "--quiet", "--detach", str(checkout), commit], cwd=ROOT, check=True
        )
        shutil.copytree(ROOT / "static" / "dist", checkout / "static" / "dist")
        if (ROOT / "node_modules").exists():
            (checkout / "node_modules").symlink_to(ROOT / "node_modules")
    asked, answers = folder / "queries.json", folder / "answers.json"
    asked.write_text(json.dumps(queries()))
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SIGNPOST_")}
    script = ROOT / "bench" / "compare_snapshot.py"
    try:
        command = [sys.executable, str(script), str(asked), str(answers)]
        subprocess.run(command, cwd=checkout, env={**environment, "PYTHONHASHSEED": "0"}, check=True)
    finally:
        if commit:
            subprocess.run(["git", "worktree", "remove", "--force", str(checkout)], cwd=ROOT, check=True)
    found: dict[str, Any] = json.loads(answers.read_text())
    return found


def differences(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """Return one line for each answer that differs, is missing or is new."""
    found = []
    for part in ("searches", "pages", "walks"):
        for name in sorted(old[part].keys() | new[part].keys()):
            before, after = old[part].get(name), new[part].get(name)
            if before != after:
                found.append(f"{part} {name}: {_first_difference(before, after)}")
    lines = difflib.unified_diff(old["proofs"], new["proofs"], lineterm="", n=0)
    return found + [f"proofs {line}" for line in lines]


def _first_difference(before: Any, after: Any) -> str:
    if before is None or after is None:
        return "only in the new one" if before is None else "only in the old one"
    one, other = json.dumps(before, ensure_ascii=False), json.dumps(after, ensure_ascii=False)
    same = len(commonpath([one, other]))
    start = max(0, same - 60)
    return f"…{one[start : start + _WIDTH]}… → …{other[start : start + _WIDTH]}…"


def main() -> int:
    """Print the differences and their number; return the exit status."""
    old, new = (*sys.argv[1:], "")[:2]
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        before, after = _snapshot(old, Path(one)), _snapshot(new, Path(other))
    found = differences(before, after)
    print("\n".join(found))
    sizes = ", ".join(f"{len(after[part])} {part}" for part in ("searches", "pages", "walks"))
    print(f"{sizes} compared: {len(found)} differences")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
