"""The slider under Before / Now: one dot for each check, to look at the answers of that step again."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QSlider, QWidget

from widgets.theme import current


class SavePointSlider(QSlider):
    """Dots at the checks done (blue up to the chosen one, grey after it) and at those to come (pale).

    The value is the place in the list of checks, so arrow keys go from check to check. Signal `step_chosen(int)` tells
    the step the user went to.
    """

    step_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._steps: list[int] = []
        self._planned = 0
        self._is_quiet = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setPageStep(1)
        self.valueChanged.connect(self._on_value)
        self.set_steps([], 0)

    def set_steps(self, steps: Sequence[int], planned: int) -> None:
        """The steps of the checks done, and the planned last step."""
        at_end = not self._steps or self.value() == len(self._steps) - 1
        self._steps, self._planned = list(steps), max(planned, steps[-1] if steps else 0)
        self._is_quiet = True
        self.setRange(0, max(0, len(self._steps) - 1))
        if at_end:
            self.setValue(self.maximum())
        self._is_quiet = False
        self.setEnabled(len(self._steps) > 1)
        self._say()
        self.update()

    def step(self) -> int | None:
        """The step that is looked at; None before the first check."""
        return self._steps[self.value()] if self._steps else None

    def set_step(self, step: int) -> None:
        """Look at the check nearest to `step`, without a signal."""
        if self._steps:
            self._is_quiet = True
            self.setValue(min(range(len(self._steps)), key=lambda place: abs(self._steps[place] - step)))
            self._is_quiet = False
            self._say()
            self.update()

    def to_come(self) -> list[int]:
        """The steps of the checks to come, if they go on at the same distance."""
        if len(self._steps) < 2:
            return []
        every = self._steps[-1] - self._steps[-2]
        if every <= 0 or (self._planned - self._steps[-1]) / every > 60:
            return [self._planned] if self._planned > self._steps[-1] else []
        steps = list(range(self._steps[-1] + every, self._planned + 1, every))
        return steps if steps[-1:] == [self._planned] or self._planned == self._steps[-1] else [*steps, self._planned]

    def sizeHint(self) -> QSize:
        """Dots and a line of words."""
        return QSize(200, current().length(18) + round(QFontMetricsF(current().font("caption")).height()) + 8)

    def minimumSizeHint(self) -> QSize:
        """As high as the hint."""
        return QSize(100, self.sizeHint().height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the nearest check."""
        self._go_to(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the mouse from check to check."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go_to(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Nothing is left to do."""

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._say()
        elif event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw groove, dots, handle and words."""
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        y = float(theme.length(11))
        ends = self._x(0), self._x(self._planned or 1)
        chosen = self.step()
        half = theme.length(2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("hover"))
        painter.drawRoundedRect(QRectF(ends[0], y - half, ends[1] - ends[0], 2 * half), half, half)
        if chosen is not None:
            painter.setBrush(theme.color("accent"))
            painter.drawRoundedRect(QRectF(ends[0], y - half, self._x(chosen) - ends[0], 2 * half), half, half)
        radius = theme.length(4)
        for steps, after in ((self.to_come(), "line_strong"), (self._steps, "control")):
            for step in steps:
                painter.setBrush(theme.color("accent" if chosen is not None and step <= chosen else after))
                painter.setPen(QPen(theme.color("card"), 1))
                painter.drawEllipse(QPointF(self._x(step), y), radius, radius)
        if chosen is not None:
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.setBrush(theme.color("card"))
            painter.drawEllipse(QPointF(self._x(chosen), y), theme.length(8), theme.length(8))
            if self.hasFocus():
                painter.setPen(QPen(theme.color("accent_line"), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawEllipse(QPointF(self._x(chosen), y), theme.length(11), theme.length(11))
        self._paint_words(painter, y + theme.length(11))

    def _paint_words(self, painter: QPainter, top: float) -> None:
        theme = current()
        chosen = self.step()
        if chosen is None:
            return
        taken: list[QRectF] = []
        steps = [*self._steps, *self.to_come()]
        rest = [step for place, step in enumerate(steps) if place % 2 == 0 and step not in (0, self._planned)]
        for step in [chosen, 0, self._planned, *rest]:
            if step is None or (step == chosen and taken):
                continue
            is_chosen = step == chosen
            text = self.tr("start") if step == 0 else str(step)
            if is_chosen and step:
                text = self.tr("step {step}").format(step=step)
            font = theme.font("caption", weight=600 if is_chosen else 400, tabular=True)
            painter.setFont(font)
            width = QFontMetricsF(font).horizontalAdvance(text) + 2
            left = min(max(self._x(step) - width / 2, 0), self.width() - width)
            box = QRectF(left, top, width, QFontMetricsF(font).height())
            if any(box.adjusted(-10, 0, 10, 0).intersects(other) for other in taken):
                continue
            taken.append(box)
            painter.setPen(theme.color("accent" if is_chosen else "muted"))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)

    def _x(self, step: int) -> float:
        margin = current().length(12)
        return margin + (self.width() - 2 * margin) * step / max(1, self._planned)

    def _go_to(self, x: float) -> None:
        if self._steps:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.setValue(min(range(len(self._steps)), key=lambda place: abs(self._x(self._steps[place]) - x)))

    def _on_value(self) -> None:
        self._say()
        self.update()
        step = self.step()
        if not self._is_quiet and step is not None:
            self.step_chosen.emit(step)

    def _say(self) -> None:
        self.setAccessibleName(self.tr("Save points"))
        step = self.step()
        words = self.tr("no check yet") if step is None else self.tr("answers at step {step}").format(step=step)
        self.setAccessibleDescription(words)
