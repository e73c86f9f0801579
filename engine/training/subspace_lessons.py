"""The tasks of a search for a subspace: each asks the frozen model about its own rows, through a prompt that is given
to it anew in every step.

A pass of several of them is that of trainings side by side (`together`): the prompt of each is held still meanwhile, so
that its gradient can be handed on to the network that made it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence

import torch
from torch import Tensor, nn

from engine.errors import InputError
from engine.events import RunEvent
from engine.methods import Prompt, PromptMethod
from engine.methods.initializers import TEXT_NOTES
from engine.methods.subspace_networks import PromptLayout
from engine.packs.match import GREEN, match
from engine.runs import RunConfig
from engine.subspaces.recipes import SEARCH_TRAINING, SearchConfig
from engine.tasks.task import losses_of
from engine.training.baselines import EVALUATION_BATCH
from engine.training.batches import DataOrder, EncodedExample
from engine.training.control import Control
from engine.training.preparation import Prepared, Warm, prepare
from engine.training.pretraining_tasks import said_of
from engine.training.prompted_model import PromptedModel
from engine.training.schedule import settled_habits
from engine.training.stepping import Group, Stepper, StepWish
from engine.training.subspace_material import Material

CHECKED_ROWS = 16  # kept-aside rows of each task that a check looks at: their loss, which writes nothing
CHECKS = 5  # in a search, where the recipe does not say
SEED_OF_ROWS = 10  # times the task's number, added to the seed


class HeldPrompt(PromptMethod):
    """A prompt (n,) made elsewhere: a leaf that gathers the gradient of a pass."""

    def __init__(self, layout: PromptLayout) -> None:
        super().__init__()
        self.layout = layout
        self.row = nn.Parameter(torch.zeros(layout.size))

    def hold(self, row: Tensor) -> None:
        """Stand for this prompt; what was gathered for the last one is gone."""
        self.row.data.copy_(row)
        self.row.grad = None

    def forward(self) -> Prompt:
        return self.layout.prompt(self.row)


class Lesson:
    """A task of a search: its rows, their order, and the loss that its own prompt has on the rows of a check."""

    def __init__(self, place: int, name: str, prepared: Prepared, material: Material, config: SearchConfig) -> None:
        self.place, self.name = place, name
        self.held = HeldPrompt(material.layout).to(prepared.backbone.device)
        own = prepared.config.replace(training=vars(config.training))
        self.prepared = dataclasses.replace(prepared, config=own, method=self.held, contexts=None)
        self.stepper = Stepper(config.training, [Group([self.held.row])])  # never steps: it makes batches
        lengths = [len(row) for row in prepared.train]
        size = rows_per_turn(config)
        self.order = DataOrder(lengths, min(size, len(lengths)), config.seed + SEED_OF_ROWS * place)
        self.checked: Sequence[EncodedExample] = prepared.kept_aside[:CHECKED_ROWS]
        self.own_loss = 0.0

    def wish(self, row: Tensor, turns: int) -> StepWish:
        """The pass of the next rows with a prompt (n,), those of so many turns as one batch."""
        self.held.hold(row)
        return StepWish(self.stepper, self.prepared, [[index for _ in range(turns) for index in self.order.next()]])

    def loss_with(self, row: Tensor) -> float:
        """Mean loss of the rows of a check, with a prompt (n,)."""
        prompt = self.held.layout.prompt(row.detach().to(self.prepared.backbone.device))
        model = PromptedModel(self.prepared.backbone, prompt)
        for part in losses_of(self.prepared.task, model, self.checked, EVALUATION_BATCH):
            if isinstance(part, Tensor):
                return float(part.mean())
        raise AssertionError("unreachable")


def rows_per_turn(config: SearchConfig) -> int:
    """Rows that a task has in a step, where it has its turn once."""
    return max(1, config.training.batch_size // config.subspace.mix)


def prepare_lessons(
    material: Material, config: SearchConfig, control: Control, warm: Warm
) -> Iterator[RunEvent | Lesson]:
    """Prepare every task that has rows: yields the events of it with its name as `task`, and the Lessons.

    Raises InputError for a model that is not the one of the prompts, and for tables that changed beyond use.
    """
    for place, task in enumerate(material.tasks):
        if task.config is None:
            continue
        with said_of(task.name):
            for item in prepare(_recipe(task.config, config), control, warm, is_restored=True):
                if isinstance(item, Prepared):
                    _require_model(item, material)
                    yield Lesson(place, task.name, item, material, config)
                elif not (item["type"] == "note" and item["code"] in TEXT_NOTES):  # the start is not used
                    yield {**item, "task": task.name}


def _recipe(own: RunConfig, config: SearchConfig) -> RunConfig:
    """The recipe of a task's own run, as the search works: its model where the search finds it, its threads."""
    given = {name: value for name, value in vars(config.backbone).items() if value not in (None, "auto")}
    training = {"batch_size": rows_per_turn(config), "threads": config.training.threads, "steps": 1}
    return own.replace(training=training, backbone=given)


def _require_model(prepared: Prepared, material: Material) -> None:
    found = match(material.backbone, prepared.fingerprint)
    if found.colour != GREEN:
        names = {"found": material.backbone.name, "needed": prepared.fingerprint.name}
        raise InputError("subspace_other_prompts", **names)


def settled(config: SearchConfig) -> SearchConfig:
    """The recipe with what was left open in its training chosen."""
    training = config.training
    steps = training.steps or SEARCH_TRAINING["steps"]
    chosen = {
        "steps": steps,
        "learning_rate": training.learning_rate or SEARCH_TRAINING["learning_rate"],
        "threads": training.threads or torch.get_num_threads(),
        "evaluate_every": training.evaluate_every or -(-steps // CHECKS),
        **settled_habits(training),
    }
    return dataclasses.replace(config, training=dataclasses.replace(training, **chosen))
