"""What is sealed opens with its keys and in its place only, and looks up without being kept."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from core.crypt import KEY_FILE, BadKeys, Unreadable, Vault, vault
from tests.conftest import make_settings

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


def test_what_is_sealed_opens_again_and_shows_nothing() -> None:
    keeper = Vault([OLD])
    sealed = keeper.seal("row-1", {"own_words": "I keep falling", "n": [1, None]})
    assert keeper.open("row-1", sealed) == {"own_words": "I keep falling", "n": [1, None]}
    assert b"falling" not in sealed
    assert sealed != keeper.seal("row-1", {"own_words": "I keep falling", "n": [1, None]})


def test_it_opens_in_its_own_place_only() -> None:
    keeper = Vault([OLD])
    with pytest.raises(Unreadable, match="another place"):
        keeper.open("row-2", keeper.seal("row-1", {}))


@pytest.mark.parametrize("spoil", [lambda b: b[:-4] + b"AAAA", lambda b: b[:20], lambda b: b""])
def test_what_was_tampered_with_does_not_open(spoil: object) -> None:
    keeper = Vault([OLD])
    with pytest.raises(Unreadable):
        keeper.open("row-1", spoil(keeper.seal("row-1", {"a": "b"})))  # type: ignore[operator]


def test_keys_can_be_changed_step_by_step() -> None:
    sealed = Vault([OLD]).seal("r", {"a": 1})
    both, new = Vault([NEW, OLD]), Vault([NEW])
    assert both.open("r", sealed) == {"a": 1}
    with pytest.raises(Unreadable):
        new.open("r", sealed)
    assert new.open("r", both.sealed_again(sealed)) == {"a": 1}


def test_a_lookup_hangs_on_the_key_the_purpose_and_the_secret() -> None:
    keeper = Vault([OLD])
    found = {
        keeper.lookup("saved", "K7M-4RT"),
        keeper.lookup("link", "K7M-4RT"),
        keeper.lookup("saved", "K7M-4RW"),
        Vault([NEW]).lookup("saved", "K7M-4RT"),
    }
    assert len(found) == 4
    assert all(len(one) == 64 for one in found)


def test_what_was_kept_under_an_old_key_is_still_looked_up() -> None:
    assert Vault([OLD]).lookup("saved", "x") in Vault([NEW, OLD]).lookups("saved", "x")
    assert Vault([NEW, OLD]).lookup("saved", "x") == Vault([NEW]).lookup("saved", "x")


def test_a_bad_key_is_named_by_its_number_and_not_shown() -> None:
    with pytest.raises(BadKeys, match="key number 2") as error:
        Vault([OLD, "hunter2"])
    assert "hunter2" not in str(error.value)
    assert error.value.__cause__ is None


def test_without_a_setting_one_key_is_made_for_all_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    settings = make_settings(tmp_path / "new")
    with ThreadPoolExecutor(4) as threads:
        sealed = list(threads.map(lambda n: vault(settings).seal("r", {"n": n}), range(8)))
    assert [vault(settings).open("r", one)["n"] for one in sealed] == list(range(8))
    key = tmp_path / "new" / KEY_FILE
    assert key.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in key.parent.iterdir()] == [KEY_FILE]


def test_the_setting_goes_before_the_file(tmp_path: Path) -> None:
    settings = make_settings(tmp_path, encryption_keys=f" {NEW}, {OLD} ,")
    assert vault(settings).open("r", Vault([OLD]).seal("r", {})) == {}
    assert not (tmp_path / KEY_FILE).exists()
