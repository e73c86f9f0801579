"""Packs leave for other programs and come from them, through the window; the engine is a replayed one."""

import zipfile
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QFileDialog

from widgets.export_dialog import ExportDialog

PATIENCE_MS = 10_000


@pytest.fixture
def on_shelf(window, make_pack, qtbot) -> str:
    """A pack on the shelf of the window."""
    with qtbot.waitSignal(window.studio.library.installed, timeout=PATIENCE_MS) as told:
        window.studio.library.install(str(make_pack()))
    return str(told.args[0])


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    path = tmp_path / "praise.npy"
    np.save(path, np.ones((3, 8), dtype=np.float32))
    return path


def dialog_of(window) -> ExportDialog:
    return next(each for each in window.findChildren(ExportDialog) if each.isVisible())


def test_an_export_says_what_is_lost_then_asks_where(window, engine, on_shelf: str, qtbot, monkeypatch) -> None:
    with qtbot.waitSignal(window.studio.exchange.described, timeout=PATIENCE_MS):
        window.shelf.pack_requested.emit("export", on_shelf)
    dialog = dialog_of(window)
    assert not dialog.cards["koboldai"].isEnabled()
    assert "template" in dialog.cards["npy"].accessibleDescription()
    dialog.cards["npy"].setChecked(True)
    monkeypatch.setattr(window.dialogs, "choose_export", lambda name, to: f"/out/{name}.{to}")
    dialog.choose.click()
    request = engine.asked("export_pack")[-1]
    assert (request["pack"], request["to"], request["out"]) == (on_shelf, "npy", "/out/Praise or not.npy")
    engine.answer("export_pack", {"type": "pack", "path": "/out/Praise or not.npy", "format": "npy"})
    assert "/out/Praise or not.npy" in window.dialogs.notice.text


def test_the_pack_itself_is_still_copied_by_the_window(window, engine, on_shelf, qtbot, tmp_path, monkeypatch) -> None:
    with qtbot.waitSignal(window.studio.exchange.described, timeout=PATIENCE_MS):
        window.shelf.pack_requested.emit("export", on_shelf)
    monkeypatch.setattr(window.dialogs, "choose_target", lambda name: str(tmp_path / "out.promptpack"))
    with qtbot.waitSignal(window.studio.library.exported, timeout=PATIENCE_MS):
        dialog_of(window).choose.click()
    assert (tmp_path / "out.promptpack").is_file() and engine.asked("export_pack") == []


def test_a_dropped_prompt_is_asked_about_and_mended_until_it_works(window, engine, rows, on_shelf, qtbot) -> None:
    engine.say_hello()
    with qtbot.waitSignal(window.studio.exchange.looked, timeout=PATIENCE_MS):
        window.open_path(str(rows))
    dialog = window.packs.importing
    assert dialog is not None and dialog.name.text() == "praise"
    dialog.go.click()
    engine.answer(
        "import_pack",
        {"type": "error", "code": "exchange_width", "args": {"found": 8, "needed": 384, "backbone": "MiniLM L6"}},
    )
    assert dialog.error.isVisible() and window.packs.importing is dialog
    dialog.backbone.setCurrentIndex(1)
    dialog.go.click()
    assert engine.asked("import_pack")[-1]["backbone"] == "starter:smollm2-135m"
    note = {"type": "note", "code": "exchange_any_weights", "args": {}}
    engine.answer("import_pack", note, {"type": "pack", "path": on_shelf, "name": "praise", "was_there": False})
    qtbot.waitUntil(lambda: window.dialogs.open_message is not None, timeout=PATIENCE_MS)
    assert window.packs.importing is None and window.shell.current_place() == "shelf"
    assert "praise" in window.dialogs.open_message.windowTitle()
    window.dialogs.open_message.close()


def test_what_cannot_be_read_is_said_before_anything_is_asked(window, engine, tmp_path, qtbot) -> None:
    (tmp_path / "song.npy").write_bytes(b"la la la")
    with qtbot.waitSignal(window.studio.exchange.failed, timeout=PATIENCE_MS):
        window.open_path(str(tmp_path / "song.npy"))
    assert window.packs.importing is None and window.dialogs.open_message is not None
    window.dialogs.open_message.close()


def test_a_folder_of_peft_is_made_in_the_one_that_was_chosen(window, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    empty = tmp_path / "empty"
    (tmp_path / "Praise").mkdir()
    assert window.dialogs.choose_export("Praise", "peft") == str(tmp_path / "Praise 2")
    empty.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(empty))
    assert window.dialogs.choose_export("Praise", "peft") == str(empty)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "")
    assert window.dialogs.choose_export("Praise", "peft") == ""


def test_a_file_gets_the_ending_of_its_format(window, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "praise"), ""))
    assert window.dialogs.choose_export("Praise", "koboldai") == str(tmp_path / "praise.zip")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "praise.npy"), ""))
    assert window.dialogs.choose_export("Praise", "npy") == str(tmp_path / "praise.npy")


def test_a_zip_of_another_program_that_is_opened_as_a_pack_is_asked_about(
    window, engine, tmp_path, rows, qtbot
) -> None:
    engine.say_hello()
    with zipfile.ZipFile(tmp_path / "calm.zip", "w", zipfile.ZIP_LZMA) as made:
        made.write(rows, "tensor.npy")
    with qtbot.waitSignal(window.studio.exchange.looked, timeout=PATIENCE_MS) as told:
        window.shelf.pack_chosen.emit(str(tmp_path / "calm.zip"))
    assert told.args[1]["format"] == "koboldai" and window.packs.importing is not None
    window.packs.importing.close()
