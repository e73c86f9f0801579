"""What shows only when rows are compared: labels, tags, repeated texts, contradictions, and two files with each other.

Rows are compared by keys (`row_keys`), so that ten million of them need no more memory than a few numbers each.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from engine.data.example_rows import Keys, Places, RowKeys, row_keys
from engine.data.examples import Example
from engine.data.label_leaks import label_leaks
from engine.data.label_variants import label_variants
from engine.data.mapping import ColumnMapping
from engine.data.problems import Problem, grouped, in_order, row_list
from engine.data.progress import COMPARING, Tick, untold
from engine.data.roles import CHOICE, CLASSIFICATION, SPAN_QA, TAGGING
from engine.data.task_checks import repeated_spans, tag_faults
from engine.data.text_and_label import MOST_CLASSES

ONE_RIGHT = (CLASSIFICATION, CHOICE, TAGGING)  # tasks in which two answers to the same question contradict each other
MOST_NAMED = 1000  # labels that are looked at one by one


def check_examples(
    rows: Sequence[Example], mapping: ColumnMapping, task: str | None = None, tick: Tick = untold
) -> list[Problem]:
    """What shows only across rows: labels, tags, duplicates, contradictions. `task` as in `check_table`."""
    if not rows:
        return []
    keys = row_keys(rows, mapping.read, tick)
    if task is None:
        labels = _Labels(rows, keys.answers)
        repeated = int(labels.counts[labels.counts > 1].sum())
        is_few = labels.kinds <= 2 or (labels.kinds <= MOST_CLASSES and repeated * 2 >= len(rows))
        task = CLASSIFICATION if is_few else ""
    found = _repeats(keys, mapping.inputs[0], tick, has_one_right=task in ONE_RIGHT)
    if mapping.label is None:
        return found
    if task == CLASSIFICATION:
        found += _check_labels(_Labels(rows, keys.answers), keys.numbers, mapping.label)
        found += label_leaks(rows, mapping, tick)
    elif task == TAGGING:
        found += _tags(rows, mapping.label)
    elif task == SPAN_QA and mapping.context and not mapping.start:
        again = repeated_spans(rows, mapping.context)
        found += [grouped("answer_repeats", again, mapping.label)] if again else []
    return found


def across_files(
    train: Sequence[Example], validation: Sequence[Example], mapping: ColumnMapping, task: str = CLASSIFICATION
) -> list[Problem]:
    """Rows of the validation file whose text or label says something about the training file. Rows are its own."""
    found = []
    known, keys = row_keys(train, mapping.read), row_keys(validation, mapping.read)
    leaked = keys.numbers[np.isin(keys.asked, known.asked)].tolist()
    if leaked:
        found.append(grouped("in_both_files", leaked, mapping.inputs[0]))
    if task == CLASSIFICATION:
        labels = _Labels(validation, keys.answers)
        strange = np.flatnonzero(~np.isin(labels.answers, known.answers))[:MOST_NAMED]
        code = "label_only_in_validation"
        of_label = {labels.name(kind): keys.numbers[labels.of == kind].tolist() for kind in strange}
        found += [grouped(code, rows, mapping.label, label=name) for name, rows in of_label.items()]
    elif task == TAGGING:
        learned = {tag for example in train for tag in (example.label or "").split()}
        of_tag: dict[str, list[int]] = defaultdict(list)
        for example in validation:
            for tag in dict.fromkeys((example.label or "").split()):
                if tag not in learned:
                    of_tag[tag].append(example.row)
        found += [grouped("tag_only_in_validation", rows, mapping.label, label=tag) for tag, rows in of_tag.items()]
    return in_order(found, "validation")


class _Labels:
    """The different answers in rows, in the order in which they first come."""

    def __init__(self, rows: Sequence[Example], answers: Keys) -> None:
        encoded = pa.array(answers).dictionary_encode()
        self.answers, self.of = encoded.dictionary.to_numpy(), encoded.indices.to_numpy()
        self.counts = np.bincount(self.of, minlength=len(self.answers))
        newest = np.maximum.accumulate(self.of)  # they are numbered as they come, so a new one is the largest so far
        self._rows, self.first = rows, np.flatnonzero(np.diff(newest, prepend=-1))

    @property
    def kinds(self) -> int:
        """How many there are."""
        return len(self.counts)

    def name(self, kind: int) -> str:
        """The answer itself."""
        return self._rows[int(self.first[kind])].label or ""


def _repeats(keys: RowKeys, column: str, tick: Tick, *, has_one_right: bool) -> list[Problem]:
    order = np.argsort(keys.asked)
    tick(COMPARING, len(order), len(order))
    twins = np.diff(keys.asked[order]) == 0
    several = np.sort(order[np.append(False, twins) | np.append(twins, False)])  # the rows that are not alone, in order
    if not len(several):
        return []
    order = several[np.argsort(keys.asked[several], kind="stable")]
    asked, answers, numbers = keys.asked[order], keys.answers[order], keys.numbers[order]
    starts = np.concatenate(([True], asked[1:] != asked[:-1]))
    group = np.cumsum(starts) - 1
    first = np.flatnonzero(starts)
    differs = np.zeros(len(first), dtype=bool)
    differs[group[answers != answers[first][group]]] = True
    found = []
    torn = numbers[differs[group]] if has_one_right else numbers[:0]  # free text may well have several right answers
    same = numbers[~differs[group] & ~starts]
    for code, rows in (("contradiction", torn), ("duplicate", same)):
        if len(rows):
            found.append(grouped(code, np.sort(rows).tolist(), column))
    return found


def _check_labels(labels: _Labels, numbers: Places, column: str) -> list[Problem]:
    found: list[Problem] = []
    if labels.kinds == 1:
        args = {"label": labels.name(0)}
        return [Problem("one_label", "stop", None, column, (), len(numbers), args)]
    once = np.flatnonzero(labels.counts == 1)
    if len(once):
        rows = numbers[labels.first[once]].tolist()
        names = [labels.name(kind) for kind in once[:11]]
        found.append(grouped("label_once", rows, column, labels=row_list(names)))
    if labels.kinds > MOST_NAMED:
        return found
    counts = {labels.name(kind): int(labels.counts[kind]) for kind in range(labels.kinds)}
    kind_of = {name: kind for kind, name in enumerate(counts)}
    for code, usual, others in label_variants(counts):
        rows = numbers[np.isin(labels.of, [kind_of[name] for name in others])].tolist()
        args = {"usual": repr(usual), "others": ", ".join(map(repr, others))}
        merge = dict.fromkeys(others, usual)
        found.append(Problem(code, "warn", rows[0], column, tuple(rows), len(rows), args, merge=merge))
    return found


def _tags(rows: Sequence[Example], column: str) -> list[Problem]:
    rows_of, orphans = tag_faults(rows)
    found = []
    if len(rows_of) == 1:
        found.append(Problem("one_tag", "stop", None, column, (), len(rows), {"label": next(iter(rows_of))}))
    once = {tag: where[0] for tag, where in rows_of.items() if len(where) == 1}
    if once and len(rows) > 1:
        found.append(grouped("tag_once", list(once.values()), column, labels=row_list(list(once))))
    if orphans:
        found.append(grouped("tag_orphan", orphans, column))
    return found
