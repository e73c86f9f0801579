"""From a foreign prompt, a base model and what a person says of the task: the manifest and tensors of a pack.

Everything that could make a difference to the model's answers is either taken over exactly or refused with the number
that decides. Writing the pack is left to `engine.packs.write_pack`, opening it on the model to `engine.inference`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.data.template import Soft, Template
from engine.errors import InputError
from engine.events import RunEvent, note
from engine.packs.exchange.foreign import Foreign, Prefix
from engine.packs.exchange.layout import by_layer, is_shared, split_rows
from engine.packs.exchange.reading import Array
from engine.packs.exchange.target import Target
from engine.packs.manifest import MOST_TOKENS, Manifest

UNKNOWN_WEIGHTS = "0" * 64  # the hash of no model: the pack is amber for every one
DEFAULT_TOKENS = 128
POOLED = {"peft": ("bert",), "thudm": ("bert", "roberta")}  # whose one-layer head reads the pooler
TASKS = ("classification", "generation")
FAMILIES = ("causal", "masked", "seq2seq")
TASK_FAMILIES = {"CAUSAL_LM": ("causal",), "SEQ_2_SEQ_LM": ("seq2seq",), "SEQ_CLS": ("causal", "masked")}
FAMILIES_OF_FORMAT = {"thudm": ("causal", "masked"), "koboldai": ("causal",)}


@dataclass(frozen=True)
class Choices:
    """What a foreign file does not hold. `labels` in the order of the head; `words`: label -> the words for it.

    `task`: classification or generation, None: what labels and head tell. `positions`: None as the format has them.
    """

    name: str = ""
    task: str | None = None
    template: str | None = None
    labels: Sequence[str] = ()
    words: Mapping[str, Sequence[str]] | None = None
    max_tokens: int = DEFAULT_TOKENS
    positions: str | None = None
    author: str = ""
    licence: str = ""
    description: str = ""


@dataclass(frozen=True)
class Fitted:
    """What a pack is made from, and what the person must be told of it."""

    manifest: Manifest
    tensors: dict[str, Array]
    notes: list[RunEvent]


def fit(foreign: Foreign, target: Target, choices: Choices) -> Fitted:
    """The pack of a foreign prompt on a base model. Raises InputError with the number or word that does not fit."""
    if target.family not in TASK_FAMILIES.get(foreign.task, FAMILIES_OF_FORMAT.get(foreign.format, FAMILIES)):
        trained = foreign.task or foreign.kind
        raise InputError("exchange_family", task=trained, backbone=target.name, family=target.family)
    notes = [*foreign.notes]
    tensors = _input(foreign, target) if foreign.prefix is None else _deep(foreign, foreign.prefix, target, notes)
    task = _task(foreign, target, choices)
    pooling = ""
    if foreign.head:
        pooling = _pooling(foreign, target)
        tensors |= _head(foreign, target)
    positions = _positions(foreign, target, choices)
    notes += _warnings(foreign, target, positions)
    fingerprint = target.fingerprint
    if not foreign.names_weights:
        fingerprint = dataclasses.replace(fingerprint, weights_hash=UNKNOWN_WEIGHTS)
    manifest = Manifest(
        name=choices.name or foreign.name or "Prompt",
        method={"kind": foreign.method, "options": {"length": foreign.tokens, "imported_from": foreign.format}},
        task={**task, "columns": {}, "max_tokens": choices.max_tokens, "pooling": pooling or "mean"},
        template=_template(foreign, choices, task["output"]),
        backbone=fingerprint,
        position={"soft": "front", "positions": positions},
        training_dtype="float32",
        metrics={"metrics": {}, "baseline": None, "head_alone": None, "seed": 0},
        data={"name": "", "sha256": None, "rows": 0, "kept_aside": 0},
        labels=list(choices.labels),
        label_words={label: list(words) for label, words in (choices.words or {}).items()},
        description=choices.description or foreign.description,
        author=choices.author or foreign.author,
        licence=choices.licence,
    )
    return Fitted(manifest, tensors, notes)


def _input(foreign: Foreign, target: Target) -> dict[str, Array]:
    needed = target.fingerprint.embedding
    if foreign.rows.shape[1] != needed:
        raise InputError("exchange_width", found=foreign.rows.shape[1], needed=needed, backbone=target.name)
    return {"embeddings": foreign.rows}


def _deep(foreign: Foreign, prefix: Prefix, target: Target, notes: list[RunEvent]) -> dict[str, Array]:
    """Keys and values by slot, after the sizes were compared one by one: the first that differs is named."""
    slots = by_layer(target.slots)
    if not slots:
        raise InputError("exchange_no_slots", backbone=target.name)
    heads, width = sizes = target.slots[slots[0]]
    different = [slot for slot in slots if target.slots[slot] != sizes]
    if different:
        odd = target.slots[different[0]]
        raise InputError(
            "exchange_heads", found=heads, found_width=width, backbone=target.name, needed=odd[0], needed_width=odd[1]
        )
    found = (prefix.heads or heads, prefix.head_dim or width)
    if found != sizes:
        raise InputError(
            "exchange_heads",
            found=found[0],
            found_width=found[1],
            backbone=target.name,
            needed=heads,
            needed_width=width,
        )
    layers = prefix.layers or len(slots)
    # PEFT counts an encoder-decoder's encoder; a decoder that is less deep leaves the rest unread
    if layers < len(slots) or (layers != len(slots) and not target.is_seq2seq):
        raise InputError("exchange_layers", found=layers, needed=len(slots), backbone=target.name)
    total = 2 * layers * heads * width
    if foreign.rows.shape[1] != total:
        raise InputError(
            "exchange_prefix_width",
            found=foreign.rows.shape[1],
            needed=total,
            backbone=target.name,
            layers=layers,
            heads=heads,
            width=width,
        )
    is_folded = target.is_seq2seq and foreign.format == "peft"
    if is_shared(len(slots), layers, is_seq2seq=is_folded):
        notes.append(note("exchange_shared_rows"))
    parts = split_rows(foreign.rows, slots, sizes, layers, is_seq2seq=is_folded)
    return {f"key_values.{slot}": part for slot, part in parts.items()}


def _task(foreign: Foreign, target: Target, choices: Choices) -> dict[str, Any]:
    """kind and output, from what there is: a head, labels, or neither."""
    outputs, labels = foreign.outputs, list(choices.labels)
    twice = next((label for label in labels if labels.count(label) > 1), None)
    if twice is not None:
        raise InputError("exchange_label_twice", label=twice)
    if not 0 < choices.max_tokens <= MOST_TOKENS:
        raise InputError("option_range", name="--max-tokens", value=choices.max_tokens, low=1, high=MOST_TOKENS)
    if choices.task not in (None, *TASKS):
        raise InputError("task_unknown", task=choices.task, tasks=", ".join(TASKS))
    if choices.task == "generation" and (outputs or labels):
        raise InputError("exchange_task")
    if outputs and not labels:
        raise InputError("exchange_labels_needed", outputs=outputs)
    if outputs and len(labels) != outputs:
        raise InputError("exchange_label_count", found=len(labels), needed=outputs)
    if len(labels) == 1 or (choices.task == "classification" and not labels):
        raise InputError("exchange_label_alone", found=len(labels))
    if choices.words is not None and set(choices.words) != set(labels):
        raise InputError("exchange_word_count", found=len(choices.words), needed=len(labels))
    if outputs:
        return {"kind": "classification", "output": "head"}
    if labels:
        return {"kind": "classification", "output": "verbalizer"}
    if target.family == "masked":
        raise InputError("exchange_encoder_text", backbone=target.name)
    return {"kind": "generation", "output": "text"}


def _pooling(foreign: Foreign, target: Target) -> str:
    """What the head reads. PEFT's BERT pools the very first place, which an input prompt takes from [CLS]."""
    if target.family == "causal":
        return "last"
    if target.model_type not in POOLED.get(foreign.format, ()):
        raise InputError("exchange_head_model", backbone=target.name)
    if not target.has_pooler:
        raise InputError("exchange_no_pooler", backbone=target.name)
    return "pooler" if foreign.prefix is not None else "pooler_front"


def _head(foreign: Foreign, target: Target) -> dict[str, Array]:
    weight, bias = foreign.head["weight"], foreign.head.get("bias")
    if weight.shape[1] != target.fingerprint.hidden:
        needed = target.fingerprint.hidden
        raise InputError("exchange_width", found=weight.shape[1], needed=needed, backbone=target.name)
    if target.family == "causal":
        if bias is not None:
            raise InputError("exchange_head_bias")
        return {"head.weight": weight}
    return {"head.weight": weight, "head.bias": np.zeros(len(weight), np.float32) if bias is None else bias}


def _positions(foreign: Foreign, target: Target, choices: Choices) -> str:
    """shifted, kept, or placed: as PEFT's on T5, whose relative positions reach the prefix too."""
    if choices.positions:
        return choices.positions
    if foreign.format == "thudm":
        return "kept" if target.family == "causal" else "shifted"
    return "placed" if foreign.prefix is not None and target.is_seq2seq and target.has_relative else "shifted"


def _template(foreign: Foreign, choices: Choices, output: str) -> str:
    default = {"text": "{text}", "head": "{text}", "verbalizer": "{text} {answer}"}[output]
    template = Template.parse(choices.template or default)
    if output == "verbalizer":
        template.needs_answer()
    if not template.soft_places:
        template = Template((Soft(None, 0), *template.pieces))
    if len(template.soft_places) > 1 or not isinstance(template.pieces[0], Soft):
        raise InputError("exchange_template", template=str(template))
    if foreign.prefix is None:
        template.with_lengths(foreign.tokens)
    return str(template)


def _warnings(foreign: Foreign, target: Target, positions: str) -> list[RunEvent]:
    notes = []
    if not foreign.names_weights:
        notes.append(note("exchange_any_weights"))
    elif foreign.made_for and foreign.made_for.rpartition("/")[2] != target.name.rpartition("/")[2]:
        notes.append(note("exchange_made_for", made_for=foreign.made_for, backbone=target.name))
    if foreign.format == "thudm" and positions == "kept":
        notes.append(note("exchange_kept_positions"))
    if foreign.prefix is not None and target.window:
        notes.append(note("exchange_window", backbone=target.name, window=target.window))
    return notes
