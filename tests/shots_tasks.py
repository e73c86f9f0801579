"""What the pictures of the tasks show: tables, runs and answers that mark, find, choose and write, in two languages.

Nothing here is compared; the numbers of a run are invented but agree with each other.
"""

from __future__ import annotations

import csv
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.shots import Shots

PEOPLE = ("Ada Lovelace", "Marie Curie", "Alan Turing", "Lu Xun")
TOWNS = ("London", "Paris", "Cambridge", "Shanghai")
HAN_PEOPLE, HAN_TOWNS = ("鲁迅", "老舍", "巴金", "茅盾"), ("上海", "北京", "成都", "杭州")
HEADS = {
    "tagging": ("tokens", "tags"),
    "span_qa": ("context", "question", "answer"),
    "choice": ("premise", "choice1", "choice2", "label"),
    "cloze": ("subject", "pattern", "object"),
    "generation": ("mr", "text"),
}
ROWS = 48


def _row(task: str, code: str, number: int) -> tuple[str, ...]:
    people, towns = (PEOPLE, TOWNS) if code == "en" else (HAN_PEOPLE, HAN_TOWNS)
    who, town = people[number % 4], towns[number // 4 % 4]
    if code == "en":
        first, last = who.split()
        return {
            "tagging": (f"In {1900 + number} {first} {last} moved to {town} .", "O O B-PER I-PER O O B-LOC O"),
            "span_qa": (
                f"{who} was born in {town} in {1800 + number} and wrote letters to friends for many years.",
                f"When was {who} born?",
                str(1800 + number),
            ),
            "choice": (
                f"The cup fell off table {number}.",
                "It broke on the floor.",
                "It was full of tea.",
                str(number % 2),
            ),
            "cloze": (who, f"[X] was born in [Y]{'.' if number % 2 else ' .'}", town),
            "generation": (
                f"name[The {town} Inn {number}], food[Chinese], area[riverside], price[cheap]",
                f"The {town} Inn {number} at the riverside serves cheap Chinese food.",
            ),
        }[task]
    return {
        "tagging": (f"{1900 + number} 年 {who} 搬 到 {town} 。", "O O B-PER O O B-LOC O"),
        "span_qa": (
            f"{who}于 {1800 + number} 年在{town}出生，一生写了许多书信。",
            f"{who}哪一年出生？",
            str(1800 + number),
        ),
        "choice": (f"{number} 号桌上的杯子掉了下来。", "它在地上摔碎了。", "里面装满了茶。", str(number % 2)),
        "cloze": (who, "[X]出生在[Y]。", town),
        "generation": (
            f"店名[{town}小馆 {number}]，菜系[川菜]，位置[河边]",
            f"{town}小馆 {number} 在河边，川菜便宜又好吃。",
        ),
    }[task]


def make_table(home: Path, code: str, task: str) -> Path:
    """A file of examples of a task."""
    path = home / f"{task}_{code}.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(HEADS[task])
        writer.writerows(_row(task, code, number) for number in range(ROWS))
    return path


SCORES = {  # task: main score, before, now; others beside it
    "tagging": ("entity_f1", 0.22, 0.83, {"token_accuracy": (0.71, 0.95)}),
    "generation": ("bleu", 0.04, 0.31, {"rouge_l": (0.19, 0.52), "exact_match": (0.0, 0.08)}),
}


def _preview(task: str, code: str, share: float) -> list[dict[str, Any]]:
    rows = []
    for number in range(8):
        row = _row(task, code, number * 5)
        is_learned = share > 0.12 * number
        before = {
            "tagging": " ".join("O" for _ in row[1].split()),
            "generation": row[0].replace("[", " is ").replace("]", "") if code == "en" else row[0],
        }[task]
        now = row[1] if is_learned else before
        if task == "generation" and is_learned and number % 3 == 1:
            now = row[1].replace("cheap", "good and cheap").replace("便宜又好吃", "价格不贵")
        rows.append(
            {"row": 5 * number + 1, "input": row[0], "expected": row[1], "before": before, "now": now, "p": None}
        )
    return rows


def run_events(task: str, code: str) -> list[dict[str, Any]]:
    """A run of a task over 200 steps."""
    name, low, high, others = SCORES[task]
    events: list[dict[str, Any]] = [{"type": "phase", "name": "training", "done": None, "total": None}]
    metrics: dict[str, Any] = {}
    base = {"metric": name, name: low, **{key: pair[0] for key, pair in others.items()}, "loss": 2.4, "n": 150}
    base |= {"low": max(0.0, low - 0.03), "high": low + 0.04, "kind": "majority" if task == "tagging" else "untouched"}
    for step in range(1, 201):
        share = 1 - math.exp(-step / 50)
        loss = 2.4 - 2.0 * share + 0.25 * math.sin(step * 1.7)
        events.append({"type": "step", "step": step, "steps": 200, "loss": loss, "seconds": 0.2 * step, "epochs": 5})
        events[-1] |= {"epoch": 1 + step // 41, "learning_rate": 0.005, "examples_per_second": 80.0}
        if step % 20 == 0 or step == 1:
            metrics = {"metric": name, name: low + (high - low) * share, "loss": 2.4 - 2.0 * share, "n": 150}
            events.append({"type": "evaluation", "step": step, "metrics": metrics, "baseline": base, "best": True})
            events[-1] |= {"fixed": round(90 * share), "broke": 4, "preview": _preview(task, code, share)}
    metrics = {**metrics, name: high, **{key: pair[1] for key, pair in others.items()}}
    metrics |= {"low": high - 0.04, "high": high + 0.03}
    head = {**metrics, name: high - 0.01, "low": high - 0.06, "high": high + 0.04} if task == "tagging" else None
    rows = _preview(task, code, 0.3)
    mistakes = [
        {**row, "answer": row["now"], "second": None, "p_second": None} for row in rows if row["now"] != row["expected"]
    ]
    difference = {"value": high - low, "low": high - low - 0.05, "high": high - low + 0.06}
    events.append(
        {
            **{"type": "done", "task": task, "metrics": metrics, "baseline": base, "head_alone": head, "labels": []},
            **{"confusion": [], "mistakes": mistakes, "difference": difference, "verdict": "better", "fixed": 88},
            **{"prompt_added": False if head else None, "broke": 4, "best_step": 180, "steps": 200, "seconds": 44.0},
            **{"pack": "/runs/x/x.promptpack", "pack_bytes": 380_000, "stopped": False, "run": "/runs/x"},
            **{"trainable_parameters": 92_160, "backbone_parameters": 22_700_000, "backbone_unchanged": True},
        }
    )
    return events


def answers(task: str, code: str) -> tuple[dict[str, str], list[dict[str, Any]]]:
    """What is asked of a pack of a task, and what the engine sends."""
    row = _row(task, code, 9)
    asked = dict(zip(HEADS[task], row, strict=True))
    empty = {"type": "answer", "side": "base", "label": None, "scores": None, "text": None, "stopped": False}
    tuned = {**empty, "side": "tuned"}
    if task == "tagging":
        return asked, [empty, {**tuned, "text": row[1], "words": row[0].split()}]
    if task == "span_qa":
        return asked, [empty, {**tuned, "text": row[2]}]
    right, wrong = asked["choice2"], asked["choice1"]
    weights = [{"label": right, "p": 0.86}, {"label": wrong, "p": 0.14}]
    other = [{"label": right, "p": 0.47}, {"label": wrong, "p": 0.53}]
    return asked, [{**empty, "label": wrong, "scores": other}, {**tuned, "label": right, "scores": weights}]


def take(shots: Shots) -> None:
    """Pictures of what is learned beside labels: tables with their roles, runs, results, and answers that mark and
    choose."""
    window, studio = shots.window, shots.window.studio
    for task in HEADS:
        studio.inputs.open(str(make_table(shots.home, shots.code, task)))
        window.show_place("teach")
        shots.wait(lambda task=task: studio.workspace.task == task and not studio.jobs.is_busy(), 20)
        window.teach._open("examples")
        shots.wait(lambda: window.teach.examples.sample._are_tokens, 60)
        menu = window.teach.head.open_tasks() if task == "tagging" else None
        shots._shoot(f"teach-{task}", menu)
        if menu is not None:
            menu.close()
        window.teach._open("backbone")
        shots._shoot(f"teach-{task}-method")
    for task in SCORES:
        events = run_events(task, shots.code)
        recipe = {**window.teach.config(), "task": {"kind": task}, "name": task}
        half = len(events) // 2
        studio.training.began.emit(recipe, task, "/runs/live")
        studio.training.happened.emit(events[:half])
        shots._shoot(f"watch-{task}")
        studio.training.happened.emit(events[half:])
        shots._shoot(f"watch-{task}-done")
        window.watch.done.rows_button.setChecked(True)
        shots.pause(0.2)
        window.watch.scroll_to(window.watch.done.before_now)
        shots._shoot(f"watch-{task}-rows")
        window.watch.done.rows_button.setChecked(False)
        window.watch.clear()
    window.show_place("play")
    pack = {**window.play._packs[0], "labels": []}
    for task in ("tagging", "span_qa", "choice"):
        asked, events = answers(task, shots.code)
        columns = [name for name in asked if name not in ("tags", "answer", "label")]
        window.play.set_packs([{**pack, "path": task, "task": task, "columns": columns}], task)
        window.play.ask.set_fields(asked)
        window.play.blockSignals(True)
        window.play._on_ask()
        window.play.blockSignals(False)
        window.play.add_events([*events, {"type": "finished"}])
        shots._shoot(f"play-{task}")
    studio.workspace.set_packs(studio.workspace.packs)
