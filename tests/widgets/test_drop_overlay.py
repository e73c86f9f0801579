"""What is dragged over the window is named before it is let go."""

import zipfile

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

from widgets.drop_overlay import DropOverlay, action_for

COPY = Qt.DropAction.CopyAction
PRESSED = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)


@pytest.fixture
def window(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(600, 400)
    window.show()
    return window


def drag(window, path) -> QDragEnterEvent:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDragEnterEvent(
        QPoint(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(window, event)
    return event


@pytest.mark.parametrize(
    ("name", "action"),
    [("a.csv", "data"), ("A.XLSX", "data"), ("b.promptpack", "pack"), ("c.zip", "pack"), ("d.exe", "")],
)
def test_kind_of_file_decides_the_action(tmp_path, name, action) -> None:
    assert action_for(str(tmp_path / name)) == action


def test_prompts_of_other_programs_are_told_from_packs_and_models(tmp_path) -> None:
    for name, inside in (("peft", "adapter_config.json"), ("prefix", "model.safetensors"), ("model", "config.json")):
        (tmp_path / name).mkdir()
        (tmp_path / name / inside).write_bytes(b"")
    (tmp_path / "model" / "model.safetensors").write_bytes(b"")
    actions = [action_for(str(tmp_path / name)) for name in ("peft", "prefix", "model", "x.npy", "x.safetensors")]
    assert actions == ["import", "import", "folder", "import", "import"]
    for name, inside in (("kobold.zip", "tensor.npy"), ("pack.zip", "manifest.json")):
        with zipfile.ZipFile(tmp_path / name, "w") as made:
            made.writestr(inside, b"")
    assert [action_for(str(tmp_path / name)) for name in ("kobold.zip", "pack.zip")] == ["import", "pack"]


def test_folder_is_a_run_if_it_holds_events(tmp_path) -> None:
    assert action_for(str(tmp_path)) == "folder"
    (tmp_path / "events.jsonl").touch()
    assert action_for(str(tmp_path)) == "run"


def test_overlay_covers_the_window_and_names_the_action(window) -> None:
    overlay = DropOverlay(window)
    drag(window, "/data/reviews.csv")
    assert overlay.isVisible()
    assert overlay.geometry() == window.rect()
    assert overlay.accessibleName() == "Drop to start with this file"


def test_drop_is_told_with_action_and_path(window, qtbot) -> None:
    overlay = DropOverlay(window)
    drag(window, "/data/hotel.promptpack")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/data/hotel.promptpack")])
    event = QDropEvent(
        QPointF(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    with qtbot.waitSignal(overlay.dropped) as signal:
        QApplication.sendEvent(window, event)
    assert signal.args == ["pack", "/data/hotel.promptpack"]
    assert overlay.isHidden()


def test_unknown_file_is_refused_in_words(window, qtbot) -> None:
    overlay = DropOverlay(window)
    drag(window, "/data/program.exe")
    assert "cannot" in overlay.accessibleName()
