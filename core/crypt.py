"""Encryption of what people tell us, and look-ups by a secret that is not stored.

Values are sealed with Fernet (AES-128-CBC and HMAC-SHA256). The first key seals and every key opens, so that
keys can be changed: put a new key first, run the command that seals everything again, then drop the old key.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from core import clock
from core.key_file import stored_key
from core.settings import Settings

KEY_FILE = "encryption_key"


class Unreadable(Exception):
    """Sealed bytes that no key opens, or that were sealed for another place.

    The message holds nothing of their content.
    """


class BadKeys(ValueError):
    """A setting `encryption_keys` that cannot be used. The message says what to do and shows no key."""


class Vault:
    """Seal and open JSON values, and turn secrets into keyed hashes by which rows are found."""

    def __init__(self, keys: Sequence[str]) -> None:
        """`keys`: Fernet keys as text; the first one seals. Raises BadKeys."""
        self._fernet = MultiFernet([_fernet(number, key) for number, key in enumerate(keys, 1)])
        self._keys = [key.encode() for key in keys]

    def seal(self, place: str, value: Mapping[str, Any]) -> bytes:
        """Return the value as sealed bytes.

        They open for the same `place` only, which is the id of a row: so nobody can move them to another row.
        """
        text = json.dumps({"place": place, "value": value}, ensure_ascii=False, separators=(",", ":"))
        return self._fernet.encrypt_at_time(text.encode(), int(clock.now().timestamp()))

    def open(self, place: str, sealed: bytes) -> dict[str, Any]:
        """Return the value that was sealed for this place. Raises Unreadable."""
        try:
            opened = json.loads(self._fernet.decrypt(sealed))
        except InvalidToken:
            raise Unreadable("no encryption key opens the stored value") from None
        if opened["place"] != place:
            raise Unreadable("the stored value was sealed for another place")
        value: dict[str, Any] = opened["value"]
        return value

    def sealed_again(self, sealed: bytes) -> bytes:
        """Return sealed bytes with the same value, sealed with the first key. Raises Unreadable."""
        try:
            return self._fernet.rotate(sealed)
        except InvalidToken:
            raise Unreadable("no encryption key opens the stored value") from None

    def lookup(self, purpose: str, secret: str) -> str:
        """Return the keyed hash under which a secret is stored: 64 hexadecimal digits, different for each
        purpose.
        """
        return _keyed_hash(self._keys[0], purpose, secret)

    def lookups(self, purpose: str, secret: str) -> list[str]:
        """Return the hashes under which a secret may be stored, one for each key, the newest first."""
        return [_keyed_hash(key, purpose, secret) for key in self._keys]


def vault(settings: Settings) -> Vault:
    """Return the vault of this site. Raises BadKeys.

    Without a setting, a key is made once in the data folder, in a file that its owner alone can read.
    """
    named = tuple(
        key.strip() for key in settings.encryption_keys.get_secret_value().split(",") if key.strip()
    )
    return _vault(named or (stored_key(settings.data_dir / KEY_FILE, Fernet.generate_key),))


@lru_cache(maxsize=8)
def _vault(keys: tuple[str, ...]) -> Vault:
    return Vault(keys)


def _fernet(number: int, key: str) -> Fernet:
    try:
        return Fernet(key)
    except ValueError:
        raise BadKeys(
            f"encryption_keys: key number {number} is not a Fernet key "
            "(32 random bytes in URL-safe base64, 44 characters); make one with:"
            ' python -c "from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())"'
        ) from None


def _keyed_hash(key: bytes, purpose: str, secret: str) -> str:
    own_key = hmac.digest(key, f"signpost lookup {purpose}".encode(), hashlib.sha256)
    return hmac.new(own_key, secret.encode(), hashlib.sha256).hexdigest()
