"""The README and the other documents name only settings, files and commands that exist."""

import re
from pathlib import Path

import click
import pytest
import yaml

from core.settings import ROOT, Settings
from directory.search.reading.filters import FILTER_FACETS
from tests.conftest import make_app, make_settings
from tests.examples import sampled

README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = sorted(
    [
        *ROOT.glob("*.md"),
        *(ROOT / "docs").rglob("*.md"),
    ]
)
IDS = [str(path.relative_to(ROOT)) for path in DOCUMENTS]
TOP = {path.name for path in ROOT.iterdir() if path.name not in ("node_modules", "var")}
"""What is at the top of the repository: a path in a document begins with one of these names."""

WRITTEN_LATER = ("static/dist", "migrations/versions/NNNN_what_it_does.py", "content/pages/NAME.md")
"""Paths that the build or the reader makes."""


def dead_links(text: str, folder: Path) -> list[str]:
    """Return the links of a Markdown text that lead to no file, seen from the folder of the document."""
    links = [link.partition("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", text)]
    return [link for link in links if link and "://" not in link and not (folder / link).exists()]


def missing_paths(text: str) -> list[str]:
    """Return the paths in code style, such as `core/forms/`, that the repository does not have."""
    found = re.findall(r"`([\w.-]+/[\w./-]*)`", text)
    return [
        path
        for path in found
        if path.split("/")[0] in TOP and not path.startswith(WRITTEN_LATER) and not (ROOT / path).exists()
    ]


def make_targets() -> set[str]:
    """Return the names of the targets in the Makefile."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z-]+):", makefile, flags=re.MULTILINE))


def missing_targets(text: str) -> set[str]:
    """Return the make targets that a text names in code style or in a block, and the Makefile does not
    have."""
    named = re.findall(r"(?:^|`)make ([a-z][a-z-]*)", text, flags=re.MULTILINE)
    return set(named) - make_targets()


def missing_commands(text: str, group: click.Group) -> list[str]:
    """Return the commands after `flask --app app` or `as_signpost` in a text that the group does not have."""
    missing = []
    for line in re.findall(r"(?:flask --app app|as_signpost) ([a-z][a-z -]*)", text):
        command: click.Command = group
        for word in line.split():
            if not isinstance(command, click.Group) or word.startswith("-"):
                break
            if word not in command.commands:
                missing.append(line.strip())
                break
            command = command.commands[word]
    return missing


def test_every_setting_is_in_the_table_and_no_other() -> None:
    described = set(re.findall(r"^\| `SIGNPOST_([A-Z_]+)`", README, flags=re.MULTILINE))
    assert described == {name.upper() for name in Settings.model_fields}


@pytest.mark.parametrize("name", list(Settings.model_fields))
def test_a_setting_has_the_description_of_the_code(name: str) -> None:
    description = Settings.model_fields[name].description
    assert description
    assert re.search(
        rf"^\| `SIGNPOST_{name.upper()}` \|.*\| {re.escape(description)} \|$", README, flags=re.MULTILINE
    )


@pytest.mark.parametrize("path", DOCUMENTS, ids=IDS)
def test_links_and_paths_lead_to_files(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert dead_links(text, path.parent) == []
    assert missing_paths(text) == []


@pytest.mark.parametrize("path", sampled(DOCUMENTS, 7), ids=IDS)
def test_the_commands_exist(path: Path, tmp_path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert missing_targets(text) == set()
    assert missing_commands(text, make_app(make_settings(tmp_path)).cli) == []


def test_planted_faults_are_found(tmp_path: Path) -> None:
    app = make_app(make_settings(tmp_path))
    text = "[a](gone.md) [b](README.md#settings) `core/gone.py` `core/clock.py` `gone/x.py`\n`make gone` make sure\nmake test\n"
    assert dead_links(text, ROOT) == ["gone.md"]
    assert missing_paths(text) == ["core/gone.py"]
    assert missing_targets(text) == {"gone"}
    commands = "flask --app app directory gone, flask --app app directory search x, as_signpost gone"
    assert missing_commands(commands, app.cli) == ["directory gone", "gone"]


@pytest.mark.slow
def test_how_search_works_tells_the_facets_and_the_keys_of_the_code() -> None:
    text = (ROOT / "docs" / "how-search-works.md").read_text(encoding="utf-8")
    assert (
        dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", _part(text, "Conditions"), flags=re.MULTILINE))
        == FILTER_FACETS
    )
    keys = set(re.findall(r"^\| `(\w+)` \|", _part(text, "Needs"), flags=re.MULTILINE))
    used: set[str] = set()
    for path in (ROOT / "content" / "thesaurus" / "needs").glob("*.yaml"):
        entries = yaml.safe_load(path.read_text(encoding="utf-8"))
        used.update(*entries.values())
    assert keys == used - {"exclusive"}


def _part(text: str, title: str) -> str:
    """Return the part of a document under one heading of the second level."""
    return text.split(f"\n## {title}\n")[1].split("\n## ")[0]


def test_no_document_is_forgotten() -> None:
    assert {"README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "docs/architecture.md"} <= set(IDS)


def test_the_hosted_workflow_runs_what_every_machine_runs() -> None:
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8"))
    steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
    assert [step["run"] for step in steps if "run" in step] == [".ci/run"]
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    targets = re.findall(r"^for target in (.+); do$", script, flags=re.MULTILINE)[0].split()
    assert targets == ["test", "test-slow", "coverage"]
    assert set(targets) <= make_targets()


def test_the_hooks_run_tools_of_the_project() -> None:
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    assert [repo["repo"] for repo in config["repos"]] == ["local"]
    hooks = config["repos"][0]["hooks"]
    assert all(hook["language"] == "system" for hook in hooks)
    assert all(hook["entry"].startswith(".venv/bin/") for hook in hooks)
    pinned = (ROOT / "requirements-dev.txt").read_text(encoding="utf-8")
    tools = {hook["entry"].split()[0].rpartition("/")[2] for hook in hooks} - {"python"}
    assert tools == {"ruff", "djlint"}
    assert all(re.search(rf"^{tool}==", pinned, flags=re.MULTILINE) for tool in tools)
