"""The menu of a plot: copy it, save it, change how it is drawn. pyqtgraph's own cannot be translated."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QMenu, QMessageBox

if TYPE_CHECKING:
    from widgets.metric_plot import MetricPlot


class PlotMenu(QMenu):
    """Made when it is asked for, so that it is always in the language in force."""

    def __init__(self, plot: MetricPlot) -> None:
        super().__init__(plot)
        self._plot = plot
        self.addAction(self.tr("Copy image")).triggered.connect(plot.copy_image)
        self.addAction(self.tr("Save as PNG...")).triggered.connect(lambda: self._save("png"))
        self.addAction(self.tr("Save points as CSV...")).triggered.connect(lambda: self._save("csv"))
        self.addSeparator()
        log = self.addAction(self.tr("Log scale"))
        log.setCheckable(True)
        log.setChecked(plot.curves.is_log)
        log.toggled.connect(plot.set_log)
        self.addAction(self.tr("Reset view")).triggered.connect(plot.reset)

    def _save(self, kind: str) -> None:
        filters = {"png": self.tr("Picture (*.png)"), "csv": self.tr("Table (*.csv)")}
        chosen, _ = QFileDialog.getSaveFileName(self._plot, self.tr("Save plot"), f"plot.{kind}", filters[kind])
        if not chosen:
            return
        path = Path(chosen)
        try:
            if kind == "csv":
                path.write_text(self._plot.curves.csv_text(), encoding="utf-8")
            elif not self._plot.image().save(str(path), "PNG"):
                raise OSError(self.tr("the picture could not be written"))
        except OSError as error:
            words = self.tr("{path} cannot be written: {reason}.\nChoose another folder.")
            reason = error.strerror or str(error)
            QMessageBox.warning(self._plot, self.tr("Save plot"), words.format(path=path, reason=reason))
