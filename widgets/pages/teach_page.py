"""Teach: four steps on one page - examples, base model, how to learn, ready - and the recipe they make.

The page owns no files and starts nothing. Plain values come in by `set_...`, what a person wants goes out as a signal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from engine.data import ColumnMapping, Problem, Reason, Table
from widgets.backbone_step import BackboneStep
from widgets.components import Button
from widgets.draft import Draft
from widgets.drop_zone import TableDrops
from widgets.durations import roughly
from widgets.examples_step import ExamplesStep
from widgets.file_head import FileHead
from widgets.method_step import MethodStep
from widgets.pace import PASSES
from widgets.pages.page import Page
from widgets.readiness import backbone_check, method_check, start_reason
from widgets.ready_bar import Check, ReadyBar
from widgets.recipe import flat, with_choices
from widgets.step_card import StepCard
from widgets.step_summaries import backbone_summary, examples_summary, method_summary, trained_share, trained_size
from widgets.theme import current


class TeachPage(Page):
    """See the signals for what a person can ask for. `config()` is the recipe as it stands."""

    file_requested = Signal()
    file_dropped = Signal(str)
    task_changed = Signal(str)  # what is to be learned, by its kind: the columns may be for something else now
    mapping_changed = Signal(dict)  # role -> column
    rows_skipped = Signal(list)  # all row numbers that are left out now
    rows_joined = Signal(list)  # row numbers whose surplus columns are to be joined
    row_selected = Signal(int)
    backbone_chosen = Signal(str)
    get_backbone_requested = Signal(str)
    add_folder_requested = Signal()
    config_changed = Signal(dict)  # the whole recipe
    start_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._draft = Draft(PASSES["balanced"])
        self._busy, self._why = "", cast(Reason | None, None)
        self.examples, self.backbones, self.methods = ExamplesStep(), BackboneStep(), MethodStep()
        self.head, self.add_folder = FileHead(), Button("", "small", "folder")
        self.steps = {key: StepCard(number) for number, key in enumerate(("examples", "backbone", "method"), 1)}
        self.ready = ReadyBar(4)
        self._build_ui()
        self._connect()
        self._known: dict[str, Any] = {}  # what the form of step 3 said last
        self.retranslate()

    def set_table(
        self,
        table: Table | None,
        mapping: ColumnMapping | None = None,
        problems: Sequence[Problem] = (),
        *,
        decided: Mapping[str, Any] | None = None,
        aside: Table | None = None,
        why: Reason | None = None,
    ) -> None:
        """Show a table, or none. `decided` about its rows, as settings of a recipe's data; `aside`: the file whose rows
        are kept aside; `why` the task was guessed."""
        self._why, decided = why, decided or {}
        is_other = table is not None and (self.examples.table is None or self.examples.table.path != table.path)
        self.examples.set_task(self._draft.task)
        self.examples.set_table(
            *(table, mapping, problems, decided.get("skip_rows") or ()),
            merged=decided.get("merged_labels"),
            aside=aside,
            skipped_aside=decided.get("skip_validation_rows") or (),
        )
        self.head.set_table(table, len(self.examples.labels))
        self._draft.take_table(table, self.examples.mapping, decided, is_other=is_other)
        self._open("examples")
        self._renew(tell=table is not None)

    def set_hello(self, hello: Mapping[str, Any] | None) -> None:
        """What the engine says of itself; None while it is not there (what was known stays on the page)."""
        self._draft.hello = dict(hello) if hello else None
        if hello:
            self.methods.set_hello(hello)
            self.backbones.set_backbones(hello.get("backbones", ()))
            self._show_config()
        self._renew()

    def set_backbones(self, backbones: Sequence[Mapping[str, Any]]) -> None:
        """Another list of base models, after a download or a new folder."""
        self.set_hello({**(self._draft.hello or {}), "backbones": list(backbones)})

    def set_packs(self, packs: Sequence[Mapping[str, Any]]) -> None:
        """The packs that a prompt may start from: {"path", "name", "backbone"}."""
        self.methods.set_packs(packs)

    def set_download(self, source: str, done: int, total: int | None) -> None:
        """A download of a base model is under way, in bytes."""
        self.backbones.set_download(source, done, total)

    def set_example(self, example: Mapping[str, Any]) -> None:
        """The tokens of the chosen row: {"tokens": [{"text", "kind"}], "counts": {kind: n}}."""
        self.examples.sample.set_example(example)

    def set_estimate(self, estimate: Mapping[str, Any] | None, method: str | None = None) -> None:
        """Cost of the recipe (see the engine's estimate), or with `method` of another method at its defaults."""
        kind = self.methods.kind() or ""
        if method is not None:
            if method != kind and estimate:
                self.methods.set_size(method, trained_size(estimate))
            return
        self._draft.estimate = dict(estimate or {})
        self.methods.set_seconds(self._draft.estimate.get("seconds"))
        if estimate:
            self.methods.set_size(kind, trained_size(estimate))
        self._renew()

    def set_refusal(self, error: Mapping[str, Any] | None) -> None:
        """What the engine says cannot work together in this recipe, as its error event, or None."""
        self.methods.set_refusal(error)
        self._renew()

    def set_config(self, config: Mapping[str, Any]) -> None:
        """Show a recipe. The table it names is set by `set_table`."""
        self._draft.take_config(config)
        self.examples.set_task(self._draft.task)
        self._show_config()
        self.examples.set_skipped(self._draft.data["skip_rows"])
        self._renew()

    def set_busy(self, reason: str) -> None:
        """Why nothing can be started now, such as a run under way; empty if it can."""
        self._busy = reason
        self._renew()

    def config(self) -> dict[str, Any]:
        """The whole recipe as JSON."""
        return self._draft.to_json()

    def selected_fields(self) -> dict[str, str]:
        """Column -> value of the chosen row; empty if there is none."""
        number = self.examples.table_view.current_number()
        return {} if number is None else self.examples.fields(number)

    def retranslate(self) -> None:
        """Renew all words."""
        self.set_title(self.tr("Teach"))
        self.add_folder.setText(self.tr("Add folder..."))
        self._renew()

    def _renew_steps(self) -> None:
        draft, examples, methods = self._draft, self.examples, self.methods
        skipped = len(draft.data["skip_rows"])
        folded = examples_summary(examples.table, examples.usable_rows(), skipped, examples.facts.split.kept_aside())
        self.steps["examples"].set_texts(self.tr("Your examples"), folded)
        chosen = backbone_summary(draft.backbone(), draft.backbones())
        stays = self.tr("stays untouched") if methods.is_frozen else self.tr("is trained too")
        self.steps["backbone"].set_texts(self.tr("Base model"), chosen, stays)
        self.steps["backbone"].header.summary.set_tone("muted" if methods.is_frozen else "warning")
        folded = method_summary(methods.kind(), methods.title(), methods.pace_text(), methods.learned_tokens())
        self.steps["method"].set_texts(self.tr("How to learn"), folded, trained_share(draft.estimate))

    def _build_ui(self) -> None:
        for card in self.steps.values():
            self.body.addWidget(card)
        self.body.addStretch(1)
        space = current().space
        self.body.setSpacing(space["s"])
        self.body.setContentsMargins(space["xl"], space["xs"], space["xl"], space["xs"])
        examples, backbone, method = self.steps.values()
        examples.content.addWidget(self.examples)
        examples.add_head(self.head)
        backbone.content.addWidget(self.backbones)
        backbone.add_trailing(self.add_folder)
        method.content.addWidget(self.methods)
        method.add_head(self.methods.pace)
        self.set_footer(self.ready)
        self._drops = TableDrops(self)
        self._drops.dropped.connect(self.file_dropped)
        self._drops.waiting.connect(self.examples.drop_zone.set_waiting)
        self._open("examples")

    def _connect(self) -> None:
        for key, card in self.steps.items():
            card.open_requested.connect(lambda key=key: self._open(key, focus=True))
        self.examples.file_requested.connect(self.file_requested)
        self.head.file_requested.connect(self.file_requested)
        self.head.task_chosen.connect(self._on_task)
        self.examples.mapping_changed.connect(self._on_mapping)
        self.examples.rows_skipped.connect(self._on_skipped)
        self.examples.rows_joined.connect(self.rows_joined)
        self.examples.row_selected.connect(self.row_selected)
        self.examples.split_changed.connect(lambda settings: self._set_data(**settings))
        self.examples.template_changed.connect(
            lambda template, words: self._set_data(template=template, verbalizer=words)
        )
        self.backbones.chosen.connect(self._on_backbone)
        self.backbones.get_requested.connect(self.get_backbone_requested)
        self.add_folder.clicked.connect(self.add_folder_requested)
        self.methods.changed.connect(self._on_method)
        self.methods.form.unfolded.connect(self._show_form)
        self.methods.template_requested.connect(self._edit_template)
        self.ready.start_requested.connect(self.start_requested)
        self.ready.check_action.connect(self._on_action)
        start = QShortcut(QKeySequence("Ctrl+Return"), self)
        start.activated.connect(self.ready.start.click)

    def _open(self, key: str, *, focus: bool = False) -> None:
        """Open a step: examples alone, base model and method together, as both are short."""
        opened = ("examples",) if key == "examples" else ("backbone", "method")
        for name, card in self.steps.items():
            card.set_open(name in opened)
        if focus:
            targets = {"examples": self.examples, "backbone": self.backbones, "method": self.methods}
            targets[key].setFocus()
            targets[key].focusNextChild()
            self.scroll_to(self.steps[key])

    def _renew(self, *, tell: bool = False) -> None:
        """Bring everything that follows from the choices up to date; `tell`: the recipe changed."""
        draft, methods = self._draft, self.methods
        data, backbone, is_there = draft.data, draft.backbone(), draft.hello is not None
        self.head.set_task(draft.task, draft.tasks(), self._why)
        self.backbones.set_reasons({str(each["source"]): draft.refusal(each) for each in draft.backbones()})
        self.examples.show_split(data)
        output = draft.output()
        is_ready = bool(is_there and backbone and backbone["present"])
        tokens = methods.learned_tokens() or 20
        self.examples.set_sample_options(data["template"], data["verbalizer"], output, tokens, is_ready, draft.family())
        methods.set_counted(self.examples.sample.counted_tokens())
        methods.set_output(output)
        checks = [
            self.examples.check(),
            backbone_check(backbone, draft.estimate.get("memory_bytes"), draft.memory(), draft.refusal(backbone)),
            self._method_check(),
        ]
        self.steps["examples"].set_done(checks[0].state == "ok", is_chosen=self.examples.table is not None)
        self.steps["backbone"].set_done(checks[1].state != "bad")
        self.steps["method"].set_done(checks[2].state != "bad" and bool(methods.kind()))
        seconds, device = draft.estimate.get("seconds"), str(draft.device().get("name", ""))
        is_fine = all(check.state != "bad" for check in checks) and is_there and not self._busy
        self.ready.set_checks(checks)
        self.ready.set_start(is_fine, start_reason(checks, is_there, seconds, device, self._busy))
        about = self.tr("about {time}").format(time=roughly(seconds)) if seconds else ""
        self.backbones.set_time(str(backbone["source"]) if backbone else None, about)
        self._renew_steps()
        if tell:
            self.config_changed.emit(self.config())

    def _method_check(self) -> Check:
        methods = self.methods
        kind = methods.kind()
        warnings = [problem for problem in self.examples.problems if problem.severity == "warn"]
        return method_check(
            *(kind, methods.title(), methods.learned_tokens(), methods.reason(kind) if kind else "", warnings),
            refusal=methods.refusal(),
            is_frozen=methods.is_frozen,
        )

    def _show_config(self) -> None:
        """Bring base model, method and form to what the recipe says; a recipe without a method gets the usual one."""
        draft = self._draft
        if draft.hello is None:
            return
        self.backbones.set_source(draft.config["backbone"].get("source"))
        self.methods.set_backbone(draft.backbone(), draft.task)
        if not draft.config["method"].get("kind"):
            self.methods.choose_usual()
        self.methods.set_values(flat(draft.config))
        self._known = self.methods.values()
        draft.config = with_choices(draft.config, self._known, self._known)

    def _set_data(self, **values: Any) -> None:
        self._draft.data.update(values)
        self._renew(tell=True)

    def _on_mapping(self, columns: dict[str, str]) -> None:
        self.head.set_table(self.examples.table, len(self.examples.labels))
        self._set_data(columns=columns or None, template=None, verbalizer=None)
        self.mapping_changed.emit(columns)

    def _on_task(self, kind: str) -> None:
        self._draft.take_task(kind)
        self.examples.set_task(kind)
        self.methods.set_backbone(self._draft.backbone(), kind)
        self.methods.choose_usual()
        self._on_method()
        self.task_changed.emit(kind)

    def _on_skipped(self, rows: list[int]) -> None:
        self._set_data(skip_rows=list(rows))
        self.rows_skipped.emit(rows)

    def _on_backbone(self, source: str) -> None:
        draft = self._draft
        before = draft.backbone()
        draft.config["backbone"]["source"] = source
        draft.estimate = {}
        self.methods.set_seconds(None)
        now = draft.backbone()
        self.methods.set_backbone(now, draft.task)
        if now is not None and (before is None or before.get("family") != now.get("family")):
            self.methods.choose_usual()
            draft.config["task"]["output"] = None
        self._on_method()
        self.backbone_chosen.emit(source)

    def _on_method(self) -> None:
        values = self.methods.values()
        self._draft.config = with_choices(self._draft.config, self._known, values)
        self._draft.config["task"]["kind"] = self._draft.task
        self._known = values
        self._renew(tell=True)

    def _show_form(self) -> None:
        QTimer.singleShot(0, self, lambda: self.scroll_to(self.methods.form))

    def _edit_template(self) -> None:
        self._open("examples")
        self.examples.show_table()
        self.examples.sample.set_editing(True)
        self.scroll_to(self.examples.sample)

    def _on_action(self, name: str) -> None:
        """The link of a line of the Ready bar."""
        backbone = self._draft.backbone()
        if name == "file":
            self.file_requested.emit()
        elif name == "get" and backbone is not None:
            self.get_backbone_requested.emit(str(backbone["source"]))
        elif name in ("roles", "problems", "warnings"):
            self._open("examples")
            if name == "problems":
                self.examples.show_problems()
            elif name == "roles":
                self.examples.table_view.header.setFocus(Qt.FocusReason.ShortcutFocusReason)
            else:
                self.examples.show_findings()
        else:
            self._open("backbone" if name == "backbone" else "method", focus=True)
