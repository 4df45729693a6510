"""Keeping what people tell us unreadable at rest, and finding things by a secret without keeping the secret.

Sealed with Fernet (AES-128-CBC and HMAC-SHA256). The first key seals, every key opens, so that keys can be changed: put a new key first,
run the command that seals everything again, then drop the old one.
"""

import hashlib
import hmac
import json
import os
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from core import clock
from core.settings import Settings

KEY_FILE = "encryption_key"


class Unreadable(Exception):
    """Sealed bytes that no key opens, or that were sealed for another place. The message holds nothing of them."""


class BadKeys(ValueError):
    """The setting `encryption_keys` cannot be used. The message says what to do and shows no key."""


class Vault:
    """Seals and opens JSON values, and turns secrets into what they can be looked up by."""

    def __init__(self, keys: Sequence[str]) -> None:
        """`keys`: Fernet keys as text, the one that seals first. Raises BadKeys."""
        self._fernet = MultiFernet([_fernet(number, key) for number, key in enumerate(keys, 1)])
        self._keys = [key.encode() for key in keys]

    def seal(self, place: str, value: Mapping[str, Any]) -> bytes:
        """The value as sealed bytes that open for the same `place` only (a row's id): nobody can move them to another row."""
        text = json.dumps({"place": place, "value": value}, ensure_ascii=False, separators=(",", ":"))
        return self._fernet.encrypt_at_time(text.encode(), int(clock.now().timestamp()))

    def open(self, place: str, sealed: bytes) -> dict[str, Any]:
        """The value that was sealed for this place. Raises Unreadable."""
        try:
            held = json.loads(self._fernet.decrypt(sealed))
        except InvalidToken:
            raise Unreadable("no encryption key opens what is kept") from None
        if held["place"] != place:
            raise Unreadable("what is kept was sealed for another place")
        value: dict[str, Any] = held["value"]
        return value

    def sealed_again(self, sealed: bytes) -> bytes:
        """The same, sealed with the first key. Raises Unreadable."""
        try:
            return self._fernet.rotate(sealed)
        except InvalidToken:
            raise Unreadable("no encryption key opens what is kept") from None

    def lookup(self, purpose: str, secret: str) -> str:
        """What a secret is kept as: 64 hexadecimal digits, different for each purpose and worth nothing without the key."""
        return _keyed_hash(self._keys[0], purpose, secret)

    def lookups(self, purpose: str, secret: str) -> list[str]:
        """What the secret may be kept as, under each key, the newest first."""
        return [_keyed_hash(key, purpose, secret) for key in self._keys]


def vault(settings: Settings) -> Vault:
    """The vault of this site. Without a setting its key is made once and kept, readable by the owner only. Raises BadKeys."""
    named = tuple(
        key.strip() for key in settings.encryption_keys.get_secret_value().split(",") if key.strip()
    )
    return _vault(named or (_kept_key(settings.data_dir),))


@lru_cache(maxsize=8)
def _vault(keys: tuple[str, ...]) -> Vault:
    return Vault(keys)


def _fernet(number: int, key: str) -> Fernet:
    try:
        return Fernet(key)
    except ValueError:
        raise BadKeys(
            f"encryption_keys: key number {number} is not a Fernet key (32 random bytes in URL-safe base64, 44 characters); make one with:"
            ' python -c "from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())"'
        ) from None


def _keyed_hash(key: bytes, purpose: str, secret: str) -> str:
    own_key = hmac.digest(key, f"signpost lookup {purpose}".encode(), hashlib.sha256)
    return hmac.new(own_key, secret.encode(), hashlib.sha256).hexdigest()


def _kept_key(data_dir: Path) -> str:
    path = data_dir / KEY_FILE
    if not path.exists():
        _make_key(path)
    return path.read_text(encoding="ascii").strip()


def _make_key(path: Path) -> None:
    """Write a whole file, then link it: of two workers that start together one wins, and both read the winner's key."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, prefix=".key-") as file:  # made with mode 0600
        file.write(Fernet.generate_key())
        file.flush()
        os.fsync(file.fileno())
        try:
            os.link(file.name, path)
        except FileExistsError:
            return
