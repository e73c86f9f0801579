"""From three small tables to a subspace, to a prompt of few numbers, to a slider that moves its answer."""

from __future__ import annotations

import itertools
from pathlib import Path

from tests.tiny_models import tiny_llama

PATIENCE_MS = 240_000
STEPS = 6
WORDS = ("film", "book", "soup", "phone", "good", "bad", "great", "poor")


def table(path: Path, answer) -> Path:
    rows = [f"{one} {other},{answer(one, other)}" for one, other in itertools.permutations(WORDS, 2)][::3]
    path.write_text("\n".join(["input,output", *rows]) + "\n", encoding="utf-8")
    return path


def test_a_subspace_is_found_used_and_its_numbers_moved(qtbot, open_window, home: Path, tmp_path: Path) -> None:
    tasks = tmp_path / "tasks"
    tasks.mkdir()
    for name, answer in (("first", lambda a, b: a), ("second", lambda a, b: b), ("letter", lambda a, b: a[0])):
        table(tasks / f"{name}.csv", answer)
    model = tiny_llama(tmp_path / "llama")
    window = open_window()
    studio, shelf, teach, play = window.studio, window.shelf, window.teach, window.play
    qtbot.waitUntil(lambda: studio.workspace.is_hello_fresh, timeout=PATIENCE_MS)
    with qtbot.waitSignal(studio.engine.backbones_changed, timeout=PATIENCE_MS):
        window.open_path(str(model))

    window.show_place("shelf")
    shelf._tabs._buttons["subspaces"].click()
    shelf.subspaces.empty._buttons["find"].click()
    dialog = window.subspaces.choosing
    assert dialog is not None and dialog.source.value() == "tables"
    dialog.name.setText("Three tasks")
    dialog.folder.setText(str(tasks))
    dialog.backbone.setCurrentIndex(dialog.backbone.findText("llama"))
    dialog.steps.setValue(3)
    dialog.slider.setValue(1)
    for name, value in (("width", 8), ("training.steps", STEPS)):
        dialog.form.set_value(name, value)
    steps: list[dict] = []
    studio.training.happened.connect(lambda events: steps.extend(e for e in events if "reconstruction" in e))
    with qtbot.waitSignal(
        studio.training.found, timeout=PATIENCE_MS, check_params_cb=lambda _f, done: done.get("subspace")
    ):
        dialog.go.click()
        qtbot.waitUntil(lambda: window.shell.current_place() == "watch", timeout=PATIENCE_MS)
    assert window.watch.state == "done" and len(steps) == STEPS
    assert "2 numbers" in window.watch.found.heading()
    assert [row[0] for row in window.watch.found.tasks.rows()] == ["first", "letter", "second"]
    qtbot.waitUntil(lambda: len(studio.workspace.subspaces) == 1, timeout=PATIENCE_MS)

    window.watch.play_button.click()
    assert window.shell.current_place() == "teach" and teach.methods.kind() == "intrinsic_prompt_tuning"
    with qtbot.waitSignal(studio.inputs.opened, timeout=PATIENCE_MS):
        window.open_path(str(table(tmp_path / "both.csv", lambda a, b: f"{b} {a}")))
    form = teach.methods.form
    for name, value in (("training.steps", 2), ("training.batch_size", 4), ("training.learning_rate", 0.1)):
        form.set_value(name, value)
    form.changed.emit()
    assert teach.methods.values()["method.subspace"] == studio.workspace.subspaces[0]["path"]
    qtbot.waitUntil(teach.ready.start.isEnabled, timeout=PATIENCE_MS)
    with qtbot.waitSignal(studio.training.finished, timeout=PATIENCE_MS) as ended:
        teach.ready.start.click()
    assert window.watch.state == "done", window.watch.error.why()

    window.watch.play_button.click()
    qtbot.waitUntil(lambda: window.shell.current_place() == "play" and len(play.knobs.knobs) == 2, timeout=PATIENCE_MS)
    assert not play.knobs.isHidden() and ended.args[1].endswith(".promptpack")
    found: list[dict] = []
    studio.playground.answered.connect(found.extend)
    play.ask.set_fields(dict.fromkeys(play.ask.fields(), "film book"))
    for value in (250, -250, 120):
        play.knobs.knobs[0].slider.setValue(value)
    qtbot.waitUntil(lambda: any(e.get("numbers", [0])[0] == 1.2 for e in found), timeout=PATIENCE_MS)
    assert {event["type"] for event in found} == {"answers_at"} and len(found) <= 3
    said = str(found[-1]["answers"][0]["text"])  # an untrained model may write any kind of line break
    assert play.tuned.answer_text().split() == said.split()
