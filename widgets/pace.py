"""How thoroughly to teach: quick, balanced or careful, each a number of passes over the data with the time it takes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QWidget

from widgets.components import Button, SegmentedControl
from widgets.durations import roughly

PASSES = {"quick": 2.0, "balanced": 5.0, "careful": 15.0}


class Pace(SegmentedControl):
    """Signal `passes_chosen(float)`. Another number of passes is the person's own, which is one more segment."""

    passes_chosen = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._epochs: float | None = PASSES["balanced"]
        self._seconds: float | None = None
        self._names: list[str] = []
        self.changed.connect(lambda value: self.passes_chosen.emit(PASSES[value]) if value in PASSES else None)
        self.retranslate()

    def set_epochs(self, epochs: float | None) -> None:
        """Show which pace this number of passes is."""
        self._epochs = epochs
        self.retranslate()

    def set_seconds(self, seconds: float | None) -> None:
        """How long the passes that are set now would take; None where nobody knows."""
        self._seconds = seconds
        self.retranslate()

    def word(self) -> str:
        """The pace that holds, in a word."""
        return self._words()[self.value() or "balanced"]

    def retranslate(self) -> None:
        """Renew words and times."""
        self.setAccessibleName(self.tr("How thoroughly"))
        epochs, words = self._epochs, self._words()
        value = next((name for name, passes in PASSES.items() if passes == epochs), "own")
        names = [*PASSES, "own"] if value == "own" else list(PASSES)
        texts = []
        for name in names:
            passes = epochs if name == "own" else PASSES[name]
            seconds = self._seconds * passes / epochs if self._seconds and epochs and passes else None
            texts.append((name, f"{words[name]} · {roughly(seconds)}" if seconds else words[name]))
        if names == self._names:
            self.set_texts(texts)
            self.set_value(value)
        else:
            self._names = names
            for old in self.findChildren(Button):
                old.hide()  # until Qt gets round to deleting it
            self.set_options(texts, value)
        passes_text = ", ".join(f"{words[name]}: {passes:g}" for name, passes in PASSES.items())
        self.setToolTip(self.tr("Passes over your data. {passes}").format(passes=passes_text))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _words(self) -> dict[str, str]:
        return {
            "quick": self.tr("Quick"),
            "balanced": self.tr("Balanced"),
            "careful": self.tr("Careful"),
            "own": self.tr("Own"),
        }
