"""The bytes of a delimited file, a large piece at a time: whether its quotes are plain, and in which line a row stands.

Counting in numpy takes a second a gigabyte, so that the exact reader is needed only where something is odd.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from engine.data.progress import READING, Tick, untold

PIECE_BYTES = 1 << 23
MARK = "\ufeff".encode()
QUOTE, LF, CR = b'"\n\r'


class NotPlain(Exception):
    """The quick reader must not read this file: only the exact one can tell what is odd, and where."""


def utf8_pieces(path: Path, codec: str, tick: Tick = untold) -> Iterator[bytes]:
    """The file as UTF-8, without a byte order mark. Raises UnicodeError for bytes that mean nothing in the codec."""
    decoder = None if codec in ("utf-8", "utf-8-sig") else codecs.getincrementaldecoder(codec)("strict")
    size, done, is_first = path.stat().st_size, 0, True
    with path.open("rb") as handle:
        while True:
            piece = handle.read(PIECE_BYTES)
            done += len(piece)
            tick(READING, done, size)
            is_end = not piece
            if decoder is not None:
                piece = decoder.decode(piece, is_end).encode("utf-8")
            if is_first:
                piece, is_first = piece.removeprefix(MARK), False
            if piece:
                yield piece
            if is_end:
                return


def require_plain(pieces: Iterable[bytes], delimiter: str) -> Iterator[bytes]:
    """The same pieces. Raises NotPlain at a NUL, at a quote inside a field without quotes, at one that a quoted field
    goes on behind, and at the end if one is still open."""
    edge = np.zeros(256, dtype=bool)  # what may stand in front of an opening quote and behind a closing one
    edge[[QUOTE, LF, CR, ord(delimiter)]] = True
    is_open, is_closing, last = False, False, LF
    for piece in pieces:
        if b"\x00" in piece:
            raise NotPlain
        values = np.frombuffer(piece, np.uint8)
        if is_closing and not edge[values[0]]:
            raise NotPlain
        places = np.flatnonzero(values == QUOTE)
        opening, closing = (places[1::2], places[::2]) if is_open else (places[::2], places[1::2])
        before = values[opening - 1]
        if len(opening) and opening[0] == 0:
            before[0] = last
        is_closing = bool(len(closing)) and closing[-1] == len(values) - 1
        behind = values[(closing[:-1] if is_closing else closing) + 1]
        if not (edge[before].all() and edge[behind].all()):
            raise NotPlain
        is_open ^= bool(len(places) & 1)
        last = values[-1]
        yield piece
    if is_open:
        raise NotPlain


def lines_of_rows(pieces: Iterable[bytes], numbers: Sequence[int]) -> dict[int, int]:
    """Row -> the line in which it begins, both from 1, the header being a row and empty lines none. For plain files.

    `numbers`: the rows that are asked for, ascending.
    """
    wanted = np.asarray(numbers, dtype=np.int64)
    found: dict[int, int] = {}
    is_open, last, rows, lines, first_line = False, LF, 0, 0, 1
    for piece in pieces:
        values = np.frombuffer(piece, np.uint8)
        before = np.concatenate(([np.uint8(last)], values[:-1]))
        ends = np.flatnonzero(((values == LF) & (before != CR)) | (values == CR))
        quotes = np.flatnonzero(values == QUOTE)
        outside = (np.searchsorted(quotes, ends) + is_open) % 2 == 0
        row_ends = ends[outside]
        line_of_end = lines + 1 + np.flatnonzero(outside)
        starts = np.concatenate(([first_line], line_of_end + 1))
        is_row = ~np.isin(before[row_ends], (LF, CR))
        of_rows = starts[:-1][is_row]
        low, high = np.searchsorted(wanted, [rows + 1, rows + len(of_rows) + 1])
        found |= {int(n): int(of_rows[n - rows - 1]) for n in wanted[low:high]}
        rows, lines, first_line = rows + len(of_rows), lines + len(ends), int(starts[-1])
        is_open, last = bool((len(quotes) + is_open) % 2), values[-1]
    return found | {int(n): first_line for n in wanted if n == rows + 1}
