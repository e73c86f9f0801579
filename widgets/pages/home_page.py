"""Home: three ways to begin, and what was begun before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from engine.data import TABLE_ENDINGS
from widgets.buttons import Button
from widgets.flow_layout import FlowLayout
from widgets.home_drawings import HomeDrawing
from widgets.labels import ElidedLabel, Label
from widgets.pages.page import Page
from widgets.recent_list import RecentList
from widgets.theme import current
from widgets.wording import file_size

_SHOWN = 4


class HomePage(Page):
    """The first page. It knows no files: whoever holds the runs calls `set_runs` and `set_starters`."""

    sample_requested = Signal()
    file_chosen = Signal(str)
    pack_chosen = Signal(str)
    run_opened = Signal(str)  # folder
    run_play_requested = Signal(str)
    run_continue_requested = Signal(str)
    all_runs_requested = Signal()
    commands_requested = Signal()

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._runs: list[dict[str, Any]] = []
        self._starters_present, self._starters_bytes = True, 0
        self._is_busy = False
        self._fetching: tuple[int, int | None] | None = None
        self._commands = Button("", "ghost", "search")
        self._sample = StartCard("sample", "primary")
        self._file = StartCard("file", "secondary", is_drop_zone=True)
        self._pack = StartCard("pack", "secondary")
        self._recent_title = Label("", "heading")
        self._show_all = Button("", "link")
        self._list = RecentList()
        self._nothing_yet = Label("", "body", "muted", wrap=True)
        self._build_ui()
        self.retranslate()
        self.set_runs([])

    def set_runs(self, runs: Sequence[dict[str, Any]]) -> None:
        """Show the newest runs; the rest are on the Shelf.

        Keys: folder, name, data (file name), rows, backbone, task, sample (bool), curve (list of float), metric, before
        and now (shares 0..1 or None), state ("running", "finished", "stopped", "failed", "waiting"), share (0..1),
        step, when (seconds since 1970). Only folder and name must be there.
        """
        self._runs = list(runs)
        self._list.set_runs(self._runs[:_SHOWN])
        self._list.setVisible(bool(self._runs))
        self._nothing_yet.setVisible(not self._runs)
        self._show_all.setVisible(len(self._runs) > _SHOWN)
        self._show_all.setText(self.tr("Show all {count}").format(count=len(self._runs)))

    def set_starters(self, present: bool, size: int) -> None:
        """Say whether the starter models are on this computer, and how many bytes getting them takes."""
        self._starters_present, self._starters_bytes = present, size
        self.retranslate()

    def starters_text(self) -> str:
        """What getting the starter models is called, with their size."""
        size = file_size(self._starters_bytes)
        return self.tr("Get the starter models ({size}), then start").format(size=size)

    def set_fetching(self, done: int | None, total: int | None = None) -> None:
        """The starter models are on their way, in bytes; None when they no longer are."""
        self._fetching = None if done is None else (done, total)
        self._show_sample()

    def set_busy(self, busy: bool) -> None:
        """While a run is going the page has no primary button and the sample cannot be started."""
        self._is_busy = busy
        self._sample.button.set_kind("secondary" if busy else "primary")
        self._show_sample()

    def focus_start(self) -> None:
        """Put the focus where most begin."""
        self._sample.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Set every word again."""
        self.set_title(self.tr("Home"))
        self.set_subtitle(self.tr("Teach a language model a new task from your own file."))
        self._commands.setText(self.tr("Search or run a command") + "   Ctrl+K")
        self._show_sample()
        self._file.set_texts(
            self.tr("Start with my file"),
            self.tr("Drop a CSV, Excel or JSON file here, or paste rows. Two columns are enough: text and answer."),
            self.tr("Choose a file..."),
        )
        self._pack.set_texts(
            self.tr("Open a prompt pack"),
            self.tr("Use a prompt that someone else taught. Packs are small, carry no code and name their base model."),
            self.tr("Open a pack..."),
        )
        self._recent_title.setText(self.tr("Recent projects"))
        self._show_all.setText(self.tr("Show all {count}").format(count=len(self._runs)))
        self._nothing_yet.setText(
            self.tr("Nothing here yet. What you teach will be listed with its curve, its score and what to do next.")
        )

    def _show_sample(self) -> None:
        start = self.tr("Start the sample") if self._starters_present else self.starters_text()
        if self._fetching is not None:
            start = self.tr("Getting the starter models...")
        self._sample.set_texts(
            self.tr("Try the 60-second sample"),
            self.tr(
                "A small practice model learns to judge product reviews, live on this computer. "
                "Good for learning the tool, not for real work."
            ),
            start,
        )
        self._sample.button.setEnabled(not self._is_busy and self._fetching is None)
        note = self.tr("about 1 minute") if self._starters_present else ""
        if self._is_busy:
            note = self.tr("A run is going")
        elif self._fetching is not None:
            done, total = self._fetching
            note = ""
            if done and total:
                note = self.tr("{done} of {total}").format(done=file_size(done), total=file_size(total))
        self._sample.set_note(note)

    def _build_ui(self) -> None:
        self.add_action(self._commands)
        self._commands.clicked.connect(lambda: self.commands_requested.emit())
        cards = QWidget()
        flow = FlowLayout(cards, spacing=current().space["l"], min_width=260, columns=3)
        for card in (self._sample, self._file, self._pack):
            flow.addWidget(card)
        self._sample.button.clicked.connect(lambda: self.sample_requested.emit())
        self._file.button.clicked.connect(self._on_choose_file)
        self._pack.button.clicked.connect(self._on_choose_pack)
        self.body.addWidget(cards)
        self.body.addSpacing(current().space["xs"])
        head = QHBoxLayout()
        head.addWidget(self._recent_title)
        head.addStretch(1)
        head.addWidget(self._show_all)
        self._show_all.clicked.connect(lambda: self.all_runs_requested.emit())
        self.body.addLayout(head)
        self.body.setSpacing(current().space["s"])
        self.body.addWidget(self._list)
        self.body.addWidget(self._nothing_yet)
        self.body.addStretch(1)
        self._list.opened.connect(self.run_opened)
        self._list.play_requested.connect(self.run_play_requested)
        self._list.continue_requested.connect(self.run_continue_requested)

    def _on_choose_file(self) -> None:
        tables = self.tr("Tables") + f" ({' '.join(f'*{ending}' for ending in TABLE_ENDINGS)})"
        path, _ = QFileDialog.getOpenFileName(
            self, self.tr("Choose a file"), "", f"{tables};;{self.tr('All files')} (*)"
        )
        if path:
            self.file_chosen.emit(path)

    def _on_choose_pack(self) -> None:
        packs = self.tr("Prompt packs") + " (*.promptpack *.zip)"
        path, _ = QFileDialog.getOpenFileName(
            self, self.tr("Open a prompt pack"), "", f"{packs};;{self.tr('All files')} (*)"
        )
        if path:
            self.pack_chosen.emit(path)


class StartCard(QFrame):
    """A drawing, a heading, a sentence and a button."""

    def __init__(self, drawing: str, kind: str, *, is_drop_zone: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_drop_zone = is_drop_zone
        self._heading = Label("", "heading")
        self._sentence = Label("", "body", "muted", wrap=True)
        self._note = ElidedLabel("", "body", "muted")
        self.button = Button("", kind)
        self._measure()
        current().changed.connect(self._measure)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        space = current().space
        column = QVBoxLayout(self)
        column.setContentsMargins(space["xl"] + 1, space["xl"] + 1, space["xl"] + 1, space["xl"] + 1)
        column.setSpacing(space["xs"])
        column.addWidget(HomeDrawing(drawing))
        column.addSpacing(space["l"] - space["xs"])
        column.addWidget(self._heading)
        column.addWidget(self._sentence)
        column.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(space["m"])
        row.addWidget(self.button)
        row.addWidget(self._note, 1)
        column.addLayout(row)

    def _measure(self) -> None:
        self.setMinimumHeight(current().length(240))

    def set_texts(self, heading: str, sentence: str, action: str) -> None:
        """Set the words."""
        self._heading.setText(heading)
        self._sentence.setText(sentence)
        self.button.setText(action)
        self.button.setAccessibleDescription(heading)

    def set_note(self, text: str) -> None:
        """A word beside the button."""
        self._note.setText(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card; the drop zone has a dotted edge."""
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        style = Qt.PenStyle.CustomDashLine if self._is_drop_zone else Qt.PenStyle.SolidLine
        pen = QPen(theme.color("control" if self._is_drop_zone else "line"), 1, style)
        if self._is_drop_zone:
            pen.setDashPattern([1.5, 2])
        painter.setPen(pen)
        painter.setBrush(theme.color("card"))
        area = self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(area, theme.radius["card"], theme.radius["card"])
