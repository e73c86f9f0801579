"""The log of a run: what happened and when, newest last, folded away until asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QListView, QWidget

from engine.messages import ERRORS, NOTES
from widgets.components import Card
from widgets.sentences import engine_text
from widgets.theme import current

MOST = 5000


class EventLogModel(QAbstractListModel):
    """Facts with the time they arrived; the sentence is made when it is shown, so it follows the language."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._events: list[tuple[str, dict[str, Any]]] = []

    def add(self, events: list[dict[str, Any]], *, has_time: bool = True) -> None:
        """Append facts; only the newest MOST are kept. A fact without its own time gets this one, if `has_time`."""
        if not events:
            return
        now = dt.datetime.now().timestamp() if has_time else None
        timed = [(_clock(event.get("t") or now), event) for event in events]
        over = len(self._events) + len(events) - MOST
        if over > 0:
            self.beginResetModel()
            self._events = (self._events + timed)[-MOST:]
            self.endResetModel()
            return
        first = len(self._events)
        self.beginInsertRows(QModelIndex(), first, first + len(events) - 1)
        self._events += timed
        self.endInsertRows()

    def clear(self) -> None:
        """Forget the run."""
        self.beginResetModel()
        self._events.clear()
        self.endResetModel()

    def lines(self) -> list[tuple[str, str]]:
        """Every fact as (time, sentence)."""
        return [(time, self.sentence(event)) for time, event in self._events]

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        """How many facts there are."""
        return 0 if parent is not None and parent.isValid() else len(self._events)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Time and sentence."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        time, event = self._events[index.row()]
        return f"{time}   {self.sentence(event)}".strip()

    def sentence(self, event: Mapping[str, Any]) -> str:
        """A fact in words."""
        kind = event["type"]
        if kind == "phase":
            names = {
                "reading_data": self.tr("Reading the examples"),
                "loading_backbone": self.tr("Loading the base model"),
                "encoding": self.tr("Preparing the texts"),
                "preparing_trainings": self.tr("Preparing the trainings"),
                "timing_steps": self.tr("Timing a few steps"),
                "choosing_rate": self.tr("Trying several learning speeds"),
                "reading_prompts": self.tr("Reading the prompts"),
                "trying_prompts": self.tr("Trying each task with its own prompt"),
                "task_prompts": self.tr("Making a prompt for each task"),
                "trying_base": self.tr("Trying the base model first"),
                "probing_head": self.tr("Training a head without a prompt, to compare"),
                "training": self.tr("Teaching"),
                "evaluating": self.tr("Checking on kept-aside rows"),
                "saving": self.tr("Saving"),
                "finished": self.tr("Finished"),
            }
            return names.get(str(event["name"]), str(event["name"]))
        if kind == "evaluation":
            metrics = event.get("metrics") or {}
            words = self.tr("Check at step {step}: kept-aside score {loss}")
            return words.format(step=event["step"], loss=f"{metrics.get('loss', float('nan')):.2f}")
        if kind == "checkpoint":
            return self.tr("Save point at step {step}").format(step=event["step"])
        if kind == "note":
            template = NOTES.get(str(event["code"]))
            return engine_text(template, **event.get("args", {})) if template else str(event["code"])
        if kind == "error":
            template = ERRORS.get(str(event.get("code")), ("", ""))[0]
            return engine_text(template, **event.get("args", {})) or str(event.get("message") or event.get("code"))
        return kind


def _clock(moment: float | None) -> str:
    return "" if moment is None else dt.datetime.fromtimestamp(moment).strftime("%H:%M:%S")


class EventLog(Card):
    """The list in a card."""

    def __init__(self, model: EventLogModel, parent: QWidget | None = None) -> None:
        super().__init__(padding=8, parent=parent)
        self._view = QListView()
        self._view.setModel(model)
        self._view.setWordWrap(True)  # some notes are two lines long
        self._view.setResizeMode(QListView.ResizeMode.Adjust)
        self._view.setLayoutMode(QListView.LayoutMode.Batched)
        self._view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._view.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        model.rowsInserted.connect(lambda *_: self._view.scrollToBottom())
        self.body.addWidget(self._view)
        self._measure()
        current().changed.connect(self._measure)
        self._retranslate()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin at the newest fact."""
        super().showEvent(event)
        self._view.scrollToBottom()

    def _measure(self) -> None:
        self.setFixedHeight(current().length(170))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self._view.setAccessibleName(self.tr("Event log"))
        self._view.viewport().update()
