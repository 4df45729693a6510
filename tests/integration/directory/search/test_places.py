"""Where people are and where services are: postcodes, towns, areas, nearest places, and places that must
stay secret."""

import json
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from core.db import db
from directory.models import Location, Organization, Postcode, PostcodeArea, SearchDocument, Service
from directory.search.document import document_of
from directory.search.indexing import services_changed
from directory.search.request import SearchRequest
from directory.search.results import SearchResults
from directory.search.results_page import place_problem
from directory.search.service import search
from tests.examples import sampled, slow_on_both
from tests.factories import make_location, make_service
from tests.unit.directory.search.samples import real

EVERYTHING = 500


def find(query: str = "", where: str = "", **more: object) -> SearchResults:
    return search(SearchRequest(query=query, where=where, per_page=EVERYTHING, **more))  # type: ignore[arg-type]


class TestUnderstood:
    @pytest.fixture(autouse=True)
    def borough(self, demo_app: Flask) -> Iterator[None]:
        with demo_app.app_context():
            yield

    @pytest.mark.parametrize(
        "query", ["befriending s73", "befriending S73 8CV", "befriending near s73", "befriending in Wombwell"]
    )
    def test_a_place_within_the_words(self, query: str) -> None:
        found = find(query)
        assert found.place
        assert "loneliness" in found.needs
        assert any(hit.distance_m is not None for hit in found.hits)

    def test_a_postcode_in_the_words_is_one_in_its_field(self) -> None:
        inside, beside = find("lunch club S73 8CV"), find("lunch club", "S73 8CV")
        assert inside.place == beside.place
        assert inside.needs == beside.needs
        distances = {hit.service_id: hit.distance_m for hit in beside.hits}
        assert all(
            distances[hit.service_id] == hit.distance_m for hit in inside.hits if hit.service_id in distances
        )
        assert inside.hits[0].service_id == beside.hits[0].service_id

    def test_the_field_goes_before_the_words(self) -> None:
        found = find("lunch club wombwell", "Penistone")
        assert found.place
        assert found.place.label == "Penistone"

    def test_a_code_that_is_nowhere_stays_a_word(self) -> None:
        found = find("lunch b12")
        assert found.place is None
        assert place_problem(found) == ""

    @pytest.mark.parametrize("where", ["ZZ99 9ZZ", "nowhereville", "\x00", "' OR 1=1"])
    def test_a_place_that_is_not_known_is_said_and_the_search_answers(self, where: str) -> None:
        found = find("lunch club", where)
        assert found.place is None
        assert "do not know the place" in place_problem(found)
        assert found.hits

    @pytest.mark.parametrize(
        ("where", "label"),
        [
            ("S73 8MC.", "S73 8MC"),
            ("S73-8MC", "S73 8MC"),
            ("S7O 4XY", "S70 4XY"),
            ("Wombwell S73 8MC", "S73 8MC"),
            ("Wombwell, Barnsley", "Wombwell"),
            ("12 Barnsley Road, Wombwell", "Wombwell"),
            ("top end of Wombwell", "Wombwell"),
            ("in the Hoyland area", "Hoyland"),
            ("nr Elsecar", "Elsecar"),
            ("Wath", "Wath upon Dearne"),
        ],
    )
    def test_a_place_is_read_as_people_type_it(self, where: str, label: str) -> None:
        found = find("lunch club", where)
        assert found.place
        assert found.place.label == label
        assert not (found.elsewhere)
        assert not (found.unknown_place)
        assert not (found.mended_place)

    @slow_on_both
    @pytest.mark.parametrize(
        ("where", "label"), [("wombwel", "Wombwell"), ("barnslee", "Barnsley"), ("Penniston", "Penistone")]
    )
    def test_a_misspelt_place_is_used_and_said(self, where: str, label: str) -> None:
        found = find("lunch club", where)
        assert found.place
        assert (found.place.label, found.mended_place) == (label, where)
        inside = find(f"lunch club {where}")
        assert inside.place == found.place
        assert inside.corrected == f"lunch club {label.lower()}"

    @pytest.mark.parametrize(
        ("where", "label", "mended"),
        [
            ("Leeds", "Leeds", ""),
            ("leeds area", "Leeds", ""),
            ("LS6-2AB.", "LS6 2AB", ""),
            ("Sheffeild", "Sheffield", "x"),
        ],
    )
    def test_places_of_other_councils_are_known_as_they_are_typed(
        self, where: str, label: str, mended: str
    ) -> None:
        found = find("lunch club", where)
        assert found.elsewhere
        assert found.elsewhere.label == label
        assert found.mended_place == (where if mended else "")

    @pytest.mark.parametrize("where", ["around here", "near me"])
    def test_here_is_asked_about(self, where: str) -> None:
        found = find("lunch club", where)
        assert found.hits
        assert "Type a town" in place_problem(found)

    def test_the_name_of_our_whole_area_is_no_unknown_place(self) -> None:
        assert place_problem(find("lunch club", "Dearne Valley")) == ""

    def test_a_town_alone_in_the_words_lists_what_is_near(self) -> None:
        alone, beside = find("Cudworth"), find("", "Cudworth")
        assert [hit.service_id for hit in alone.hits] == [hit.service_id for hit in beside.hits]
        assert alone.total > 100

    def test_without_words_everything_within_reach_comes_nearest_first(self) -> None:
        found = find(where="Wombwell")
        away = [hit.distance_m for hit in found.hits]
        placed = [metres for metres in away if metres is not None]
        assert len(placed) > 50
        assert placed == sorted(placed)
        assert away[: len(placed)] == placed, "what has no place comes after what is near"
        assert None in away

    @pytest.mark.parametrize("query", ["S73 8CV", "s738cv", "near S73"])
    def test_a_postcode_alone_in_the_words_lists_what_is_near(self, query: str) -> None:
        alone, beside = find(query), find("", "S73" if "near" in query else "S73 8CV")
        assert not alone.fallback
        assert [hit.service_id for hit in alone.hits] == [hit.service_id for hit in beside.hits]

    def test_services_without_a_place_stay_in_a_postcode_search(self) -> None:
        anywhere, here = find("befriending"), find("befriending", "S73 8CV")
        placeless = {hit.service_id for hit in here.hits if hit.distance_m is None}
        assert len(placeless) >= 3
        assert {hit.reached for hit in here.hits} >= {"near", "home", "phone"}
        assert {hit.service_id for hit in anywhere.hits} & placeless

    def test_pins_are_the_places_of_the_page(self) -> None:
        found = search(SearchRequest("lunch club", "S73 8CV"))
        placed = {hit.service_id for hit in found.hits if hit.distance_m is not None}
        assert placed == {pin[0] for pin in found.pins}
        assert all(53 < latitude < 54 and -2 < longitude < -1 for _, latitude, longitude in found.pins)


class TestSecret:
    @pytest.fixture
    def secret(self, demo_app: Flask) -> Iterator[list[Service]]:
        with demo_app.app_context():
            services = [
                s
                for s in db.session.scalars(select(Service))
                if s.secret_address or any(site.location.secret for site in s.sites)
            ]
            assert len(services) >= 3
            assert sum(bool(service.sites) for service in services) >= 3
            yield services

    def telling(self, location: Location, organization: Organization) -> list[str]:
        """What would tell where a place is. The name is left out where the group itself is called so."""
        words = [
            location.name,
            location.description,
            location.transportation,
            f"{location.latitude}",
            f"{location.longitude}",
        ]
        for address in location.addresses:
            words += [
                address.address_1,
                address.address_2,
                address.postal_code,
                address.postal_code.replace(" ", ""),
                address.city,
            ]
        return [word for word in words if word and word.lower() not in organization.name.lower()]

    def test_nothing_of_the_place_is_in_what_search_keeps(self, secret: list[Service]) -> None:
        for service in secret:
            document = db.session.scalars(
                select(SearchDocument).where(SearchDocument.service_id == service.id)
            ).one()
            kept = json.dumps([document.body, document.words], ensure_ascii=False).lower()
            for site in service.sites:
                texts = (
                    service.name,
                    service.summary,
                    service.description,
                    service.organization.description,
                )
                own = " ".join(texts).lower()
                for word in self.telling(site.location, service.organization):
                    assert word.lower() in own or word.lower() not in kept, (service.name, word)
            assert document.body["places"] == []
            assert document.body["town"] == ""
            assert not document.body.get("outward")

    def test_even_when_only_the_place_is_marked_secret(self, secret: list[Service]) -> None:
        service = next(s for s in secret if s.sites)
        service.secret_address = False
        kept = json.dumps(document_of(service, real()))
        db.session.rollback()
        address = service.sites[0].location.addresses[0]
        assert address.address_1 not in kept
        assert address.postal_code not in kept

    def test_the_guard_can_fail(self, secret: list[Service]) -> None:
        service = next(s for s in secret if s.sites)
        place = service.sites[0].location
        service.secret_address, place.secret = False, False
        body, _words = document_of(service, real())
        db.session.rollback()
        assert body["places"] == [[place.latitude, place.longitude]]
        assert body["town"] == place.addresses[0].city

    def test_nothing_of_it_is_in_a_search(self, secret: list[Service]) -> None:
        hidden = {service.id for service in secret}
        found = find(where="Barnsley")
        hits = [hit for hit in found.hits if hit.service_id in hidden]
        assert len(hits) == len(hidden)
        assert all(hit.distance_m is None and hit.reached != "near" for hit in hits)
        assert not hidden & {pin[0] for pin in found.pins}

    def test_its_address_finds_it_no_more_than_any_word(self, secret: list[Service]) -> None:
        for service in secret:
            for site in service.sites:
                found = find(f"zzyzx {site.location.addresses[0].address_1}")
                named = [hit for hit in found.hits if hit.service_id == service.id and not found.fallback]
                assert not [hit for hit in named if hit.distance_m is not None]

    def test_it_is_never_a_known_town(self, app: Flask) -> None:
        with app.app_context():
            place = make_location(db.session, address={"city": "Hiddenham"}, secret=True)
            service = make_service(db.session, name="Safe room", places=[place])
            services_changed(db.session, [service.id])
            db.session.commit()
            assert find("safe room").total == 1
            assert "do not know the place" in place_problem(find("safe room", "Hiddenham"))
            assert find("Hiddenham").fallback or find("Hiddenham").total == 0


class TestAreas:
    """A borough of its own: Wombwell (S73) and Hoyland (S74), and Leeds far away."""

    @pytest.fixture(autouse=True)
    def borough(self, app: Flask) -> Iterator[None]:
        with app.app_context():
            rows = [
                ("S73", 53.522, -1.396, "Wombwell"),
                ("S73 8", 53.523, -1.397, "Wombwell"),
                ("S74", 53.495, -1.436, "Hoyland"),
            ]
            db.session.add_all(
                PostcodeArea(code=c, latitude=lat, longitude=lon, town=town) for c, lat, lon, town in rows
            )
            db.session.add(Postcode(postcode="S738AB", latitude_e5=5_352_400, longitude_e5=-139_800))
            yield

    def add(self, name: str, **fields: object) -> str:
        service = make_service(
            db.session, name=name, **{"summary": "befriending", "description": "", **fields}
        )
        services_changed(db.session, [service.id])
        db.session.commit()
        return str(service.id)

    @slow_on_both
    def test_services_without_a_place_are_judged_by_their_areas(self) -> None:
        areas: dict[tuple[str, ...], bool] = {
            ("S73",): True,
            ("Wombwell",): True,
            ("Hoyland",): False,
            ("S74",): False,
            ("Hoyland", "Wombwell"): True,
            ("borough",): True,
            ("Dearne Valley",): True,
            ("The parish of St Kew",): True,
            (): True,
        }
        stays = {}
        for names, inside in areas.items():
            for way in ("home", "phone"):
                stays[self.add(f"Kind {way} calls {names}", areas=list(names), delivery=[way])] = inside
        for where in ("S73 8AB", "S73", "Wombwell"):
            found = {hit.service_id for hit in find("befriending", where).hits}
            assert found == {own for own, inside in stays.items() if inside}
        assert find("befriending").total == len(stays)

    def test_the_distance_is_from_the_nearest_of_several_places(self) -> None:
        near = make_location(db.session, latitude=53.5330, longitude=-1.3980)
        far = make_location(db.session, latitude=53.60, longitude=-1.398)
        self.add("Two halls", places=[far, near])
        hit = find("befriending", "S73 8AB").hits[0]
        assert hit.distance_m == pytest.approx(1001, abs=10)
        assert hit.reached == "near"

    @pytest.mark.both_databases
    @pytest.mark.slow
    def test_places_of_another_city_are_out_and_come_back_without_a_place(self) -> None:
        own = self.add("Far hall", places=[make_location(db.session, latitude=55.9, longitude=-3.2)])
        assert (
            own not in {hit.service_id for hit in find("befriending", "S73").hits}
            or find("befriending", "S73").fallback
        )
        assert own in {hit.service_id for hit in find("befriending").hits}

    @slow_on_both
    @pytest.mark.parametrize(
        ("delivery", "areas", "stays"),
        sampled(
            [
                (["place", "phone"], [], True),
                (["phone"], ["borough"], True),
                (["place", "online"], ["S73"], True),
                (["place", "phone"], ["Hoyland"], False),
                (["place"], [], False),
                (["place"], ["borough"], False),
            ],
            6,
        ),
    )
    def test_what_comes_to_people_stays_however_far_its_office(
        self, delivery: list[str], areas: list[str], stays: bool
    ) -> None:
        office = make_location(db.session, latitude=51.5, longitude=-0.1)
        own = self.add("Plimfax line", delivery=delivery, areas=areas, places=[office])
        found = find("plimfax", "S73")
        assert (own in [hit.service_id for hit in found.hits] and not found.fallback) is stays
        if stays:
            assert found.hits[0].reached in ("phone", "online")

    @pytest.mark.both_databases
    @pytest.mark.slow
    def test_an_area_may_be_a_sector(self) -> None:
        own = self.add("Kind calls", areas=["S73 8"], delivery=["home"])
        other = self.add("Kind calls elsewhere", areas=["S74 0"], delivery=["home"])
        db.session.add(PostcodeArea(code="S74 0", latitude=53.495, longitude=-1.436, town="Hoyland"))
        db.session.commit()
        for where in ("S73 8AB", "S73", "Wombwell"):
            assert [hit.service_id for hit in find("befriending", where).hits] == [own], where
        assert [hit.service_id for hit in find("befriending", "Hoyland").hits] == [other]

    def test_only_a_secret_one_of_several_places_is_left_out(self) -> None:
        shown = make_location(db.session, latitude=53.60, longitude=-1.398)
        self.add(
            "One hidden",
            places=[make_location(db.session, latitude=53.524, longitude=-1.398, secret=True), shown],
        )
        found = find("befriending", "S73 8AB")
        assert found.hits[0].distance_m == pytest.approx(8450, abs=60)
        assert found.pins == ((found.hits[0].service_id, pytest.approx(53.60), pytest.approx(-1.398)),)

    def test_a_town_that_only_listings_know_is_known(self) -> None:
        self.add(
            "Village hall",
            places=[
                make_location(db.session, address={"city": "Little Moor"}, latitude=53.55, longitude=-1.35)
            ],
        )
        found = find("befriending little moor")
        assert found.place
        assert found.place.label == "Little Moor"
        assert found.hits[0].distance_m == pytest.approx(0, abs=5)
