"""What is wrong or worth a look in a table, each with row numbers, a sentence and a way to mend it.

Severity: "stop" trains nothing sensible, "skip" rows cannot be used and are left out only when the person says
so, "warn" has a consequence worth knowing. Lengths and unknown tokens need a tokenizer: the engine adds those.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from engine.data.candidates import Scheme
from engine.data.delimiter import DELIMITERS
from engine.data.examples import Example, examples
from engine.data.mapping import ColumnMapping
from engine.data.roles import CHOICE, CLASSIFICATION, PATTERN, SPAN_QA, START, TAGGING, candidate_number
from engine.data.split import input_key
from engine.data.table import Table
from engine.data.task_checks import repeated_spans, row_faults, tag_faults
from engine.data.text_and_label import MOST_CLASSES
from engine.messages import PROBLEMS

Severity = Literal["stop", "skip", "warn"]
LISTED = 200  # rows with their own entry per code; the others share one
FEW_KEPT_ASIDE = 20
ONE_RIGHT = (CLASSIFICATION, CHOICE, TAGGING)  # tasks in which two answers to the same question contradict each other
CODE_FIXES = {"too_many_fields": ("join", "skip"), "too_few_fields": ("skip",), "quotes_swallow": ("skip",)}


@dataclass(frozen=True)
class Problem:
    """One thing to look at. `row` is the first (or only) of `rows`; `count` may be larger than len(rows)."""

    code: str
    severity: Severity
    row: int | None = None
    column: str | None = None
    rows: tuple[int, ...] = ()
    count: int = 0
    args: dict[str, Any] = field(default_factory=dict)
    file: str = "train"  # "train" | "validation"

    @property
    def message(self) -> str:
        return PROBLEMS[self.code][0].format(**self.values)

    @property
    def fix(self) -> str:
        return PROBLEMS[self.code][1].format(**self.values)

    @property
    def fixes(self) -> tuple[str, ...]:
        """What a button could do: "join" (join the surplus fields) or "skip" (leave the rows out)."""
        return CODE_FIXES.get(self.code, ("skip",) if self.severity == "skip" else ())

    @property
    def values(self) -> dict[str, Any]:
        """What the sentence's placeholders stand for."""
        return {"row": self.row, "column": self.column, "count": self.count, "rows": row_list(self.rows)} | self.args


def row_list(rows: Sequence[object], most: int = 10) -> str:
    """Row numbers to read: "18, 406, 871", cut after `most` with an ellipsis."""
    return ", ".join(map(str, rows[:most])) + (", ..." if len(rows) > most else "")


def check_table(
    table: Table,
    mapping: ColumnMapping | None,
    *,
    keep_aside: float | None = None,
    task: str | None = None,
    max_listed: int = LISTED,
    file: str = "train",
) -> list[Problem]:
    """Everything worth a look in one file, in the order stop, skip, warn.

    Without a mapping, or with one that names no input, only the file's own shape is checked. `keep_aside`: also say
    when too few rows would be kept aside. `task` None: a classification or free text, judged from how often answers
    repeat. At most `max_listed` rows of a kind get their own entry, further ones share one.
    """
    found = check_shape(table, mapping, max_listed, task)
    if mapping is not None and mapping.inputs:
        rows = list(examples(table, mapping, problem_rows(found), task or CLASSIFICATION))
        found += check_examples(rows, mapping, task)
        if keep_aside is not None and 0 < round(len(rows) * keep_aside) < FEW_KEPT_ASIDE:
            found.append(few_kept_aside(round(len(rows) * keep_aside)))
    return in_order(found, file)


def check_shape(
    table: Table,
    mapping: ColumnMapping | None,
    max_listed: int = LISTED,
    task: str | None = None,
    scheme: Scheme | None = None,
) -> list[Problem]:
    """What shows in single rows and in the header; what `check_table` says before it compares rows.

    `scheme`: how a choice's answers name their candidates, where another file decides that.
    """
    found = [*_header(table), *_ragged(table, max_listed), *_quotes(table, max_listed)]
    if mapping is None:
        return found
    found += _empty(table, mapping, max_listed)
    for fault in row_faults(table, mapping, task, scheme):
        found += _each(fault.code, fault.rows, fault.column, max_listed)
    return found


def in_order(problems: Iterable[Problem], file: str = "train") -> list[Problem]:
    """Stop first, then skip, then warn; marked with the file they are about."""
    order = {"stop": 0, "skip": 1, "warn": 2}
    marked = [Problem(**{**vars(problem), "file": file}) for problem in problems]
    return sorted(marked, key=lambda problem: order[problem.severity])


def problem_rows(problems: Iterable[Problem]) -> set[int]:
    """Numbers of the rows that cannot be used."""
    return {row for problem in problems if problem.severity == "skip" for row in problem.rows}


def few_kept_aside(count: int) -> Problem:
    return Problem("few_kept_aside", "warn", count=count, args={"least": FEW_KEPT_ASIDE})


def check_examples(rows: Sequence[Example], mapping: ColumnMapping, task: str | None = None) -> list[Problem]:
    """What shows only across rows: labels, tags, duplicates, contradictions. `task` as in `check_table`."""
    by_label: dict[str, list[int]] = defaultdict(list)
    for example in rows:
        by_label[example.label or ""].append(example.row)
    if task is None:
        repeated = sum(len(found) for found in by_label.values() if len(found) > 1)
        is_few = len(by_label) <= 2 or (len(by_label) <= MOST_CLASSES and repeated * 2 >= len(rows))
        task = CLASSIFICATION if is_few else ""
    found = list(_repeats(rows, mapping, has_one_right=task in ONE_RIGHT))
    if mapping.label is None or not rows:
        return found
    if task == CLASSIFICATION:
        found += _labels(by_label, mapping.label)
    elif task == TAGGING:
        found += _tags(rows, mapping.label)
    elif task == SPAN_QA and mapping.context and not mapping.start:
        again = repeated_spans(rows, mapping.context)
        found += [_grouped("answer_repeats", again, mapping.label)] if again else []
    return found


def across_files(
    train: Sequence[Example], validation: Sequence[Example], mapping: ColumnMapping, task: str = CLASSIFICATION
) -> list[Problem]:
    """Rows of the validation file whose text or label says something about the training file. Rows are its own."""
    found = []
    known = {input_key(example, mapping.read) for example in train}
    leaked = [example.row for example in validation if input_key(example, mapping.read) in known]
    if leaked:
        found.append(_grouped("in_both_files", leaked, mapping.inputs[0]))
    if task in (CLASSIFICATION, TAGGING):
        learned = {name for example in train for name in _names(example, task)}
        strange: dict[str, list[int]] = defaultdict(list)
        for example in validation:
            for name in _names(example, task):
                if name not in learned:
                    strange[name].append(example.row)
        code = "label_only_in_validation" if task == CLASSIFICATION else "tag_only_in_validation"
        found += [_grouped(code, rows, mapping.label, label=name) for name, rows in strange.items()]
    return in_order(found, "validation")


def _names(example: Example, task: str) -> tuple[str, ...]:
    """The label of a row, or its tags, each once."""
    if example.label is None:
        return ()
    return tuple(dict.fromkeys(example.label.split())) if task == TAGGING else (example.label,)


def label_counts(rows: Iterable[Example]) -> dict[str, int]:
    """Label -> rows, labels sorted."""
    counts = Counter(example.label for example in rows if example.label is not None)
    return {label: counts[label] for label in sorted(counts)}


def report(
    table: Table,
    mapping: ColumnMapping | None,
    problems: Iterable[Problem],
    task: str | None = None,
    guessed: str | None = None,
) -> dict[str, Any]:
    """The JSON of `data check --json`. `rows` counts every row of the file, unusable ones included; `task` is what the
    roles and problems are for, `guessed` what the table looks like."""
    return {
        "task": task,
        "task_guessed": guessed,
        "rows": table.total_rows,
        "encoding": table.encoding,
        "encoding_alternatives": list(table.encoding_alternatives),
        "delimiter": table.delimiter,
        "columns": list(table.columns),
        "roles": mapping.to_config() if mapping else {},
        "open_roles": {role: list(found) for role, found in mapping.open_roles.items()} if mapping else {},
        "problems": [
            {
                "code": problem.code,
                "row": problem.row,
                "column": problem.column,
                "message": problem.message,
                "fix": problem.fix,
                "severity": problem.severity,
                "count": problem.count,
                "rows": list(problem.rows),
                "file": problem.file,
            }
            for problem in problems
        ],
    }


def delimiter_name(delimiter: str) -> str:
    """A delimiter as people call it."""
    return DELIMITERS.get(delimiter, delimiter)


def _grouped(code: str, rows: Sequence[int], column: str | None, **args: Any) -> Problem:
    return Problem(code, "warn", rows[0], column, tuple(rows), len(rows), args)


def _each(code: str, found: Sequence[tuple[int, dict[str, Any]]], column: str | None, most: int) -> list[Problem]:
    """One problem a row, so that each can be shown, mended or skipped; those after the first `most` together."""
    problems = [Problem(code, "skip", row, column, (row,), 1, args) for row, args in found[:most]]
    rest = tuple(row for row, _ in found[most:])
    if rest:
        problems.append(Problem("more_rows", "skip", rest[0], column, rest, len(rest), {"like": problems[0].row}))
    return problems


def _header(table: Table) -> list[Problem]:
    return [
        Problem(trouble.code, "warn", None, trouble.name, (), 1, {"position": trouble.position, "was": trouble.was})
        for trouble in table.header_troubles
    ]


def _ragged(table: Table, most: int) -> list[Problem]:
    found = [(row, {"found": len(row.fields), "expected": row.expected, "line": row.line}) for row in table.ragged]
    name = delimiter_name(table.delimiter)
    many = [(row.number, args | {"delimiter": name}) for row, args in found if row.is_long]
    few = [(row.number, args) for row, args in found if not row.is_long]
    return _each("too_many_fields", many, None, most) + _each("too_few_fields", few, None, most)


def _quotes(table: Table, most: int) -> list[Problem]:
    ragged = {row.number for row in table.ragged}
    troubles = [trouble for trouble in table.quote_troubles if trouble.number not in ragged]
    swallowing = [
        (trouble.number, {"line": trouble.line, "last_line": trouble.last_line})
        for trouble in troubles
        if trouble.swallows_lines
    ]
    inside = [trouble.number for trouble in troubles if not trouble.swallows_lines]
    found = _each("quotes_swallow", swallowing, None, most)
    return found + ([_grouped("quotes_inside", inside, None)] if inside else [])


def _empty(table: Table, mapping: ColumnMapping, most: int) -> list[Problem]:
    found: list[Problem] = []
    for role, column in mapping.columns.items():
        if role in (PATTERN, START) or candidate_number(role) is not None:
            continue  # what these must hold depends on the task
        code = "empty_answer" if column == mapping.label else "empty_text"
        values = zip(table.row_numbers, table.column(column), strict=True)
        found += _each(code, [(row, {}) for row, value in values if not value.strip()], column, most)
    return found


def _repeats(rows: Sequence[Example], mapping: ColumnMapping, *, has_one_right: bool) -> Iterable[Problem]:
    groups: dict[tuple[str, ...], list[Example]] = defaultdict(list)
    for example in rows:
        groups[input_key(example, mapping.read)].append(example)
    same: list[int] = []
    torn: list[int] = []
    for group in groups.values():
        if len(group) > 1:
            if len({example.label for example in group}) == 1:
                same.extend(example.row for example in group[1:])
            elif has_one_right:  # free text may well have several right answers
                torn.extend(example.row for example in group)
    column = mapping.inputs[0]
    if torn:
        yield _grouped("contradiction", sorted(torn), column)
    if same:
        yield _grouped("duplicate", sorted(same), column)


def _labels(by_label: dict[str, list[int]], column: str) -> list[Problem]:
    found = []
    if len(by_label) == 1:
        label, rows = next(iter(by_label.items()))
        found.append(Problem("one_label", "stop", None, column, (), len(rows), {"label": label}))
    once = {label: rows[0] for label, rows in by_label.items() if len(rows) == 1}
    if once and len(by_label) > 1:
        found.append(_grouped("label_once", list(once.values()), column, labels=row_list(list(once))))
    spellings: dict[str, list[str]] = defaultdict(list)
    for label in by_label:
        spellings[_spelling(label)].append(label)
    for variants in spellings.values():
        if len(variants) > 1:
            variants.sort(key=lambda label: -len(by_label[label]))
            rows = sorted(row for label in variants[1:] for row in by_label[label])
            others = ", ".join(repr(label) for label in variants[1:])
            found.append(_grouped("label_spelling", rows, column, usual=repr(variants[0]), others=others))
    return found


def _tags(rows: Sequence[Example], column: str) -> list[Problem]:
    rows_of, orphans = tag_faults(rows)
    found = []
    if len(rows_of) == 1:
        found.append(Problem("one_tag", "stop", None, column, (), len(rows), {"label": next(iter(rows_of))}))
    once = {tag: where[0] for tag, where in rows_of.items() if len(where) == 1}
    if once and len(rows) > 1:
        found.append(_grouped("tag_once", list(once.values()), column, labels=row_list(list(once))))
    if orphans:
        found.append(_grouped("tag_orphan", orphans, column))
    return found


def _spelling(label: str) -> str:
    """What stays of a label when case, full-width forms, spaces, hyphens and underscores do not count."""
    plain = unicodedata.normalize("NFKC", label).casefold()
    return "".join(char for char in plain if not char.isspace() and char not in "-_.") or label
