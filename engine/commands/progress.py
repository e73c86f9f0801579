"""How a command shows that it works: a bar with time left on a terminal, sparse lines elsewhere; on standard error."""

from __future__ import annotations

import time
from types import TracebackType
from typing import Any

from engine.commands.console import Console
from engine.files import size_text
from engine.messages import NOTES
from engine.scores import main_score, metric_name

PHASES = {
    "starting": "Starting",
    "hashing": "Looking the file up",
    "looking_at_bytes": "Finding the encoding",
    "reading_rows": "Reading the rows",
    "comparing_rows": "Comparing the rows",
    "reading_data": "Reading the data",
    "loading_backbone": "Loading the model",
    "encoding": "Encoding the rows",
    "trying_base": "Asking the untouched model",
    "probing_head": "Trying the head alone",
    "preparing_trainings": "Preparing the trainings",
    "timing_steps": "Timing a few steps",
    "choosing_rate": "Finding a learning speed",
    "training": "Training",
    "evaluating": "Testing",
    "predicting": "Answering",
    "saving": "Saving",
    "task_prompts": "Making a prompt for each task",
    "reading_prompts": "Reading the prompts",
    "studying": "Going through the subspaces",
    "trying_prompts": "Trying the prompts",
    "download": "Downloading",
    "verify": "Checking",
    "convert": "Converting",
}
COACHING = ("still_improving", "not_improving")  # said by the numbers themselves here
SECONDS_BETWEEN_LINES = 15.0


def percent(share: float | None) -> str:
    """0.8412 -> "84.1 %"; a dash where there is none."""
    return "–" if share is None else f"{100 * share:.1f} %"


class Display:
    """Shows events of a run, a download or a prediction. This one keeps silent: for `--json` without a terminal."""

    def __enter__(self) -> Display:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return

    def show(self, event: dict[str, Any]) -> None:
        """Take notice of an event."""


def display_for(console: Console) -> Display:
    """A bar, lines or nothing, whichever the reader can use."""
    if console.has_progress_bar:
        from engine.commands.progress_bar import Bar

        return Bar()
    return Display() if console.is_json else Lines(console)


class Lines(Display):
    """A line where a phase begins, where a check is done, and now and then between."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.phase = ""
        self.said_at = time.monotonic()

    def show(self, event: dict[str, Any]) -> None:
        """A line when there is something new to say."""
        kind = event["type"]
        if kind in ("phase", "progress"):
            name = " ".join(str(event[key]) for key in ("starter", "task", "name") if event.get(key))
            if name != self.phase:
                self.phase = name
                self._say(f"{title_of(event)} ...")
            elif event.get("total"):
                self._now_and_then(f"  {amount_of(event)}")
        elif kind == "step":
            self._now_and_then(f"  step {event['step']} of {event['steps']}: loss {event['loss']:.3f}")
        elif kind == "evaluation":
            self._say(f"  {check_of(event)}")
        elif text := sentence_of(event):
            self._say(text)

    def _say(self, text: str) -> None:
        self.said_at = time.monotonic()
        self.console.tell(text)

    def _now_and_then(self, text: str) -> None:
        if time.monotonic() - self.said_at > SECONDS_BETWEEN_LINES:
            self._say(text)


def title_of(event: dict[str, Any]) -> str:
    """What a phase or a download is called."""
    title = PHASES.get(event["name"], event["name"])
    if event.get("task"):
        return f"{title} ({event['task']})"
    return f"{title} {event['starter']}" if event.get("starter") else title


def amount_of(event: dict[str, Any]) -> str:
    """How far it is, in its own unit; empty where that is not known."""
    done, total = event.get("done"), event.get("total")
    if done is None or not total:
        return ""
    if event["name"] in ("download", "verify"):
        return f"{size_text(done)} of {size_text(total)}" if total > 1 else ""
    return f"{done}/{total}"


def check_of(event: dict[str, Any]) -> str:
    """The scores of a check in a line."""
    metrics = event["metrics"]
    whose = f"{event['task']}, " if event.get("task") else ""
    if metric_name(metrics) == "explained":
        best = " (best so far)" if event["best"] else ""
        return (
            f"step {event['step']}: prompts given back {percent(main_score(metrics))}, loss {metrics['loss']:.3f}{best}"
        )
    text = f"{whose}step {event['step']}: kept-aside {percent(main_score(metrics))}, loss {metrics['loss']:.3f}"
    if event["step"] == 0:
        return f"{text} (before training)"
    return f"{text} (best so far)" if event["best"] else text


def sentence_of(event: dict[str, Any]) -> str:
    """The sentence of a note; empty for other events, and for what the numbers say by themselves."""
    if event["type"] != "note" or event["code"] in COACHING:
        return ""
    return f"Note: {NOTES[event['code']].format(**event['args'])}"
