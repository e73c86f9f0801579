"""From the `data` section of a recipe to examples: read, map, check, leave out what was agreed, split."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.data.checks import (
    FEW_KEPT_ASIDE,
    Problem,
    across_files,
    check_examples,
    check_shape,
    few_kept_aside,
    in_order,
    problem_rows,
    row_list,
)
from engine.data.examples import Example, examples
from engine.data.mapping import ColumnMapping, settle_mapping
from engine.data.presets import PRESET
from engine.data.reading import read_table
from engine.data.split import split
from engine.data.table import Table
from engine.data.template import Template
from engine.errors import InputError

if TYPE_CHECKING:
    from engine.runs.config import DataConfig


@dataclass(frozen=True)
class Loaded:
    """What a run works with. `labels`: every answer, sorted; `skipped`: row numbers of the training file left out."""

    train: tuple[Example, ...]
    kept_aside: tuple[Example, ...]
    labels: tuple[str, ...]
    mapping: ColumnMapping
    table: Table
    skipped: tuple[int, ...]
    problems: tuple[Problem, ...]


def load_examples(config: DataConfig, seed: int = 0, is_classification: bool | None = True) -> Loaded:
    """Read the training file (and the validation file when there is one) of a recipe.

    `is_classification` False: answers are free text, so nothing is said about labels. Raises InputError: no
    file, a table or mapping that does not work, rows that need a look and are not agreed to be left out
    (`rows_need_a_look`), one label only, nothing left.
    """
    if not config.train:
        raise InputError("not_enough_choices", name="data.train", flag="--data")
    table = read_table(config.train, config.encoding, config.delimiter, joined_rows=config.joined_rows)
    mapping = settle_mapping(table, config.columns)
    rows, skipped, problems = _usable(table, mapping, config, "train", config.skip_rows)
    problems += in_order(check_examples(rows, mapping, is_classification))
    stop = next((problem for problem in problems if problem.severity == "stop"), None)
    if stop is not None:
        raise InputError(stop.code, **stop.values)
    if config.validation:
        other = read_table(config.validation, config.encoding, config.delimiter)
        for column in mapping.columns.values():
            other.known(column)
        kept_aside, _, more = _usable(other, mapping, config, "validation", ())
        train = tuple(rows)
        problems += more
        problems += across_files(train, kept_aside, mapping) if is_classification else []
    else:
        parts = split(rows, config.keep_aside, seed, _inputs(config, table, mapping), is_classification)
        train, kept_aside = parts.train, parts.kept_aside
        if not kept_aside:
            raise InputError("nothing_kept_aside", count=len(rows))
    if len(kept_aside) < FEW_KEPT_ASIDE:
        problems.append(few_kept_aside(len(kept_aside)))
    labels = sorted({example.label for example in (*train, *kept_aside) if example.label is not None})
    return Loaded(train, kept_aside, tuple(labels), mapping, table, skipped, tuple(problems))


def _usable(
    table: Table, mapping: ColumnMapping, config: DataConfig, file: str, agreed: Sequence[int]
) -> tuple[tuple[Example, ...], tuple[int, ...], list[Problem]]:
    """The rows of one file that can be used, those left out, and the problems of its shape."""
    unknown = [row for row in agreed if not 0 < row <= table.total_rows]
    if unknown:
        raise InputError("skip_row_missing", row=unknown[0], rows=table.total_rows)
    shape = in_order(check_shape(table, mapping), file)
    bad = problem_rows(shape)
    left = sorted(bad - set(agreed))
    if left and not config.skip_problem_rows:
        raise InputError("rows_need_a_look", count=len(left), rows=row_list(left), file=table.path.name)
    skipped = tuple(sorted(bad | set(agreed)))
    rows = tuple(examples(table, mapping, skipped))
    if not rows:
        raise InputError("no_rows_left", file=table.path.name, count=len(skipped))
    return rows, skipped, shape


def _inputs(config: DataConfig, table: Table, mapping: ColumnMapping) -> tuple[str, ...]:
    """The columns that make two inputs identical: those the template shows."""
    if not config.template or config.template.startswith(PRESET):
        return mapping.inputs
    return Template.parse(config.template, table.columns, mapping.columns).fields()
