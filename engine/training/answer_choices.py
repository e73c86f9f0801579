"""What the tasks whose answers are words need to know of a table before training: which rows can take part, how long
answers are, what measures them, which words are allowed."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import torch

from engine.backbones.backbone import Backbone
from engine.data import ColumnMapping, Example, Loaded, Template
from engine.data.problems import row_list
from engine.errors import InputError
from engine.events import RunEvent, note
from engine.runs import RunConfig
from engine.tasks.cloze import MOST_WORDS
from engine.tasks.encoding import ExampleEncoder
from engine.tasks.factory import TaskPlan, make_task
from engine.tasks.generation import longest_answer
from engine.tasks.task import Task

SHORT_ANSWER = 1.5  # words on average up to which an answer is right or wrong as a whole
SUMMARIES = ("summary", "summaries", "highlights", "headline", "title", "摘要", "总结", "标题")
NONE_LEFT = {  # why rows were left out -> the error when no other is left
    "cloze_goes_on": "cloze_goes_on_all",
    "cloze_several_tokens": "cloze_several_tokens_all",
    "cloze_outside": "cloze_outside_all",
}


def with_usable_rows(
    backbone: Backbone, plan: TaskPlan, loaded: Loaded, config: RunConfig
) -> tuple[Loaded, list[RunEvent]]:
    """The rows that this model can be asked about, of the kept-aside ones as many as are to be scored, and notes of how
    many were left out and why. Raises InputError when none is left on one side."""
    task = make_task(backbone, plan, input_length=0, prefix_length=0)
    (train, kept_aside), notes = usable_rows(task, backbone.name, loaded.train, loaded.kept_aside)
    most = config.training.scored_rows or task.scored_rows
    if most is not None and most < len(kept_aside):
        order = torch.randperm(len(kept_aside), generator=torch.Generator().manual_seed(config.split_seed)).tolist()
        kept_aside = tuple(kept_aside[place] for place in sorted(order[:most]))
        notes.append(note("scored_rows", count=most))
    return dataclasses.replace(loaded, train=train, kept_aside=kept_aside), notes


def usable_rows(
    task: Task, backbone: str, *parts: Sequence[Example]
) -> tuple[list[tuple[Example, ...]], list[RunEvent]]:
    """Of each part the rows that a task can ask its model about, and notes of the others by reason. Raises InputError
    when a part has none left."""
    left: dict[str, list[Example]] = defaultdict(list)
    kept: list[tuple[Example, ...]] = []
    for part in parts:
        codes = [task.left_out(example) for example in part]
        kept.append(tuple(example for example, code in zip(part, codes, strict=True) if code is None))
        for example, code in zip(part, codes, strict=True):
            if code is not None:
                left[code].append(example)
    if left and not all(kept):
        code = max(left, key=lambda name: len(left[name]))
        raise InputError(NONE_LEFT[code], count=len(left[code]), backbone=backbone)
    total = sum(map(len, parts))
    return kept, [
        note(code, count=len(rows), of=total, rows=row_list([row.row for row in rows])) for code, rows in left.items()
    ]


def answer_tokens(backbone: Backbone, plan: TaskPlan, loaded: Loaded, config: RunConfig) -> int:
    """Room for a written answer: what the recipe says, else as many tokens as the longest training answer has, at most
    half of a row where text and answer share it."""
    if config.task.answer_tokens is not None:
        return config.task.answer_tokens
    encoder = ExampleEncoder(backbone, Template.parse(plan.template).without_soft(), plan.max_tokens)
    most = plan.max_tokens if backbone.family == "seq2seq" else max(1, encoder.max_tokens // 2)
    return longest_answer(encoder, [str(row.label) for row in loaded.train], most)


def writing_metric(mapping: ColumnMapping, answers: Sequence[str]) -> str:
    """How written answers are best measured: single words as a whole, summaries by ROUGE, other texts by BLEU."""
    if (mapping.label or "").lower() in SUMMARIES:
        return "rouge_l"
    words = sum(len(answer.split()) for answer in answers) / max(1, len(answers))
    return "exact_match" if answers and words <= SHORT_ANSWER else "bleu"


def read_vocabulary(path: str | None) -> list[str] | None:
    """The allowed words of a file with one a line; None without a file. Raises InputError when it cannot be read or has
    none, or too many."""
    if path is None:
        return None
    try:
        words = [line.strip() for line in Path(path).read_text(encoding="utf-8-sig").splitlines() if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("vocabulary_unreadable", path=path, reason=str(error)) from error
    if not 0 < len(words) <= MOST_WORDS:
        raise InputError("vocabulary_size", path=path, found=len(words), most=MOST_WORDS)
    return list(dict.fromkeys(words))
