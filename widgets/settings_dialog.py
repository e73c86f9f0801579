"""Settings: language, look and size of text, and where things are kept. What is chosen holds at once."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from widgets.buttons import Button, SegmentedControl
from widgets.labels import Label
from widgets.theme import current

SCALES = (1.0, 1.25, 1.5, 2.0)


class SettingsDialog(QDialog):
    """Signals carry the choice: `language_chosen` (system, en, zh), `theme_chosen`, `scale_chosen`."""

    language_chosen = Signal(str)
    theme_chosen = Signal(str)
    scale_chosen = Signal(float)
    reveal_requested = Signal(str)

    def __init__(
        self, language: str, theme: str, scale: float, folder: str, version: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._version = version
        self._names = [Label("", "body", "muted") for _ in range(4)]
        self.language = SegmentedControl((("system", ""), ("en", "English"), ("zh", "中文")), language)
        self.theme = SegmentedControl((("system", ""), ("light", ""), ("dark", "")), theme)
        self.scale = SegmentedControl(tuple((str(each), f"{round(100 * each)} %") for each in SCALES), str(scale))
        self.folder = QLineEdit(folder)
        self.folder.setReadOnly(True)
        self.folder.setCursorPosition(0)
        self._reveal = Button("", "secondary", "folder")
        self._close = Button("", "primary")
        self._about = Label("", "caption", "muted", wrap=True)
        self._build_ui()
        self.language.changed.connect(self.language_chosen)
        self.theme.changed.connect(self.theme_chosen)
        self.scale.changed.connect(lambda value: self.scale_chosen.emit(float(value)))
        self._reveal.clicked.connect(lambda: self.reveal_requested.emit(folder))
        self._close.clicked.connect(self.accept)
        self.retranslate()

    def retranslate(self) -> None:
        """Set every word again."""
        self.setWindowTitle(self.tr("Settings"))
        names = (self.tr("Language"), self.tr("Look"), self.tr("Text size"), self.tr("Runs, packs and models"))
        for label, control, name in zip(
            self._names, (self.language, self.theme, self.scale, self.folder), names, strict=True
        ):
            label.setText(name)
            control.setAccessibleName(name)
        system = self.tr("As the system")
        self.language.set_texts((("system", system), ("en", "English"), ("zh", "中文")))
        self.theme.set_texts((("system", system), ("light", self.tr("Light")), ("dark", self.tr("Dark"))))
        self._reveal.setText(self.tr("Show"))
        self._close.setText(self.tr("Close"))
        privacy = self.tr("Nothing is sent anywhere. The network is used only to get a model you asked for.")
        self._about.setText(f"Softprompt Studio {self._version}. {privacy}")

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def showEvent(self, event: QShowEvent) -> None:
        """Be high enough for the wrapped sentence."""
        super().showEvent(event)
        layout = self.layout()
        if layout is not None:
            self.resize(self.width(), max(self.height(), layout.totalHeightForWidth(self.width())))

    def _build_ui(self) -> None:
        space = current().space
        grid = QGridLayout()
        grid.setHorizontalSpacing(space["xl"])
        grid.setVerticalSpacing(space["l"])
        place = QWidget()
        row = QHBoxLayout(place)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(space["s"])
        row.addWidget(self.folder, 1)
        row.addWidget(self._reveal)
        for number, control in enumerate((self.language, self.theme, self.scale, place)):
            grid.addWidget(self._names[number], number, 0)
            side = Qt.AlignmentFlag.AlignLeft if control is not place else Qt.AlignmentFlag(0)
            grid.addWidget(control, number, 1, side)
        grid.setColumnStretch(1, 1)
        foot = QHBoxLayout()
        foot.addWidget(self._about, 1)
        foot.addWidget(self._close, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(space["xl"], space["xl"], space["xl"], space["l"])
        column.setSpacing(space["xl"])
        column.addLayout(grid)
        column.addLayout(foot)
        self.setMinimumWidth(current().length(560))
