"""Rows of the form that belong to the task: where answers come from, and how written answers are measured."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP

from engine.options import schema
from engine.runs.config import TaskConfig

OUTPUT, METRIC = "task.output", "task.metric"
OUTPUT_WORDS = {
    "verbalizer": QT_TRANSLATE_NOOP("engine", "The model's own words"),
    "head": QT_TRANSLATE_NOOP("engine", "A small layer on top"),
    "text": QT_TRANSLATE_NOOP("engine", "Written text"),
}
_METRICS = {
    "bleu": QT_TRANSLATE_NOOP("engine", "BLEU (phrases in common)"),
    "rouge_l": QT_TRANSLATE_NOOP("engine", "ROUGE-L (longest common part)"),
    "exact_match": QT_TRANSLATE_NOOP("engine", "Exact match"),
}
_ROW = {"type": "choice", "optional": False, "low": None, "high": None, "unit": "", "advanced": False}
_OUTPUT_ROW = {
    "name": OUTPUT,
    "label": QT_TRANSLATE_NOOP("engine", "Answers come from"),
    "help": QT_TRANSLATE_NOOP(
        "engine", "Words suit models that write; a layer on top suits models that only read. It is learned too."
    ),
}
_METRIC_ROW = {
    "name": METRIC,
    "label": QT_TRANSLATE_NOOP("engine", "Measured by"),
    "help": QT_TRANSLATE_NOOP("engine", "How near a written answer is to yours. The others are told beside it."),
    "default": "bleu",
}


def task_rows(task: str, outputs: Sequence[str], usual: str) -> list[dict[str, Any]]:
    """The rows for a task: `outputs` are the kinds of answer that a person may choose from, `usual` the one that is
    taken when nobody does."""
    rows: list[dict[str, Any]] = []
    if len(outputs) > 1:
        choices = [{"value": value, "label": OUTPUT_WORDS.get(value, value)} for value in outputs]
        rows.append({**_ROW, **_OUTPUT_ROW, "default": usual if usual in outputs else outputs[0], "choices": choices})
    if task == "generation":
        choices = [{"value": value, "label": label} for value, label in _METRICS.items()]
        rows.append({**_ROW, **_METRIC_ROW, "choices": choices})
        for row in schema(TaskConfig):
            if row["name"] == "answer_tokens":
                rows.append({**row, "name": f"task.{row['name']}", "advanced": True})
    return rows
