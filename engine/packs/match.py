"""Match: whether a pack's prompt fits a base model, in three colours and with the number that decides.

Green: the very weights and tokenizer it was trained with. Amber: same shape and tokenizer, other weights.
Red: it cannot fit, or it was trained together with a model that is not this one.
The sentences are in `engine.messages.MATCHES`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from engine.backbones.fingerprint import Fingerprint
from engine.errors import PackError
from engine.messages import MATCHES

GREEN, AMBER, RED = "green", "amber", "red"
INPUT_SIZES = (("embedding", "match_width"),)
DEEP_SIZES = (
    ("layers", "match_layers"),
    ("decoder_layers", "match_decoder_layers"),
    ("kv_heads", "match_kv_heads"),
    ("head_dim", "match_head_dim"),
)
HEAD_SIZES = (("hidden", "match_width"),)


@dataclass(frozen=True)
class Match:
    """The colour, the code of its sentence, and the arguments of it (`found` is the pack's, `needed` the model's)."""

    colour: str
    code: str
    args: dict[str, Any] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """The English sentence."""
        return MATCHES[self.code].format(**self.args)

    def to_json(self) -> dict[str, Any]:
        """A JSON-able copy with its sentence."""
        return {"colour": self.colour, "code": self.code, "args": self.args, "message": self.message}


def match(pack: Fingerprint, backbone: Fingerprint, *, tensors: Iterable[str] = (), is_frozen: bool = True) -> Match:
    """How the prompt of a pack fits a base model.

    `is_frozen` false: the model was trained together with the prompt, which says nothing to any other.

    `tensors` are the names in prompt.safetensors (a manifest's shapes): without them every size is compared;
    with them, only those that matter, so that a prompt at the input does not fail for the number of layers.
    """
    names = list(tensors)
    has_deep = not names or any(name.startswith("key_values.") for name in names)
    sizes = [*INPUT_SIZES, *HEAD_SIZES, *(DEEP_SIZES if has_deep else ())]
    for name, code in sizes:
        found, needed = getattr(pack, name), getattr(backbone, name)
        if found != needed:
            return Match(RED, code, {"found": found, "needed": needed})
    if pack.vocab_size != backbone.vocab_size:
        return Match(RED, "match_vocabulary", {"found": pack.vocab_size, "needed": backbone.vocab_size})
    if pack.tokenizer_hash != backbone.tokenizer_hash:
        return Match(RED, "match_tokenizer", {"found": pack.tokenizer_hash[:8], "needed": backbone.tokenizer_hash[:8]})
    if pack.weights_hash != backbone.weights_hash and not is_frozen:
        return Match(RED, "match_not_frozen", {"name": pack.name or pack.architecture})
    if pack.weights_hash != backbone.weights_hash:
        return Match(AMBER, "match_other_weights", {"name": pack.name or pack.architecture})
    return Match(GREEN, "match_same", {"name": backbone.name or backbone.architecture})


def require_fit(found: Match) -> Match:
    """The match itself, or PackError when it is red: the number that decides is in the sentence."""
    if found.colour == RED:
        raise PackError("pack_cannot_fit", reason=found.message)
    return found
