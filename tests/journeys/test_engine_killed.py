"""A real SIGKILL to the real engine while it trains: the window stays, says what happened, goes on, and finishes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

import resources
from app.samples import sample_recipe
from engine.runs import Run, list_runs

PATIENCE_MS = 240_000
STEPS = 30


@pytest.fixture
def few_rows(tmp_path: Path) -> Path:
    """The first rows of the sample, so that little time goes into anything but the point."""
    path = tmp_path / "few.csv"
    rows = resources.sample_path("product_reviews_en.csv").read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(rows[:61]) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def short_sample(few_rows: Path):
    """The sample, but shorter and with save points close together."""
    training = {"steps": STEPS, "checkpoint_every": 5, "evaluate_every": 10, "batch_size": 8}
    data = {"train": str(few_rows), "validation": None}
    return sample_recipe("en", "Product reviews").replace(training=training, data=data)


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is a signal of POSIX")
def test_the_window_survives_a_killed_engine_and_the_run_goes_on_to_its_end(
    qtbot, open_window, home_with_starters: Path, short_sample, is_alive
) -> None:
    window = open_window()
    seen: list[dict] = []
    window.studio.training.happened.connect(seen.extend)
    window.studio.training.start(short_sample)
    qtbot.waitUntil(lambda: any(e["type"] == "checkpoint" and e["step"] >= 10 for e in seen), timeout=PATIENCE_MS)
    process_id = window.studio.engine._thread.process_id
    folder = window.studio.workspace.run_folder

    with qtbot.waitSignal(window.studio.engine.died, timeout=PATIENCE_MS) as died:
        os.kill(process_id, signal.SIGKILL)
    assert died.args == [-signal.SIGKILL] and not is_alive(process_id)
    assert window.isVisible() and window.watch.state == "error"
    assert "-9" in window.watch.error.heading()
    saved = window.watch._run.saved_step
    assert saved is not None and saved >= 10 and f"step {saved}" in window.watch.error.why()
    assert Run.open(Path(folder)).status() == "interrupted"

    qtbot.waitUntil(lambda: window.studio.engine.state in ("ready", "restarted"), timeout=PATIENCE_MS)
    assert window.studio.engine._thread.process_id not in (None, process_id)
    seen.clear()
    with qtbot.waitSignal(window.studio.training.finished, timeout=PATIENCE_MS):
        window.watch.error.card.action_chosen.emit("continue")
    assert window.watch.state == "done"
    live = [event["step"] for event in seen if event["type"] == "step"]
    assert live[-1] == STEPS and any(e["type"] == "note" and e["code"] == "resumed" for e in seen)
    steps = [event["step"] for event in Run.open(Path(folder)).events() if event["type"] == "step"]
    assert steps == list(range(1, STEPS + 1))


WINDOW = """
import sys
from app.application import Language, build_application
from app.samples import sample_recipe
from app.settings import AppSettings
from app.window import MainWindow

if __name__ == "__main__":
    application = build_application(AppSettings())
    language = Language(application)
    language.set("en")
    window = MainWindow(AppSettings(), language)
    training = {"steps": 2000, "checkpoint_every": 2, "batch_size": 8}
    data = {"train": sys.argv[1], "validation": None}
    recipe = sample_recipe("en", "Product reviews").replace(training=training, data=data)

    def begin():
        window.studio.training.happened.connect(tell)
        window.studio.training.start(recipe)

    def tell(events):
        if any(event["type"] == "checkpoint" for event in events):
            print("engine", window.studio.engine._thread.process_id, flush=True)

    window.completed.connect(begin)
    window.show()
    application.exec()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is a signal of POSIX")
def test_a_killed_window_takes_the_engine_with_it_and_the_next_start_offers_the_run(
    qtbot, open_window, home_with_starters: Path, tmp_path: Path, few_rows: Path
) -> None:
    script = tmp_path / "window.py"
    script.write_text(WINDOW, encoding="utf-8")
    root = Path(__file__).resolve().parent.parent.parent
    environment = {**os.environ, "PYTHONPATH": str(root)}
    started = subprocess.Popen(
        [sys.executable, str(script), str(few_rows)], stdout=subprocess.PIPE, text=True, env=environment
    )
    assert started.stdout is not None
    line = next(line for line in started.stdout if line.startswith("engine"))
    engine = psutil.Process(int(line.split()[1]))
    started.kill()
    started.wait()
    started.stdout.close()
    engine.wait(timeout=60)

    began = time.monotonic()
    window = open_window()
    qtbot.waitUntil(lambda: bool(window.studio.workspace.runs), timeout=PATIENCE_MS)
    print(f"\nthe run is on Home {time.monotonic() - began:.1f} s after the next start")
    (row,) = window.home._list._rows
    assert row._action.text() == "Continue"
    (run,) = list_runs(home_with_starters / "runs")
    assert run.status() == "interrupted" and run.has_checkpoint
