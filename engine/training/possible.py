"""What a recipe asks of a model, judged by what lies in the model's folder: what cannot work together is refused here,
with its reason, before anything is loaded. Loading has the last word where the files alone do not tell.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from engine.backbones.backbone import Family
from engine.backbones.catalog import display_name, known_fingerprint, resolve
from engine.backbones.fingerprint import Fingerprint, read_config
from engine.backbones.model_facts import (
    NO_INTERFACE,
    family_of_config,
    may_have_pooler,
    may_have_words,
    stored_positions,
)
from engine.data import Template, Text
from engine.errors import InputError
from engine.methods import PromptConfig
from engine.methods.method import MethodEntry
from engine.runs import TaskConfig
from engine.tasks.encoding import SMALLEST_ROOM
from engine.tasks.factory import POOLERS, read_template
from engine.tasks.support import TASKS, require_support

DEEP_SITE = {"causal": "decoder", "masked": "encoder", "seq2seq": "decoder"}  # where a deep prompt moves positions


@dataclass(frozen=True)
class StoredModel:
    """A model as its files describe it. `kind` is its own word for what it is; `positions`: how many learned or trained
    positions it has, None where it names no limit."""

    name: str
    family: Family
    kind: str
    has_words: bool
    has_pooler: bool
    positions: int | None
    source: str
    folder: Path

    def fingerprint(self) -> Fingerprint:
        """Of its files; the first time they are read for that."""
        return known_fingerprint(self.folder, self.name, self.source)


def stored_model(source: str | None) -> StoredModel:
    """What a source's files say. Raises InputError when it is not here or no model."""
    folder = resolve(str(source))
    facts = read_config(folder)
    return StoredModel(
        name=display_name(str(source), folder),
        family=family_of_config(facts),
        kind=str(facts.get("model_type", "")),
        has_words=may_have_words(folder, facts),
        has_pooler=may_have_pooler(folder, facts),
        positions=stored_positions(facts),
        source=str(source),
        folder=folder,
    )


def require_task(model: StoredModel, task: TaskConfig) -> None:
    """Raise InputError when such a model cannot be taught this task through this output and pooling."""
    kind, output = str(task.kind), str(task.output)
    if kind not in TASKS:  # such as writing, which imported prompts do
        raise InputError("task_unknown", task=kind, tasks=", ".join(TASKS))
    require_support(kind, output, model.family, has_words=model.has_words, backbone=model.name)
    if output == "head" and model.family == "causal" and task.pooling not in (None, "last", "mean"):
        raise InputError("pooling_causal", backbone=model.name, pooling=task.pooling)
    if output == "head" and task.pooling in POOLERS and not model.has_pooler:
        raise InputError("no_pooler", backbone=model.name)


def require_method(
    model: StoredModel, entry: MethodEntry, options: PromptConfig, output: str, template: Template
) -> None:
    """Raise InputError when a method with these options cannot enter such a model or finds no place in the template, or
    when its prompt leaves no room for the text or the answer."""
    refused = options.refusal(model.family, output)
    sites = entry.sites_of(options)
    if refused is None and sites == "deep" and model.kind in NO_INTERFACE:
        refused = "no_interface"
    if refused is not None:
        raise InputError(refused, method=entry.title, kind=model.kind, family=model.family, output=output)
    read_template(template, model.family, output, options.length_at("input") if sites == "input" else 0)
    options.require_model(model.fingerprint)
    if model.positions is None:
        return
    site, room = ("input" if sites == "input" else DEEP_SITE[model.family]), SMALLEST_ROOM
    if sites == "deep" and model.family == "seq2seq":
        room = 1  # the answer's first token; a prefix in the encoder moves nothing
    length = options.length_at(site)
    if length > model.positions - room:
        # what is advised must work: no tokenizer makes more tokens of the template's words than they have bytes
        words = sum(len(piece.text.encode()) for piece in template.pieces if isinstance(piece, Text))
        most = max(1, model.positions - SMALLEST_ROOM - words)
        raise InputError("prompt_too_long", length=length, limit=model.positions, most=most)
