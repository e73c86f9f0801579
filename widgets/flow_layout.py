"""A layout that fills rows from the left: chips at their own width, or cards of equal width, 3, 2 or 1 in a row."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from widgets.theme import current


class FlowLayout(QLayout):
    """Wraps its items. With `min_width` all items get one width, as many in a row as fit but at most `columns`.

    `min_width` is for text of 100 %; it grows with the text.
    """

    def __init__(
        self, parent: QWidget | None = None, *, spacing: int = 8, min_width: int = 0, columns: int = 0
    ) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._least = min_width
        self._columns = columns
        self.setSpacing(spacing)
        self.setContentsMargins(QMargins(0, 0, 0, 0))

    @property
    def _min_width(self) -> int:
        return current().length(self._least)

    def addItem(self, item: QLayoutItem) -> None:
        """Add an item at the end (Qt's face)."""
        self._items.append(item)
        self.invalidate()

    def count(self) -> int:
        """How many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """The item at `index`, or None."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Remove and return the item at `index`."""
        if not 0 <= index < len(self._items):
            return None
        self.invalidate()
        return self._items.pop(index)

    def clear(self) -> None:
        """Remove all items and delete their widgets."""
        while self._items:
            widget = self._items.pop().widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.invalidate()

    def expandingDirections(self) -> Qt.Orientation:
        """Asks for no more room than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Rows depend on the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of all rows at `width`."""
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Place the items."""
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:
        """All in one row."""
        visible = [item for item in self._items if not item.isEmpty()]
        widths = [self._min_width or item.sizeHint().width() for item in visible]
        width = sum(widths) + self.spacing() * max(0, len(widths) - 1)
        return QSize(width, max((item.sizeHint().height() for item in visible), default=0))

    def minimumSize(self) -> QSize:
        """As wide as its widest item."""
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        visible = [item for item in self._items if not item.isEmpty()]
        return self._grid(visible, rect, move) if self._min_width else self._flow(visible, rect, move)

    def _grid(self, items: list[QLayoutItem], rect: QRect, move: bool) -> int:
        if not items:
            return 0
        gap = self.spacing()
        columns = max(1, (rect.width() + gap) // (self._min_width + gap))
        columns = min(columns, self._columns or len(items))
        width = (rect.width() - gap * (columns - 1)) // columns
        y = rect.y()
        for start in range(0, len(items), columns):
            row = items[start : start + columns]
            height = max(_height(item, width) for item in row)
            for place, item in enumerate(row):
                if move:  # whole pixels, and the last card ends where the row ends
                    left = place * (rect.width() + gap) // columns
                    right = (place + 1) * (rect.width() + gap) // columns - gap
                    item.setGeometry(QRect(QPoint(rect.x() + left, y), QSize(right - left, height)))
            y += height + gap
        return y - gap - rect.y()

    def _flow(self, items: list[QLayoutItem], rect: QRect, move: bool) -> int:
        gap = self.spacing()
        x, y, high = rect.x(), rect.y(), 0
        for item in items:
            size = item.sizeHint()
            width = min(size.width(), rect.width())
            if x > rect.x() and x + width > rect.x() + rect.width():
                x, y, high = rect.x(), y + high + gap, 0
            if move:
                item.setGeometry(QRect(QPoint(x, y), QSize(width, size.height())))
            x += width + gap
            high = max(high, size.height())
        return y + high - rect.y()


def _height(item: QLayoutItem, width: int) -> int:
    own = item.heightForWidth(width) if item.hasHeightForWidth() else -1
    return max(own, item.sizeHint().height() if own < 0 else 0, item.minimumSize().height())
