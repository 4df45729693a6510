"""A new worker has searched once before it answers, so that its first page has its services."""

import runpy
from types import SimpleNamespace

import pytest
from flask import Flask

from core.settings import ROOT
from directory.search import warm_up
from directory.search.index import index_of
from tests.integration.core.broken_stores import failing


def test_a_worker_has_read_the_index_before_its_first_request(own_demo_app: Flask) -> None:
    index = index_of(own_demo_app)
    assert index._snapshot is None
    hook = runpy.run_path(str(ROOT / "gunicorn.conf.py"))["post_worker_init"]
    hook(SimpleNamespace(wsgi=own_demo_app))
    assert index._snapshot is not None


def test_a_worker_begins_although_a_store_fails(
    own_demo_app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(warm_up, "open_context", failing)
    assert warm_up.warm_up(own_demo_app)
    assert "a worker begins without having searched once" in caplog.text


def test_another_application_has_nothing_to_read() -> None:
    assert warm_up.warm_up(lambda environ, start_response: [])
