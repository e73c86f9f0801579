"""What shows while a file is dragged over the window: the name of what will happen when it is let go."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from engine.data import TABLE_ENDINGS
from widgets import icons
from widgets.sentences import listed
from widgets.theme import current

PACK_ENDINGS = (".promptpack", ".zip")
FOREIGN_ENDINGS = (".npy", ".safetensors")


def action_for(path: str) -> str:
    """What a dropped path is: "data", "pack", "run" (a run folder), "folder" (a model's), "import" (another program's
    prompt), or "" if none of these."""
    place = Path(path)
    if place.is_dir():
        if (place / "events.jsonl").exists():
            return "run"
        has_tensors = not (place / "config.json").exists() and any(place.glob("*.safetensors"))
        return "import" if has_tensors or (place / "adapter_config.json").exists() else "folder"
    ending = place.suffix.lower()
    if ending in FOREIGN_ENDINGS or (ending == ".zip" and _is_foreign_zip(place)):
        return "import"
    return "data" if ending in TABLE_ENDINGS else "pack" if ending in PACK_ENDINGS else ""


def _is_foreign_zip(path: Path) -> bool:
    """Whether a zip holds a KoboldAI prompt; what is no zip at all will be told when it is opened as a pack."""
    try:
        with zipfile.ZipFile(path) as opened:
            return "tensor.npy" in opened.namelist()
    except (OSError, ValueError, zipfile.BadZipFile):
        return False


class DropOverlay(QWidget):
    """Covers `window` while something is dragged over it. Signals `dropped(action, path)`, action never empty, and
    `tables_dropped(paths)` for several tables at once."""

    dropped = Signal(str, str)
    tables_dropped = Signal(list)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._action, self._name = "", ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def show_for(self, *paths: str) -> None:
        """Show what dropping these would do; of several that are not all tables, the first counts."""
        path = paths[0]
        self._action = "tables" if are_tables(paths) else action_for(path)
        self._name = Path(path).name if self._action != "tables" else listed(*(Path(each).name for each in paths))
        self.setGeometry(self._window.rect())
        self.setAccessibleName(self._words()[0])
        self.raise_()
        self.show()
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow drags over the window, and its size."""
        kind = event.type()
        if kind == QEvent.Type.DragEnter and isinstance(event, QDragEnterEvent):
            if paths := _paths(event):
                self.show_for(*paths)
                event.acceptProposedAction() if self._action else event.accept()
                return True
        elif kind == QEvent.Type.DragLeave:
            self.hide()
        elif kind == QEvent.Type.Drop and isinstance(event, QDropEvent):
            paths = _paths(event)
            self.hide()
            if are_tables(paths):
                event.acceptProposedAction()
                self.tables_dropped.emit(paths)
                return True
            if paths and (action := action_for(paths[0])):
                event.acceptProposedAction()
                self.dropped.emit(action, paths[0])
                return True
        elif kind == QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._window.rect())
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the veil, a dashed frame and the action."""
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = QColor(theme.color("page"))
        veil.setAlphaF(0.94)
        painter.fillRect(self.rect(), veil)
        tone = "accent" if self._action else "danger"
        painter.setPen(QPen(theme.color(tone), 2, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(16, 16, -16, -16), theme.radius["card"], theme.radius["card"]
        )
        middle = QRectF(self.rect()).center()
        board = QRectF(0, 0, min(self.width() - 64, theme.length(560)), theme.length(190))
        board.moveCenter(middle)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("page"))
        painter.drawRoundedRect(board, theme.radius["card"], theme.radius["card"])
        icons.draw(painter, self._icon(), QRectF(middle.x() - 20, middle.y() - 64, 40, 40), tone)
        title, line = self._words()
        across = QRectF(32, middle.y() - 12, self.width() - 64, theme.pixels("title") * 1.5)
        painter.setFont(theme.font("title"))
        painter.setPen(theme.color("text"))
        painter.drawText(across, int(Qt.AlignmentFlag.AlignCenter), title)
        painter.setFont(theme.font("body"))
        painter.setPen(theme.color("muted"))
        below = QRectF(32, across.bottom() + 4, self.width() - 64, theme.pixels("body") * 1.8)
        shown = painter.fontMetrics().elidedText(line, Qt.TextElideMode.ElideMiddle, int(below.width()))
        painter.drawText(below, int(Qt.AlignmentFlag.AlignCenter), shown)

    def _icon(self) -> str:
        return {
            "data": "file",
            "tables": "file",
            "pack": "pack",
            "run": "watch",
            "folder": "folder",
            "import": "plus",
        }.get(self._action, "cross")

    def _words(self) -> tuple[str, str]:
        titles = {
            "data": self.tr("Drop to start with this file"),
            "tables": self.tr("Drop to start with these files"),
            "pack": self.tr("Drop to install this prompt pack"),
            "run": self.tr("Drop to open this run"),
            "folder": self.tr("Drop to add this folder as a base model"),
            "import": self.tr("Drop to make a prompt pack from this"),
        }
        if self._action:
            return titles[self._action], self._name
        return (
            self.tr("This kind of file cannot be opened here"),
            self.tr(
                "Tables (CSV, Excel, JSON, Parquet), prompt packs, other programs' prompts, runs and model folders can."
            ),
        )


def are_tables(paths: Sequence[str]) -> bool:
    """Whether these are several files, and each a table."""
    return len(paths) > 1 and all(action_for(path) == "data" for path in paths)


def _paths(event: QDropEvent) -> list[str]:
    return [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
