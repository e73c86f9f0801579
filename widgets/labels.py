"""Text on the page: labels by role and tone, and the label that shortens itself."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from widgets.theme import restyle

LINE_HEIGHT = 1.16  # times the font's own height, for text of more than one line


class Label(QLabel):
    """Plain text by role (caption, body, strong, heading, reading, title, result) and tone (text, muted, ...)."""

    def __init__(
        self,
        text: str = "",
        role: str = "body",
        tone: str = "text",
        *,
        wrap: bool = False,
        lines: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        """`lines` limits wrapped text to so many lines; the last is shortened and the tooltip holds the whole."""
        super().__init__(text, parent)
        self._limit = lines
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setProperty("tone", tone)
        self.setWordWrap(wrap)

    def hasHeightForWidth(self) -> bool:
        """Wrapped text is higher when narrower."""
        return self.wordWrap()

    def heightForWidth(self, width: int) -> int:
        """The height of the wrapped lines, a little further apart than the font has them."""
        if not self.wordWrap():
            return super().heightForWidth(width)
        margins = self.contentsMargins()
        count = self._limit or len(self._lines(width - margins.left() - margins.right()))
        return count * self._line_height() + margins.top() + margins.bottom()

    def minimumSizeHint(self) -> QSize:
        """Wrapped text may become narrow."""
        if not self.wordWrap():
            return super().minimumSizeHint()
        self.ensurePolished()
        return QSize(self.fontMetrics().averageCharWidth() * 12, self._line_height() * max(1, self._limit))

    def sizeHint(self) -> QSize:
        """Wrapped text would like one line of at most about 60 characters."""
        if not self.wordWrap():
            return super().sizeHint()
        self.ensurePolished()
        metrics = self.fontMetrics()
        width = min(metrics.horizontalAdvance(self.text()) + 4, metrics.averageCharWidth() * 60)
        return QSize(width, self.heightForWidth(width))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the text; wrapped lines stand a little further apart than the font has them."""
        if not self.wordWrap():
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        area = self.contentsRect()
        height = self._line_height()
        across = self.alignment() & Qt.AlignmentFlag.AlignHorizontal_Mask
        y = area.top()
        if not self.alignment() & Qt.AlignmentFlag.AlignTop:
            y += max(0, (area.height() - height * len(self._lines(area.width()))) // 2)
        for line in self._lines(area.width()):
            painter.drawText(area.left(), y, area.width(), height, int(across | Qt.AlignmentFlag.AlignVCenter), line)
            y += height

    def _line_height(self) -> int:
        return round(self.fontMetrics().height() * LINE_HEIGHT)

    def _lines(self, width: int) -> list[str]:
        """The text cut into the lines that fit into `width`, by the rules of its own language."""
        found = []
        for paragraph in self.text().split("\n"):
            layout = QTextLayout(paragraph, self.font())
            option = QTextOption()
            option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
            layout.setTextOption(option)
            layout.beginLayout()
            while (line := layout.createLine()).isValid():
                line.setLineWidth(max(1, width))
                found.append(paragraph[line.textStart() : line.textStart() + line.textLength()].rstrip())
            layout.endLayout()
            if not paragraph:
                found.append("")
        if self._limit and len(found) > self._limit:
            rest = " ".join(found[self._limit - 1 :])
            last = self.fontMetrics().elidedText(rest, Qt.TextElideMode.ElideRight, width)
            found = [*found[: self._limit - 1], last]
        return found

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
        grows: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        """`grows` takes what room the layout has; otherwise the label is as wide as its text, or narrower."""
        super().__init__("", role, tone, parent=parent)
        self._where = where
        self.setSizePolicy(
            QSizePolicy.Policy.Ignored if grows else QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred
        )
        self.setText(text)

    def setFixedWidth(self, width: int) -> None:
        """Keep one width; a box layout gives a label that ignores its hint no room otherwise."""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        super().setFixedWidth(width)

    def setText(self, text: str) -> None:
        """Show `text`, which is also what a screen reader says."""
        super().setText(text)
        self.setAccessibleName(text)
        self._renew_tooltip()

    def minimumSizeHint(self) -> QSize:
        """As high as a line, and willing to become narrow."""
        return QSize(self.fontMetrics().averageCharWidth() * 4, self._height())

    def sizeHint(self) -> QSize:
        """The whole text."""
        self.ensurePolished()
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 2, self._height())

    def _height(self) -> int:
        """One height for all scripts: Han characters come from a font that is 3 to 4 px taller."""
        metrics = self.fontMetrics()
        return max(metrics.height(), round(1.36 * (metrics.ascent() + metrics.descent()) / 1.21))

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
