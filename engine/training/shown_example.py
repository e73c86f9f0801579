"""One row as the model will see it: every token with what it is (soft, template, text, answer, cut)."""

from __future__ import annotations

import dataclasses
from typing import Any

from engine.backbones.backbone import Backbone
from engine.data import Example
from engine.inference.rows import known_label
from engine.runs import RunConfig
from engine.tasks.factory import TaskPlan
from engine.tasks.span_qa import SpanExample
from engine.training.preparation import sketch

KINDS = ("soft", "template", "text", "answer", "cut")


def show_example(config: RunConfig, backbone: Backbone, plan: TaskPlan, example: Example) -> dict[str, Any]:
    """The `example` event of a row under a settled recipe.

    {"tokens": [{"text", "kind"}, ...] in reading order, "counts": tokens of each kind, "prefix": virtual tokens in
    front of the attention layers, "is_infix", "windows": how many parts a long context is read in}.
    """
    task, prompt = sketch(config, backbone, plan)
    example = dataclasses.replace(example, label=known_label(example, example.label, plan.kind, plan.labels))
    encoded = task.encode(example)
    tokens = task.encoder.tokens(example, encoded.answer if example.label is not None else None)
    counts = {kind: sum(token.kind == kind for token in tokens) for kind in KINDS}
    if not prompt.input_length:
        counts["soft"] = prompt.prefix_length
    return {
        "type": "example",
        "tokens": [{"text": token.text, "kind": token.kind} for token in tokens],
        "counts": counts,
        "prefix": prompt.prefix_length,
        "is_infix": prompt.is_infix,
        "windows": len(encoded.windows) if isinstance(encoded, SpanExample) else 1,
    }
