"""engine/report: one run folder a cell, gone on with where it was left, and a table that says what it shows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from engine.report import cells as report_cells
from engine.report.__main__ import main
from engine.report.cells import Cell, missing, run_cell
from engine.report.plan import METHODS, PLANS, WRITTEN, Plan
from engine.report.table import own_settings, sentences, write_table
from engine.training.preparation import Warm


def plan_of(backbone: str, **more: Any) -> Plan:
    return Plan("toy", "classification", backbone, 2, 8, 24, scored=12, **more)


@pytest.fixture
def data(tmp_path: Path, toy_table: Path) -> Path:
    folder = tmp_path / "data" / "toy"
    folder.mkdir(parents=True)
    lines = toy_table.read_text(encoding="utf-8").splitlines()
    for name, part in (("train", lines[1:60]), ("validation", lines[60:])):
        (folder / f"{name}.csv").write_text("\n".join([lines[0], *part]) + "\n", encoding="utf-8")
    return tmp_path / "data"


def ran(plan: Plan, way: str, data: Path, models: Path, out: Path) -> Cell:
    last = list(run_cell(plan, way, data, models, out, 0, Warm()))[-1]
    assert isinstance(last, Cell)
    return last


def test_a_finished_cell_is_read_and_not_run_again(
    data: Path, model_folders: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    models = model_folders["gpt2"].parent
    plan = plan_of("gpt2")
    first = ran(plan, "prompt_tuning", data, models, tmp_path / "out")
    written = ran(plan, WRITTEN, data, models, tmp_path / "out")
    assert first.done and written.done and first.done["metrics"]["n"] == 12
    monkeypatch.setattr(report_cells, "train", lambda *_: pytest.fail("it was run again"))
    assert ran(plan, "prompt_tuning", data, models, tmp_path / "out").done == first.done
    text = write_table([first, written], ["rte: not there"], "make report", "a machine")
    assert "| Prompt Tuning |" in text and "| Written prompt |" in text and "- rte: not there" in text
    assert "2 steps of 8 rows" in text and "12 rows" in text


def test_a_cell_that_fails_is_named_with_its_reason(data: Path, model_folders: Any, tmp_path: Path) -> None:
    plan = plan_of("gpt2", template="{soft}{txt}{answer}")
    cell = ran(plan, "prompt_tuning", data, model_folders["gpt2"].parent, tmp_path / "out")
    assert cell.done is None and "txt" in cell.failure
    assert f"- prompt_tuning: {cell.failure}" in write_table([cell], [], "make report", "a machine")


def test_a_set_that_is_not_there_is_named_and_no_failure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "table.md"
    words = ["--data", str(tmp_path), "--out", str(tmp_path / "out"), "--table", str(table), "--only", "rte"]
    assert main(words) == 0
    assert "rte" in table.read_text(encoding="utf-8") and "1 sets not there" in capsys.readouterr().out
    assert missing(PLANS[0], tmp_path, tmp_path).endswith("train.csv")


def done(score: float, verdict: str = "better", head: str | None = None, alone: float = 0.5) -> dict[str, Any]:
    return {
        "metrics": {"metric": "accuracy", "accuracy": score},
        "baseline": {"accuracy": 0.4},
        "head_alone": {"accuracy": alone} if head else None,
        "verdict": verdict,
        "head_verdict": head,
    }


def test_a_prompt_that_adds_nothing_over_the_head_alone_is_said_to() -> None:
    plan = plan_of("starter:minilm-l6")
    found = [
        Cell(plan, "prompt_tuning", done(0.55, head="unclear")),
        Cell(plan, "prefix_tuning", done(0.72, head="better")),
        Cell(plan, "p_tuning", done(0.45, head="worse")),
        Cell(plan, "full_fine_tuning", done(0.8, head="better")),
    ]
    said = " ".join(sentences(found))
    assert "Prefix-Tuning, reaches 90.0 % of full fine-tuning" in said
    assert "Adds nothing over the head alone that these rows can tell: Prompt Tuning." in said
    assert "Worse than the head alone: P-Tuning." in said and "Ends below the head alone: P-Tuning." in said


def test_settings_of_its_own_and_a_range_of_odd_answers_are_told() -> None:
    plan = next(plan for plan in PLANS if plan.name == "wikiann_en")
    found = [Cell(plan, "prefix_tuning", done(0.5)), Cell(plan, "p_tuning", done(0.5))]
    assert own_settings(found) == [
        "Prefix-Tuning with method.length=40, training.learning_rate=0.03; else each method's defaults."
    ]
    for cell, rate in zip(found, (0.02, 0.11), strict=True):
        assert cell.done is not None
        cell.done["metrics"]["illegal_rate"] = rate
    assert "On 2 % to 11 % of the rows" in " ".join(sentences(found))


def test_the_plan_keeps_its_own_limits() -> None:
    assert len(PLANS) == 10 and set(METHODS) < set(PLANS[0].ways)
    with pytest.raises(AssertionError):
        Plan("x", "generation", "m", 300, 8, 64, scored=101)
    with pytest.raises(AssertionError):
        Plan("x", "tagging", "m", 301, 8, 64)
