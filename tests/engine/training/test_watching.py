"""engine/training/watching.py: what is off is told once, in words; a healthy run is left in peace."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from engine.events import RunEvent
from engine.methods.prompt_tuning import PromptTuning
from engine.runs import Run
from engine.training.trainer import train
from engine.training.watching import FEWEST_ROWS, GROWN, IN_A_ROW, Watch

MakeRun = Callable[..., Run]
CODES = ("dead_rows", "prompt_grown", "one_answer", "by_heart")
MIXED = ["praise", "complaint"] * (FEWEST_ROWS // 2)


def words() -> nn.Embedding:
    """A vocabulary whose words have size 1."""
    found = nn.Embedding(10, 4)
    found.weight.data.fill_(0.5)
    return found


def codes(events: list[RunEvent]) -> list[str]:
    return [event["code"] for event in events if event["type"] == "note" and event["code"] in CODES]


def checks(*changes: dict[str, Any]) -> list[str]:
    """The notes of checks that are healthy but for these changes."""
    watch, found = Watch(), []
    for step, change in enumerate(changes, start=1):
        usual = {"prompt": {"embeddings": torch.full((3, 4), 0.1 * step)}, "said": MIXED, "expected": MIXED}
        found += list(watch.look(step, **{**usual, "embedding": words(), "loss": 1.0, "training_loss": 0.9, **change}))
    return codes(found)


def test_healthy_checks_say_nothing() -> None:
    assert checks(*[{}] * 9) == []


def test_a_row_that_does_not_move_is_told_once() -> None:
    def still(step: int) -> dict[str, Tensor]:
        return {"embeddings": torch.tensor([[0.0] * 4, [1.0 * step] * 4])}

    assert checks(*({"prompt": still(step)} for step in range(4))) == ["dead_rows"]


def test_a_virtual_token_is_alive_when_it_moves_in_one_layer() -> None:
    still, moving = torch.zeros(2, 2, 3, 4), [torch.full((2, 2, 3, 4), 1.0 * step) for step in range(3)]
    assert checks(*({"prompt": {"key_values.a": still, "key_values.b": each}} for each in moving)) == []
    partly = [torch.zeros(2, 2, 3, 4).index_fill(2, torch.tensor([0, 1]), 1.0 * step) for step in range(3)]
    prompts = [{"key_values.a": still, "key_values.b": each} for each in partly]
    assert checks(*({"prompt": prompt} for prompt in prompts)) == ["dead_rows"]


def test_a_prompt_far_larger_than_the_models_words_is_told() -> None:
    grown = {"prompt": {"embeddings": torch.full((3, 4), GROWN)}}
    assert checks({}, grown, {}, grown) == ["prompt_grown"]


def test_one_answer_for_everything_is_told_when_it_stays_so() -> None:
    one = {"said": ["praise"] * len(MIXED)}
    assert checks(*[one] * IN_A_ROW) == ["one_answer"]
    assert checks(*([one] * (IN_A_ROW - 1) + [{}]) * 3) == []


def test_one_answer_is_right_where_the_rows_have_one_or_no_labels() -> None:
    one = ["praise"] * len(MIXED)
    rare = [*one[:-1], "complaint"]
    assert checks(*[{"said": one, "expected": rare}] * 5) == []
    assert checks(*[{"said": one, "expected": None}] * 5) == []


def test_learning_by_heart_is_told_when_it_stays_so() -> None:
    off = {"loss": 1.6, "training_loss": 0.1}
    assert checks({}, off, off, off) == ["by_heart"]
    assert checks({}, off, {}, off) == []
    assert checks({}, {**off, "training_loss": 1.5}, {**off, "training_loss": 1.5}) == []
    assert checks({}, {**off, "training_loss": None}, {**off, "training_loss": None}) == []


def test_few_rows_say_nothing() -> None:
    few = {"said": ["praise"] * 5, "expected": ["praise", "complaint", "praise", "complaint", "praise"]}
    assert checks({**few}, *[{**few, "loss": 3.0, "training_loss": 0.1}] * 5) == []


def test_what_was_told_is_not_told_again_by_a_run_that_goes_on() -> None:
    watch = Watch()
    grown = {"embeddings": torch.full((3, 4), GROWN)}
    seen = {"embedding": words(), "said": MIXED, "expected": MIXED, "loss": 1.0, "training_loss": None}
    assert codes(list(watch.look(1, prompt=grown, **seen))) == ["prompt_grown"]  # type: ignore[arg-type]
    again = Watch()
    again.load(watch.facts())
    assert list(again.look(2, prompt=grown, **seen)) == []  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["prompt_tuning", "p_tuning_v2"])
def test_a_healthy_run_is_left_in_peace(kind: str, make_run: MakeRun) -> None:
    training = {"steps": 60, "evaluate_every": 10, "learning_rate": 0.05}
    assert codes(list(train(make_run(method={"kind": kind, "length": 4}, training=training)))) == []


def test_a_run_with_a_row_out_of_reach_says_so(make_run: MakeRun, monkeypatch: pytest.MonkeyPatch) -> None:
    forward = PromptTuning.forward

    def without_the_last(self: PromptTuning) -> Any:
        found = forward(self)
        assert found.embeddings is not None
        return type(found)(torch.cat([found.embeddings[:-1], found.embeddings[-1:].detach()]))

    monkeypatch.setattr(PromptTuning, "forward", without_the_last)
    run = make_run(method={"kind": "prompt_tuning", "length": 4}, training={"steps": 12, "learning_rate": 0.05})
    told = [event for event in train(run) if event.get("code") == "dead_rows"]
    assert [event["args"] for event in told] == [{"step": 8, "count": 1, "total": 4}]
