"""Pictures of what is about subspaces: the Shelf's tab, how one is found and watched, its sliders, a study's report.

Runs, answers and the report are made up here; they agree with each other and with nothing else.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from tests.shots import Shots

NAMES = {
    "en": (
        "news topics",
        "film reviews",
        "hotel reviews",
        "entailment",
        "questions",
        "commitment",
        "ages",
        "headlines",
    ),
    "zh": ("新闻主题", "影评", "酒店点评", "蕴含关系", "提问", "承诺", "年龄", "标题"),
}
TITLES = {"en": ("Eight tasks", "Reviews only"), "zh": ("八个任务", "只有点评")}
KNOB = {"en": "Tone of replies", "zh": "回复的语气"}
STEPS = 300


def take(shots: Shots) -> None:
    """Every picture, at the size in force."""
    _shelf(shots)
    _watch(shots)
    _teach_and_play(shots)
    _report(shots)
    shots.window.shelf._tabs.set_value("packs")
    shots.window.shelf._arrange()


def make_subspaces(home: Path, code: str, backbones: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Two subspaces of the model that writes, and one that was broken off; their rows as the engine lists them."""
    from engine.packs import Fingerprint
    from engine.subspaces import SubspaceManifest, TaskPlace, list_subspaces, shelf_path, write_subspace
    from engine.subspaces.recipes import SearchConfig
    from engine.subspaces.runs import SearchRun

    found = next(each["fingerprint"] for each in backbones if each["source"] == "starter:smollm2-135m")
    fingerprint = Fingerprint.from_json(found)
    size = 16 * fingerprint.embedding
    for number, (name, dimension) in enumerate(zip(TITLES[code], (5, 2), strict=True)):
        rng = np.random.default_rng(number)
        tasks = NAMES[code] if number == 0 else NAMES[code][1:4]
        places = rng.normal(size=(len(tasks), dimension))
        width = 4 if number == 0 else None
        inner = width or dimension
        shapes = {
            **{"encoder.weight": (dimension, size), "encoder.bias": (dimension,)},
            **{"decoder.outer.weight": (size, inner), "decoder.outer.bias": (size,)},
            **({"decoder.inner.weight": (inner, dimension), "decoder.inner.bias": (inner,)} if width else {}),
        }
        manifest = SubspaceManifest(
            name=name,
            backbone=fingerprint,
            mode="autoencoder" if width else "closed_form",
            dimension=dimension,
            shapes={"embeddings": [16, fingerprint.embedding]},
            width=width,
            losses=["task", "reconstruction"] if width else ["reconstruction"],
            explained=0.87 - 0.2 * number,
            tasks=[
                TaskPlace(task, list(map(float, row)), 0.12 + 0.03 * i)
                for i, (task, row) in enumerate(zip(tasks, places, strict=True))
            ],
            created="2030-01-05T12:00:00Z",
        )
        tensors = {key: rng.normal(size=shape).astype(np.float32) for key, shape in shapes.items()}
        if not shelf_path(name).exists():
            write_subspace(shelf_path(name), manifest, tensors)
    folder = shelf_path("Headlines" if code == "en" else "标题集").with_suffix("")
    folder = folder.with_name(folder.name + "-search")
    if not folder.exists():
        SearchRun.start(folder, SearchConfig(sources=("/a",), out=str(folder.with_suffix(".promptsubspace"))))
    return list_subspaces()


def _dialog(shots: Shots, kind: type) -> Any:
    shots.wait(lambda: bool(shots.window.findChildren(kind)), 10)
    shots.pause(0.4)
    return shots.window.findChildren(kind)[-1]


def _shelf(shots: Shots) -> None:
    from widgets.roomy_dialog import RoomyDialog
    from widgets.subspace_dialog import SubspaceDialog

    window, studio = shots.window, shots.window.studio
    hello = studio.workspace.hello or {}
    window.show_place("shelf")
    window.shelf.show_subspaces()
    window.shelf.subspaces.set_unfinished(())
    studio.workspace.set_hello({**hello, "subspaces": []})
    shots._shoot("subspaces-empty")
    rows = make_subspaces(shots.home, shots.code, studio.workspace.backbones)
    studio.workspace.set_hello({**hello, "subspaces": rows})
    studio.subspaces.refresh()
    shots.wait(lambda: bool(window.shelf.subspaces._unfinished), 10)
    shots._shoot("subspaces")
    window.subspaces.choose()
    dialog = _dialog(shots, SubspaceDialog)
    dialog.source.set_value("packs")
    dialog.boxes[0].setChecked(True)
    dialog._renew()
    dialog.fit()
    shots._shoot("subspaces-find-packs", dialog)
    dialog.source.set_value("tables")
    dialog.folder.setText("/data/tasks")
    dialog._renew()
    dialog.fit()
    shots._shoot("subspaces-find-tables", dialog)
    dialog.close()
    shots.pause(0.1)
    window.subspaces.look_into(str(rows[0]["path"]))
    dialog = _dialog(shots, RoomyDialog)
    shots._shoot("subspaces-look", dialog)
    dialog.close()
    shots.pause(0.1)


def _search_events(code: str, until: int) -> list[dict[str, Any]]:
    """A search as the engine tells of it, up to a step."""
    names = NAMES[code]
    events: list[dict[str, Any]] = [{"type": "phase", "name": "training", "done": None, "total": None}]
    for step in range(until + 1):
        fall = math.exp(-step / 70)
        if step:
            wave = 0.05 * math.sin(step * 1.7)
            parts = {"reconstruction": 0.0004 + 0.004 * fall, "task_loss": 0.9 + fall + wave}
            events.append({"type": "step", "step": step, "steps": STEPS, "loss": 1.0, "seconds": step / 4, **parts})
        if step % 50 == 0:
            tasks = [
                {"task": name, "loss": 0.8 + fall + 0.05 * place, "own_loss": 0.7 + 0.05 * place}
                for place, name in enumerate(names)
            ]
            loss = sum(task["loss"] for task in tasks) / len(tasks)
            metrics = {"metric": "explained", "explained": 1 - fall, "loss": loss, "n": len(names)}
            base = {"metric": "explained", "explained": 1.0, "loss": 0.7 + 0.05 * 3.5}
            events.append(
                {**{"type": "evaluation", "step": step, "metrics": metrics, "baseline": base, "best": True}}
                | {"tasks": tasks, "preview": []}
            )
    return events


def _watch(shots: Shots) -> None:
    from engine.runs import RunConfig
    from engine.subspaces.recipes import SearchConfig, TaskSetConfig

    window, studio, code = shots.window, shots.window.studio, shots.code
    watch, names = window.watch, NAMES[code]
    recipe = SearchConfig(sources=("/a",), out="/x.promptsubspace", name=TITLES[code][0]).to_json()
    watch.start_run(recipe, TITLES[code][0], "/x-search")
    window.show_place("watch")
    watch.add_events(_search_events(code, 180))
    shots._shoot("subspaces-watch")
    rng = np.random.default_rng(0)
    tasks = [
        {"task": name, "numbers": rng.normal(size=5).tolist(), "error": 0.1 + 0.03 * i, "own_loss": 0.7, "loss": 0.8}
        for i, name in enumerate(names)
    ]
    done = {"type": "done", "stopped": False, "pack": "/x.promptsubspace", "subspace": "/x.promptsubspace"}
    done |= {"metrics": {"metric": "explained", "explained": 0.87, "loss": 0.8}, "dimension": 5, "mode": "autoencoder"}
    watch.add_events([{**done, "tasks": tasks, "backbone_name": "SmolLM2 135M Instruct", "seconds": 90.0}])
    shots._shoot("subspaces-found")
    config = TaskSetConfig(("/data/tasks",), RunConfig()).to_json()
    watch.start_run(config, TITLES[code][0], "/x-prompts")
    watch.add_events([{"type": "phase", "name": "task_prompts", "done": 0, "total": len(names)}])
    for place, name in enumerate(names[:4]):
        own = {"member": name, "task": name}
        until = STEPS if place < 3 else 120
        watch.add_events(
            {"type": "step", "step": s, "steps": STEPS, "loss": 0.6 + 2 * math.exp(-s / 60), **own}
            for s in range(1, until)
        )
        score = {"metric": "exact_match", "loss": 0.7}
        if place < 3:
            ends = {"metrics": {**score, "exact_match": 0.8 + 0.04 * place}, "baseline": {**score, "exact_match": 0.1}}
            watch.add_events([{"type": "done", "stopped": False, **ends, **own}])
    shots._shoot("subspaces-prompts")
    watch.clear()
    studio.engine.state_changed.emit("ready")


def _teach_and_play(shots: Shots) -> None:
    window, studio, code = shots.window, shots.window.studio, shots.code
    subspace = studio.workspace.subspaces[0]
    window.subspaces.use(str(subspace["path"]))
    window.dialogs.notice.hide()
    window.teach._open("method")
    shots.wait(lambda: bool(window.teach.methods.cards.cards["intrinsic_prompt_tuning"].size_text()), 60)
    window.teach.scroll_to(window.teach.methods.form)
    shots._shoot("teach-knob")
    pack = next((pack for pack in studio.workspace.packs if not pack["labels"]), studio.workspace.packs[0])
    place = {"id": subspace["id"], "name": subspace["name"], "numbers": [0.42, -1.3, 0.05, 2.1, -0.6]}
    card = {**pack, "path": "knob", "name": KNOB[code], "subspace": place, "method": "intrinsic_prompt_tuning"}
    window.play.set_packs([{**card, "match": "green", "match_note": ""}], "knob")
    window.show_place("play")
    from tests.shots_world import QUESTION, REPLIES

    window.play.fill({"row": 1, "fields": dict.fromkeys(window.play.ask.fields(), QUESTION[code]), "expected": None})
    window.play.knobs.knobs[1].set_number(0.8)
    base, tuned = REPLIES[code]
    window.play.add_events(
        [
            {"type": "answer", "side": "base", "label": None, "scores": None, "text": base, "stopped": False},
            {"type": "answers_at", "pack": "knob", "answers": [{"text": tuned}]},
        ]
    )
    shots._shoot("play-knobs")
    studio.workspace.set_packs(studio.workspace.packs)


def report(code: str) -> dict[str, Any]:
    """What a study's report.json says."""
    names, most = NAMES[code], 6
    points, lines = [], []
    for kind, level in (("found", 0.55), ("drawn", 0.3), ("around", 0.42)):
        line = []
        for place, dimension in enumerate((1, 5, 25)):
            mean = level + 0.12 * place
            for seed in range(2):
                unseen = {"e_rel": mean + 0.02 * seed, "tasks": 2, "loss_share": mean, "loss_tasks": 2}
                points.append({"dimension": dimension, "seen": most, "kind": kind, "means": {"unseen": unseen}})
            line.append({"x": dimension, "mean": mean + 0.01, "low": mean, "high": mean + 0.02})
        lines.append({"kind": kind, "measurement": "unseen", "measure": "e_rel", "points": line})
    seen = [
        {"dimension": d, "measurement": "unseen", "measure": "e_rel"}
        | {"points": [{"x": x, "mean": 0.3 + x / 20 + d / 100, "low": 0.25, "high": 0.6} for x in (2, 4, 6)]}
        for d in (1, 5, 25)
    ]
    verdicts = [
        {
            "dimension": 5,
            "against": kind,
            "measure": "ratio",
            "tasks": names[-2:],
            "found": [0.67, 0.69],
            "random": other,
        }
        | {"difference": 0.2, "spread": 0.03, "verdict": word}
        for kind, other, word in (("drawn", [0.42, 0.44], "better"), ("around", [0.66, 0.68], "unclear"))
    ]
    rng = np.random.default_rng(3)
    places = [
        {"task": n, "x": float(x), "y": float(y), "is_seen": i < most}
        for i, (n, (x, y)) in enumerate(zip(names, rng.normal(size=(len(names), 2)), strict=True))
    ]
    tasks = [
        {
            "task": n,
            "n": 100,
            "metric": "exact_match",
            "untouched": 0.1,
            "full": 0.6 + 0.04 * i,
            "why": "x" if i == 3 else "",
        }
        for i, n in enumerate(names)
    ]
    return {
        **{"schema": 1, "points": points, "verdicts": verdicts, "tasks": tasks, "missing": [], "left_out": []},
        **{"curves": {"dimension": lines, "seen": seen}, "map": {"decoder": "5", "tasks": places, "shown": 0.8}},
    }


def _report(shots: Shots) -> None:
    import json

    from widgets.roomy_dialog import RoomyDialog

    folder = shots.home / "study"
    folder.mkdir(exist_ok=True)
    (folder / "report.json").write_text(json.dumps(report(shots.code)), encoding="utf-8")
    shots.window.show_place("shelf")
    shots.window.studio.subspaces.read_report(str(folder))
    dialog = _dialog(shots, RoomyDialog)
    shots._shoot("subspaces-report", dialog)
    dialog._scroll.verticalScrollBar().setValue(10_000)
    shots._shoot("subspaces-report-end", dialog)
    dialog.close()
    shots.pause(0.1)
