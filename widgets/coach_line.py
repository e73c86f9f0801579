"""One line in plain words about what the run is doing and what will follow from it.

It speaks from the checks it is told; a note of the engine has the last word until the next check.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, QLocale, Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from engine.messages import NOTES
from engine.scores import metric_name
from widgets import wording
from widgets.components import Card, Icon, Label
from widgets.in_a_row import in_a_row
from widgets.sentences import engine_text
from widgets.theme import current
from widgets.wording import score


class CoachLine(Card):
    """Tell it phases, checks and notes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("accent", padding=0, parent=parent)
        self._phase = ""
        self._checks: list[Mapping[str, Any]] = []  # metrics of the last two
        self._best: tuple[int, float] | None = None  # step, score
        self._flat = 0
        self._patience: int | None = None
        self._is_frozen = True
        self._note: tuple[str, dict[str, Any]] | None = None
        self._icon = Icon("info", "accent")
        self._label = Label(wrap=True)
        self._label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        space = current().space
        row = QHBoxLayout()
        row.setContentsMargins(space["m"], space["s"], space["m"], space["s"])
        row.setSpacing(space["s"])
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._label, 1)
        self.body.addLayout(row)
        self._measure()
        current().changed.connect(self._measure)

    def text(self) -> str:
        """What it says now."""
        return self._label.text()

    def clear(self, patience: int | None = None, *, is_frozen: bool = True) -> None:
        """Start over; the run stops after `patience` checks without progress, if that is known and not 0. `is_frozen`:
        only the prompt learns."""
        self._phase, self._checks, self._best, self._flat, self._note = "", [], None, 0, None
        self._patience, self._is_frozen = patience, is_frozen
        self._say()

    def set_phase(self, name: str) -> None:
        """The phase of the run, by the name in its event."""
        self._phase = name
        self._say()

    def add_check(self, evaluation: Mapping[str, Any]) -> None:
        """Learn of a check."""
        metrics = evaluation.get("metrics") or {}
        loss = float(metrics.get("loss") or 0.0)
        is_best = evaluation.get("best")
        if is_best or (is_best is None and (self._best is None or loss < self._best[1])):
            self._best, self._flat = (int(evaluation["step"]), loss), 0
        else:
            self._flat += 1
        self._checks = [*self._checks[-1:], metrics]
        self._note = None
        self._say()

    def set_note(self, code: str, args: Mapping[str, Any]) -> None:
        """A note of the engine. That it improves or not is said in our own words, with numbers and consequence."""
        if code in NOTES and code not in ("still_improving", "not_improving"):
            self._note = (code, dict(args))
            self._say()

    def _say(self) -> None:
        text, is_careful = self._words()
        self._label.setText(text)
        self._icon.set_icon("warning" if is_careful else "info", "warning" if is_careful else "accent")
        self.set_kind("warning" if is_careful else "accent")

    def _words(self) -> tuple[str, bool]:
        if self._note is not None:
            return engine_text(NOTES[self._note[0]], **self._note[1]), self._note[0] in ("checkpoint_failed",)
        if self._phase == "saving":
            return self.tr("The best save point becomes a prompt pack. The base model is not in it."), False
        if len(self._checks) >= 2:
            return self._progress(), False
        loading = self.tr("The base model is read into memory. It stays as it is: only a prompt learns.")
        if not self._is_frozen:
            loading = self.tr("The base model is read into memory. It learns together with the prompt: not frozen.")
        phases = {
            "reading_data": self.tr("Your examples are read and divided. The rows kept aside are never taught."),
            "loading_backbone": loading,
            "encoding": self.tr("The texts are turned into what the base model reads."),
            "trying_base": self.tr("The base model answers the rows kept aside first, so there is something to beat."),
            "probing_head": self.tr(
                "A head without a prompt is trained too, to see later what the prompt itself adds."
            ),
            "preparing_trainings": self.tr("Several trainings begin side by side, each from another starting point."),
            "timing_steps": self.tr(
                "A few steps are timed, to see whether remembering the texts makes the training faster."
            ),
            "reading_prompts": self.tr("The prompts are read that the subspace is to be found from."),
            "trying_prompts": self.tr(
                "Each task is asked with its own prompt first, so there is something to compare."
            ),
            "task_prompts": self.tr("Each task learns a prompt of its own; all of them start from the same one."),
            "search_training": self.tr(
                "A small network learns to give every prompt back from a few numbers, so that the tasks still work."
            ),
            "search_evaluating": self.tr("The tasks are asked with the prompts that were given back."),
            "search_saving": self.tr("The best state becomes a subspace on the Shelf. The base model is not in it."),
            "choosing_rate": self.tr(
                "Several learning speeds are tried for a few steps each, and the best is kept for the training."
            ),
        }
        first = self.tr("Teaching has begun. The first check on the rows kept aside comes soon.")
        return phases.get(self._phase, first), False

    def _progress(self) -> str:
        before, now = self._checks
        if self._flat == 0:
            said = self._improvement(before, now)
            if self._patience:
                flat = self.tr("{n} flat checks in a row would stop the run and keep the best.")
                return in_a_row(said, flat.format(n=self._patience))
            return said
        best = self._best[0] if self._best is not None else 0
        if self._flat == 1:
            return self.tr("The last check was no better. The best so far is step {best}, and it is kept.").format(
                best=best
            )
        words = self.tr("The score on kept-aside rows has not improved for {n} checks.").format(n=self._flat)
        if self._patience and self._flat + 1 >= self._patience:
            return in_a_row(words, self.tr("Stopping soon, keeping the best (step {best}).").format(best=best))
        return in_a_row(words, self.tr("The best so far is step {best}, and it is kept.").format(best=best))

    def _improvement(self, before: Mapping[str, Any], now: Mapping[str, Any]) -> str:
        if now.get("loss", 0) < before.get("loss", 0):
            words = self.tr("Still improving: the kept-aside score fell from {before} to {now} at the last check.")
            losses, locale = [float(each["loss"]) for each in (before, now)], QLocale()
            digits = next((digits for digits in (2, 3) if round(losses[0], digits) != round(losses[1], digits)), 4)
            first, last = (locale.toString(loss, "f", digits) for loss in losses)
            return words.format(before=first, now=last)
        metric = metric_name(now)
        if metric in now and metric in before:
            words = self.tr("Still improving: {score} went from {before} to {now} at the last check.")
            scores = {"before": score(before[metric], metric), "now": score(now[metric], metric)}
            return words.format(score=wording.metric_name(metric), **scores)
        return self.tr("Still improving: the last check was the best so far.")

    def _measure(self) -> None:
        self.setMinimumHeight(current().length(40))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._say()
