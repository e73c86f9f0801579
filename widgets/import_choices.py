"""What a person must say of another program's prompt before it can be a pack: checked here, asked in a dialog."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from engine.data import Template
from engine.errors import InputError

WRITES, PICKS = "text", "labels"
_PARTS = re.compile(r"[,，、;；]")


def split_list(text: str) -> list[str]:
    """The parts of a line that commas separate, Chinese ones too; empty ones are left out."""
    return [part.strip() for part in _PARTS.split(text) if part.strip()]


def usual_template(task: str, outputs: int | None) -> str:
    """The template for a prompt without one: the text behind the prompt, and the answer where words are said."""
    return "{soft}{text} {answer}" if task == PICKS and outputs is None else "{soft}{text}"


def fits(facts: Mapping[str, Any], backbone: Mapping[str, Any]) -> bool:
    """Whether a prompt is as wide as a base model needs it, as far as that is known without loading the model."""
    sizes = backbone.get("fingerprint") or {}
    width = int(facts.get("width") or 0)
    if not facts.get("is_deep"):
        return width == (sizes.get("embedding") or backbone.get("hidden"))
    layers = sizes.get("decoder_layers") or sizes.get("layers") or 0
    return width == 2 * layers * int(sizes.get("kv_heads") or 0) * int(sizes.get("head_dim") or 0)


def in_order(facts: Mapping[str, Any], backbones: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The base models on this computer, those first that the prompt says it was made for, then those it fits."""
    made_for = str(facts.get("made_for") or "").replace("\\", "/").rstrip("/").rpartition("/")[2].casefold()

    def rank(backbone: Mapping[str, Any]) -> tuple[bool, bool]:
        names = f"{backbone.get('name')} {backbone.get('source')}".casefold()
        return (not (made_for and made_for in names), not fits(facts, backbone))

    return sorted((dict(each) for each in backbones if each.get("present") and not each.get("problem")), key=rank)


def problem(labels: Sequence[str], words: Sequence[str], template: str, outputs: int | None) -> InputError | None:
    """What is wrong with the choices, before the engine is asked; None if nothing is seen to be."""
    if outputs is not None and not labels:
        return InputError("exchange_labels_needed", outputs=outputs)
    if outputs is not None and len(labels) != outputs:
        return InputError("exchange_label_count", found=len(labels), needed=outputs)
    if words and len(words) != len(labels):
        return InputError("exchange_word_count", found=len(words), needed=len(labels))
    try:
        parsed = Template.parse(template)
        if labels and outputs is None:
            parsed.needs_answer()
    except InputError as error:
        return error
    return None
