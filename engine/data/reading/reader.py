"""From a file to a Table: what the file is, then the reader of its kind, through the cache where it is large."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from engine.data.delimiter import delimiter_of
from engine.data.encoding import Encoding, codec_of, find_encoding, first_bad_line
from engine.data.progress import READING, Tick, untold
from engine.data.reading.cache import CACHED_BYTES, cached
from engine.data.reading.delimited import read_delimited
from engine.data.reading.kinds import GZIP, kind_of
from engine.data.reading.records import read_records
from engine.data.reading.sheets import read_sheet
from engine.data.table import Table
from engine.errors import DiskFull, InputError
from engine.files import writing_error

PIECE_BYTES = 1 << 22
MOST_UNPACKED = 1 << 30  # what a small archive may hold in any case
MOST_RATIO = 200  # no text packs as well as that


@dataclass(frozen=True)
class _How:
    """How a file is to be read; None for what is to be found out."""

    encoding: str | None
    delimiter: str | None
    sheet: str | None
    header: bool | None
    language: str | None


def read_table(
    path: str | Path,
    encoding: str | None = None,
    delimiter: str | None = None,
    *,
    sheet: str | None = None,
    header: bool | None = None,
    joined_rows: Collection[int] = (),
    language: str | None = None,
    tick: Tick = untold,
) -> Table:
    """Read a table: a text with separators, JSON, Parquet, Arrow or a workbook; a text or JSON may be gzipped.

    None for encoding, delimiter, sheet and header (whether the first row names the columns): found out; what a kind of
    file does not have is not looked at. `joined_rows`: numbers of rows whose surplus fields are joined back.
    `language` of the interface breaks a tie between encodings. `tick` is told of the progress; what it raises ends the
    reading. Raises InputError: missing, a folder, not permitted, empty, header only, no table, damaged, changing.
    """
    path = Path(path).expanduser()
    how = _How(
        encoding.strip().lower() if encoding else None,
        delimiter_of(delimiter) if delimiter else None,
        sheet or None,
        header,
        language,
    )
    if how.encoding:
        codec_of(how.encoding)
    name = path.name

    def watched(phase: str, done: int, total: int) -> None:
        if done > total:  # it grows: without this a file that is written all the time would be read for ever
            raise InputError("table_changed", name=name)
        tick(phase, done, total)

    try:
        kind_of(path)
        before = _state(path)
        if before[0] < CACHED_BYTES:
            table = _read(path, name, how, None, watched)
        else:
            options = {**asdict(how), "ending": "".join(path.suffixes).lower()}
            table = cached(path, options, watched, lambda store: _read(path, name, how, store, watched))
        if _state(path) != before:
            raise InputError("table_changed", name=name)
    except PermissionError as error:
        raise InputError("table_not_permitted", path=str(path)) from error
    except OSError as error:
        raise InputError("table_unreadable", path=str(path), reason=error.strerror or str(error)) from error
    return table.join_extra(set(joined_rows)) if joined_rows else table


def _state(path: Path) -> tuple[int, int]:
    stat = path.stat()
    return stat.st_size, stat.st_mtime_ns


def _read(path: Path, name: str, how: _How, store: Path | None, tick: Tick, is_unpacked: bool = False) -> Table:
    kind = kind_of(path, name)
    if kind == "gzip":
        if is_unpacked:
            raise InputError("table_binary", name=name, kind=GZIP)
        with _unpacked(path, name, store, tick) as inner:
            return replace(_read(inner, inner.name, how, store, tick, is_unpacked=True), path=path)
    if kind == "sheet":
        return read_sheet(path, name, how.sheet, how.header, store, tick)
    if kind in ("parquet", "arrow"):
        from engine.data.reading.columnar import read_columnar  # pyarrow.parquet takes its time

        return read_columnar(path, name, kind, store, tick)
    found = Encoding(how.encoding) if how.encoding else find_encoding(path, how.language, tick)
    try:
        if kind == "json":
            return read_records(path, name, found, store, tick)
        return read_delimited(path, name, found, how.delimiter, how.header, store, tick)
    except UnicodeError as error:
        line = first_bad_line(path, found.name) or 1
        raise InputError("encoding_damaged", encoding=found.name, line=line, name=name) from error


@contextmanager
def _unpacked(path: Path, name: str, store: Path | None, tick: Tick) -> Iterator[Path]:
    """What a gzip archive holds, as a file for as long as it is read."""
    size = path.stat().st_size
    with TemporaryDirectory(
        prefix="softprompt-", dir=store.parent if store else None, ignore_cleanup_errors=True
    ) as at:
        inner = Path(at) / (Path(name).stem if name.lower().endswith(".gz") else name)
        done = 0
        try:
            with path.open("rb") as raw, gzip.open(raw) as archive, inner.open("wb") as target:
                while piece := archive.read(PIECE_BYTES):
                    done += len(piece)
                    tick(READING, raw.tell(), size)
                    if done > max(MOST_UNPACKED, MOST_RATIO * size):
                        raise InputError("table_bomb", name=name, size=f"{done >> 30} GB")
                    target.write(piece)
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise InputError("gzip_damaged", name=name, size=done) from error
        except OSError as error:
            found = writing_error(inner, error)
            raise found if isinstance(found, DiskFull) else error from None
        yield inner
