"""From plain choices (a recipe's or a pack's) to a Task on a backbone: one way for training, scoring and playing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import torch

from engine.backbones.backbone import Backbone, Family
from engine.data import Template, Verbalizer, take_answer_space
from engine.data.template import Answer, Soft
from engine.errors import InputError
from engine.tasks.choice import Choice
from engine.tasks.classification import HeadClassification, VerbalizerClassification
from engine.tasks.cloze import Cloze
from engine.tasks.encoding import ExampleEncoder
from engine.tasks.generation import Generation
from engine.tasks.span_qa import SpanAnswering
from engine.tasks.support import require_support
from engine.tasks.tagging import Tagging
from engine.tasks.task import Task

POOLERS = ("pooler", "pooler_front")  # poolings that need the model's own layer for it


@dataclass(frozen=True)
class TaskPlan:
    """Everything about a task that a pack keeps.

    `columns`: role -> column, as in a recipe; `metric` and `answer_tokens` are generation's, `vocabulary` is cloze's.
    """

    kind: str
    output: str
    template: str
    labels: Sequence[str]
    label_words: dict[str, list[str]] | None
    max_tokens: int
    pooling: str
    columns: Mapping[str, str] = field(default_factory=dict)
    metric: str | None = None
    answer_tokens: int | None = None
    vocabulary: Sequence[str] | None = None

    def column(self, role: str, place: int) -> str:
        """The column of a role; else the one that stands at that place among those of the template."""
        return self.columns.get(role) or Template.parse(self.template).fields()[place]


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

    task = MAKERS[plan.kind, plan.output](backbone, plan, template, encoder, generator)
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


Encode = Callable[[Template], ExampleEncoder]
Generator = torch.Generator | None


def _verbalizer(backbone: Backbone, plan: TaskPlan, template: Template, encoder: Encode, draw: Generator) -> Task:
    template, has_space = take_answer_space(template)
    verbalizer = Verbalizer.from_config(plan.label_words, plan.labels)
    words = (verbalizer.with_space() if has_space else verbalizer).to_config()
    return VerbalizerClassification(backbone, plan.labels, encoder(template), words)


def _head(backbone: Backbone, plan: TaskPlan, template: Template, encoder: Encode, draw: Generator) -> Task:
    if plan.pooling in POOLERS and backbone.pooler is None:
        raise InputError("no_pooler", backbone=backbone.name)
    return HeadClassification(backbone, plan.labels, encoder(template), plan.pooling, draw)


def _choice(backbone: Backbone, plan: TaskPlan, template: Template, encoder: Encode, draw: Generator) -> Task:
    template, has_space = take_answer_space(template)
    return Choice(backbone, encoder(template), has_space)


def _cloze(backbone: Backbone, plan: TaskPlan, template: Template, encoder: Encode, draw: Generator) -> Task:
    template, has_space = take_answer_space(template)
    return Cloze(backbone, encoder(template), plan.vocabulary, has_space)


def _generation(backbone: Backbone, plan: TaskPlan, template: Template, encoder: Encode, draw: Generator) -> Task:
    if plan.columns:  # an imported prompt says nothing of its answers, and is used as its own program uses it
        template, has_space = take_answer_space(template)
    else:
        has_space = False
    return Generation(backbone, encoder(template), plan.metric or "bleu", plan.answer_tokens, has_space)


def _tagging(backbone: Backbone, plan: TaskPlan, template: Template, encoder: Encode, draw: Generator) -> Task:
    return Tagging(backbone, plan.labels, encoder(template), plan.column("text", 0), draw)


def _span_qa(backbone: Backbone, plan: TaskPlan, template: Template, encoder: Encode, draw: Generator) -> Task:
    return SpanAnswering(backbone, encoder(template), plan.column("context", -1), draw)


MAKERS: dict[tuple[str, str], Callable[[Backbone, TaskPlan, Template, Encode, Generator], Task]] = {
    ("classification", "verbalizer"): _verbalizer,
    ("classification", "head"): _head,
    ("choice", "text"): _choice,
    ("cloze", "text"): _cloze,
    ("generation", "text"): _generation,
    ("tagging", "head"): _tagging,
    ("span_qa", "head"): _span_qa,
}
