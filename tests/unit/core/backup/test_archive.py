"""An archive is not trusted: only what its manifest lists is unpacked, with the right size and checksum."""

import io
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from core.backup.archive import BackupRefused, Manifest, archived_file, unpack_archive, write_archive

NAMES = ("tables/service.jsonl", "files/brand/logo.svg")


def _archive(folder: Path) -> bytes:
    for name in NAMES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"content of {name}")
    manifest = Manifest(
        made_at="2026-11-27T10:00:00+00:00",
        revision="0002",
        key_check="",
        tables=[],
        files=[archived_file(folder, name) for name in NAMES],
    )
    target = io.BytesIO()
    write_archive(target, folder, manifest)
    return target.getvalue()


Member = tuple[tarfile.TarInfo, bytes]


def _rewritten(archive: bytes, change: Callable[[list[Member]], None]) -> io.BytesIO:
    """Return an archive with the members that `change` has altered."""
    with tarfile.open(fileobj=io.BytesIO(archive)) as old:
        members = [(member, old.extractfile(member).read()) for member in old]  # type: ignore[union-attr]
    change(members)
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w:gz") as new:
        for member, content in members:
            new.addfile(member, io.BytesIO(content))
    target.seek(0)
    return target


def test_an_archive_is_unpacked_as_it_was(tmp_path: Path) -> None:
    archive, target = _archive(tmp_path / "old"), tmp_path / "new"
    target.mkdir()
    manifest = unpack_archive(io.BytesIO(archive), target)
    assert [file.name for file in manifest.files] == list(NAMES)
    for name in NAMES:
        assert (target / name).read_text() == f"content of {name}"


def _more(name: str) -> Callable[[list[Member]], None]:
    def change(members: list[Member]) -> None:
        member = tarfile.TarInfo(name)
        member.size = 4
        members.append((member, b"evil"))

    return change


def _link(members: list[Member]) -> None:
    member, _content = members[1]
    member.type, member.linkname, member.size = tarfile.SYMTYPE, "/etc/passwd", 0
    members[1] = (member, b"")


def _altered(members: list[Member]) -> None:
    member, content = members[1]
    members[1] = (member, content[:-1] + b"X")


def _in_manifest(old: bytes, new: bytes) -> Callable[[list[Member]], None]:
    def change(members: list[Member]) -> None:
        member, content = members[0]
        assert old in content
        content = content.replace(old, new)
        member.size = len(content)
        members[0] = (member, content)

    return change


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (_more("../evil.txt"), "more than its manifest"),
        (_more("files/brand/more.svg"), "more than its manifest"),
        (_link, "does not hold tables/service.jsonl"),
        (_altered, "its checksum differs"),
        (lambda members: members.pop(), "does not hold files/brand/logo.svg"),
        (lambda members: members.pop(0), "no manifest"),
        (lambda members: members.reverse(), "no manifest"),
        (_in_manifest(b"files/brand/logo.svg", b"files/../../evil.svg"), "cannot be read by this version"),
        (_in_manifest(b"files/brand/logo.svg", b"/files/brand/logo.sv"), "cannot be read by this version"),
        (_in_manifest(b'"format": 1', b'"format": 2'), "the version of Signpost that made it"),
        (_in_manifest(b'"revision"', b'"revisions"'), "cannot be read by this version"),
    ],
)
def test_an_altered_archive_is_refused(
    change: Callable[[list[Member]], None], reason: str, tmp_path: Path
) -> None:
    altered, target = _rewritten(_archive(tmp_path / "old"), change), tmp_path / "new"
    target.mkdir()
    with pytest.raises(BackupRefused, match=reason):
        unpack_archive(altered, target)
    assert not (tmp_path / "evil.txt").exists()
    assert not (tmp_path / "evil.svg").exists()


@pytest.mark.parametrize("kept", [0, 1, 50, -20])
def test_an_archive_that_is_cut_off_is_refused(kept: int, tmp_path: Path) -> None:
    target = tmp_path / "new"
    archive = _archive(tmp_path / "old")
    target.mkdir()
    with pytest.raises(BackupRefused):
        unpack_archive(io.BytesIO(archive[:kept]), target)
