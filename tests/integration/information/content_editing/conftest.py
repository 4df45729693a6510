"""A content editor who is signed in, and content without edits after each test."""

from collections.abc import Iterator

import pytest
from flask import Flask

from accounts.roles import Role
from core.content import set_overlay
from core.content_overlay import NO_OVERLAY
from core.settings import ROOT
from tests.accounts import signed_in_as
from tests.page_checks import PageCheckingClient


@pytest.fixture(autouse=True)
def without_edits() -> Iterator[None]:
    """Take the edits of a test from the content, which all tests of a process share."""
    yield
    set_overlay(ROOT / "content", NO_OVERLAY)


@pytest.fixture
def editor(own_demo_app: Flask) -> PageCheckingClient:
    """Return a client in which a content editor of a demonstration borough is signed in."""
    return signed_in_as(own_demo_app, Role.CONTENT_EDITOR)


@pytest.fixture
def empty_editor(app: Flask) -> PageCheckingClient:
    """Return a client in which a content editor of an empty site is signed in."""
    return signed_in_as(app, Role.CONTENT_EDITOR)
