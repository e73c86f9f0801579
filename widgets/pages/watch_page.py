"""Watch: a run while it goes on, its result, or what stopped it. The page decides which of these is seen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from widgets import run_header
from widgets.components import Button, EmptyState, Label, ProgressBar, primary, secondary
from widgets.done_view import DoneView
from widgets.event_log import EventLogModel
from widgets.metric_plot import PLOT_KEYS
from widgets.pages.page import Page
from widgets.run_error_card import RunErrorView, RunFailure
from widgets.run_frame import RunFrame
from widgets.run_state import RunState
from widgets.running_view import RunningView
from widgets.stopped_view import StoppedView
from widgets.subspace_result import SubspaceResult
from widgets.subspace_running_view import SubspaceRunningView
from widgets.theme import current
from widgets.wording import NBSP


class WatchPage(Page):
    """States: "empty", "running", "done", "stopped" (without a result), "error".

    What the user asks for goes out as signals; what happened comes in with `start_run`, `add_events`, `engine_died`.
    """

    pause_requested = Signal()
    resume_requested = Signal()
    stop_requested = Signal(bool)  # whether to save
    continue_requested = Signal(str)  # run folder
    play_requested = Signal(str)  # pack
    use_requested = Signal(str)  # the file of a subspace that was found
    export_requested = Signal(str)  # pack
    try_again_requested = Signal(dict)  # config
    sample_requested = Signal()
    teach_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self._run: RunState | None = None
        self._failure: RunFailure | None = None
        self._is_old = self._is_stopping = False
        self._finished: float | None = None
        self.log_model = EventLogModel(self)
        self.running, self.finding = RunningView(self.log_model), SubspaceRunningView(self.log_model)
        self.done, self.found = DoneView(), SubspaceResult()
        self.error = RunErrorView()
        self.empty, self.stopped = EmptyState(), StoppedView()
        self.bar, self.percent = ProgressBar(), Label("", "strong")
        self.pause_button, self.stop_button = (
            secondary("", "pause"),
            Button("", "secondary", "chevron_down", icon_after=True),
        )
        self.again_button, self.export_button, self.play_button = (
            secondary(),
            secondary("", "pack"),
            primary("", "start"),
        )
        self._menu = QMenu(self)
        self._stop_save, self._stop_discard = self._menu.addAction(""), self._menu.addAction("")
        self._build_ui()
        self._connect()
        self.retranslate()

    # ---- facts ----------------------------------------------------------------------------------------------------

    @property
    def state(self) -> str:
        """Which of the four is seen."""
        if self._run is None:
            return "empty"
        if self._failure is not None:
            return "error"
        if self._run.done is None:
            return "running"
        is_cut = self._run.kind == "prompts" and self._run.done.get("stopped")
        return "done" if self._run.done.get("metrics") and not is_cut else "stopped"

    @property
    def pack_path(self) -> str:
        """The pack of the run that is shown; empty until it has one."""
        return self._pack()

    def start_run(self, config: Mapping[str, Any], name: str, folder: str = "") -> None:
        """Show a run that begins now. `folder` is where it is kept, if that is known already."""
        self._run = RunState(config, name, folder)
        self._failure, self._is_stopping, self._is_old, self._finished = None, False, False, None
        self.log_model.clear()
        self._running().start(self._run)
        self._show_state()

    def add_events(self, events: Sequence[Mapping[str, Any]]) -> None:
        """Show what happened, in the order it did. All run events of the engine are understood."""
        run = self._run
        if run is None or not events:
            return
        was = self.state
        news = run.add(events)
        self.log_model.add(news.logged, has_time=not self._is_old)
        self._running().add(news)
        if run.error is not None:
            self._failure = RunFailure.from_error(run)
        elif run.done is not None and self._finished is None:
            self._finished = run.done.get("t") or (None if self._is_old else dt.datetime.now().timestamp())
        if self.state != was:
            self._show_state()
        elif self.state == "running":
            self._show_progress()

    def show_run(
        self, config: Mapping[str, Any], events: Sequence[Mapping[str, Any]], name: str = "", folder: str = ""
    ) -> None:
        """Show an earlier run, whole."""
        self.start_run(config, name or str(config.get("name") or ""), folder)
        self._is_old = True
        self.add_events(events)
        self._show_state()

    def engine_died(self, code: int, last_step: int | None) -> None:
        """The engine process ended with `code` while a run went on; `last_step` has a save point, if any has."""
        if self._run is None or self.state in ("done", "stopped", "error"):
            return
        if last_step is not None:
            self._run.saved_step = last_step
        self._failure = RunFailure.from_death(self._run, code)
        self._show_state()

    def clear(self) -> None:
        """Show no run."""
        self._run = self._failure = None
        self._show_state()

    def set_paused(self, paused: bool) -> None:
        """The engine has paused the run, or goes on."""
        if self._run is not None:
            self._run.is_paused = paused
            self._show_progress()

    def toggle_pause(self) -> None:
        """Pause a run that goes on, or let it go on."""
        if self.state == "running" and self._run is not None and not self._is_stopping:
            paused = not self._run.is_paused
            (self.pause_requested if paused else self.resume_requested).emit()
            self.set_paused(paused)

    # ---- building -------------------------------------------------------------------------------------------------

    def _build_ui(self) -> None:
        for widget in self._views():
            self.body.addWidget(widget)
        self.insert_header(self.percent)
        self.insert_header(self.bar, 1)
        buttons = (self.pause_button, self.stop_button, self.again_button, self.export_button, self.play_button)
        for button in buttons:
            self.add_action(button)
        self._measure_bar()
        current().changed.connect(self._measure_bar)

    def _connect(self) -> None:
        self.pause_button.clicked.connect(self.toggle_pause)
        self.stop_button.clicked.connect(self._open_menu)
        self._stop_save.triggered.connect(lambda: self._stop(save=True))
        self._stop_discard.triggered.connect(lambda: self._stop(save=False))
        self.again_button.clicked.connect(lambda: self.try_again_requested.emit(self._config()))
        self.export_button.clicked.connect(lambda: self.export_requested.emit(self._pack()))
        self.play_button.clicked.connect(
            lambda: (self.use_requested if self._kind() == "search" else self.play_requested).emit(self._pack())
        )
        for view in (self.running, self.finding):
            view.meters.fold.toggled.connect(
                lambda on, log=view.log: QTimer.singleShot(0, self, lambda: self.scroll_to(log)) if on else None
            )
        self.done.again_requested.connect(lambda: self.try_again_requested.emit(self._config()))
        self.error.continue_requested.connect(self.continue_requested)
        self.error.try_again_requested.connect(self.try_again_requested)
        self.stopped.continue_requested.connect(self.continue_requested)
        self.stopped.again_requested.connect(lambda: self.try_again_requested.emit(self._config()))
        self.empty.action_chosen.connect(
            lambda key: (self.sample_requested if key == "sample" else self.teach_requested).emit()
        )
        for keys, slot in (("Ctrl+.", self.toggle_pause), ("Ctrl+Shift+.", self._open_menu)):
            shortcut = QShortcut(QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of the upper plot work from anywhere on the page while a run goes on."""
        if self.state == "running" and event.key() in PLOT_KEYS and not event.modifiers():
            self._running().upper_plot.keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def _measure_bar(self) -> None:
        self.bar.setMaximumWidth(current().length(200))

    def _open_menu(self) -> None:
        if self.state == "running" and self.stop_button.isEnabled():
            self._menu.popup(self.stop_button.mapToGlobal(self.stop_button.rect().bottomLeft()))

    def _stop(self, *, save: bool) -> None:
        self._is_stopping = True
        self._show_progress()
        self.stop_requested.emit(save)

    def _config(self) -> dict[str, Any]:
        return dict(self._run.config) if self._run is not None else {}

    def _pack(self) -> str:
        return str((self._run.done or {}).get("pack") or "") if self._run is not None else ""

    def _kind(self) -> str:
        return self._run.kind if self._run is not None else "training"

    def _running(self) -> RunFrame:
        """What shows a run of this kind while it goes on."""
        return self.running if self._kind() == "training" else self.finding

    def _views(self) -> tuple[QWidget, ...]:
        return (self.empty, self.running, self.finding, self.done, self.found, self.stopped, self.error)

    # ---- showing --------------------------------------------------------------------------------------------------

    def _show_state(self) -> None:
        state, run = self.state, self._run
        held = QApplication.focusWidget()
        is_ours = held is None or self.isAncestorOf(held)  # asked before what holds it is hidden
        views: dict[str, QWidget] = {
            "empty": self.empty,
            "running": self._running(),
            "done": {"training": self.done, "search": self.found, "prompts": self.finding}[self._kind()],
            "stopped": self.stopped,
            "error": self.error,
        }
        if state == "done" and run is not None:
            if run.kind == "training":
                self.done.show_run(run)
            elif run.kind == "search" and run.done is not None:
                self.found.show_done(run.done)
        elif state == "stopped" and run is not None:
            self.stopped.show_run(run)
        elif state == "error" and run is not None and self._failure is not None:
            self.error.show_failure(self._failure, self.log_model.lines())
        for view in self._views():  # not a stack, which would be as high as its highest page
            view.setVisible(view is views[state])
        for button in (self.pause_button, self.stop_button):
            button.setVisible(state == "running")
        for button in (self.again_button, self.export_button):
            button.setVisible(state == "done" and self._kind() == "training")
        self.play_button.setVisible(state == "done" and self._kind() != "prompts")
        self.play_button.setText(self.tr("Use in Teach") if self._kind() == "search" else self.tr("Play"))
        has_pack = bool(self._pack())
        self.play_button.setEnabled(has_pack)
        self.export_button.setEnabled(has_pack)
        self._show_progress()
        if is_ours:
            self._focus_start()

    def _focus_start(self) -> None:
        """Put the focus on what comes next."""
        starts = {"running": self.pause_button, "done": self.play_button, "error": self.error.first_button()}
        start = starts.get(self.state)
        if start is not None:
            start.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_progress(self) -> None:
        state, run = self.state, self._run
        self.setAccessibleDescription("")
        if run is None or state in ("empty", "done", "stopped"):
            self.bar.hide()
            self.percent.hide()
            self.set_title(run_header.title(run, state, is_stopping=self._is_stopping))
            self.set_subtitle(run_header.ended(run, self._finished) if run is not None else "")
            return
        share = run.share() if state == "running" else (run.step / run.steps if run.steps else None)
        self.bar.setVisible(share is not None)
        self.percent.setVisible(share is not None)
        self.bar.set_token("danger" if state == "error" else "control" if run.is_paused else "accent")
        self.bar.set_share(share or 0.0)
        self.bar.setAccessibleName(self.tr("Progress"))
        self.percent.setText(f"{min(99, round(100 * (share or 0.0)))}{NBSP}%")
        self.set_title(run_header.title(run, state, is_stopping=self._is_stopping))
        self.set_subtitle(run.name if state == "error" else run_header.where(run))
        self.pause_button.setText(self.tr("Continue") if run.is_paused else self.tr("Pause"))
        self.pause_button.set_icon("start" if run.is_paused else "pause")
        for button in (self.pause_button, self.stop_button):
            button.setEnabled(not self._is_stopping)

    def retranslate(self) -> None:
        """Set every text again."""
        self.stop_button.setText(self.tr("Stop"))
        self._stop_save.setText(self.tr("Stop and save"))
        self._stop_discard.setText(self.tr("Stop and discard"))
        self.again_button.setText(self.tr("Try another way"))
        self.export_button.setText(self.tr("Make a pack..."))
        self.pause_button.setToolTip("Ctrl+.")
        self.stop_button.setToolTip("Ctrl+Shift+.")
        self.empty.set_texts(
            self.tr("Nothing is being taught"),
            self.tr("Start with the sample or with your own file, and you can watch here how the prompt learns."),
        )
        self.empty.set_actions(
            (("sample", self.tr("Try the 60-second sample")), ("teach", self.tr("Start with my file")))
        )
        self._show_state()
