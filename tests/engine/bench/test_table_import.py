"""engine/bench/table_import.py: a smaller table goes the same way, and every part is measured."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from engine.bench.table_import import measure, write_table
from engine.data.reading import delimited, reader


def test_a_table_goes_all_the_way_and_every_part_is_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "CACHED_BYTES", 0)
    monkeypatch.setattr(delimited, "QUICK_BYTES", 0)
    told: list[str] = []
    row = measure(20_000, tmp_path, told.append)
    assert (row["rows"], row["duplicates"]) == (20_000, 200)
    parts = [row[f"{name}_seconds"] for name in ("read", "guess", "check", "read_again", "split")]
    assert all(seconds > 0 for seconds in parts) and row["import_seconds"] == parts[0] + parts[2]
    assert row["longest_gap_seconds"] > 0 and len(told) == 6
    assert list(tmp_path.iterdir()) == []


def test_the_file_is_what_it_says(tmp_path: Path) -> None:
    write_table(tmp_path / "a.csv", 300)
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert (len(rows), len({row["text"] for row in rows})) == (300, 297)
    assert sum("\n" in row["text"] for row in rows) == 44 and any('"so"' in row["text"] for row in rows)
