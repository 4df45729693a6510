"""What is published is read by our own importer, and published again as the same public records."""

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.integration.directory.publishing.test_standard import SHARED, faults, load_check
from tests.page_checks import PageCheckingClient


def services(client: PageCheckingClient) -> dict[str, Any]:
    document = json.loads(client.get("/use-our-data/services.json").text)
    return {record["id"]: record for record in document["services"]}


def load(app: Flask, path: Path) -> str:
    result = app.test_cli_runner().invoke(args=["directory", "import", str(path)])
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.both_databases
@pytest.mark.slow
@pytest.mark.parametrize("step", [60, pytest.param(1, marks=pytest.mark.slow)])
def test_what_is_published_is_read_back_the_same(
    app: Flask, client: PageCheckingClient, demo_client: PageCheckingClient, tmp_path: Path, step: int
) -> None:
    whole = services(demo_client)
    published = {key: whole[key] for key in list(whole)[::step]}
    copy = tmp_path / "services.json"
    copy.write_text(json.dumps({"services": list(published.values())}))
    told = load(app, copy)
    assert "problems" not in told
    assert services(client) == published
    assert f"{len(published)} unchanged" in load(app, copy)


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["folkestone_hythe_services.csv", "bucks_outpost_20_services.json", "hounslow_directory.json"]
)
def test_a_real_directory_passes_without_warnings(
    app: Flask, client: PageCheckingClient, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    source = SHARED / "data" / "services" / name
    if not source.exists():
        pytest.skip(f"there is no {source}: the feed of an imported real directory is not checked")
    load(app, source)
    assert faults(load_check(), client, monkeypatch) == []
