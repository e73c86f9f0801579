"""One line about the file: name, rows, encoding and separator with "Change", and the task, guessed and changeable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QWidget

from engine.data import Reason, Table
from widgets import wording
from widgets.components import Button, ElidedLabel, Icon
from widgets.reading_dialog import reading_words
from widgets.sentences import engine_text, listed, reason_text
from widgets.theme import current


class FileHead(QWidget):
    """Signals: `file_requested()`, `reading_requested()` to change how it is read, `task_chosen(kind)`."""

    task_chosen = Signal(str)
    file_requested = Signal()
    reading_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table: Table | None = None
        self._answers = 0
        self._name, self._reading = ElidedLabel("", "strong", where=Qt.TextElideMode.ElideMiddle), _Shy()
        self._name.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.change, self.other = Button("", "link"), Button("", "link")
        self._kind = "classification"
        self._why: Reason | None = None
        self._tasks: list[Mapping[str, Any]] = []
        self.task, self._reason = _TaskButton(), _Shy()
        self.task.clicked.connect(self.open_tasks)
        self.change.clicked.connect(self.reading_requested)
        self.other.clicked.connect(self.file_requested)
        policy = self.sizePolicy()
        policy.setHorizontalStretch(1)
        self.setSizePolicy(policy)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(current().space["s"])
        self._icon = Icon("file", "muted", 16)
        for widget in (self._icon, self._name, self._reading, self.change, self.other):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.task)
        row.addWidget(self._reason)
        self.retranslate()

    def set_table(self, table: Table | None, answers: int = 0) -> None:
        """Tell about a table whose answer column has so many different values."""
        self._table, self._answers = table, answers
        self.retranslate()

    def set_task(self, kind: str, tasks: Sequence[Mapping[str, Any]], why: Reason | None = None) -> None:
        """What is to be learned, of the tasks there are ({"kind", "title"}), and why that was guessed."""
        self._kind, self._tasks, self._why = kind, list(tasks), why
        self.retranslate()

    def open_tasks(self) -> QMenu:
        """Show the tasks, each with what it is in a line; the menu is given back."""
        menu = QMenu(self)
        menu.setAccessibleName(self.tr("What is to be learned?"))
        for each in self._tasks:
            kind = str(each["kind"])
            name = wording.task_name(kind, engine_text(str(each.get("title") or "")))
            about = wording.task_about(kind)
            action = menu.addAction(f"{name}  ·  {about}" if about else name)
            action.setData(kind)
            action.setCheckable(True)
            action.setChecked(kind == self._kind)
            action.triggered.connect(lambda _on=False, kind=kind: self._on_task(kind))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.task.mapToGlobal(QPoint(0, self.task.height())))
        return menu

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room the guess gives way first."""
        super().resizeEvent(event)
        self._give_way()

    def retranslate(self) -> None:
        """Renew all words."""
        self.change.setText(self.tr("Change"))
        self.change.setAccessibleName(self.tr("Change how the file is read"))
        self.other.setText(self.tr("Other file..."))
        for widget in (self._icon, self._name, self._reading, self.change, self.other, self.task):
            widget.setVisible(self._table is not None)
        self.change.setVisible(self._table is not None and bool(self._table.encoding))
        self._give_way()
        if self._table is None:
            return
        self._name.setText(self._table.path.name)
        self._name.setMinimumWidth(min(self._name.sizeHint().width(), current().length(110)))
        self._name.setToolTip(str(self._table.path))
        self._reading.setText(f"{wording.rows(self._table.total_rows)} · {listed(*reading_words(self._table))}")
        title = next((str(each.get("title") or "") for each in self._tasks if each["kind"] == self._kind), "")
        name = wording.task_name(self._kind, engine_text(title))
        self.task.set_words(name)
        self.task.setToolTip(" · ".join(part for part in (name, wording.task_about(self._kind)) if part))
        self.task.setAccessibleName(self.tr("What is to be learned: {task}").format(task=name))
        guessed = self.tr("guessed: {n} different answers").format(n=wording.number(self._answers))
        if self._kind != "classification" or not self._answers:
            guessed = self.tr("guessed: {reason}").format(reason=reason_text(self._why)) if self._why else ""
        self._reason.setText(guessed)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _give_way(self) -> None:
        """Where there is little room, the guess goes first, then how the file is read and the icon."""
        is_there, roomy = self._table is not None, current().length(640)
        self._reason.setVisible(is_there and self.width() > roomy)
        for widget in (self._reading, self._icon):
            widget.setVisible(is_there and self.width() > 0.72 * roomy)
        self.task.set_compact(self.width() <= roomy)

    def _on_task(self, kind: str) -> None:
        if kind != self._kind:
            self.task_chosen.emit(kind)


class _TaskButton(Button):
    """As wide as the name of the task; where there is little room it shortens the name, the tooltip has it whole."""

    def __init__(self) -> None:
        super().__init__("", "pill", "chevron_down", icon_after=True)
        self._words, self._is_compact = "", False

    def set_words(self, words: str) -> None:
        """Say another task."""
        self._words = words
        self._fit()
        self.updateGeometry()

    def set_compact(self, is_compact: bool) -> None:
        """Whether the name may be shortened."""
        if is_compact != self._is_compact:
            self._is_compact = is_compact
            self._fit()
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Room for the whole name."""
        size, metrics = super().sizeHint(), self.fontMetrics()
        more = metrics.horizontalAdvance(self._words) - metrics.horizontalAdvance(self.text())
        return QSize(size.width() + max(0, more), size.height())

    def minimumSizeHint(self) -> QSize:
        """The whole name, or the beginning of it."""
        whole = self.sizeHint()
        return QSize(min(whole.width(), current().length(96)), whole.height()) if self._is_compact else whole

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much of the name as fits."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        metrics = self.fontMetrics()
        room = self.width() - super().sizeHint().width() + metrics.horizontalAdvance(self.text())
        whole = metrics.horizontalAdvance(self._words) <= room or not self._is_compact
        shown = self._words if whole else metrics.elidedText(self._words, Qt.TextElideMode.ElideRight, room)
        if shown != self.text():
            self.setText(shown)


class _Shy(ElidedLabel):
    """As wide as its words where there is room, shortened first where there is not."""

    def __init__(self) -> None:
        super().__init__("", "body", "muted")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
