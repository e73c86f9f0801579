"""What is asked in Play: a field for each column of the template, how freely to write, and the buttons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from widgets.components import Card, Label, primary, secondary, small, strong
from widgets.sampling import Sampling
from widgets.theme import current

SPACIOUS = 2  # so many fields have two lines each; more of them one, or the answers would be out of sight
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Field(QPlainTextEdit):
    """One or two lines of text; Tab leaves it, Ctrl+Enter asks."""

    asked = Signal()

    def __init__(self, lines: int = 2, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = lines
        self.setTabChangesFocus(True)
        self._measure()
        current().changed.connect(self._measure)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter asks."""
        if event.key() in _ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.asked.emit()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """As high as its lines."""
        return QSize(240, self.minimumHeight())

    def _measure(self) -> None:
        self.setFixedHeight(self._lines * QFontMetrics(current().font("body")).lineSpacing() + current().length(28))


class AskCard(Card):
    """Signals: `asked`, `stopped`, `random_row_asked`, `pick_row_asked`, `edited` by hand."""

    asked = Signal()
    stopped = Signal()
    random_row_asked = Signal()
    pick_row_asked = Signal()
    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._fields: dict[str, Field] = {}
        self._is_asking = self._is_filling = False
        self._blocked = ""
        self._heading = strong()
        self.random_button, self.pick_button = small("", "shuffle"), small()
        self.sampling = Sampling()
        self._reason = Label("", "body", "danger", wrap=True)
        self._escape = Label("", "body", "muted")
        self.stop_button, self.ask_button = secondary("", "stop"), primary("", "arrow_up")
        self._field_box = QVBoxLayout()
        self._build_ui()
        self._retranslate()

    def _build_ui(self) -> None:
        space = current().space
        head = QHBoxLayout()
        head.setSpacing(space["s"])
        head.addWidget(self._heading)
        head.addStretch(1)
        head.addWidget(self.random_button)
        head.addWidget(self.pick_button)
        self._field_box.setSpacing(space["xs"])
        foot = QHBoxLayout()
        foot.setSpacing(space["s"])
        foot.addWidget(self.sampling, 3, Qt.AlignmentFlag.AlignTop)
        foot.addWidget(self._reason, 2)
        foot.addStretch(1)
        buttons = QHBoxLayout()
        buttons.setSpacing(space["s"])
        for widget in (self._escape, self.stop_button, self.ask_button):
            buttons.addWidget(widget)
        top = QVBoxLayout()  # stays up when the numbers are unfolded beside it
        top.addLayout(buttons)
        top.addStretch(1)
        foot.addLayout(top)
        self.body.addLayout(head)
        self.body.addLayout(self._field_box)
        self.body.addLayout(foot)
        self.random_button.clicked.connect(self.random_row_asked)
        self.pick_button.clicked.connect(self.pick_row_asked)
        self.stop_button.clicked.connect(self.stopped)
        self.ask_button.clicked.connect(self._ask)

    def set_columns(self, columns: Sequence[str]) -> None:
        """A field for each column; texts of columns that stay are kept."""
        if list(columns) == list(self._fields):
            return
        kept = self.fields()
        while (item := self._field_box.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._fields = {}
        for column in columns:
            field = Field(2 if len(columns) <= SPACIOUS else 1)
            field.setAccessibleName(column)
            field.setPlainText(kept.get(column, ""))
            field.textChanged.connect(self._on_edited)
            field.asked.connect(self._ask)
            if len(columns) > 1:
                label = Label(column, "body", "muted")
                label.setBuddy(field)
                self._field_box.addWidget(label)
            self._field_box.addWidget(field)
            self._fields[column] = field
        self._retranslate()
        self._renew()

    def fields(self) -> dict[str, str]:
        """The text of each column."""
        return {column: field.toPlainText() for column, field in self._fields.items()}

    def set_fields(self, texts: Mapping[str, str]) -> None:
        """Fill in a row of the data."""
        self._is_filling = True
        for column, field in self._fields.items():
            field.setPlainText(str(texts.get(column, "")))
        self._is_filling = False
        self._renew()

    def focus_first(self) -> None:
        """Put the cursor into the first field."""
        if self._fields:
            next(iter(self._fields.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    def set_writes_text(self, writes: bool) -> None:
        """Whether answers are written; labels need no sampling."""
        self.sampling.setVisible(writes)

    def set_has_rows(self, has_rows: bool) -> None:
        """Whether there are kept-aside rows to take."""
        self.random_button.setVisible(has_rows)
        self.pick_button.setVisible(has_rows)

    def set_blocked(self, reason: str) -> None:
        """Why nothing can be asked, in words; empty if it can."""
        self._blocked = reason
        self._renew()

    def set_asking(self, asking: bool) -> None:
        """Whether an answer is on its way."""
        self._is_asking = asking
        self._renew()

    def _ask(self) -> None:
        if self.ask_button.isEnabled():
            self.asked.emit()

    def _on_edited(self) -> None:
        self._renew()
        if not self._is_filling:
            self.edited.emit()

    def _renew(self) -> None:
        has_text = any(text.strip() for text in self.fields().values())
        self.ask_button.setEnabled(has_text and not self._is_asking and not self._blocked)
        self._reason.setText(self._blocked)
        self._reason.setVisible(bool(self._blocked))
        for widget in (self._escape, self.stop_button):
            widget.setVisible(self._is_asking)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        only = next(iter(self._fields)) if len(self._fields) == 1 else ""
        self._heading.setText(self.tr("Your text") if only in ("", "text") else only[:1].upper() + only[1:])
        self.random_button.setText(self.tr("Random kept-aside row"))
        self.pick_button.setText(self.tr("Pick a row..."))
        self._escape.setText(self.tr("Esc"))
        self.stop_button.setText(self.tr("Stop"))
        self.ask_button.setText(self.tr("Ask both"))
        self.ask_button.setToolTip("Ctrl+Enter")
        for field in self._fields.values():
            field.setPlaceholderText(self.tr("Write something here, then Ctrl+Enter"))
