"""The runs as a model: one row each, columns in reading order, a tick to compare, and words to search in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    Signal,
)

from widgets import wording

Index = QModelIndex | QPersistentModelIndex
CHECK, NAME, DATA, METHOD, BACKBONE, SCORE, METRIC, RANGE, MINUTES, STATUS, NOTE = range(11)
NUMBERS = (SCORE, RANGE, MINUTES)
SEARCHED = (NAME, DATA, METHOD, BACKBONE, METRIC, STATUS, NOTE)
RunRole = int(Qt.ItemDataRole.UserRole) + 1
SortRole = int(Qt.ItemDataRole.UserRole) + 2
LineRole = int(Qt.ItemDataRole.UserRole) + 3  # colour token of the curve to come, or None
LINES = ("plot_held", "plot_train", "plot_third", "plot_fourth")


class RunsModel(QAbstractTableModel):
    """Runs as plain dictionaries (`ShelfPage.set_runs` names the keys). Signal `checked_changed(folders)`."""

    checked_changed = Signal(list)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runs: list[dict[str, Any]] = []
        self._checked: list[str] = []  # folders, in the order they were ticked: it gives the colours

    def set_runs(self, runs: Sequence[dict[str, Any]]) -> None:
        """Show these runs; ticks of runs that are still there stay."""
        self.beginResetModel()
        self._runs = list(runs)
        there = {run["folder"] for run in self._runs}
        self._checked = [folder for folder in self._checked if folder in there]
        self.endResetModel()
        self.checked_changed.emit(list(self._checked))

    def checked(self) -> list[str]:
        """Folders of the ticked runs, in the order they were ticked."""
        return list(self._checked)

    def retranslate(self) -> None:
        """Words in the cells and headers changed."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, NOTE)
        if self._runs:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._runs) - 1, NOTE))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """How many runs."""
        return 0 if parent.isValid() else len(self._runs)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """How many columns."""
        return 0 if parent.isValid() else NOTE + 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        """The first column can be ticked."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == CHECK else flags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The names of the columns."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section in NUMBERS else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.AccessibleTextRole and section == CHECK:
            return self.tr("Compare")
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        names = {
            CHECK: "",
            NAME: self.tr("Run"),
            DATA: self.tr("Data"),
            METHOD: self.tr("How it learned"),
            BACKBONE: self.tr("Base model"),
            SCORE: self.tr("Score"),
            METRIC: self.tr("What it counts"),
            RANGE: self.tr("95 % range").replace(" %", f"{wording.NBSP}%"),
            MINUTES: self.tr("Minutes"),
            STATUS: self.tr("Status"),
            NOTE: self.tr("Note"),
        }
        return names[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words, ticks, sort keys and the run itself."""
        run, column = self._runs[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._words(run, column)
        if role == Qt.ItemDataRole.CheckStateRole and column == CHECK:
            return Qt.CheckState.Checked if run["folder"] in self._checked else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.AccessibleTextRole and column == CHECK:
            return self.tr("Compare {name}").format(name=run["name"])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column in NUMBERS else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        if role == RunRole:
            return run
        if role == LineRole:
            return LINES[self._checked.index(run["folder"])] if run["folder"] in self._checked else None
        if role == SortRole:
            return self._sort_key(run, column)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tick or untick a run; four at most, for more lines could not be told apart."""
        if role != Qt.ItemDataRole.CheckStateRole or index.column() != CHECK:
            return False
        folder = self._runs[index.row()]["folder"]
        is_on = Qt.CheckState(value) == Qt.CheckState.Checked
        if is_on == (folder in self._checked) or (is_on and len(self._checked) >= len(LINES)):
            return False
        self._checked.append(folder) if is_on else self._checked.remove(folder)
        self.dataChanged.emit(self.index(0, CHECK), self.index(len(self._runs) - 1, CHECK))
        self.checked_changed.emit(list(self._checked))
        return True

    def state_words(self, state: str) -> str:
        """The state of a run in one word or two."""
        words = {
            "running": self.tr("Running"),
            "finished": self.tr("Finished"),
            "stopped": self.tr("Stopped"),
            "failed": self.tr("Failed"),
            "waiting": self.tr("Waiting"),
        }
        return words.get(state, state)

    def _words(self, run: dict[str, Any], column: int) -> str:
        metric = run.get("metric", "accuracy")
        if column == SCORE:
            return "" if run.get("now") is None else wording.score(run["now"], metric)
        if column == METRIC:
            return "" if run.get("now") is None else wording.metric_name(metric)
        if column == RANGE:
            low, high = run.get("low"), run.get("high")
            return "" if low is None or high is None else f"{round(100 * low)}–{round(100 * high)}"
        if column == MINUTES:
            return wording.minutes(run["seconds"]) if run.get("seconds") else ""
        if column == METHOD:
            return wording.method_name(run.get("method", ""), run.get("method_title", ""))
        if column == STATUS:
            return self.state_words(run.get("state", "finished"))
        keys = {NAME: "name", DATA: "data", BACKBONE: "backbone", NOTE: "note"}
        return str(run.get(keys[column], "")) if column in keys else ""

    def _sort_key(self, run: dict[str, Any], column: int) -> Any:
        if column == CHECK:
            return -float(run.get("when") or 0)
        if column in (SCORE, RANGE):
            value = run.get("now" if column == SCORE else "low")
            return -1.0 if value is None else float(value)
        if column == MINUTES:
            return float(run.get("seconds") or 0)
        return self._words(run, column).casefold()


class RunsProxy(QSortFilterProxyModel):
    """Sorting, and the search over every word of a row."""

    def __init__(self, model: RunsModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words: list[str] = []
        self.setSourceModel(model)
        self.setSortRole(SortRole)

    def set_search(self, words: str) -> None:
        """Show only rows that hold all of these words."""
        self.beginFilterChange()
        self._words = words.casefold().split()
        self.endFilterChange(QSortFilterProxyModel.Direction.Rows)

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        """Whether a row holds all the words."""
        model = self.sourceModel()
        text = " ".join(str(model.index(row, column).data() or "") for column in SEARCHED).casefold()
        return all(word in text for word in self._words)
