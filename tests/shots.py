"""Pictures of every place of the window, in two languages and two looks: `make shots`, or `tests/shots.py FOLDER`.

The window and its engine are the real ones; runs and answers are replayed from a recorded run, so that every picture
of a place shows the same moment. Nothing is compared: they are made to be looked at.
"""

from __future__ import annotations

import dataclasses
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
STARTERS_HOME = Path(os.environ.get("SOFTPROMPT_TEST_HOME") or ROOT / ".cache" / "home").resolve()
WIDTH, HEIGHT = 1280, 720
NAMES = {
    "en": ("Customer messages", "Hotel comments", "Polite shop replies", "Product reviews", "Film reviews"),
    "zh": ("客户留言分类", "酒店点评", "礼貌的店铺回复", "商品评论", "影评"),
}
ABOUT = {"en": "Tells praise from complaints in short messages.", "zh": "分辨短留言里的好评和差评。"}


def main() -> int:
    """Make the pictures; the argument is the folder for them, `shots` if none is given."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "shots").resolve()
    folder.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as home:
        os.environ["SOFTPROMPT_HOME"] = home
        (Path(home) / "models").symlink_to(STARTERS_HOME / "models", target_is_directory=True)
        from app.application import Language, build_application
        from app.settings import AppSettings

        application = build_application(AppSettings(theme="light"))
        language = Language(application)
        for code in ("en", "zh"):
            language.set(code)
            for theme in ("light", "dark"):
                _clear(Path(home))
                for path in _pictures(Path(home), language, theme, folder):
                    print(path, flush=True)
    return 0


def _clear(home: Path) -> None:
    import shutil

    for name in ("runs", "packs"):
        shutil.rmtree(home / name, ignore_errors=True)


def _pictures(home: Path, language: Any, look: str, folder: Path) -> list[Path]:
    from PySide6.QtWidgets import QApplication

    from app.settings import AppSettings
    from app.window import MainWindow
    from widgets import theme

    application = QApplication.instance()
    assert isinstance(application, QApplication)
    theme.apply(application, look)  # type: ignore[arg-type]
    events = [json.loads(line) for line in (ROOT / "tests" / "widgets" / "recorded_run.jsonl").open(encoding="utf-8")]
    _make_runs(home, language.code, events)
    window = MainWindow(AppSettings(theme=look, language=language.code), language)
    window.resize(WIDTH, HEIGHT)
    window.show()

    _wait(lambda: window.is_complete and window.studio.workspace.is_hello_fresh, 120)
    studio = window.studio
    _make_packs(home, language.code, studio.workspace.backbones)
    studio.library.refresh_packs()
    studio.library.refresh_runs()
    _wait(lambda: not studio.jobs.is_busy() and len(studio.workspace.packs) == 3, 20)
    made: list[Path] = []

    def shoot(name: str) -> None:
        _wait(lambda: not studio.jobs.is_busy(), 10)
        _pause(0.4)
        made.append(folder / f"{name}-{look}-{language.code}.png")
        window.grab().save(str(made[-1]))

    window.show_place("home")
    shoot("home")
    studio.inputs.open(str(_table(home, language.code)))
    window.show_place("teach")
    _wait(lambda: studio.workspace.table is not None and not studio.jobs.is_busy(), 20)
    _pause(6)  # tokens and costs come from the real engine, which loads the model first
    shoot("teach")
    window.teach._open("backbone")
    shoot("teach-method")
    _show_run(window, language.code, events)
    shoot("watch")
    studio.training.happened.emit(events[_middle(events) :])
    studio.training._request = ""
    studio.workspace.set_run("")
    shoot("watch-done")
    window.show_place("play")
    window.play.choose_pack(studio.workspace.packs[0]["path"])
    _answer(window, language.code)
    shoot("play")
    window.show_place("shelf")
    shoot("shelf")
    studio.workspace.set_packs([])
    studio.workspace.set_runs([])
    window.show_place("home")
    _pause(0.2)
    window.close()
    return made


def _wait(is_so: Callable[[], bool], seconds: float) -> None:
    until = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > until:
            raise TimeoutError("the window did not get there in time")
        _pause(0.02)


def _pause(seconds: float) -> None:
    """Let the window live on for a while. Not `QTest.qWait`: that keeps the interpreter from all other threads."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(int(1000 * seconds), loop.quit)
    loop.exec()


def _make_runs(home: Path, code: str, events: list[dict[str, Any]]) -> None:
    """Five runs: three whole, one broken off, one stopped by an error."""
    from engine.errors import EngineError
    from engine.runs import Run, RunConfig

    whole = [event for event in events if event["type"] in ("step", "evaluation", "checkpoint", "done")]
    for number, name in reversed(list(enumerate(NAMES[code]))):
        config = RunConfig().replace(
            name=name,
            backbone={"source": f"starter:{'minilm-l6' if code == 'en' else 'smollm2-135m'}"},
            task={"kind": "classification"},
            data={"train": f"/data/{name}.csv"},
            method={"kind": "p_tuning_v2" if number % 2 == 0 else "prompt_tuning"},
        )
        run = Run.create(home / "runs" / f"2030010{5 - number}-{number}", config)
        kept = whole if number not in (1, 4) else whole[: len(whole) // 2]
        lines = [json.dumps({**event, "t": time.time() - 90_000 * number - 3600}) for event in kept]
        if number == 4:
            lines.append(json.dumps({**EngineError("loss_exploded", step=170).to_event(), "t": time.time() - 400_000}))
        (run.folder / "events.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
        os.utime(run.folder / "config.json", (time.time(), time.time() - 100 * number))


def _make_packs(home: Path, code: str, backbones: list[dict[str, Any]]) -> None:
    """Three packs: for the very model here, for one of the same shape, and for one that cannot fit."""
    from engine.packs import Fingerprint, Manifest, write_pack

    (home / "packs").mkdir(exist_ok=True)
    here = Fingerprint.from_json(next(each["fingerprint"] for each in backbones if each["present"]))
    others = (
        here,
        dataclasses.replace(here, weights_hash="f" * 64),
        dataclasses.replace(here, hidden=768, embedding=768, name="GPT-2 small"),
    )
    for number, (name, fingerprint) in reversed(list(enumerate(zip(NAMES[code], others, strict=False)))):
        manifest = Manifest(
            name=name,
            description=ABOUT[code],
            author="Ada",
            licence="CC-BY-4.0",
            languages=[code],
            method={"kind": "p_tuning_v2", "options": {"length": 16}},
            task={"kind": "classification", "output": "head", "max_tokens": 128, "pooling": "mean"},
            template="{soft}{text}",
            backbone=fingerprint,
            position={"soft": "front", "positions": "shifted"},
            training_dtype="float32",
            metrics={
                "metrics": {"accuracy": 0.89 - 0.04 * number, "n": 120, "low": 0.82, "high": 0.93},
                "baseline": {"accuracy": 0.61},
                "head_alone": {"accuracy": 0.8},
                "seed": 0,
            },
            data={"name": "reviews.csv", "sha256": None, "rows": 1204, "kept_aside": 120},
            labels=["praise", "complaint"] if code == "en" else ["好评", "差评"],
            created=f"2030-01-0{3 - number}T12:00:00Z",
        )
        width = fingerprint.hidden
        rng = np.random.default_rng(number)
        shapes = {"embeddings": (16, fingerprint.embedding), "head.weight": (2, width), "head.bias": (2,)}
        tensors = {key: rng.normal(size=shape).astype(np.float32) for key, shape in shapes.items()}
        write_pack(home / "packs" / f"{number}.promptpack", manifest, tensors)
        _pause(0.02)  # the newest comes first


def _table(home: Path, code: str) -> Path:
    """The sample's rows, with some that need a look; the Chinese one as spreadsheets there save it."""
    import resources

    rows = resources.sample_path(f"product_reviews_{code}.csv").read_text(encoding="utf-8").splitlines()
    bad = (
        ("Arrived late, box open, one part missing,negative", "Lovely")
        if code == "en"
        else ("到货晚,盒子破了,少零件,负面", "好看")
    )
    rows[40:40], rows[200:200] = [bad[0]], [bad[1]]
    path = home / ("customer_messages.csv" if code == "en" else "客户留言.csv")
    path.write_text("\n".join(rows) + "\n", encoding="utf-8" if code == "en" else "gb18030")
    return path


def _show_run(window: Any, code: str, events: list[dict[str, Any]]) -> None:
    """The middle of the recorded run."""
    recipe = window.teach.config()
    studio = window.studio
    studio.workspace.set_run("/runs/live")
    studio.training.name, studio.training._request = NAMES[code][0], "replayed"
    studio.training.began.emit(recipe, NAMES[code][0], "/runs/live")
    window.studio.engine.state_changed.emit("working")
    studio.training.happened.emit(events[: _middle(events)])


def _middle(events: list[dict[str, Any]]) -> int:
    return next(place for place, event in enumerate(events) if event.get("step", 0) > 212 and event["type"] == "step")


def _answer(window: Any, code: str) -> None:
    """A row with both answers."""
    labels = ("complaint", "praise") if code == "en" else ("差评", "好评")
    text = {
        "en": "I sent the lamp back two weeks ago and still have no money. What is going on?",
        "zh": "台灯两周前就退回去了，钱到现在还没退，怎么回事？",
    }[code]
    window.play.set_rows([{"row": 17, "fields": {"text": text}, "expected": labels[0]}])
    window.play.fill({"row": 17, "fields": {"text": text}, "expected": labels[0]})
    window.play.blockSignals(True)
    window.play._on_ask()  # as if it had been asked; the answers below come instead of the engine's
    window.play.blockSignals(False)
    answers = [
        {"type": "answer", "side": "base", "label": None, "scores": None, "text": None, "stopped": False},
        {
            "type": "answer",
            "side": "tuned",
            "label": labels[0],
            "scores": [{"label": labels[0], "p": 0.93}, {"label": labels[1], "p": 0.07}],
            "text": None,
            "stopped": False,
        },
    ]
    window.play.add_events([*answers, {"type": "finished"}])


if __name__ == "__main__":
    raise SystemExit(main())
