"""Turns the bytes of a file into text, and says what was wrong with them."""

import codecs

from directory.open_referral.problems import ImportProblem

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MOST_WRONG = 0.3
"""Above this share of wrong bytes among those beyond ASCII, a file is Windows-1252 and not damaged UTF-8."""


def decode(content: bytes, problems: list[ImportProblem] | None = None) -> str:
    """Return bytes as text: UTF-8, UTF-16 or UTF-32, else Windows-1252, which spreadsheets on Windows write.

    A few wrong bytes in UTF-8 are read as Windows-1252, byte by byte, each line with a problem.
    """
    encoding = encoding_of(content)
    if encoding in ("", "utf-8-sig"):
        return _decode_utf8(content.removeprefix(codecs.BOM_UTF8), problems)
    return content.decode(encoding, "replace")


def encoding_of(sample: bytes) -> str:
    """Return the encoding that the first bytes of a file tell by a mark or by zero bytes; empty for none."""
    for mark, encoding in _MARKS:
        if sample.startswith(mark):
            return encoding
    return _wide_encoding(sample)


def _wide_encoding(content: bytes) -> str:
    """Return the encoding of UTF-16 without a mark, recognised by its zero bytes; empty for other content."""
    sample = content[:2000]
    half = len(sample) // 2
    if half < 4:
        return ""
    if sample[1::2].count(0) > half * 0.6 and sample[::2].count(0) == 0:
        return "utf-16-le"
    return "utf-16-be" if sample[::2].count(0) > half * 0.6 and sample[1::2].count(0) == 0 else ""


def _decode_utf8(content: bytes, problems: list[ImportProblem] | None) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    wrong = _wrong_bytes(content)
    beyond_ascii = sum(byte >= 0x80 for byte in content)
    right = beyond_ascii - len(wrong)
    if len(wrong) > max(1, right * _MOST_WRONG) or not right:
        return _windows(content)
    parts, start = [], 0
    for place in wrong:
        parts += [content[start:place].decode("utf-8"), _windows(content[place : place + 1])]
        start = place + 1
        if problems is not None:
            line = content.count(b"\n", 0, place) + 1
            what = f"a byte is not UTF-8: read as “{parts[-1]}”"
            problems.append(ImportProblem(line, "text", what))
    return "".join(parts) + content[start:].decode("utf-8")


def _wrong_bytes(content: bytes) -> list[int]:
    """Return the places of the bytes that are no part of a UTF-8 character."""
    places: list[int] = []
    start = 0
    while True:
        try:
            content[start:].decode("utf-8") if start else content.decode("utf-8")
            return places
        except UnicodeDecodeError as error:
            places += range(start + error.start, start + error.end)
            start += error.end
            if len(places) > 200:
                return [place for place, byte in enumerate(content) if byte >= 0x80]


def _windows(content: bytes) -> str:
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        return content.decode("latin-1")
