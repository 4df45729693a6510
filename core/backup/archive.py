"""The archive inside a backup: a manifest first, then exactly the files that the manifest lists.

An archive is not trusted when it is read: only names that the manifest lists are unpacked, each as a plain
file of the size and SHA-256 that the manifest says.
"""

import gzip
import hashlib
import shutil
import tarfile
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import IO, Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

MANIFEST = "manifest.json"
_LARGEST_MANIFEST = 5_000_000
_BLOCK = 1 << 20


class BackupRefused(Exception):
    """A backup that cannot be restored here. The message says why, and what to do."""


def _inside(name: str) -> str:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or len(path.parts) < 2 or str(path) != name or "\0" in name:
        raise ValueError(f"{name!r} is not a name inside the archive")
    return name


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ArchivedFile(_Model):
    """A file of the archive: name, size in bytes, SHA-256 as hexadecimal digits."""

    name: Annotated[str, AfterValidator(_inside)]
    size: int = Field(ge=0)
    sha256: str


class ArchivedTable(_Model):
    """A table of the archive: how many rows, and the digest of their lines in any order."""

    name: str
    rows: int = Field(ge=0)
    digest: str


class Manifest(_Model):
    """What a backup holds. `revision`: of the database; `key_check`: a known value, sealed with the site's
    encryption key."""

    product: Literal["signpost"] = "signpost"
    format: Literal[1] = 1
    made_at: str
    revision: str
    key_check: str
    tables: list[ArchivedTable]
    files: list[ArchivedFile]


def archived_file(folder: Path, name: str) -> ArchivedFile:
    """Return the entry of a file in `folder`."""
    path = folder / name
    with path.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    return ArchivedFile(name=name, size=path.stat().st_size, sha256=digest)


def write_archive(target: IO[bytes], folder: Path, manifest: Manifest) -> None:
    """Write the manifest, then the files that it lists from `folder`, as a compressed tar archive."""
    (folder / MANIFEST).write_text(manifest.model_dump_json(indent=1), encoding="utf-8")
    with tarfile.open(fileobj=target, mode="w:gz") as archive:
        for name in (MANIFEST, *(file.name for file in manifest.files)):
            archive.add(folder / name, name, recursive=False)


def unpack_archive(source: IO[bytes], folder: Path) -> Manifest:
    """Unpack an archive into an empty folder and return its manifest. Raises BackupRefused."""
    try:
        with gzip.open(source) as content, tarfile.open(fileobj=content, mode="r:") as archive:
            manifest = _read_manifest(archive)
            _unpack_files(archive, manifest.files, folder)
            while content.read(_BLOCK):
                pass  # gzip compares its own checksum at the very end.
    except (tarfile.TarError, EOFError, OSError) as error:
        raise BackupRefused(f"the archive is damaged: {error}") from error
    return manifest


def _read_manifest(archive: tarfile.TarFile) -> Manifest:
    member = archive.next()
    if member is None or member.name != MANIFEST or not member.isreg() or member.size > _LARGEST_MANIFEST:
        raise BackupRefused("this is not a backup of a Signpost site: it has no manifest")
    content = archive.extractfile(member)
    assert content is not None, "a plain file has content"
    try:
        return Manifest.model_validate_json(content.read())
    except ValidationError as error:
        raise BackupRefused(
            "the manifest of this backup cannot be read by this version: "
            f"{error.errors()[0]['msg']}. Restore it with the version of Signpost that made it, then upgrade"
        ) from None


def _unpack_files(archive: tarfile.TarFile, files: Sequence[ArchivedFile], folder: Path) -> None:
    needed, free = sum(file.size for file in files), shutil.disk_usage(folder).free
    if needed > free:
        raise BackupRefused(f"the backup needs {needed:,} bytes to unpack; the disk has {free:,}")
    for file in files:
        member = archive.next()
        if member is None or member.name != file.name or not member.isreg() or member.size != file.size:
            raise BackupRefused(f"the archive does not hold {file.name} as its manifest says")
        content = archive.extractfile(member)
        assert content is not None, "a plain file has content"
        _write_checked(content, folder / file.name, file)
    if archive.next() is not None:
        raise BackupRefused("the archive holds more than its manifest lists")


def _write_checked(content: IO[bytes], path: Path, file: ArchivedFile) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with path.open("xb") as target:
        while block := content.read(_BLOCK):
            digest.update(block)
            target.write(block)
    if digest.hexdigest() != file.sha256:
        raise BackupRefused(f"{file.name} in the archive is damaged: its checksum differs")
