"""What is worth knowing about the rows, one under the other: what it is, what follows from it, and what can be done."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from widgets import wording
from widgets.components import Button, Card, Icon, Label, Rule
from widgets.finding_words import Finding
from widgets.theme import current

LONGEST = 24  # characters of an answer or a column on a button


class FindingsCard(Card):
    """Signals: `rows_requested(key)` to keep to the rows of a finding, `fix_chosen(problem, fix)` with one of the
    finding's fixes, `closed()`. It changes nothing: it says what the person decided.
    """

    rows_requested = Signal(str)
    fix_chosen = Signal(object, str)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("plain", padding=20, spacing=current().space["m"], parent=parent)
        self._findings: list[Finding] = []
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

    def set_findings(self, findings: Sequence[Finding]) -> None:
        """Show these."""
        self._findings = list(findings)
        while (item := self._lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for finding in self._findings:
            self._lines.addWidget(Rule())
            line = FindingLine(finding)
            line.show_rows.clicked.connect(lambda _on=False, key=finding.key: self.rows_requested.emit(key))
            for fix, button in line.fixes.items():
                button.clicked.connect(lambda _on=False, f=finding, fix=fix: self.fix_chosen.emit(f.problem, fix))
            self._lines.addWidget(line)
        self.retranslate()

    def held_up(self) -> list[Finding]:
        """Those that the training waits for."""
        return [finding for finding in self._findings if finding.holds_up]

    def lines(self) -> list[FindingLine]:
        """The lines that are shown."""
        items = (self._lines.itemAt(place) for place in range(self._lines.count()))
        widgets = (item.widget() for item in items if item is not None)
        return [widget for widget in widgets if isinstance(widget, FindingLine)]

    def focus_first(self) -> None:
        """Put the focus where something can be done."""
        buttons = [button for line in self.lines() for button in (*line.fixes.values(), line.show_rows)]
        buttons = [button for button in buttons if not button.isHidden()]
        (buttons[0] if buttons else self._back).setFocus()

    def retranslate(self) -> None:
        """Renew all words."""
        many = self.tr("{n} things to know about your rows").format(n=wording.number(len(self._findings)))
        one = self.tr("One thing to know about your rows")
        self._heading.setText(one if len(self._findings) == 1 else many)
        holds_up = any(finding.holds_up for finding in self._findings)
        self._note.setText("" if holds_up else self.tr("none of them holds up the training"))
        self._back.setText(self.tr("All rows"))
        self.setAccessibleName(self._heading.text())

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()


class FindingLine(QWidget):
    """One thing to know: its name, its sentences, and a button for each way to mend it (`fixes`)."""

    def __init__(self, finding: Finding) -> None:
        super().__init__()
        self._finding = finding
        self._title, self._about = Label("", "strong", wrap=True), Label("", "body", "muted", wrap=True)
        self.show_rows = Button("", "small")
        self.fixes = {fix: Button("", "small") for fix in finding.fixes}
        words = QVBoxLayout()
        words.setSpacing(current().space["xs"])
        words.addWidget(self._title)
        words.addWidget(self._about)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(current().space["s"])
        kind = "danger" if finding.holds_up else "warning"
        row.addWidget(Icon("warning", kind, 16), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        for button in (self.show_rows, *self.fixes.values()):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self.show_rows.setHidden(not finding.has_rows_here)
        self.retranslate()

    def retranslate(self) -> None:
        """Renew all words."""
        problem = self._finding.problem
        self._title.setText(self._finding.title)
        self._about.setText(self._finding.about)
        is_one = len(problem.rows) == 1
        self.show_rows.setText(self.tr("Show row") if is_one else self.tr("Show rows"))
        leave = self.tr("Leave {n} out").format(n=wording.number(len(problem.rows)))
        column = problem.column or ""
        into = next(iter(problem.merge.values()), "")
        words = {
            "skip": self.tr("Leave it out") if is_one else leave,
            "merge": self.tr("Count as “{answer}”").format(answer=_short(into)),
            "ignore": self.tr("Ignore “{column}”").format(column=_short(column)),
        }
        for fix, button in self.fixes.items():
            button.setText(words[fix])
        for button in (self.show_rows, *self.fixes.values()):
            button.setAccessibleDescription(self._title.text())

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()


def _short(words: str) -> str:
    return words if len(words) <= LONGEST else f"{words[:LONGEST]}…"
