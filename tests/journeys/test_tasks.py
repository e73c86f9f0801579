"""A table of tagged words: the task is guessed, taught, told by its own score, and tried, through the real window."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from engine.packs import read_pack

PATIENCE_MS = 240_000
STEPS = 8
PEOPLE, TOWNS = ("Ada Lovelace", "Marie Curie", "Alan Turing"), ("London", "Paris", "Rome", "Berlin")


@pytest.fixture
def tagged(tmp_path: Path) -> Path:
    """Forty sentences with people and places."""
    rows = ["tokens,ner_tags"]
    for number in range(40):
        person, town = PEOPLE[number % 3], TOWNS[number % 4]
        rows.append(f"In {1900 + number} {person} moved to {town},O O B-PER I-PER O O B-LOC")
    path = tmp_path / "people.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_tagged_words_go_from_their_table_to_marked_text(
    qtbot, open_window, home_with_starters: Path, tagged: Path
) -> None:
    window = open_window()
    teach, watch, play, studio = window.teach, window.watch, window.play, window.studio
    qtbot.waitUntil(lambda: studio.workspace.is_hello_fresh, timeout=PATIENCE_MS)
    with qtbot.waitSignal(studio.inputs.opened, timeout=PATIENCE_MS):
        window.open_path(str(tagged))
    assert teach.head.task.text() == "Mark words" and "one tag for each word" in teach.head._reason.text()
    assert teach.config()["backbone"]["source"] == "starter:minilm-l6" and teach.methods.kind() == "p_tuning_v2"
    qtbot.waitUntil(lambda: teach.examples.sample._are_tokens, timeout=PATIENCE_MS)
    for name, value in (("training.steps", STEPS), ("training.batch_size", 4), ("training.learning_rate", 0.02)):
        teach.methods.form.set_value(name, value)
    teach.methods.form.set_value("method.length", 4)
    teach.methods.form.changed.emit()
    qtbot.waitUntil(teach.ready.start.isEnabled, timeout=PATIENCE_MS)
    done: list[dict] = []
    studio.training.happened.connect(lambda events: done.extend(e for e in events if e["type"] == "done"))
    began = time.monotonic()
    with qtbot.waitSignal(studio.training.finished, timeout=PATIENCE_MS):
        teach.ready.start.click()
    print(f"\ntagging, {STEPS} steps: {time.monotonic() - began:.0f} s")
    assert watch.state == "done", watch.error.why()
    assert watch.running.right_plot._title.text() == "Entity F1"
    result = watch.done.result
    assert result._basis.text() == "entity F1 on 4 kept-aside rows" and "right tags" in result._others.text()
    assert result.difference().startswith("Difference on the same rows")
    assert result.bars._items[-1].name == "Each word's usual tag"
    if done[-1]["prompt_added"] is False:
        assert result.added().startswith("The learned prompt adds nothing over the head alone.")
    assert watch.done.confusion.isHidden()
    pack = Path(done[-1]["pack"])
    assert read_pack(pack).manifest.task["kind"] == "tagging"
    qtbot.waitUntil(lambda: len(studio.workspace.packs) == 1, timeout=PATIENCE_MS)
    watch.play_button.click()
    qtbot.waitUntil(lambda: play.isVisible() and bool(play.pack_path), timeout=PATIENCE_MS)
    assert list(play.ask.fields()) == ["tokens"] and not play.ask.sampling.isVisible()
    play.ask.set_fields({"tokens": "In 1950 Marie Curie moved to Rome"})
    play.ask.ask_button.click()
    qtbot.waitUntil(lambda: not play.is_asking and bool(play.tuned.answer_text()), timeout=PATIENCE_MS)
    words = [word for part in play.tuned._parts for word in part.text.split()]
    assert words == ["In", "1950", "Marie", "Curie", "moved", "to", "Rome"]
    assert "head" in play.base._hint.text()
