"""Hashing secrets that people choose or type, and checking what is typed. The secrets are stored nowhere."""

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

# Argon2id with the least that OWASP's password storage cheat sheet asks for: 19 MiB, two passes, one lane.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# Verified where nothing was found, so that the answer takes as long as for something found. No secret fits.
NOBODYS_HASH = (
    "$argon2id$v=19$m=19456,t=2,p=1$L6gnD2XhYGq+M6vCwa4z2w$J2U+p0MACXGBsxFx3dIqRXTJPfoukBKrY1yRNeEKkrY"
)


def slow_hash(secret: str) -> str:
    """Return the Argon2id hash of a secret, with a salt of its own. It takes about 20 ms."""
    return _hasher.hash(secret)


def fits(stored: str, secret: str) -> bool:
    """Return True where the secret is the one of the hash."""
    try:
        return _hasher.verify(stored, secret)
    except VerificationError:
        return False
