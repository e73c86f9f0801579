"""A task asked with its full prompt after that went through a subspace: what is lost without any learning."""

from __future__ import annotations

from typing import Any

import torch
from torch.nn import functional as F

from engine.methods import Prompt
from engine.methods.subspace_networks import PromptDecoder, PromptLayout
from engine.packs import read_pack
from engine.runs import Run
from engine.study.study import Decoder, StudyRun
from engine.subspaces import read_subspace
from engine.tasks.judging import Judge
from engine.tasks.task import Predictions, predict_all
from engine.training.baselines import EVALUATION_BATCH
from engine.training.control import Control
from engine.training.preparation import Prepared, Warm, prepare


def ask_back(run: StudyRun, decoder: Decoder, task: str, control: Control, warm: Warm) -> dict[str, Any]:
    """{"metrics": of the same rows as the full prompt's, "numbers": the prompt's place (d), "error": how far the prompt
    that comes back is from its own, as a share of that one's size}. Raises EngineError."""
    pack_path = Run(run.prompts.task_folder(task)).pack_path
    assert pack_path is not None
    pack = read_pack(pack_path)
    full = Prompt.from_tensors({name: torch.from_numpy(array).float() for name, array in pack.tensors().items()})
    subspace = read_subspace(run.subspace(decoder))
    tensors = {name: torch.from_numpy(array).float() for name, array in subspace.tensors().items()}
    layout = PromptLayout(subspace.manifest.shapes, is_infix=subspace.manifest.is_infix)
    row = layout.row(full)
    with torch.no_grad():
        numbers = F.linear(row, tensors["encoder.weight"], tensors["encoder.bias"])
        back = PromptDecoder.of(tensors)(numbers)
    prepared = next(
        item
        for item in prepare(run.prompts.task_config(task), control, warm, is_restored=True)
        if isinstance(item, Prepared)
    )
    prepared.task.eval()
    model = prepared.prompted(layout.prompt(back).to(prepared.backbone.device))
    found = next(
        item
        for item in predict_all(prepared.task, model, prepared.kept_aside, EVALUATION_BATCH)
        if isinstance(item, Predictions)
    )
    judge = Judge(prepared.task, prepared.loaded.kept_aside)
    metrics = judge.metrics(found, prepared.task.said(found))
    return {"metrics": metrics, "numbers": numbers.tolist(), "error": float((back - row).norm() / row.norm())}
