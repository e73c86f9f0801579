"""The left rail: the five places, and Queue and Settings at its foot."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QVBoxLayout, QWidget

from widgets import icons
from widgets.buttons import BY_KEYBOARD
from widgets.theme import RAIL_WIDTH, current

PLACES = ("home", "teach", "watch", "play", "shelf")


class Rail(QWidget):
    """Where you are and where you can go. Signals: `place_chosen(id)`, `queue_requested()`, `settings_requested()`."""

    place_chosen = Signal(str)
    queue_requested = Signal()
    settings_requested = Signal()

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: dict[str, RailItem] = {name: RailItem(name) for name in (*PLACES, "queue", "settings")}
        self._group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 4)
        column.setSpacing(2)
        column.addWidget(_Logo(), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(20)
        for name in PLACES:
            item = self._items[name]
            item.setCheckable(True)
            self._group.addButton(item)
            item.clicked.connect(lambda _checked=False, name=name: self.place_chosen.emit(name))
            column.addWidget(item)
        column.addStretch(1)
        column.addWidget(self._items["queue"])
        column.addWidget(self._items["settings"])
        self._items["queue"].clicked.connect(lambda: self.queue_requested.emit())
        self._items["settings"].clicked.connect(lambda: self.settings_requested.emit())
        self._items["home"].setChecked(True)
        self.retranslate()
        self._measure()
        current().changed.connect(self._measure)

    def set_current(self, place: str) -> None:
        """Mark the place shown; KeyError if there is none of that name. No signal."""
        self._items[place].setChecked(True)

    def current_place(self) -> str:
        """The place marked."""
        return next(name for name in PLACES if self._items[name].isChecked())

    def set_queue_shown(self, shown: bool) -> None:
        """Whether there is a queue to go to."""
        self._items["queue"].setVisible(shown)

    def set_queue_count(self, count: int) -> None:
        """Show how many runs wait; 0 hides the number."""
        self._items["queue"].set_count(count)
        self.retranslate()

    def retranslate(self) -> None:
        """Set every word again."""
        words = {
            "home": self.tr("Home"),
            "teach": self.tr("Teach"),
            "watch": self.tr("Watch"),
            "play": self.tr("Play"),
            "shelf": self.tr("Shelf"),
            "queue": self.tr("Queue"),
            "settings": self.tr("Settings"),
        }
        keys = {name: f"Ctrl+{place}" for place, name in enumerate(PLACES, 1)} | {
            "queue": "Ctrl+J",
            "settings": "Ctrl+,",
        }
        for name, item in self._items.items():
            item.setText(words[name])
            item.setToolTip(f"{words[name]} ({keys[name]})")
            item.setAccessibleName(words[name])
        waiting = self._items["queue"].count()
        if waiting:
            self._items["queue"].setAccessibleName(self.tr("Queue, {count} waiting").format(count=waiting))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the layer and the line at the right."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), current().color("base"))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), current().color("line"))

    def _measure(self) -> None:
        self.setFixedWidth(current().length(RAIL_WIDTH))


class RailItem(QAbstractButton):
    """An icon over a word. The current place has a fill, a 3 px mark and a heavier word."""

    def __init__(self, icon: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name = icon
        self._count = 0
        self._ring = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def count(self) -> int:
        """The number shown at the icon."""
        return self._count

    def set_count(self, count: int) -> None:
        """Show a number at the icon; 0 hides it."""
        self._count = count
        self.update()

    def sizeHint(self) -> QSize:
        """The height of an item."""
        return QSize(current().length(RAIL_WIDTH), current().height("rail_item"))

    def minimumSizeHint(self) -> QSize:
        """Icon and word, where the window is too low for more."""
        line = QFontMetrics(current().font("caption")).height()
        return QSize(current().length(RAIL_WIDTH), 22 + 2 + line + 8)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The ring is for the keyboard."""
        self._ring = event.reason() in BY_KEYBOARD
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        self._ring = False
        super().focusOutEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw fill, mark, icon, word and number."""
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(8, 2, self.width() - 17, self.height() - 4)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.isChecked() or self.underMouse():
            painter.setBrush(theme.color("selected" if self.isChecked() else "hover"))
            painter.drawRoundedRect(box, theme.radius["control"], theme.radius["control"])
        if self.isChecked():
            painter.setBrush(theme.color("accent"))
            middle = self.height() / 2
            painter.drawRoundedRect(QRectF(0, middle - 13, 3, 26), 1.5, 1.5)
        token = "accent" if self.isChecked() else "muted"
        font = theme.font("caption", weight=600 if self.isChecked() else 400)
        line = QFontMetrics(font).height()
        top = (self.height() - 22 - 2 - line) / 2
        icon_box = QRectF(box.center().x() - 11, top, 22, 22)
        icons.draw(painter, self._icon_name, icon_box, token)
        painter.setFont(font)
        painter.setPen(theme.color(token))
        words = QRectF(0, top + 24, self.width() - 1, line)
        painter.drawText(words, int(Qt.AlignmentFlag.AlignCenter), self.text())
        if self._count:
            self._paint_count(painter, icon_box)
        if self._ring and self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), theme.radius["control"], theme.radius["control"])

    def _paint_count(self, painter: QPainter, icon_box: QRectF) -> None:
        theme = current()
        text = str(self._count) if self._count < 100 else "99+"
        font = theme.font("axis", weight=600)
        high = max(16.0, QFontMetrics(font).height() + 2.0)
        width = max(high, QFontMetrics(font).horizontalAdvance(text) + 8.0)
        spot = QRectF(icon_box.right() - 6, icon_box.top() + 12 - high, width, high)
        painter.setPen(QPen(theme.color("base"), 2))
        painter.setBrush(theme.color("accent"))
        painter.drawRoundedRect(spot.adjusted(-1, -1, 1, 1), high / 2 + 1, high / 2 + 1)
        painter.setFont(font)
        painter.setPen(theme.color("on_accent"))
        painter.drawText(spot, int(Qt.AlignmentFlag.AlignCenter), text)


class _Logo(QWidget):
    """Nine squares: a learned column before frozen ones."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(34, 34)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for row in range(3):
            for column in range(3):
                painter.setBrush(theme.color("accent" if column == 0 else "line_strong"))
                painter.drawRoundedRect(QRectF(column * 12, row * 12, 10, 10), 3, 3)
