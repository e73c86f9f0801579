"""Careful: three trainings and one on shuffled answers, side by side, through the real window to a result that says how
much of it is luck."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.runs import Run

PATIENCE_MS = 240_000
STEPS = 6


@pytest.fixture
def moods(tmp_path: Path) -> Path:
    """Sixty short texts of two moods."""
    words = {"happy": ("lovely", "great", "fine"), "cross": ("awful", "poor", "bad")}
    rows = ["text,mood"]
    for number in range(60):
        mood = ("happy", "cross")[number % 2]
        rows.append(f"visit {number} was {words[mood][number % 3]},{mood}")
    path = tmp_path / "moods.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_careful_says_how_much_is_luck(qtbot, open_window, home_with_starters: Path, moods: Path) -> None:
    window = open_window()
    teach, watch, studio = window.teach, window.watch, window.studio
    qtbot.waitUntil(lambda: studio.workspace.is_hello_fresh, timeout=PATIENCE_MS)
    with qtbot.waitSignal(studio.inputs.opened, timeout=PATIENCE_MS):
        window.open_path(str(moods))
    qtbot.waitUntil(lambda: teach.examples.sample._are_tokens, timeout=PATIENCE_MS)
    teach.methods.pace._buttons["careful"].click()
    for name, value in (("training.steps", STEPS), ("training.batch_size", 4)):
        teach.methods.form.set_value(name, value)
    teach.methods.form.changed.emit()
    assert teach.methods.pace.value() == "careful"
    qtbot.waitUntil(teach.ready.start.isEnabled, timeout=PATIENCE_MS)
    seen: list[dict] = []
    studio.training.happened.connect(seen.extend)
    with qtbot.waitSignal(studio.training.finished, timeout=PATIENCE_MS):
        teach.ready.start.click()
    assert watch.state == "done", watch.error.why()
    assert [event["step"] for event in seen if event["type"] == "step"] == list(range(1, STEPS + 1))
    luck = watch.done.result.luck()
    assert luck.startswith("3 trainings: ") and "With shuffled answers: " in luck
    run = Run.open(Path(seen[-1]["run"]))
    assert run.pack_path is not None and len(list((run.folder / "members").iterdir())) == 4
