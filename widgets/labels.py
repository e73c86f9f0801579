"""Text on the page: labels by role and tone, and the label that shortens itself."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from widgets.theme import restyle


class Label(QLabel):
    """Plain text by role (caption, body, strong, heading, reading, title, result) and tone (text, muted, ...)."""

    def __init__(
        self,
        text: str = "",
        role: str = "body",
        tone: str = "text",
        *,
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setProperty("tone", tone)
        self.setWordWrap(wrap)

    def set_tone(self, tone: str) -> None:
        """Change the colour of the text to another tone."""
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            restyle(self)


class ElidedLabel(Label):
    """A label for text that may be long: it never widens its window, and shows the whole text as a tooltip."""

    def __init__(
        self,
        text: str = "",
        role: str = "body",
        tone: str = "text",
        *,
        where: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", role, tone, parent=parent)
        self._where = where
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show `text`, which is also what a screen reader says."""
        super().setText(text)
        self.setAccessibleName(text)
        self._renew_tooltip()

    def minimumSizeHint(self) -> QSize:
        """As high as a line, and willing to become narrow."""
        return QSize(self.fontMetrics().averageCharWidth() * 4, super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        """The whole text."""
        self.ensurePolished()
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 2, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The tooltip is there only when the text is shortened."""
        super().resizeEvent(event)
        self._renew_tooltip()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the text, shortened to the width there is."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        area = self.contentsRect()
        text = self.fontMetrics().elidedText(self.text(), self._where, area.width())
        painter.drawText(area, int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), text)

    def _renew_tooltip(self) -> None:
        fits = self.fontMetrics().horizontalAdvance(self.text()) <= self.contentsRect().width()
        self.setToolTip("" if fits else self.text())


def page_title(text: str = "") -> Label:
    """The title of a page."""
    return Label(text, "title")


def heading(text: str = "") -> Label:
    """The heading of a card."""
    return Label(text, "heading")


def strong(text: str = "") -> Label:
    """A heading inside a card, or a name."""
    return Label(text, "strong")


def muted(text: str = "", *, wrap: bool = False) -> Label:
    """Secondary text."""
    return Label(text, "body", "muted", wrap=wrap)


def caption(text: str = "", *, wrap: bool = False) -> Label:
    """Small secondary text."""
    return Label(text, "caption", "muted", wrap=wrap)
