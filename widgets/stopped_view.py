"""A run that was stopped and has no result: what is left of it, and what to do next."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QWidget

from widgets.cards import EmptyState
from widgets.run_state import RunState
from widgets.wording import number


class StoppedView(EmptyState):
    """Give it the run. Signals: `continue_requested(folder)`, `again_requested()`."""

    continue_requested = Signal(str)
    again_requested = Signal()

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._run: RunState | None = None
        self.action_chosen.connect(self._on_action)

    def show_run(self, run: RunState) -> None:
        """Say what was kept of this run."""
        self._run = run
        self._renew()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._renew()

    def _renew(self) -> None:
        run = self._run
        if run is None:
            return
        actions = [("again", self.tr("Try another way"))]
        words = self.tr("Nothing was kept, so there is no result to show.")
        if run.saved_step is not None and run.folder:
            step = number(run.saved_step)
            actions.insert(0, ("continue", self.tr("Continue from step {step}").format(step=step)))
            words = self.tr("No pack was made. The save point from step {step} is still there.").format(step=step)
        elif run.kind != "training" and run.folder:
            actions = [("continue", self.tr("Continue")), ("again", self.tr("Try another way"))]
            words = self.tr("What is finished is kept, and is not done again.")
        self.set_texts(self.tr("The run was stopped"), words)
        self.set_actions(actions)

    def _on_action(self, action: str) -> None:
        if action == "continue" and self._run is not None:
            self.continue_requested.emit(self._run.folder)
        else:
            self.again_requested.emit()
