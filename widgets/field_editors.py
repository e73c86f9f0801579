"""One editor per type of setting: number, choice, yes or no, text, file of the shelf. Each holds the value that is
stored, or None.

An editor is made from one row of an option schema (see `engine.options.schema`). None is "choose for me", shown as
"Automatic". The label, the help and the form around them are `option_form.py`'s.
"""

from __future__ import annotations

import math
import re
from typing import Any

from PySide6.QtCore import QEvent, QSize, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QValidator
from PySide6.QtWidgets import QAbstractSpinBox, QCheckBox, QLineEdit, QWidget

from widgets.components import ComboBox, DoubleSpinBox
from widgets.sentences import engine_text
from widgets.shelf_field import ShelfField, SubspaceField
from widgets.theme import current

_PARTIAL = re.compile(r"[-+]?\d*[.,]?\d*([eE][-+]?\d*)?")
_WIDE_RANGE = 1e4  # from this ratio of high to low on, the arrows go 1, 2, 5, 10
_DECIMALS = 12
_NO_LIMIT = 1e12


def make_editor(row: dict[str, Any], parent: QWidget | None = None) -> FieldEditor:
    """The editor for a row of a schema. Raises KeyError for a type that no editor shows."""
    kinds: dict[str, type[FieldEditor]] = {
        "int": NumberField,
        "float": NumberField,
        "bool": SwitchField,
        "str": TextField,
        "choice": ChoiceField,
        "pack": ShelfField,
        "subspace": SubspaceField,
    }
    return kinds[row["type"]](row, parent)


class NumberField(DoubleSpinBox):
    """A whole or decimal number with its unit. Emptied, it is Automatic where the setting allows that."""

    changed = Signal()

    def __init__(self, row: dict[str, Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = row
        self._is_whole = row["type"] == "int"
        self._optional = bool(row.get("optional"))
        self._low = float(row["low"]) if row.get("low") is not None else -_NO_LIMIT
        self._high = float(row["high"]) if row.get("high") is not None else _NO_LIMIT
        self._hint: float | None = None
        self.setDecimals(0 if self._is_whole else _DECIMALS)
        self.setRange(self._low - 1 if self._optional else self._low, self._high)
        self.setKeyboardTracking(False)
        self.setCorrectionMode(QAbstractSpinBox.CorrectionMode.CorrectToNearestValue)
        self.retranslate()
        self.set_value(row["default"])
        self.valueChanged.connect(lambda _value: self.changed.emit())

    def get_value(self) -> Any:
        """The number as int or float; None is Automatic."""
        if self._optional and self.value() < self._low:
            return None
        return round(self.value()) if self._is_whole else float(self.value())

    def set_value(self, value: Any) -> None:
        """Show a number, or None for Automatic, without a signal."""
        self.blockSignals(True)
        self.setValue(self.minimum() if value is None else float(value))
        self.blockSignals(False)

    def set_hint(self, value: float | None) -> None:
        """What Automatic will come to, shown in brackets."""
        self._hint = value
        self.retranslate()

    def retranslate(self) -> None:
        """Renew unit and the word for Automatic."""
        unit = engine_text(self._row.get("unit", ""))
        self.setSuffix(f"\u00a0{unit}" if unit else "")
        if self._optional:
            word = engine_text(self._row.get("empty", "")) or self.tr("Automatic")
            self.setSpecialValueText(word if self._hint is None else f"{word} ({self._hint:g})")

    def textFromValue(self, value: float) -> str:
        """The number without needless zeros; very small ones as 1e-05."""
        return str(round(value)) if self._is_whole else f"{value:.10g}"

    def valueFromText(self, text: str) -> float:
        """The number in the text; nothing is Automatic."""
        number = self._parse(text)
        if number is None:
            return self.minimum() if self._optional else self.value()
        return min(self._high, max(self._low, number))

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """Accept numbers in range, let partial ones stand while typing."""
        state = QValidator.State
        bare = self._bare(text)
        if self._optional and (not bare or bare == self.specialValueText()):
            return state.Acceptable, text, position
        number = self._parse(text)
        if number is not None and self._low <= number <= self._high:
            is_fine = not self._is_whole or number.is_integer()
            return (state.Acceptable if is_fine else state.Invalid), text, position
        is_partial = _PARTIAL.fullmatch(bare) is not None
        return (state.Intermediate if is_partial else state.Invalid), text, position

    def fixup(self, text: str) -> str:
        """Bring a number that is out of range into it."""
        number = self._parse(text)
        return text if number is None else self.textFromValue(min(self._high, max(self._low, number)))

    def stepBy(self, steps: int) -> None:
        """Go up or down; from Automatic to what Automatic means, and below the least value back to Automatic."""
        value = self.get_value()
        if value is None:
            if steps > 0:
                start = self._hint if self._hint is not None else self._row.get("start", self._low)
                self.setValue(max(self._low, float(start)))
            return
        for _ in range(abs(steps)):
            value = self._next(float(value), 1 if steps > 0 else -1)
        self.setValue(min(self._high, value if value >= self._low or self._optional else self._low))

    def sizeHint(self) -> QSize:
        """Room for a usual number with its unit, or for Automatic and what it means; not for the largest number."""
        texts = (self.specialValueText(), f"1000{self.suffix()}")
        widest = max(self.fontMetrics().horizontalAdvance(text) for text in texts)
        return QSize(max(current().length(124), widest + current().length(44)), current().height("button"))

    def minimumSizeHint(self) -> QSize:
        """As wide as it likes to be."""
        return self.sizeHint()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select all, so that typing replaces the number."""
        super().focusInEvent(event)
        QTimer.singleShot(0, self, self.selectAll)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _next(self, value: float, way: int) -> float:
        is_wide = not self._is_whole and self._low > 0 and self._high / self._low > _WIDE_RANGE and value < 1
        if is_wide:
            power = 10.0 ** math.floor(math.log10(value) + 1e-9)
            ladder = [power * part for part in (0.5, 1, 2, 5, 10)]
            above = [each for each in ladder if each > value * 1.001]
            below = [each for each in ladder if each < value * 0.999]
            return float(f"{(above[0] if way > 0 else below[-1]):.3g}")
        whole = self._is_whole or self._high - self._low > 10
        return value + way * (1.0 if whole else 0.05)

    def _bare(self, text: str) -> str:
        return text.removesuffix(self.suffix()).replace("\u00a0", " ").strip()

    def _parse(self, text: str) -> float | None:
        try:
            number = float(self._bare(text).replace(",", "."))
        except ValueError:
            return None
        return number if math.isfinite(number) else None


class ChoiceField(ComboBox):
    """One of a few values; the value is stored, never its place in the list."""

    changed = Signal()

    def __init__(self, row: dict[str, Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = row
        for choice in self._choices():
            self.addItem("", choice["value"])
        self.retranslate()
        self.set_value(row["default"])
        self.setMinimumWidth(current().length(140))
        self.currentIndexChanged.connect(lambda _index: self.changed.emit())

    def get_value(self) -> Any:
        """The stored value; None is Automatic."""
        return self.currentData()

    def set_value(self, value: Any) -> None:
        """Choose a value without a signal; an unknown one is added as it is."""
        self.blockSignals(True)
        if self.findData(value) < 0:
            self.addItem(str(value), value)
        self.setCurrentIndex(self.findData(value))
        self.blockSignals(False)

    def retranslate(self) -> None:
        """Renew the words of the choices."""
        for index, choice in enumerate(self._choices()):
            self.setItemText(index, engine_text(choice["label"]) if choice["label"] else self.tr("Automatic"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _choices(self) -> list[dict[str, Any]]:
        automatic = [{"value": None, "label": ""}] if self._row.get("optional") else []
        return automatic + list(self._row["choices"])


class SwitchField(QCheckBox):
    """Yes or no."""

    changed = Signal()

    def __init__(self, row: dict[str, Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTristate(bool(row.get("optional")))
        self.setMinimumHeight(current().height("button"))  # so that it stands in line with the fields beside it
        self.retranslate()
        self.set_value(row["default"])
        self.checkStateChanged.connect(lambda _state: self.changed.emit())

    def get_value(self) -> bool | None:
        """Whether it is on; None is Automatic."""
        partly = self.isTristate() and self.checkState().value == 1
        return None if partly else self.isChecked()

    def set_value(self, value: bool | None) -> None:
        """Switch without a signal."""
        self.blockSignals(True)
        if value is None:
            self.setCheckState(type(self.checkState()).PartiallyChecked)
        else:
            self.setChecked(value)
        self.blockSignals(False)

    def retranslate(self) -> None:
        """Renew the word beside the box."""
        self.setText(self.tr("On"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()


class TextField(QLineEdit):
    """A line of text; where the setting allows it, an empty one is Automatic."""

    changed = Signal()

    def __init__(self, row: dict[str, Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._optional = bool(row.get("optional"))
        self.setMinimumWidth(current().length(180))
        self.retranslate()
        self.set_value(row["default"])
        self.textEdited.connect(lambda _text: self.changed.emit())

    def get_value(self) -> str | None:
        """The text; None is Automatic."""
        return None if self._optional and not self.text() else self.text()

    def set_value(self, value: str | None) -> None:
        """Show a text without a signal."""
        self.blockSignals(True)
        self.setText(value or "")
        self.blockSignals(False)

    def retranslate(self) -> None:
        """Renew the word in an empty field."""
        self.setPlaceholderText(self.tr("Automatic"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()


FieldEditor = NumberField | ChoiceField | SwitchField | TextField | ShelfField
