"""Rows to test on that are nearly rows to learn from, looked for while the engine goes on answering.

The comparison is one long piece of work, so it runs in a thread; this generator looks in on it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from engine.data import Problem, load_examples, near_duplicates
from engine.data.roles import CLASSIFICATION
from engine.events import phase
from engine.runs import RunConfig
from engine.training.control import Control

LOOKED_IN_EVERY_S = 0.05


class _Unwanted(Exception):
    """Nobody waits for the comparison any more."""


def compare_rows(config: RunConfig, control: Control) -> Iterator[dict[str, Any]]:
    """Phases, then the `compared` event of a recipe's rows: {"problems": [the fields of a Problem]}.

    Raises InputError for rows that a training could not use either.
    """
    found: list[Problem] = []
    failed: list[Exception] = []
    progress = (0, 0)
    is_over = threading.Event()

    def tick(_phase: str, done: int, total: int) -> None:
        nonlocal progress
        progress = (done, total)
        if is_over.is_set():
            raise _Unwanted

    def work() -> None:
        try:
            kind = config.task.kind or CLASSIFICATION
            rows = load_examples(config.data, config.split_seed, kind)
            is_one_file = not config.data.validation
            found.extend(
                near_duplicates(rows.train, rows.kept_aside, rows.mapping.read, is_one_file=is_one_file, tick=tick)
            )
        except _Unwanted:
            pass
        except Exception as error:  # raised again where the host can tell it
            failed.append(error)

    thread = threading.Thread(target=work, name="compare rows", daemon=True)
    thread.start()
    try:
        while thread.is_alive() and not control.stop:
            yield phase("comparing", *progress)
            thread.join(LOOKED_IN_EVERY_S)
    finally:  # also where the host lets go of it
        is_over.set()
    thread.join()
    if failed:
        raise failed[0]
    yield {"type": "compared", "problems": [asdict(problem) for problem in found]}
