"""From a recipe to what a run works with: data, backbone, method, task, encoded rows. Open choices are settled here.

What was left open (None) is resolved once, before the first step; the resolved recipe is what the run keeps.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from engine.backbones.backbone import Backbone
from engine.backbones.catalog import display_name, known_fingerprint, resolve
from engine.backbones.fingerprint import Fingerprint
from engine.data import (
    PRESET,
    ColumnMapping,
    Example,
    Loaded,
    Template,
    Verbalizer,
    language_of,
    load_examples,
    preset_template,
    resolve_preset,
)
from engine.errors import InputError
from engine.events import RunEvent, note, phase
from engine.methods import MethodContext, Prompt, PromptMethod, make_config, make_method, method_entry
from engine.packs import match, read_pack, require_fit
from engine.runs import BackboneConfig, RunConfig, TaskConfig
from engine.tasks.encoding import ExampleEncoder
from engine.tasks.factory import TaskPlan, make_task
from engine.tasks.support import default_output
from engine.tasks.task import Task
from engine.training.batches import EncodedExample
from engine.training.control import Control
from engine.training.joint import is_joint, joint_dtype, require_room
from engine.training.possible import require_method, require_task, stored_model
from engine.training.schedule import settled_habits

DEFAULT_EPOCHS = 5.0
FEWEST_STEPS, MOST_STEPS = 100, 2000  # where neither steps nor passes are given
CHECKED_ROWS = 256  # kept-aside rows scored at each check; the last score uses all of them
FEWEST_EPOCHS, MOST_EPOCHS = 0.01, 10_000.0  # what a recipe takes; told only, where steps are given
TICK = 256  # rows between two signs of progress
UNKNOWN_SHARE = 0.05


@dataclass
class Warm:
    """The backbone that stays loaded between runs and questions, and what it was loaded from and as."""

    backbone: Backbone | None = None
    key: tuple[str, ...] = ()


@dataclass(frozen=True)
class Prepared:
    """A settled recipe with everything loaded."""

    config: RunConfig
    backbone: Backbone
    fingerprint: Fingerprint
    loaded: Loaded
    plan: TaskPlan
    method: PromptMethod
    task: Task
    base_task: Task  # the same rows without a prompt
    train: list[EncodedExample]
    kept_aside: list[EncodedExample]
    is_infix: bool = False  # what the prompt's tensors do not say of themselves
    is_rate_open: bool = False  # the recipe names no learning rate: the method's own stands in its place

    def rows_hash(self) -> str:
        """SHA-256 over every row as the model reads it: what a run that goes on must find again."""
        digest = hashlib.sha256()
        for row in (*self.train, *self.kept_aside):
            digest.update(f"{row.row} {row.ids} {row.answer} {row.target}\n".encode())
        return digest.hexdigest()

    def base_kept_aside(self) -> list[EncodedExample]:
        """The kept-aside rows as the untouched model reads them."""
        return [self.base_task.encode(example) for example in self.loaded.kept_aside]


def prepare(
    config: RunConfig, control: Control, warm: Warm, *, is_restored: bool = False
) -> Iterator[RunEvent | Prepared]:
    """Settle and load: yields phases, at last the Prepared.

    `is_restored`: a save point replaces the start of the method, which is therefore not looked for.
    Raises InputError for anything the person can mend. The same recipe and seed give the same result.
    """
    _require_choices(config)
    is_rate_open = config.training.learning_rate is None
    yield phase("reading_data")
    config, loaded = read_rows(config)
    control.check()
    yield phase("loading_backbone")
    if is_joint(config.method):  # one of its own, which nobody else is given while it changes, nor afterwards
        warm.backbone = None
        warm = Warm()
        require_room(resolve(str(config.backbone.source)), config.backbone)
    backbone, fingerprint = load_backbone(config.backbone, warm)
    control.check()
    plan = plan_of(config, loaded.labels)
    notes: list[RunEvent] = []
    method = new_method(config, backbone, plan, is_restored=is_restored, notes=notes)
    yield from notes
    prompt = method.export()
    # both heads start from the same numbers: the head alone is compared with, so it must not depend on luck
    task, base_task = (
        make_task(
            backbone,
            plan,
            input_length=length,
            prefix_length=prompt.prefix_length,
            decoder_length=prompt.length_at("decoder"),
            generator=torch.Generator().manual_seed(config.seed + 2),
        )
        for length in (prompt.input_length, 0)
    )
    encoded: list[EncodedExample] = []
    rows = [*loaded.train, *loaded.kept_aside]
    yield phase("encoding", 0, len(rows))
    for example in rows:
        encoded.append(task.encode(example))
        if len(encoded) % TICK == 0:
            control.check()
            yield phase("encoding", len(encoded), len(rows))
    yield from task.notes()
    yield from _token_notes(task.encoder, rows)
    train, kept = encoded[: len(loaded.train)], encoded[len(loaded.train) :]
    config = settle_steps(config, len(train), len(kept))
    parts = (config, backbone, fingerprint, loaded, plan, method, task, base_task, train, kept)
    yield Prepared(*parts, is_infix=prompt.is_infix, is_rate_open=is_rate_open)


def read_rows(config: RunConfig) -> tuple[RunConfig, Loaded]:
    """The rows of a recipe, and the recipe settled by them; no model is loaded.

    Raises InputError for a table that cannot be used and for choices that cannot work together.
    """
    loaded = load_examples(config.data, config.seed)
    texts = [text for row in loaded.train[:200] for text in row.fields.values()]
    template = config.data.template
    if template is not None and not template.startswith(PRESET):  # names are checked against the file's own columns
        Template.parse(template, loaded.table.columns, loaded.mapping.columns)
    config = settle(config, loaded.mapping, loaded.labels, texts)
    return config.replace(data={"skip_rows": list(loaded.skipped)}), loaded


def load_backbone(config: BackboneConfig, warm: Warm) -> tuple[Backbone, Fingerprint]:
    """A backbone and its fingerprint; the warm one is used again when files, format and device are the same."""
    source = config.source or ""
    folder = resolve(source)
    fingerprint = known_fingerprint(folder, display_name(source, folder), source)
    key = (str(folder), config.dtype, config.device, fingerprint.weights_hash)
    if warm.backbone is None or warm.key != key:
        warm.backbone = None  # two large models at once may not fit
        warm.backbone = Backbone.load(folder, source=source, dtype=config.dtype, device=config.device)
        warm.backbone.name, warm.key = fingerprint.name, key
    return warm.backbone, fingerprint


def plan_of(config: RunConfig, labels: Sequence[str]) -> TaskPlan:
    """The task of a settled recipe."""
    data = config.data
    return TaskPlan(
        kind=str(config.task.kind),
        output=str(config.task.output),
        template=str(data.template),
        labels=labels,
        label_words=data.verbalizer,
        max_tokens=data.max_tokens,
        pooling=str(config.task.pooling),
    )


def new_method(
    config: RunConfig,
    backbone: Backbone,
    plan: TaskPlan,
    *,
    is_sketch: bool = False,
    is_restored: bool = False,
    notes: list[RunEvent] | None = None,
) -> PromptMethod:
    """The recipe's method at its start, drawn from the recipe's seed.

    `is_sketch`: only its sizes are wanted; `is_restored`: nor is the pack looked for that it started from. `notes` gets
    what the person is to be told of the start. Raises InputError or PackError for a pack to start from that cannot be
    used.
    """
    first = [(plan.label_words or {}).get(label, [label])[0] for label in plan.labels]
    words = [f" {word.strip()}" for word in first]  # as they stand in a text: behind a space, with its own token
    context = MethodContext(
        backbone=backbone,
        generator=torch.Generator().manual_seed(config.seed),
        label_words=words,
        task_text=task_text(plan),
        start=None if is_restored else _start(config, backbone),
        is_sketch=is_sketch or is_restored,
        notes=[] if notes is None else notes,
    )
    return make_method(config.method, context).to(backbone.device)


def _start(config: RunConfig, backbone: Backbone) -> Prompt | None:
    """The prompt of the pack that the method's options name as its start."""
    path = config.method.get("init_pack")
    if not path:
        return None
    pack = read_pack(Path(path))
    source = str(config.backbone.source)
    folder = resolve(source)
    found = known_fingerprint(folder, display_name(source, folder), source)
    require_fit(match(pack.manifest.backbone, found, tensors=pack.manifest.shapes))
    tensors = {name: torch.from_numpy(array).float() for name, array in pack.tensors().items()}
    return Prompt.from_tensors(tensors).to(backbone.device)


def task_text(plan: TaskPlan) -> str:
    """A sentence about the task in plain words, from which a prompt may start."""
    names = ", ".join(field.replace("_", " ") for field in Template.parse(plan.template).fields())
    return f"Read the {names} and decide which of these it is: {' or '.join(plan.labels)}."


def settle(config: RunConfig, mapping: ColumnMapping, labels: Sequence[str], texts: Iterable[str]) -> RunConfig:
    """The recipe with task, template, method and learning rate chosen; nothing is loaded yet.

    `texts` tell the preset's language. Raises InputError for what cannot work together, with the reason.
    """
    model = stored_model(config.backbone.source)
    family = model.family
    kind = config.task.kind or "classification"
    output = config.task.output or default_output(family)
    pooling = config.task.pooling or ("last" if family == "causal" else "mean")
    require_task(model, TaskConfig(kind, output, pooling))
    template = config.data.template
    if template is None:
        template = preset_template(mapping, labels, kind, output, language_of(texts))
    elif template.startswith(PRESET):
        template = resolve_preset(template.removeprefix(PRESET), mapping, family)
    pieces = Template.parse(template, None, mapping.columns)
    is_whole = family == "masked" and output != "head"  # others never read what stands behind the answer
    entry, options = make_config(_with_length(config.method, pieces if is_whole else pieces.until_answer()))
    require_method(model, entry, options, output, pieces)
    if output == "verbalizer":
        Verbalizer.from_config(config.data.verbalizer, labels)  # only to check it
    is_adafactor = config.training.optimizer == "adafactor" and entry.adafactor_rate is not None
    return config.replace(
        task={"kind": kind, "output": output, "pooling": pooling},
        data={"template": str(pieces), "columns": mapping.to_config()},
        method={**vars(options), "kind": entry.kind},
        **({"backbone": {"dtype": joint_dtype(config.backbone.dtype)}} if is_joint(vars(options)) else {}),
        training={
            "learning_rate": config.training.learning_rate
            or (entry.adafactor_rate if is_adafactor else entry.rate(options, output)),
            "threads": config.training.threads or torch.get_num_threads(),
            **settled_habits(config.training),
        },
    )


def _with_length(method: dict[str, Any], template: Template) -> dict[str, Any]:
    """The method with the length that a template counts out, where the recipe names none: (3, 3, 3) makes nine."""
    entry = method_entry(method.get("kind"))
    total = template.soft_total
    is_open = entry.sites == "input" and "length" not in method and bool(template.soft_places)
    return {**method, "length": total} if is_open and total is not None else method


def settle_steps(config: RunConfig, rows: int, kept_aside: int) -> RunConfig:
    """The recipe with steps, passes, checks and early stopping chosen."""
    training = config.training
    size = training.batch_size * training.accumulate
    a_pass = -(-rows // size)
    steps, epochs = training.steps, training.epochs
    if steps is None:
        steps = round((epochs or DEFAULT_EPOCHS) * a_pass)
        if epochs is None:
            steps = min(max(steps, FEWEST_STEPS), MOST_STEPS)
    stopping = training.early_stopping
    if stopping is None:
        stopping = 0 if training.steps is not None else 3
    # scoring a row costs about a third of training on it: spend at most half as much on checks as on training
    checks = min(max(steps * size * 3 // (2 * min(kept_aside, CHECKED_ROWS)), 2), 10)
    return config.replace(
        training={
            "steps": max(steps, 1),
            "epochs": epochs or min(max(round(steps / a_pass, 2), FEWEST_EPOCHS), MOST_EPOCHS),
            "evaluate_every": training.evaluate_every or max(1, -(-steps // checks)),
            "early_stopping": stopping,
        }
    )


def _require_choices(config: RunConfig) -> None:
    for value, name, flag in (
        (config.data.train, "data.train", "--data"),
        (config.backbone.source, "backbone.source", "--backbone"),
        (config.method.get("kind"), "method.kind", "--method"),
    ):
        if not value:
            raise InputError("not_enough_choices", name=name, flag=flag)
    make_config(config.method)


def _token_notes(encoder: ExampleEncoder, rows: list[Example]) -> Iterator[RunEvent]:
    """Say when the model cannot read much of the texts, or when many are cut."""
    unknown = encoder.tokenizer.unk_token_id
    seen = bad = cut = 0
    for example in rows[:500]:
        tokens = encoder.tokens(example)
        texts = [token for token in tokens if token.kind in ("text", "cut")]
        seen += len(texts)
        bad += sum(token.id == unknown for token in texts) if unknown is not None else 0
        cut += any(token.kind == "cut" for token in tokens)
    if seen and bad / seen > UNKNOWN_SHARE:
        yield note("unknown_tokens", percent=round(100 * bad / seen))
    if cut:
        yield note("texts_cut", rows=cut, of=min(len(rows), 500), tokens=encoder.max_tokens)
