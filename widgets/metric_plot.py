"""A plot of one score over the steps of a run: training rows, kept-aside rows, and the level of the base model.

The plot gets points and draws them at most 25 times a second, only while it is seen. The pills above it, the keys and
the menu change how it is drawn, never what was measured.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QLocale, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QKeyEvent, QPixmap, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from widgets import plot_ticks
from widgets.components import ElidedLabel, PillToggle, strong
from widgets.curve_buffer import CurveBuffer, Floats, window
from widgets.plot_canvas import EndLabel, PlotCanvas
from widgets.plot_menu import PlotMenu
from widgets.score_curves import ScoreCurves
from widgets.theme import current

REDRAW_MS = 40
POINTS = "points"
PLOT_KEYS = (Qt.Key.Key_F, Qt.Key.Key_L, Qt.Key.Key_BracketLeft, Qt.Key.Key_BracketRight, Qt.Key.Key_0)
_WEIGHTS = (0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99)
_SMOOTH_UP_TO = 200  # a hero line of so few points may be antialiased


class MetricPlot(QWidget):
    """Give it points with `add_training` and `add_held`; it shows them when it is time.

    `unit` "" is a score to one or two decimals, "%" shares 0..1 as percent, POINTS the same without the sign.
    Signal `log_changed(bool)`.
    """

    log_changed = Signal(bool)

    def __init__(self, *, unit: str = "", has_pills: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._unit, self._is_dirty = unit, False
        self.curves = ScoreCurves(100.0 if unit else 1.0)
        self._names, self._own_names = {"held": "", "train": "", "base": ""}, dict[str, str]()
        self._title, self._note = strong(), ElidedLabel("", "body", "muted")
        self.smooth = PillToggle("", "smooth", on=True)
        self.log = PillToggle("")
        self.follow = PillToggle("", "follow", on=True)
        self.canvas = PlotCanvas()
        self._raw_curve, self._mean_curve, self._held_curve = (pg.PlotCurveItem() for _ in range(3))
        self._base_line = pg.InfiniteLine(angle=0)
        self._build_ui(has_pills)
        self._timer = QTimer(self)
        self._timer.setInterval(REDRAW_MS)
        self._timer.timeout.connect(self._on_tick)
        current().changed.connect(self._on_theme)
        self._on_theme()
        self._retranslate()

    def _build_ui(self, has_pills: bool) -> None:
        space = current().space
        head = QHBoxLayout()
        head.setSpacing(space["s"])
        head.addWidget(self._title)
        head.addWidget(self._note, 1)
        for pill in (self.smooth, self.log, self.follow):
            head.addWidget(pill)
            if not has_pills:  # never show one here: without a parent yet it would be a window of its own
                pill.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space["xs"])
        column.addLayout(head)
        column.addWidget(self.canvas, 1)
        for item in (self._raw_curve, self._mean_curve, self._base_line, self._held_curve):
            self.canvas.addItem(item, ignoreBounds=True)
        self._base_line.hide()
        self.canvas.x_ticks, self.canvas.y_ticks = self._x_ticks, self._y_ticks
        self.canvas.moved_by_hand.connect(self._on_moved_by_hand)
        self.canvas.crosshair_moved.connect(self._on_crosshair)
        self.canvas.menu_asked.connect(lambda at: PlotMenu(self).exec(at))
        self.smooth.toggled.connect(lambda _on: self._renew())
        self.log.toggled.connect(self.set_log)
        self.follow.toggled.connect(lambda _on: self._renew())

    def set_titles(self, title: str, note: str) -> None:
        """Name the plot; `note` stands muted beside it."""
        self._title.setText(title)
        self._note.setText(note)
        self._say()

    def set_score(self, unit: str, base_name: str = "", **names: str) -> None:
        """Write a plot of shares in this unit; what the dashed level and the curves `train` and `held` are called."""
        self._unit, self.curves.is_share = unit, unit == "%"
        self._own_names = {name: text for name, text in {**names, "base": base_name}.items() if text}
        self._retranslate()

    def set_planned(self, steps: int, passes: int = 0) -> None:
        """The last step there will be, and in how many passes: the axis runs up to it."""
        if (steps, passes) != (self.curves.planned, self.curves.passes):
            self.curves.planned, self.curves.passes = steps, passes
            self._renew()

    def add_training(self, steps: Sequence[float], values: Sequence[float]) -> None:
        """Add points of the training rows, in rising steps."""
        self.curves.train.append(steps, values)
        self._renew()

    def add_held(self, steps: Sequence[float], values: Sequence[float], *, is_best: bool = False) -> None:
        """Add points of the kept-aside rows; `is_best` puts the star on the last of them."""
        held = self.curves.held
        held.append(steps, values)
        if is_best and len(held):
            self.curves.best = (float(held.x[-1]), float(held.y[-1]))
        self._renew()

    def set_base(self, value: float | None) -> None:
        """The level of the base model alone: a dashed grey line, or none."""
        self.curves.base = value
        self._renew()

    def clear(self) -> None:
        """Forget the run; the items stay."""
        self.curves.clear()
        self.follow.setChecked(True)
        self._renew()

    def set_log(self, on: bool) -> None:
        """Draw the height as a logarithm; values at or below zero are left out then."""
        if on != self.curves.is_log:
            self.curves.is_log = on
            self.log.setChecked(on)
            self.log_changed.emit(on)
            self._renew()

    def smoother(self, by: int) -> None:
        """Average over more (+1) or fewer (-1) steps."""
        train = self.curves.train
        place = min(range(len(_WEIGHTS)), key=lambda index: abs(_WEIGHTS[index] - train.weight))
        train.set_weight(_WEIGHTS[min(max(place + by, 0), len(_WEIGHTS) - 1)])
        self.smooth.setChecked(True)
        self._renew()

    def reset(self) -> None:
        """Show the whole run again and follow it."""
        self.follow.setChecked(True)
        self.set_log(False)
        self._renew()

    def flush(self) -> None:
        """Draw now, without waiting for the next tick."""
        self._is_dirty = False
        self._redraw()

    def image(self) -> QPixmap:
        """The plot with its title as a picture, at the screen's pixel ratio."""
        self.flush()
        return self.grab()

    def copy_image(self) -> None:
        """Put the picture on the clipboard."""
        QGuiApplication.clipboard().setPixmap(self.image())

    def summary(self) -> str:
        """The plot in a sentence, for a screen reader: "falling, now 0.42, best 0.40 at step 300"."""
        held, best, base = self.curves.held, self.curves.best, self.curves.base
        if not len(held):
            return self.tr("no checks on kept-aside rows yet")
        values = held.y
        change = values[-1] - values[max(0, len(values) - 3)]
        is_flat = abs(change) < 0.01 * max(abs(values[-1]), 1e-9)
        trend = self.tr("flat") if is_flat else self.tr("rising") if change > 0 else self.tr("falling")
        parts = [trend, self.tr("now {value}").format(value=self._write(values[-1]))]
        if best is not None:
            words = self.tr("best {value} at step {step}")
            parts.append(words.format(value=self._write(best[1]), step=int(best[0])))
        if base is not None:
            parts.append(f"{self._names['base']} {self._write(base)}")
        return ", ".join(parts)

    def _renew(self) -> None:
        self._is_dirty = True

    def _on_tick(self) -> None:
        if self._is_dirty and self.isVisible():
            self.flush()

    def _redraw(self) -> None:
        curves = self.curves
        if self.follow.isChecked():
            self.canvas.view_box.setRange(xRange=curves.x_range(), yRange=curves.y_range(), padding=0)
        low, high = self.canvas.view_box.viewRange()[0]
        train, held = curves.train, curves.held
        part = window(train.x, low, high)
        is_smooth = self.smooth.isChecked()
        none: Floats = np.empty(0)
        self._raw_curve.setPen(self._pen("plot_train_raw" if is_smooth else "plot_train"))
        self._held_curve.opts["antialias"] = len(held) <= _SMOOTH_UP_TO
        for item, x, y in (
            (self._raw_curve, train.x[part], train.y[part]),
            (self._mean_curve, *((train.x[part], train.mean[part]) if is_smooth else (none, none))),
            (self._held_curve, held.x, held.y),
        ):
            item.setData(*curves.drawn(x, y), skipFiniteCheck=True)
        base = curves.height(curves.base)
        self._base_line.setVisible(base is not None)
        if base is not None:
            self._base_line.setValue(base)
        best = None if curves.best is None or self._unit else curves.height(curves.best[1])
        self.canvas.star = None if best is None or curves.best is None else (curves.best[0], best)
        self.canvas.labels = self._labels(base)
        self.canvas.hint = "" if curves.has_points else self.tr("The curve begins with the first check.")
        self.canvas.viewport().update()
        self._say()

    def _labels(self, base: float | None) -> list[EndLabel]:
        curves, labels = self.curves, []
        for name, buffer, values in self._shown():
            height = curves.height(float(values[-1])) if len(buffer) else None
            if height is None:
                continue
            step = float(buffer.x[-1])
            text = f"{self._names[name]} {self._write(float(values[-1]))}"
            if name == "held" and not self._unit and curves.best is not None and curves.best[0] == step:
                text = self.tr("{label}, best").format(label=text)
            labels.append(EndLabel(text, f"plot_{name}", step, height))
        if base is not None and curves.base is not None:
            name = self._names["base"]
            labels.append(EndLabel(f"{name} {self._write(curves.base)}", "plot_base", 0, base, is_level=True))
        return labels

    def _shown(self) -> tuple[tuple[str, CurveBuffer, Floats], ...]:
        train, held = self.curves.train, self.curves.held
        return ("held", held, held.y), ("train", train, train.mean if self.smooth.isChecked() else train.y)

    def _x_ticks(self, low: float, high: float) -> list[tuple[float, str]]:
        if not self.curves.has_points:
            return []
        about = max(2, min(5, round(self.canvas.area().width() / current().length(72))))
        passes = self.curves.passes if self.curves.passes <= about else 0
        ticks = plot_ticks.step_ticks(low, high, self.curves.planned, passes, about)
        names = [QLocale().toString(tick) for tick in ticks]
        if names:
            names[-1] = self.tr("{step} steps").format(step=names[-1])
        return [(float(tick), name) for tick, name in zip(ticks, names, strict=True)]

    def _y_ticks(self, low: float, high: float) -> list[tuple[float, str]]:
        if not self.curves.has_points:
            return []
        about = max(3, round(self.canvas.area().height() / current().length(44)))
        return [(tick, self._number(value, digits)) for tick, value, digits in self.curves.y_ticks(low, high, about)]

    def _write(self, value: float) -> str:
        if self._unit:
            return f"{round(value * self.curves.factor)}" + ("" if self._unit == POINTS else f"\u00a0{self._unit}")
        return self._number(value, plot_ticks.digits_of(value))

    def _number(self, value: float, digits: int) -> str:
        return QLocale().toString(float(value), "f", digits)

    def _say(self) -> None:
        self.canvas.setAccessibleName(self._title.text())
        self.canvas.setAccessibleDescription(self.summary())

    def _pen(self, token: str, width: float = 1, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> object:
        return pg.mkPen(current().color(token), width=width, style=style)

    def _on_theme(self) -> None:
        self.canvas.measure()
        ratio = self.devicePixelRatioF()
        self._mean_curve.setPen(self._pen("plot_train"))
        self._held_curve.setPen(self._pen("plot_held", 2 * ratio))
        self._base_line.setPen(self._pen("plot_base", 1, Qt.PenStyle.DashLine))
        self._renew()

    def _on_moved_by_hand(self) -> None:
        self.follow.setChecked(False)
        self._renew()

    def _on_crosshair(self, step: float) -> None:
        self.canvas.crosshair = None
        if not math.isnan(step):
            step, at_train, at_held = self.curves.near(step)
            places = {"train": at_train, "held": at_held}
            parts = [
                f"{self._names[name]} {self._write(float(values[place]))}"
                for name, _buffer, values in self._shown()
                if (place := places[name]) is not None
            ]
            if parts:
                words = self.tr("step {step}").format(step=round(step))
                self.canvas.crosshair = (step, " · ".join([words, *parts]))
        self.canvas.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F follow, L logarithm, [ and ] smoothing, 0 reset, left and right the crosshair."""
        keys = {
            Qt.Key.Key_F: self.follow.toggle,
            Qt.Key.Key_L: lambda: self.set_log(not self.curves.is_log),
            Qt.Key.Key_BracketLeft: lambda: self.smoother(-1),
            Qt.Key.Key_BracketRight: lambda: self.smoother(1),
            Qt.Key.Key_0: self.reset,
            Qt.Key.Key_Left: lambda: self._move_crosshair(-1),
            Qt.Key.Key_Right: lambda: self._move_crosshair(1),
        }
        action = keys.get(Qt.Key(event.key()))
        if action is None or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().keyPressEvent(event)
        else:
            action()

    def _move_crosshair(self, by: int) -> None:
        at = None if self.canvas.crosshair is None else self.canvas.crosshair[0]
        self._on_crosshair(self.curves.neighbour(at, by))

    def showEvent(self, event: QShowEvent) -> None:
        """Draw only while seen."""
        super().showEvent(event)
        self._on_theme()  # the pixel ratio is known now
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Rest while nobody looks; the points are kept."""
        super().hideEvent(event)
        self._timer.stop()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self._names = {
            "held": self.tr("Kept-aside rows"),
            "train": self.tr("Training rows"),
            "base": self.tr("Base model alone"),
            **self._own_names,
        }
        for pill, text, tip in (
            (self.smooth, self.tr("Smooth"), self.tr("Average the training line ([ and ] change how much)")),
            (self.log, self.tr("Log"), self.tr("Show the height as a logarithm (L)")),
            (self.follow, self.tr("Follow"), self.tr("Keep the whole run in view (F)")),
        ):
            pill.setText(text)
            pill.setToolTip(tip)
            pill.setAccessibleName(text)
        self._renew()
