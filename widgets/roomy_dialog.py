"""A dialog with a heading, a body that scrolls where there is no room for it, and what stays in view under it: why what
was asked for did not work, and buttons.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from widgets.components import Card, Icon, Label
from widgets.in_a_row import in_a_row
from widgets.sentences import error_texts
from widgets.theme import current

EDGE = 48  # what is left of the window above and below


class RoomyDialog(QDialog):
    """Put content into `body` and what stays in view under it into `foot`; `width` is for text of 100 %."""

    def __init__(self, title: str, about: str = "", *, width: int = 600, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self._wanted = width
        space = current().space
        self._inner = QWidget()
        self._inner.setProperty("layer", "clear")
        self.body = QVBoxLayout(self._inner)
        self.body.setContentsMargins(0, 0, space["s"], 0)
        self.body.setSpacing(space["m"])
        self._scroll = QScrollArea()
        self._scroll.setWidget(self._inner)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.viewport().setAutoFillBackground(False)
        self.foot = QVBoxLayout()
        self.foot.setSpacing(space["s"])
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(space["s"])
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(space["xl"], space["l"], space["l"], space["l"])
        column.setSpacing(space["s"])
        column.addWidget(Label(title, "heading", wrap=True))
        if about:
            column.addWidget(Label(about, "caption", "muted", wrap=True))
        column.addSpacing(space["xs"])
        column.addWidget(self._scroll, 1)
        self.error, self._error_text = Card("danger", padding=12), Label("", wrap=True)
        row = QHBoxLayout()
        row.setSpacing(space["s"])
        row.addWidget(Icon("warning", "danger"), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._error_text, 1)
        self.error.body.addLayout(row)
        self.error.hide()
        column.addLayout(self.foot)
        column.addWidget(self.error)
        column.addSpacing(space["xs"])
        column.addLayout(self.buttons)

    def fit(self) -> None:
        """As high as the content needs, but no higher than the window it lies over."""
        over = self.parentWidget()
        width, most = current().length(self._wanted), current().length(640)
        if over is not None:
            width, most = min(width, over.width() - EDGE), over.height() - EDGE
        margins = self._column.contentsMargins()
        inside = width - margins.left() - margins.right()
        around = self._column.totalSizeHint().height() - self._scroll.sizeHint().height()
        tall = self.body.totalHeightForWidth(inside)  # -1 where nothing wraps
        content = tall if tall >= 0 else self.body.totalSizeHint().height()
        self.resize(width, min(around + content, most))

    def say_error(self, error: Mapping[str, Any]) -> None:
        """Why what was asked for did not work: an engine's error event."""
        self._error_text.setText(in_a_row(*error_texts(error)))
        self.error.setAccessibleName(self._error_text.text())
        self.error.show()
        self.fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Take the size it needs."""
        self.fit()
        super().showEvent(event)
