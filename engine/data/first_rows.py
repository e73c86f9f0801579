"""The first rows of a text file as they would read under other choices, and a line that tells encodings apart.

For a person to compare: nothing is judged here, and nothing of the file but its beginning is parsed.
"""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from dataclasses import dataclass
from pathlib import Path

from engine.data.encoding import codec_of

HEAD_BYTES = 1 << 16
SEARCHED_BYTES = 1 << 24  # so far a line is looked for that is not the same in every encoding
LINE_BYTES = 400
ROWS = 50


@dataclass(frozen=True)
class Beginning:
    """The first lines of a file as bytes; `telling`: a line with signs beyond ASCII, b"" if there is none."""

    head: bytes
    telling: bytes

    def line(self, encoding: str) -> str:
        """The telling line in an encoding, what it cannot read being marked."""
        return self.telling.decode(codec_of(encoding), "replace").strip("\ufeff\r\n")

    def rows(self, encoding: str, delimiter: str, most: int = ROWS) -> list[list[str]]:
        """The first rows, without empty ones, as a list of fields each."""
        text = self.head.decode(codec_of(encoding), "replace").removeprefix("\ufeff")
        if text.startswith("sep=") and text[5:6] in ("\r", "\n"):  # Excel's own first line
            text = text.partition("\n")[2]
        rows: list[list[str]] = []
        try:
            for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
                rows += [row] if row else []
                if len(rows) == most:
                    break
        except csv.Error:  # a field longer than all that was read
            pass
        return rows


def beginning_of(path: Path) -> Beginning:
    """The beginning of a text file, packed with gzip or not. Raises OSError."""
    try:
        with gzip.open(path) as packed:
            return _read(packed)
    except (gzip.BadGzipFile, EOFError, zlib.error):  # not packed, or damaged: then its bytes are shown
        with path.open("rb") as plain:
            return _read(plain)


def _read(handle: io.BufferedIOBase | gzip.GzipFile) -> Beginning:
    head = handle.read(HEAD_BYTES)
    is_wide = head[:2] in (b"\xff\xfe", b"\xfe\xff") or 0 in head[:64]  # two bytes a sign: lines end otherwise
    cut = len(head) == HEAD_BYTES and not is_wide
    whole = head[: head.rfind(b"\n") + 1] if cut and b"\n" in head else head
    telling = head[:LINE_BYTES] if is_wide else _telling(whole)
    done = len(head)
    while not telling and not is_wide and done < SEARCHED_BYTES and (piece := handle.read(1 << 20)):
        telling = _telling(piece)
        done += len(piece)
    return Beginning(whole, telling)


def _telling(piece: bytes) -> bytes:
    """The first line with a byte above 127, from a little before that byte."""
    if piece.isascii():
        return b""
    for line in piece.splitlines():
        if not line.isascii():
            at = next(place for place, byte in enumerate(line) if byte > 127)
            start = max(0, at - 40)
            return line[start : start + LINE_BYTES]
    return b""
