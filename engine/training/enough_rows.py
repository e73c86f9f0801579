"""Of a very large table the rows that a run can use: a run of so many steps never sees the others.

They are drawn before anything is encoded, so that a training on ten million rows starts as soon as one on a few.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from engine.data import Example, ExampleRows, Loaded
from engine.events import RunEvent, note
from engine.runs.config import TrainingConfig
from engine.training.settling import MOST_STEPS

MANY = 100_000  # rows; fewer are all taken, so that a run does not depend on how many steps it was given
MOST_SCORED = 10_000  # kept-aside rows: the score of so many is right to about one percent
SEED = 7  # added to the run's, so that no other choice depends on this one


def enough_rows(loaded: Loaded, training: TrainingConfig, seed: int) -> tuple[Loaded, list[RunEvent]]:
    """The rows of both sides that are needed, drawn with the seed and in the order of the file, and notes of it.

    Where passes are asked for instead of steps, all rows to learn from are needed.
    """
    draw = np.random.default_rng(seed + SEED)
    steps = MOST_STEPS if training.steps is None and training.epochs is None else training.steps
    seen = len(loaded.train) if steps is None else steps * training.batch_size * training.accumulate
    train = _some(loaded.train, max(seen, MANY), draw)
    kept_aside = _some(loaded.kept_aside, max(MOST_SCORED, training.scored_rows or 0), draw)
    notes = []
    if len(train) < len(loaded.train):
        notes.append(note("rows_drawn", count=len(train), of=len(loaded.train)))
    if len(kept_aside) < len(loaded.kept_aside):
        notes.append(note("scored_rows", count=len(kept_aside)))
    return replace(loaded, train=train, kept_aside=kept_aside), notes


def _some(rows: Sequence[Example], count: int, draw: np.random.Generator) -> Sequence[Example]:
    if count >= len(rows):
        return rows
    places = np.sort(draw.choice(len(rows), count, replace=False, shuffle=False))
    if isinstance(rows, ExampleRows):
        return rows.at(rows.places[places])
    return tuple(rows[place] for place in places.tolist())
