"""What the model sees, token by token: learned, template, the person's text, the answer, and what is cut off.

Kinds differ in fill, edge and weight, so that they are told apart without colour. The tokens come from the engine.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from widgets.components import Label
from widgets.painted import Painted
from widgets.sentences import listed
from widgets.theme import current

KINDS = ("soft", "template", "text", "answer", "cut")
FEW_SOFT = 5  # so many learned tokens in a row are drawn each; of more, the first three and the last


@dataclass(frozen=True)
class _Box:
    """One drawn token; kind "gap" is the "..." of those left out."""

    text: str
    kind: str


class TokenView(Painted):
    """Tokens in boxes that wrap; past `max_lines` the middle of the text is left out."""

    def __init__(self, max_lines: int = 3, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._boxes: list[_Box] = []
        self._max_lines = max_lines
        self._widths: dict[_Box, int] = {}  # layouts ask for the height many times, so what was measured is kept
        self._wrapped: dict[int, list[list[_Box]]] = {}  # by the width of the view
        current().changed.connect(self._forget_sizes)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)  # Fixed would stay one line
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_tokens(self, tokens: Sequence[dict[str, Any]]) -> None:
        """Show tokens, each {"text", "kind"} with a kind of KINDS."""
        self._boxes = _shorten([_Box(visible(token["text"]), token["kind"]) for token in tokens])
        self._describe(tokens)
        self._forget_sizes()

    def set_max_lines(self, lines: int) -> None:
        """Leave out the middle past so many lines."""
        if lines != self._max_lines:
            self._max_lines = lines
            self._forget_sizes()

    def boxes(self) -> list[tuple[str, str]]:
        """Text and kind of what is drawn where there is room for all; "gap" stands for tokens left out."""
        return [(box.text, box.kind) for box in self._boxes]

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(320, self._line_height())

    def minimumSizeHint(self) -> QSize:
        """One line, narrow."""
        return QSize(120, current().height("small"))

    def hasHeightForWidth(self) -> bool:
        """Tokens wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of all lines at `width`."""
        lines = len(self._lines(width))
        return max(1, lines) * self._line_height() + (max(1, lines) - 1) * current().space["xs"]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the boxes."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        y = 0.0
        for line in self._lines(self.width()):
            x = 0.0
            for box in line:
                width = self._width(box)
                _paint(painter, QRectF(x, y, width, self._line_height()), box)
                x += width + current().space["xs"]
            y += self._line_height() + current().space["xs"]

    def _line_height(self) -> int:
        return current().length(24)

    def _forget_sizes(self) -> None:
        self._widths.clear()
        self._wrapped.clear()
        self.updateGeometry()
        self.update()

    def _width(self, box: _Box) -> int:
        if box not in self._widths:
            metrics = QFontMetricsF(_font(box.kind))
            room = 4 if box.kind == "gap" else 12
            least = 24 if box.kind == "soft" else 14
            self._widths[box] = round(max(metrics.horizontalAdvance(box.text) + room, least))
        return self._widths[box]

    def _lines(self, width: int) -> list[list[_Box]]:
        if width not in self._wrapped:
            self._wrapped[width] = self._fitted(width)
        return self._wrapped[width]

    def _fitted(self, width: int) -> list[list[_Box]]:
        lines = self._wrap(self._boxes, width)
        if len(lines) <= self._max_lines:
            return lines
        first = next((i for i, box in enumerate(self._boxes) if box.kind in ("text", "cut")), 0)
        last = next((i for i in range(len(self._boxes) - 1, -1, -1) if self._boxes[i].kind in ("text", "cut")), 0)
        low, high = 0, last - first
        while low < high:  # the least to leave out, so that the rest fits
            middle = (low + high) // 2
            low, high = (low, middle) if self._fits(first, last, middle, width) else (middle + 1, high)
        return self._wrap(self._without(first, last, low), width)[: self._max_lines]

    def _without(self, first: int, last: int, count: int) -> list[_Box]:
        start = first + (last - first + 1 - count) // 2
        return [*self._boxes[:start], _Box("…", "gap"), *self._boxes[start + count :]]

    def _fits(self, first: int, last: int, count: int, width: int) -> bool:
        return len(self._wrap(self._without(first, last, count), width)) <= self._max_lines

    def _wrap(self, boxes: Sequence[_Box], width: int) -> list[list[_Box]]:
        lines: list[list[_Box]] = []
        x = float(width) + 1
        for box in boxes:
            need = self._width(box)
            if x + need > width:
                lines.append([])
                x = 0.0
            lines[-1].append(box)
            x += need + current().space["xs"]
        return lines

    def _describe(self, tokens: Sequence[dict[str, Any]]) -> None:
        """For a screen reader: learned tokens are counted where they stand, the others said."""
        parts = []
        for is_soft, group in itertools.groupby(tokens, key=lambda token: token["kind"] == "soft"):
            texts = [str(token["text"]) for token in group]
            parts.append(self.tr("{n} learned tokens").format(n=len(texts)) if is_soft else " ".join(texts))
        self.setAccessibleName(listed(*parts))


class TokenLegend(QWidget):
    """What the boxes mean, with how many there are of each."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: dict[str, int] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(current().space["s"])
        self._labels: dict[str, Label] = {}
        self._swatches: dict[str, _Swatch] = {}
        for kind in KINDS:
            self._swatches[kind], self._labels[kind] = _Swatch(kind), Label("", "caption", "muted")
            row.addWidget(self._swatches[kind])
            row.addWidget(self._labels[kind])
        self.set_counts({})

    def set_counts(self, counts: dict[str, int]) -> None:
        """Show how many tokens there are of each kind; kinds without any are left out."""
        self._counts = dict(counts)
        self.retranslate()

    def retranslate(self) -> None:
        """Renew the words."""
        words = {
            "soft": self.tr("Learned {n}"),
            "template": self.tr("Template {n}"),
            "text": self.tr("Your text {n}"),
            "answer": self.tr("Answer {n}"),
            "cut": self.tr("Cut {n}"),
        }
        for kind, label in self._labels.items():
            number = self._counts.get(kind, 0)
            label.setText(words[kind].format(n=number))
            label.setVisible(bool(number))
            self._swatches[kind].setVisible(bool(number))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()


class _Swatch(QWidget):
    def __init__(self, kind: str) -> None:
        super().__init__()
        self._kind = kind
        self.setFixedSize(current().length(12), current().length(12))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _paint(painter, QRectF(self.rect()), _Box("", self._kind))


def visible(text: str) -> str:
    """A token's text with its white space made visible where it is all there is."""
    bare = text.strip()
    return bare or {"\n": "↵", "\t": "⇥"}.get(text[:1], "␣")


def _shorten(boxes: Sequence[_Box]) -> list[_Box]:
    """Of a long run of learned tokens: the first three, "…" and the last."""
    shown: list[_Box] = []
    run: list[_Box] = []
    for box in [*boxes, _Box("", "end")]:
        if box.kind == "soft":
            run.append(box)
            continue
        shown += run if len(run) <= FEW_SOFT else [*run[:3], _Box("…", "gap"), run[-1]]
        run = []
        shown.append(box)
    return shown[:-1]


def _font(kind: str) -> QFont:
    font = current().font("body", weight=600 if kind in ("soft", "answer") else 400)
    font.setStrikeOut(kind == "cut")
    return font


def _paint(painter: QPainter, area: QRectF, box: _Box) -> None:
    theme = current()
    looks = {  # fill, edge, ink
        "soft": ("accent", "accent", "on_accent"),
        "template": ("sunken", "line_strong", "muted"),
        "text": ("card", "line_strong", "text"),
        "answer": ("success_soft", "success_line", "success"),
        "cut": ("sunken", "line", "faint"),
        "gap": ("", "", "muted"),
    }
    fill, edge, ink = looks[box.kind]
    if fill:
        painter.setPen(QPen(theme.color(edge), 1))
        painter.setBrush(theme.color(fill))
        radius = theme.radius["cell"] if area.height() > 16 else 3
        painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    painter.setFont(_font(box.kind))
    painter.setPen(theme.color(ink))
    painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter), box.text)
