"""`--engine inside`: the engine as a thread of the window, for machines where a second process cannot be started."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent

INSIDE = """
import json, sys
import app.window
from PySide6.QtCore import QTimer
from app.start import open_window

class Window(app.window.MainWindow):
    def complete(self):
        super().complete()
        self.timer = QTimer(interval=50)
        self.timer.timeout.connect(self.look)
        self.timer.start()

    def look(self):
        if self.studio.workspace.is_hello_fresh:
            self.timer.stop()
            print(json.dumps({"state": self.studio.engine.state, "torch": "torch" in sys.modules}), flush=True)
            self.close()

if __name__ == "__main__":
    app.window.MainWindow = Window
    raise SystemExit(open_window({"engine": "inside"}, []))
"""


def test_the_engine_can_live_inside_the_window_and_ends_with_it(home: Path, tmp_path: Path) -> None:
    script = tmp_path / "inside.py"
    script.write_text(INSIDE, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, env=environment, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == {"state": "ready", "torch": True}
