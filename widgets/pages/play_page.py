"""Play: the same text to the base model alone and with the learned prompt, side by side."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QMenu, QSizePolicy, QWidget

from widgets.adaptive_row import AdaptiveRow
from widgets.answer_view import AnswerView
from widgets.ask_card import AskCard
from widgets.components import Button, Card, Chip, ElidedLabel, EmptyState, Icon, Label
from widgets.in_a_row import in_a_row
from widgets.knobs import Knobs
from widgets.pack_words import match_word, writes
from widgets.pages.page import Page
from widgets.row_picker import RowPicker
from widgets.sentences import error_texts
from widgets.theme import current
from widgets.wording import file_size, method_name, number


class PlayPage(Page):
    """A pack is a dict: path, name, method, length, bytes, backbone, columns (of the template, without the answer),
    task (its kind), labels (empty if there are none to pick from), match ("green", "amber", "red" or None) and
    match_note (a sentence, may be empty), and subspace ({"id", "name", "numbers"}) of one that was learned in one.

    A row is a dict: row (number), fields {column: text}, expected.
    """

    ask_requested = Signal(dict)  # {"pack", "fields", "sampling"}
    numbers_moved = Signal(dict)  # {"pack", "numbers", "rows"}: what it answers with other numbers
    stop_requested = Signal()
    pack_chosen = Signal(str)  # path
    open_pack_requested = Signal()
    sample_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self._packs: list[dict[str, Any]] = []
        self._rows: list[dict[str, Any]] = []
        self._subspaces: list[Mapping[str, Any]] = []
        self._pack: dict[str, Any] | None = None
        self._expected: str | None = None
        self._waiting: set[str] = set()
        self._error: Mapping[str, Any] | None = None
        self.chooser = Button("", "ghost", "chevron_down", icon_after=True)
        self._menu = QMenu(self)
        self._facts, self.match_chip = ElidedLabel("", "body", "muted"), Chip("")
        self._facts.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.empty, self.ask, self.knobs = EmptyState(), AskCard(), Knobs()
        self.base, self.tuned = AnswerView("base"), AnswerView("tuned")
        self._error_strip, self._error_text = Card("danger", padding=12), Label(wrap=True)
        self._strip, self._strip_name = Card("sunken", padding=10), Label("", "body", "muted")
        self._strip_text = ElidedLabel()
        self._build_ui()
        self._connect()
        self.retranslate()

    def _build_ui(self) -> None:
        space = current().space
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(space["l"])
        for widget in (self.chooser, self._facts, self.match_chip):
            row.addWidget(widget)
        self._head = head
        self.insert_header(head)
        self._answers = AdaptiveRow(700, spacing=space["m"])
        for view in (self.base, self.tuned):
            view.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
            self._answers.add(view, 1)
        error = QHBoxLayout()
        error.addWidget(Icon("warning", "danger"), 0, Qt.AlignmentFlag.AlignTop)
        error.addWidget(self._error_text, 1)
        self._error_strip.body.addLayout(error)
        strip = QHBoxLayout()
        strip.setSpacing(space["m"])
        strip.addWidget(self._strip_name)
        strip.addWidget(self._strip_text, 1)
        self._strip.body.addLayout(strip)
        self.body.addWidget(self.empty)
        self.body.addWidget(self.ask)
        self.body.addWidget(self.knobs)
        self.body.addWidget(self._error_strip)
        self.body.addWidget(self._answers, 1)
        self.body.addWidget(self._strip)
        self._error_strip.hide()
        self._measure_answers()
        current().changed.connect(self._measure_answers)

    def _measure_answers(self) -> None:
        for view in (self.base, self.tuned):
            view.setMinimumHeight(current().length(220))

    def _connect(self) -> None:
        self.chooser.clicked.connect(
            lambda: self._menu.popup(self.chooser.mapToGlobal(self.chooser.rect().bottomLeft()))
        )
        self.ask.asked.connect(self._on_ask)
        self.ask.stopped.connect(self._on_stop)
        self.ask.random_row_asked.connect(self._on_random_row)
        self.ask.pick_row_asked.connect(self._on_pick_row)
        self.ask.edited.connect(lambda: self._set_expected(None))
        self.ask.edited.connect(lambda: self.knobs.set_needs_text(False))
        self.knobs.moved.connect(self._on_moved)
        self.empty.action_chosen.connect(
            lambda key: (self.sample_requested if key == "sample" else self.open_pack_requested).emit()
        )
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self._on_stop)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda: self._on_ask() if self.ask.ask_button.isEnabled() else None)

    def set_packs(self, packs: Sequence[Mapping[str, Any]], chosen: str | None = None) -> None:
        """The packs to choose from; the chosen one stays if it is still there, else `chosen`, else the first."""
        self._packs = [dict(pack) for pack in packs]
        wanted = chosen or (self._pack or {}).get("path")
        found = [pack for pack in self._packs if pack["path"] == wanted] or self._packs[:1]
        self._choose(found[0] if found else None)

    def set_subspaces(self, subspaces: Sequence[Mapping[str, Any]]) -> None:
        """The subspaces on the shelf: with its own a pack's numbers can be moved."""
        self._subspaces = list(subspaces)
        self._show()

    def choose_pack(self, path: str) -> None:
        """Choose one of the packs; KeyError if it is not there."""
        found = next((pack for pack in self._packs if pack["path"] == path), None)
        if found is None:
            raise KeyError(path)
        self._choose(found)

    def set_rows(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """The kept-aside rows of the chosen pack's data; none if the data is not at hand."""
        self._rows = [dict(row) for row in rows]
        self._set_expected(None)
        self._show()

    def fill(self, row: Mapping[str, Any]) -> None:
        """Put a row of the data into the fields."""
        self.ask.set_fields(row.get("fields") or {})
        expected = row.get("expected")
        self._set_expected(None if expected is None else str(expected))
        self._clear_answers()

    def add_events(self, events: Sequence[Mapping[str, Any]]) -> None:
        """Show parts and answers as they come."""
        for event in events:
            kind, side = event.get("type"), str(event.get("side") or "")
            if kind == "answer_part" and side in self._waiting:
                self._view(side).append(str(event["text"]))
            elif kind == "answer" and side in ("base", "tuned"):
                self._finish(side, event)
                self._waiting.discard(side)
            elif kind == "answers_at" and event["pack"] == self.pack_path:
                self._finish("tuned", event["answers"][0])
            elif kind == "error":
                self._error = event
                self._end()
            elif kind == "finished":
                self._end()
                if self.knobs.is_moved() and self._error is None:
                    self._on_moved()
        self.ask.set_asking(bool(self._waiting))

    @property
    def pack_path(self) -> str:
        """The chosen pack's file; empty if there is none."""
        return str((self._pack or {}).get("path") or "")

    @property
    def is_asking(self) -> bool:
        """Whether an answer is on its way."""
        return bool(self._waiting)

    def _finish(self, side: str, answer: Mapping[str, Any]) -> None:
        is_label = answer.get("label") is not None
        self._view(side).finish(answer, self._expected if is_label else None, self._context(answer))

    def _view(self, side: str) -> AnswerView:
        return self.tuned if side == "tuned" else self.base

    def _context(self, answer: Mapping[str, Any]) -> str:
        """The text in which an answer was found: of those that were asked about, the longest that holds it."""
        if (self._pack or {}).get("task") != "span_qa" or not answer.get("text"):
            return ""
        holding = [text for text in self.ask.fields().values() if str(answer["text"]) in text]
        return max(holding, key=len, default="")

    def _choose(self, pack: dict[str, Any] | None) -> None:
        is_other = (pack or {}).get("path") != (self._pack or {}).get("path")
        self._pack = pack
        if is_other:
            self._clear_answers()
            self._set_expected(None)
        if pack is not None:
            self.ask.set_columns([str(column) for column in pack.get("columns") or ["text"]])
            self.ask.set_writes_text(writes(pack))
            self.base.set_model(str(pack.get("backbone") or ""), is_frozen=bool(pack.get("is_frozen", True)))
            self.tuned.set_model(str(pack.get("name") or ""))
        self._show()

    def _clear_answers(self) -> None:
        if self._waiting:
            self.stop_requested.emit()
        self._waiting.clear()
        self._error = None
        for view in (self.base, self.tuned):
            view.clear()
        self.ask.set_asking(False)
        self._show_error()

    def _on_ask(self) -> None:
        if self._pack is None or self._waiting:
            return
        sampling = self.ask.sampling.values()
        self._error = None
        self._show_error()
        self._waiting = {"base", "tuned"}
        for view in (self.base, self.tuned):
            view.begin(int(sampling["seed"]) if writes(self._pack) else None)
        self.ask.set_asking(True)
        self.ask_requested.emit({"pack": self._pack["path"], "fields": self.ask.fields(), "sampling": sampling})

    def _on_moved(self) -> None:
        """Ask with the numbers as they stand now."""
        fields = self.ask.fields()
        has_text = any(text.strip() for text in fields.values())
        self.knobs.set_needs_text(not has_text)
        if has_text and self._pack is not None and self._pack.get("match") != "red":
            self._error = None
            self._show_error()
            self.numbers_moved.emit({"pack": self.pack_path, "numbers": self.knobs.numbers(), "rows": [fields]})

    def _on_stop(self) -> None:
        if self._waiting:
            self.stop_requested.emit()

    def _end(self) -> None:
        self._waiting.clear()
        for view in (self.base, self.tuned):
            view.stop()
        self._show_error()

    def _on_random_row(self) -> None:
        if self._rows:
            self.fill(random.choice(self._rows))

    def _on_pick_row(self) -> None:
        picker = RowPicker(self._rows, self)
        if picker.exec() == QDialog.DialogCode.Accepted:
            row = picker.chosen()
            if row is not None:
                self.fill(row)
        picker.deleteLater()

    def _set_expected(self, expected: str | None) -> None:
        self._expected = expected
        self._strip_text.setText(expected or "")
        policy = self._strip.sizePolicy()
        policy.setRetainSizeWhenHidden(bool(self._rows) and self._pack is not None)  # so that the answers stand still
        self._strip.setSizePolicy(policy)
        self._strip.setVisible(expected is not None and self._pack is not None)

    def _show_error(self) -> None:
        error = self._error
        self._error_strip.setVisible(error is not None)
        if error is not None:
            self._error_text.setText(in_a_row(*error_texts(error)))

    def _show(self) -> None:
        pack = self._pack
        self.empty.setVisible(pack is None)
        for widget in (self._head, self.ask, self._answers):
            widget.setVisible(pack is not None)
        self.knobs.show_pack(pack, self._subspaces)
        self._set_expected(self._expected)
        self.ask.set_has_rows(bool(self._rows))
        self._fill_menu()
        if pack is None:
            self.set_subtitle("")
            return
        name, metrics = str(pack.get("name") or ""), self.chooser.fontMetrics()
        self.chooser.setText(metrics.elidedText(name, Qt.TextElideMode.ElideRight, current().length(240)))
        self.chooser.setToolTip(name)
        self.chooser.setAccessibleName(self.tr("Pack: {name}").format(name=pack.get("name")))
        facts = [method_name(str(pack.get("method") or ""))]
        if pack.get("length"):
            facts.append(self.tr("{n} tokens").format(n=number(int(pack["length"]))))
        if pack.get("bytes"):
            facts.append(file_size(float(pack["bytes"])))
        self._facts.setText(" · ".join(fact for fact in facts if fact))
        self._show_match(pack)

    def _show_match(self, pack: Mapping[str, Any]) -> None:
        match, note = pack.get("match"), str(pack.get("match_note") or "")
        words, tone = match_word(match)
        self.match_chip.setVisible(bool(words))
        if words:
            self.match_chip.set_text(words, tone)
        self.match_chip.setToolTip(note)
        self.match_chip.setAccessibleDescription(note)
        self.set_subtitle(note if match == "amber" else "")
        is_red = match == "red"
        self.ask.set_blocked((note or self.tr("This pack was made for another base model.")) if is_red else "")

    def _fill_menu(self) -> None:
        self._menu.clear()
        for pack in self._packs:
            action = self._menu.addAction(str(pack.get("name") or pack["path"]).replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(pack is self._pack)
            action.triggered.connect(lambda _on=False, path=str(pack["path"]): self._on_pack(path))
        self._menu.addSeparator()
        self._menu.addAction(self.tr("Open a pack...")).triggered.connect(self.open_pack_requested)

    def _on_pack(self, path: str) -> None:
        self.choose_pack(path)
        self.pack_chosen.emit(path)

    def focus_start(self) -> None:
        """Put the focus into the text."""
        if self._pack is not None:
            self.ask.focus_first()

    def showEvent(self, event: QShowEvent) -> None:
        """Start in the text."""
        super().showEvent(event)
        if self._pack is not None and not self.isAncestorOf(self.focusWidget() or self):
            self.ask.focus_first()

    def retranslate(self) -> None:
        """Set every text again."""
        self.set_title(self.tr("Play"))
        self._strip_name.setText(self.tr("Answer in your data"))
        self.empty.set_texts(self.tr("Nothing to try yet"), self.tr("Teach a prompt or open a pack."))
        self.empty.set_actions((("sample", self.tr("Try the sample")), ("open", self.tr("Open a pack..."))))
        self._show()
        self._show_error()
