"""How thoroughly to teach: quick, balanced or careful, each a number of passes over the data with the time it takes.

Careful teaches several times from other starting points, and once with shuffled answers, so that it can say how much of
the score is luck.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QWidget

from widgets.components import Button, SegmentedControl
from widgets.durations import roughly
from widgets.in_a_row import in_a_row

PASSES = {"quick": 2.0, "balanced": 5.0, "careful": 8.0}
REPEATS = {"farm.seeds": 3, "farm.control": True}  # settings of careful alone
TRAININGS = {"careful": 4}  # side by side; one where a pace is not named


class Pace(SegmentedControl):
    """Signal `pace_chosen(str)`, a key of PASSES. Other settings are the person's own, which is one more segment."""

    pace_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._epochs: float | None = PASSES["balanced"]
        self._seconds: float | None = None
        self._names: list[str] = []
        self._trainings = 1
        self.changed.connect(lambda value: self.pace_chosen.emit(value) if value in PASSES else None)
        self.retranslate()

    def set_epochs(self, epochs: float | None, trainings: int = 1) -> None:
        """Show which pace so many passes are, of so many trainings side by side."""
        self._epochs, self._trainings = epochs, trainings
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
        now = (epochs, self._trainings)
        value = next((name for name, passes in PASSES.items() if (passes, TRAININGS.get(name, 1)) == now), "own")
        names = [*PASSES, "own"] if value == "own" else list(PASSES)
        texts = []
        for name in names:
            passes = epochs if name == "own" else PASSES[name]
            trainings = self._trainings if name == "own" else TRAININGS.get(name, 1)
            share = passes * trainings / (epochs * self._trainings) if epochs and passes else None
            seconds = self._seconds * share if self._seconds and share else None
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
        careful = self.tr("Careful teaches three times from other starting points, and once with shuffled answers.")
        self.setToolTip(in_a_row(self.tr("Passes over your data. {passes}.").format(passes=passes_text), careful))

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
