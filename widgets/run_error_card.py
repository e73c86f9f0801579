"""What stopped a run, why, and what to do; beside it what is not lost, and the details when asked for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QLocale, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from widgets.adaptive_row import AdaptiveRow
from widgets.components import Button, Card, ElidedLabel, ErrorCard, Icon, Label, caption, heading, strong
from widgets.in_a_row import in_a_row
from widgets.run_failure import EXPLODED, Fix, RunFailure
from widgets.sentences import error_texts
from widgets.theme import current
from widgets.wording import number

__all__ = ["RunErrorView", "RunFailure"]
_LOG_LINES = 6


class RunErrorView(QWidget):
    """Give it a failure. Signals: `continue_requested(folder)`, `try_again_requested(config)`."""

    continue_requested = Signal(str)
    try_again_requested = Signal(dict)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._failure: RunFailure | None = None
        self._lines: Sequence[tuple[str, str]] = ()
        self.card: ErrorCard | None = None
        self._left, self._right = QVBoxLayout(), QVBoxLayout()
        self.fold = Button("", "ghost", "chevron_right")
        self.fold.setCheckable(True)
        self.copy_button = Button("", "small", "copy")
        self.details = QPlainTextEdit()
        space = current().space
        row = AdaptiveRow(spacing=space["m"])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(row)
        whole.addStretch(1)
        for column, share in ((self._left, 68), (self._right, 32)):
            side = QWidget()
            side.setLayout(column)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(space["m"])
            row.add(side, share)
        self.details.setReadOnly(True)
        self.details.setProperty("mono", True)
        self.details.setTabChangesFocus(True)
        self.details.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.fold.toggled.connect(self._on_fold)
        self.copy_button.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.details.toPlainText()))
        self._details_card = self._build_details()
        current().changed.connect(self._measure)
        self._measure()

    def _build_details(self) -> Card:
        card = Card()
        space = current().space
        card.body.setContentsMargins(space["s"], space["s"], space["m"], space["m"])
        head = QHBoxLayout()
        head.addWidget(self.fold)
        head.addStretch(1)
        head.addWidget(self.copy_button)
        card.body.addLayout(head)
        card.body.addWidget(self.details)
        return card

    def show_failure(self, failure: RunFailure, lines: Sequence[tuple[str, str]] = ()) -> None:
        """Show what stopped a run; `lines` are the (time, sentence) that led there."""
        self._failure, self._lines = failure, list(lines)
        self._rebuild()

    def heading(self) -> str:
        """What happened."""
        return "" if self._failure is None else self._heading(self._failure)

    def why(self) -> str:
        """Why, and what it means."""
        return "" if self._failure is None else self._why(self._failure)

    def first_button(self) -> QWidget | None:
        """The recommended action."""
        buttons = self.card.findChildren(Button) if self.card is not None else []
        return next((button for button in buttons if button.kind == "primary"), None)

    def kept(self) -> list[tuple[str, str]]:
        """What is not lost, as (name, fact)."""
        failure = self._failure
        if failure is None:
            return []
        run, kept = failure.run, []
        if run.saved_step is not None:
            name = self.tr("Save point from step {step}").format(step=number(run.saved_step))
            kept.append((name, self.tr("Whole, and kept in the run folder.")))
        kept.append((self.tr("Your examples and settings"), self.tr("Unchanged; the run keeps its own copy.")))
        if failure.exit_code is not None:
            kept.append((self.tr("This window"), self.tr("The engine runs apart from it and starts again by itself.")))
        else:
            read = self.tr("It is only read, never changed.")
            joint = self.tr("Its files are only read; what is trained is a copy in memory.")
            kept.append((self.tr("The base model"), read if run.is_frozen else joint))
        return kept

    def _rebuild(self) -> None:
        failure = self._failure
        if failure is None:
            return
        _empty(self._left)
        _empty(self._right, keep=self._details_card)
        fixes = failure.fixes()
        actions = self._actions(failure, fixes)
        shown = [self._fix_words(fix) for fix in fixes]
        self.card = ErrorCard(self.heading(), self.why(), list(actions.items()), fixes=shown)
        self.card.action_chosen.connect(self._on_action)
        self._left.addWidget(self.card)
        if self._lines:
            self._left.addWidget(self._history())
        self._left.addStretch(1)
        self._right.insertWidget(0, self._nothing_lost())
        self._right.addStretch(1)
        self.details.setPlainText(failure.details())
        self.fold.setText(self.tr("Details"))
        self.copy_button.setText(self.tr("Copy"))
        self.copy_button.setAccessibleName(self.tr("Copy details"))
        self.details.setAccessibleName(self.tr("Details"))
        self._on_fold(self.fold.isChecked())

    def _heading(self, failure: RunFailure) -> str:
        if failure.exit_code is not None:
            return self.tr("The engine stopped unexpectedly (code {code})").format(code=failure.exit_code)
        if failure.code == "out_of_memory":
            return self.tr("The memory ran out")
        if failure.code in EXPLODED:
            return self.tr("The mistake score exploded at step {step}").format(step=failure.args.get("step", "?"))
        if failure.code == "disk_full":
            return self.tr("The disk is full")
        return self.tr("The run could not go on") if failure.run.steps else self.tr("The run could not begin")

    def _why(self, failure: RunFailure) -> str:
        if failure.exit_code is None:
            return in_a_row(*error_texts(failure.event()))
        reasons = {
            -9: self.tr("The system ended it, most likely because the memory ran out."),
            -11: self.tr("It crashed inside a library or a driver."),
        }
        reasons |= {137: reasons[-9], 139: reasons[-11], -1073741819: reasons[-11], 3221225477: reasons[-11]}
        why = reasons.get(failure.exit_code, self.tr("It ended by itself and left no message."))
        if failure.run.saved_step is None:
            return in_a_row(why, self.tr("There was no save point yet, so the run starts again from the beginning."))
        words = self.tr("Your window and the save point from step {step} are safe.")
        return in_a_row(why, words.format(step=number(failure.run.saved_step)))

    def _actions(self, failure: RunFailure, fixes: Sequence[Fix]) -> dict[str, str]:
        actions = {}
        goes_on = self.tr("Continue from step {step}").format(step=number(failure.run.saved_step or 0))
        if failure.run.saved_step is None:
            goes_on = self.tr("Continue")
        if failure.exit_code is not None and failure.can_continue:
            actions["continue"] = goes_on
        if fixes:
            actions["fix"] = self.tr("Apply and start again")
        elif failure.can_continue:
            actions["continue"] = goes_on
        is_choice = bool(actions) or not failure.run.steps  # before the first step it is the choices that do not work
        actions["again"] = self.tr("Change settings...") if is_choice else self.tr("Try again...")
        return actions

    def _fix_words(self, fix: Fix) -> dict[str, str]:
        locale = QLocale()
        before, after = (locale.toString(float(value), "g", 3) for value in (fix.before, fix.after))
        titles = {
            "fewer_rows": self.tr("Read {after} rows a step instead of {before}"),
            "shorter_texts": self.tr("Shorten texts from {before} to {after} tokens"),
            "half_speed": self.tr("Learn at half speed: {after} instead of {before}"),
        }
        texts = {
            "fewer_rows": self.tr("Two steps are gathered into one, so results stay comparable"),
            "shorter_texts": self.tr("Longer rows lose their end"),
            "half_speed": self.tr("Starts again from the beginning"),
        }
        prices = {
            "fewer_rows": (self.tr("slower steps"), self.tr("about half the memory")),
            "shorter_texts": (self.tr("cut texts"), self.tr("about half the memory")),
            "half_speed": (self.tr("slower learning"), self.tr("same memory")),
        }
        price, note = prices[fix.id]
        title = titles[fix.id].format(before=before, after=after)
        return {"id": fix.id, "title": title, "text": texts[fix.id], "price": price, "price_note": note}

    def _nothing_lost(self) -> Card:
        card = Card(spacing=current().space["m"])
        card.body.addWidget(heading(self.tr("Nothing is lost")))
        for name, fact in self.kept():
            row = QHBoxLayout()
            row.setSpacing(current().space["m"])
            row.addWidget(Icon("check", "success"), 0, Qt.AlignmentFlag.AlignTop)
            words = QVBoxLayout()
            words.setSpacing(1)
            words.addWidget(Label(name, "strong", wrap=True))
            words.addWidget(caption(fact, wrap=True))
            row.addLayout(words, 1)
            card.body.addLayout(row)
        return card

    def _history(self) -> Card:
        card = Card(padding=24)
        card.body.addWidget(strong(self.tr("What led here")))
        for time, sentence in self._lines[-_LOG_LINES:]:
            row = QHBoxLayout()
            row.setSpacing(current().space["m"])
            if time:
                row.addWidget(Label(time, "body", "muted"))
            row.addWidget(ElidedLabel(sentence), 1)
            card.body.addLayout(row)
        return card

    def _on_action(self, action: str) -> None:
        failure = self._failure
        if failure is None or self.card is None:
            return
        if action == "continue":
            self.continue_requested.emit(failure.run.folder)
        elif action == "fix":
            chosen = next(fix for fix in failure.fixes() if fix.id == self.card.chosen_fix())
            self.try_again_requested.emit(chosen.config)
        else:
            self.try_again_requested.emit(dict(failure.run.config))

    def _on_fold(self, opened: bool) -> None:
        self.details.setVisible(opened)
        self.copy_button.setVisible(opened)
        self.fold.set_icon("chevron_down" if opened else "chevron_right")

    def _measure(self) -> None:
        self.details.setFont(current().mono_font())
        self.details.setMinimumHeight(current().length(260))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._rebuild()


def _empty(layout: QVBoxLayout, keep: QWidget | None = None) -> None:
    """Take everything out and delete it, but for `keep`, which goes back in."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None and widget is not keep:
            widget.hide()
            widget.deleteLater()
    if keep is not None:
        layout.addWidget(keep)
