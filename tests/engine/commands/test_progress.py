from __future__ import annotations

from typing import Any

import pytest

from engine.commands.console import Console, columns
from engine.commands.progress import Display, Lines, check_of, display_for, title_of
from engine.commands.progress_bar import Bar
from engine.commands.report import command, score_lines
from engine.events import note, phase

STEP = {"type": "step", "step": 3, "steps": 9, "loss": 0.5}
CHECK = {"type": "evaluation", "step": 3, "metrics": {"accuracy": 0.84, "loss": 0.4}, "best": True}


def test_lines_are_sparse(capsys: pytest.CaptureFixture[str]) -> None:
    with display_for(Console()) as display:
        for event in (phase("encoding", 0, 9), phase("encoding", 5, 9), STEP, STEP, CHECK, note("stopped", step=3)):
            display.show(event)
    out, err = capsys.readouterr()
    assert isinstance(display, Lines) and out == ""
    assert err.splitlines() == [
        "Encoding the rows ...",
        "  step 3: kept-aside 84.0 %, loss 0.400 (best so far)",
        "Note: Stopped at step 3. The best state so far is kept.",
    ]


def test_with_json_and_no_terminal_nothing_is_shown() -> None:
    assert type(display_for(Console(is_json=True))) is Display


def test_the_bar_shows_phase_loss_score_and_time_left() -> None:
    bar = Bar()
    for event in (phase("training"), CHECK, STEP):
        bar.show(event)
    (task,) = bar.progress.tasks
    assert task.description == "Training" and (task.completed, task.total) == (3, 9)
    assert task.fields["numbers"] == "3/9  loss 0.500  kept-aside 84.0 %"


def test_each_task_of_several_is_named() -> None:
    bar, checks = (
        Bar(),
        [{**CHECK, "task": "rte"}, {**CHECK, "task": "sst2", "metrics": {"accuracy": 0.5, "loss": 1.0}}],
    )
    for event in (phase("training"), *checks, STEP):
        bar.show(event)
    (task,) = bar.progress.tasks
    assert task.fields["numbers"] == "3/9  loss 0.500  kept-aside rte 84.0 %, sst2 50.0 %"
    assert title_of({**phase("encoding"), "task": "rte"}) == "Encoding the rows (rte)"
    assert check_of(checks[0]) == "rte, step 3: kept-aside 84.0 %, loss 0.400 (best so far)"


def done(head_verdict: str | None, verdict: str = "better") -> dict[str, Any]:
    scores = {"accuracy": 0.9, "n": 50, "low": 0.8, "high": 0.95}
    head = None if head_verdict is None else {**scores, "accuracy": 0.8}
    before = {**scores, "accuracy": 0.5, "kind": "majority"}
    counts = {"fixed": 25, "broke": 5, "verdict": verdict, "head_verdict": head_verdict, "run": "r"}
    return {"metrics": scores, "baseline": before, "head_alone": head, **counts}


@pytest.mark.parametrize(
    ("head_verdict", "said"),
    [
        ("better", "The head alone reaches 80.0 %; the learned prompt added 10.0 points."),
        ("unclear", "the learned prompt added nothing that can be told on 50 rows (+10.0 points)."),
        ("worse", "the learned prompt made it worse by"),
    ],
)
def test_a_head_never_passes_for_a_prompt(head_verdict: str, said: str) -> None:
    assert said in "\n".join(score_lines(done(head_verdict)))


def test_without_a_head_nothing_is_said_of_one() -> None:
    lines = "\n".join(score_lines(done(None, "unclear")))
    assert "head" not in lines and "no clear difference: fixed 25, broke 5" in lines


def test_columns_count_wide_letters_twice() -> None:
    assert columns([("好", "x"), ("abc", "y")]) == ["好   x", "abc  y"]


def test_a_command_to_copy_quotes_spaces() -> None:
    assert command("resume", "/my runs/a") == 'softprompt resume "/my runs/a"'
