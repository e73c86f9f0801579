"""Solved examples as words of the template, in front of the row asked about (Brown et al. 2020, section 2.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from engine.backbones.backbone import Backbone
from engine.data import Example, Template, Text, Verbalizer
from engine.tasks.factory import TaskPlan

BETWEEN = "\n\n"


def with_demonstrations(plan: TaskPlan, backbone: Backbone, rows: Sequence[Example], count: int, seed: int) -> TaskPlan:
    """The plan whose template begins with `count` rows and their answers.

    They are drawn from the shorter half of the rows, so that they leave room, labels taking turns.
    `max_tokens` grows by what they take, as far as the model has positions; fewer are shown where that is not enough.
    """
    template = Template.parse(plan.template).without_soft().until_answer()
    shown = [_solved(template, row, plan) for row in _drawn(rows, plan.labels, count, seed)]
    while shown:
        text = "".join(solved + BETWEEN for solved in shown)
        taken = len(backbone.tokenizer(text, add_special_tokens=False).input_ids)
        if backbone.max_positions is None or plan.max_tokens + taken <= backbone.max_positions:
            pieces = Template((Text(text), *template.pieces))
            return replace(plan, template=str(pieces), max_tokens=plan.max_tokens + taken)
        shown.pop()
    return replace(plan, template=str(template))


def _drawn(rows: Sequence[Example], labels: Sequence[str], count: int, seed: int) -> list[Example]:
    draw = Random(seed)
    short = sorted(rows, key=lambda row: sum(map(len, row.fields.values())))[: max(count, (len(rows) + 1) // 2)]
    draw.shuffle(short)
    if not labels or any(row.label not in labels for row in short):
        return short[:count]
    turns = {label: [row for row in short if row.label == label] for label in labels}
    found: list[Example] = []
    while len(found) < min(count, len(short)):
        for queue in turns.values():
            if queue and len(found) < count:
                found.append(queue.pop())
    draw.shuffle(found)
    return found


def _solved(template: Template, row: Example, plan: TaskPlan) -> str:
    """The row as the template writes it, with its answer in the words that the model is asked for."""
    answer = str(row.label)
    if plan.output == "verbalizer":
        answer = Verbalizer.from_config(plan.label_words, plan.labels).words[answer][0].strip()
    return "".join(segment.text for segment in template.render(row, answer))
