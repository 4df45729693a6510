"""Hashing three words, and checking typed words against the hash. The words themselves are stored nowhere."""

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

# Argon2id with the least that OWASP's password storage cheat sheet asks for: 19 MiB, two passes, one lane.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# Verified for an unknown reference, so that the answer takes as long as for a known one. No words fit.
NOBODYS_HASH = (
    "$argon2id$v=19$m=19456,t=2,p=1$L6gnD2XhYGq+M6vCwa4z2w$J2U+p0MACXGBsxFx3dIqRXTJPfoukBKrY1yRNeEKkrY"
)


def hashed_words(words: str) -> str:
    """Return the Argon2id hash of three words, with a salt of its own. It takes about 20 ms."""
    return _hasher.hash(words)


def words_fit(pass_hash: str, phrase: str) -> bool:
    """Return True where the phrase is the words of the hash."""
    try:
        return _hasher.verify(pass_hash, phrase)
    except VerificationError:
        return False
