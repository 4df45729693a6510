"""The invented records of the front door."""

from flask import Flask

from frontdoor.demonstration.people import CALL_BACKS, SHEETS


def test_a_demonstration_gets_its_records_once_and_no_other_site_gets_them(app: Flask) -> None:
    run = app.test_cli_runner()
    assert run.invoke(args=["frontdoor", "demo", "--once"]).output == ""
    (app.extensions["settings"].data_dir / "demonstration").touch()
    assert run.invoke(args=["accounts", "demo"]).exit_code == 0
    added = len(SHEETS) + 1 + len(CALL_BACKS)
    for sent, more in ((8, added), (0, 0)):
        told = run.invoke(args=["frontdoor", "demo", "--once"]).output
        assert told == f"{sent} invented requests sent, {more} contacts and call-backs added.\n"
