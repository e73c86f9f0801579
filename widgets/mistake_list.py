"""Rows that are still answered wrongly: the text, how sure the model was, what was expected and what it answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from widgets.components import Card, ElidedLabel, Label, Rule, link, paint_chip
from widgets.theme import current
from widgets.two_lines import draw_two_lines
from widgets.wording import number, percent, rows

Index = QModelIndex | QPersistentModelIndex
MISTAKE = Qt.ItemDataRole.UserRole + 1


class MistakeModel(QAbstractListModel):
    """Mistakes as the done event has them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mistakes: list[Mapping[str, Any]] = []

    def set_mistakes(self, mistakes: Sequence[Mapping[str, Any]]) -> None:
        """Show others."""
        self.beginResetModel()
        self._mistakes = list(mistakes)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """How many."""
        return 0 if parent is not None and parent.isValid() else len(self._mistakes)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The mistake, its text, or all of it in words."""
        mistake = self._mistakes[index.row()]
        if role == MISTAKE:
            return dict(mistake)
        if role == Qt.ItemDataRole.DisplayRole:
            return str(mistake.get("input") or "")
        if role == Qt.ItemDataRole.ToolTipRole:
            words = self.tr("Row {row}: {text}")
            told = [words.format(row=mistake.get("row", ""), text=mistake.get("input", ""))]
            for name, key in ((self.tr("Expected"), "expected"), (self.tr("Answered"), "answer")):
                told.append(f"{name}: {mistake.get(key) or '–'}")
            return "\n".join(told) if mistake.get("p") is None else told[0]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            said = self.tr("{text}; expected {expected}, answered {answer}; {sure}").format(
                text=mistake.get("input", ""),
                expected=mistake.get("expected", ""),
                answer=mistake.get("answer", ""),
                sure=self.sure(mistake),
            )
            return said.rstrip("; ；")
        return None

    def sure(self, mistake: Mapping[str, Any]) -> str:
        """How sure the model was: "58 % sure, next best Refund 39 %"."""
        if mistake.get("p") is None:
            return ""
        said = self.tr("{share} sure").format(share=percent(mistake["p"]))
        if mistake.get("second") is None or mistake.get("p_second") is None:
            return said
        words = self.tr("{sure}, next best {label} {share}")
        return words.format(sure=said, label=mistake["second"], share=percent(mistake["p_second"]))


class MistakeDelegate(QStyledItemDelegate):
    """Paints a mistake in four lines."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Two lines of text, one of numbers, one of chips."""
        theme = current()
        body = QFontMetricsF(theme.font("body")).lineSpacing()
        caption = QFontMetricsF(theme.font("caption")).lineSpacing()
        return QSize(200, round(2 * body + caption + theme.height("chip") + 34))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a mistake and the line under it."""
        theme = current()
        mistake = index.data(MISTAKE)
        view = option.widget
        is_current = isinstance(view, QListView) and view.hasFocus() and view.currentIndex() == index
        painter.save()
        painter.fillRect(option.rect, theme.color("selected" if is_current else "card"))
        area = QRectF(option.rect)
        painter.fillRect(QRectF(area.left(), area.bottom() - 1, area.width(), 1), theme.color("line"))
        inner = area.adjusted(16, 9, -16, -10)
        body = QFontMetricsF(theme.font("body")).lineSpacing()
        draw_two_lines(
            painter,
            QRectF(inner.left(), inner.top(), inner.width(), 2 * body),
            str(mistake.get("input") or ""),
            theme.font("body"),
            "text",
        )
        font = theme.font("caption")
        metrics = QFontMetricsF(font)
        if mistake.get("p") is None:
            self._paint_texts(painter, inner.adjusted(0, 2 * body, 0, 0), mistake)
            painter.restore()
            return
        painter.setFont(font)
        painter.setPen(theme.color("muted"))
        line = QRectF(inner.left(), inner.top() + 2 * body + 3, inner.width(), metrics.lineSpacing())
        model = index.model()
        sure = model.sure(mistake) if isinstance(model, MistakeModel) else ""
        painter.drawText(line, metrics.elidedText(sure, Qt.TextElideMode.ElideRight, line.width()))
        self._paint_chips(painter, inner, mistake, metrics)
        painter.restore()

    def _paint_texts(self, painter: QPainter, area: QRectF, mistake: Mapping[str, Any]) -> None:
        """What was expected and what was answered, a line each: free text is too long for chips."""
        theme = current()
        lines = ((self.tr("Expected"), "expected", "text"), (self.tr("Answered"), "answer", "danger"))
        names, texts = QFontMetricsF(theme.font("caption")), QFontMetricsF(theme.font("body"))
        left = max(names.horizontalAdvance(name) for name, _, _ in lines) + 12
        for place, (name, key, token) in enumerate(lines):
            line = QRectF(area.left(), area.top() + place * area.height() / 2, area.width(), area.height() / 2)
            painter.setFont(theme.font("caption"))
            painter.setPen(theme.color("muted"))
            painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter), name)
            room = line.adjusted(left, 0, 0, 0)
            text = texts.elidedText(str(mistake.get(key) or "–"), Qt.TextElideMode.ElideRight, room.width())
            painter.setFont(theme.font("body"))
            painter.setPen(theme.color(token))
            painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), text)

    def _paint_chips(
        self, painter: QPainter, inner: QRectF, mistake: Mapping[str, Any], metrics: QFontMetricsF
    ) -> None:
        theme = current()
        high = theme.height("chip")
        x, top = inner.left(), inner.bottom() - high
        room = (inner.width() - metrics.horizontalAdvance(self.tr("Expected") + self.tr("answered")) - 24) / 2
        heavy = QFontMetricsF(theme.font("caption", weight=600))
        for word, label, tone in (
            (self.tr("Expected"), str(mistake.get("expected") or ""), "neutral"),
            (self.tr("answered"), str(mistake.get("answer") or ""), "danger"),
        ):
            painter.setFont(theme.font("caption"))
            painter.setPen(theme.color("muted"))
            width = metrics.horizontalAdvance(word)
            painter.drawText(QRectF(x, top, width + 2, high), int(Qt.AlignmentFlag.AlignVCenter), word)
            x += width + 8
            chip = min(heavy.horizontalAdvance(label) + 22, max(room, 40.0))
            paint_chip(painter, QRectF(x, top, chip, high), label, tone, strong=tone != "neutral")
            x += chip + 8


class MistakeList(Card):
    """The list with its heading: the rows of one cell of the grid, or all of them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(padding=0, spacing=0, parent=parent)
        self._all: list[Mapping[str, Any]] = []
        self._cell: tuple[str, str] | None = None
        self._total: int | None = None
        self.model = MistakeModel(self)
        self._title, self._count = ElidedLabel("", "strong"), Label("", "body", "muted")
        self.all_button = link()
        self._none = Label("", "body", "muted", wrap=True)
        self.view = QListView()
        space = current().space
        head = QHBoxLayout()
        head.setContentsMargins(space["l"], space["m"], space["m"], space["s"])
        head.setSpacing(space["m"])
        head.addWidget(self._title, 1)
        head.addWidget(self._count)
        head.addWidget(self.all_button)
        self.body.addLayout(head)
        self.body.addWidget(Rule())
        self._none.setContentsMargins(space["l"], space["m"], space["l"], space["m"])
        self.body.addWidget(self._none)
        self.view.setModel(self.model)
        self.view.setItemDelegate(MistakeDelegate(self.view))
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        box = QHBoxLayout()
        box.setContentsMargins(1, 0, 1, 6)
        box.addWidget(self.view)
        self.body.addLayout(box, 1)
        self.body.addStretch(0)
        self.all_button.clicked.connect(self.show_all)

    def set_mistakes(self, mistakes: Sequence[Mapping[str, Any]], total: int | None = None) -> None:
        """Take other mistakes and show all of them; `total` is how many there were before the list was cut."""
        self._all, self._total, self._cell = list(mistakes), total, None
        self._show()

    def show_cell(self, expected: str, answer: str) -> None:
        """Show only the rows where `expected` was taken for `answer`."""
        self._cell = (expected, answer)
        self._show()

    def show_all(self) -> None:
        """Show all mistakes."""
        self._cell = None
        self._show()

    def _show(self) -> None:
        chosen = [m for m in self._all if self._cell is None or (m.get("expected"), m.get("answer")) == self._cell]
        is_right = self._cell is not None and self._cell[0] == self._cell[1]
        self.model.set_mistakes(chosen)
        every = self._total if self._total is not None else len(self._all)
        if self._cell is None:
            self._title.setText(self.tr("All mistakes"))
        elif is_right:
            self._title.setText(self.tr("{label} answered rightly").format(label=self._cell[0]))
        else:
            words = self.tr("{expected} taken for {answer}")
            self._title.setText(words.format(expected=self._cell[0], answer=self._cell[1]))
        self._count.setText(rows(every if self._cell is None else len(chosen)))
        self._count.setVisible(not is_right)
        self.all_button.setVisible(self._cell is not None and bool(self._all))
        self.all_button.setText(self.tr("All {n} mistakes").format(n=number(every)))
        nothing = self.tr("Only mistakes are listed.") if is_right else self.tr("There are no such mistakes.")
        if not self._all:
            nothing = self.tr("Every kept-aside row was answered rightly.")
        self._none.setText(nothing)
        self._none.setVisible(not chosen)
        self.view.setVisible(bool(chosen))
        self.view.setAccessibleName(self._title.text())

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._show()
