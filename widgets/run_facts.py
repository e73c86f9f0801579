"""A run in a few lines: its curve, its best check, method, base model, time and size."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QLocale, Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from widgets.components import Card, ElidedLabel, Label, strong
from widgets.durations import duration
from widgets.run_state import RunState
from widgets.sparkline import Sparkline
from widgets.theme import current
from widgets.wording import file_size, method_name, number


class RunFacts(Card):
    """Give it a finished run."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(spacing=current().space["xs"], parent=parent)
        self._run: RunState | None = None
        self._title, self._curve = strong(), Sparkline()
        self._curve.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._lines: list[tuple[Label, ElidedLabel]] = []
        self.body.addWidget(self._title)
        self.body.addWidget(self._curve)
        for _ in range(9):
            name, value = Label("", "body", "muted"), ElidedLabel()
            value.setAlignment(Qt.AlignmentFlag.AlignRight)
            row = QHBoxLayout()
            row.setSpacing(current().space["s"])
            row.addWidget(name)
            row.addWidget(value, 1)
            self.body.addLayout(row)
            self._lines.append((name, value))
        self.body.addStretch(1)
        self._measure()
        current().changed.connect(self._measure)

    def show_run(self, run: RunState) -> None:
        """Show another run."""
        self._run = run
        self._show()

    def facts(self) -> list[tuple[str, str]]:
        """The lines as (name, value)."""
        return [(name.text(), value.text()) for name, value in self._lines if name.text()]

    def _show(self) -> None:
        run = self._run
        if run is None or run.done is None:
            return
        self._title.setText(self.tr("This run"))
        losses = [float(e["metrics"]["loss"]) for e in run.evaluations if "loss" in e["metrics"]]
        self._curve.set_values(losses)
        self._curve.setVisible(len(losses) > 1)
        facts = self._facts(run, dict(run.done))
        for place, (name, value) in enumerate(self._lines):
            shown = place < len(facts)
            name.setVisible(shown)
            value.setVisible(shown)
            name.setText(facts[place][0] if shown else "")
            value.setText(facts[place][1] if shown else "")

    def _facts(self, run: RunState, done: dict[str, Any]) -> list[tuple[str, str]]:
        facts, config = [], run.config
        loss = (done.get("metrics") or {}).get("loss")
        if loss is not None:
            words = self.tr("Mistake score, best at step {step}").format(step=number(int(done.get("best_step") or 0)))
            facts.append((words, QLocale().toString(float(loss), "f", 2)))
        method = config.get("method") or {}
        facts.append((self.tr("Method"), method_name(str(method.get("kind") or "–"))))
        if method.get("length"):
            facts.append((self.tr("Prompt length"), self.tr("{n} tokens").format(n=number(int(method["length"])))))
        source = str((config.get("backbone") or {}).get("source") or "–")
        name = done.get("backbone_name") or source.rstrip("/\\").replace("\\", "/").split("/")[-1].split(":")[-1]
        facts.append((self.tr("Base model"), str(name)))
        if done.get("is_frozen") is False:
            facts.append((self.tr("Its weights"), self.tr("changed (not frozen)")))
        elif done.get("backbone_unchanged"):
            facts.append((self.tr("Its weights"), self.tr("unchanged")))
        if run.learning_rate:
            rate = QLocale().toString(run.learning_rate, "g", 2)
            tried = self.tr("{rate}, the usual, tested") if run.is_usual_rate else self.tr("{rate}, found by trying")
            facts.append((self.tr("Learning speed"), tried.format(rate=rate) if run.was_rate_tested else rate))
        words = self.tr("{time}, {n} steps")
        time = words.format(time=duration(float(done.get("seconds") or 0)), n=number(int(done.get("steps") or 0)))
        facts.append((self.tr("Time"), time))
        trained, frozen = done.get("trainable_parameters"), done.get("backbone_parameters")
        if trained and frozen:
            share = QLocale().toString(100 * trained / frozen, "g", 2)
            facts.append((self.tr("Learned"), self.tr("{share} % of the model").format(share=share)))
        if done.get("pack_bytes"):
            facts.append((self.tr("Pack size"), file_size(float(done["pack_bytes"]))))
        return facts

    def _measure(self) -> None:
        self._curve.setFixedHeight(current().length(40))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._show()
