"""The inside of the window: rail at the left, one page at a time, status bar below. It decides nothing."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QStackedWidget, QWidget

from widgets.rail import Rail
from widgets.status_bar import StatusBar


class Shell(QWidget):
    """Holds the pages by place: home, teach, watch, play, shelf. Signal `place_changed(place)` after each change."""

    place_changed = Signal(str)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rail = Rail()
        self.status_bar = StatusBar()
        self._stack = QStackedWidget()
        self._pages: dict[str, QWidget] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        grid.addWidget(self.rail, 0, 0)
        grid.addWidget(self._stack, 0, 1)
        grid.addWidget(self.status_bar, 1, 0, 1, 2)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(0, 1)
        self.rail.place_chosen.connect(self.show_place)

    def add_page(self, place: str, page: QWidget) -> None:
        """Put a page at a place; the first one added is shown."""
        self._pages[place] = page
        self._stack.addWidget(page)
        if len(self._pages) == 1:
            self.rail.set_current(place)

    def page(self, place: str) -> QWidget:
        """The page at a place; KeyError if there is none."""
        return self._pages[place]

    def current_place(self) -> str:
        """The place shown."""
        return next(place for place, page in self._pages.items() if page is self._stack.currentWidget())

    def show_place(self, place: str) -> None:
        """Show the page at a place and mark it in the rail; KeyError if there is none.

        The focus goes into the page, unless it was moved along the rail with the arrow keys.
        """
        page = self._pages[place]
        is_other = page is not self._stack.currentWidget()
        self._stack.setCurrentWidget(page)
        self.rail.set_current(place)
        focus_start = getattr(page, "focus_start", None)
        if focus_start is not None and not self.rail.isAncestorOf(self.focusWidget() or self):
            focus_start()
        if is_other:
            self.place_changed.emit(place)
