"""The feed against the published specification, where a copy of it lies beside the repository."""

import importlib.util
from pathlib import Path
from types import ModuleType
from urllib.parse import urlsplit

import pytest

from tests.page_checks import PageCheckingClient

SHARED = Path(__file__).resolve().parents[5] / "shared"
CHECK = SHARED / "tools" / "oruk_check.py"
BASE = "http://localhost/open-referral/v3"


def load_check() -> ModuleType:
    if not CHECK.exists():
        pytest.skip(f"there is no {CHECK}: the feed is not checked against the published schemas")
    spec = importlib.util.spec_from_file_location("oruk_check", CHECK)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def faults(check: ModuleType, client: PageCheckingClient, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what the check of the standard finds, warnings too."""

    def fetch(url: str) -> tuple[int, object, object]:
        parts = urlsplit(url)
        response = client.get(f"{parts.path}?{parts.query}")
        return response.status_code, response.headers, response.get_json()

    monkeypatch.setattr(check, "fetch", fetch)
    rows = list(check.check_feed(BASE))
    assert len(rows) == 11
    return [
        f"{path}: {problem}"
        for path, _required, verdict, problems in rows
        for problem in problems or ([verdict] if verdict != "ok" else [])
    ]


@pytest.mark.both_databases
@pytest.mark.slow
def test_the_demonstration_passes_without_warnings(
    demo_client: PageCheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert faults(load_check(), demo_client, monkeypatch) == []
