"""`evaluate` and `predict` with packs of tasks other than classification."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from engine.__main__ import main
from engine.runs import Run
from engine.training.preparation import Warm
from engine.training.trainer import train
from tests.engine.tasks.conftest import rows_of

MODELS = {"tagging": "bert", "span_qa": "bert", "generation": "gpt2", "choice": "gpt2", "cloze": "gpt2"}


@pytest.fixture(scope="module")
def warm() -> dict[str, Warm]:
    return {name: Warm() for name in MODELS.values()}


@pytest.fixture
def packed(make_run: Callable[..., Run], tmp_path: Path, warm: dict[str, Warm]) -> Callable[[str], tuple[Path, Path]]:
    """(pack, its table) of a task."""

    def make(kind: str) -> tuple[Path, Path]:
        rows, table = rows_of(kind), tmp_path / f"{kind}.csv"
        with table.open("w", encoding="utf-8", newline="") as handle:
            writer = csv.DictWriter(handle, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        run = make_run(
            MODELS[kind],
            task={"kind": kind},
            data={"train": str(table), "keep_aside": 0.25, "max_tokens": 48},
            method={"kind": "p_tuning_v2", "length": 2},
            training={"steps": 1, "learning_rate": 0.01},
        )
        for _ in train(run, warm=warm[MODELS[kind]]):
            pass
        return Path(run.events()[-1]["pack"]), table

    return make


@pytest.mark.parametrize("kind", list(MODELS))
def test_a_pack_is_evaluated_and_predicts_in_its_tasks_own_words(
    kind: str,
    packed: Callable[[str], tuple[Path, Path]],
    model_folders: Mapping[str, Path],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    pack, table = packed(kind)
    model = str(model_folders[MODELS[kind]])
    assert main(["evaluate", str(pack), "--backbone", model, "--data", str(table), "--json"]) == 0
    done: dict[str, Any] = json.loads(capsys.readouterr().out.strip().splitlines()[-1])
    rows = rows_of(kind)
    assert done["task"] == kind and done["labels"] == [] and done["difference"] is not None
    asked = len({tuple(sorted(row.items())) for row in rows})
    assert 0 < done["metrics"]["n"] <= len(rows) and done["metrics"]["n"] >= min(asked, 6)
    out = tmp_path / "answers.csv"
    assert main(["predict", str(pack), "--backbone", model, "--data", str(table), "--output", str(out)]) == 0
    with out.open(encoding="utf-8", newline="") as handle:
        written = list(csv.DictReader(handle))
    assert len(written) == len(rows)
    answers = [row["prediction"] for row in written]
    if kind == "tagging":
        assert all(len(answer.split()) == 4 for answer in answers)
    if kind == "choice":
        options = [(row["choice1"], row["choice2"]) for row in rows]
        assert all(answer in pair for answer, pair in zip(answers, options, strict=True))
    if kind == "span_qa":
        assert all(answer in row["context"] for answer, row in zip(answers, rows, strict=True))
    assert ("p" in written[0]) == (kind in ("choice", "cloze"))


def test_beams_and_chance_cannot_be_asked_for_together(
    packed: Callable[[str], tuple[Path, Path]], model_folders: Mapping[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    pack, table = packed("generation")
    words = ["evaluate", str(pack), "--backbone", str(model_folders["gpt2"]), "--data", str(table)]
    assert main([*words, "--beams", "3", "--temperature", "1"]) == 2
    assert "beams" in capsys.readouterr().err.lower()
    assert main([*words, "--beams", "2", "--max-new-tokens", "3"]) == 0


def test_facts_that_a_model_cannot_be_asked_are_left_out_and_never_scored_as_wrong(
    packed: Callable[[str], tuple[Path, Path]], model_folders: Mapping[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    pack, table = packed("cloze")
    words = ["evaluate", str(pack), "--backbone", str(model_folders["gpt2"]), "--data", str(table), "--json"]
    assert main(words) == 0
    before = json.loads(capsys.readouterr().out.strip().splitlines()[-1])["metrics"]["n"]
    with table.open("a", encoding="utf-8") as handle:
        handle.write("film,the [X] is [Y] .,goodness gracious\nbook,[Y] is the [X] that i love,good\n")
    assert main(words) == 0
    events = [json.loads(line) for line in capsys.readouterr().out.strip().splitlines()]
    assert events[-1]["metrics"]["n"] == before
    assert {"cloze_several_tokens", "cloze_goes_on"} <= {event.get("code") for event in events}
