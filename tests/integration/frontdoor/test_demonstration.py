"""The invented records of the front door."""

from flask import Flask


def test_a_demonstration_gets_its_records_once_and_no_other_site_gets_them(app: Flask) -> None:
    run = app.test_cli_runner()
    assert run.invoke(args=["frontdoor", "demo", "--once"]).output == ""
    (app.extensions["settings"].data_dir / "demonstration").touch()
    assert run.invoke(args=["frontdoor", "demo", "--once"]).output == "7 invented requests sent.\n"
    assert run.invoke(args=["frontdoor", "demo", "--once"]).output == "0 invented requests sent.\n"
