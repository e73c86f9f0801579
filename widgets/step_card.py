"""One step of a page: numbered, open or folded to one line with what was chosen and a link to open it again."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from widgets.components import Card, StepHeader
from widgets.theme import current, restyle

NO_LIMIT = (1 << 24) - 1  # Qt's own largest size


class StepCard(Card):
    """Put content into `content`. Signal `open_requested` when a person wants the folded step open."""

    open_requested = Signal()

    def __init__(self, number: int, parent: QWidget | None = None) -> None:
        super().__init__("plain", padding=0, spacing=0, parent=parent)
        self.header = StepHeader(number)
        self.header.action_clicked.connect(self.open_requested)
        self._inner = QWidget()
        self.content = QVBoxLayout(self._inner)
        self.body.addWidget(self.header)
        self.body.addWidget(self._inner)
        self._is_open, self._is_done, self._is_chosen = True, False, False
        self._when_open: list[QWidget] = []
        self._folded_summary, self._open_summary = "", ""
        self._measure()
        current().changed.connect(self._measure)

    def add_head(self, widget: QWidget) -> None:
        """Put a widget beside the title, shown while the step is open."""
        row = self.header.layout()
        assert isinstance(row, QHBoxLayout)
        row.insertWidget(row.indexOf(self.header.summary), widget, 1 if widget.sizePolicy().horizontalStretch() else 0)
        self._when_open.append(widget)

    def add_trailing(self, widget: QWidget) -> None:
        """Put a widget at the right end of the head, shown while the step is open."""
        self.header.add_trailing(widget)
        self._when_open.append(widget)

    @property
    def is_open(self) -> bool:
        """Whether the content is shown."""
        return self._is_open

    @property
    def is_done(self) -> bool:
        """Whether there is nothing left to choose."""
        return self._is_done

    def set_open(self, is_open: bool) -> None:
        """Show or fold the content."""
        if is_open == self._is_open:
            return
        had_focus = self._inner.isAncestorOf(self.window().focusWidget() or self._inner) and self._is_open
        self._is_open = is_open
        self._inner.setVisible(is_open)
        for widget in self._when_open:
            widget.setVisible(is_open)
        self._renew()
        if had_focus and not is_open:
            self.header.action.setFocus()

    def set_done(self, is_done: bool, is_chosen: bool = False) -> None:
        """Give the tick, or take it away; without it there may still be something chosen, which wants a look."""
        self._is_done, self._is_chosen = is_done, is_chosen
        self._renew()

    def set_texts(self, title: str, folded: str, opened: str = "") -> None:
        """Title; what the folded step says of the choice; what stands beside the title of the open one."""
        self.header.set_title(title)
        self._folded_summary, self._open_summary = folded, opened
        self._renew()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._renew()

    def _renew(self) -> None:
        self.header.set_state("done" if self._is_done else "current" if self._is_open else "todo")
        self.header.title.setProperty("role", "heading" if self._is_open else "strong")
        restyle(self.header.title)
        summary = self._open_summary if self._is_open else self._folded_summary
        self.header.set_summary(summary)
        self.header.summary.setVisible(bool(summary) or not self._when_open)
        link = self.tr("Edit") if self._is_done or self._is_chosen else self.tr("Choose")
        self.header.set_action("" if self._is_open else link)
        self._measure()

    def _measure(self) -> None:
        space = current().space
        self.header.setMinimumHeight(current().length(28))
        if self._is_open:
            self.body.setContentsMargins(space["l"], space["s"], space["l"], space["s"])
            self.body.setSpacing(space["m"] - 2)
        else:
            self.body.setContentsMargins(space["l"], 0, space["l"], 0)
        self.setMinimumHeight(0 if self._is_open else current().height("step"))
        self.setMaximumHeight(NO_LIMIT if self._is_open else current().height("step"))
        self.content.setContentsMargins(0, 0, 0, 0)
        self.content.setSpacing(space["m"])
