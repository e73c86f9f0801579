"""What the header of Watch says: the phase a run is in, where in it, and when it ended."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QCoreApplication

from widgets.durations import time_left
from widgets.run_state import RunState
from widgets.wording import date, number

translate = QCoreApplication.translate  # a name that the extraction of texts knows


def title(run: RunState | None, state: str, *, is_stopping: bool) -> str:
    """The phase in words; `state` is the page's."""
    if run is None:
        return translate("WatchPage", "Watch")
    if state == "stopped":
        return translate("WatchPage", "Stopped")
    if state == "done":
        is_early = (run.done or {}).get("stopped")
        return translate("WatchPage", "Stopped early") if is_early else translate("WatchPage", "Done")
    if state == "error":
        if not run.steps:
            return translate("WatchPage", "Stopped before the first step")
        words = translate("WatchPage", "Stopped at step {step} of {steps}")
        return words.format(step=number(run.step), steps=number(run.steps))
    if is_stopping:
        return translate("WatchPage", "Stopping")
    if run.is_paused:
        return translate("WatchPage", "Paused")
    if run.kind == "search" and run.phase in ("training", "evaluating"):
        return translate("WatchPage", "Finding the subspace")
    if run.phase in ("training", "evaluating") and run.epochs > 1:
        words = translate("WatchPage", "Teaching - pass {pass_} of {passes}")
        return words.format(pass_=max(1, run.epoch), passes=run.epochs)
    names = {
        "": translate("WatchPage", "Starting"),
        "reading_data": translate("WatchPage", "Reading your examples"),
        "loading_backbone": translate("WatchPage", "Loading model"),
        "encoding": translate("WatchPage", "Preparing the texts"),
        "preparing_trainings": translate("WatchPage", "Preparing the trainings"),
        "timing_steps": translate("WatchPage", "Timing a few steps"),
        "choosing_rate": translate("WatchPage", "Finding a learning speed"),
        "reading_prompts": translate("WatchPage", "Reading the prompts"),
        "trying_prompts": translate("WatchPage", "Trying the prompts"),
        "task_prompts": translate("WatchPage", "Making a prompt for each task"),
        "trying_base": translate("WatchPage", "Trying base model first"),
        "probing_head": translate("WatchPage", "Trying a head without a prompt"),
        "training": translate("WatchPage", "Teaching"),
        "evaluating": translate("WatchPage", "Teaching"),
        "saving": translate("WatchPage", "Saving"),
        "finished": translate("WatchPage", "Saving"),
    }
    return names.get(run.phase, translate("WatchPage", "Teaching"))


def where(run: RunState) -> str:
    """How far the phase is, and how long it will take."""
    done, total = run.done_of_phase
    if run.phase in ("training", "evaluating") and run.steps:
        words = translate("WatchPage", "step {step} of {steps}")
        said = words.format(step=number(run.step), steps=number(run.steps))
        left = None if run.is_paused else run.seconds_left()
        return said if left is None else f"{said} · {time_left(left)}"
    if done is not None and total:
        words = translate("WatchPage", "{done} of {total} rows")
        if run.phase == "preparing_trainings":
            words = translate("WatchPage", "{done} of {total} trainings")
        if run.kind != "training":
            words = translate("WatchPage", "{done} of {total} tasks")
        if run.phase == "choosing_rate":
            words = translate("WatchPage", "{done} of at most {total} steps on trial")
        return words.format(done=number(done), total=number(total))
    return run.name


def ended(run: RunState, finished: float | None) -> str:
    """Its name, and when it ended if that is known (seconds since 1970)."""
    facts = [run.name]
    if finished is not None:
        then, today = dt.datetime.fromtimestamp(finished), dt.datetime.now()
        if then.date() == today.date():
            facts.append(translate("WatchPage", "finished at {time}").format(time=then.strftime("%H:%M")))
        else:
            day = date(finished, with_year=then.year != today.year)
            facts.append(translate("WatchPage", "finished on {date}").format(date=day))
    return " · ".join(fact for fact in facts if fact)
