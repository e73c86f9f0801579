"""The recent projects: one row each with name, curve, score, state, and the one next action."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from widgets import wording
from widgets.buttons import Button
from widgets.cards import Rule
from widgets.labels import ElidedLabel
from widgets.marks import Icon, ProgressBar
from widgets.sparkline import Sparkline
from widgets.theme import current

_TASK_ICONS = {"classification": "tag", "choice": "tag", "cloze": "tag", "tagging": "tag", "span_qa": "search"}


class RecentList(QFrame):
    """Rows in a card. Signals carry the run's folder: `opened`, `play_requested`, `continue_requested`."""

    opened = Signal(str)
    play_requested = Signal(str)
    continue_requested = Signal(str)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "plain")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(1, 1, 1, 1)
        self._column.setSpacing(0)
        self._rows: list[RecentRow] = []

    def set_runs(self, runs: Sequence[dict[str, Any]]) -> None:
        """Show these runs. Rows of folders already shown are renewed in place, so nothing jumps while a run goes on."""
        if [row.folder for row in self._rows] == [run["folder"] for run in runs]:
            for row, run in zip(self._rows, runs, strict=True):
                row.set_run(run)
            return
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._rows = []
        for index, run in enumerate(runs):
            if index:
                self._column.addWidget(Rule())
            row = RecentRow(run)
            row.opened.connect(self.opened)
            row.play_requested.connect(self.play_requested)
            row.continue_requested.connect(self.continue_requested)
            self._column.addWidget(row)
            self._rows.append(row)


class RecentRow(QWidget):
    """One run: a click or Return opens it, the button does what comes next."""

    opened = Signal(str)
    play_requested = Signal(str)
    continue_requested = Signal(str)

    def __init__(self, run: dict[str, Any], *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._run = run
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._icon = Icon("lines", "muted", 18)
        self._name = ElidedLabel("", "strong")
        self._facts = ElidedLabel("", "caption", "muted")
        self._curve = Sparkline()
        self._score = ElidedLabel("", "strong")
        self._bar = ProgressBar()
        self._mark = Icon("check", "success", 16)
        self._state = ElidedLabel("")
        self._when = ElidedLabel("", "caption", "muted")
        self._action = Button("", "small")
        self._action.clicked.connect(self._on_action)
        self._build_ui()
        self.set_run(run)

    @property
    def folder(self) -> str:
        """The run's folder."""
        return str(self._run["folder"])

    def set_run(self, run: dict[str, Any]) -> None:
        """Show a run; see `HomePage.set_runs` for the keys."""
        self._run = run
        state = run.get("state", "finished")
        is_sample = bool(run.get("sample"))
        self._icon.set_icon("film" if is_sample else _TASK_ICONS.get(run.get("task", ""), "lines"))
        self._name.setText(run["name"])
        data = self.tr("Built-in sample") if is_sample else run.get("data", "")
        rows = wording.rows(run["rows"]) if run.get("rows") else ""
        self._facts.setText(" · ".join(part for part in (data, rows, run.get("backbone", "")) if part))
        self._curve.set_values(run.get("curve", ()))
        so_far = state != "finished"
        self._score.setText(
            wording.score_pair(run.get("before"), run.get("now"), run.get("metric", "accuracy"), so_far=so_far)
        )
        self._show_state(state)
        self._when.setText(self.tr("Now") if state == "running" else wording.when(run.get("when")))
        actions = {
            "running": self.tr("Watch"),
            "finished": self.tr("Play"),
            "stopped": self.tr("Continue"),
            "failed": self.tr("Look"),
            "waiting": self.tr("Watch"),
        }
        self._action.setText(actions.get(state, actions["failed"]))
        self._action.setAccessibleName(f"{self._action.text()}: {run['name']}")
        metric = wording.metric_name(run.get("metric", "accuracy")) if self._score.text() else ""
        facts = (run["name"], self._facts.text(), metric, self._score.text(), self._state.text(), self._when.text())
        self.setAccessibleName(", ".join(part for part in facts if part))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.set_run(self._run)

    def minimumSizeHint(self) -> QSize:
        """Narrow rows leave out the curve, the date, and then the score."""
        return QSize(current().length(320), current().height("recent_row"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what has no room; the name always has some."""
        super().resizeEvent(event)
        width, length = self.width(), current().length
        self._curve.setVisible(width >= length(880))
        self._when.setVisible(width >= length(760))
        self._score.setVisible(width >= length(640))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return or space opens."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit(self.folder)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click opens."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.opened.emit(self.folder)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw hover and focus."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = self.rect().adjusted(3, 3, -3, -3)
        radius = current().radius["control"]
        if self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(current().color("sunken"))
            painter.drawRoundedRect(area, radius, radius)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(current().color("accent"), 2))
            painter.drawRoundedRect(area, radius, radius)

    def _build_ui(self) -> None:
        theme = current()
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(0)
        row.addWidget(self._icon)
        row.addSpacing(14)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        words.addWidget(self._name)
        words.addWidget(self._facts)
        words.addStretch(1)
        row.addLayout(words, 1)
        row.addSpacing(16)
        row.addWidget(self._curve)
        row.addSpacing(24)
        row.addWidget(self._score)
        row.addSpacing(8)
        cell = QWidget()
        self._state_cell = cell
        state = QHBoxLayout(cell)
        state.setContentsMargins(0, 0, 0, 0)
        state.setSpacing(theme.space["s"])
        self._bar.setFixedWidth(96)
        state.addWidget(self._bar)
        state.addWidget(self._mark)
        state.addWidget(self._state, 1)
        row.addWidget(cell)
        row.addWidget(self._when)
        row.addSpacing(8)
        row.addWidget(self._action)
        self._measure()
        theme.changed.connect(self._measure)

    def _measure(self) -> None:
        theme = current()
        self.setFixedHeight(theme.height("recent_row"))
        self._score.setFixedWidth(theme.length(156))
        self._state_cell.setFixedWidth(theme.length(228))
        self._when.setFixedWidth(theme.length(92))
        self._action.setMinimumWidth(theme.length(78))

    def _on_action(self) -> None:
        state = self._run.get("state", "finished")
        signals = {"finished": self.play_requested, "stopped": self.continue_requested}
        signals.get(state, self.opened).emit(self.folder)

    def _show_state(self, state: str) -> None:
        run = self._run
        shares = {"share": wording.percent(run.get("share", 0.0)), "step": run.get("step", 0)}
        words = {
            "running": (self.tr("Running {share}"), "accent", ""),
            "finished": (self.tr("Finished"), "text", "check"),
            "stopped": (self.tr("Stopped at step {step}"), "warning", "pause"),
            "failed": (self.tr("Stopped by an error"), "danger", "cross"),
            "waiting": (self.tr("Waiting in the queue"), "muted", "clock"),
        }
        text, tone, mark = words.get(state, words["failed"])
        self._bar.setVisible(state == "running")
        self._bar.set_share(run.get("share", 0.0))
        self._bar.setAccessibleName(text.format(**shares))
        self._mark.setVisible(bool(mark))
        if mark:
            self._mark.set_icon(mark, {"check": "success", "clock": "muted"}.get(mark, tone))
        self._state.setText(text.format(**shares))
        self._state.set_tone(tone)
