"""A window and its controllers over an engine that only replays what it is given."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from app.application import Language
from app.settings import AppSettings
from app.studio import Studio
from app.window import MainWindow
from engine.packs import Fingerprint, Manifest, write_pack
from widgets import theme

HELLO: dict[str, Any] = {
    "type": "hello",
    "version": "0.1.0",
    "methods": [
        {
            "kind": "prompt_tuning",
            "title": "Prompt Tuning",
            "paper": "Lester et al. 2021",
            "schema": [],
            "sites": "input",
        },
        {"kind": "p_tuning_v2", "title": "P-Tuning v2", "paper": "Liu et al. 2022", "schema": [], "sites": "deep"},
    ],
    "tasks": [{"kind": "classification", "title": "Pick a label", "outputs": ["verbalizer", "head"]}],
    "support": [
        {
            "method": method,
            "task": "classification",
            "family": family,
            "output": output,
            "works": (family == "masked") == (output == "head"),
            "reason": "",
        }
        for method in ("prompt_tuning", "p_tuning_v2")
        for family in ("masked", "causal")
        for output in ("head", "verbalizer")
    ],
    "devices": [{"kind": "cpu", "name": "2-core CPU", "memory_total": 8_000_000_000, "memory_free": 5_000_000_000}],
    "training_schema": [],
    "backbones": [
        {
            "source": f"starter:{name}",
            "name": title,
            "family": family,
            "parameters": 22_700_000,
            "hidden": 384,
            "layers": 6,
            "bytes": 91_000_000,
            "download_bytes": 83_000_000,
            "languages": ["en"],
            "licence": "Apache-2.0",
            "present": True,
            "fingerprint": None,
            "needs_bytes": 900_000_000,
            "fit": "fits",
            "default_for": [],
            "problem": None,
        }
        for name, title, family in (
            ("minilm-l6", "MiniLM L6", "masked"),
            ("smollm2-135m", "SmolLM2 135M Instruct", "causal"),
        )
    ],
}


class FakeEngine(QObject):
    """Has the face of EngineThread and the events that a test gives it."""

    events = Signal(list)
    engine_started = Signal()
    engine_died = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._numbers = itertools.count(1)
        self.sent: list[dict[str, Any]] = []
        self.restarts = 0
        self.kills = 0
        self.is_shut_down = False

    def start(self) -> None:
        self.events.emit([{"type": "state", "state": "warming"}])

    def send(self, kind: str, **fields: Any) -> str:
        request = {"id": f"r{next(self._numbers)}", "kind": kind, **fields}
        self.sent.append(request)
        return str(request["id"])

    def restart(self) -> None:
        self.restarts += 1

    def kill(self) -> None:
        self.kills += 1

    def shutdown(self, timeout_s: float = 15.0) -> None:
        self.is_shut_down = True

    def asked(self, kind: str) -> list[dict[str, Any]]:
        """The requests of a kind, in order."""
        return [request for request in self.sent if request["kind"] == kind]

    def answer(self, kind: str, *events: dict[str, Any], ends: bool = True) -> None:
        """Answer the last request of a kind."""
        request = self.asked(kind)[-1]["id"]
        tail = [{"type": "finished", "request": request}] if ends else []
        self.events.emit([*({**event, "request": request} for event in events), *tail])

    def die(self, code: int = -9) -> None:
        self.engine_died.emit(code)

    def say_hello(self, **changes: Any) -> None:
        self.events.emit([{**HELLO, **changes}, {"type": "state", "state": "ready"}])


@pytest.fixture(autouse=True)
def own_home(home: Path) -> Path:
    """Every test of the application has a home of its own."""
    return home


@pytest.fixture(autouse=True)
def light_theme(qapp: QApplication) -> None:
    if not qapp.styleSheet() or theme.current().is_dark:
        theme.apply(qapp, "light")


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine()


@pytest.fixture
def studio(qapp: QApplication, engine: FakeEngine) -> Iterator[Studio]:
    made = Studio(lambda: engine)
    yield made
    made.end()


@pytest.fixture
def language(qapp: QApplication) -> Iterator[Language]:
    made = Language(qapp)
    made.set("en")
    yield made
    made.set("en")


@pytest.fixture
def window(qtbot, engine: FakeEngine, language: Language) -> Iterator[MainWindow]:
    made = MainWindow(AppSettings(), language, lambda: engine)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    qtbot.waitUntil(lambda: made.is_complete)
    yield made
    made.ask_before_closing(lambda: True)
    made.close()


@pytest.fixture
def settled(qtbot) -> Callable[[Studio], None]:
    """Wait until every job has delivered."""
    return lambda studio: qtbot.waitUntil(lambda: not studio.jobs.is_busy(), timeout=10_000)


@pytest.fixture
def open_file(qtbot, studio: Studio) -> Callable[[Path], None]:
    """Open a file of examples and wait until it is there."""

    def open_file(path: Path) -> None:
        with qtbot.waitSignal(studio.inputs.opened):
            studio.inputs.open(str(path))

    return open_file


@pytest.fixture
def reviews(tmp_path: Path) -> Path:
    path = tmp_path / "reviews.csv"
    rows = [
        f"The {thing} is {how},{label}"
        for thing in ("lamp", "desk", "mug", "pan", "pen", "bag")
        for how, label in PAIRS
    ]
    path.write_text("text,label\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return path


PAIRS = (("lovely", "praise"), ("broken", "complaint"), ("bright", "praise"), ("too small", "complaint"))

FINGERPRINT = Fingerprint(
    architecture="BertModel",
    hidden=8,
    layers=2,
    heads=2,
    kv_heads=2,
    head_dim=4,
    vocab_size=100,
    tokenizer_hash="a" * 64,
    weights_hash="b" * 64,
    embedding=8,
    name="Tiny",
    source="starter:minilm-l6",
)


@pytest.fixture
def make_pack(tmp_path: Path) -> Callable[..., Path]:
    """Write a sound pack under a name."""

    def make(name: str = "Praise or not", seed: int = 0) -> Path:
        manifest = Manifest(
            name=name,
            method={"kind": "prompt_tuning", "options": {"length": 3}},
            task={"kind": "classification", "output": "head", "max_tokens": 32, "pooling": "mean"},
            template="{soft}{review}",
            backbone=FINGERPRINT,
            position={"soft": "front", "positions": "shifted"},
            training_dtype="float32",
            metrics={
                "metrics": {"accuracy": 0.9, "n": 40, "low": 0.77, "high": 0.96},
                "baseline": {"accuracy": 0.5},
                "head_alone": None,
                "seed": 7,
            },
            data={"name": "reviews.csv", "sha256": None, "rows": 400, "kept_aside": 40},
            labels=["no", "yes"],
            created="2030-01-31T12:00:00Z",
        )
        rng = np.random.default_rng(seed)
        shapes = {"embeddings": (3, 8), "head.weight": (2, 8), "head.bias": (2,)}
        tensors = {name: rng.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}
        path = tmp_path / f"{name}-{seed}.promptpack"
        write_pack(path, manifest, tensors)
        return path

    return make
