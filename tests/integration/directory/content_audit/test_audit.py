"""The audit of the demonstration finds its planted near-duplicates, and nothing else."""

import pytest
from flask import Flask
from sqlalchemy import select

from core.db import db
from directory.models import Service

PLANTED = {
    "Coffee & Company, Mapplewell",
    "Coffee and Company",
    "Old Boots Walking Footy",
    "Old Boots Walking Football",
    "Chair-based exercise",
    "Seated exercise class Cudworth",
}


@pytest.mark.both_databases
@pytest.mark.slow
def test_the_demonstration_has_no_errors(own_demo_app: Flask) -> None:
    result = own_demo_app.test_cli_runner().invoke(args=["directory", "audit"])
    assert (result.exit_code, result.output.splitlines()[-1]) == (0, "0 errors, 3 warnings")
    assert all(name in result.output for name in PLANTED)
    with own_demo_app.app_context():
        service = db.session.scalars(select(Service).where(Service.slug == "coffee-and-company")).one()
        service.email, service.description, service.summary = "01632 960001", "TBC", ""
        db.session.commit()
    result = own_demo_app.test_cli_runner().invoke(args=["directory", "audit", "--json"])
    assert result.exit_code == 1
    for kind in ("placeholder", "too short", "swapped fields"):
        assert f'"kind": "{kind}"' in result.output
