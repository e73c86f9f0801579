"""From the `data` section of a recipe to examples: read, map, check, leave out what was agreed, split."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from engine.data.candidates import Scheme
from engine.data.checks import FEW_KEPT_ASIDE, check_shape, few_kept_aside
from engine.data.comparing import across_files, check_examples
from engine.data.example_rows import ExampleRows, texts_and_labels
from engine.data.examples import Example, table_scheme
from engine.data.guessing import settle_mapping
from engine.data.mapping import ColumnMapping
from engine.data.presets import PRESET
from engine.data.problems import Problem, in_order, problem_rows, row_list
from engine.data.progress import Tick, untold
from engine.data.reading import read_table
from engine.data.roles import CHOICE, CLASSIFICATION, GENERATION, SPAN_QA, TAGGING
from engine.data.split import Split, input_key, split
from engine.data.table import Table
from engine.data.template import Template
from engine.errors import InputError
from engine.options import nearest

if TYPE_CHECKING:
    from engine.runs.config import DataConfig

MOST_NAMED = 100  # values of a column among which the nearest is looked for
SEVERAL_RIGHT = (GENERATION, SPAN_QA)  # tasks in which the same question may have several right answers


@dataclass(frozen=True)
class Loaded:
    """What a run works with. `labels`: every answer of a classification or tag of a tagging, in order; `skipped`: row
    numbers of the training file left out.

    Where several answers can be right (generation, span_qa), kept-aside rows that ask the same are one example with
    several references; its row is the first of theirs.
    """

    train: Sequence[Example]
    kept_aside: Sequence[Example]
    labels: tuple[str, ...]
    mapping: ColumnMapping
    table: Table
    skipped: tuple[int, ...]
    problems: tuple[Problem, ...]


def load_examples(config: DataConfig, seed: int = 0, task: str = CLASSIFICATION, tick: Tick = untold) -> Loaded:
    """Read the training file (and the validation file when there is one) of a recipe for a kind of task. `tick` is told
    of the progress, and may end it.

    Raises InputError: no file, a table or mapping that does not work, rows that need a look and are not agreed to be
    left out (`rows_need_a_look`), one label only, nothing left.
    """
    if not config.train:
        raise InputError("not_enough_choices", name="data.train", flag="--data")
    table = read_table(config.train, **config.reading, joined_rows=config.joined_rows, tick=tick)
    mapping = settle_mapping(table, config.columns, task=task)
    scheme = table_scheme(table, mapping) if task == CHOICE else None  # a small validation file might look different
    rows, skipped, problems = _usable(table, mapping, config, "train", task, scheme, tick)
    problems += in_order(check_examples(rows, mapping, task, tick))
    stop = next((problem for problem in problems if problem.severity == "stop"), None)
    if stop is not None:
        raise InputError(stop.code, **stop.values)
    asked = _asked(config, table, mapping)
    train: Sequence[Example] = rows
    kept_aside: Sequence[Example]
    if config.validation:
        other = read_table(config.validation, **{**config.reading, "sheet": None}, tick=tick)
        for column in mapping.columns.values():
            other.known(column)
        tested, _, more = _usable(other, mapping, config, "validation", task, scheme, tick)
        problems += more
        problems += across_files(rows, tested, mapping, task)
        kept_aside = tested
    else:
        parts = split_rows(rows, config.keep_aside, seed, asked, config.keep_together, tick)
        train, kept_aside = parts.train, parts.kept_aside
        if not kept_aside:
            raise InputError("nothing_kept_aside", count=len(rows))
    if task in SEVERAL_RIGHT:
        kept_aside = merge_references(kept_aside, asked)
    if len(kept_aside) < FEW_KEPT_ASIDE:
        problems.append(few_kept_aside(len(kept_aside)))
    labels = _labels((train, kept_aside), task, tick)
    return Loaded(train, kept_aside, labels, mapping, table, skipped, tuple(problems))


def split_rows(
    rows: ExampleRows,
    keep_aside: float,
    seed: int,
    asked: Sequence[str] = (),
    together: str | None = None,
    tick: Tick = untold,
) -> Split:
    """As a training splits them. `asked`: the fields that make two inputs identical; `together`: the column whose rows
    of one value are all on one side, whatever they ask."""
    mapping, task = rows.mapping, rows.task
    if together is not None:
        same: Sequence[str] = (rows.table.known(together),)
    elif task == SPAN_QA and mapping.context:
        same = (mapping.context,)  # a passage is not on both sides, whatever is asked about it
    else:
        same = asked or mapping.read
    return split(rows, keep_aside, seed, same, task == CLASSIFICATION, tick)


def merge_references(rows: Sequence[Example], asked: Sequence[str]) -> tuple[Example, ...]:
    """Rows that ask the same as one, with all their answers as `references`, in the order of the file."""
    groups: dict[tuple[str, ...], list[Example]] = {}
    for row in rows:
        groups.setdefault(input_key(row, asked), []).append(row)
    return tuple(
        replace(group[0], references=tuple(dict.fromkeys(row.label for row in group if row.label is not None)))
        if len(group) > 1
        else group[0]
        for group in groups.values()
    )


def _labels(parts: Iterable[Sequence[Example]], task: str, tick: Tick) -> tuple[str, ...]:
    if task not in (CLASSIFICATION, TAGGING):
        return ()
    batches = (labels for part in parts for _, _, labels in texts_and_labels(part, (), tick))
    answers = {label for labels in batches for label in labels if label is not None}
    if task == CLASSIFICATION:
        return tuple(sorted(answers))
    return tuple(sorted({tag for answer in answers for tag in answer.split()}, key=lambda tag: (tag != "O", tag)))


def _usable(
    table: Table,
    mapping: ColumnMapping,
    config: DataConfig,
    file: str,
    task: str,
    scheme: Scheme | None,
    tick: Tick,
) -> tuple[ExampleRows, tuple[int, ...], list[Problem]]:
    """The rows of one file that can be used, those left out, and the problems of its shape."""
    agreed = config.skip_rows if file == "train" else config.skip_validation_rows
    unknown = [row for row in agreed if not 0 < row <= table.total_rows]
    if unknown:
        raise InputError("skip_row_missing", row=unknown[0], rows=table.total_rows)
    shape = in_order(check_shape(table, mapping, task=task, scheme=scheme, tick=tick), file)
    bad = problem_rows(shape)
    left = sorted(bad - set(agreed))
    if left and not config.skip_problem_rows:
        raise InputError("rows_need_a_look", count=len(left), rows=row_list(left), file=table.path.name)
    skipped = tuple(sorted(bad | set(agreed)))
    merged = config.merged_labels if task == CLASSIFICATION else None
    rows = _only(ExampleRows(table, mapping, skipped, task, scheme, merged), config.only or {})
    if not rows:
        raise InputError("no_rows_left", file=table.path.name, count=len(skipped))
    return rows, skipped, shape


def _only(rows: ExampleRows, wanted: Mapping[str, str]) -> ExampleRows:
    """The rows whose columns have these values, but for white space around them."""
    for name, value in wanted.items():
        batches = [piece.column(name).to_pylist() for _, piece in rows.pieces((rows.table.known(name),))]
        found = [text.strip() for batch in batches for text in batch]
        fits = np.fromiter((text == value.strip() for text in found), bool, len(found))
        if not fits.any():
            known = list(dict.fromkeys(found))[:MOST_NAMED]
            raise InputError(
                "only_nothing", column=name, value=value, nearest=nearest(value, known), values=row_list(known)
            )
        rows = rows.at(rows.places[fits])
    return rows


def _asked(config: DataConfig, table: Table, mapping: ColumnMapping) -> tuple[str, ...]:
    """The fields that make two rows ask the same: those the template shows, and what is chosen among."""
    if not config.template or config.template.startswith(PRESET):
        return mapping.read
    shown = Template.parse(config.template, table.columns, mapping.columns).fields()
    return tuple(dict.fromkeys((*shown, *mapping.candidates)))
