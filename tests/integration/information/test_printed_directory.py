"""The printed directory: every service that runs is in it once, and it is made once for each state."""

import pytest
from flask import Flask

from core.jobs.registry import jobs_of
from information.printed_directory import services
from information.printed_directory.entries import sections
from tests.examples import sampled, slow_on_both
from tests.page_checks import PageCheckingClient


@slow_on_both
@pytest.mark.parametrize("by", sampled(["need", "town"], 2))
def test_every_service_stands_once(demo_app: Flask, by: str) -> None:
    with demo_app.test_request_context():
        found = sections(by)
        html = services.document(by)
    keys = [entry.key for section in found for entry in section.entries]
    assert len(keys) == len(set(keys)) > 280
    assert all(f'href="#{section.key}"' in html and f'id="{section.key}"' in html for section in found)
    assert all(html.count(f'href="#{key}"') == html.count(f'id="{key}"') == 1 for key in keys)
    assert any(section.title == "Wombwell" for section in found) == (by == "town")


@pytest.mark.both_databases
@pytest.mark.slow
def test_the_job_makes_it_once_until_a_listing_changes(
    own_demo_app: Flask, own_demo_client: PageCheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = []
    monkeypatch.setattr(services, "long_pdf", lambda html, _seconds: calls.append(html) or b"%PDF")
    assert own_demo_client.get("/printed-directory/town.pdf").status_code == 404
    assert "printed-directory" not in own_demo_client.get("/towns/").text
    job = jobs_of(own_demo_app)["printed directory"]
    with own_demo_app.app_context():
        for _n in range(2):
            assert job.run(lambda: False) == "up to date"
    assert len(calls) == 2
    assert "/printed-directory/town.pdf" in own_demo_client.get("/towns/").text
    assert "/printed-directory/need.pdf" in own_demo_client.get("/needs/").text
    answer = own_demo_client.get("/printed-directory/town.pdf")
    assert (answer.status_code, answer.mimetype, answer.get_data()) == (200, "application/pdf", b"%PDF")
    monkeypatch.setattr(services, "last_change", lambda _session: 10**9)
    with own_demo_app.app_context():
        job.run(lambda: False)
    assert len(calls) == 4
    folder = own_demo_app.extensions["settings"].data_dir / services.FOLDER
    assert len(list(folder.glob("*.pdf"))) == 2
