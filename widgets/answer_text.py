"""The text of an answer: it grows at its end while it is written, or marks words of the asker's own text."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit, QWidget

from widgets.answer_parts import Part
from widgets.theme import current


class AnswerText(QTextEdit):
    """Text that grows at its end, with a block caret while it does."""

    def __init__(self, token: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._token = token
        self._is_writing = False
        self._parts: tuple[Part, ...] = ()
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setProperty("plain", True)
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.document().setDocumentMargin(0)
        current().changed.connect(self._restyle)

    def clear_text(self) -> None:
        """Empty, as before an answer."""
        self._parts = ()
        self.clear()
        self._restyle()

    def append_text(self, text: str) -> None:
        """Write on at the end; what the reader has selected or scrolled to stays."""
        bar = self.verticalScrollBar()
        is_at_end = bar.value() >= bar.maximum() - 4
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText(text, self._format())
        if is_at_end:
            bar.setValue(bar.maximum())
        self.viewport().update()

    def show_parts(self, parts: Sequence[Part]) -> None:
        """Write the whole answer: what it marks on a ground of its own, each tag small behind it."""
        self.clear()
        self._parts = tuple(parts)
        first = 0
        cursor = QTextCursor(self.document())
        marked, small, theme = self._format(), self._format(), current()
        marked.setBackground(theme.color("accent_soft" if self._token == "text" else "hover"))
        small.setFont(theme.font("caption", weight=600))
        small.setBackground(marked.background())
        for place, part in enumerate(parts):
            if (place and part.tag) or (place and parts[place - 1].tag):
                cursor.insertText(" ", self._format())
            if part.is_marked and not first and not part.tag:
                first = cursor.position() + len(part.text)
            cursor.insertText(part.text, marked if part.is_marked else self._format())
            if part.tag:
                cursor.insertText(f" {part.tag}", small)
        self._space_lines()
        cursor.setPosition(first)  # a span far down in its text is brought into view
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def set_writing(self, writing: bool) -> None:
        """Show or hide the caret."""
        self._is_writing = writing
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the text, and the caret after it."""
        super().paintEvent(event)
        if not self._is_writing:
            return
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        place = self.cursorRect(cursor)
        metrics = QFontMetricsF(current().font("reading"))
        painter = QPainter(self.viewport())
        token = "accent" if self._token == "text" else "plot_base"
        box = QRectF(place.left() + 2, place.top(), current().length(7), metrics.height())
        painter.fillRect(box, current().color(token))

    def _format(self) -> QTextCharFormat:
        look = QTextCharFormat()
        look.setForeground(current().color(self._token))
        look.setFont(current().font("reading"))
        return look

    def _restyle(self) -> None:
        if self._parts:
            self.show_parts(self._parts)
            return
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.setCharFormat(self._format())
        self._space_lines()

    def _space_lines(self) -> None:
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        block = QTextBlockFormat()
        block.setLineHeight(124, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor.mergeBlockFormat(block)
