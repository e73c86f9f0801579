"""Open choices of a recipe, settled once before the first step: task, template, method, learning rate, steps.

Nothing is loaded here but what a model's files say. Where rows are needed to choose, they are handed in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import torch

from engine.data import (
    PRESET,
    ColumnMapping,
    Template,
    Verbalizer,
    language_of,
    preset_template,
    resolve_preset,
)
from engine.data.roles import CLASSIFICATION
from engine.methods import make_config, method_entry
from engine.runs import RunConfig, TaskConfig
from engine.tasks.support import default_output
from engine.training.answer_choices import read_vocabulary, writing_metric
from engine.training.joint import is_joint, joint_dtype
from engine.training.possible import require_method, require_task, stored_model
from engine.training.schedule import settled_habits

DEFAULT_TASK = CLASSIFICATION
DEFAULT_EPOCHS = 5.0
MOST_WRITTEN_CHECKS = 4
FEWEST_STEPS, MOST_STEPS = 100, 2000  # where neither steps nor passes are given
FEWEST_EPOCHS, MOST_EPOCHS = 0.01, 10_000.0  # what a recipe takes; told only, where steps are given


def settle(
    config: RunConfig,
    mapping: ColumnMapping,
    labels: Sequence[str],
    texts: Iterable[str],
    answers: Sequence[str] = (),
    *,
    is_short: bool | None = None,
) -> RunConfig:
    """The recipe with task, template, method and learning rate chosen; nothing is loaded yet.

    `texts` tell the preset's language, `answers` how written ones are best measured; `is_short`: the input is a word or
    two. Raises InputError for what cannot work together, with the reason.
    """
    model = stored_model(config.backbone.source)
    family = model.family
    kind = config.task.kind or DEFAULT_TASK
    output = config.task.output or default_output(family, kind)
    pooling = config.task.pooling or ("last" if family == "causal" else "mean")
    require_task(model, TaskConfig(kind, output, pooling))
    read_vocabulary(config.task.vocabulary)
    template = config.data.template
    if template is None:
        template = preset_template(mapping, labels, kind, output, language_of(texts), family, is_short)
    elif template.startswith(PRESET):
        template = resolve_preset(template.removeprefix(PRESET), mapping, family)
    pieces = Template.parse(template, None, mapping.columns)
    if output != "head":
        pieces.needs_answer()
    is_whole = family == "masked" and output != "head"  # others never read what stands behind the answer
    entry, options = make_config(_with_length(config.method, pieces if is_whole else pieces.until_answer()))
    require_method(model, entry, options, output, pieces)
    if output == "verbalizer":
        Verbalizer.from_config(config.data.verbalizer, labels)  # only to check it
    is_adafactor = config.training.optimizer == "adafactor" and entry.adafactor_rate is not None
    return config.replace(
        task={
            "kind": kind,
            "output": output,
            "pooling": pooling,
            "metric": (config.task.metric or writing_metric(mapping, answers)) if kind == "generation" else None,
        },
        data={"template": str(pieces), "columns": mapping.to_config()},
        method={**vars(options), "kind": entry.kind},
        **({"backbone": {"dtype": joint_dtype(config.backbone.dtype)}} if is_joint(vars(options)) else {}),
        training={
            "learning_rate": config.training.learning_rate
            or (entry.adafactor_rate if is_adafactor else entry.rate(options, output)),
            "threads": config.training.threads or torch.get_num_threads(),
            **settled_habits(config.training),
        },
    )


def _with_length(method: dict[str, Any], template: Template) -> dict[str, Any]:
    """The method with the length that a template counts out, where the recipe names none: (3, 3, 3) makes nine."""
    entry = method_entry(method.get("kind"))
    total = template.soft_total
    has_length = "length" in entry.config.__dataclass_fields__
    is_open = entry.sites == "input" and has_length and "length" not in method and bool(template.soft_places)
    return {**method, "length": total} if is_open and total is not None else method


def settle_steps(config: RunConfig, rows: int, kept_aside: int) -> RunConfig:
    """The recipe with steps, passes, checks and early stopping chosen, for so many rows to train on and so many scored
    at each check."""
    training = config.training
    size = training.batch_size * training.accumulate
    a_pass = -(-rows // size)
    steps, epochs = training.steps, training.epochs
    if steps is None:
        steps = round((epochs or DEFAULT_EPOCHS) * a_pass)
        if epochs is None:
            steps = min(max(steps, FEWEST_STEPS), MOST_STEPS)
    stopping = training.early_stopping
    if stopping is None:
        stopping = 0 if training.steps is not None else 3
    # scoring a row costs about a third of training on it: spend at most half as much on checks as on training
    checks = min(max(steps * size * 3 // (2 * max(kept_aside, 1)), 2), 10)
    if config.task.kind == "generation":  # an answer is written token by token
        checks = min(checks, MOST_WRITTEN_CHECKS)
    return config.replace(
        training={
            "steps": max(steps, 1),
            "epochs": epochs or min(max(round(steps / a_pass, 2), FEWEST_EPOCHS), MOST_EPOCHS),
            "evaluate_every": training.evaluate_every or max(1, -(-steps // checks)),
            "early_stopping": stopping,
        }
    )
