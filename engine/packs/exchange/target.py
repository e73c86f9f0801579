"""Target: what must be known of a base model to tell whether another program's prompt fits it, without loading it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engine.backbones.fingerprint import Fingerprint, fingerprint_folder, read_config
from engine.backbones.model_facts import family_of_config
from engine.backbones.stored_tensors import stored_tensors
from engine.packs.exchange.layout import Sizes

SITES = {"causal": "decoder", "masked": "encoder", "seq2seq": "decoder"}  # where other programs' prefixes enter


@dataclass(frozen=True)
class Target:
    """A base model. `slots`: key and value heads and their width by slot, of the site where prefixes enter.

    `has_pooler`: its files hold the layer that a BERT classifier reads; `has_relative`: it knows distances, no
    positions (T5); `window`: tokens that some of its layers look back, None where all see everything.
    """

    fingerprint: Fingerprint
    family: str
    model_type: str
    slots: Mapping[str, Sizes] = field(default_factory=dict)
    has_pooler: bool = False
    has_relative: bool = False
    window: int | None = None

    @property
    def name(self) -> str:
        """What people call it."""
        return self.fingerprint.name or self.fingerprint.architecture

    @property
    def site(self) -> str:
        """encoder or decoder."""
        return SITES[self.family]

    @property
    def is_seq2seq(self) -> bool:
        return self.family == "seq2seq"


def target_of_folder(folder: Path, *, name: str = "", source: str = "") -> Target:
    """The facts in a model folder; slots as config.json has them. Raises InputError when it is no model."""
    config = read_config(folder)
    fingerprint = fingerprint_folder(folder, name=name, source=source)
    family = family_of_config(config)
    layers = fingerprint.decoder_layers if family == "seq2seq" else fingerprint.layers
    sizes = (fingerprint.kv_heads, fingerprint.head_dim)
    inner = config.get("text_config")
    facts = {**config, **inner} if isinstance(inner, dict) else config
    return Target(
        fingerprint=fingerprint,
        family=family,
        model_type=str(config.get("model_type", "")),
        slots={f"{SITES[family]}.{layer}": sizes for layer in range(layers)},
        has_pooler=any("pooler.dense.weight" in stored for stored in stored_tensors(folder)),
        has_relative="relative_attention_num_buckets" in facts,
        window=_window(facts),
    )


def _window(facts: Mapping[str, Any]) -> int | None:
    window = facts.get("sliding_window")
    is_used = facts.get("use_sliding_window", True)
    return window if type(window) is int and window > 0 and is_used else None
