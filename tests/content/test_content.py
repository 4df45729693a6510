"""Words and data that people edit: whole, without contradictions, and leading somewhere.

Each failure names the file or id to mend.
"""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import textstat
from flask import Flask
from werkzeug.exceptions import HTTPException

from core.content import read_yaml
from core.settings import ROOT
from directory.importing import demo as importing_demo
from directory.schedules.holidays import load_calendar
from directory.search.thesaurus import load_thesaurus
from directory.search.tokenizer import phrase
from directory.taxonomy import needs
from directory.teams.context import TEAM_FACTS
from directory.urgent import lines as urgent_lines
from directory.vocabulary import ACCESS, AVAILABILITY, COST, DELIVERY, ROUTE_IN
from information import life_events, pages

CONTENT = ROOT / "content"
TODAY = date(2026, 11, 23)
TREE = needs.load(CONTENT)
PAGES = pages.load(CONTENT)
FILLED_IN = {
    *("council", *TEAM_FACTS),
    *("visit_minutes", "visit_hours", "saved_days", "request_days"),
    *("contact_days", "safety_days", "call_back_days", "known_days"),
}
"""The names in double braces that a page may have; the site's settings fill them in."""
HIGHEST_GRADE = 5.0
"""The highest grade of a page by the Automated Readability Index: a child of ten reads it.

(Flesch's needs a list that is downloaded.)
"""

# Ofcom's numbers for drama: nobody is ever rung by accident.
DRAMA = re.compile(r"01632 ?960 ?\d{3}|020 ?7946 ?0\d{3}|07700 ?900 ?\d{3}|0808 ?157 ?0\d{3}")
NUMBER = re.compile(r"(?<![\w-])0\d{2,4}(?: ?\d){6,8}(?!\w)")
POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d([A-Z]{2})\b")
NEVER_IN_A_POSTCODE = set("CIKMOV")
"""Letters that no real inward code has (Royal Mail's programmers' guide to PAF)."""


@cache
def thesaurus() -> dict[str, dict[str, Any]]:
    """Return every entry of a need, by its id."""
    return {
        id: entry
        for path in sorted((CONTENT / "thesaurus/needs").glob("*.yaml"))
        for id, entry in read_yaml(path).items()
    }


@cache
def borough(noun: str) -> list[dict[str, Any]]:
    """Return every entry of one kind of the demonstration borough."""
    return [entry for path in sorted((CONTENT / "demo" / noun).glob("*.yaml")) for entry in read_yaml(path)]


def doubles(values: Iterator[str] | list[str]) -> list[str]:
    """Return the items that occur more than once."""
    return [value for value, times in Counter(values).items() if times > 1]


def everything() -> list[Path]:
    """Return all thesaurus files."""
    return sorted(path for path in CONTENT.rglob("*") if path.suffix in (".yaml", ".md", ".csv"))


class TestThesaurus:
    def test_every_need_has_its_words_once(self) -> None:
        ids = [id for path in (CONTENT / "thesaurus/needs").glob("*.yaml") for id in read_yaml(path)]
        assert doubles(ids) == []
        assert set(ids) == set(TREE.by_id)

    def test_people_ask_for_it_and_listings_say_it(self) -> None:
        poor = [
            id
            for id, entry in thesaurus().items()
            if len(entry.get("asks") or []) < 5 or len(entry.get("says") or []) < 3
        ]
        assert poor == []

    def test_only_known_keys(self) -> None:
        known = {"asks", "says", "hints", "not", "related", "exclusive"}
        odd = {id: set(entry) - known for id, entry in thesaurus().items()}
        assert set(odd) == set(TREE.by_id)
        assert {id: keys for id, keys in odd.items() if keys} == {}

    @pytest.mark.parametrize("key", ["asks", "says", "hints", "not"])
    def test_each_phrase_stands_once_in_its_list(self, key: str) -> None:
        assert {
            id: found
            for id, entry in thesaurus().items()
            if (found := doubles([str(text) for text in entry.get(key) or []]))
        } == {}

    def test_phrases_are_words(self) -> None:
        wrong = [
            (id, text)
            for id, entry in thesaurus().items()
            for key in ("asks", "says", "hints", "not")
            for text in entry.get(key) or []
            if not phrase(str(text))
        ]
        assert wrong == []

    def test_related_needs_exist_are_others_and_weigh_less(self) -> None:
        rows = [
            (id, other, float(weight))
            for id, entry in thesaurus().items()
            for other, weight in (entry.get("related") or {}).items()
        ]
        assert len(rows) > 300
        assert [
            row for row in rows if row[1] not in TREE.by_id or row[0] == row[1] or not 0 < row[2] < 1
        ] == []

    def test_every_need_is_found_by_its_own_name(self) -> None:
        thesaurus = load_thesaurus(CONTENT)
        asked = {need for _, need in thesaurus.need_asks.entries()}
        assert asked == set(TREE.by_id)

    @pytest.mark.parametrize("name", ["audiences", "cultures"])
    def test_groups_and_cultures_have_words(self, name: str) -> None:
        entries = read_yaml(CONTENT / "thesaurus" / f"{name}.yaml")
        assert [
            id
            for id, entry in entries.items()
            if not (entry.get("label") and entry.get("asks") and entry.get("says"))
        ] == []
        assert [
            (id, need)
            for id, entry in entries.items()
            for need in entry.get("needs") or []
            if need not in TREE.by_id
        ] == []

    def test_kinds_of_culture_are_known(self) -> None:
        kinds = Counter(entry["kind"] for entry in read_yaml(CONTENT / "thesaurus/cultures.yaml").values())
        assert set(kinds) <= {"language", "faith", "culture", "diet"}

    def test_synonyms_are_at_least_two_and_none_stands_twice(self) -> None:
        rows = read_yaml(CONTENT / "thesaurus/synonyms.yaml")
        assert len(rows) > 300
        for row in rows:
            for words in (row["from"], row["to"]) if isinstance(row, dict) else (row,):
                assert len(words) >= (1 if isinstance(row, dict) else 2), row
                assert doubles([str(text) for text in words]) == [], row

    def test_danger_is_of_a_known_kind(self) -> None:
        filler = read_yaml(CONTENT / "thesaurus/filler.yaml")
        kinds = {"crisis", "domestic-abuse", "abuse-neglect", "child-harm", "emergency"}
        assert set(filler["dangers"]) == kinds
        assert set(filler["unless"]) <= kinds
        assert [id for id in read_yaml(CONTENT / "reassurance.yaml") if id not in TREE.by_id] == []

    def test_words_of_care_are_never_filler(self) -> None:
        thesaurus = load_thesaurus(CONTENT)
        for word in ("care", "support", "help", "gp", "carer", "group", "home"):
            assert set(phrase(word)).isdisjoint(thesaurus.filler), word

    def test_a_planted_double_would_be_found(self) -> None:
        assert doubles(["falls", "bath", "falls"]) == ["falls"]


def test_ids_of_needs_and_themes_are_fit_for_addresses() -> None:
    ids = [*TREE.by_id, *(theme.id for theme in TREE.themes)]
    assert doubles(ids) == []
    assert [id for id in ids if not re.fullmatch(r"[a-z]+(-[a-z]+)*", id)] == []
    assert doubles([need.label for need in TREE.by_id.values()]) == []


class TestBorough:
    @pytest.mark.slow
    def test_it_is_read_without_a_problem(self) -> None:
        feed = importing_demo.read(CONTENT / "demo")
        assert feed.problems == []
        assert len(feed.services) >= 160
        assert len(feed.organizations) >= 110

    @pytest.mark.parametrize("noun", ["services", "organizations", "locations"])
    def test_ids_are_given_once_and_fit_for_addresses(self, noun: str) -> None:
        ids = [entry["id"] for entry in borough(noun)]
        assert doubles(ids) == []
        assert [id for id in ids if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", id)] == []

    def test_every_id_that_is_named_is_there(self) -> None:
        services = {entry["id"] for entry in borough("services")}
        organizations = {entry["id"] for entry in borough("organizations")}
        locations = {entry["id"] for entry in borough("locations")}
        assert services
        for entry in borough("services"):
            assert entry["organization"] in organizations, entry["id"]
            assert {site["location"] for site in entry.get("sites") or []} <= locations, entry["id"]
            assert set(entry.get("successors") or []) <= services - {entry["id"]}, entry["id"]

    def test_nothing_lies_about_unused(self) -> None:
        used = {site["location"] for entry in borough("services") for site in entry.get("sites") or []}
        assert {entry["id"] for entry in borough("locations")} - used == set()
        assert {entry["id"] for entry in borough("organizations")} - {
            entry["organization"] for entry in borough("services")
        } == set()

    def test_terms_are_known(self) -> None:
        thesaurus = load_thesaurus(CONTENT)
        assert len(borough("services")) > 250
        for entry in borough("services"):
            assert set(entry.get("needs") or ["?"]) <= set(TREE.by_id), entry["id"]
            assert set((entry.get("eligibility") or {}).get("who") or []) <= set(thesaurus.audiences) | {
                "everyone"
            }, entry["id"]
            assert set(entry.get("culture") or []) <= set(thesaurus.cultures), entry["id"]
            assert set(entry.get("access") or []) <= set(ACCESS), entry["id"]
            assert set(entry["delivery"]) <= set(DELIVERY), entry["id"]
            assert set(entry["route_in"]) <= set(ROUTE_IN), entry["id"]
            assert {cost["kind"] for cost in entry.get("costs") or []} <= set(COST), entry["id"]
            assert (entry.get("availability") or {}).get("state", "taking") in AVAILABILITY, entry["id"]

    def test_every_service_says_who_to_call_or_write_to(self) -> None:
        reached = [
            entry["id"]
            for entry in borough("services")
            if not (entry.get("phones") or entry.get("email") or entry.get("website"))
        ]
        assert reached == []

    def test_what_is_at_a_place_has_a_place(self) -> None:
        assert [
            entry["id"]
            for entry in borough("services")
            if entry["delivery"] == ["place"] and not entry.get("sites")
        ] == []

    def test_what_is_only_for_professionals_is_no_self_referral(self) -> None:
        hidden = [entry for entry in borough("services") if entry.get("professionals_only")]
        assert len(hidden) >= 5
        assert [entry["id"] for entry in hidden if {"self", "anyone"} & set(entry["route_in"])] == []

    def test_every_number_is_one_of_drama(self) -> None:
        numbers = [
            number
            for path in (CONTENT / "demo").rglob("*.yaml")
            for number in NUMBER.findall(path.read_text())
        ]
        assert len(numbers) > 200
        assert [number for number in numbers if not DRAMA.fullmatch(number)] == []

    @pytest.mark.parametrize(
        ("text", "wrong"),
        [
            ("ring 01226 770770", 1),
            ("01632 960999", 0),
            ("07700 900123 or 07911 123456", 1),
            ("2026-11-03", 0),
        ],
    )
    def test_a_planted_number_would_be_found(self, text: str, wrong: int) -> None:
        assert len([number for number in NUMBER.findall(text) if not DRAMA.fullmatch(number)]) == wrong

    def test_no_postcode_can_be_real(self) -> None:
        codes = [
            code
            for path in (CONTENT / "demo").rglob("*.yaml")
            for code in POSTCODE.finditer(path.read_text())
        ]
        assert len(codes) >= 80
        assert [code[0] for code in codes if not set(code[1]) & NEVER_IN_A_POSTCODE] == []
        assert len({entry["postcode"] for entry in borough("locations")}) == len(borough("locations"))

    def test_every_place_lies_in_its_sector(self) -> None:
        rows = [
            line.split(",") for line in (CONTENT / "demo/postcodes.csv").read_text().split("\n")[1:] if line
        ]
        sectors = {row[0]: (float(row[1]), float(row[2])) for row in rows}
        assert 20 < len(sectors) <= 60
        for entry in borough("locations"):
            latitude, longitude = sectors[entry["postcode"][:-2]]
            assert abs(entry["lat"] - latitude) < 0.06, entry["id"]
            assert abs(entry["lon"] - longitude) < 0.08, entry["id"]

    def test_addresses_of_the_web_are_examples(self) -> None:
        text = "\n".join(path.read_text() for path in (CONTENT / "demo").rglob("*.yaml"))
        hosts = re.findall(r"(?:https?://|[\w.+-]+@)([\w.-]+)", text)
        assert len(hosts) > 150
        assert [
            host
            for host in hosts
            if host.rstrip(".") != "example.org" and not host.rstrip(".").endswith(".example.org")
        ] == []

    def test_every_kind_of_listing_is_shown(self) -> None:
        services = borough("services")
        assert {cost["kind"] for entry in services for cost in entry.get("costs") or []} == set(COST)
        assert {way for entry in services for way in entry["delivery"]} == set(DELIVERY)
        assert {route for entry in services for route in entry["route_in"]} == set(ROUTE_IN)
        assert {entry["availability"]["state"] for entry in services if entry.get("availability")} == set(
            AVAILABILITY
        )
        for key in (
            "former_names",
            "successors",
            "starts_in_days",
            "ends_in_days",
            "secret_address",
            "direct_payment",
            "culture",
            "registration",
        ):
            assert any(entry.get(key) for entry in services), key
        assert any(entry.get("schedules") in (None, "unknown") for entry in services)
        assert max(entry["checked_days_ago"] for entry in services if "checked_days_ago" in entry) > 365


def targets(text: str) -> list[str]:
    """Return the addresses of the links in a text."""
    return re.findall(r"\]\(([^)\s]+)\)", text)


def plain(body: str) -> str:
    """Return the sentences of a page, without markup, links and placeholders."""
    text = re.sub(r"\{\{ phone \}\}", "a number", body)
    text = re.sub(r"\{\{.*?\}\}", "the council", text)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text).replace("*", "")
    lines = (re.sub(r"^[#\-\d. ]+", "", line).rstrip(".:!? ") for line in text.splitlines())
    return ". ".join(line for line in lines if line) + "."


class TestPages:
    def test_there_are_enough(self) -> None:
        assert len(PAGES) >= 25

    def test_needs_are_known(self) -> None:
        assert [
            (slug, need) for slug, page in PAGES.items() for need in page.needs if need not in TREE.by_id
        ] == []

    def test_links_lead_somewhere(self, app: Flask) -> None:
        routes = app.url_map.bind("localhost")
        texts = {slug: page.body for slug, page in PAGES.items()} | {
            id: "\n".join(e.first) for id, e in life_events.load(CONTENT).items()
        }
        links = [(name, target) for name, text in texts.items() for target in targets(text)]
        assert len(links) > 200
        assert [link for link in links if not leads(routes, link[1])] == []

    @pytest.mark.parametrize(
        "target",
        [
            "/advice/no-such-page",
            "/needs/no-such-need",
            "/nowhere",
            "falls",
            "http://nhs.uk",
            "tel:12ab",
            "/life-events/no-such",
        ],
    )
    def test_a_planted_dead_link_would_be_found(self, app: Flask, target: str) -> None:
        assert not leads(app.url_map.bind("localhost"), target)

    def test_review_dates_are_in_order(self) -> None:
        assert len(PAGES) > 60
        for slug, page in PAGES.items():
            assert page.last_reviewed <= TODAY, slug
            assert page.last_reviewed < page.next_review <= page.last_reviewed + timedelta(days=400), slug

    def test_everybody_knows_where_it_comes_from_and_whose_it_is(self) -> None:
        assert [slug for slug, page in PAGES.items() if not (page.owner and page.summary)] == []
        assert [slug for slug, page in PAGES.items() if page.section != "about" and not page.sources] == []
        urls = [(slug, source.url) for slug, page in PAGES.items() for source in page.sources]
        assert [row for row in urls if not row[1].startswith("https://")] == []

    @pytest.mark.parametrize("slug", sorted(PAGES))
    def test_a_child_of_ten_can_read_it(self, slug: str) -> None:
        assert textstat.automated_readability_index(plain(PAGES[slug].body)) <= HIGHEST_GRADE

    def test_hard_words_would_be_found(self) -> None:
        hard = "Individuals experiencing significant deterioration should communicate immediately with multidisciplinary professionals."
        assert textstat.automated_readability_index(plain(hard)) > HIGHEST_GRADE

    def test_sentences_are_short(self) -> None:
        long = [
            (slug, sentence)
            for slug, page in PAGES.items()
            for sentence in re.split(r"(?<=[.!?])\s", plain(page.body))
            if len(sentence.split()) > 30
        ]
        assert long == []

    def test_only_known_words_are_filled_in(self) -> None:
        marks = {mark for page in PAGES.values() for mark in re.findall(r"\{\{.*?\}\}", page.body)}
        lines = set(urgent_lines.load(CONTENT).lines)
        assert marks <= {f"{{{{ {name} }}}}" for name in FILLED_IN | lines}

    def test_titles_are_each_their_own(self) -> None:
        assert doubles([page.title for page in PAGES.values()]) == []

    def test_nobody_is_a_service_user(self) -> None:
        shown = [page.body + page.title + page.summary for page in PAGES.values()]
        shown += [
            path.read_text()
            for path in everything()
            if "thesaurus" not in path.parts and path.suffix != ".md"
        ]
        assert [text[:60] for text in shown if re.search(r"service[ -]users?", text, re.IGNORECASE)] == []


def leads(routes: Any, target: str) -> bool:
    """Whether an address is a page of ours that exists, a telephone number, or a safe one of another site."""
    if target.startswith("tel:"):
        return bool(re.fullmatch(r"tel:\+?\d{3,14}", target))
    if target.startswith("https://"):
        return True
    path = target.partition("?")[0].partition("#")[0]
    try:
        endpoint, values = routes.match(path)
    except HTTPException:
        return False
    known = {
        "information.page": PAGES,
        "directory.need": {*TREE.by_id, *(theme.id for theme in TREE.themes)},
        "information.life_event": life_events.load(CONTENT),
    }
    return all(value in known.get(endpoint, [value]) for value in values.values())


class TestLifeEvents:
    def test_each_leads_to_needs_pages_and_first_steps(self) -> None:
        events = life_events.load(CONTENT)
        assert len(events) >= 7
        for id, event in events.items():
            assert set(event.needs) <= set(TREE.by_id), id
            assert set(event.pages) <= set(PAGES), id
            assert len(event.first) >= 3, id
            assert event.needs, id
            assert event.pages, id
            assert doubles([*event.needs]) == doubles([*event.pages]) == [], id


class TestCalendar:
    def test_it_covers_the_year_to_come(self) -> None:
        known_to = load_calendar(CONTENT / "calendar.yaml").known_to
        assert known_to
        assert known_to > TODAY + timedelta(days=365)

    def test_bank_holidays_are_working_days(self) -> None:
        days = load_calendar(CONTENT / "calendar.yaml").bank_holidays
        assert len(days) >= 8
        assert [day for day in days if day.weekday() > 4] == []


COUNCILS_OWN = re.compile(r"01632 ?960 ?10[0-2]|\b[89](?:\.30)?am ?(?:to|until|–|-) ?[4-6](?:\.30)?pm")
"""The numbers of the council's teams, and usual hours of an office."""
TEXTS = sorted(
    path
    for folder, kinds in (("pages", ".md"), ("assessments", ".yaml"), ("", ".yaml"))
    for path in (CONTENT / folder).iterdir()
    if path.suffix == kinds
) + sorted((ROOT / "templates").rglob("*.html"))
"""Pages, questions and templates. Listings have numbers and hours of their own."""


def typed_by_hand(text: str) -> list[str]:
    """Return numbers and hours of the council that a text has in place of what the settings say."""
    without_comments = re.sub(r"\{#.*?#\}|^\s*#.*$", "", text, flags=re.DOTALL | re.MULTILINE)
    return COUNCILS_OWN.findall(without_comments)


class TestWhoAnswers:
    def test_numbers_and_hours_of_the_council_come_from_the_settings(self) -> None:
        assert len(TEXTS) > 200
        found = {path.name: typed_by_hand(path.read_text()) for path in TEXTS}
        assert {name: numbers for name, numbers in found.items() if numbers} == {}

    @pytest.mark.parametrize("text", ["Call 01632 960101.", "Call us, 8.30am to 5pm.", "9am-5pm"])
    def test_what_is_typed_by_hand_is_found(self, text: str) -> None:
        assert typed_by_hand(text) != []

    def test_nobody_is_sent_to_the_police_because_the_council_is_closed(self) -> None:
        texts = {path.name: path.read_text() for path in TEXTS}
        police = re.compile(r"clos[^.\n]{0,60}\b101\b|\b101\b[^.\n]{0,40}\bclosed")
        assert [name for name, text in texts.items() if police.search(text)] == []
