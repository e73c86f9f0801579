"""Each way to read a file is shown with what comes of it, and only a change is told."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from engine.data import read_table
from engine.data.first_rows import Beginning, beginning_of
from widgets.reading_dialog import ReadingDialog

TEXT = "评论,类别\n房间很好;真的,好\n差,差\n还行,好\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "评论.csv"
    made.write_bytes(TEXT.encode("gb18030"))
    return made


def shown(qtbot, made: ReadingDialog) -> ReadingDialog:
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)  # the test does
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def dialog(path: Path, qtbot) -> ReadingDialog:
    return shown(qtbot, ReadingDialog(read_table(path), beginning_of(path)))


def test_the_same_line_stands_beside_each_encoding(dialog: ReadingDialog) -> None:
    lines = {name: card.accessibleDescription() for name, card in dialog.encodings.items()}
    assert next(iter(lines)) == "gb18030" and lines["gb18030"] == "评论,类别"
    assert len(set(lines.values())) == len(lines) > 1


def test_the_rows_follow_every_choice(dialog: ReadingDialog) -> None:
    assert dialog.rows.accessibleName().startswith("评论 | 类别; 房间很好;真的 | 好")
    assert dialog._facts.text() == "2 columns, the same in all of the first 3\u00a0rows."
    dialog.header.setChecked(False)
    assert dialog.rows.accessibleName().startswith("Column 1 | Column 2; 评论 | 类别")
    dialog.delimiter._buttons[";"].click()
    assert dialog.rows.accessibleName().startswith("Column 1; 评论,类别; 房间很好 | 真的,好")
    assert dialog._facts.text() == "1 column, but 1 of the first 4\u00a0rows have another number."


def test_another_encoding_becomes_a_card_of_its_own(dialog: ReadingDialog) -> None:
    place = dialog.others.findData("utf-8")
    dialog.others.setCurrentIndex(place)
    dialog.others.activated.emit(place)
    assert dialog.how()["encoding"] == "utf-8" and "\ufffd" in dialog.encodings["utf-8"].accessibleDescription()
    assert dialog.others.findData("utf-8") == -1


def test_what_was_chosen_is_told_once_it_is_another(dialog: ReadingDialog, qtbot) -> None:
    dialog.delimiter._buttons[";"].click()
    with qtbot.waitSignal(dialog.chosen) as told:
        dialog.go.click()
    assert told.args == [{"encoding": "gb18030", "delimiter": ";", "header": True, "sheet": None}]


def test_nothing_is_told_where_nothing_changed(dialog: ReadingDialog, qtbot) -> None:
    with qtbot.assertNotEmitted(dialog.chosen):
        dialog.go.click()
    assert dialog.isHidden() and dialog.result() == ReadingDialog.DialogCode.Accepted


def test_a_file_of_plain_letters_says_so(tmp_path: Path, qtbot) -> None:
    path = tmp_path / "plain.csv"
    path.write_text("text,label\na,b\n", encoding="ascii")
    made = shown(qtbot, ReadingDialog(read_table(path), beginning_of(path)))
    assert list(made.encodings) == ["utf-8"] and made.encodings["utf-8"].accessibleDescription() == ""


def test_of_a_workbook_the_sheet_is_asked_and_no_encoding(path: Path, qtbot) -> None:
    book = replace(read_table(path), encoding="", delimiter="", sheets=("May", "June"), sheet="June")
    made = shown(qtbot, ReadingDialog(book, Beginning(b"", b"")))
    assert made.encodings == {} and made.how() == {"encoding": None, "delimiter": None, "header": True, "sheet": "June"}
    made.sheets.setCurrentIndex(0)
    with qtbot.waitSignal(made.chosen) as told:
        made.go.click()
    assert told.args[0]["sheet"] == "May"
