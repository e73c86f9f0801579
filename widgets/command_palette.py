"""The command palette: everything the program can do, found by typing a few letters of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout, QWidget

from widgets.inputs import SearchField
from widgets.labels import Label
from widgets.theme import current

MOST_SHOWN = 9
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Command:
    """One thing to do: its id, its words, the part of the program it belongs to, and its keys."""

    id: str
    text: str
    group: str
    keys: str = ""


class CommandPalette(QFrame):
    """Opens over `window` with `open_with(commands)`. Signal `chosen(id)`. Escape or a click beside it closes it."""

    chosen = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window, Qt.WindowType.Popup)
        self._window = window
        self._commands: list[Command] = []
        self._shown: list[Command] = []
        self.setProperty("card", "plain")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.search = SearchField()
        self.search.setMaximumWidth(16_777_215)
        self.list = QListView()
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setItemDelegate(_CommandDelegate(self))
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._model = QStringListModel(self)
        self.list.setModel(self._model)
        self._nothing = Label("", "body", "muted")
        column = QVBoxLayout(self)
        space = current().space
        column.setContentsMargins(space["m"], space["m"], space["m"], space["m"])
        column.setSpacing(space["s"])
        for widget in (self.search, self.list, self._nothing):
            column.addWidget(widget)
        self.search.textChanged.connect(lambda _text: self._filter())
        self.search.installEventFilter(self)
        self.list.clicked.connect(lambda index: self._choose(index.row()))
        self.list.setMouseTracking(True)
        self.list.entered.connect(self.list.setCurrentIndex)

    def open_with(self, commands: Sequence[Command]) -> None:
        """Show these commands, all of which can be done now."""
        self._commands = list(commands)
        self.search.setPlaceholderText(self.tr("What would you like to do?"))
        self.search.setAccessibleName(self.tr("Search commands"))
        self.list.setAccessibleName(self.tr("Commands"))
        self._nothing.setText(self.tr("No command has these letters."))
        self.search.clear()
        self._filter()
        width = min(current().length(560), self._window.width() - 48)
        self.setFixedWidth(width)
        self.adjustSize()
        corner = self._window.mapToGlobal(self._window.rect().topLeft())
        self.move(corner.x() + (self._window.width() - width) // 2, corner.y() + current().length(72))
        self.show()
        self.search.setFocus()

    def shown(self) -> list[Command]:
        """The commands that match what was typed, best first."""
        return list(self._shown)

    def command(self, row: int) -> Command:
        """The command in a row of the list."""
        return self._shown[row]

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Arrows move in the list, Return chooses, while the focus stays in the field."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            row, last = self.list.currentIndex().row(), len(self._shown) - 1
            moves = {Qt.Key.Key_Down: row + 1, Qt.Key.Key_Up: row - 1, Qt.Key.Key_PageDown: last, Qt.Key.Key_PageUp: 0}
            if event.key() in moves:
                self.list.setCurrentIndex(self._model.index(max(0, min(last, moves[Qt.Key(event.key())])), 0))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._choose(row)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.close()
                return True
        return super().eventFilter(watched, event)  # type: ignore[arg-type]

    def _filter(self) -> None:
        words = self.search.text()
        ranked = [
            (rank, place) for place, each in enumerate(self._commands) if (rank := _rank(each, words)) is not None
        ]
        self._shown = [self._commands[place] for _, place in sorted(ranked)]
        self._model.setStringList([f"{each.text}, {each.group}, {each.keys}" for each in self._shown])
        self.list.setCurrentIndex(self._model.index(0, 0))
        self._nothing.setVisible(not self._shown)
        self.list.setVisible(bool(self._shown))
        self.list.setFixedHeight(current().height("row") * max(1, min(len(self._shown), MOST_SHOWN)) + 4)
        self.adjustSize()

    def _choose(self, row: int) -> None:
        if 0 <= row < len(self._shown):
            command = self._shown[row]
            self.close()
            self.chosen.emit(command.id)


class _CommandDelegate(QStyledItemDelegate):
    """Words at the left, group and keys at the right."""

    def __init__(self, palette: CommandPalette) -> None:
        super().__init__(palette)
        self._palette = palette

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, current().height("row"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, command = current(), self._palette.command(index.row())
        area: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("selected"))
            painter.drawRoundedRect(area, theme.radius["cell"], theme.radius["cell"])
            painter.restore()
        inner = area.adjusted(10, 0, -10, 0)
        keys_width = theme.length(110)
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("muted"))
        painter.drawText(inner, middle | int(Qt.AlignmentFlag.AlignRight), command.keys)
        group = inner.adjusted(0, 0, -keys_width, 0)
        group_width = painter.fontMetrics().horizontalAdvance(command.group)
        painter.drawText(group, middle | int(Qt.AlignmentFlag.AlignRight), command.group)
        painter.setFont(theme.font("body"))
        painter.setPen(theme.color("text"))
        room = group.adjusted(0, 0, -group_width - 12, 0)
        words = painter.fontMetrics().elidedText(command.text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, middle | int(Qt.AlignmentFlag.AlignLeft), words)


def _rank(command: Command, words: str) -> int | None:
    """How well a command answers: 0 begins so, 1 has the words, 2 has their letters in order, None not at all."""
    text, wanted = f"{command.text} {command.group}".casefold(), words.casefold().split()
    if not wanted or text.startswith(words.casefold().strip()):
        return 0
    if all(word in text for word in wanted):
        return 1
    letters = iter(text)
    return 2 if all(letter in letters for letter in "".join(wanted)) else None
