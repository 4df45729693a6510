"""The front door of the demonstration has invented people, once."""

import pytest
from flask import Flask

from accounts.demonstration.services import add_people
from frontdoor.callbacks.queries import to_ring


@pytest.mark.both_databases
@pytest.mark.slow
def test_the_demonstration_is_filled_once_and_no_other_site_is(app: Flask) -> None:
    settings, runner = app.extensions["settings"], app.test_cli_runner()
    assert runner.invoke(args=["frontdoor", "demo", "--once"]).output == ""
    (settings.data_dir / "demonstration").touch()
    with app.app_context():
        add_people(settings)
    first = runner.invoke(args=["frontdoor", "demo", "--once"])
    assert "5 contacts and call-backs added" in first.output, first.output
    assert runner.invoke(args=["frontdoor", "demo", "--once"]).output.startswith(
        "0 invented requests sent, 0 "
    )
    with app.app_context():
        assert to_ring(settings, 1, 25)[1] == 2
