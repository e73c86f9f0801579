"""The cache of large tables: read once, then mapped, known by content; stopped or damaged, it is as if not there."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pyarrow as pa
import pytest

from engine.data import read_table
from engine.data.reading import cache, reader

ROWS = "text,label\n" + "".join(f"text {i},{'ab'[i % 2]}\n" for i in range(3000)) + 'one "too", many,a\n"no" end,b\n'


class Stopped(Exception):
    pass


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOFTPROMPT_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(reader, "CACHED_BYTES", 0)
    path = tmp_path / "a.csv"
    path.write_text(ROWS)
    return path


def kept(folder: Path) -> list[Path]:
    root = folder / "home" / "cache" / "tables"
    return sorted(each for each in root.iterdir() if each.name != "seen") if root.is_dir() else []


def refuse(*_: object) -> NoReturn:
    raise AssertionError("read again")


def test_a_table_is_read_once_and_the_same_again(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = read_table(path)
    assert (first.row_count, len(first.ragged), len(first.quote_troubles)) == (3001, 1, 1)
    with monkeypatch.context() as patch:
        patch.setattr(reader, "CACHED_BYTES", 1 << 40)
        plain = read_table(path)
    assert first.arrow.equals(plain.arrow) and list(first.row_numbers) == list(plain.row_numbers)
    for name in ("columns", "ragged", "quote_troubles", "encoding", "delimiter", "has_header"):
        assert getattr(first, name) == getattr(plain, name)
    monkeypatch.setattr(reader, "_read", refuse)
    phases: list[str] = []
    assert read_table(path, tick=lambda phase, *_: phases.append(phase)) == first
    assert phases == []  # neither hashed nor read


def test_the_rows_are_mapped_and_take_no_memory_of_their_own(path: Path) -> None:
    before = pa.total_allocated_bytes()
    table = read_table(path)
    assert table.arrow.nbytes > 30_000
    assert pa.total_allocated_bytes() - before < 1000


def test_the_same_content_elsewhere_is_known(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = read_table(path)
    other = path.with_name("b.csv")
    shutil.copy(path, other)
    monkeypatch.setattr(reader, "_read", refuse)
    assert read_table(other).arrow.equals(table.arrow)
    assert read_table(other).path == other


def test_another_content_or_another_way_is_read_anew(path: Path, tmp_path: Path) -> None:
    read_table(path)
    assert read_table(path, delimiter="tab").columns == ("text,label",)
    path.write_text(ROWS + "more,a\n")
    assert read_table(path).total_rows == 3003
    assert len(kept(tmp_path)) == 3


def test_a_stopped_reading_leaves_nothing(path: Path, tmp_path: Path) -> None:
    for phase in ("hashing", "looking_at_bytes", "reading_rows"):

        def stop(now: str, done: int, total: int, at: str = phase) -> None:
            if now == at:
                raise Stopped

        with pytest.raises(Stopped):
            read_table(path, tick=stop)
        assert kept(tmp_path) == []
    assert read_table(path).row_count == 3001


@pytest.mark.parametrize("name", ["facts.json", "rows.arrow"])
def test_a_damaged_table_is_read_again(path: Path, tmp_path: Path, name: str) -> None:
    read_table(path)
    (folder,) = kept(tmp_path)
    (folder / name).write_bytes(b"{")
    assert read_table(path).row_count == 3001


def test_the_oldest_go_where_room_is_needed(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read_table(path)
    (first,) = kept(tmp_path)
    os.utime(first, (1, 1))
    monkeypatch.setattr(cache, "MOST_BYTES", 1000)
    path.write_text(ROWS + "more,a\n")
    assert read_table(path).total_rows == 3003
    assert first not in kept(tmp_path) and len(kept(tmp_path)) == 1


def test_joined_rows_are_whole_in_a_mapped_table(path: Path) -> None:
    table = read_table(path, joined_rows=[3001])
    assert (table.row(3000)["text"], list(table.row_numbers)[-2:]) == ('one "too", many', [3001, 3002])
