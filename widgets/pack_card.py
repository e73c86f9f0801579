"""A prompt pack on the shelf: what it does, what it reached, and whether it fits the loaded backbone."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from widgets import icons, wording
from widgets.buttons import icon_button
from widgets.labels import ElidedLabel, Label
from widgets.pack_words import match_word
from widgets.sentences import listed
from widgets.theme import current

_MARKS = {"green": ("check", "success"), "amber": ("warning", "warning"), "red": ("cross", "danger")}


class PackCard(QFrame):
    """One pack. Double click or Return plays it; the menu holds the rest. `requested(action, path)`.

    Actions: "play", "export", "reveal", "remove".
    """

    requested = Signal(str, str)

    def __init__(self, pack: dict[str, Any], *, parent: QWidget | None = None) -> None:
        """See `ShelfPage.set_packs` for the keys."""
        super().__init__(parent)
        self._pack = pack
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._name = ElidedLabel("", "strong")
        self._by = ElidedLabel("", "caption", "muted")
        self._about = Label("", "body", "muted", wrap=True, lines=2)
        self._score = Label("", "heading")
        self._counted = ElidedLabel("", "caption", "muted")
        self._facts = ElidedLabel("", "caption", "muted")
        self._terms = ElidedLabel("", "caption", "muted")
        self._menu = icon_button("more", "")
        self._menu.clicked.connect(lambda: self._open_menu(self._menu.mapToGlobal(self._menu.rect().bottomLeft())))
        self._strip_text = ""
        self._build_ui()
        self.retranslate()

    @property
    def path(self) -> str:
        """The pack's file."""
        return str(self._pack["path"])

    def matches(self, words: str) -> bool:
        """Whether the search `words` occur in what the card says."""
        parts = (self._name, self._by, self._facts, self._terms)
        text = " ".join([self._pack.get("description", ""), *(label.text() for label in parts)]).casefold()
        return all(word in text for word in words.casefold().split())

    def retranslate(self) -> None:
        """Set every word again."""
        pack = self._pack
        metric = pack.get("metric", "accuracy")
        self._name.setText(pack["name"])
        author = pack.get("author") or self.tr("unknown author")
        made = wording.date(pack["created"]) if pack.get("created") else ""
        self._by.setText(" · ".join(part for part in (self.tr("by {author}").format(author=author), made) if part))
        self._about.setText(pack.get("description", ""))
        self._about.setToolTip(pack.get("description", ""))
        score = wording.score_step(pack.get("before"), pack.get("now"), metric)
        self._score.setText(score or self.tr("No score"))
        tested = wording.rows(pack["n"]) if pack.get("n") else ""
        name = wording.metric_name(metric)
        counted = self.tr("{score}, {rows}").format(score=name, rows=tested) if tested else name
        self._counted.setText(counted if score else self.tr("never tested here"))
        tokens = self.tr("{count} tokens").format(count=pack["tokens"]) if pack.get("tokens") else ""
        size = wording.file_size(pack["bytes"]) if pack.get("bytes") else ""
        method = wording.method_name(pack.get("method", ""), pack.get("method_title", ""))
        self._facts.setText(" · ".join(part for part in (method, tokens, size) if part))
        languages = listed(*(wording.language_name(code) for code in pack.get("languages", ())))
        licence = pack.get("licence") or self.tr("no licence named")
        self._terms.setText(" · ".join(part for part in (languages, licence) if part))
        self._strip_text = self._match_words()
        self.setToolTip(str((pack.get("match") or {}).get("text") or ""))
        self._menu.set_name(self.tr("More for {name}").format(name=pack["name"]))
        said = (pack["name"], self._by.text(), self._score.text(), self._counted.text(), self._strip_text)
        self.setAccessibleName(", ".join(said))
        self.setAccessibleDescription(pack.get("description", ""))
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return plays, Delete removes, the menu key opens the menu."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.requested.emit("play", self.path)
        elif event.key() == Qt.Key.Key_Delete:
            self.requested.emit("remove", self.path)
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Play."""
        self.requested.emit("play", self.path)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The same menu as the button."""
        self._open_menu(event.globalPos())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card with its strip."""
        theme = current()
        mark, tone = _MARKS.get(self._level(), ("info", ""))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = theme.radius["card"]
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        shape = QPainterPath()
        shape.addRoundedRect(area, radius, radius)
        painter.fillPath(shape, theme.color("card"))
        strip = QRectF(area.left(), area.bottom() - self._strip_height(), area.width(), self._strip_height())
        painter.save()
        painter.setClipRect(strip)
        painter.fillPath(shape, theme.color(f"{tone}_soft" if tone else "sunken"))
        painter.restore()
        painter.setPen(QPen(theme.color("line"), 1))
        painter.drawLine(strip.topLeft(), strip.topRight())
        edge = "accent" if self.hasFocus() else "line_strong" if self.underMouse() else "line"
        width = 2 if self.hasFocus() else 1
        painter.setPen(QPen(theme.color(edge), width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inset = (width - 1) / 2
        painter.drawRoundedRect(area.adjusted(inset, inset, -inset, -inset), radius, radius)
        size = theme.length(16)
        icons.draw(painter, mark, QRectF(strip.left() + 17, strip.center().y() - size / 2, size, size), tone or "muted")
        painter.setFont(theme.font("body"))
        painter.setPen(theme.color(tone or "muted"))
        room = strip.adjusted(25 + size, 0, -12, 0)
        shown = painter.fontMetrics().elidedText(self._strip_text, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)

    def _strip_height(self) -> int:
        return current().height("button")

    def _level(self) -> str:
        match = self._pack.get("match")
        return str(match["level"]) if match else ""

    def _match_words(self) -> str:
        match = self._pack.get("match") or {}
        words, _ = match_word(match.get("level"))
        no_model = self.tr("Made for {name}").format(name=self._pack.get("backbone") or self.tr("another base model"))
        if match.get("level") == "amber":  # its sentence is too long for the strip; the tooltip has it
            return words
        return str(match.get("text") or words or no_model).rstrip(".。")

    def _open_menu(self, where: QPoint) -> None:
        menu = QMenu(self)
        for key, text, icon in (
            ("play", self.tr("Play"), "play"),
            ("export", self.tr("Export..."), "download"),
            ("reveal", self.tr("Show in folder"), "folder"),
            ("remove", self.tr("Remove..."), "trash"),
        ):
            action = menu.addAction(icons.icon(icon), text)
            action.triggered.connect(lambda _checked=False, key=key: self.requested.emit(key, self.path))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(where)

    def _measure(self) -> None:
        space = current().space
        self.setMinimumHeight(current().length(214))
        self._column.setContentsMargins(space["l"] + 1, space["m"] + 2, space["m"], self._strip_height() + space["s"])

    def _build_ui(self) -> None:
        space = current().space
        self._column = column = QVBoxLayout(self)
        self._measure()
        current().changed.connect(self._measure)
        column.setSpacing(1)
        head = QHBoxLayout()
        head.setSpacing(space["s"])
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self._name)
        words.addWidget(self._by)
        head.addLayout(words, 1)
        head.addWidget(self._menu, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        column.addWidget(self._about)
        column.addStretch(1)
        result = QHBoxLayout()
        result.setSpacing(space["s"])
        result.addWidget(self._score)
        result.addWidget(self._counted, 1)
        column.addLayout(result)
        column.addSpacing(2)
        column.addWidget(self._facts)
        column.addWidget(self._terms)
