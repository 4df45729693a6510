"""The public pages "How this check decides": all in plain words, a picture in a file of its own, and no
old figure and no old proof.
"""

import base64
import gzip
import hashlib
import re
import shutil
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
from flask import Flask

from core import clock
from core.settings import Settings
from selfassess.engine.legal_facts import NEEDS_FACTS, OUTCOMES, VERDICTS
from selfassess.loading.library import Library, load
from selfassess.loading.rule_wording import load_rule_wordings
from selfassess.proof.recorder import valid_proof
from tests.conftest import make_app, make_settings
from tests.examples import sampled, slow_on_both
from tests.integration.selfassess.steps import text_of
from tests.page_checks import PageCheckingClient

LIBRARY: Library = load(Settings().content_dir)
CODES = re.compile(r"\b(adult|carer|safeguarding|signal|money|benefit|help_now|free)\.[a-z_]+")
REGULATIONS = "The Care and Support (Eligibility Criteria) Regulations 2015"
NAMES = load_rule_wordings(Settings().content_dir).figures
UPPER = NAMES["upper_capital_limit"]
KB = 1024
_PROOF = valid_proof(Settings().content_dir, "quick-check")
PROVED = f"{_PROOF.combinations:,}" if _PROOF else ""


def page_of(client: PageCheckingClient, id: str) -> str:
    return text_of(client.get(f"/check/{id}/how-it-decides"))


@pytest.mark.parametrize("id", sampled(list(LIBRARY), 5))
def test_every_answer_is_there_in_words_and_no_code(demo_client: PageCheckingClient, id: str) -> None:
    page = page_of(demo_client, id)
    for question in LIBRARY[id].questions:
        assert f'id="q-{question.id}"' in page
        assert all(option.words.you in page for option in question.options if "{" not in option.words.you)
    assert not CODES.search(page)
    assert "eligib" not in page.replace(REGULATIONS, "").lower()


@pytest.mark.parametrize("id", list(LIBRARY))
def test_the_page_is_light(demo_client: PageCheckingClient, id: str) -> None:
    assert len(gzip.compress(demo_client.get(f"/check/{id}/how-it-decides").data)) < 16 * KB


def test_answers_come_with_their_law_their_needs_and_when_they_are_asked(
    demo_client: PageCheckingClient,
) -> None:
    page = page_of(demo_client, "adult-needs")
    assert (
        f'needs come from an illness, a disability or a condition <span class="decides__law">{REGULATIONS} reg 2(1)(a)</span>'
        in page
    )
    assert "Asked when: “Who is this for?” is “Someone else”" in page
    assert "Getting in and out of the bath" in page
    assert "It can’t be skipped, because it is about safety." in page
    assert "We stop here and say: If anyone is in danger now, call 999" in page


def test_the_rules_are_there_with_codes_versions_and_log(demo_client: PageCheckingClient) -> None:
    page = text_of(demo_client.get("/check/how-it-decides"))
    for part in (
        "unable_outcomes_unclear",
        "carer_under_18",
        "home_ignored_12_weeks",
        "Version 1 of these rules",
        "Rules: Support for carers",
        f"{REGULATIONS} reg 3(1)(b)",
        "https://www.legislation.gov.uk/uksi/2015/313",
        "no condition for adults is ruled out",
    ):
        assert part in page
    assert "eligib" not in page.replace(REGULATIONS, "").lower()
    facts = {*NEEDS_FACTS, *VERDICTS, *OUTCOMES["adult"]}
    assert [fact for fact in facts if fact in page] == []


def test_figures_have_their_dates_and_sources(demo_client: PageCheckingClient) -> None:
    page = text_of(demo_client.get("/check/how-it-decides"))
    assert f"{UPPER}: <strong>£23,250</strong>" in page
    assert "From 6 April 2026 to 5 April 2027." in page
    assert f"{NAMES['carers_allowance']}: <strong>£86.45 a week</strong>" in page
    assert "we cannot give this figure for this date" not in page


def test_a_figure_that_is_out_of_date_is_not_given(demo_client: PageCheckingClient) -> None:
    clock.set_clock(lambda: datetime(2031, 5, 1, tzinfo=clock.LONDON))
    page = text_of(demo_client.get("/check/how-it-decides"))
    assert f"{UPPER}: <strong>we cannot give this figure for this date</strong>" in page
    assert "The last one we have ended on 5 April 2027." in page
    assert "£23,250" not in page


# Proofs


@pytest.fixture
def own_content(settings: Settings, tmp_path: Path) -> Path:
    """A copy of the content that a test may change."""
    return Path(shutil.copytree(Settings().content_dir, tmp_path / "content"))


def app_of(settings: Settings, content: Path) -> Flask:
    return make_app(make_settings(settings.data_dir, content_dir=content))


def test_what_is_proved_is_shown_with_its_number(settings: Settings, own_content: Path) -> None:
    client = app_of(settings, own_content).test_client()
    assert PROVED
    assert f"{PROVED} sets of answers" in text_of(client.get("/check/quick-check/how-it-decides"))
    assert PROVED in text_of(client.get("/check/how-it-decides"))


@slow_on_both
def test_after_a_change_nothing_is_said_to_be_proved_until_it_is(
    settings: Settings, own_content: Path
) -> None:
    changed = own_content / "assessments" / "quick-check" / "flow.yaml"
    before = changed.read_text()
    changed.write_text(before.replace("needs: [memory-worries, alarms]", "needs: [memory-worries]"))
    assert changed.read_text() != before
    app = app_of(settings, own_content)
    page = text_of(app.test_client().get("/check/quick-check/how-it-decides"))
    assert "have changed since the last proof" in page
    assert PROVED not in page
    assert "not proved again since its last change" in text_of(app.test_client().get("/check/how-it-decides"))


# The picture


@pytest.mark.parametrize("name", ["flow.svg", "flow-narrow.svg"])
@pytest.mark.parametrize("id", list(LIBRARY))
def test_the_picture_is_a_file_that_the_page_names(
    demo_client: PageCheckingClient, id: str, name: str
) -> None:
    found = re.search(rf'"(/check/{id}/{re.escape(name)}\?v=[0-9a-f]{{12}})"', page_of(demo_client, id))
    assert found
    picture = demo_client.get(found[1])
    assert picture.status_code == 200
    assert picture.mimetype == "image/svg+xml"
    assert ElementTree.fromstring(picture.get_data(as_text=True)).tag.endswith("svg")
    assert picture.cache_control.max_age == 31_536_000
    assert picture.cache_control.immutable
    assert picture.cache_control.private


def test_a_picture_without_its_version_is_not_kept_for_long(demo_client: PageCheckingClient) -> None:
    for path in ("/check/quick-check/flow.svg", "/check/quick-check/flow.svg?v=000000000000"):
        assert demo_client.get(path).cache_control.max_age == 3600


def test_the_picture_allows_its_own_style_and_nothing_else(demo_client: PageCheckingClient) -> None:
    answer = demo_client.get("/check/quick-check/flow.svg")
    style = re.search(r"<style>(.*?)</style>", answer.get_data(as_text=True), re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    policy = answer.headers["Content-Security-Policy"]
    assert f"style-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy


def test_the_old_address_leads_to_the_new_one(demo_client: PageCheckingClient) -> None:
    answer = demo_client.get("/check/how-it-decides/carer")
    assert (answer.status_code, answer.location) == (308, "/check/carer/how-it-decides")


def test_there_is_no_picture_of_nothing(demo_client: PageCheckingClient) -> None:
    for path in ("/check/nothing/flow.svg", "/check/nothing/how-it-decides", "/check/how-it-decides/nothing"):
        assert demo_client.get(path).status_code == 404, path
