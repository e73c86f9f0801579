"""What is inside the time of a farm, and what is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.bench import farm_side
from engine.bench.comparison import Comparison
from engine.bench.rows import made_up_rows
from engine.training import trainer
from tests.tiny_models import tiny_gpt2


@pytest.mark.parametrize("is_farm", [True, False])
def test_no_check_of_a_member_is_inside_the_measured_time(
    is_farm: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    train, kept_aside = made_up_rows(80).write(tmp_path, batches=4, batch_size=8)
    comparison = Comparison(
        **{"train": str(train), "kept_aside": str(kept_aside), "backbone": str(tiny_gpt2(tmp_path / "model"))},
        **{"method": "prompt_tuning", "length": 2, "output": "verbalizer", "template": "{soft}{text} {answer}"},
        **{"steps": 1, "batch_size": 8, "max_tokens": 32, "threads": 1, "folder": str(tmp_path)},
    )
    order: list[str] = []
    check, ended = trainer.Trainer._check, farm_side.StepClock.step_ended
    monkeypatch.setattr(trainer.Trainer, "_check", lambda *args, **how: order.append("check") or check(*args, **how))
    monkeypatch.setattr(
        farm_side.StepClock, "step_ended", lambda self, step: order.append(f"step {step}") or ended(self, step)
    )
    assert farm_side.measure(comparison, 2, is_farm=is_farm)["seconds"] > 0
    assert order[: order.index("check")][:4] == ["step 1", "step 2", "step 3", "step 4"]
