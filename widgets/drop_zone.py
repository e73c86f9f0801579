"""Where a file is missing: a drawing, one sentence, a button, and a dotted edge that says "drop it here"."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.data import TABLE_ENDINGS
from widgets.components import EmptyState
from widgets.theme import current


class DropZone(QWidget):
    """Signal `file_requested()`. The page that holds it accepts the drop; `set_waiting` lights the edge meanwhile."""

    file_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_waiting = False
        self.empty = EmptyState(has_primary=False)
        self.empty.action_chosen.connect(lambda _id: self.file_requested.emit())
        column = QVBoxLayout(self)
        margin = current().space["xl"]
        column.setContentsMargins(margin, margin, margin, margin)
        column.addWidget(self.empty)
        self.retranslate()

    def minimumSizeHint(self) -> QSize:
        """Room for the drawing, three lines and the button."""
        return QSize(current().length(240), current().length(236))

    def hasHeightForWidth(self) -> bool:
        """The sentence inside stops growing at the width of a text column, so the height stays."""
        return False

    def sizeHint(self) -> QSize:
        """The same."""
        return self.minimumSizeHint()

    def set_waiting(self, is_waiting: bool) -> None:
        """Whether a file hangs over the window."""
        self._is_waiting = is_waiting
        self.update()

    def retranslate(self) -> None:
        """Renew all words."""
        sentence = self.tr(
            "Drop a CSV, Excel or JSON file here, or paste rows from a spreadsheet. "
            "Two columns are enough: the text, and the answer to be learned."
        )
        self.empty.set_texts(self.tr("Show the model some examples"), sentence)
        self.empty.set_actions([("file", self.tr("Choose a file..."))])

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the edge."""
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(theme.color("accent" if self._is_waiting else "control"), 2 if self._is_waiting else 1)
        pen.setStyle(Qt.PenStyle.DotLine)
        painter.setPen(pen)
        painter.setBrush(theme.color("accent_soft" if self._is_waiting else "card"))
        radius = theme.radius["card"]
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), radius, radius)


class TableDrops(QObject):
    """Takes one table file that is dropped anywhere on a page. Signals: `dropped(path)`, `waiting(bool)` while one
    hangs over it."""

    dropped = Signal(str)
    waiting = Signal(bool)

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        page.setAcceptDrops(True)
        page.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow what is dragged."""
        kind = event.type()
        if kind == QEvent.Type.DragLeave:
            self.waiting.emit(False)
        elif isinstance(event, QDropEvent) and kind in (QEvent.Type.DragEnter, QEvent.Type.Drop):
            path = _dropped_table(event)
            self.waiting.emit(bool(path) and kind == QEvent.Type.DragEnter)
            if path:
                event.acceptProposedAction()
                if kind == QEvent.Type.Drop:
                    self.dropped.emit(path)
                return True
        return super().eventFilter(watched, event)


def _dropped_table(event: QDropEvent) -> str:
    """The path of the one table file that is dragged; empty for anything else."""
    urls = event.mimeData().urls()
    path = urls[0].toLocalFile() if len(urls) == 1 else ""
    return path if Path(path).suffix.lower() in TABLE_ENDINGS else ""
