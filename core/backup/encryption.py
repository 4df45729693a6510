"""Encryption of a backup in the age format, to a passphrase or to public keys that the operator holds.

The format is public (age-encryption.org/v1), so a backup also opens with the `age` command, without Signpost.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

import pyrage

LEAST_PASSPHRASE = 12
"""Characters that a passphrase needs at least."""


class BadBackupKey(ValueError):
    """A passphrase, recipient or identity that cannot be used, or that does not open the file."""


class BackupCipher(Protocol):
    """Encrypts a backup when it is made, and decrypts it when it is restored."""

    def encrypt(self, source: BinaryIO, target: BinaryIO) -> None: ...

    def decrypt(self, source: BinaryIO, target: BinaryIO) -> None:
        """Write the content of `source` into `target`. Raises BadBackupKey, also for a damaged file."""


@dataclass(frozen=True, repr=False)
class PassphraseCipher:
    """A passphrase. The whole archive is in memory once, because the library has no stream for it."""

    passphrase: str

    def __post_init__(self) -> None:
        if len(self.passphrase) < LEAST_PASSPHRASE:
            raise BadBackupKey(f"the passphrase needs at least {LEAST_PASSPHRASE} characters")

    def encrypt(self, source: BinaryIO, target: BinaryIO) -> None:
        target.write(pyrage.passphrase.encrypt(source.read(), self.passphrase))

    def decrypt(self, source: BinaryIO, target: BinaryIO) -> None:
        try:
            target.write(pyrage.passphrase.decrypt(source.read(), self.passphrase))
        except pyrage.DecryptError:
            raise BadBackupKey(
                "this passphrase does not open the file, or the file is damaged or is no backup of this version"
            ) from None


@dataclass(frozen=True, repr=False)
class KeyCipher:
    """Public keys to encrypt to (`age1…`), and secret keys to decrypt with (`AGE-SECRET-KEY-1…`)."""

    recipients: Sequence[pyrage.x25519.Recipient] = ()
    identities: Sequence[pyrage.x25519.Identity] = ()

    def encrypt(self, source: BinaryIO, target: BinaryIO) -> None:
        pyrage.encrypt_io(source, target, list(self.recipients))

    def decrypt(self, source: BinaryIO, target: BinaryIO) -> None:
        try:
            pyrage.decrypt_io(source, target, list(self.identities))
        except (pyrage.DecryptError, OSError):
            raise BadBackupKey(
                "this key does not open the file, or the file is damaged or is no backup of this version"
            ) from None


def recipients_cipher(names: Sequence[str]) -> KeyCipher:
    """Return the cipher that encrypts to public keys, such as `age1…`. Raises BadBackupKey."""
    try:
        return KeyCipher(recipients=[pyrage.x25519.Recipient.from_str(name.strip()) for name in names])
    except pyrage.RecipientError:
        raise BadBackupKey("a recipient is a public key of age: it begins with age1") from None


def identity_cipher(path: Path) -> KeyCipher:
    """Return the cipher that decrypts with the secret keys in a file, one a line. Raises BadBackupKey."""
    lines = [line.strip() for line in path.read_text(encoding="ascii", errors="replace").splitlines()]
    names = [line for line in lines if line and not line.startswith("#")]
    try:
        identities = [pyrage.x25519.Identity.from_str(name) for name in names]
    except pyrage.IdentityError:
        raise BadBackupKey(f"{path} holds no secret key of age: a line AGE-SECRET-KEY-1…") from None
    if not identities:
        raise BadBackupKey(f"{path} holds no secret key of age: a line AGE-SECRET-KEY-1…")
    return KeyCipher(identities=identities)


def new_identity() -> tuple[str, str]:
    """Return a new secret key and its public key, as text."""
    identity = pyrage.x25519.Identity.generate()
    return str(identity), str(identity.to_public())
