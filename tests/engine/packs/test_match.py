"""The three colours of a pack against a model, and the number that decides."""

from __future__ import annotations

import dataclasses

import pytest

from engine.backbones.fingerprint import Fingerprint
from engine.errors import PackError
from engine.packs import match, require_fit

DEEP = ["key_values.encoder.layer.0.attention.self"]


def test_the_same_model_is_green(fingerprint: Fingerprint) -> None:
    found = match(fingerprint, dataclasses.replace(fingerprint, name="A copy elsewhere", source="folder:copy"))
    assert (found.colour, found.code) == ("green", "match_same")


def test_other_weights_of_the_same_shape_are_amber(fingerprint: Fingerprint) -> None:
    found = match(fingerprint, dataclasses.replace(fingerprint, weights_hash="c" * 64))
    assert found.colour == "amber" and "Tiny" in found.message


RED = {
    "embedding": (16, "Cannot fit: 8 wide, not 16."),
    "hidden": (16, "Cannot fit: 8 wide, not 16."),
    "layers": (3, "Cannot fit: made for 2 layers, and this model has 3."),
    "decoder_layers": (3, "Cannot fit: made for 0 decoder layers, and this model has 3."),
    "kv_heads": (1, "Cannot fit: made for 2 key and value heads, and this model has 1."),
    "head_dim": (8, "Cannot fit: made for heads 4 wide, not 8."),
    "vocab_size": (101, "Cannot fit: made for a vocabulary of 100, and this model has 101."),
    "tokenizer_hash": ("d" * 64, "Cannot fit: made for another tokenizer (aaaaaaaa, not dddddddd)."),
}


@pytest.mark.parametrize("field", RED)
def test_what_cannot_fit_is_red_and_says_the_number(field: str, fingerprint: Fingerprint) -> None:
    value, message = RED[field]
    found = match(fingerprint, dataclasses.replace(fingerprint, **{field: value}), tensors=DEEP)
    assert found.colour == "red" and found.message == message


@pytest.mark.parametrize("field", ["layers", "kv_heads", "head_dim"])
def test_a_prompt_at_the_input_does_not_ask_for_layers(field: str, fingerprint: Fingerprint) -> None:
    deeper = dataclasses.replace(fingerprint, **{field: 6, "weights_hash": "c" * 64})
    assert match(fingerprint, deeper, tensors=["embeddings"]).colour == "amber"
    assert match(fingerprint, deeper, tensors=["embeddings", *DEEP]).colour == "red"
    assert match(fingerprint, deeper).colour == "red"


def test_a_red_pack_is_refused_with_the_number(fingerprint: Fingerprint) -> None:
    green = match(fingerprint, fingerprint)
    assert require_fit(green) is green
    with pytest.raises(PackError, match="8 wide, not 1024"):
        require_fit(match(fingerprint, dataclasses.replace(fingerprint, embedding=1024)))
