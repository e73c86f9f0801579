"""The tables of a set of tasks: found in folders, cut to few rows by a seed, and written down once.

What was written is what every later stage reads, so a set goes on when its sources are gone. Rows that are not used are
written too: they are new data of the same task.
"""

from __future__ import annotations

import csv
import io
import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.data import Example, load_examples
from engine.data.text_and_label import distinct, looks_like_classes
from engine.errors import InputError
from engine.files import write_atomic
from engine.packs.file_names import safe_name
from engine.runs.config import DataConfig

TABLES = (".csv", ".tsv", ".jsonl", ".parquet", ".xlsx")
TRAIN, VALIDATION = ("train",), ("validation", "dev", "valid", "test")
KEPT_ASIDE = 0.2  # of a table that has no validation file
MOST_KEPT_ASIDE = 100  # rows that tell how good a prompt is


@dataclass(frozen=True)
class Source:
    """A task's files as they were found."""

    name: str
    train: Path
    validation: Path | None = None


@dataclass(frozen=True)
class Rows:
    """A task's rows as they are used. `columns`: role -> column."""

    columns: dict[str, str]
    train: tuple[Example, ...]
    kept_aside: tuple[Example, ...]
    rest: tuple[Example, ...]

    def write(self, folder: Path) -> None:
        """train.csv, validation.csv and rest.csv, UTF-8. Raises DiskFull or InputError."""
        for name, rows in (("train", self.train), ("validation", self.kept_aside), ("rest", self.rest)):
            write_atomic(folder / f"{name}.csv", _csv(rows, self.columns))


def find_sources(paths: Sequence[Path]) -> list[Source]:
    """The tasks of tables, of folders with a train file, of folders of tables, and of folders of such folders.

    Raises InputError where a path has none, or two are called the same.
    """
    found: list[Source] = []
    for path in paths:
        here = list(_sources_at(path))
        if not here:
            raise InputError("task_set_empty", path=str(path))
        found += here
    seen: dict[str, Source] = {}
    for source in found:
        other = seen.setdefault(source.name.casefold(), source)
        if other is not source:
            raise InputError("pretrain_same_name", name=source.name, first=str(other.train), other=str(source.train))
    return found


def _sources_at(path: Path) -> Iterable[Source]:
    path = path.expanduser().absolute()
    if path.is_file():
        yield Source(_name(path.stem), path)
        return
    if (train := _table(path, TRAIN)) is not None:
        yield Source(_name(path.name), train, _table(path, VALIDATION))
        return
    folders = [folder for folder in sorted(path.glob("*/")) if _table(folder, TRAIN) is not None]
    if folders:  # a table beside them is a list of the tasks, not one of them
        for folder in folders:
            yield from _sources_at(folder)
        return
    for table in sorted(path.glob("*")):
        if table.suffix.lower() in TABLES and not table.name.startswith("."):
            yield Source(_name(table.stem), table)


def choose_rows(source: Source, data: DataConfig, task: str, *, rows: int, shots: int | None, seed: int) -> Rows:
    """A task's usable rows, cut to size. Few-shot: `shots` of each answer where answers are classes, else twice as many
    in all (Ye et al. 2021, as in the paper: 16 a class, 32 for the others).

    Raises InputError for a table that cannot be used, or of which no row is left.
    """
    own = {"train": str(source.train), "validation": str(source.validation) if source.validation else None}
    given = {**vars(data), **own, "keep_aside": KEPT_ASIDE, "skip_problem_rows": True}
    loaded = load_examples(DataConfig(**given), seed, task)
    label = str(loaded.mapping.label)
    draw = random.Random(seed)
    order = list(loaded.train)
    draw.shuffle(order)
    if shots is None:
        used = order[:rows]
    elif looks_like_classes(loaded.table, label, distinct(loaded.table, label)):
        used = _of_each(order, shots)[:rows]
    else:
        used = order[: min(2 * shots, rows)]
    taken = {id(example) for example in used}
    rest = [example for example in order if id(example) not in taken][:rows]
    kept = list(loaded.kept_aside)
    draw.shuffle(kept)
    return Rows(loaded.mapping.to_config(), *(_in_order(part) for part in (used, kept[:MOST_KEPT_ASIDE], rest)))


def _of_each(order: Sequence[Example], shots: int) -> list[Example]:
    by_label: dict[str | None, list[Example]] = defaultdict(list)
    for example in order:
        by_label[example.label].append(example)
    return [example for label in sorted(by_label, key=str) for example in by_label[label][:shots]]


def _in_order(rows: Sequence[Example]) -> tuple[Example, ...]:
    return tuple(sorted(rows, key=lambda example: example.row))


def _csv(rows: Sequence[Example], columns: dict[str, str]) -> bytes:
    """Only the columns that have a role; an example with several right answers is a row for each."""
    label = columns["label"]
    names = [name for name in columns.values() if name != label]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*names, label])
    for example in rows:
        for answer in example.references or (example.label,):
            writer.writerow([*(example.fields[name] for name in names), answer])
    return out.getvalue().encode("utf-8", "surrogateescape")


def _table(folder: Path, stems: Sequence[str]) -> Path | None:
    tables = (folder / f"{stem}{suffix}" for stem in stems for suffix in TABLES)
    return next((path for path in tables if path.is_file()), None)


def _name(text: str) -> str:
    """What a task is called: a folder has its name too."""
    return safe_name(text).replace(" ", "_")
