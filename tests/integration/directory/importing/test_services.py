"""Importing into a real site: counts, repetition, dry run, what is gone, and records that go wrong."""

import copy
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from core.db import db
from core.settings import ROOT
from directory.importing import differences
from directory.models import (
    Attribute,
    Location,
    Organization,
    Phone,
    Postcode,
    PostcodeArea,
    SearchDocument,
    Service,
    ServiceArea,
    Taxonomy,
    TaxonomyTerm,
)
from directory.vocabulary import OWN_TAXONOMIES
from tests.examples import slow_on_both
from tests.unit.directory.importing.test_formats import QUIRKY

# Real records that lie beside the repository for those who work on it; never part of it.
REAL = ROOT.parent / "shared" / "data" / "services"
needs_real = pytest.mark.skipif(not REAL.exists(), reason="the real directories are not on this machine")


def run(app: Flask, *args: object) -> Result:
    return app.test_cli_runner().invoke(args=[str(each) for each in args])


def load(app: Flask, tmp_path: Path, data: Any, *options: str) -> Result:
    path = tmp_path / "feed.json"
    path.write_text(json.dumps(data))
    return run(app, "directory", "import", path, *options)


def services(number: int, **more: Any) -> dict[str, Any]:
    rows = [
        {"name": f"Service {n}", "organisation": f"Group {n % 3}", "description": "d", "source_id": f"S{n}"}
        | more
        for n in range(number)
    ]
    return {"services": rows}


def count(model: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


@pytest.mark.both_databases
def test_a_second_import_changes_nothing(app: Flask, tmp_path: Path) -> None:
    first = load(app, tmp_path, services(12))
    assert first.exit_code == 0
    assert "services: 12 added, 0 changed, 0 unchanged, 0 gone" in first.output
    assert "organizations: 3 added" in first.output
    with app.app_context():
        slugs = set(db.session.scalars(select(Service.slug)))
        documents = count(SearchDocument)
    second = load(app, tmp_path, services(12))
    assert "services: 0 added, 0 changed, 12 unchanged, 0 gone" in second.output
    with app.app_context():
        assert (count(Service), set(db.session.scalars(select(Service.slug)))) == (12, slugs)
        assert documents == 12


@slow_on_both
@pytest.mark.both_databases
def test_everything_of_a_record_is_stored_and_found_again(app: Flask, tmp_path: Path) -> None:
    assert load(app, tmp_path, QUIRKY).exit_code == 0
    with app.app_context():
        service = db.session.get(Service, QUIRKY["id"])
        assert service is not None
        assert (service.name, service.source, service.slug) == (
            "Young People First",
            "feed",
            "young-people-first",
        )
        assert service.last_modified.isoformat() == "2025-09-02T11:06:15.654000+00:00"
        assert [(phone.number, phone.description) for phone in service.phones] == [
            ("0117 332 7111", "Bristol Youth MAPS")
        ]
        assert service.sites[0].location.addresses[0].postal_code == "BS1 1AA"
        assert {a.term.taxonomy.name for a in service.attributes} == {"Kinds", "Target audience"}
        assert (service.schedules[0].byday, service.hours_kind) == ("TH,FR", "scheduled")
    assert "1 unchanged" in load(app, tmp_path, QUIRKY).output


@pytest.mark.both_databases
@pytest.mark.slow
def test_who_looks_for_the_name_of_before_finds_a_renamed_service(app: Flask, tmp_path: Path) -> None:
    load(app, tmp_path, QUIRKY)
    for name in ("YOUNG people first", "Moor Lane Youth", "Moor Lane Youth", "Young People First"):
        assert load(app, tmp_path, copy.deepcopy(QUIRKY) | {"name": name}).exit_code == 0
        with app.app_context():
            service = db.session.get_one(Service, QUIRKY["id"])
            former = [] if name.casefold() == "young people first" else ["YOUNG people first"]
            former = ["Moor Lane Youth"] if name == "Young People First" else former
            assert (service.name, service.former_names) == (name, former)


def test_changes_are_told_by_field_and_only_they_are_written(app: Flask, tmp_path: Path) -> None:
    load(app, tmp_path, QUIRKY)
    changed = copy.deepcopy(QUIRKY) | {"description": "New words", "service_areas": []}
    changed["contacts"][0]["phones"][0]["number"] = "0117 496 0000"
    dry = load(app, tmp_path, changed, "--dry-run")
    assert "description: About We help young people. → New words" in dry.output
    assert "phone.number: 0117 332 7111 → 0117 496 0000" in dry.output
    assert "This was a dry run" in dry.output
    with app.app_context():
        assert count(ServiceArea) == 1
    real = load(app, tmp_path, changed)
    assert "services: 0 added, 1 changed, 0 unchanged, 0 gone" in real.output
    with app.app_context():
        service = db.session.get(Service, QUIRKY["id"])
        assert service is not None
        assert (service.description, service.phones[0].number, count(ServiceArea), count(Phone)) == (
            "New words",
            "0117 496 0000",
            0,
            1,
        )
        assert service.slug == "young-people-first"


def test_a_dry_run_writes_nothing_at_all(app: Flask, tmp_path: Path) -> None:
    result = load(app, tmp_path, QUIRKY, "--dry-run")
    assert result.exit_code == 0
    assert "services: 1 added" in result.output
    with app.app_context():
        assert [
            count(each) for each in (Service, Organization, Location, Taxonomy, TaxonomyTerm, SearchDocument)
        ] == [0] * 6


@pytest.mark.both_databases
def test_what_is_gone_is_hidden_and_comes_back(app: Flask, tmp_path: Path) -> None:
    load(app, tmp_path, services(12))
    assert "1 gone" in load(app, tmp_path, services(11)).output
    with app.app_context():
        assert db.session.scalars(select(Service.name).where(Service.status == "inactive")).all() == [
            "Service 11"
        ]
    assert "0 gone" in load(app, tmp_path, services(11)).output
    assert "1 changed" in load(app, tmp_path, services(12)).output


@slow_on_both
def test_a_feed_that_shrinks_by_half_stops_and_asks(app: Flask, tmp_path: Path) -> None:
    load(app, tmp_path, services(12))
    stopped = load(app, tmp_path, services(6))
    assert stopped.exit_code == 1
    assert "had 12 services and now has 6" in stopped.output
    assert "--allow-shrink" in stopped.output
    with app.app_context():
        assert count(Service) == 12
        assert db.session.scalar(select(func.count()).where(Service.status == "inactive")) == 0
    assert "6 gone" in load(app, tmp_path, services(6), "--allow-shrink").output


def test_one_page_of_several_makes_nothing_gone(app: Flask, tmp_path: Path) -> None:
    load(app, tmp_path, services(12))
    assert "0 gone" in load(app, tmp_path, services(2) | {"total_pages": 6}).output


@slow_on_both
def test_a_short_form_leaves_what_it_does_not_say(app: Flask, tmp_path: Path) -> None:
    load(app, tmp_path, QUIRKY)
    short = {key: QUIRKY[key] for key in ("id", "name", "status", "organization", "last_modified")} | {
        "description": "Shorter"
    }
    assert "1 changed" in load(app, tmp_path, {"contents": [short]}).output
    assert "1 unchanged" in load(app, tmp_path, {"contents": [short]}).output
    with app.app_context():
        service = db.session.get(Service, QUIRKY["id"])
        assert service is not None
        assert (service.description, len(service.phones), service.hours_kind, len(service.sites)) == (
            "Shorter",
            1,
            "scheduled",
            1,
        )


@slow_on_both
def test_a_record_that_cannot_be_stored_does_not_stop_the_rest(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = differences.service_bundle

    def planted(record: Any, *args: Any, **more: Any) -> Any:
        bundle = real(record, *args, **more)
        if record.name == "Service 3":
            bundle["service"][record.id]["organization_id"] = "nobody"
        return bundle

    monkeypatch.setattr(differences, "service_bundle", planted)
    result = load(app, tmp_path, services(8))
    assert result.exit_code == 0
    assert "services: 7 added" in result.output
    assert "row 4, “Service 3”, record: could not be stored (IntegrityError): left out" in result.output
    with app.app_context():
        assert (count(Service), count(Organization)) == (7, 3)


@slow_on_both
def test_ids_that_a_feed_uses_twice_do_not_collide(app: Flask, tmp_path: Path) -> None:
    other = copy.deepcopy(QUIRKY) | {"id": "93657689-252d-5a77-de87-42ca43452b0e", "name": "Other"}
    assert "2 added" in load(app, tmp_path, [QUIRKY, other]).output
    assert "2 unchanged" in load(app, tmp_path, [QUIRKY, other]).output
    with app.app_context():
        assert count(Phone) == 2


def test_one_id_for_a_service_its_organization_and_its_place(app: Flask, tmp_path: Path) -> None:
    """Some systems number everything alike: ids are compared within one kind of record only."""
    row: dict[str, Any] = copy.deepcopy(QUIRKY)
    row["organization"] = {"id": row["id"]}
    row["service_at_locations"][0]["location"]["id"] = row["id"]
    assert "1 added" in load(app, tmp_path, row).output
    changed = copy.deepcopy(row) | {"description": "New words"}
    changed["service_at_locations"][0]["location"]["name"] = "New hall"
    output = load(app, tmp_path, changed).output
    assert "services: 0 added, 1 changed" in output
    assert "places: 0 added, 1 changed" in output
    assert "organizations: 0 added, 0 changed, 1 unchanged" in output


def test_texts_that_are_too_long_are_cut_and_told(app: Flask, tmp_path: Path) -> None:
    result = load(app, tmp_path, services(1, name="x" * 400))
    assert "service.name: is longer than 300 letters: cut" in result.output
    assert "1 unchanged" in load(app, tmp_path, services(1, name="x" * 400)).output


@pytest.mark.both_databases
def test_what_no_database_can_hold_is_taken_out_of_a_record(app: Flask, tmp_path: Path) -> None:
    unstorable = {"name": "Tea\x00 and \ud800talk", "description": "One\x00two", "email": "a\x00@example.org"}
    result = load(app, tmp_path, services(1, **unstorable))
    assert "1 added" in result.output, result.output
    assert "could not be stored" not in result.output
    with app.app_context():
        assert list(db.session.scalars(select(Service.name))) == ["Tea and talk"]
        assert "One" in (db.session.scalar(select(Service.description)) or "")


@pytest.mark.both_databases
def test_a_number_that_is_too_large_is_told_and_the_record_stored(app: Flask, tmp_path: Path) -> None:
    organization = {
        "id": "7d9a1c6e-0000-4000-8000-000000000001",
        "name": "Old Hall",
        "year_incorporated": 10**12,
    }
    service = {"id": "7d9a1c6e-0000-4000-8000-000000000002", "name": "Tea", "status": "active"}
    result = load(app, tmp_path, {"contents": [service | {"organization": organization}], "total_pages": 1})
    assert "organization.year_incorporated: is too large a number: left out" in result.output, result.output
    with app.app_context():
        assert count(Service) == 1


def test_an_unreadable_source_ends_with_exit_code_1(app: Flask, tmp_path: Path) -> None:
    for result in (
        load(app, tmp_path, {"contents": []}),
        load(app, tmp_path, services(2, name="")),
        run(app, "directory", "import", tmp_path / "no"),
    ):
        assert result.exit_code == 1
        assert "Traceback" not in result.output


@slow_on_both
def test_own_terms_are_found_by_id_or_name_and_unknown_ones_told(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "services.csv"
    path.write_text(
        "id,name,organisation,needs,culture\n1,Club,Group,lunch-clubs; Someone to talk to; flying,Halal\n"
    )
    result = run(app, "directory", "import", path)
    assert "row 2, “Club”, needs: “flying” is not one of our needs" in result.output
    with app.app_context():
        found = db.session.scalars(
            select(TaxonomyTerm.code)
            .join(Attribute, Attribute.taxonomy_term_id == TaxonomyTerm.id)
            .order_by(TaxonomyTerm.code)
        )
        assert list(found) == ["halal", "loneliness", "lunch-clubs"]


def test_places_get_the_coordinates_of_their_postcode(app: Flask, tmp_path: Path) -> None:
    codes = tmp_path / "codes.csv"
    codes.write_text("postcode,lat,lon\nS73 8CV,53.5225,-1.3960\n")
    load(app, tmp_path, services(1, locations=[{"name": "Hall", "postcode": "S738CV"}]))
    assert "1 places of services have got coordinates" in run(app, "postcodes", "import", codes).output
    with app.app_context():
        assert db.session.execute(select(Location.latitude, Location.longitude)).one() == (53.5225, -1.396)
    assert (
        "places: 0 added, 0 changed, 1 unchanged"
        in load(app, tmp_path, services(1, locations=[{"name": "Hall", "postcode": "S738CV"}])).output
    )


def test_postcodes_are_replaced_as_a_whole_or_not_at_all(app: Flask, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text(
        "postcode,lat,lon\nS738CV,53.52,-1.40\nS738CI,53.54,-1.42\nS740CV,53.50,-1.44\nS738CV,1,1\n"
    )
    bad.write_text("code,lat,lon\nS738CV,53.52,-1.40\n")
    with app.app_context():
        db.session.add(PostcodeArea(code="S73 8", latitude=1, longitude=1, town="Wombwell"))
        db.session.commit()
    assert "0 postcodes" not in run(app, "postcodes", "import", good, "--dry-run").output
    with app.app_context():
        assert count(Postcode) == 0
    for _ in range(2):
        assert "3 postcodes in 4 areas" in run(app, "postcodes", "import", good).output
    assert run(app, "postcodes", "import", bad).exit_code == 1
    with app.app_context():
        assert count(Postcode) == 3
        area = db.session.get(PostcodeArea, "S73 8")
        assert area is not None
        assert (area.latitude, area.longitude, area.town) == (53.53, -1.41, "Wombwell")


@pytest.mark.both_databases
@pytest.mark.slow
def test_the_demonstration_can_be_loaded_again(own_demo_app: Flask) -> None:
    app = own_demo_app
    with app.app_context():
        before = (count(Service), count(Organization), count(Location), count(PostcodeArea))
    result = run(app, "directory", "demo")
    assert result.exit_code == 0
    assert f"services: 0 added, 0 changed, {before[0]} unchanged, 0 gone" in result.output
    with app.app_context():
        assert (count(Service), count(Organization), count(Location), count(PostcodeArea)) == before
        assert before[0] >= 160
        assert before[1] >= 110
        assert (app.extensions["settings"].data_dir / "demonstration").exists()


@pytest.mark.both_databases
@pytest.mark.slow
def test_the_demonstration_is_free_of_problems(own_demo_app: Flask) -> None:
    result = run(own_demo_app, "directory", "demo")
    assert "problems" not in result.output


def test_the_demonstration_shows_its_features(demo_app: Flask) -> None:
    with demo_app.app_context():
        assert db.session.scalar(select(func.count()).where(Service.secret_address))
        assert db.session.scalar(select(func.count()).where(Service.ends_on.is_not(None)))
        assert any(
            service.successors
            for service in db.session.scalars(select(Service).where(Service.ends_on.is_not(None)))
        )
        assert db.session.scalar(select(func.count()).where(Service.hours_kind == "always"))
        outward = db.session.get(PostcodeArea, "S73")
        assert outward is not None
        assert outward.latitude == pytest.approx(53.52, abs=0.05)


@pytest.mark.both_databases
@pytest.mark.slow
@needs_real
@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("folkestone_directory.json", 133),
        pytest.param("folkestone_hythe_services.csv", 133, marks=pytest.mark.slow),
        pytest.param("hounslow_directory.json", 313, marks=pytest.mark.slow),
    ],
)
def test_real_directories_load_and_a_second_time_nothing_changes(app: Flask, name: str, number: int) -> None:
    assert f"services: {number} added" in run(app, "directory", "import", REAL / name).output
    again = run(app, "directory", "import", REAL / name).output
    assert f"services: 0 added, 0 changed, {number} unchanged, 0 gone" in again


@pytest.mark.slow
@needs_real
def test_names_stay_exactly_as_the_real_directory_has_them(app: Flask) -> None:
    run(app, "directory", "import", REAL / "hounslow_directory.json")
    given = {
        (row["name"].strip(), row["organisation"].strip())
        for row in json.loads((REAL / "hounslow_directory.json").read_text())["services"]
    }
    with app.app_context():
        stored = db.session.execute(
            select(Service.name, Organization.name).join(
                Organization, Service.organization_id == Organization.id
            )
        )
        assert {tuple(row) for row in stored} == given


@pytest.mark.slow
@needs_real
@pytest.mark.parametrize(
    ("files", "query", "found"),
    [
        (["folkestone_directory.json"], "repair cafe", "Folkestone Repair Cafe"),
        (
            ["bristol-service-1625ip.json", "bristol-services-page1.json"],
            "1625 independent people",
            "1625 Independent People",
        ),
        (["bucks_outpost_20_services.json"], "brownies aylesbury", "12th Aylesbury Brownies"),
    ],
)
def test_real_records_are_found(app: Flask, files: list[str], query: str, found: str) -> None:
    for name in files:
        assert run(app, "directory", "import", REAL / name).exit_code == 0
    answer = run(app, "directory", "search", query, "--json")
    assert answer.exit_code == 0
    assert json.loads(answer.stdout)[0]["name"] == found


SMALL = ROOT / "tests" / "unit" / "directory" / "importing" / "small"


@slow_on_both
def test_what_a_source_hides_is_on_no_page(app: Flask) -> None:
    for name in ("s01_outpost_hidden_service.csv", "s02_outpost_private_contact.csv"):
        assert "1 added" in run(app, "directory", "import", SMALL / name).output
    with app.app_context():
        hidden, tea = (
            db.session.scalars(select(Service).where(Service.name == name)).one()
            for name in ("Hidden draft service", "Tea club")
        )
        assert (hidden.status, hidden.secret_address) == ("inactive", True)
        assert all(contact.private for contact in tea.contacts)
        slugs = {"hidden": hidden.slug, "tea": tea.slug}
    client = app.test_client()
    assert client.get(f"/service/{slugs['hidden']}").status_code in (404, 410)
    page = client.get(f"/service/{slugs['tea']}")
    assert page.status_code == 200
    assert [word for word in ("pat.home@example.org", "960111", "Pat Example") if word in page.text] == []


@pytest.mark.slow
def test_a_second_import_of_every_small_input_changes_nothing(app: Flask) -> None:
    paths = sorted(SMALL.iterdir())
    assert len(paths) > 20
    for path in paths:
        options = ("--source", path.name)
        assert run(app, "directory", "import", path, *options).exit_code == 0
        again = run(app, "directory", "import", path, *options).output
        for kind in ("services", "organizations", "places"):
            assert f"{kind}: 0 added, 0 changed" in again, (path.name, again)


@slow_on_both
def test_a_break_and_the_word_of_a_signpost_outlast_an_import_without_them(
    app: Flask, tmp_path: Path
) -> None:
    load(app, tmp_path, services(2, status="active"))
    with app.app_context():
        for service in db.session.scalars(select(Service)):
            service.status, service.paused_from = "temporarily closed", date(2026, 8, 1)
            service.paused_until, service.signposts_only = date(2026, 8, 31), True
        db.session.commit()
    for given in ({"status": "active"}, {}):
        assert load(app, tmp_path, services(2, summary="Changed", **given)).exit_code == 0
        with app.app_context():
            found = db.session.scalars(select(Service)).all()
            assert {one.summary for one in found} == {"Changed"}
            assert {one.status for one in found} == {"temporarily closed"}
            assert {one.paused_until for one in found} == {date(2026, 8, 31)}
            assert all(one.signposts_only for one in found)
    load(app, tmp_path, services(2, status="defunct"))
    with app.app_context():
        assert {one.status for one in db.session.scalars(select(Service))} == {"defunct"}


@slow_on_both
def test_a_directory_without_our_terms_has_our_taxonomies(app: Flask, tmp_path: Path) -> None:
    """Groups choose from their terms, and the feed never has an empty list of taxonomies."""
    plain = {name: value for name, value in QUIRKY.items() if name not in ("attributes", "taxonomies")}
    load(app, tmp_path, plain)
    with app.app_context():
        keys = set(db.session.scalars(select(Taxonomy.key)))
    assert keys >= OWN_TAXONOMIES.keys()
