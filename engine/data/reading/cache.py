"""Large tables that were read once: their rows as an Arrow file that is mapped, named by what is in the file and how it
was read. So the window reads, and a training starts without reading again.

SOFTPROMPT_HOME/cache/tables/<key>/: rows.arrow, facts.json; seen/: which content a path had when it was last hashed.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

from engine.data.progress import HASHING, Tick
from engine.data.reading.builder import map_table, numbers_beside
from engine.data.table import HeaderTrouble, QuoteTrouble, RaggedRow, Table
from engine.files import home, to_json, write_atomic, writing_error

CACHED_BYTES = 1 << 24  # a smaller file is read again faster than it is looked up
MOST_BYTES = 20 << 30  # of all tables together; those not used for longest go first
FORMAT = 1  # of what is kept; another number makes everything be read anew
PIECE_BYTES = 1 << 22
NOT_KEPT = ("path", "arrow", "row_numbers", "joined")
PARTS = {"ragged": RaggedRow, "header_troubles": HeaderTrouble, "quote_troubles": QuoteTrouble}


def cached(path: Path, how: dict[str, Any], tick: Tick, read: Callable[[Path], Table]) -> Table:
    """The table of a file, read in this way now or before. `read` is given the file for the rows.

    Raises what `read` raises, then nothing is left behind; DiskFull or InputError where the cache cannot be written.
    """
    root = home() / "cache" / "tables"
    content = _content_hash(path, root / "seen", tick)
    key = hashlib.sha256(json.dumps([FORMAT, content, how], sort_keys=True).encode()).hexdigest()[:32]
    folder = root / key
    found = _open(folder, path)
    if found is not None:
        with contextlib.suppress(OSError):  # only says that it is still of use
            os.utime(folder)
        return found
    shutil.rmtree(folder, ignore_errors=True)  # a damaged one
    making = root / f".{key}.{os.getpid()}"
    try:
        try:
            making.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise writing_error(making, error) from error
        _write_facts(making, read(making / "rows.arrow"))
        try:
            making.rename(folder)
        except OSError as error:
            if not (folder / "facts.json").exists():  # another process was faster, and it read the same
                raise writing_error(folder, error) from error
    finally:
        shutil.rmtree(making, ignore_errors=True)
    _forget_old(root, folder)
    found = _open(folder, path)
    assert found is not None
    return found


def _content_hash(path: Path, seen: Path, tick: Tick) -> str:
    """SHA-256 of a file; of one that did not change since, without reading it."""
    stat = path.stat()
    state, name = [stat.st_size, stat.st_mtime_ns, stat.st_ino], os.fsencode(path.absolute())
    note = seen / f"{hashlib.sha256(name).hexdigest()[:32]}.json"
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):  # a damaged note is no note
        known = json.loads(note.read_bytes())
        if known["state"] == state:
            return str(known["sha256"])
    digest, done = hashlib.sha256(), 0
    with path.open("rb") as handle:
        while piece := handle.read(PIECE_BYTES):
            digest.update(piece)
            done += len(piece)
            tick(HASHING, done, stat.st_size)
    write_atomic(note, to_json({"state": state, "sha256": digest.hexdigest()}))
    return digest.hexdigest()


def _write_facts(folder: Path, table: Table) -> None:
    facts: dict[str, Any] = {"count": table.total_rows}
    for each in fields(Table):
        if each.name in PARTS:
            facts[each.name] = [list(vars(part).values()) for part in getattr(table, each.name)]
        elif each.name not in NOT_KEPT:
            facts[each.name] = getattr(table, each.name)
    write_atomic(folder / "facts.json", json.dumps(facts).encode())


def _open(folder: Path, path: Path) -> Table | None:
    """The table in a folder of the cache; None when there is none, or a damaged one."""
    try:
        facts = json.loads((folder / "facts.json").read_bytes())
        arrow = map_table(folder / "rows.arrow")
    except (OSError, ValueError):  # ArrowInvalid is a ValueError
        return None
    count = facts.pop("count")
    for name, kind in PARTS.items():
        facts[name] = tuple(kind(*(tuple(v) if isinstance(v, list) else v for v in values)) for values in facts[name])
    facts = {name: tuple(value) if isinstance(value, list) else value for name, value in facts.items()}
    return Table(path=path, arrow=arrow, row_numbers=numbers_beside(count, facts["ragged"]), **facts)


def _forget_old(root: Path, newest: Path) -> None:
    """Remove the tables that were not used for longest, until the others fit."""
    with contextlib.suppress(OSError):  # on Windows one that another process has mapped; it goes another time
        folders = [path for path in root.iterdir() if (path / "facts.json").is_file()]
        folders.sort(key=lambda folder: (folder == newest, folder.stat().st_mtime), reverse=True)
        size = 0
        for folder in folders:
            size += sum(part.stat().st_size for part in folder.iterdir())
            if size > MOST_BYTES and folder != newest:
                shutil.rmtree(folder, ignore_errors=True)
