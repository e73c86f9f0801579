"""Step 2, "Base model": what there is to choose from as cards, with size, licence, languages and whether it fits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine.messages import ERRORS
from widgets import wording
from widgets.components import Badge, Button, ChoiceCard, ElidedLabel, FlowLayout, Icon, Label, ProgressBar
from widgets.sentences import engine_text, listed
from widgets.theme import current

CARD_WIDTH = 250


class BackboneCard(ChoiceCard):
    """One base model. Signal `get_requested()` for one that is not on this computer yet."""

    get_requested = Signal()

    def __init__(self, backbone: Mapping[str, Any], parent: QWidget | None = None) -> None:
        super().__init__(mark="none", parent=parent)
        space = current().space
        self.backbone = dict(backbone)
        self._time = self._reason = ""
        self._tick = Icon("check", "accent", 16)
        self._tick.hide()
        self.toggled.connect(self._tick.setVisible)
        self._name = ElidedLabel(str(backbone["name"]), "strong")
        self._badge = Badge("fits")
        self._facts = ElidedLabel("", "caption", "muted")
        self._why = Label("", "caption", "muted", wrap=True)
        self._clock, self._left = Icon("clock", "muted", 14), ElidedLabel("", "caption", "muted")
        self._right = Label("", "caption", "muted")
        self.get = Button("", "small", "download")
        self.get.clicked.connect(self.get_requested)
        self._progress = ProgressBar()
        self._progress.hide()
        head = QHBoxLayout()
        head.setSpacing(space["s"])
        head.addWidget(self._tick)
        head.addWidget(self._name, 1)
        head.addWidget(self._badge)
        foot = QHBoxLayout()
        foot.setSpacing(space["xs"] + 2)
        foot.addWidget(self._clock)
        foot.addWidget(self.get)
        foot.addWidget(self._left, 1)
        foot.addWidget(self._right)
        self.body.addLayout(head)
        self.body.addWidget(self._facts)
        self.body.addWidget(self._why)
        self.body.addWidget(self._progress)
        self.body.addStretch(1)
        self.body.addLayout(foot)
        self.retranslate()

    def set_backbone(self, backbone: Mapping[str, Any]) -> None:
        """Renew the facts of the same base model."""
        self.backbone = dict(backbone)
        self._progress.setVisible(self._progress.isVisibleTo(self) and not backbone["present"])
        self.retranslate()

    def set_time(self, text: str) -> None:
        """How long the training would take with it; empty where nobody knows."""
        if text != self._time:
            self._time = text
            self.retranslate()

    def set_reason(self, reason: str) -> None:
        """Why it cannot learn what is to be learned; empty if it can."""
        if reason != self._reason:
            self._reason = reason
            self.retranslate()

    def set_download(self, done: int, total: int | None) -> None:
        """A download is under way."""
        self._progress.show()
        self._progress.set_share(done / total if total else 0.0)
        self.get.setEnabled(False)
        of = f" / {wording.file_size(total)}" if total else ""
        self._left.setText(f"{wording.file_size(done)}{of}")

    def retranslate(self) -> None:
        """Renew all words."""
        facts = self.backbone
        size = wording.file_size(facts["bytes"]) if facts.get("bytes") else ""
        place = self.tr("On this computer") if facts["present"] else self.tr("Not on this computer")
        line = (self.fit_text() or place, "" if self.fit_text() else size, facts.get("licence") or "")
        self._facts.setText(" · ".join(part for part in line if part))
        problem = facts.get("problem")
        self.setEnabled(not problem and not self._reason)
        has_badge = facts.get("fit") in Badge.TONES and not problem and not self._reason
        self._badge.setVisible(has_badge)
        if has_badge:
            self._badge.set_fit(facts["fit"])
        if problem:
            self._facts.setText(self._problem_text(problem))
        is_refused = bool(self._reason) and not problem
        self._why.setText(self._reason)
        self._why.setVisible(is_refused)
        self.setToolTip(self._reason if is_refused else "")
        self._facts.setVisible(not is_refused)
        self._facts.set_tone("danger" if problem else "muted")
        download = wording.file_size(facts.get("download_bytes") or facts.get("bytes") or 0)
        self._right.setText(listed(*map(wording.language_name, facts.get("languages") or ())))
        self.get.setText(self.tr("Get it ({size})").format(size=download))
        self.get.setAccessibleName(self.tr("Get {name}").format(name=facts["name"]))
        self.get.setVisible(not facts["present"] and not problem and not is_refused)
        for part in (self._left, self._right):
            part.setVisible(not is_refused)
        self.get.setEnabled(not facts["present"] and self._progress.isHidden())
        self._clock.setVisible(bool(self._time) and facts["present"] and not is_refused)
        if self._progress.isHidden():
            self._left.setText((self._time or self._kind_text()) if facts["present"] else "")
        said = (
            facts["name"],
            self._badge.text() if not self._badge.isHidden() else "",
            self._reason if is_refused else self._facts.text(),
            self._right.text(),
        )
        self.setAccessibleName(", ".join(part for part in said if part))
        self.setAccessibleDescription(self._kind_text())

    def fit_text(self) -> str:
        """Why it is tight or too big, in numbers; empty if it fits."""
        needs = self.backbone.get("needs_bytes")
        if self.backbone.get("fit") not in ("tight", "too_big") or not needs:
            return ""
        return self.tr("Needs about {size}").format(size=wording.file_size(needs))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    @staticmethod
    def _problem_text(event: Mapping[str, Any]) -> str:
        what, _ = ERRORS.get(str(event.get("code")), (str(event.get("message", "")), ""))
        return engine_text(what, **(event.get("args") or {}))

    def _kind_text(self) -> str:
        kinds = {
            "masked": self.tr("Reads and fills in") if self.backbone.get("has_words") else self.tr("Reads whole texts"),
            "causal": self.tr("Reads and writes"),
            "seq2seq": self.tr("Rewrites texts"),
        }
        return kinds.get(str(self.backbone.get("family")), "")


class BackboneStep(QWidget):
    """Signals: `chosen(source)`, `get_requested(source)`."""

    chosen = Signal(str)
    get_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards: dict[str, BackboneCard] = {}
        self._holder = QWidget()
        self._flow = FlowLayout(self._holder, spacing=current().space["m"], min_width=CARD_WIDTH, columns=4)
        self._waiting = Label("", "body", "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._waiting)
        column.addWidget(self._holder)
        self.retranslate()

    def set_backbones(self, backbones: Sequence[Mapping[str, Any]]) -> None:
        """Show these, those on this computer first. Cards of known ones are kept, so nothing jumps."""
        ordered = sorted(backbones, key=lambda each: not each["present"])
        sources = [str(each["source"]) for each in ordered]
        if sources != list(self._cards):
            chosen = self.source()
            self._flow.clear()
            self._cards = {}
            for backbone in ordered:
                card, source = BackboneCard(backbone), str(backbone["source"])
                card.setChecked(source == chosen)
                card.clicked.connect(lambda _on=False, source=source: self.chosen.emit(source))
                card.get_requested.connect(lambda source=source: self.get_requested.emit(source))
                self._flow.addWidget(card)
                self._cards[source] = card
        for backbone in ordered:
            self._cards[str(backbone["source"])].set_backbone(backbone)
        self._waiting.setVisible(not self._cards)

    def card(self, source: str) -> BackboneCard | None:
        """The card of a base model."""
        return self._cards.get(source)

    def source(self) -> str | None:
        """Which one is chosen."""
        return next((source for source, card in self._cards.items() if card.isChecked()), None)

    def set_source(self, source: str | None) -> None:
        """Choose one without a signal; None chooses none."""
        for name, card in self._cards.items():
            card.setAutoExclusive(False)
            card.setChecked(name == source)
            card.setAutoExclusive(True)

    def set_reasons(self, reasons: Mapping[str, str]) -> None:
        """Source -> why that base model cannot learn what is to be learned; empty where it can."""
        for source, card in self._cards.items():
            card.set_reason(reasons.get(source, ""))

    def set_time(self, source: str | None, text: str) -> None:
        """How long the training takes with the chosen base model."""
        for name, card in self._cards.items():
            card.set_time(text if name == source else "")

    def set_download(self, source: str, done: int, total: int | None) -> None:
        """A download of a base model is under way."""
        if source in self._cards:
            self._cards[source].set_download(done, total)

    def retranslate(self) -> None:
        """Renew the words of its own."""
        self._waiting.setText(self.tr("Waiting for the engine to say what is on this computer..."))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
