"""What is worth knowing about the rows, one under the other: what it is, what follows from it, and what can be done."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine.data import Problem
from widgets import wording
from widgets.components import Button, Card, Icon, Label, Rule
from widgets.finding_words import finding_key, finding_title
from widgets.in_a_row import in_a_row
from widgets.sentences import problem_text
from widgets.theme import current


class FindingsCard(Card):
    """Signals: `rows_requested(key)` to keep to the rows of a finding (`finding_key`), `skip_chosen(rows)`, `closed()`.

    It changes nothing: it says what the person decided.
    """

    rows_requested = Signal(str)
    skip_chosen = Signal(list)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("plain", padding=20, spacing=current().space["m"], parent=parent)
        self._findings: list[Problem] = []
        self._heading = Label("", "heading", wrap=True)
        self._note = Label("", "caption", "muted")
        self._back = Button("", "ghost", "lines")
        self._back.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.setSpacing(current().space["m"])
        for widget, share in ((Icon("info", "muted", 22), 0), (self._heading, 1), (self._note, 0), (self._back, 0)):
            head.addWidget(widget, share)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(current().space["m"])
        self.body.addLayout(head)
        self.body.addLayout(self._lines)
        self.retranslate()

    def set_findings(self, findings: Sequence[Problem]) -> None:
        """Show these warnings."""
        self._findings = list(findings)
        while (item := self._lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for finding in self._findings:
            self._lines.addWidget(Rule())
            line = FindingLine(finding)
            line.show_rows.clicked.connect(lambda _on=False, f=finding: self.rows_requested.emit(finding_key(f)))
            line.skip.clicked.connect(lambda _on=False, f=finding: self.skip_chosen.emit(list(f.rows)))
            self._lines.addWidget(line)
        self.retranslate()

    def lines(self) -> list[FindingLine]:
        """The lines that are shown."""
        items = (self._lines.itemAt(place).widget() for place in range(self._lines.count()))
        return [widget for widget in items if isinstance(widget, FindingLine)]

    def focus_first(self) -> None:
        """Put the focus where something can be done."""
        buttons = [line.show_rows for line in self.lines() if not line.show_rows.isHidden()]
        (buttons[0] if buttons else self._back).setFocus()

    def retranslate(self) -> None:
        """Renew all words."""
        many = self.tr("{n} things to know about your rows").format(n=wording.number(len(self._findings)))
        one = self.tr("One thing to know about your rows")
        self._heading.setText(one if len(self._findings) == 1 else many)
        self._note.setText(self.tr("none of them holds up the training"))
        self._back.setText(self.tr("All rows"))
        self.setAccessibleName(self._heading.text())

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()


class FindingLine(QWidget):
    """One warning: its name, its sentence, and buttons."""

    def __init__(self, finding: Problem) -> None:
        super().__init__()
        self._finding = finding
        self._title, self._about = Label("", "strong", wrap=True), Label("", "body", "muted", wrap=True)
        self.show_rows, self.skip = Button("", "small"), Button("", "small")
        words = QVBoxLayout()
        words.setSpacing(current().space["xs"])
        words.addWidget(self._title)
        words.addWidget(self._about)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(current().space["m"])
        row.addWidget(Icon("warning", "warning", 16), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        for button in (self.show_rows, self.skip):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
            button.setHidden(not finding.rows or finding.file != "train")
        self.retranslate()

    def retranslate(self) -> None:
        """Renew all words."""
        self._title.setText(finding_title(self._finding))
        self._about.setText(in_a_row(*problem_text(self._finding)))
        is_one = len(self._finding.rows) == 1
        self.show_rows.setText(self.tr("Show row") if is_one else self.tr("Show rows"))
        leave = self.tr("Leave {n} out").format(n=wording.number(len(self._finding.rows)))
        self.skip.setText(self.tr("Leave it out") if is_one else leave)
        for button in (self.show_rows, self.skip):
            button.setAccessibleDescription(self._title.text())

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
