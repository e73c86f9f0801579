"""Boxes on the page: plain cards, cards to choose from, step heads and empty states."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QRadioButton, QSizePolicy, QVBoxLayout, QWidget

from widgets import icons
from widgets.buttons import Button
from widgets.labels import ElidedLabel, Label
from widgets.marks import StepCircle
from widgets.theme import current, restyle


class Card(QFrame):
    """A box without shadow; put content into `body`.

    Kinds: plain, sunken, accent, success, warning, danger, error, footer.
    """

    def __init__(
        self, kind: str = "plain", *, padding: int = 16, spacing: int = 8, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("card", kind)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(padding, padding, padding, padding)
        self.body.setSpacing(spacing)

    def set_kind(self, kind: str) -> None:
        """Make it another kind of box."""
        if self.property("card") != kind:
            self.setProperty("card", kind)
            restyle(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box; an error's has an edge on top, 4 px high."""
        super().paintEvent(event)
        if self.property("card") != "error":
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shape = QPainterPath()
        radius = current().radius["card"]
        shape.addRoundedRect(QRectF(self.rect()), radius, radius)
        painter.setClipPath(shape)
        painter.fillRect(QRectF(0, 0, self.width(), 4), current().color("danger"))


class Rule(QFrame):
    """A line of 1 px."""

    def __init__(self, *, vertical: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("rule", "v" if vertical else "h")


class ChoiceCard(QRadioButton):
    """A card to choose: 2 px accent edge and a tick when chosen. A radio button for keyboard and screen reader.

    Cards with the same parent exclude each other; arrow keys move the choice. `mark` is "tick" (top right, or where the
    card reserved room for it), "radio" (a circle at the left) or "none". Signals: `toggled(bool)`, `clicked()`.
    """

    def __init__(
        self, *, name: str = "", mark: str = "tick", padding: int = 16, spacing: int = 4, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._mark = mark
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.body = QVBoxLayout(self)
        left = padding + (32 if mark == "radio" else 0)
        self.body.setContentsMargins(left, padding, padding, padding)
        self.body.setSpacing(spacing)

    def sizeHint(self) -> QSize:
        """What the content needs."""
        return self.body.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """What the content needs at least."""
        return self.body.minimumSize()

    def hasHeightForWidth(self) -> bool:
        """Wrapped text inside makes the height depend on the width."""
        return self.body.hasHeightForWidth()

    def heightForWidth(self, width: int) -> int:
        """The height of the content at `width`."""
        return self.body.heightForWidth(width)

    def hitButton(self, pos: QPoint) -> bool:
        """The whole card can be clicked."""
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box, its edge and its mark."""
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen, ring = self.isChecked(), self.hasFocus() and not self.isChecked()
        width = 2 if chosen or ring else 1
        edge = "accent" if chosen or ring else "line_strong" if self.underMouse() and self.isEnabled() else "line"
        half = width / 2
        painter.setPen(QPen(theme.color(edge), width))
        painter.setBrush(theme.color("card" if self.isEnabled() else "sunken"))
        radius = theme.radius["card"]
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), radius, radius)
        if chosen and self.hasFocus():
            painter.setPen(QPen(theme.color("accent_line"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(3, 3, -3, -3), radius - 2, radius - 2)
        if self._mark == "tick" and chosen:
            icons.draw(painter, "check", QRectF(self.width() - 31, 15, 16, 16), "accent")
        elif self._mark == "radio":
            self._paint_radio(painter)

    def _paint_radio(self, painter: QPainter) -> None:
        theme = current()
        circle = QRectF(17, self.height() / 2 - 8.5, 17, 17)
        painter.setBrush(theme.color("card"))
        painter.setPen(QPen(theme.color("accent" if self.isChecked() else "control"), 1.5))
        painter.drawEllipse(circle)
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent"))
            painter.drawEllipse(circle.adjusted(4.5, 4.5, -4.5, -4.5))


class StepHeader(QWidget):
    """The head of a step: numbered circle, title, one line of what was chosen, one link. Signal `action_clicked`."""

    action_clicked = Signal()

    def __init__(self, number: int, title: str = "", *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.circle = StepCircle(number)
        self.title = Label(title, "heading")
        self.summary = ElidedLabel("", "body", "muted")
        self.action = Button("", "link")
        self.action.clicked.connect(self.action_clicked)
        self.action.hide()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(current().space["s"])
        self._row.addWidget(self.circle)
        self._row.addWidget(self.title)
        self._row.addSpacing(current().space["s"])
        self._row.addWidget(self.summary, 1)
        self._row.addWidget(self.action)
        self.setMinimumHeight(28)

    def set_title(self, text: str) -> None:
        """Name the step."""
        self.title.setText(text)

    def set_summary(self, text: str) -> None:
        """Say in one line what was chosen or what is missing."""
        self.summary.setText(text)

    def set_action(self, text: str) -> None:
        """Show the link "Edit", "Choose", ...; an empty text hides it."""
        self.action.setText(text)
        self.action.setAccessibleName(f"{text}: {self.title.text()}" if text else "")
        self.action.setVisible(bool(text))

    def set_state(self, state: str) -> None:
        """ "todo", "current" or "done"; only the open step has the larger heading."""
        self.circle.set_state(state)
        self.title.setProperty("role", "heading" if state == "current" else "strong")
        restyle(self.title)

    def add_trailing(self, widget: QWidget) -> None:
        """Put a widget before the link."""
        self._row.insertWidget(self._row.count() - 1, widget)


class EmptyState(QWidget):
    """What stands where content will be: drawing, heading, one sentence, one or two buttons.

    Signal `action_chosen(id)`.
    """

    action_chosen = Signal(str)

    def __init__(
        self,
        heading: str = "",
        sentence: str = "",
        actions: Sequence[tuple[str, str]] = (),
        *,
        has_primary: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        """`actions` are (id, text); the first is the primary button unless `has_primary` is False."""
        super().__init__(parent)
        self._has_primary = has_primary
        self._heading = Label(heading, "heading")
        self._sentence = Label(sentence, "body", "muted", wrap=True)
        self._sentence.setMaximumWidth(520)
        self._buttons: dict[str, Button] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current().space["xs"])
        column.addWidget(_Squares())
        column.addSpacing(current().space["s"])
        column.addWidget(self._heading)
        column.addWidget(self._sentence)
        self._row = QHBoxLayout()
        self._row.setSpacing(current().space["s"])
        self._row.addStretch(1)
        column.addSpacing(current().space["s"])
        column.addLayout(self._row)
        column.addStretch(1)
        self.set_actions(actions)

    def set_texts(self, heading: str, sentence: str) -> None:
        """Renew heading and sentence."""
        self._heading.setText(heading)
        self._sentence.setText(sentence)

    def set_actions(self, actions: Sequence[tuple[str, str]]) -> None:
        """Renew the buttons; those with a known id keep their place and only change their text."""
        for key, text in actions:
            if key not in self._buttons:
                kind = "primary" if not self._buttons and self._has_primary else "secondary"
                button = Button(text, kind)
                button.clicked.connect(lambda _checked=False, key=key: self.action_chosen.emit(key))
                self._row.insertWidget(len(self._buttons), button)
                self._buttons[key] = button
            self._buttons[key].setText(text)


class _Squares(QWidget):
    """A 56 px drawing: two columns of learned squares before grey ones, the last still empty."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(56, 56)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for row in range(3):
            for column in range(3):
                cell = QRectF(column * 20 + 0.5, row * 20 + 0.5, 15, 15)
                if column == 0:
                    painter.setPen(Qt.PenStyle.NoPen)
                    painter.setBrush(theme.color("accent"))
                else:
                    painter.setPen(QPen(theme.color("line_strong"), 1))
                    painter.setBrush(theme.color("hover" if column == 1 else "card"))
                painter.drawRoundedRect(cell, 4, 4)
