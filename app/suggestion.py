"""Which base model to start with, for a table nobody has chosen one for: by its task and language, of those on this
computer."""

from __future__ import annotations

from itertools import islice
from typing import Any

from app.workspace import Workspace
from engine.data import language_of
from engine.runs import RunConfig
from widgets.support import Support, usual_method, usual_output

SAMPLED_ROWS = 50
FOR_WRITERS = ("choice", "cloze", "generation")  # tasks whose answers are words


def suggest(workspace: Workspace, recipe: dict[str, Any]) -> dict[str, Any] | None:
    """The recipe with a base model and the method it is usually taught by; None where there is nothing to suggest,
    because the one that was chosen will do, or none that is here can."""
    table, mapping, task = workspace.table, workspace.mapping, workspace.task
    if table is None or mapping is None or not workspace.is_hello_fresh:
        return None
    support = Support((workspace.hello or {}).get("support", ()))
    chosen = workspace.backbone(recipe["backbone"].get("source"))
    if recipe["backbone"].get("source") and not support.refusal(task, chosen):
        return None
    texts = (row[name] for row in islice(table.rows(), SAMPLED_ROWS) for name in mapping.inputs)
    is_writer = task in FOR_WRITERS or language_of(texts) == "zh"  # small encoders here know English only
    present = [each for each in workspace.backbones if each["present"] and each["fit"] != "too_big"]
    able = [each for each in present if not support.refusal(task, each)]
    if not able:
        return None
    family = "causal" if is_writer else "masked"
    backbone = next((each for each in able if each["family"] == family), able[0])
    kind = _method(workspace, support, task, backbone)
    if kind is None:
        return None
    return {
        **recipe,
        "backbone": {**recipe["backbone"], "source": backbone["source"]},
        "task": {**recipe["task"], "kind": task, "output": RunConfig().task.output},
        "method": {"kind": kind},
    }


def _method(workspace: Workspace, support: Support, task: str, backbone: dict[str, Any]) -> str | None:
    """The usual one where it works, else the first that does with the usual kind of answer."""
    output = usual_output(backbone, task)
    kinds = [str(each["kind"]) for each in (workspace.hello or {}).get("methods", ())]
    works = [kind for kind in kinds if output in support.outputs(kind, task, backbone)]
    usual, _ = usual_method(backbone, task)
    return usual if usual in works else next(iter(works), None)
