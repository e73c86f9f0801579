"""Which base model to start with, for a table nobody has chosen one for: by its language, of those on this computer."""

from __future__ import annotations

from itertools import islice
from typing import Any

from app.workspace import Workspace
from engine.data import language_of

SAMPLED_ROWS = 50


def suggest(workspace: Workspace, recipe: dict[str, Any]) -> dict[str, Any] | None:
    """The recipe with a base model and the method it is usually taught by; None where there is nothing to suggest."""
    table, mapping = workspace.table, workspace.mapping
    if table is None or mapping is None or recipe["backbone"].get("source") or not workspace.is_hello_fresh:
        return None
    texts = (row[name] for row in islice(table.rows(), SAMPLED_ROWS) for name in mapping.inputs)
    family = "causal" if language_of(texts) == "zh" else "masked"  # small encoders here know English only
    present = [each for each in workspace.backbones if each["present"] and each["fit"] != "too_big"]
    if not present:
        return None
    chosen = next((each for each in present if each["family"] == family), present[0])
    output = "head" if chosen["family"] == "masked" else "verbalizer"
    kind = _method(workspace, chosen["family"], output)
    if kind is None:
        return None
    return {
        **recipe,
        "backbone": {**recipe["backbone"], "source": chosen["source"]},
        "task": {**recipe["task"], "kind": "classification"},
        "method": {"kind": kind},
    }


def _method(workspace: Workspace, family: str, output: str) -> str | None:
    """Deep for a head, light for words, of those that work."""
    works = [
        row["method"]
        for row in (workspace.hello or {}).get("support", ())
        if row["works"] and (row["task"], row["family"], row["output"]) == ("classification", family, output)
    ]
    usual = "p_tuning_v2" if output == "head" else "prompt_tuning"
    return usual if usual in works else next(iter(works), None)
