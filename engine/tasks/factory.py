"""From plain choices (a recipe's or a pack's) to a Task on a backbone: one way for training, scoring and playing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch

from engine.backbones.backbone import Backbone
from engine.data import Template, Verbalizer, take_answer_space
from engine.errors import InputError
from engine.tasks.classification import HeadClassification, VerbalizerClassification
from engine.tasks.encoding import ExampleEncoder
from engine.tasks.support import require_support
from engine.tasks.task import Task
from engine.tasks.writing import Writing


@dataclass(frozen=True)
class TaskPlan:
    """Everything about a task that a pack keeps."""

    kind: str
    output: str
    template: str
    labels: Sequence[str]
    label_words: dict[str, list[str]] | None
    max_tokens: int
    pooling: str


def make_task(
    backbone: Backbone,
    plan: TaskPlan,
    *,
    input_length: int,
    prefix_length: int,
    generator: torch.Generator | None = None,
) -> Task:
    """The task with its encoder for a prompt of that size; lengths 0 make the untouched model's task.

    A prompt that does not enter the input needs no place in the text: its `{soft}` places close up. What stands behind
    `{answer}` is never read (but by a masked model, behind its blank), so a place there holds none. Raises InputError
    for what cannot work together.
    """
    family = backbone.family
    require_support(plan.kind, plan.output, family, has_words=backbone.has_words)
    template = Template.parse(plan.template)
    if family != "masked" or plan.output == "head":
        template = template.until_answer()
    template = template.with_lengths(input_length) if input_length else template.without_soft()

    def encoder(read: Template) -> ExampleEncoder:
        # an encoder-decoder's encoder keeps its positions: a deep prefix takes no room there
        return ExampleEncoder(backbone, read, plan.max_tokens, 0 if family == "seq2seq" else prefix_length)

    if plan.output == "text":
        return Writing(backbone, encoder(template))
    if plan.output == "head":
        if plan.pooling in ("pooler", "pooler_front") and backbone.pooler is None:
            raise InputError("no_pooler", backbone=backbone.name)
        return HeadClassification(backbone, plan.labels, encoder(template), plan.pooling, generator)
    template, has_space = take_answer_space(template.needs_answer())
    verbalizer = Verbalizer.from_config(plan.label_words, plan.labels)
    words = (verbalizer.with_space() if has_space else verbalizer).to_config()
    return VerbalizerClassification(backbone, plan.labels, encoder(template), words)
