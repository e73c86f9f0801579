"""Before / Now: the user's own kept-aside rows with the base model's answer and the answer of a step of the run.

Only a changed answer is filled: green with a tick if it was fixed, red with a cross if it broke. Answers in free text
are seldom right or wrong as a whole: there the words that are new are marked. The slider goes back to earlier checks;
the rows are always the same ones.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from widgets import icons
from widgets.changed_words import changed_words
from widgets.components import Card, ElidedLabel, Icon, Label, heading, strong
from widgets.plain_header import PlainHeader
from widgets.save_points import SavePointSlider
from widgets.theme import current
from widgets.two_lines import draw_two_lines, plain_line

Index = QModelIndex | QPersistentModelIndex
INPUT, EXPECTED, BEFORE, NOW = range(4)
STATE = Qt.ItemDataRole.UserRole + 1  # of a Before or Now cell: "right", "wrong", "fixed", "broke", "changed" or ""
MARKED = Qt.ItemDataRole.UserRole + 2  # of a Now cell in free text: (start, end) of the words that are new


def cell_state(row: Mapping[str, Any], column: int, *, is_text: bool = False) -> str:
    """What an answer is worth: right or wrong, and for Now whether it changed to right (fixed) or to wrong (broke).

    `is_text`: an answer that differs from the expected one may still be good, so it is not called wrong.
    """
    if column not in (BEFORE, NOW):
        return ""
    expected, before = row.get("expected"), row.get("before")
    wrong = "" if is_text else "wrong"
    if column == BEFORE:
        return "right" if before == expected else wrong
    now = row.get("now")
    if now == before:
        return "right" if now == expected else wrong
    if now == expected:
        return "fixed"
    return "broke" if before == expected and not is_text else "changed"


class BeforeNowModel(QAbstractTableModel):
    """The preview rows of one check: kept-aside row, expected, before, now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[dict[str, Any]] = []
        self.is_text = False  # whether answers are free text rather than right or wrong

    def set_rows(self, rows: list[dict[str, Any]]) -> None:
        """Show the rows of another check; the view stays where it is as long as there are as many."""
        if len(rows) == len(self._rows):
            self._rows = rows
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, NOW))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """How many rows the check showed."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """Four."""
        return 0 if parent is not None and parent.isValid() else 4

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The cell's text, its state, or both in words for a screen reader."""
        row, column = self._rows[index.row()], index.column()
        text = str(row.get(("input", "expected", "before", "now")[column]) or "")
        if role == Qt.ItemDataRole.DisplayRole:
            return text
        if role == STATE:
            return cell_state(row, column, is_text=self.is_text)
        if role == MARKED:
            before, now = plain_line(str(row.get("before") or "")), plain_line(str(row.get("now") or ""))
            return changed_words(before, now) if self.is_text and column == NOW and before != now else []
        if role == Qt.ItemDataRole.ToolTipRole:
            number = self.tr("Row {row}: {text}").format(row=row.get("row", ""), text=text)
            return number if column == INPUT else text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            words = {
                "right": self.tr("right"),
                "wrong": self.tr("wrong"),
                "fixed": self.tr("fixed"),
                "broke": self.tr("broke"),
                "changed": self.tr("changed") if self.is_text else self.tr("changed, still wrong"),
            }
            state = words.get(cell_state(row, column, is_text=self.is_text))
            return f"{text}, {state}" if state else text
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The names of the columns."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (self.tr("Kept-aside row"), self.tr("Expected"), self.tr("Before"), self.tr("Now"))[section]
        return None


class BeforeNowDelegate(QStyledItemDelegate):
    """Paints the cells from the theme."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """The words of an answer and its mark; a row of two lines."""
        metrics = QFontMetrics(current().font("body", weight=600))
        extra = 0 if index.column() <= EXPECTED else 34
        return QSize(metrics.horizontalAdvance(index.data()) + extra + 18, current().height("before_now_row"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a cell and the line under it."""
        theme = current()
        area = QRectF(option.rect)
        view = option.widget
        has_focus = isinstance(view, QTableView) and view.hasFocus() and view.currentIndex().row() == index.row()
        painter.save()
        painter.fillRect(area, theme.color("selected" if has_focus else "card"))
        if index.row() < index.model().rowCount() - 1:
            painter.fillRect(QRectF(area.left(), area.bottom() - 1, area.width(), 1), theme.color("line"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if index.column() == INPUT:
            draw_two_lines(painter, area.adjusted(16, 0, -8, 0), index.data(), theme.font("body"), "text")
        elif index.column() == EXPECTED:
            self._paint_words(painter, area.adjusted(8, 0, -4, 0), index.data(), "text")
        else:
            self._paint_answer(painter, area, index)
        painter.restore()

    def _paint_answer(self, painter: QPainter, area: QRectF, index: Index) -> None:
        theme = current()
        text, state, is_now = str(index.data()), str(index.data(STATE)), index.column() == NOW
        tone = {"fixed": "success", "broke": "danger"}.get(state)
        box = area.adjusted(4, 5, -10, -6) if is_now else area.adjusted(4, 5, -2, -6)
        if tone is not None or state == "changed":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color(f"{tone}_soft" if tone else "sunken"))
            painter.drawRoundedRect(box, theme.radius["cell"], theme.radius["cell"])
        is_right = state in ("right", "fixed")
        marked = index.data(MARKED)
        has_mark = bool(state) and not (state == "changed" and marked)
        size = theme.length(14)
        if has_mark:
            mark = QRectF(box.left() + 7, box.center().y() - size / 2, size, size)
            icons.draw(painter, "check" if is_right else "cross", mark, "success" if is_right else "danger")
        room = box.adjusted(7 + (size + 6 if has_mark else 0), 0, -4, 0)
        marked = [] if tone else marked
        self._paint_words(painter, room, text, tone or "muted", weight=600 if tone else 400, marked=marked)

    def _paint_words(
        self,
        painter: QPainter,
        room: QRectF,
        text: str,
        token: str,
        weight: int = 400,
        marked: Sequence[tuple[int, int]] = (),
    ) -> None:
        """In one line where it fits, else in two."""
        draw_two_lines(painter, room, text, current().font("body", weight=weight), token, marked=marked)


class BeforeNow(Card):
    """The card: counter, rows, slider. It keeps every check it was given, so that each can be looked at again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(padding=0, spacing=0, parent=parent)
        self._checks: dict[int, dict[str, Any]] = {}
        self._planned = 0
        self._texts: dict[int, set[str]] = {EXPECTED: set(), BEFORE: set(), NOW: set()}
        self._title, self._note = heading(), ElidedLabel("", "body", "muted")
        self._fixed, self._fixed_word = strong(), Label("", "body", "muted")
        self._broke, self._broke_word = strong(), Label("", "body", "muted")
        self.model = BeforeNowModel(self)
        self.table = QTableView()
        self.slider = SavePointSlider()
        self._empty = Label("", "body", "muted", wrap=True)
        self._build_ui()
        self._retranslate()
        current().changed.connect(self._measure)

    def _build_ui(self) -> None:
        space = current().space
        head = QHBoxLayout()
        head.setContentsMargins(space["l"], space["m"], space["l"], space["xs"])
        head.setSpacing(space["s"])
        head.addWidget(self._title)
        head.addWidget(self._note, 1)
        self._counter = QWidget()
        counts = QHBoxLayout(self._counter)
        counts.setContentsMargins(0, 0, 0, 0)
        counts.setSpacing(space["s"])
        head.addWidget(self._counter)
        for icon, token, number, word in (
            ("check", "success", self._fixed, self._fixed_word),
            ("cross", "danger", self._broke, self._broke_word),
        ):
            counts.addSpacing(space["s"])
            for part in (Icon(icon, token), number, word):
                counts.addWidget(part)
        self.body.addLayout(head)
        table = self.table
        table.setModel(self.model)
        table.setItemDelegate(BeforeNowDelegate(table))
        table.verticalHeader().hide()
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = PlainHeader(Qt.Orientation.Horizontal, indents=(16, 8, 11, 11), has_line=True)
        table.setHorizontalHeader(header)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(INPUT, QHeaderView.ResizeMode.Stretch)
        box = QHBoxLayout()
        box.setContentsMargins(1, 0, 1, 0)
        box.addWidget(table)
        self._empty.setContentsMargins(space["l"], space["m"], space["l"], space["m"])
        self.body.addWidget(self._empty)
        self.body.addLayout(box, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(space["m"], space["xs"], space["m"], space["xs"])
        foot.addWidget(self.slider)
        self.body.addLayout(foot)
        self.slider.step_chosen.connect(self._show)
        self._measure()

    def clear(self) -> None:
        """Forget the run."""
        self._checks.clear()
        self._planned = 0
        for texts in self._texts.values():
            texts.clear()
        self.model.set_rows([])
        self.slider.set_steps([], 0)
        self._show(None)

    def set_text(self, is_text: bool) -> None:
        """Whether answers are free text, of which the new words are marked, rather than right or wrong."""
        self.model.is_text = is_text

    def set_planned(self, steps: int) -> None:
        """The last step there will be."""
        if steps != self._planned:
            self._planned = steps
            self.slider.set_steps(list(self._checks), self._planned)

    def add_checks(self, evaluations: Sequence[Mapping[str, Any]]) -> None:
        """Add evaluation events; the newest is shown unless an older one is being looked at.

        A run that goes on from a save point replaces the checks after it.
        """
        if not evaluations:
            return
        for evaluation in evaluations:
            step = int(evaluation["step"])
            while self._checks and next(reversed(self._checks)) >= step:
                self._checks.popitem()
            self._checks[step] = dict(evaluation)
            for row in evaluation.get("preview") or []:
                for column, key in ((EXPECTED, "expected"), (BEFORE, "before"), (NOW, "now")):
                    self._texts[column].add(str(row.get(key) or ""))
        self.slider.set_steps(list(self._checks), self._planned)
        self._show(self.slider.step())

    def show_step(self, step: int) -> None:
        """Look at the check nearest to `step`."""
        self.slider.set_step(step)
        self._show(self.slider.step())

    def counts(self) -> tuple[int, int]:
        """How many rows the shown check fixed and broke."""
        step = self.slider.step()
        check = self._checks.get(step, {}) if step is not None else {}
        return int(check.get("fixed") or 0), int(check.get("broke") or 0)

    def _show(self, step: int | None) -> None:
        check = self._checks.get(step, {}) if step is not None else {}
        rows = list(check.get("preview") or [])
        self.model.set_rows(rows)
        fixed, broke = self.counts()
        self._fixed.setText(str(fixed))
        self._broke.setText(str(broke))
        total = (check.get("metrics") or {}).get("n")
        note = self.tr("{shown} of {total} rows").format(shown=len(rows), total=total) if rows and total else ""
        self._note.setText(note)
        self._counter.setVisible(bool(self._checks))
        self._empty.setVisible(not rows)
        self.table.setVisible(bool(rows))
        self.table.setAccessibleDescription(self.tr("fixed {fixed}, broke {broke}").format(fixed=fixed, broke=broke))
        self._widen()

    def _widen(self) -> None:
        """Columns for answers are as wide as their longest answer of any check, so that nothing jumps on replay."""
        theme = current()
        metrics = QFontMetrics(theme.font("body", weight=600))
        width = self.table.viewport().width()
        limit = max(theme.length(108), width // 4 if self.model.is_text else width // 5)
        header = self.table.horizontalHeader()
        for column, extra in ((EXPECTED, 14), (BEFORE, 40), (NOW, 52)):
            texts = sorted(self._texts[column], key=len)[-20:]
            widest = max((metrics.horizontalAdvance(text) for text in texts), default=0)
            title = metrics.horizontalAdvance(str(self.model.headerData(column, Qt.Orientation.Horizontal)))
            least = max(title + 22, theme.length(76))
            header.resizeSection(column, min(limit, max(least, widest + extra)))

    def _measure(self) -> None:
        self.table.verticalHeader().setDefaultSectionSize(current().height("before_now_row"))
        self.table.setMinimumHeight(current().height("table_header") + 2 * current().height("before_now_row"))
        self._widen()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self._title.setText(self.tr("Before / Now"))
        self.table.setAccessibleName(self.tr("Before / Now"))
        self._empty.setText(self.tr("Some of your kept-aside rows appear here as soon as the base model has answered."))
        self._fixed_word.setText(self.tr("fixed"))
        self._broke_word.setText(self.tr("broke"))
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, NOW)
        self._show(self.slider.step())
