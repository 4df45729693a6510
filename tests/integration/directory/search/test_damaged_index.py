"""A damaged index is noticed, set aside and built again while pages answer; `directory reindex` works too."""

import logging
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from core.settings import Settings
from directory.search import index as search_index
from directory.search.engine import EngineBusyError
from directory.search.index import engine_of
from tests import databases
from tests.conftest import make_app, make_settings
from tests.examples import sampled
from tests.page_checks import PageCheckingClient


def _build(index: Path) -> Path:
    return index / (index / "current").read_text()


def _cut(path: Path, keep: int | None = None) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2 if keep is None else keep])


def _cut_segments(index: Path) -> None:
    for segment in _build(index).glob("*.seg"):
        _cut(segment)


def _cut_contents(index: Path) -> None:
    for contents in _build(index).glob("*.toc"):
        _cut(contents)


def _current_is_a_folder(index: Path) -> None:
    (index / "current").unlink()
    (index / "current").mkdir()


def _folder_is_a_file(index: Path) -> None:
    shutil.rmtree(index)
    index.write_text("rubbish")


DAMAGES: dict[str, Callable[[Path], object]] = {
    "current cut off": lambda index: _cut(index / "current"),
    "current empty": lambda index: _cut(index / "current", 0),
    "current leads elsewhere": lambda index: (index / "current").write_text("../../somewhere"),
    "current is a folder": _current_is_a_folder,
    "segments cut off": _cut_segments,
    "segments empty": lambda index: [_cut(path, 0) for path in _build(index).glob("*.seg")],
    "segments gone": lambda index: [path.unlink() for path in _build(index).glob("*.seg")],
    "contents cut off": _cut_contents,
    "contents rubbish": lambda index: [p.write_bytes(b"rubbish") for p in _build(index).glob("*.toc")],
    "contents gone": lambda index: [path.unlink() for path in _build(index).glob("*.toc")],
    "state cut off": lambda index: _cut(_build(index) / "state.json"),
    "state of another form": lambda index: (_build(index) / "state.json").write_text("[]"),
    "state gone": lambda index: (_build(index) / "state.json").unlink(),
    "build gone": lambda index: shutil.rmtree(_build(index)),
    "folder is a file": _folder_is_a_file,
}
SETTLED = 30.0
HAVE_A_BUILD = frozenset(DAMAGES) - {
    "current cut off",
    "current empty",
    "current leads elsewhere",
    "current is a folder",
    "build gone",
    "folder is a file",
}
"""The damages after which the index still names a build whose files are there."""
QUICK = ("current cut off", "segments cut off", "contents rubbish", "state cut off")


def _kinds(*quick: str) -> list[object]:
    """Return all damages as parameters; those that are not among the quick ones are marked slow."""
    return [pytest.param(name, marks=() if name in quick else pytest.mark.slow, id=name) for name in DAMAGES]


@pytest.fixture
def own_settings(demo_folder: Path, tmp_path: Path) -> Settings:
    """A demonstration borough whose index a test may damage."""
    databases.copy_site(demo_folder, tmp_path / "damaged-demo")
    return make_settings(tmp_path / "damaged-demo")


def _is_whole(app: Flask, settings: Settings) -> bool:
    """Return True where another process, too, can read an index on disk that is complete."""
    other = make_app(settings)
    return not engine_of(other).is_damaged() and engine_of(other).written_upto() > 0


@pytest.mark.parametrize("damage", sampled(_kinds(*QUICK), 4))
def test_pages_answer_and_the_index_is_built_again(own_settings: Settings, damage: str) -> None:
    DAMAGES[damage](own_settings.index_dir)
    app = make_app(own_settings)
    client = app.test_client()
    assert client.get("/").status_code == 200
    assert client.get("/health/live").status_code == 200
    page = client.get("/find?q=falls")
    assert page.status_code == 200
    assert page.get_data(as_text=True).count('class="card"') >= 5
    app.extensions["index_repair"].wait(SETTLED)
    assert _is_whole(app, own_settings)
    # Here a search finds the damage and the engine passes over it (`pass_over_damage`). That `is_damaged`
    # finds it without a search is tested by tests/unit/directory/search/test_whoosh_engine.py and by the
    # health check.
    assert (own_settings.index_dir / "damaged").exists() is (damage in HAVE_A_BUILD)
    again = client.get("/find?q=falls").get_data(as_text=True)
    assert again.count('class="card"') == page.get_data(as_text=True).count('class="card"')


@pytest.mark.both_databases
@pytest.mark.slow
@pytest.mark.parametrize(
    "damage",
    [
        "segments cut off",
        pytest.param("state cut off", marks=pytest.mark.slow),
        pytest.param("current empty", marks=pytest.mark.slow),
        pytest.param("build gone", marks=pytest.mark.slow),
    ],
)
def test_damage_while_the_site_runs(own_settings: Settings, damage: str) -> None:
    """Pages use what they have read; what cannot be read is answered with 503 at most once.

    Files that were deleted can still be read by processes that have opened them.
    """
    app = make_app(own_settings)
    client = app.test_client()
    assert client.get("/find?q=falls").status_code == 200
    DAMAGES[damage](own_settings.index_dir)
    statuses = [client.get(f"/find?q={word}").status_code for word in ("lunch", "dementia", "debt")]
    assert set(statuses[1:]) == {200}
    assert statuses[0] in (200, 503)
    app.extensions["index_repair"].wait(SETTLED)
    assert _is_whole(app, own_settings)
    assert client.get("/find?q=singing").status_code == 200


@pytest.mark.slow
@pytest.mark.parametrize("damage", _kinds("contents cut off"))
def test_reindex_mends_every_damage(own_settings: Settings, damage: str) -> None:
    DAMAGES[damage](own_settings.index_dir)
    runner = make_app(own_settings).test_cli_runner()
    for command in (["directory", "reindex"], ["directory", "reindex", "--if-needed"]):
        result = runner.invoke(args=command)
        assert result.exit_code == 0, result.output
    assert "up to date" in result.output
    assert _is_whole(make_app(own_settings), own_settings)


@pytest.mark.slow
def test_the_damaged_files_are_set_aside_and_that_is_logged(
    own_settings: Settings, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    _cut_segments(own_settings.index_dir)
    app = make_app(own_settings)
    monkeypatch.setattr(logging.getLogger("signpost"), "propagate", True)
    app.test_client().get("/find?q=falls")
    app.extensions["index_repair"].wait(SETTLED)
    assert list((own_settings.index_dir / "damaged").glob("*.seg"))
    assert "set aside" in caplog.text


@pytest.mark.slow
def test_another_process_that_builds_is_left_alone(own_settings: Settings) -> None:
    """While the writer's lock is held elsewhere, pages answer and nothing is built a second time."""
    _cut_segments(own_settings.index_dir)
    app, other = make_app(own_settings), make_app(own_settings)
    damaged = _build(own_settings.index_dir).name
    with engine_of(other).writing():
        assert app.test_client().get("/find?q=falls").status_code == 200
        app.extensions["index_repair"].wait(SETTLED)
        assert _build(own_settings.index_dir).name == damaged
        with app.app_context(), pytest.raises(EngineBusyError), engine_of(app).writing():
            pass


@pytest.mark.both_databases
@pytest.mark.slow
def test_more_listings_than_a_page_can_lay_over_lead_to_an_honest_page(
    own_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_index, "_MOST_PENDING", 10)
    _cut_segments(own_settings.index_dir)
    app = make_app(own_settings)
    client: PageCheckingClient = app.test_client()  # type: ignore[assignment]
    answer = client.get("/find?q=falls")
    assert answer.status_code == 503
    assert "We could not search just now" in answer.get_data(as_text=True)
    app.extensions["index_repair"].wait(SETTLED)
    assert client.get("/find?q=falls").status_code == 200
