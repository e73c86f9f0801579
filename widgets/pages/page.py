"""The frame each place stands in: a header that stays, a body that scrolls, a footer that stays."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from widgets.labels import ElidedLabel, Label
from widgets.theme import current


class Page(QWidget):
    """Header with title, subtitle and actions; put content into `body`.

    Override `retranslate`: it has to set every text, and is called on a change of language. Call it once yourself at
    the end of your constructor.
    """

    def __init__(self, title: str = "", *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("layer", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        space = current().space
        self.title_label = Label(title, "title")
        self.subtitle_label = ElidedLabel("", "body", "muted")
        self._header = QWidget()
        self._header_row = QHBoxLayout(self._header)
        self._header_row.setContentsMargins(space["xl"], 0, space["xl"], 0)
        self._header_row.setSpacing(space["l"])
        self._header_row.addWidget(self.title_label)
        self._header_row.addWidget(self.subtitle_label, 1)
        self._actions = QHBoxLayout()
        self._actions.setSpacing(space["s"])
        self._header_row.addLayout(self._actions)

        self._inner = QWidget()
        self._inner.setProperty("layer", "clear")
        self.body = QVBoxLayout(self._inner)
        self.body.setContentsMargins(space["xl"], space["s"], space["xl"], space["l"])
        self.body.setSpacing(space["m"])
        self._scroll = QScrollArea()
        self._scroll.setWidget(self._inner)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.viewport().setAutoFillBackground(False)

        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._header)
        self._column.addWidget(self._scroll, 1)
        self._footer: QWidget | None = None
        self._measure()
        current().changed.connect(self._measure)

    def set_title(self, text: str) -> None:
        """Name the page; a screen reader says it too."""
        self.title_label.setText(text)
        self.setAccessibleName(text)

    def set_subtitle(self, text: str) -> None:
        """A fact beside the title, shortened if it has to be."""
        self.subtitle_label.setText(text)

    def insert_header(self, widget: QWidget, stretch: int = 0) -> None:
        """Put a widget between title and subtitle."""
        self._header_row.insertWidget(1, widget, stretch)

    def add_action(self, widget: QWidget) -> None:
        """Put a button at the right of the header."""
        self._actions.addWidget(widget)

    def set_footer(self, widget: QWidget) -> None:
        """Dock a widget below the body; it does not scroll."""
        if self._footer is not None:
            self._column.removeWidget(self._footer)
        self._footer = widget
        self._column.addWidget(widget)

    def scroll_to(self, widget: QWidget) -> None:
        """Bring a widget of the body into view."""
        self._scroll.ensureWidgetVisible(widget)

    def retranslate(self) -> None:
        """Set every text again. Each page overrides this."""

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _measure(self) -> None:
        self._header.setFixedHeight(current().height("header"))
