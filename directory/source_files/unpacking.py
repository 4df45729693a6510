"""Opens files and packed files within limits, and refuses by name what cannot be read."""

import io
import re
import zipfile
import zlib
from pathlib import Path

BIGGEST = 500 * 1024 * 1024
"""The greatest size of a file, and of all that a packed file unpacks to, in bytes."""
GREATEST_RATIO = 200
"""A packed file that unpacks to more times its size is refused, above SMALL bytes."""
SMALL = 10 * 1024 * 1024
MOST_MEMBERS = 500
_CHUNK = 1024 * 1024


class SourceError(ValueError):
    """Nothing can be read from the source; the message gives the reason in plain words."""


_SAVE_AS = "Open it and save the table as Excel (.xlsx) or CSV (.csv), then import that file"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_REFUSED: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", f"it is a PDF file, and a PDF holds no table. {_SAVE_AS}"),
    (b"{\\rtf", f"it is a Rich Text (RTF) file. {_SAVE_AS}"),
    (b"\x89PNG", f"it is a picture (PNG). {_SAVE_AS}"),
    (b"\xff\xd8\xff", f"it is a picture (JPEG). {_SAVE_AS}"),
    (b"GIF8", f"it is a picture (GIF). {_SAVE_AS}"),
    (b"7z\xbc\xaf\x27\x1c", "it is a 7-Zip file. Unpack it, then import the file inside, or pack it as .zip"),
    (b"Rar!", "it is a RAR file. Unpack it, then import the file inside, or pack it as .zip"),
    (b"BZh", "it is a bzip2 file. Unpack it, then import the file inside, or pack it as .zip"),
    (b"\xfd7zXZ\x00", "it is an xz file. Unpack it, then import the file inside, or pack it as .zip"),
    (b"SQLite format 3\x00", f"it is an SQLite database. {_SAVE_AS}"),
    (b"\x00\x01\x00\x00Standard ", f"it is an Access database. {_SAVE_AS}"),
    (b"PAR1", f"it is a Parquet file. {_SAVE_AS}"),
)
_ZIPPED_OFFICE = {
    "word/": f"it is a Word document (.docx). {_SAVE_AS}",
    "ppt/": f"it is a PowerPoint file (.pptx). {_SAVE_AS}",
    "Index/Document.iwa": f"it is a Numbers or Pages file. {_SAVE_AS}",
}
_OPEN_DOCUMENT = {
    b"opendocument.spreadsheet": f"it is an OpenDocument spreadsheet (.ods). {_SAVE_AS}",
    b"opendocument.text": f"it is an OpenDocument text (.odt). {_SAVE_AS}",
}
_HTML = re.compile(r"\s*(?:<!doctype html|<html|<head|<body|<table|<!--|<meta|<div)", re.IGNORECASE)
_XML = re.compile(r"\s*<\?xml|\s*<[A-Za-z][\w:.-]*[\s>/]")


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file. Raises SourceError when it is missing or too large."""
    try:
        if path.stat().st_size > BIGGEST:
            raise SourceError(f"{path} is larger than {BIGGEST // 1024 // 1024} MB")
        return path.read_bytes()
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror or error}") from error


def gunzip(content: bytes, biggest: int = BIGGEST) -> bytes:
    """Return the unpacked bytes of a gzip file; other bytes unchanged. Raises SourceError beyond the limits."""
    layers = 0
    while content[:2] == b"\x1f\x8b":
        layers += 1
        if layers > 2:
            raise SourceError("it is packed more than twice")
        content = _gunzip(content, biggest)
    return content


def _gunzip(content: bytes, biggest: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    rest = content
    try:
        while rest[:2] == b"\x1f\x8b":
            unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
            pending = rest
            while not unpacker.eof:
                part = unpacker.decompress(pending, _CHUNK)
                size += len(part)
                check_unpacked(size, len(content), biggest)
                parts.append(part)
                pending = unpacker.unconsumed_tail
                if not part and not pending:
                    raise SourceError("the gzip file is cut off: download it again")
            rest = unpacker.unused_data
    except zlib.error as error:
        raise SourceError(f"the gzip file is damaged ({error})") from error
    return b"".join(parts)


def check_unpacked(size: int, packed: int, biggest: int = BIGGEST) -> None:
    """Raise SourceError when unpacked content is too large, or too large for its packed size."""
    if size > biggest:
        raise SourceError(f"it unpacks to more than {biggest // 1024 // 1024} MB")
    if size > SMALL and size > packed * GREATEST_RATIO:
        raise SourceError(f"it unpacks to more than {GREATEST_RATIO} times its size, as a harmful file does")


def members(content: bytes) -> dict[str, bytes]:
    """Return the files in a zip by name, without folders and system files.

    Raises SourceError when the zip is damaged, needs a password, or is beyond the limits.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [
                entry for entry in archive.infolist() if not entry.is_dir() and not _is_system_file(entry)
            ]
            if len(entries) > MOST_MEMBERS:
                raise SourceError(f"the zip holds more than {MOST_MEMBERS} files")
            if any(entry.flag_bits & 1 for entry in entries):
                raise SourceError("the zip needs a password. Unpack it, then import the file inside")
            check_unpacked(sum(entry.file_size for entry in entries), len(content))
            return _read_members(archive, entries, len(content))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError) as error:
        # zipfile raises NotImplementedError for a method of compression that it does not know.
        raise SourceError(f"the zip is damaged ({error})") from error


def _read_members(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], packed: int) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    size = 0
    for entry in entries:
        with archive.open(entry) as opened:
            # The size in the list of a zip can be wrong, so the bytes are counted while they are read.
            content = opened.read(BIGGEST - size + 1)
        size += len(content)
        check_unpacked(size, packed)
        found[entry.filename] = content
    return found


def _is_system_file(entry: zipfile.ZipInfo) -> bool:
    name = entry.filename.replace("\\", "/")
    return (
        name.startswith("__MACOSX/")
        or Path(name).name.startswith((".", "~$"))
        or Path(name).name == "Thumbs.db"
    )


def zip_kind(content: bytes) -> str:
    """Return "xlsx" for a workbook, "zip" for another zip, and an empty text for other content.

    Raises SourceError for zipped documents that hold no table that we can read.
    """
    if content[:4] not in (b"PK\x03\x04", b"PK\x05\x06"):
        return ""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            kind = archive.read("mimetype")[:80] if "mimetype" in names and len(names) < MOST_MEMBERS else b""
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, OSError) as error:
        # zipfile raises RuntimeError for a password, NotImplementedError for an unknown method of
        # compression.
        raise SourceError(f"the zip file is damaged or cut off ({error}): download it again") from error
    for mark, reason in _OPEN_DOCUMENT.items():
        if mark in kind:
            raise SourceError(reason)
    for start, reason in _ZIPPED_OFFICE.items():
        if any(name.startswith(start) for name in names):
            raise SourceError(reason)
    if "xl/workbook.bin" in names:
        raise SourceError(f"it is a binary Excel file (.xlsb). {_SAVE_AS}")
    return "xlsx" if any(name.startswith("xl/") for name in names) else "zip"


def refuse_unreadable(content: bytes) -> None:
    """Raise SourceError, with what to do, for content that is no text and no packed file."""
    if content.startswith(_OLD_OFFICE):
        raise SourceError(_old_office(content))
    for start, reason in _REFUSED:
        if content.startswith(start):
            raise SourceError(reason)


def _old_office(content: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in content or "EncryptionInfo".encode("utf-16-le") in content:
        return (
            "it is an Excel or Word file with a password. Remove the password, save it, then import that file"
        )
    if "WordDocument".encode("utf-16-le") in content:
        return f"it is an old Word document (.doc). {_SAVE_AS}"
    return f"it is an old Excel file (.xls) or another old Office file. {_SAVE_AS}"


def refuse_text(text: str) -> None:
    """Raise SourceError, with what to do, for a web page, XML or binary content."""
    if _HTML.match(text):
        raise SourceError(
            "it is a web page (HTML), not data. Download the data itself: a file that ends in .json, .csv or .xlsx"
        )
    if _XML.match(text):
        raise SourceError(f"it is XML, which is not read. {_SAVE_AS}, or ask for JSON")
    if "\x00" in text[:4000]:
        raise SourceError(f"it is a binary file of an unknown kind. {_SAVE_AS}")
