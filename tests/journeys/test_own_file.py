"""A person's own file with everything wrong in it: looked at, mended row by row, and taught as it was settled."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.runs import Run

PATIENCE_MS = 240_000
MOODS = {"happy": ("lovely", "great", "fine"), "cross": ("awful", "poor", "bad")}
RAGGED, EMPTY, SPELLED = 5, 12, (8, 20)


@pytest.fixture
def messy(tmp_path: Path) -> Path:
    """Sixty rows: one with a bare comma in its text, one without an answer, two whose answer is spelled otherwise."""
    rows = ["note,mood"]
    for number in range(1, 61):
        mood = ("happy", "cross")[number % 2]
        text = f"visit {number} was {MOODS[mood][number % 3]}"
        answer = "" if number == EMPTY else "Happy" if number in SPELLED else mood
        rows.append(f"{text}{', I think' if number == RAGGED else ''},{answer}")
    path = tmp_path / "notes.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_a_messy_file_is_mended_and_taught_as_it_was_settled(
    qtbot, open_window, home_with_starters: Path, messy: Path
) -> None:
    window = open_window()
    teach, studio, examples = window.teach, window.studio, window.teach.examples
    qtbot.waitUntil(lambda: studio.workspace.is_hello_fresh, timeout=PATIENCE_MS)
    with qtbot.waitSignal(studio.inputs.opened, timeout=PATIENCE_MS):
        window.open_path(str(messy))
    assert teach.ready.checks()[0].title == "2 rows need a look" and not teach.ready.start.isEnabled()

    examples.rows.tools.keep_to("open")
    qtbot.waitUntil(lambda: examples.table_view.rows.rowCount() == 2, timeout=PATIENCE_MS)
    examples.issues.show_button.click()
    with qtbot.waitSignal(studio.workspace.table_changed, timeout=PATIENCE_MS):
        examples.problem_card.join.click()
    examples.problem_card.show_problem(EMPTY)
    examples.problem_card.skip.click()

    teach.ready._lines[2].action.click()
    spelled = next(line for line in examples.findings.lines() if "merge" in line.fixes)
    with qtbot.waitSignal(studio.workspace.table_changed, timeout=PATIENCE_MS):
        spelled.fixes["merge"].click()
    assert examples.labels == ["cross", "happy"]

    qtbot.waitUntil(lambda: examples.facts.histogram.unit_text() == "tokens", timeout=PATIENCE_MS)
    for name, value in (("training.steps", 40), ("training.batch_size", 4)):
        teach.methods.form.set_value(name, value)
    teach.methods.form.changed.emit()
    qtbot.waitUntil(teach.ready.start.isEnabled, timeout=PATIENCE_MS)
    seen: list[dict] = []
    studio.training.happened.connect(seen.extend)
    teach.ready.start.click()
    qtbot.waitUntil(lambda: any(event["type"] == "step" for event in seen), timeout=PATIENCE_MS)
    data = Run.open(Path(studio.workspace.run_folder)).config.data
    assert (data.joined_rows, data.skip_rows, data.merged_labels) == ((RAGGED,), (EMPTY,), {"Happy": "happy"})
    with qtbot.waitSignal(studio.training.ended, timeout=PATIENCE_MS):
        studio.training.stop(save=False)
