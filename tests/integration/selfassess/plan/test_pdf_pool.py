"""PDFs are made a few at a time, within limits; whoever comes on top is told so and the site goes on."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask

from core.settings import Settings
from selfassess import pdf_pool
from selfassess.pdf_pool import PdfBusy, PdfPool
from tests.conftest import make_settings
from tests.page_checks import PageCheckingClient

_WAITS_FOR_A_FILE = """
import pathlib, sys, time
marks = pathlib.Path({folder!r})
mark = marks / f"running-{{time.monotonic_ns()}}"
mark.touch()
while not (marks / "go on").exists():
    time.sleep(0.02)
mark.unlink()
sys.stdout.write("made")
"""


class Renders:
    """Programs that wait in place of making PDFs, and the number of them that run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.program = folder / "program.py"
        self.program.write_text(_WAITS_FOR_A_FILE.format(folder=str(folder)))

    def running(self) -> int:
        return len(list(self.folder.glob("running-*")))

    def wait_for(self, number: int) -> None:
        """Wait until so many run."""
        deadline = time.monotonic() + 30
        while self.running() < number:
            assert time.monotonic() < deadline
            time.sleep(0.02)

    def go_on(self) -> None:
        (self.folder / "go on").touch()


@pytest.fixture
def renders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Renders]:
    """Let every PDF wait until the test lets it go on."""
    folder = tmp_path / "renders"
    folder.mkdir()
    found = Renders(folder)
    monkeypatch.setattr(pdf_pool, "_PROGRAM", found.program)
    yield found
    found.go_on()


def _pool(settings: Settings, **more: object) -> PdfPool:
    return PdfPool(make_settings(settings.data_dir, **more))


def test_at_most_so_many_run_at_once_and_the_rest_is_refused(settings: Settings, renders: Renders) -> None:
    pool = _pool(settings, pdf_at_once=2, pdf_waiting=3)
    outcomes: list[object] = []

    def one() -> None:
        try:
            outcomes.append(pool.pdf("<p>"))
        except PdfBusy:
            outcomes.append("refused")

    threads = [threading.Thread(target=one) for _ in range(12)]
    for thread in threads:
        thread.start()
    renders.wait_for(2)
    deadline = time.monotonic() + 30
    while outcomes.count("refused") < 7 and time.monotonic() < deadline:
        time.sleep(0.02)
    assert renders.running() == 2
    renders.go_on()
    for thread in threads:
        thread.join(60)
    assert outcomes.count("refused") == 7
    assert outcomes.count(b"made") == 5


def test_a_refusal_is_a_page_in_plain_words_and_other_pages_answer(app: Flask, renders: Renders) -> None:
    first = app.test_client()
    with ThreadPoolExecutor(1) as threads:
        running = threads.submit(first.get, "/my-plan/plan.pdf")
        renders.wait_for(1)
        app.extensions["pdf_pool"]._places.acquire(blocking=False)
        client: PageCheckingClient = app.test_client()  # type: ignore[assignment]
        answer = client.get("/my-plan/plan.pdf")
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
        assert "can’t make your PDF just now" in answer.get_data(as_text=True)
        assert client.get("/health/live").status_code == 200
        renders.go_on()
        assert running.result(60).data == b"made"


@pytest.mark.both_databases
@pytest.mark.slow
def test_a_pdf_that_takes_too_long_is_ended(settings: Settings, renders: Renders) -> None:
    pool = _pool(settings)
    pool._seconds = 1
    with pytest.raises(PdfBusy, match="too long"):
        pool.pdf("<p>")
    pool._seconds = 60
    renders.go_on()
    assert pool.pdf("<p>") == b"made"


@pytest.mark.slow
def test_a_document_that_needs_too_much_memory_is_an_error_of_its_own(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The site is not touched, and the next document is made."""
    pool = _pool(settings)
    monkeypatch.setattr(pdf_pool, "_MEMORY_BYTES", 64 * 1024**2)
    with pytest.raises((PdfBusy, pdf_pool.subprocess.CalledProcessError)):
        pool.pdf("<p>" + "many words " * 20_000)
    monkeypatch.undo()
    assert pool.pdf("<title>x</title><p>x").startswith(b"%PDF-")


@pytest.mark.slow
def test_too_little_memory_leaves_the_cache_of_fonts_whole(tmp_path: Path) -> None:
    """Fontconfig shares its cache with all programs: one without fonts would change how everything looks."""
    sizes = []
    for name, memory in (("enough", 2 * 1024**3), ("little", 64 * 1024**2)):
        cache, config = tmp_path / name, tmp_path / f"{name}.conf"
        config.write_text(
            "<fontconfig><dir>/usr/share/fonts</dir><dir>/Library/Fonts</dir>"
            f"<cachedir>{cache}</cachedir></fontconfig>"
        )
        subprocess.run(
            [sys.executable, "-P", pdf_pool._PROGRAM, "60", str(memory)],
            input=b"<title>x</title><p>x",
            capture_output=True,
            env={"FONTCONFIG_FILE": str(config), "PATH": os.environ["PATH"]},
        )
        sizes.append(sorted(path.stat().st_size for path in cache.glob("*.cache-*")))
    assert sizes[0] == sizes[1]
    assert max(sizes[0]) > 1000


def test_the_process_gets_no_settings(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program = tmp_path / "program.py"
    program.write_text("import os; print([n for n in os.environ if n.startswith('SIGNPOST_')])")
    monkeypatch.setenv("SIGNPOST_SECRET_KEY", "secret")
    monkeypatch.setattr(pdf_pool, "_PROGRAM", program)
    assert _pool(settings).pdf("<p>") == b"[]\n"
