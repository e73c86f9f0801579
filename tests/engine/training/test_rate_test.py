"""engine/training/rate_test.py: an open learning rate is the method's own unless another is clearly better; the test
leaves no trace but the rate."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from engine.errors import EngineError
from engine.events import RunEvent
from engine.methods import method_entry
from engine.runs import Run, RunConfig
from engine.tasks.classification import HeadClassification
from engine.tasks.task import Predictions
from engine.training.batches import Batch, EncodedExample
from engine.training.control import Control
from engine.training.preparation import Prepared, Warm, prepare
from engine.training.prompted_model import PromptedModel
from engine.training.rate_test import STEPS, Tried, candidates_affordable, choose_rate, decide, plan
from engine.training.stepping import Stepper
from engine.training.trainer import train
from tests.engine.conftest import toy_rows
from tests.engine.training.test_trainer import is_same, last_state, notes, pull_until

Recipe = Callable[..., dict[str, Any]]
UsualRate = Callable[..., None]
LONG = {"steps": 160, "batch_size": 16, "evaluate_every": 80, "checkpoint_every": 50, "learning_rate": None}


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A CSV of 200 rows: enough for a test of rates."""
    path = tmp_path_factory.mktemp("data") / "long.csv"
    lines = [f'"{text}",{label}' for text, label in toy_rows(200)]
    path.write_text("\n".join(["text,label", *lines]) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def long_run(recipe: Recipe, table: Path, tmp_path: Path) -> Callable[..., Run]:
    """A new run that is long enough to be tested, with its learning rate left open."""

    def make(name: str, backbone: str = "bert", **sections: Any) -> Run:
        data = {"train": str(table), "keep_aside": 0.1, **sections.pop("data", {})}
        training = {**LONG, **sections.pop("training", {})}
        return Run.create(
            tmp_path / name, RunConfig.from_json(recipe(backbone, data=data, training=training, **sections))
        )

    return make


@pytest.fixture
def usual_rate(monkeypatch: pytest.MonkeyPatch) -> UsualRate:
    """Makes this the rate that a method brings along."""

    def change(rate: float, kind: str = "p_tuning_v2") -> None:
        for output in ("head", "verbalizer"):
            monkeypatch.setitem(method_entry(kind).rates, output, rate)

    return change


def prepared_of(run: Run) -> Prepared:
    return next(item for item in prepare(run.config, Control(), Warm()) if isinstance(item, Prepared))


def phases(events: Sequence[RunEvent]) -> set[str]:
    return {event["name"] for event in events if event["type"] == "phase"}


def until_the_first(kind: str, run: Run) -> list[RunEvent]:
    """The events of a training that is left there."""
    events, seen = train(run), []
    for event in events:
        seen.append(event)
        if event["type"] == kind:
            break
    events.close()  # type: ignore[attr-defined]
    return seen


def tried(rate: float, *losses: float) -> Tried:
    return Tried(rate, torch.tensor(losses) if losses else None)


def around(mean: float) -> list[float]:
    """Sixty-four losses about a mean."""
    return [mean + 0.02 * math.sin(index) for index in range(64)]


FRESH = tried(0.0, *around(0.7))


# ---- the rule --------------------------------------------------------------------------------------------------------


def test_a_rate_that_learns_is_kept_beside_one_that_learns_a_little_more() -> None:
    assert decide(FRESH, [tried(1, *around(0.6)), tried(10, *around(0.4))]).rate == 1


def test_a_rate_that_hardly_learns_is_left_for_one_that_does() -> None:
    assert decide(FRESH, [tried(1, *around(0.68)), tried(10, *around(0.6))]).rate == 10


def test_what_may_be_an_accident_changes_nothing() -> None:
    scattered = [0.6 + (1.0 if index % 2 else -1.0) for index in range(64)]
    assert decide(FRESH, [tried(1, *around(0.7)), tried(10, *scattered)]).rate == 1


def test_a_rate_that_does_harm_is_left_for_one_that_learns() -> None:
    assert decide(FRESH, [tried(1, *around(2.0)), tried(0.1, *around(0.65))]).rate == 0.1


def test_a_rate_that_does_harm_is_kept_beside_one_that_learns_nothing() -> None:
    assert decide(FRESH, [tried(1, *around(1.0)), tried(0.1, *around(0.68))]).rate == 1


@pytest.mark.parametrize("exploded", [(), around(1.5)])
def test_what_explodes_or_ends_in_no_numbers_is_out(exploded: list[float]) -> None:
    assert decide(FRESH, [tried(1, *exploded), tried(0.1, *exploded), tried(0.01, *around(0.9))]).rate == 0.01
    assert decide(FRESH, [tried(1, *around(0.69)), tried(10, *exploded)]).rate == 1


def test_where_everything_explodes_the_mildest_is_taken() -> None:
    assert decide(FRESH, [tried(1), tried(0.1, *around(9.0)), tried(0.01, *around(8.0))]).rate == 0.01
    assert decide(FRESH, [tried(1), tried(0.1)]).rate == 1


@pytest.mark.parametrize(
    ("losses", "most", "rates"),
    [
        ([0.6, 0.5], 4, [1, 10]),  # ten times as much is not far better: enough
        ([0.69, 0.65, 0.4, 3.0], 4, [1, 10, 100, 1000]),
        ([0.69, 0.65, 0.4], 3, [1, 10, 100]),
        ([5.0, 3.0, 0.6], 4, [1, 0.1, 0.01]),
        ([5.0, 0.8], 4, [1, 0.1]),
        ([0.8, 0.75], 4, [1, 0.1]),
        ([5.0, 4.0, 3.0, 2.0], 4, [1, 0.1, 0.01, 0.001]),
        ([None, 0.6], 4, [1, 0.1]),
    ],
)
def test_the_next_rate_follows_from_those_before(losses: list[float | None], most: int, rates: list[float]) -> None:
    done: list[Tried] = []
    for rate, loss in zip(plan(1.0, FRESH, done, most), losses, strict=True):
        done.append(tried(rate) if loss is None else tried(rate, *around(loss)))
    assert [each.rate for each in done] == rates


# ---- what it costs ---------------------------------------------------------------------------------------------------


def test_it_takes_at_most_a_tenth_of_the_run(long_run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch) -> None:
    prepared = prepared_of(long_run("run", training={"steps": 400}))
    work: list[float] = []
    loss, predict = HeadClassification.loss, HeadClassification.predict

    def counted(self: HeadClassification, model: PromptedModel, batch: Batch) -> Tensor:
        work.append(batch.size)
        return loss(self, model, batch)

    def scored(self: HeadClassification, model: PromptedModel, rows: Sequence[EncodedExample]) -> Predictions:
        work.append(len(rows) / 3)
        return predict(self, model, rows)

    monkeypatch.setattr(HeadClassification, "loss", counted)
    monkeypatch.setattr(HeadClassification, "predict", scored)
    for each in ("is_out", "is_clearly_better"):  # go on for as long as can be paid for
        monkeypatch.setattr(Tried, each, lambda *_: True)
    list(choose_rate(prepared, nn.ModuleDict({"method": prepared.method, "task": prepared.task}), Control()))
    assert 0.6 * 400 * 16 / 10 < sum(work) <= 400 * 16 / 10


@pytest.mark.parametrize("training", [{"steps": 120}, {"batch_size": 8}, {"steps": 1}])
def test_a_run_too_short_for_it_keeps_the_methods_own_rate(
    long_run: Callable[..., Run], training: dict[str, int]
) -> None:
    run = long_run("run", training=training)
    prepared = prepared_of(run)
    assert candidates_affordable(prepared) < 2
    events = list(choose_rate(prepared, nn.ModuleDict({"method": prepared.method, "task": prepared.task}), Control()))
    assert events == [method_entry("p_tuning_v2").rates["head"]]


def test_few_rows_are_not_tested_on(recipe: Recipe) -> None:
    config = RunConfig.from_json(recipe(training={**LONG, "steps": 5000}))  # 56 rows to learn from
    prepared = next(item for item in prepare(config, Control(), Warm()) if isinstance(item, Prepared))
    assert candidates_affordable(prepared) == 0


# ---- in a run --------------------------------------------------------------------------------------------------------


def test_a_run_that_is_given_the_found_rate_is_the_same_run(long_run: Callable[..., Run]) -> None:
    found = long_run("open")
    events = until_the_first("checkpoint", found)
    assert "choosing_rate" in phases(events) and {"rate_kept", "rate_changed"} & set(notes(events))
    given = long_run("given", training={"learning_rate": found.config.training.learning_rate})
    again = until_the_first("checkpoint", given)
    assert "choosing_rate" not in phases(again) and not {"rate_kept", "rate_changed"} & set(notes(again))
    assert is_same(last_state(found), last_state(given))
    for kind in ("step", "evaluation"):
        ours, theirs = (
            [e.get("loss") or e.get("metrics") for e in each if e["type"] == kind] for each in (events, again)
        )
        assert ours == theirs


def test_everything_is_as_it_was_afterwards(long_run: Callable[..., Run]) -> None:
    prepared = prepared_of(long_run("run"))
    modules = nn.ModuleDict({"method": prepared.method, "task": prepared.task})
    before = {name: value.clone() for name, value in modules.state_dict().items()}
    assert any(name.endswith("extra_state") for name in before)  # the dropout's generator
    around_it = torch.random.get_rng_state()
    list(choose_rate(prepared, modules, Control()))
    assert is_same(before, modules.state_dict()) and all(each.grad is None for each in modules.parameters())
    assert torch.equal(around_it, torch.random.get_rng_state())


def test_rows_kept_aside_are_never_seen(long_run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch) -> None:
    prepared = prepared_of(long_run("run"))
    make_batch = HeadClassification.make_batch
    seen: set[int] = set()

    def noted(self: HeadClassification, examples: Sequence[EncodedExample]) -> Any:
        seen.update(example.row for example in examples)
        return make_batch(self, examples)

    monkeypatch.setattr(HeadClassification, "make_batch", noted)
    list(choose_rate(prepared, nn.ModuleDict({"method": prepared.method, "task": prepared.task}), Control()))
    assert len(seen) > 100 and not seen & {row.row for row in prepared.kept_aside}


@pytest.mark.parametrize(
    ("backbone", "kind", "usual", "better"),
    [("bert", "p_tuning_v2", 3.0, 0.03), ("llama", "prompt_tuning", 0.001, 0.1)],
)
def test_a_rate_far_off_is_left(
    long_run: Callable[..., Run], usual_rate: UsualRate, backbone: str, kind: str, usual: float, better: float
) -> None:
    usual_rate(usual, kind)
    words = {"praise": ["good"], "complaint": ["bad"]} if backbone == "llama" else None
    method = {"kind": kind, "length": 3}
    run = long_run("run", backbone, method=method, data={"verbalizer": words}, training={"steps": 400})
    seen = until_the_first("step", run)
    told = next(event for event in seen if event.get("code") == "rate_changed")
    assert run.config.training.learning_rate == better
    assert told["args"]["usual"] == f"{usual:.2g}" and told["args"]["rate"] == f"{better:.2g}"
    assert all(f"{rate:.2g}: " in told["args"]["tried"] for rate in (usual, better))


def test_a_rate_that_explodes_is_out(
    long_run: Callable[..., Run], usual_rate: UsualRate, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual_rate(0.02)
    take = Stepper.take

    def exploding(self: Stepper, step: int, *more: Any) -> float:
        if (self.training.learning_rate or 0.0) > 0.01 and step == 5:
            raise EngineError("loss_exploded", step=step)
        return take(self, step, *more)

    monkeypatch.setattr(Stepper, "take", exploding)
    events = list(train(long_run("run")))
    told = next(event for event in events if event.get("code") == "rate_changed")
    assert told["args"]["rate"] == "0.002" and "0.02: inf" in told["args"]["tried"]
    assert events[-1]["type"] == "done" and not events[-1]["stopped"]


def test_the_found_rate_is_written_down_before_the_first_step_and_never_chosen_again(
    long_run: Callable[..., Run],
) -> None:
    run = long_run("run")
    pull_until(train(run), 60)  # behind the save point of step 50
    chosen = run.config.training.learning_rate
    assert chosen is not None
    again = until_the_first("step", run)
    assert "choosing_rate" not in phases(again) and "resumed" in notes(again)
    assert run.config.training.learning_rate == chosen
    before_saving = long_run("early")
    until_the_first("step", before_saving)
    assert before_saving.config.training.learning_rate is not None
    assert "choosing_rate" not in phases(until_the_first("step", before_saving))


def test_a_stop_is_noticed_and_the_rate_stays_open(long_run: Callable[..., Run]) -> None:
    run, control = long_run("run"), Control()
    steps_seen, last = 0, {}
    for event in train(run, control):
        if event["type"] == "phase" and event["name"] == "choosing_rate" and event["done"]:
            control.stop, steps_seen = True, event["done"]
        last = event
    assert steps_seen == 1 and last["type"] == "done" and last["stopped"] and last["pack"] is None
    assert run.config.training.learning_rate is None
    assert "choosing_rate" in phases(until_the_first("step", run)) and run.config.training.learning_rate is not None


def test_its_progress_is_told(long_run: Callable[..., Run]) -> None:
    seen = until_the_first("step", long_run("run"))
    ticks = [(e["done"], e["total"]) for e in seen if e["type"] == "phase" and e["name"] == "choosing_rate"]
    assert ticks[0] == (0, 2 * STEPS) and ticks == sorted(ticks) and ticks[-1][0] <= ticks[-1][1]


def test_a_backbone_that_learns_too_keeps_both_rates(long_run: Callable[..., Run], home: Path) -> None:
    run = long_run("run", method={"kind": "p_tuning", "length": 3, "tune_backbone": True})
    assert "choosing_rate" not in phases(until_the_first("step", run))
    assert run.config.training.learning_rate == method_entry("p_tuning").rates["head"]


def test_the_note_tells_the_rates_and_their_scores() -> None:
    from engine.messages import NOTES

    told: dict[str, Any] = {"rate": "0.1", "usual": "1", "tried": "1: 2.000, 0.1: 0.600", "before": 0.7}
    for code in ("rate_kept", "rate_changed"):
        assert "1: 2.000, 0.1: 0.600" in NOTES[code].format(**told)
