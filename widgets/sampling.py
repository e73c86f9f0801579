"""How freely a model may write: three words, and the numbers behind them when asked for."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from widgets.components import Button, ElidedLabel, Label, SegmentedControl
from widgets.inputs import DoubleSpinBox, SpinBox
from widgets.theme import current

STYLES = {"steady": (0.0, 1.0), "balanced": (0.7, 0.9), "wild": (1.1, 0.95)}  # temperature, top_p


class Sampling(QWidget):
    """Segments Steady, Balanced, Wild; temperature, top-p, seed and length under Advanced."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.styles = SegmentedControl([(key, "") for key in STYLES], "steady")
        self._note = ElidedLabel("", "body", "muted")
        self._note.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.fold = Button("", "ghost", "chevron_right", icon_after=True)
        self.fold.setCheckable(True)
        self.temperature, self.top_p = DoubleSpinBox(), DoubleSpinBox()
        self.seed, self.most = SpinBox(), SpinBox()
        self._names = [Label("", "caption", "muted") for _ in range(4)]
        self._numbers = QWidget()
        self._build_ui()
        self.styles.changed.connect(self._on_style)
        self.fold.toggled.connect(self._on_fold)
        for field in (self.temperature, self.top_p):
            field.valueChanged.connect(lambda _value: self.changed.emit())
        self._on_style("steady")
        self._retranslate()

    def _build_ui(self) -> None:
        space = current().space
        self.temperature.setRange(0.0, 2.0)
        self.temperature.setSingleStep(0.1)
        self.top_p.setRange(0.05, 1.0)
        self.top_p.setSingleStep(0.05)
        self.seed.setRange(0, 2**31 - 1)
        self.seed.setValue(42)
        self.most.setRange(1, 4096)
        self.most.setValue(96)
        row = QHBoxLayout()
        row.setSpacing(space["s"])
        row.addWidget(self.styles)
        row.addWidget(self._note)
        row.addWidget(self.fold)
        row.addStretch(1)
        grid = QGridLayout(self._numbers)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(space["m"])
        grid.setVerticalSpacing(2)
        fields = (self.temperature, self.top_p, self.seed, self.most)
        for place, (name, field) in enumerate(zip(self._names, fields, strict=True)):
            name.setBuddy(field)
            grid.addWidget(name, 0, place)
            grid.addWidget(field, 1, place)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space["s"])
        column.addLayout(row)
        column.addWidget(self._numbers)
        self._numbers.hide()

    def values(self) -> dict[str, float | int]:
        """temperature, top_p, seed and max_new_tokens, as the engine is asked."""
        return {
            "temperature": round(self.temperature.value(), 2),
            "top_p": round(self.top_p.value(), 2),
            "seed": self.seed.value(),
            "max_new_tokens": self.most.value(),
        }

    def _on_style(self, style: str) -> None:
        temperature, top_p = STYLES[style]
        self.temperature.setValue(temperature)
        self.top_p.setValue(top_p)
        self._say()
        self.changed.emit()

    def _on_fold(self, opened: bool) -> None:
        self._numbers.setVisible(opened)
        self.fold.set_icon("chevron_down" if opened else "chevron_right")

    def _say(self) -> None:
        notes = {
            "steady": self.tr("same words every time"),
            "balanced": self.tr("varied, close to the likely"),
            "wild": self.tr("surprising, more mistakes"),
        }
        self._note.setText(notes[self.styles.value()])

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        texts = (("steady", self.tr("Steady")), ("balanced", self.tr("Balanced")), ("wild", self.tr("Wild")))
        self.styles.set_texts(texts)
        self.styles.setAccessibleName(self.tr("How freely it writes"))
        self.fold.setText(self.tr("Advanced"))
        names = (self.tr("Temperature"), self.tr("Top-p"), self.tr("Seed"), self.tr("Longest answer, tokens"))
        for label, field, name in zip(
            self._names, (self.temperature, self.top_p, self.seed, self.most), names, strict=True
        ):
            label.setText(name)
            field.setAccessibleName(name)
        self._say()
