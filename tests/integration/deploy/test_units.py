"""The units and the nginx site of deploy/ run as they stand, on a machine of their own."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from core.jobs.registry import jobs_of
from tests.integration.deploy.machine import ROOT, unit_line

UNITS = ("signpost-web.service", "signpost-jobs.service")


@pytest.mark.parametrize("unit", UNITS)
def test_a_unit_names_the_paths_of_the_guide(unit: str) -> None:
    words = unit_line(unit, "ExecStart")
    assert words[0] == "/opt/signpost/.venv/bin/python"
    text = (ROOT / "deploy" / unit).read_text(encoding="utf-8")
    guide = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    for path in re.findall(r"^(?:WorkingDirectory|EnvironmentFile)=(.*)$", text, flags=re.MULTILINE):
        assert path.rpartition("/")[0] in guide, path


@pytest.mark.parametrize("unit", UNITS)
def test_a_unit_that_ends_is_always_started_again(unit: str) -> None:
    lines = (ROOT / "deploy" / unit).read_text(encoding="utf-8").splitlines()
    of_unit, of_service = lines[: lines.index("[Service]")], lines[lines.index("[Service]") :]
    assert "StartLimitIntervalSec=0" in of_unit
    assert "Restart=always" in of_service


def test_the_settings_of_the_units_exist() -> None:
    from core.settings import Settings

    lines = (ROOT / "deploy" / "signpost.env").read_text(encoding="utf-8").splitlines()
    named = {match[1] for line in lines if (match := re.match(r"#?SIGNPOST_([A-Z_]+)=", line))}
    assert len(named) >= 8
    assert named <= {name.upper() for name in Settings.model_fields}


def _blocks(language: str) -> list[str]:
    """Return the commands of the guide, block by block."""
    guide = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", guide, flags=re.MULTILINE | re.DOTALL)


@pytest.mark.skipif(not shutil.which("bash"), reason="the shell of the guide is bash")
def test_the_commands_of_the_guide_are_commands() -> None:
    blocks = _blocks("(?:ba)?sh")
    assert len(blocks) >= 5
    for block in blocks:
        checked = subprocess.run(["bash", "-n"], input=block, capture_output=True, text=True)
        assert checked.returncode == 0, (block, checked.stderr)


@pytest.mark.skipif(not shutil.which("bash"), reason="the shell of the guide is bash")
def test_commands_of_the_site_get_the_settings_as_the_units_do(tmp_path: Path) -> None:
    """A value with spaces and signs stands in the file as it is, and reaches the command as it is."""
    function = next(block for block in _blocks("bash") if "as_signpost()" in block).partition(
        "as_signpost init"
    )[0]
    values = {"SIGNPOST_COUNCIL_NAME": "Example $Council & 'Co'", "SIGNPOST_DATA_DIR": "/var/lib/signpost"}
    settings = tmp_path / "signpost.env"
    settings.write_text("# A comment\n" + "".join(f"{name}={value}\n" for name, value in values.items()))
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text('#!/bin/sh\npwd\necho "$@"\nenv | grep ^SIGNPOST_ | sort\n')
    python.chmod(0o755)
    script = function.replace("/etc/signpost/signpost.env", str(settings)).replace(
        "/opt/signpost", str(tmp_path)
    )
    # In place of the real one: it says as whom, and runs the rest.
    sudo = 'sudo() { test "$1 $2" = "-u signpost" && shift 2 && "$@"; }'
    seen = subprocess.run(
        ["bash", "-ec", f"{sudo}\n{script}\nas_signpost outbox send-again 'an id'"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert seen.stdout.splitlines() == [
        str(tmp_path),
        "-m flask --app app outbox send-again an id",
        *(f"{name}={value}" for name, value in sorted(values.items())),
    ]


@pytest.fixture(scope="module")
def nginx() -> None:
    """Install nginx from Debian's package where root can, or skip."""
    if os.geteuid() != 0 or not shutil.which("unshare"):
        pytest.skip("the units are tried as root on Linux only, because they need namespaces of their own")
    if not shutil.which("nginx"):
        if not shutil.which("apt-get"):
            pytest.skip("nginx is not installed here")
        for command in (["update"], ["install", "-y", "--no-install-recommends", "nginx-light"]):
            subprocess.run(["apt-get", "-qq", *command], check=True, stdout=subprocess.DEVNULL)


@pytest.mark.slow
def test_the_site_runs_as_the_guide_says(nginx: None, app: Flask) -> None:
    namespaces = ("unshare", "--mount", "--net", "--pid", "--fork", "--kill-child", "--mount-proc")
    done = subprocess.run(
        [*namespaces, sys.executable, "-m", "tests.integration.deploy.machine"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    seen: dict[str, Any] = json.loads(done.stdout)
    assert seen["http"] == [301, "https://signpost.example.org/find?q=x"]
    assert [seen[name][0] for name in ("home", "urgent", "search")] == [200, 200, 200]
    assert seen["while slow"] == 200
    assert seen["ready"][0] == 200, seen["ready"]
    assert seen["foreign host"] not in ("200", "301")
    assert seen["after reload"] == 200
    have_run = set(re.findall(r"^([\w -]+): last success", seen["jobs"], flags=re.MULTILINE))
    # The printed directory is made once a day, and its first one may still be in the making.
    assert have_run | {"printed directory"} == set(jobs_of(app))
    assert seen["running"] == [None, None]
    assert seen["ended"] == [0, 0]
    assert "/find" in seen["log"]
    assert "secretword" not in seen["log"]
    assert set(seen["private"]) == {"0o0"}, "a file of the data folder can be read by others"
