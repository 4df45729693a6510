"""Makes a backup of a running site, and restores one without touching the present site on any doubt."""

import base64
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

from core import clock
from core.backup.archive import (
    ArchivedFile,
    BackupRefused,
    Manifest,
    archived_file,
    unpack_archive,
    write_archive,
)
from core.backup.databases import has_site, replace_database, snapshot
from core.backup.encryption import BackupCipher
from core.backup.table_files import file_name, fill_tables, write_tables
from core.crypt import KEY_FILE, Unreadable, vault
from core.schema import MIGRATIONS
from core.settings import Settings

_FILES = "files"
_SITE_FILES = ("brand", "demonstration")
"""Files and folders of the data folder that a site cannot make again. Its keys are not among them."""
_MADE_AGAIN = ("index", "sessions")
"""Folders that belong to the database that was replaced. They are never part of a backup."""
_KEY_FILES = ("secret_key", KEY_FILE)
_CHECK_PLACE, _CHECK_VALUE = "backup", {"signpost": "backup"}


@contextmanager
def _private_folder(settings: Settings, prefix: str) -> Iterator[Path]:
    """Yield a folder inside the data folder that its owner alone can enter, and delete it at the end."""
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=settings.data_dir, prefix=prefix) as folder:
        yield Path(folder)


@contextmanager
def _new_private_file(path: Path) -> Iterator[Any]:
    """Yield a file for writing that takes the name `path` only when it is complete.

    Its owner alone can read it. A file that is there stays where anything fails.
    """
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}-", delete=False) as file:
        try:
            yield file
            file.flush()
            os.fsync(file.fileno())
            Path(file.name).replace(path)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise


def make_backup(settings: Settings, engine: Engine, cipher: BackupCipher, path: Path) -> Manifest:
    """Write an encrypted backup of the site to `path` and return its manifest. The site may go on running.

    Raises BackupRefused where there is no site.
    """
    if not has_site(engine):
        raise BackupRefused("there is no site here: run 'flask --app app init' first")
    with _private_folder(settings, "backup-") as folder:
        with snapshot(engine) as connection:
            revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
            tables = write_tables(connection, folder)
        files = [archived_file(folder, file_name(table.name)) for table in tables]
        manifest = Manifest(
            made_at=clock.now().isoformat(timespec="seconds"),
            revision=revision,
            key_check=base64.b64encode(vault(settings).seal(_CHECK_PLACE, _CHECK_VALUE)).decode("ascii"),
            tables=tables,
            files=[*files, *_copy_site_files(settings, folder)],
        )
        with (folder / "archive").open("w+b") as archive, _new_private_file(path) as target:
            write_archive(archive, folder, manifest)
            archive.seek(0)
            cipher.encrypt(archive, target)
    return manifest


def _copy_site_files(settings: Settings, folder: Path) -> list[ArchivedFile]:
    """Copy the site's own files into the folder of an archive and return their entries."""
    found = []
    for name in _SITE_FILES:
        source = settings.data_dir / name
        paths = sorted(source.rglob("*")) if source.is_dir() else [source]
        for path in paths:
            if path.is_file() and not path.is_symlink():
                inside = f"{_FILES}/{path.relative_to(settings.data_dir).as_posix()}"
                (folder / inside).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, folder / inside)
                found.append(archived_file(folder, inside))
    return found


@contextmanager
def opened_backup(settings: Settings, cipher: BackupCipher, path: Path) -> Iterator[tuple[Manifest, Path]]:
    """Yield the manifest of a backup and the folder where its files were unpacked and checked.

    Raises BadBackupKey or BackupRefused; the site is not touched.
    """
    with _private_folder(settings, "restore-") as folder:
        with path.open("rb") as source, (folder / "archive").open("w+b") as archive:
            cipher.decrypt(source, archive)
            archive.seek(0)
            unpacked = folder / "unpacked"
            unpacked.mkdir()
            manifest = unpack_archive(archive, unpacked)
        _check_version(manifest)
        _check_key(settings, manifest)
        yield manifest, unpacked


def _check_version(manifest: Manifest) -> None:
    script = ScriptDirectory(str(MIGRATIONS))
    if manifest.revision == script.get_current_head():
        return
    known = {revision.revision for revision in script.walk_revisions()}
    what = "an older" if manifest.revision in known else "a newer"
    raise BackupRefused(
        f"this backup comes from {what} version of Signpost (database revision {manifest.revision}, "
        f"not {script.get_current_head()}). Restore it with the version that made it; "
        "then install the newer version and run 'flask --app app init'"
    )


def _check_key(settings: Settings, manifest: Manifest) -> None:
    try:
        value = vault(settings).open(_CHECK_PLACE, base64.b64decode(manifest.key_check))
    except Unreadable:
        value = None
    if value != _CHECK_VALUE:
        raise BackupRefused(
            "the encryption key here is not the one of the site in this backup, so what people told it could "
            "not be read. First run 'flask --app app restore-keys', or set SIGNPOST_ENCRYPTION_KEYS"
        )


def restore_backup(
    settings: Settings, engine: Engine, cipher: BackupCipher, path: Path, *, replace: bool
) -> tuple[Manifest, str]:
    """Put the site of a backup in the place of the present one; return the manifest and where that went.

    The present site is as it was where this raises BadBackupKey or BackupRefused. What was there stays in a
    folder or schema `before-restore-…`, until the operator deletes it.
    """
    if not replace and has_site(engine):
        raise BackupRefused("there is a site here already; --replace puts the backup in its place")
    with opened_backup(settings, cipher, path) as (manifest, unpacked):
        before = _new_folder(settings.data_dir, f"before-restore-{clock.now():%Y%m%d-%H%M%S}")
        exchange = _FileExchange(settings.data_dir, before, unpacked / _FILES)
        try:
            place = replace_database(
                engine,
                before,
                lambda connection: fill_tables(connection, unpacked, manifest.tables),
                exchange.put,
            )
        except BaseException:
            exchange.undo()
            shutil.rmtree(before)
            raise
        if not any(before.iterdir()):
            before.rmdir()
    return manifest, place


def _new_folder(parent: Path, name: str) -> Path:
    """Make a folder with this name, or the first free one with a number after it; return its path."""
    for number in count(1):
        folder = parent / (name if number == 1 else f"{name}-{number}")
        try:
            folder.mkdir(mode=0o700)
        except FileExistsError:
            continue
        return folder
    raise AssertionError("count() does not end")


class _FileExchange:
    """Moves the files of the present site away and those of a backup in, and back again."""

    def __init__(self, data_dir: Path, before: Path, new: Path) -> None:
        self._data_dir, self._before, self._new = data_dir, before, new
        self._moved: list[tuple[Path, Path]] = []

    def _move(self, source: Path, target: Path) -> None:
        if source.exists():
            source.rename(target)
            self._moved.append((source, target))

    def put(self) -> None:
        """Exchange the files."""
        for name in (*_SITE_FILES, *_MADE_AGAIN):
            self._move(self._data_dir / name, self._before / name)
            self._move(self._new / name, self._data_dir / name)

    def undo(self) -> None:
        """Move everything back to where it was, the last move first."""
        while self._moved:
            source, target = self._moved.pop()
            target.rename(source)


def write_keys(settings: Settings, cipher: BackupCipher, path: Path) -> None:
    """Write the site's keys, encrypted, to a file of their own."""
    keys = {"secret_key": settings.signing_key(), KEY_FILE: _encryption_keys(settings)}
    with tempfile.TemporaryFile() as plain, _new_private_file(path) as target:
        plain.write(json.dumps({"product": "signpost", "keys": keys}).encode())
        plain.seek(0)
        cipher.encrypt(plain, target)


def _encryption_keys(settings: Settings) -> str:
    named = settings.encryption_keys.get_secret_value()
    if named:
        return named
    vault(settings)
    return (settings.data_dir / KEY_FILE).read_text(encoding="ascii").strip()


def restore_keys(settings: Settings, cipher: BackupCipher, path: Path, *, replace: bool) -> None:
    """Put the keys from a file into the data folder. Raises BadBackupKey or BackupRefused.

    Keys that are there and differ stay, unless `replace`; then they are moved to `….before-restore-…`.
    """
    with path.open("rb") as source, tempfile.TemporaryFile() as plain:
        cipher.decrypt(source, plain)
        plain.seek(0)
        keys = _read_keys(plain.read())
    if "," in keys[KEY_FILE]:
        raise BackupRefused("the site had several encryption keys: set them as SIGNPOST_ENCRYPTION_KEYS")
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    differing = [name for name in _KEY_FILES if _text(settings.data_dir / name) not in ("", keys[name])]
    if differing and not replace:
        raise BackupRefused(
            f"this site has keys of its own already ({', '.join(differing)}); --replace moves them aside"
        )
    for name in _KEY_FILES:
        target = settings.data_dir / name
        if name in differing:
            target.rename(target.with_name(f"{name}.before-restore-{clock.now():%Y%m%d-%H%M%S}"))
        with _new_private_file(target) as file:
            file.write(keys[name].encode("ascii"))


def _text(path: Path) -> str:
    return path.read_text(encoding="ascii").strip() if path.exists() else ""


def _read_keys(content: bytes) -> dict[str, str]:
    try:
        keys = json.loads(content)["keys"]
        return {name: str(keys[name]) for name in _KEY_FILES}
    except (ValueError, KeyError, TypeError):
        raise BackupRefused("this file holds no keys of a Signpost site") from None
