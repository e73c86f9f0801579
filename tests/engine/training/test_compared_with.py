"""What a prompt is compared with, as runs: full fine-tuning and a written prompt; and the head alone on every token."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from engine.data import Example
from engine.errors import InputError
from engine.methods import BASELINES, METHODS
from engine.runs import Run
from engine.scores import main_score
from engine.tasks.demonstrations import with_demonstrations
from engine.tasks.factory import TaskPlan
from engine.training.trainer import train

MakeRun = Callable[..., Run]


def finished(run: Run) -> dict[str, Any]:
    for _ in train(run):
        pass
    return run.events()[-1]


def test_baselines_are_no_methods() -> None:
    assert not BASELINES.keys() & METHODS.keys() and all(entry.is_baseline for entry in BASELINES.values())


def test_full_fine_tuning_trains_every_number_and_keeps_nothing(make_run: MakeRun) -> None:
    run = make_run("bert", method={"kind": "full_fine_tuning", "backbone_rate": 0.003}, training={"steps": 24})
    done = finished(run)
    assert done["trainable_parameters"] == done["backbone_parameters"] + done["head_parameters"]
    assert not done["backbone_unchanged"] and not done["is_frozen"]
    assert done["pack"] is None and run.pack_path is None and done["tuned_backbone"] is None
    assert (main_score(done["metrics"]) or 0) > (main_score(done["baseline"]) or 1)


def test_a_written_prompt_trains_nothing_and_is_scored_beside_the_bare_model(make_run: MakeRun) -> None:
    run = make_run("gpt2", method={"kind": "written_prompt", "examples": 2}, data={"max_tokens": 24})
    done = finished(run)
    assert done["trainable_parameters"] == 0 and done["steps"] == 0 and done["pack"] is None
    assert done["backbone_unchanged"] and done["baseline"]["kind"] == "untouched"
    assert done["metrics"]["loss"] != done["baseline"]["loss"]  # it did read something else


def test_a_head_reads_no_written_prompt(make_run: MakeRun) -> None:
    with pytest.raises(InputError) as caught:
        finished(make_run("bert", method={"kind": "written_prompt"}))
    assert caught.value.code == "written_head"


def test_solved_examples_stand_in_front_each_label_in_turn(gpt2: Any) -> None:
    rows = [Example(i, {"text": f"film {i}"}, "good" if i % 4 else "bad") for i in range(12)]
    plan = TaskPlan("classification", "verbalizer", "{soft}{text}: {answer}", ["bad", "good"], None, 20, "last")
    shown = with_demonstrations(plan, gpt2, rows, 2, seed=1)
    front, _, rest = shown.template.rpartition("\n\n")
    assert rest == "{text}: {answer}" and shown.max_tokens > 20
    lines = front.split("\n\n")
    assert sorted(line.rpartition(": ")[2] for line in lines) == ["bad", "good"]
    assert with_demonstrations(plan, gpt2, rows, 2, seed=1) == shown
    assert with_demonstrations(plan, gpt2, rows, 2, seed=2) != shown


def test_no_more_examples_are_shown_than_the_model_has_places_for(gpt2: Any) -> None:
    rows = [Example(i, {"text": " ".join(["film"] * 40)}, "good") for i in range(12)]
    plan = TaskPlan("classification", "verbalizer", "{text}: {answer}", ["bad", "good"], None, 60, "last")
    shown = with_demonstrations(plan, gpt2, rows, 8, seed=1)
    assert 0 < shown.template.count("\n\n") < 8 and shown.max_tokens <= gpt2.max_positions


def test_what_a_run_is_compared_with_is_measured_once(make_run: MakeRun, monkeypatch: pytest.MonkeyPatch) -> None:
    from engine.training import baselines
    from engine.training.preparation import Warm

    warm, measured = Warm(), []
    real = baselines.measure_baselines
    monkeypatch.setattr(baselines, "measure_baselines", lambda *given: measured.append(1) or real(*given))
    first, second, other = (
        make_run("bert", method={"kind": kind, "length": 2}, seed=seed)
        for kind, seed in (("p_tuning_v2", 1), ("prompt_tuning", 1), ("prompt_tuning", 2))
    )
    found = []
    for run in (first, second, other):
        for event in train(run, warm=warm):
            if event["type"] == "done":
                found.append(event["head_alone"])
    assert len(measured) == 2 and found[0] == found[1]


def test_left_out_rows_are_counted_and_the_rest_is_scored(make_run: MakeRun, tmp_path: Path) -> None:
    rows = ["subject,template,object"]
    words = ("good", "bad", "film", "goodness") * 5
    rows += [f"film {number},the [X] is [Y] .,{word}" for number, word in enumerate(words)]
    rows += [f"book {number},[Y] is the [X] that i love,good" for number in range(3)]
    path = tmp_path / "facts.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    run = make_run(
        "gpt2",
        task={"kind": "cloze"},
        data={"train": str(path), "keep_aside": 0.3},
        method={"kind": "prompt_tuning", "length": 2},
        training={"steps": 2, "learning_rate": 0.01},
    )
    done = finished(run)
    notes = {event["code"]: event["args"].get("count") for event in run.events() if event["type"] == "note"}
    assert notes["cloze_several_tokens"] == 5 and notes["cloze_goes_on"] == 3
    assert done["metrics"]["metric"] == "p_at_1" and done["metrics"]["n"] < 8
