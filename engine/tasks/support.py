"""What works with what, in one table: which task, output and family a method can be asked for, and where not, why.

The window, the commands and the docs show the sentences of this table (engine.messages, by code).
"""

from __future__ import annotations

from typing import Any

from engine.backbones.backbone import Family
from engine.errors import InputError

TASKS: dict[str, dict[str, Any]] = {
    "classification": {"title": "Pick a label", "outputs": ["verbalizer", "head"], "metric": "accuracy"},
    "choice": {"title": "Choose among candidates", "outputs": ["text"], "metric": "accuracy"},
    "cloze": {"title": "Fill in a fact", "outputs": ["text"], "metric": "p_at_1"},
    "generation": {"title": "Write a text", "outputs": ["text"], "metric": "bleu"},
    "tagging": {"title": "Mark words", "outputs": ["head"], "metric": "entity_f1"},
    "span_qa": {"title": "Find the answer in a text", "outputs": ["head"], "metric": "f1"},
}
FAMILIES: tuple[Family, ...] = ("causal", "masked", "seq2seq")
REFUSED = {  # (task, family): why not, where the task's own answers are not to be had from such a model
    ("generation", "masked"): "cannot_write",
    ("cloze", "seq2seq"): "cloze_seq2seq",
    ("tagging", "seq2seq"): "tokens_seq2seq",
    ("span_qa", "seq2seq"): "tokens_seq2seq",
    ("span_qa", "causal"): "span_causal",
}


def default_output(family: Family, task: str = "classification") -> str:
    """The task's own; where there are several, a head for an encoder and words for a model that writes."""
    outputs: list[str] = TASKS.get(task, TASKS["classification"])["outputs"]
    if len(outputs) == 1:
        return outputs[0]
    return "head" if family == "masked" else "verbalizer"


def refusal(task: str, output: str, family: Family, *, has_words: bool = True) -> str | None:
    """Code of the reason why this does not work, or None when it does. `has_words`: whether the model has a trained
    head over its vocabulary."""
    if task not in TASKS:
        return "task_unknown"
    if output not in TASKS[task]["outputs"]:
        return "output_unknown"
    if (task, family) in REFUSED:
        return REFUSED[task, family]
    if output == "head" and family == "seq2seq":
        return "head_seq2seq"
    if output != "head" and family == "masked" and not has_words:
        return "verbalizer_masked" if output == "verbalizer" else "words_masked"
    return None


def require_support(task: str, output: str, family: Family, *, has_words: bool = True, backbone: str = "") -> None:
    """Raise InputError with the reason when a combination does not work."""
    code = refusal(task, output, family, has_words=has_words)
    if code is not None:
        known, outputs = ", ".join(TASKS), ", ".join(TASKS.get(task, {}).get("outputs", ()))
        raise InputError(code, task=task, output=output, tasks=known, outputs=outputs, family=family, backbone=backbone)


def support_table(methods: list[str]) -> list[dict[str, Any]]:
    """Every combination as JSON: {"method", "task", "family", "output", "works", "reason" (a code) or None}."""
    rows = []
    for method in methods:
        for task, entry in TASKS.items():
            for output in entry["outputs"]:
                for family in FAMILIES:
                    code = refusal(task, output, family)
                    row = {"method": method, "task": task, "family": family, "output": output}
                    rows.append({**row, "works": code is None, "reason": code})
    return rows
