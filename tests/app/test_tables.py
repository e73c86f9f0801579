"""Rows come from files, from several at once, and from the clipboard; decisions about them are taken back by a key."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtWidgets import QApplication

from widgets.parts_dialog import PartsDialog
from widgets.reading_dialog import ReadingDialog

COPIED = "text\tlabel\nfine, really\tgood\nbroken\tbad\nlovely\tgood\nodd\tbad\n"


@pytest.fixture(autouse=True)
def empty_clipboard(qapp) -> None:
    QApplication.clipboard().clear()


def test_rows_copied_in_a_spreadsheet_are_pasted_on_home(qtbot, window) -> None:
    QApplication.clipboard().setText(COPIED)
    with qtbot.waitSignal(window.studio.inputs.opened):
        window.actions_table.run("paste")
    assert window.shell.current_place() == "teach"
    assert window.studio.workspace.table.row(0) == {"text": "fine, really", "label": "good"}


def test_a_copied_file_is_opened(qtbot, window, reviews: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(reviews))])
    QApplication.clipboard().setMimeData(data)
    with qtbot.waitSignal(window.studio.inputs.opened):
        window.actions_table.run("paste")
    assert window.studio.workspace.table.path == reviews


def test_where_nothing_was_copied_that_is_said(window) -> None:
    QApplication.clipboard().setText("a word")
    window.actions_table.run("paste")
    assert "Nothing to paste" in window.dialogs.notice.text


def test_play_pastes_no_rows(window) -> None:
    QApplication.clipboard().setText(COPIED)
    window.show_place("play")
    window.actions_table.run("paste")
    assert window.studio.workspace.table is None and not window.dialogs.notice.isVisible()


def test_of_several_files_one_is_learned_from_and_one_kept_aside(qtbot, window, reviews: Path, tmp_path: Path) -> None:
    dev = tmp_path / "dev.csv"
    dev.write_text("text,label\nThe pot is lovely,praise\nThe pot is bent,complaint\n", encoding="utf-8")
    window.overlay.tables_dropped.emit([str(dev), str(reviews)])
    dialog = window.findChildren(PartsDialog)[-1]
    with qtbot.waitSignal(window.studio.inputs.opened):
        dialog.go.click()
    data = window.teach.config()["data"]
    assert (data["train"], data["validation"]) == (str(reviews), str(dev))
    assert window.teach.examples.facts.split.how() == "All rows of dev.csv."


def test_a_decision_is_taken_back_and_made_again_by_keys(qtbot, window, reviews: Path) -> None:
    with qtbot.waitSignal(window.studio.inputs.opened):
        window.open_path(str(reviews))
    window.teach.examples.rows_skipped.emit([3, 4])
    assert window.teach.config()["data"]["skip_rows"] == [3, 4]
    window.actions_table.run("undo")
    assert (
        window.teach.config()["data"]["skip_rows"] == [] and window.studio.workspace.recipe["data"]["skip_rows"] == []
    )
    window.actions_table.run("redo")
    assert window.teach.config()["data"]["skip_rows"] == [3, 4]
    window.show_place("home")
    window.actions_table.run("undo")  # on another page nobody would see what changed
    assert window.teach.config()["data"]["skip_rows"] == [3, 4]


def test_a_file_is_read_in_another_way(qtbot, window, tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("text,label\n" + "fine;really,good\nbroken;odd,bad\n" * 4, encoding="utf-8")
    with qtbot.waitSignal(window.studio.inputs.opened):
        window.open_path(str(path))
    window.teach.head.change.click()
    qtbot.waitUntil(lambda: bool(window.findChildren(ReadingDialog)))
    dialog = window.findChildren(ReadingDialog)[-1]
    dialog.delimiter._buttons[";"].click()
    with qtbot.waitSignal(window.studio.workspace.table_changed):
        dialog.go.click()
    assert window.studio.workspace.table.delimiter == ";" and window.teach.config()["data"]["delimiter"] == ";"


def test_a_file_that_reads_in_several_ways_says_which_was_taken(qtbot, window, tmp_path: Path) -> None:
    path = tmp_path / "评论.csv"
    path.write_bytes("评论,类别\n房间很好,好\n差,差\n还行,好\n不来了,差\n".encode("gb18030"))
    with qtbot.waitSignal(window.studio.inputs.opened):
        window.open_path(str(path))
    assert "GB18030" in window.dialogs.notice.text
    window.dialogs.notice.button.click()
    qtbot.waitUntil(lambda: bool(window.findChildren(ReadingDialog)))
    window.findChildren(ReadingDialog)[-1].close()
