"""What shipped weights were trained from: a file beside the training that names both by their digests.

Training again gives other bytes on another kind of processor, and takes minutes. The record is the same
everywhere, and a changed text, label or setting changes it.
"""

import json
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path


def training_digest(texts: Iterable[object], *settings: object) -> str:
    """Return a digest of training texts, with their labels and in their order, and of settings."""
    digest = sha256()
    for part in (*settings, *texts):
        digest.update(f"{part!r}\n".encode())
    return digest.hexdigest()


def record(digest: str, weights: Path) -> dict[str, str]:
    """Return the record of a file of weights: the digests of what it was trained from and of its bytes."""
    return {"trained_from": digest, "weights": sha256(weights.read_bytes()).hexdigest()}


def write_record(path: Path, digest: str, weights: Path) -> None:
    """Write the record of a file of weights that was just trained."""
    path.write_text(json.dumps(record(digest, weights), indent=2) + "\n", encoding="utf-8")


def read_record(path: Path) -> dict[str, str]:
    """Return the record that was written last."""
    found: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return found
