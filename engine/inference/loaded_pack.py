"""LoadedPack: a pack on its backbone, checked, ready to be asked; the untouched model stands beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import torch

from engine.backbones.backbone import Backbone
from engine.backbones.catalog import find_backbone
from engine.data import Example, Template
from engine.errors import InputError
from engine.inference.generator import Sampling, TextGenerator
from engine.inference.pack_checks import require_answers, require_head, require_slots
from engine.inference.rows import make_example
from engine.methods import Prompt
from engine.packs import Match, PromptPack, match, read_pack, require_fit
from engine.runs import BackboneConfig
from engine.tasks.factory import TaskPlan, make_task
from engine.tasks.task import Predictions, Task, predict_all
from engine.training.baselines import EVALUATION_BATCH
from engine.training.preparation import Warm, load_backbone
from engine.training.prompted_model import PromptedModel


class LoadedPack:
    """A pack and the backbone it runs on. `task` has the pack's head; `base_task` is the same without a prompt."""

    def __init__(self, pack: PromptPack, backbone: Backbone, fitted: Match) -> None:
        """Raises PackError or InputError where the pack's parts do not belong together or to this model."""
        self.pack, self.backbone, self.match = pack, backbone, fitted
        tensors = {name: torch.from_numpy(array).float() for name, array in pack.tensors().items()}
        manifest = pack.manifest
        require_answers(manifest)
        is_infix = manifest.position.get("deep") == "infix"
        prompt = Prompt.from_tensors(tensors, is_infix=is_infix).to(backbone.device)
        require_slots(prompt, backbone)
        plan = TaskPlan(
            kind=manifest.task["kind"],
            output=manifest.task["output"],
            template=manifest.template,
            labels=manifest.labels,
            label_words=manifest.label_words or None,
            max_tokens=int(manifest.task["max_tokens"]),
            pooling=str(manifest.task.get("pooling", "mean")),
            columns=manifest.task.get("columns", {}),
            metric=manifest.task.get("metric"),
            answer_tokens=manifest.task.get("answer_tokens"),
            vocabulary=manifest.task.get("vocabulary"),
        )
        length = prompt.prefix_length
        positions = manifest.position["positions"]
        self.task: Task = make_task(
            backbone,
            plan,
            input_length=prompt.input_length,
            prefix_length=length,
            decoder_length=0 if positions == "kept" else prompt.length_at("decoder"),
        ).eval()
        require_head(tensors, self.task, backbone)
        self.task.load_head(tensors)
        self.base_task: Task = make_task(backbone, plan, input_length=0, prefix_length=length).eval()
        self.model = PromptedModel(
            backbone, prompt, shifts_positions=positions != "kept", places_prefix=positions == "placed"
        )
        self.base_model = PromptedModel(backbone)

    @staticmethod
    def open(
        path: Path,
        *,
        source: str | None = None,
        device: str = "auto",
        dtype: str = "auto",
        warm: Warm | None = None,
    ) -> LoadedPack:
        """Read and check a pack, load a backbone, check that they fit.

        The backbone: `source`, else one here with the very weights the pack was made for, else the one it names.

        Raises PackError for a damaged pack or one that cannot fit, InputError when the backbone is not here.
        """
        pack = read_pack(path)
        wanted = pack.manifest.backbone
        config = BackboneConfig(source=source or find_backbone(wanted, path), device=device, dtype=dtype)
        backbone, fingerprint = load_backbone(config, warm or Warm())
        fitted = match(wanted, fingerprint, tensors=pack.manifest.shapes, is_frozen=pack.manifest.is_frozen)
        require_fit(fitted)
        return LoadedPack(pack, backbone, fitted)

    @property
    def members(self) -> list[LoadedPack]:
        """Itself alone; an ensemble has several."""
        return [self]

    @property
    def labels(self) -> list[str]:
        """The labels to pick from; none where a task's answers are something else."""
        return self.task.labels if self.task.has_labels else []

    @property
    def fields(self) -> tuple[str, ...]:
        """The columns that the pack's template shows."""
        return Template.parse(self.pack.manifest.template).fields()

    @property
    def has_own_words(self) -> bool:
        """Whether the untouched model can answer too; with a head it cannot, it has none."""
        return self.pack.manifest.task["output"] != "head"

    @property
    def columns(self) -> dict[str, str]:
        """Role -> column of the table that the pack was trained on."""
        return dict(self.pack.manifest.task.get("columns", {}))

    def predict(self, examples: Sequence[Example]) -> Iterator[int | Predictions]:
        """Answers for some rows, labels not needed: yields how many are done, at last the Predictions."""
        rows = [self.task.encode(example) for example in examples]
        yield from predict_all(self.task, self.model, rows, EVALUATION_BATCH)

    def base_predict(self, examples: Sequence[Example]) -> Iterator[int | Predictions]:
        """The untouched model's answers on the same rows. Raises InputError for a head: there is nothing to ask."""
        if not self.has_own_words:
            raise InputError("base_has_no_head")
        rows = [self.base_task.encode(example) for example in examples]
        yield from predict_all(self.base_task, self.base_model, rows, EVALUATION_BATCH)

    def stream(self, fields: dict[str, str], sampling: Sampling, *, base: bool = False) -> Iterator[str]:
        """The text that follows the filled template, in pieces. Raises InputError for an encoder."""
        task, model = (self.base_task, self.base_model) if base else (self.task, self.model)
        example = make_example(0, fields, self.columns)
        yield from TextGenerator(model, task.encoder.layout).stream(task.encoder.encode(example), sampling)
