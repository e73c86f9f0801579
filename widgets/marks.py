"""Small painted things that state a fact and never act: chips, badges, dots, bars and step numbers."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QWidget

from widgets import icons
from widgets.painted import Painted
from widgets.theme import current

Tone = Literal["neutral", "accent", "success", "warning", "danger"]


def tone_colors(tone: str) -> tuple[QColor, QColor, QColor]:
    """Fill, edge and text of a chip in a tone."""
    theme = current()
    if tone == "neutral":
        return theme.color("sunken"), theme.color("line_strong"), theme.color("muted")
    return theme.color(f"{tone}_soft"), theme.color(f"{tone}_line"), theme.color(tone)


def paint_chip(painter: QPainter, rect: QRectF, text: str, tone: str = "neutral", *, strong: bool = False) -> None:
    """Paint a chip that fills `rect`; for delegates and headers. The text is shortened if it has to be."""
    fill, edge, ink = tone_colors(tone)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(edge, 1))
    painter.setBrush(fill)
    inner = rect.adjusted(0.5, 0.5, -0.5, -0.5)
    painter.drawRoundedRect(inner, inner.height() / 2, inner.height() / 2)
    font = current().font("caption", weight=600 if strong else 500)
    painter.setFont(font)
    painter.setPen(ink)
    room = rect.adjusted(8, 0, -8, 0)
    shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, room.width() + 1)
    painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter), shown)
    painter.restore()


class Chip(Painted):
    """A fact in a rounded box: neutral, accent, success, warning or danger."""

    def __init__(self, text: str = "", tone: str = "neutral", *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text, self._tone = text, tone
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)

    def text(self) -> str:
        """What it says."""
        return self._text

    def tone(self) -> str:
        """Its tone."""
        return self._tone

    def set_text(self, text: str, tone: str | None = None) -> None:
        """Say something else, perhaps in another tone."""
        self._text, self._tone = text, tone or self._tone
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """The text and room at both ends."""
        width = QFontMetricsF(current().font("caption", weight=600)).horizontalAdvance(self._text)
        return QSize(round(width) + 22, current().height("chip"))

    def minimumSizeHint(self) -> QSize:
        """Never narrower than its text."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chip."""
        paint_chip(QPainter(self), QRectF(self.rect()), self._text, self._tone, strong=self._tone != "neutral")


class Badge(Chip):
    """Whether a backbone fits this computer: "fits", "tight" or "too_big", in colour and in words."""

    TONES = {"fits": "success", "tight": "warning", "too_big": "danger"}

    def __init__(self, fit: str = "fits", *, parent: QWidget | None = None) -> None:
        super().__init__("", "success", parent=parent)
        self._fit = fit
        self.set_fit(fit)

    def set_fit(self, fit: str) -> None:
        """Show another verdict; KeyError if it is none of the three."""
        self._fit = fit
        words = {"fits": self.tr("Fits"), "tight": self.tr("Tight"), "too_big": self.tr("Too big")}
        self.set_text(words[fit], self.TONES[fit])

    def retranslate(self) -> None:
        """Renew the words."""
        self.set_fit(self._fit)


class StatusDot(QWidget):
    """An 8 px dot beside words; its tone is a token such as success, accent, warning or control."""

    def __init__(self, token: str = "control", *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._token = token
        self.setFixedSize(8, 8)

    def set_token(self, token: str) -> None:
        """Another colour."""
        self._token = token
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the dot."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(current().color(self._token))
        painter.drawEllipse(QRectF(self.rect()))


class Icon(QWidget):
    """An icon beside words, in a token's colour."""

    def __init__(self, name: str, token: str = "muted", size: int = 16, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._token, self._size = name, token, size
        self._measure()
        current().changed.connect(self._measure)

    def set_icon(self, name: str, token: str | None = None) -> None:
        """Another icon, perhaps in another colour."""
        self._name, self._token = name, token or self._token
        self.update()

    def _measure(self) -> None:
        self.setFixedSize(current().length(self._size), current().length(self._size))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the icon."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        icons.draw(painter, self._name, QRectF(self.rect()), self._token)


class ProgressBar(QProgressBar):
    """A bar 6 high; the words and the percent stand beside it. `set_share(0..1)`."""

    def __init__(self, share: float = 0.0, *, token: str = "accent", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._token = token
        self.setTextVisible(False)
        self.setRange(0, 1000)
        self.setFixedHeight(6)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_share(share)

    def set_share(self, share: float) -> None:
        """Fill this share of the bar; clipped to 0..1."""
        self.setValue(round(1000 * min(1.0, max(0.0, share))))

    def set_token(self, token: str) -> None:
        """Another colour: accent, danger, plot_base, ..."""
        self._token = token
        self.update()

    def sizeHint(self) -> QSize:
        """Narrow enough for a row."""
        return QSize(96, 6)

    def minimumSizeHint(self) -> QSize:
        """Still readable."""
        return QSize(40, 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw groove and filled part."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        area = QRectF(self.rect())
        painter.setBrush(current().color("hover"))
        painter.drawRoundedRect(area, 3, 3)
        if self.value() > 0:
            painter.setBrush(current().color(self._token if self.isEnabled() else "line_strong"))
            painter.drawRoundedRect(QRectF(0, 0, max(6.0, area.width() * self.value() / 1000), area.height()), 3, 3)


class StepCircle(QWidget):
    """The number of a step: outlined when it waits ("todo"), blue when open ("current"), a green tick when done."""

    def __init__(self, number: int, state: str = "todo", *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._number, self._state = number, state
        self._measure()
        current().changed.connect(self._measure)

    def set_state(self, state: str) -> None:
        """ "todo", "current" or "done"."""
        self._state = state
        self.update()

    def _measure(self) -> None:
        self.setFixedSize(current().length(24), current().length(24))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the circle with its number or tick."""
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self._state == "done":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("success_soft"))
            painter.drawEllipse(area)
            icons.draw(painter, "check", area.adjusted(4.5, 4.5, -4.5, -4.5), "success")
            return
        is_current = self._state == "current"
        painter.setPen(QPen(theme.color("accent" if is_current else "control"), 1))
        painter.setBrush(theme.color("accent" if is_current else "card"))
        painter.drawEllipse(area)
        painter.setPen(theme.color("on_accent" if is_current else "muted"))
        painter.setFont(theme.font("caption", weight=600))
        painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter), str(self._number))
