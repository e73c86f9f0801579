"""engine/training/prefetching.py: batches are made ahead, and nothing else changes. Forced on here, on the CPU."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import Tensor

from engine.runs import Run
from engine.training import prefetching
from engine.training.batches import Batch
from engine.training.checkpoint import CheckpointFolder
from engine.training.prefetching import BatchesAhead
from engine.training.preparation import Prepared
from engine.training.trainer import train

FORTY = {"steps": 40, "evaluate_every": 8, "checkpoint_every": 10, "learning_rate": 0.02, "accumulate": 2}
RECIPE: dict[str, Any] = {"method": {"kind": "p_tuning_v2", "length": 3, "dropout": 0.3}, "training": FORTY}
MAIN = "MainThread"


@pytest.fixture
def makers(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Prefetching on the processor too; the names of the threads that made batches of steps."""
    found: list[str] = []
    make = prefetching.make_batch_of

    def noted(prepared: Prepared, rows: Any) -> Batch:
        found.append(threading.current_thread().name)
        return make(prepared, rows)

    monkeypatch.setattr(prefetching, "make_batch_of", noted)
    monkeypatch.setattr(BatchesAhead, "for_device", lambda device: BatchesAhead())
    return found


def state_of(run: Run) -> dict[str, Tensor]:
    found, _ = CheckpointFolder(run.folder).newest()
    assert found is not None
    return found.tensors


def is_same(first: dict[str, Tensor], second: dict[str, Tensor]) -> bool:
    return first.keys() == second.keys() and all(torch.equal(first[name], second[name]) for name in first)


def test_a_run_ends_bit_for_bit_as_without(make_run: Callable[..., Run], request: pytest.FixtureRequest) -> None:
    plain, ahead = make_run(**RECIPE), make_run(**RECIPE)
    list(train(plain))
    makers = request.getfixturevalue("makers")
    list(train(ahead))
    assert is_same(state_of(plain), state_of(ahead))
    assert len(makers) >= 80 and makers.count(MAIN) < 30  # those at the start of each pass over 56 rows


def test_trainings_side_by_side_take_what_was_made_ahead(make_run: Callable[..., Run], makers: list[str]) -> None:
    list(train(make_run(farm={"seeds": 2}, training={"steps": 6, "evaluate_every": 6, "learning_rate": 0.02})))
    assert len(makers) == 14  # six steps of both, and what was made for a seventh
    assert makers.count(MAIN) == 2  # the first ones


def test_a_run_that_goes_on_has_lost_no_rows(make_run: Callable[..., Run], makers: list[str]) -> None:
    """What was made ahead of a save point is no part of it."""
    straight, left = make_run(**RECIPE), make_run(**RECIPE)
    list(train(straight))
    events = train(left)
    next(event for event in events if event["type"] == "step" and event["step"] == 23)
    events.close()  # type: ignore[attr-defined]
    list(train(left))
    assert is_same(state_of(straight), state_of(left))


def test_only_what_was_asked_for_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prefetching, "make_batch_of", lambda prepared, rows: (threading.current_thread().name, [*rows]))
    ahead, prepared = BatchesAhead(), object()
    ahead.make(prepared, [], [[1, 2], [3]])  # type: ignore[arg-type]
    ahead.make(prepared, [[1, 2]], [[5]])  # type: ignore[arg-type]
    taken: Any = [ahead.take(prepared, rows) for rows in ([1, 2], [3], [5])]  # type: ignore[arg-type]
    assert [rows for _, rows in taken] == [[1, 2], [3], [5]]
    assert [name == MAIN for name, _ in taken] == [False, True, False]


def test_what_goes_wrong_in_the_thread_is_raised_where_the_batch_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(prepared: Prepared, rows: Any) -> Batch:
        raise MemoryError

    monkeypatch.setattr(prefetching, "make_batch_of", fail)
    ahead = BatchesAhead()
    ahead.make(object(), [], [[1]])  # type: ignore[arg-type]
    with pytest.raises(MemoryError):
        ahead.take(object(), [1])  # type: ignore[arg-type]


def test_a_processor_makes_its_batches_itself() -> None:
    assert BatchesAhead.for_device(torch.device("cpu")) is None
    assert BatchesAhead.for_device(torch.device("cuda")) is not None
