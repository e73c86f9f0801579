"""From plain choices (a recipe's or a pack's) to a Task on a backbone: one way for training, scoring and playing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch

from engine.backbones.backbone import Backbone, Family
from engine.data import Template, Verbalizer, take_answer_space
from engine.data.template import Answer, Soft
from engine.errors import InputError
from engine.tasks.classification import HeadClassification, VerbalizerClassification
from engine.tasks.encoding import ExampleEncoder
from engine.tasks.support import require_support
from engine.tasks.task import Task
from engine.tasks.writing import Writing

POOLERS = ("pooler", "pooler_front")  # poolings that need the model's own layer for it


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
    decoder_length: int = 0,
    generator: torch.Generator | None = None,
) -> Task:
    """The task with its encoder for a prompt of that size; lengths 0 make the untouched model's task.

    A prompt that does not enter the input needs no place in the text: its `{soft}` places close up. What stands behind
    `{answer}` is never read (but by a masked model, behind its blank), so a place there holds none.
    `decoder_length`: by how much a prefix in an encoder-decoder's decoder moves the answer. Raises InputError for what
    cannot work together.
    """
    family = backbone.family
    require_support(plan.kind, plan.output, family, has_words=backbone.has_words, backbone=backbone.name)
    template = read_template(Template.parse(plan.template), family, plan.output, input_length)

    def encoder(read: Template) -> ExampleEncoder:
        # an encoder-decoder's encoder keeps its positions: a deep prefix takes no room there
        return ExampleEncoder(backbone, read, plan.max_tokens, 0 if family == "seq2seq" else prefix_length)

    task: Task
    if plan.output == "text":
        task = Writing(backbone, encoder(template))
    elif plan.output == "head":
        if plan.pooling in POOLERS and backbone.pooler is None:
            raise InputError("no_pooler", backbone=backbone.name)
        task = HeadClassification(backbone, plan.labels, encoder(template), plan.pooling, generator)
    else:
        template, has_space = take_answer_space(template)
        verbalizer = Verbalizer.from_config(plan.label_words, plan.labels)
        words = (verbalizer.with_space() if has_space else verbalizer).to_config()
        task = VerbalizerClassification(backbone, plan.labels, encoder(template), words)
    task.encoder.require_room(decoder_length)
    return task


def read_template(template: Template, family: Family, output: str, input_length: int) -> Template:
    """What a model reads of a template, its learned tokens counted out; without any, the words alone.

    Raises InputError when there is no place for the prompt, or none for an answer in words, or where learned tokens
    stand behind everything that a causal model's head reads.
    """
    if family != "masked" or output == "head":
        template = template.until_answer()
    template = template.with_lengths(input_length) if input_length else template.without_soft()
    last = next((piece for piece in reversed(template.pieces) if not isinstance(piece, Answer)), None)
    if family == "causal" and output == "head" and isinstance(last, Soft):
        raise InputError("template_soft_unread", template=str(template))
    return template.needs_answer() if output == "verbalizer" else template
