"""A pack leaves as a PEFT folder and comes back through the Shelf, with the very same answers."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from engine.packs import Fingerprint, Manifest, write_pack
from widgets.export_dialog import ExportDialog

PATIENCE_MS = 240_000
ROW = "The kettle broke on the second day and nobody answered my messages."


def make_pack(path: Path, backbone: dict) -> None:
    """A prompt for the starter that writes, as a training could have left it."""
    fingerprint = Fingerprint.from_json(backbone["fingerprint"])
    manifest = Manifest(
        name="Praise or blame",
        method={"kind": "prompt_tuning", "options": {"length": 3}},
        task={"kind": "classification", "output": "verbalizer", "max_tokens": 32, "pooling": "last"},
        template="{soft}{text} Sentiment: {answer}",
        backbone=fingerprint,
        position={"soft": "front", "positions": "shifted"},
        training_dtype="float32",
        metrics={"metrics": {"accuracy": 0.9, "n": 40}, "baseline": {"accuracy": 0.5}, "head_alone": None, "seed": 0},
        data={"name": "reviews.csv", "sha256": None, "rows": 400, "kept_aside": 40},
        labels=["negative", "positive"],
        created="2030-01-31T12:00:00Z",
    )
    rows = np.random.default_rng(0).normal(0, 0.3, size=(3, fingerprint.embedding)).astype(np.float32)
    write_pack(path, manifest, {"embeddings": rows})


def ask(window, qtbot, path: str) -> list[float]:
    """How a pack of the shelf weighs its answers to the row."""
    found: list[dict] = []
    window.packs.play(path)
    qtbot.waitUntil(lambda: window.play.pack_path == path, timeout=PATIENCE_MS)
    window.studio.playground.answered.connect(found.extend)
    window.play.ask.set_fields({"text": ROW})
    qtbot.waitUntil(window.play.ask.ask_button.isEnabled, timeout=PATIENCE_MS)
    window.play.ask.ask_button.click()
    qtbot.waitUntil(lambda: any(event["type"] == "finished" for event in found), timeout=PATIENCE_MS)
    window.studio.playground.answered.disconnect(found.extend)
    answer = next(event for event in found if event["type"] == "answer" and event["side"] == "tuned")
    return [score["p"] for score in answer["scores"]]


def test_a_pack_goes_to_peft_and_comes_back_the_same(
    qtbot, open_window, home_with_starters: Path, tmp_path: Path, monkeypatch
) -> None:
    window = open_window()
    studio = window.studio
    qtbot.waitUntil(lambda: studio.workspace.is_hello_fresh, timeout=PATIENCE_MS)
    source = tmp_path / "praise.promptpack"
    make_pack(source, studio.workspace.backbone("starter:smollm2-135m"))
    with qtbot.waitSignal(studio.library.installed, timeout=PATIENCE_MS) as told:
        window.open_path(str(source))
    path = told.args[0]

    with qtbot.waitSignal(studio.exchange.described, timeout=PATIENCE_MS):
        window.shelf.pack_requested.emit("export", path)
    dialog = next(each for each in window.findChildren(ExportDialog) if each.isVisible())
    assert "padding" in dialog.cards["peft"].accessibleDescription()
    dialog.cards["peft"].setChecked(True)
    monkeypatch.setattr(window.dialogs, "choose_export", lambda name, to: str(tmp_path / to))
    with qtbot.waitSignal(studio.exchange.exported, timeout=PATIENCE_MS) as told:
        dialog.choose.click()
    folder = Path(told.args[0])
    assert {"adapter_config.json", "adapter_model.safetensors"} <= {each.name for each in folder.iterdir()}

    with qtbot.waitSignal(studio.exchange.looked, timeout=PATIENCE_MS):
        window.open_path(str(folder))
    asked = window.packs.importing
    assert asked is not None and asked.backbone.currentData() == "starter:smollm2-135m"
    asked.name.setText("Back again")
    asked.task._buttons["labels"].click()
    asked.labels.setText("negative, positive")
    asked.template.setText("{soft}{text} Sentiment: {answer}")
    with qtbot.waitSignal(studio.exchange.imported, timeout=PATIENCE_MS) as told:
        asked.go.click()
    qtbot.waitUntil(lambda: len(studio.workspace.packs) == 2, timeout=PATIENCE_MS)
    back = next(pack for pack in studio.workspace.packs if pack["name"] == "Back again")
    if window.dialogs.open_message is not None:
        window.dialogs.open_message.close()
    assert window.shell.current_place() == "shelf" and back["match"]["level"] in ("green", "amber")
    assert ask(window, qtbot, back["path"]) == ask(window, qtbot, path)
