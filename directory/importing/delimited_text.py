"""Splits the text of a table into rows of cells: the separator, and quotation marks that are never closed."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

_SEPARATOR_LINE = re.compile(r"\Asep=(.)\n", re.IGNORECASE)
_NOT_SEPARATORS = re.compile(r'"[^"]*"|&(?:[a-zA-Z]+|#\d+|#x[0-9a-fA-F]+);')
_MOST_MENDED = 50
csv.field_size_limit(10_000_000)


@dataclass(frozen=True, slots=True)
class Mended:
    """A quotation mark without its end. `line` is its line in the text, `words` what follows it."""

    line: int
    words: str


def split(text: str) -> tuple[list[list[str]], list[Mended]]:
    """Return the rows of a table, and the quotation marks that were read as ordinary characters.

    A quotation mark is ordinary when the table, or a row with too few or too many cells, never closes it.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    chosen = _SEPARATOR_LINE.match(text)
    delimiter = chosen[1] if chosen else delimiter_of(text)
    text = text[chosen.end() :] if chosen else text
    offset = 1 if chosen else 0
    mended: list[Mended] = []
    while True:
        rows, at = _rows(text, delimiter)
        if at is None or len(mended) >= _MOST_MENDED:
            return rows, mended
        line = text.count("\n", 0, at) + 1
        mended.append(
            Mended(line + offset, text[at + 1 : text.find("\n", at) if "\n" in text[at:] else None][:60])
        )
        # A space in place of the mark keeps all later positions, and the cell no longer begins with a mark.
        text = text[:at] + " " + text[at + 1 :]


def delimiter_of(text: str) -> str:
    """Return the separator of cells: the sign that most of the first lines have, and that they have most often.

    Signs inside quotation marks, and the semicolons of entities such as &amp;, do not count.
    """
    lines = [_NOT_SEPARATORS.sub("", line) for line in text.split("\n", 20)[:20] if line.strip()]

    def weight(sign: str) -> tuple[int, int]:
        counts = [line.count(sign) for line in lines]
        return max(counts, default=0) > 0 and sum(count > 0 for count in counts), sum(counts)

    return max(",;\t|", key=weight)


def _rows(text: str, delimiter: str) -> tuple[list[list[str]], int | None]:
    """Return the rows, and the position of the first quotation mark that is never closed (None without one)."""
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    starts = _line_starts(text)
    rows: list[list[str]] = []
    width = 0
    before = 0
    for cells in reader:
        lines = reader.line_num - before
        width = width or (len(cells) if len(cells) > 1 else 0)
        if lines > 1:
            begin = starts[before]
            end = starts[reader.line_num] if reader.line_num < len(starts) else len(text)
            at = _unclosed(text[begin:end], delimiter, width, len(cells))
            if at is not None:
                return rows, begin + at
        before = reader.line_num
        rows.append(cells)
    return rows, None


def _line_starts(text: str) -> list[int]:
    starts = [0]
    starts += [found.end() for found in re.finditer("\n", text)]
    return starts


def _unclosed(piece: str, delimiter: str, width: int, cells: int) -> int | None:
    """Return the position of the mark that swallows lines of a row; None when the row is sound."""
    for begin, end in _quoted(piece, delimiter):
        inside = piece[begin : end if end >= 0 else None]
        if "\n" not in inside:
            continue
        if end < 0:
            return begin
        after = piece[end + 1 : end + 2]
        if after not in ("", "\n", delimiter):
            return begin
        whole_lines = [line for line in inside.split("\n")[1:] if line.count(delimiter) == width - 1]
        if cells != width and whole_lines and width > 1:
            return begin
    return None


def _quoted(piece: str, delimiter: str) -> Iterator[tuple[int, int]]:
    """Yield begin and end of each quoted cell; the end is -1 when the mark is never closed."""
    position = 0
    while position < len(piece):
        is_start = position == 0 or piece[position - 1] in (delimiter, "\n")
        if piece[position] != '"' or not is_start:
            position += 1
            continue
        begin, position = position, position + 1
        while position < len(piece):
            if piece[position] != '"':
                position += 1
            elif piece[position + 1 : position + 2] == '"':
                position += 2
            else:
                break
        yield begin, position if position < len(piece) else -1
        position += 1
