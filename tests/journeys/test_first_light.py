"""From a double click to a taught prompt, to an answer, to a pack that works elsewhere. Real window, real engine."""

from __future__ import annotations

import time
from pathlib import Path

from PySide6.QtCore import Qt, QTimer

from engine.packs import read_pack

PATIENCE_MS = 240_000
ROWS = (
    "The kettle broke on the second day and nobody answered my messages.",
    "Best headphones I have ever owned, the sound is wonderful.",
    "It does what it says, but the lid never closes and I am sending it back.",
)


class Gaps:
    """How long a timer of 16 ms really waits: what a person feels as a window that hangs."""

    def __init__(self) -> None:
        self.found: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer(interval=16, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def stop(self) -> str:
        self._timer.stop()
        self.found.sort()
        median, late = self.found[len(self.found) // 2], self.found[int(0.99 * len(self.found))]
        return f"{1000 * median:.0f} ms in the middle, p99 {1000 * late:.0f} ms, worst {1000 * self.found[-1]:.0f} ms"

    def _tick(self) -> None:
        now = time.perf_counter()
        self.found.append(now - self._last)
        self._last = now


def answers(window, qtbot) -> list[tuple[str, list[float]]]:
    """What Play says to each of the rows: the label and every probability of the side with the prompt."""
    found: list[dict] = []
    window.studio.playground.answered.connect(found.extend)
    said = []
    for text in ROWS:
        found.clear()
        window.play.ask.set_fields({"text": text})
        qtbot.waitUntil(window.play.ask.ask_button.isEnabled, timeout=PATIENCE_MS)
        window.play.ask.ask_button.click()
        qtbot.waitUntil(lambda: any(event["type"] == "finished" for event in found), timeout=PATIENCE_MS)
        assert [event for event in found if event["type"] == "error"] == []
        answer = next(event for event in found if event["type"] == "answer" and event["side"] == "tuned")
        said.append((answer["label"], [score["p"] for score in answer["scores"]]))
    window.studio.playground.answered.disconnect(found.extend)
    return said


def test_the_sample_is_taught_tried_exported_and_works_in_an_empty_home(
    qtbot, open_window, home_with_starters: Path, tmp_path: Path, in_home, monkeypatch
) -> None:
    window = open_window()
    qtbot.waitUntil(lambda: window.studio.workspace.is_hello_fresh, timeout=PATIENCE_MS)
    done: list[dict] = []
    window.studio.training.happened.connect(lambda events: done.extend(e for e in events if e["type"] == "done"))

    gaps = Gaps()
    began = time.monotonic()
    window.home._sample.button.click()
    assert window.shell.current_place() == "watch"
    with qtbot.waitSignal(window.studio.training.finished, timeout=3 * PATIENCE_MS):  # the whole sample
        pass
    seconds = time.monotonic() - began
    print(f"\nwhile training, a 16 ms timer waited {gaps.stop()}")
    result = done[0]
    print(f"sample: {seconds:.0f} s, {result['metrics']}, head alone {result['head_alone']}")
    assert window.watch.state == "done"
    assert result["metrics"]["accuracy"] >= 0.85 > result["baseline"]["accuracy"]
    assert result["head_alone"]["n"] == result["metrics"]["n"] == 140 and isinstance(result["prompt_added"], bool)
    assert result["backbone_unchanged"] is True

    with qtbot.waitSignal(window.shell.place_changed, timeout=PATIENCE_MS):
        window.watch.play_button.click()
    assert window.shell.current_place() == "play"
    qtbot.waitUntil(lambda: bool(window.play._rows), timeout=PATIENCE_MS)
    here = answers(window, qtbot)
    assert [label for label, _ in here[:2]] == ["negative", "positive"]

    target = tmp_path / "shared" / "reviews.promptpack"
    monkeypatch.setattr(window.dialogs, "choose_target", lambda name: str(target))
    with qtbot.waitSignal(window.studio.library.exported, timeout=PATIENCE_MS):
        window.actions_table.run("export")
    assert read_pack(target).manifest.labels == ["negative", "positive"]
    window.close()

    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "models").symlink_to(home_with_starters / "models", target_is_directory=True)
    in_home(elsewhere)
    other = open_window()
    qtbot.waitUntil(lambda: other.studio.workspace.is_hello_fresh, timeout=PATIENCE_MS)
    assert other.studio.workspace.packs == [] and other.studio.workspace.runs == []
    with qtbot.waitSignal(other.studio.library.installed, timeout=PATIENCE_MS):
        other.open_path(str(target))
    assert other.shell.current_place() == "shelf"
    assert [pack["match"]["level"] for pack in other.studio.workspace.packs] == ["green"]
    other.dialogs.notice.button.click()
    assert other.shell.current_place() == "play"
    assert answers(other, qtbot) == here
