"""How long rows are for a base model, and into how many tokens it takes the words that stand for the answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from engine.backbones.backbone import Backbone
from engine.data import Example, label_words
from engine.data.roles import SPAN_QA
from engine.events import phase
from engine.runs import RunConfig
from engine.tasks.encoding import ExampleEncoder
from engine.tasks.factory import TaskPlan
from engine.tasks.task import Task
from engine.training.preparation import sketch

TICK = 128  # rows between two signs of life, at which other questions are served


def measure(
    config: RunConfig, backbone: Backbone, plan: TaskPlan, rows: Sequence[Example], language: str
) -> Iterator[dict[str, Any]]:
    """Phases, then the `measured` event of these rows under a settled recipe.

    {"lengths": tokens of each row without learned ones, its answer's room included, "cut": the most that is read of a
    row (None where a long text is read in parts), "words": [{"label", "word", "tokens", "better"}]}. "words" is empty
    where no words stand for the answers; "better" is a word of one token for a label whose own has several, or None.
    """
    task, _ = sketch(config, backbone, plan)
    encoder = task.encoder
    room = 0 if encoder.has_own_room else encoder.answer_room
    lengths = []
    for row in rows:
        lengths.append(sum(token.kind != "soft" for token in encoder.tokens(row)) + room)
        if len(lengths) % TICK == 0:
            yield phase("measuring", len(lengths), len(rows))
    yield {
        "type": "measured",
        "lengths": lengths,
        "cut": None if plan.kind == SPAN_QA else encoder.max_tokens,
        "words": _words(plan, task, language) if plan.output == "verbalizer" else [],
    }


def _words(plan: TaskPlan, task: Task, language: str) -> list[dict[str, Any]]:
    words = {label: (plan.label_words or {}).get(label, [label])[0].strip() for label in plan.labels}
    known = label_words(plan.labels, language) or {}
    taken = set(words.values())
    found = []
    for label, word in words.items():
        count = _count(task.encoder, word)
        better = None
        if count > 1:
            wishes = (*known.get(label, ()), *_spellings(word))
            better = next((w for w in wishes if w not in taken and _count(task.encoder, w) == 1), None)
            taken |= {better} if better else set()
        found.append({"label": label, "word": word, "tokens": count, "better": better})
    return found


def _count(encoder: ExampleEncoder, word: str) -> int:
    """Into how many tokens a word is taken behind a space, as it stands in a text."""
    return len(encoder.answer_ids(f" {word}"))


def _spellings(word: str) -> tuple[str, ...]:
    """The same word in other capitals, and its parts where it has several."""
    parts = word.replace("_", " ").replace("/", " ").replace("-", " ").split()
    return (word.lower(), word.capitalize(), *(part.lower() for part in parts if len(part) > 2))
