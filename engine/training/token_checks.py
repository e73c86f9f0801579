"""What only a model's tokenizer can tell of a table: rows that are too long for it, answers of several tokens."""

from __future__ import annotations

from collections.abc import Sequence

from engine.backbones.backbone import Backbone
from engine.data import Example, Problem
from engine.data.problems import grouped
from engine.data.roles import LABEL, SPAN_QA
from engine.tasks.factory import TaskPlan, make_task

MOST_ROWS = 20_000  # that are looked at, from the first on


def token_problems(rows: Sequence[Example], plan: TaskPlan, backbone: Backbone, length: int) -> list[Problem]:
    """Warnings about rows under a settled plan, with so many learned tokens in the input. A long context is read in
    parts, so nothing of it is cut."""
    task = make_task(backbone, plan, input_length=length, prefix_length=0)
    found = []
    columns = plan.columns
    if plan.kind != SPAN_QA:
        tokens = ((row.row, task.encoder.tokens(row)) for row in rows[:MOST_ROWS])
        long = sorted(number for number, row in tokens if any(token.kind == "cut" for token in row))
        counts = {"tokens": plan.max_tokens, "of": min(len(rows), MOST_ROWS)}
        found += [grouped("too_long", long, next(iter(columns.values()), None), **counts)] if long else []
    for note in task.notes():
        if note["code"] == "words_several_tokens":
            args, count = {"labels": note["args"]["labels"], "model": backbone.name}, note["args"]["count"]
            found.append(Problem("label_tokens", "warn", None, columns.get(LABEL), (), count, args))
    return found
