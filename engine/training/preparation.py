"""From a recipe to what a run works with: data, backbone, method, task, encoded rows.

What was left open (None) is resolved once, before the first step; the resolved recipe is what the run keeps. `settling`
chooses what needs no model.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import torch

from engine.backbones.backbone import Backbone
from engine.backbones.catalog import display_name, known_fingerprint, resolve
from engine.backbones.fingerprint import Fingerprint
from engine.data import PRESET, Example, Loaded, Template, are_short, load_examples, with_shuffled_answers
from engine.data.progress import Tick, untold
from engine.errors import InputError
from engine.events import RunEvent, note, phase
from engine.methods import MethodContext, Prompt, PromptMethod, make_config, make_method, method_entry
from engine.packs import match, read_pack, require_fit
from engine.runs import BackboneConfig, RunConfig
from engine.tasks.demonstrations import with_demonstrations
from engine.tasks.encoding import ExampleEncoder
from engine.tasks.factory import TaskPlan, make_task
from engine.tasks.task import Task
from engine.training.answer_choices import answer_tokens, read_vocabulary, with_usable_rows
from engine.training.batches import EncodedExample
from engine.training.context_cache import ContextCache
from engine.training.control import Control
from engine.training.enough_rows import enough_rows
from engine.training.joint import is_joint, require_room
from engine.training.prompted_model import PromptedModel
from engine.training.settling import DEFAULT_TASK, settle, settle_steps

TASK_TEXTS = {
    "classification": "Read the {names} and decide which of these it is: {labels}.",
    "choice": "Read the {names} and choose the best {answer}.",
    "cloze": "Complete the sentence about the {names} with the right {answer}.",
    "generation": "Read the {names} and write the {answer}.",
    "tagging": "Read the {names} and mark each word: {labels}.",
    "span_qa": "Read the {names} and find the {answer} in it.",
}
TICK = 256  # rows between two signs of progress
UNKNOWN_SHARE = 0.05


@dataclass
class Warm:
    """The backbone that stays loaded between runs and questions, and what it was loaded from and as; and what the last
    runs were compared with (`engine.training.baselines`)."""

    backbone: Backbone | None = None
    key: tuple[str, ...] = ()
    baselines: dict[str, Any] = field(default_factory=dict)
    movable: dict[str, Any] = field(default_factory=dict)  # the last pack that was asked with other numbers


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
    base_task: Task  # the same rows without a prompt, nor solved examples in front
    train: list[EncodedExample]
    kept_aside: list[EncodedExample]
    is_infix: bool = False  # what the prompt's tensors do not say of themselves
    is_rate_open: bool = False  # the recipe names no learning rate: the method's own stands in its place
    contexts: ContextCache | None = None  # what is kept of texts that the prompt cannot change

    def prompted(self, prompt: Prompt) -> PromptedModel:
        """The backbone seen through a prompt, as the run reads it."""
        return PromptedModel(self.backbone, prompt, contexts=self.contexts)

    def rows_hash(self) -> str:
        """SHA-256 over every row as the model reads it: what a run that goes on must find again."""
        digest = hashlib.sha256()
        for row in (*self.train, *self.kept_aside):
            digest.update(f"{row.facts}\n".encode())
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
    config, loaded = read_rows(config, lambda *_: control.check())
    loaded, drawn = enough_rows(loaded, config.training, config.seed)
    yield from drawn
    control.check()
    yield phase("loading_backbone")
    if is_joint(config.method):  # one of its own, which nobody else is given while it changes, nor afterwards
        warm.backbone = None
        warm = Warm()
        require_room(resolve(str(config.backbone.source)), config.backbone)
    backbone, fingerprint = load_backbone(config.backbone, warm)
    control.check()
    plan = plan_of(config, loaded.labels)
    loaded, left = with_usable_rows(backbone, plan, loaded, config)
    yield from left
    if plan.kind == "generation":
        config = config.replace(task={"answer_tokens": answer_tokens(backbone, plan, loaded, config)})
        plan = plan_of(config, loaded.labels)
    notes: list[RunEvent] = []
    method = new_method(config, backbone, plan, is_restored=is_restored, notes=notes)
    yield from notes
    prompt = method.export()
    # both heads start from the same numbers: the head alone is compared with, so it must not depend on luck
    entry, options = method_entry(config.method["kind"]), config.method
    shown = plan
    if not entry.is_trained:
        shown = with_demonstrations(plan, backbone, loaded.train, int(options["examples"]), config.seed)
    task, base_task = (
        make_task(
            backbone,
            own,
            input_length=length,
            prefix_length=prompt.prefix_length,
            decoder_length=prompt.length_at("decoder"),
            generator=torch.Generator().manual_seed(config.seed + 2),
        )
        for own, length in ((shown, prompt.input_length), (plan, 0))
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
    train = [part for row in encoded[: len(loaded.train)] for part in task.lessons(row)]
    kept = encoded[len(loaded.train) :]
    if config.training.batch_size > len(train):
        yield note("batch_clamped", rows=len(train), asked=config.training.batch_size)
        config = config.replace(training={"batch_size": len(train)})
    config = settle_steps(config, len(train), min(len(kept), task.checked_rows))
    parts = (config, backbone, fingerprint, loaded, plan, method, task, base_task, train, kept)
    yield Prepared(*parts, is_infix=prompt.is_infix, is_rate_open=is_rate_open)


def read_rows(config: RunConfig, tick: Tick = untold) -> tuple[RunConfig, Loaded]:
    """The rows of a recipe, and the recipe settled by them; no model is loaded. `tick` may end the reading.

    Raises InputError for a table that cannot be used and for choices that cannot work together.
    """
    loaded = load_examples(config.data, config.split_seed, task=config.task.kind or DEFAULT_TASK, tick=tick)
    if config.data.shuffled_answers:
        loaded = replace(loaded, train=with_shuffled_answers(loaded.train, config.seed))
    texts = [text for row in loaded.train[:200] for text in row.fields.values()]
    template = config.data.template
    if template is not None and not template.startswith(PRESET):  # names are checked against the file's own columns
        Template.parse(template, loaded.table.columns, loaded.mapping.columns)
    answers = [str(row.label) for row in loaded.train[:200]]
    is_short = are_short(row.fields[loaded.mapping.inputs[0]] for row in loaded.train[:200])
    config = settle(config, loaded.mapping, loaded.labels, texts, answers, is_short=is_short)
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
        columns=dict(data.columns or {}),
        metric=config.task.metric,
        answer_tokens=config.task.answer_tokens,
        vocabulary=read_vocabulary(config.task.vocabulary),
    )


def sketch(config: RunConfig, backbone: Backbone, plan: TaskPlan) -> tuple[Task, Prompt]:
    """The task of a settled recipe and a prompt of the right sizes, for questions asked before a run."""
    prompt = new_method(config, backbone, plan, is_sketch=True).export()
    length, prefix, decoder = prompt.input_length, prompt.prefix_length, prompt.length_at("decoder")
    return make_task(backbone, plan, input_length=length, prefix_length=prefix, decoder_length=decoder), prompt


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
    words = words if plan.kind == DEFAULT_TASK else []  # tags are no words
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
    answer = plan.columns.get("label", "answer").replace("_", " ")
    return TASK_TEXTS[plan.kind].format(names=names, answer=answer, labels=" or ".join(plan.labels))


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
