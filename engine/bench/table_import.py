"""How long a large table takes from the file to a training's rows, and with how much memory of its own.

Mapped rows are the system's memory and go when it is needed elsewhere, so anonymous memory alone is counted (Linux).
"""

from __future__ import annotations

import os
import random
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from engine.data import check_table, guess_mapping, guess_task, load_examples, read_table
from engine.data.progress import Tick
from engine.runs import DataConfig

STATUS = Path("/proc/self/status")
SECONDS_BETWEEN_LOOKS = 0.02
LABELS = ("praise", "complaint", "question")
WORDS = [f"{one}{two}" for one in ("the", "ro", "ban", "mi", "so", "ge", "lu", "ta") for two in ("n", "ri", "s", "mel")]
BLOCK = 10_000


def write_table(path: Path, rows: int) -> None:
    """A CSV of about 200 bytes a row: one text in a hundred comes twice, some run over two lines, some have quotes."""
    draw = random.Random(0)
    tails = [" ".join(draw.choices(WORDS, k=36)) for _ in range(BLOCK)]
    with path.open("w", encoding="utf-8", newline="") as handle:
        handle.write("id,text,label\n")
        for start in range(0, rows, BLOCK):
            lines = []
            for number in range(start, min(rows, start + BLOCK)):
                told = number - 1 if number % 100 == 1 else number
                inside = "\n" if told % 7 == 0 else ' ""so"" ' if told % 11 == 0 else ", "
                lines.append(f'{number},"Case {told}{inside}{tails[told % BLOCK]}",{LABELS[told % 3]}\n')
            handle.writelines(lines)


def measure(rows: int, folder: Path | None = None, tell: Callable[[str], None] = lambda _: None) -> dict[str, Any]:
    """Make the file, read it, check it, read it again and split it; one row of seconds, bytes and the longest time
    between two chances to stop. `folder`: where there is room, twice the file's size."""
    with tempfile.TemporaryDirectory(prefix="softprompt-bench-", dir=folder) as made:
        path = Path(made) / "large.csv"
        tell(f"writing {rows:,} rows")
        write_table(path, rows)
        home, os.environ["SOFTPROMPT_HOME"] = os.environ.get("SOFTPROMPT_HOME"), made
        try:
            return _measure(path, rows, tell)
        finally:
            if home is None:
                del os.environ["SOFTPROMPT_HOME"]
            else:
                os.environ["SOFTPROMPT_HOME"] = home


def _measure(path: Path, rows: int, tell: Callable[[str], None]) -> dict[str, Any]:
    seconds: dict[str, float] = {}
    began = time.process_time()
    gaps = _Gaps()

    @contextmanager
    def timed(name: str) -> Iterator[Tick]:
        tell(name.replace("_", " "))
        start = time.perf_counter()
        yield gaps.start()
        seconds[f"{name}_seconds"] = time.perf_counter() - start
        gaps.stop()

    with _anonymous_peak() as peak:
        with timed("read") as tick:
            table = read_table(path, tick=tick)
        with timed("guess"):
            task, _ = guess_task(table)
            mapping = guess_mapping(table, task)
        with timed("check") as tick:
            problems = check_table(table, mapping, task=task, tick=tick)
        with timed("read_again"):
            again = read_table(path)
        with timed("split") as tick:
            loaded = load_examples(DataConfig(train=str(path)), task=task, tick=tick)
    assert again.row_count == rows == len(loaded.train) + len(loaded.kept_aside)
    return {
        "type": "bench",
        "work": "table_import",
        "rows": rows,
        "bytes": path.stat().st_size,
        "import_seconds": seconds["read_seconds"] + seconds["check_seconds"],
        **seconds,
        "cpu_seconds": time.process_time() - began,
        "anonymous_bytes": peak[0],
        "longest_gap_seconds": gaps.longest,
        "duplicates": next((problem.count for problem in problems if problem.code == "duplicate"), 0),
    }


class _Gaps:
    """The longest time in which a reading could not have been stopped."""

    def __init__(self) -> None:
        self.longest = 0.0
        self._last = 0.0

    def start(self) -> Tick:
        """What to hand to a reading."""
        self._last = time.perf_counter()
        return self._tick

    def stop(self) -> None:
        """The reading has ended."""
        self._tick("", 0, 0)

    def _tick(self, phase: str, done: int, total: int) -> None:
        now = time.perf_counter()
        self.longest, self._last = max(self.longest, now - self._last), now


@contextmanager
def _anonymous_peak() -> Iterator[list[int]]:
    """One number, there at the end of the block: the most anonymous memory this process had inside, in bytes."""
    peak = [_anonymous()]
    done = threading.Event()

    def watch() -> None:
        while not done.wait(SECONDS_BETWEEN_LOOKS):
            peak[0] = max(peak[0], _anonymous())

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield peak
    finally:
        done.set()
        watcher.join()
        peak[0] = max(peak[0], _anonymous())


def _anonymous() -> int:
    if not STATUS.exists():
        return 0
    for line in STATUS.read_text(encoding="ascii", errors="replace").splitlines():
        if line.startswith("RssAnon:"):
            return int(line.split()[1]) * 1024
    return 0
