"""Whose area a place is in: with our own gazetteer alone, and with imported postcodes that name councils."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from core.db import db
from core.settings import Settings
from directory.councils.answer import CouncilAnswer, CouncilArea
from directory.councils.queries import council_of, council_of_address
from directory.models import CouncilCode, OutwardCouncil, Postcode, PostcodeArea
from tests.conftest import make_app

pytestmark = pytest.mark.both_databases

NSPL = """pcds,laua,lat,long
S73 8AB,E08000016,53.52,-1.39
S36 1AB,E08000039,53.48,-1.59
S36 6AB,E08000016,53.52,-1.62
LS6 2AB,E08000035,53.82,-1.56
LS29 9AB,E08000032,53.92,-1.82
LS29 9AD,E08000032,53.92,-1.82
LS29 6AB,E08000035,53.90,-1.72
PR1 8XJ,E07000123,53.75,-2.70
CF10 1AA,W06000015,51.47,-3.17
"""


@pytest.fixture
def site(app: Flask) -> Iterator[Flask]:
    """A site whose own gazetteer has Wombwell, S73."""
    with app.app_context():
        db.session.add(PostcodeArea(code="S73 8", latitude=53.52, longitude=-1.39, town="Wombwell"))
        db.session.add(PostcodeArea(code="S36 6", latitude=53.52, longitude=-1.62, town="Penistone"))
        db.session.commit()
        yield app


def imported(app: Flask, folder: Path, text: str = NSPL) -> str:
    """Import a file of postcodes, and return what the command said."""
    path = folder / "nspl.csv"
    path.write_text(text)
    result = app.test_cli_runner().invoke(args=["postcodes", "import", str(path)])
    assert result.exit_code == 0, result.output
    return result.output


def told(answer: CouncilAnswer) -> tuple[str, str, list[str]]:
    return answer.area.value, answer.label, [council.name for council in answer.councils]


def test_without_imported_postcodes_our_gazetteer_and_the_towns_answer(site: Flask) -> None:
    answers = {
        "S73 8AB": ("ours", "S73 8AB", []),
        "S73 8CV": ("ours", "S73 8CV", []),
        "wombwell": ("ours", "Wombwell", []),
        "Dearne Valley": ("ours", "Dearne Valley", []),
        "Leeds": ("elsewhere", "Leeds", ["Leeds"]),
        "preston": ("elsewhere", "Preston", ["Lancashire"]),
        "LS6 2AB": ("elsewhere", "LS6 2AB", []),
        "EH1": ("elsewhere", "EH1", ["Scotland"]),
        "ZZ9 9ZZ": ("unknown", "", []),
        "LS6 2CV": ("unknown", "", []),
        "Atlantis": ("unknown", "", []),
        "": ("unknown", "", []),
    }
    assert {place: told(council_of(place)) for place in answers} == answers


def test_nothing_is_outside_where_nothing_says_what_is_inside(app: Flask) -> None:
    with app.app_context():
        assert council_of("LS6 2AB").area is CouncilArea.UNKNOWN
        assert council_of("Leeds").area is CouncilArea.UNKNOWN


def test_imported_postcodes_name_the_council(site: Flask, tmp_path: Path) -> None:
    assert "names 6 local authorities" in imported(site, tmp_path)
    answers = {
        "S73 8AB": ("ours", "S73 8AB", []),
        "LS6 2AB": ("elsewhere", "LS6 2AB", ["Leeds"]),
        "LS6 9ZZ": ("elsewhere", "LS6 9ZZ", ["Leeds"]),
        "LS29": ("elsewhere", "LS29", ["Bradford", "Leeds"]),
        "PR1 8XJ": ("elsewhere", "PR1 8XJ", ["Lancashire"]),
        "CF10 1AA": ("elsewhere", "CF10 1AA", ["Wales"]),
        "LS77": ("unknown", "", []),  # the file covers LS, and has no such code
        "EX1": ("elsewhere", "EX1", []),  # the file does not cover EX
    }
    assert {place: told(council_of(place)) for place in answers} == answers


def test_with_the_own_code_the_council_of_a_postcode_decides(settings: Settings, tmp_path: Path) -> None:
    app = make_app(settings.model_copy(update={"council_code": "E08000016"}))
    with app.app_context():
        imported(app, tmp_path)
        assert told(council_of("S36 6AB")) == ("ours", "S36 6AB", [])
        assert told(council_of("S36 1AB")) == ("elsewhere", "S36 1AB", ["Sheffield"])
        assert told(council_of("S36")) == ("ours", "S36", [])  # partly ours
        assert council_of("Barnsley").is_ours
        assert council_of("Leeds").is_elsewhere


def test_an_address_or_a_hospital_is_recognised(site: Flask) -> None:
    for text in ("12 Back Lane, Leeds", "Leeds General Infirmary", "Ward 3, St James’s, leeds"):
        assert council_of_address(text).councils[0].name == "Leeds", text
    assert council_of_address("Flat 2, 1 York Road, Wombwell, s73 8cv").is_ours
    assert council_of_address("14 York Road").area is CouncilArea.UNKNOWN
    assert council_of_address("next to the church").area is CouncilArea.UNKNOWN


def test_a_second_import_replaces_the_councils(site: Flask, tmp_path: Path) -> None:
    imported(site, tmp_path)
    imported(site, tmp_path, "pcds,lad25cd,lat,long\nLS6 2AB,E08000032,53.82,-1.56\n")
    assert told(council_of("LS6 2AB")) == ("elsewhere", "LS6 2AB", ["Bradford"])
    assert [db.session.query(table).count() for table in (Postcode, CouncilCode, OutwardCouncil)] == [1, 1, 1]
    output = imported(site, tmp_path, "postcode,lat,lon\nLS6 2AB,53.82,-1.56\n")
    assert "does not say which local authority" in output
    assert told(council_of("LS6 2AB")) == ("elsewhere", "LS6 2AB", [])
