"""What the contract of the methods is tested on: each method on each family and output that it works with.

`Case` names such a combination, `Studied` holds what its claims look at: the settled recipe, and one training in one go
beside one that was broken off and went on. Nothing here names a method: it is whatever is registered.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import torch
from torch import Tensor

from engine.backbones.backbone import Family
from engine.events import RunEvent
from engine.methods import METHODS, Prompt, describe_methods, make_config
from engine.runs import Run
from engine.tasks.support import TASKS, refusal
from engine.tasks.task import Predictions, predict_all
from engine.training.batches import Batch, EncodedExample
from engine.training.control import Control
from engine.training.preparation import Prepared, Warm, prepare
from engine.training.prompted_model import PromptedModel
from engine.training.trainer import train

FAMILIES: dict[str, Family] = {
    "gpt2": "causal",
    "llama": "causal",
    "qwen3": "causal",
    "opt": "causal",
    "glm": "causal",
    "bert_mlm": "masked",
    "roberta": "masked",
    "electra": "masked",
    "distilbert": "masked",
    "albert": "masked",
    "t5": "seq2seq",
    "bart": "seq2seq",
}
ONE_OF_EACH = ("gpt2", "bert_mlm", "t5")  # one model for each family, where all would take too long
WORDS = {"praise": ["good"], "complaint": ["a bad film"]}  # of unequal length with every tokenizer
STEPS, BROKEN_BEHIND = 4, 3
SOIL = 20  # a token that every vocabulary here has
STRENGTH = 0.5  # how far the claims move a prompt from its start, so that nothing about it is too small to see


@dataclass(frozen=True)
class Case:
    """A method on a tiny model with an output; `options` other than the defaults."""

    kind: str
    name: str
    output: str
    options: tuple[tuple[str, Any], ...] = ()
    template: str | None = None  # None: the preset, with the virtual tokens in front

    def __str__(self) -> str:
        more = [f"{name}={value}" for name, value in self.options]
        return "-".join([self.kind, self.name, self.output, *more, *(["scattered"] if self.template else [])])

    @property
    def refusal(self) -> str | None:
        """Code of the reason why the method says that these options cannot work here."""
        _, config = make_config({"kind": self.kind, **dict(self.options)})
        return config.refusal(FAMILIES[self.name], self.output)

    def recipe(self, **training: Any) -> dict[str, Any]:
        """Sections for `make_run`."""
        return {
            "method": {"kind": self.kind, **dict(self.options)},
            "task": {"output": self.output},
            "data": {"verbalizer": WORDS if self.output == "verbalizer" else None, "template": self.template},
            "training": {"steps": STEPS, "checkpoint_every": 2, "evaluate_every": 2, "learning_rate": 0.01, **training},
        }


def outputs_of(name: str) -> list[str]:
    """The outputs of classification that work with a tiny model; all masked ones here have a head over words."""
    return [out for out in TASKS["classification"]["outputs"] if refusal("classification", out, FAMILIES[name]) is None]


CASES = [Case(kind, name, output) for kind in METHODS for name in FAMILIES for output in outputs_of(name)]
SITES = {entry.sites: kind for kind, entry in METHODS.items()}  # a method of each
# A training and its pack differ by method, output and family; of the other models, only what a prompt is made of there.
TRAINED = [
    case
    for case in CASES
    if case.name in ONE_OF_EACH or (case.kind in SITES.values() and case.output == outputs_of(case.name)[0])
]
SCATTERED = [
    Case(kind, name, "verbalizer", template="{soft}the {text}{soft} is {answer}{soft}")
    for kind in METHODS
    for name in ONE_OF_EACH
]


def other_values(field: dict[str, Any]) -> list[Any]:
    """Of an option: every choice but the default; of a number that is left open, its lowest and one above."""
    if field["type"] == "bool":
        return [not field["default"]]
    if field["type"] == "int" and field["default"] is None:
        return [int(field["low"]), int(field["low"]) + 2]
    return [part["value"] for part in field["choices"] if part["value"] != field["default"]]


def option_cases(names: Sequence[str], types: Sequence[str]) -> list[Case]:
    """Every option of such a type with another value than its default."""
    return [
        Case(entry["kind"], name, outputs_of(name)[0], ((field["name"], value),))
        for name in names
        for entry in describe_methods()
        for field in entry["schema"]
        if field["type"] in types
        for value in other_values(field)
    ]


# a number that is left open may be of a site that only encoder-decoders have
CHOICES = [*option_cases(ONE_OF_EACH, ("choice", "bool")), *option_cases(["t5"], ("int",))]


class Studied:
    """One case, prepared and trained when first asked for."""

    def __init__(self, case: Case, make_run: Callable[..., Run], warm: Warm) -> None:
        self.case, self.warm = case, warm
        self._make_run = make_run

    @cached_property
    def prepared(self) -> Prepared:
        """Everything loaded, the method at its start."""
        found = list(prepare(self._new_run().config, Control(), self.warm))[-1]
        assert isinstance(found, Prepared)
        return found

    @cached_property
    def straight(self) -> tuple[Run, RunEvent]:
        """A training in one go and its last event."""
        run = self._new_run()
        return run, list(train(run, warm=self.warm))[-1]

    @cached_property
    def broken(self) -> tuple[Run, list[RunEvent]]:
        """The same recipe, left behind a step that no save point holds, and the events of going on."""
        run = self._new_run()
        events = train(run, warm=self.warm)
        for event in events:
            if event["type"] == "step" and event["step"] == BROKEN_BEHIND:
                events.close()  # type: ignore[attr-defined]
                break
        return run, list(train(run, warm=self.warm))

    def strong_prompt(self) -> Prompt:
        """The prompt at its start, moved by random numbers, as leaves that gather gradients."""
        generator = torch.Generator().manual_seed(5)
        export = self.prepared.method.export()
        moved = {
            name: (tensor + STRENGTH * torch.randn(tensor.shape, generator=generator)).requires_grad_()
            for name, tensor in export.tensors().items()
        }
        return Prompt.from_tensors(moved, is_infix=export.is_infix)

    def uneven_rows(self) -> list[EncodedExample]:
        """The shortest and the longest row, and one between whose answer has another length than the shortest's."""
        rows = sorted(self.prepared.train, key=lambda row: len(row.ids))
        first, last = rows[0], rows[-1]
        between = [row for row in rows if len(first.ids) < len(row.ids) < len(last.ids) and row.target != first.target]
        middle = between[len(between) // 2]
        assert self.case.output == "head" or len(middle.answer) != len(first.answer)
        return [first, last, middle]

    def _new_run(self) -> Run:
        return self._make_run(self.case.name, **self.case.recipe())


def soiled(batch: Batch) -> Batch:
    """The same rows with a token in place of every padding: nobody may read it."""
    filled = {"input_ids": batch.input_ids.where(batch.attention_mask, SOIL)}
    if batch.decoder_ids is not None and batch.decoder_mask is not None:
        filled["decoder_ids"] = batch.decoder_ids.where(batch.decoder_mask, SOIL)
    return replace(batch, **filled)


def moved_left(batch: Batch) -> Batch:
    """The same rows with their padding on the left, the decoder's as well."""
    side = "attention_mask" if batch.decoder_mask is None else "decoder_mask"  # of what is answered
    masks = dict.fromkeys(("input_ids", "soft_index", "attention_mask"), "attention_mask") | {"labels": side}
    if batch.decoder_mask is not None:
        masks |= {"decoder_ids": side, "decoder_mask": side}
    moved = {}
    for name, mask in masks.items():
        missing = (~getattr(batch, mask)).sum(dim=1).tolist()
        rows = zip(getattr(batch, name), missing, strict=True)
        moved[name] = torch.stack([row.roll(shift) for row, shift in rows])
    return replace(batch, **moved)


def real_states(model: PromptedModel, batch: Batch) -> list[Tensor]:
    """Of each row, the last hidden states (its tokens, H) without those of padding."""
    with torch.no_grad(), model.installed(batch):
        hidden = model.hidden(batch)
    mask = batch.attention_mask if batch.decoder_mask is None else batch.decoder_mask
    return [row[real] for row, real in zip(hidden, mask, strict=True)]


def gradients(studied: Studied, batch: Batch, *, is_checkpointed: bool = False) -> dict[str, Tensor]:
    """Of the strong prompt and of the task's own parameters, on one batch."""
    prompt, task = studied.strong_prompt(), studied.prepared.task
    backbone = studied.prepared.backbone
    model = PromptedModel(backbone, prompt)
    task.zero_grad()
    with model.installed(batch), backbone.checkpointed(is_checkpointed):
        task.loss(model, batch).backward()
    leaves = {**prompt.tensors(), **dict(task.named_parameters())}
    return {name: leaf.grad.clone() for name, leaf in leaves.items() if leaf.grad is not None}


def predictions(studied: Studied, model: PromptedModel, rows: Sequence[EncodedExample], size: int) -> Predictions:
    """What the task answers on some rows, so many at once."""
    found = list(predict_all(studied.prepared.task, model, rows, size))[-1]
    assert isinstance(found, Predictions)
    return found


def dead_rows(tensors: dict[str, Tensor]) -> list[str]:
    """Virtual tokens without a gradient, by tensor; keys and values are looked at apart."""
    dead = []
    for name, tensor in tensors.items():
        grad = torch.zeros_like(tensor) if tensor.grad is None else tensor.grad
        rows = grad.abs().amax(dim=1)[None] if grad.dim() == 2 else grad.abs().amax(dim=(1, 3))  # (1 or 2, P)
        dead += [f"{name} {part}:{row}" for part, row in (rows == 0).nonzero().tolist()]
    return dead


def difference(first: Tensor, second: Tensor) -> float:
    """The largest difference, by the largest number of the second."""
    assert first.shape == second.shape
    return float((first - second).abs().max() / second.abs().max())
