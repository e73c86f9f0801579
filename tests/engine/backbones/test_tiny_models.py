"""The tiny models that the tests stand on: they answer within bounds, and what should differ in them does."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
import torch

from engine.backbones.backbone import Backbone
from tests.tiny_models import MAKERS


@pytest.mark.parametrize("name", MAKERS)
def test_a_tiny_model_is_neither_certain_nor_blind(name: str, backbones: Mapping[str, Backbone]) -> None:
    backbone = backbones[name]
    ids = torch.tensor([backbone.tokenizer("the film is great").input_ids])
    other = ids.clone()
    other[0, 2] += 1
    with torch.no_grad():
        states = [states_of(backbone, tokens) for tokens in (ids, other)]
        assert all(state.isfinite().all() for state in states)
        assert float((states[0] - states[1])[-1].abs().mean()) > 0.02  # a token is seen from the last place
        if backbone.has_words:
            answers = backbone.logits(states[0]).softmax(dim=-1).amax(dim=-1)
            assert 2 / len(backbone.tokenizer) < float(answers.mean()) < 0.2


def states_of(backbone: Backbone, ids: torch.Tensor) -> torch.Tensor:
    """(T, H), the decoder's where there is one."""
    if backbone.family != "seq2seq":
        return backbone.body(input_ids=ids).last_hidden_state[0]
    encoded = backbone.encoder(input_ids=ids).last_hidden_state
    return backbone.decoder(input_ids=ids, encoder_hidden_states=encoded).last_hidden_state[0]


def test_sizes_that_are_often_equal_differ(backbones: Mapping[str, Backbone]) -> None:
    for name in ("opt", "electra", "albert"):
        assert backbones[name].embedding_size != backbones[name].model.config.hidden_size  # type: ignore[union-attr]
    for name in ("qwen3", "t5"):
        slot = backbones[name].slots[0]
        assert slot.head_dim * 4 != backbones[name].hidden_size
    for name in ("llama", "qwen3", "glm"):
        assert {slot.kv_heads for slot in backbones[name].slots} == {2}
    assert len({slot.module for slot in backbones["albert"].slots}) == 1 < len(backbones["albert"].slots)
    for name in ("t5", "bart"):
        sites = [slot.site for slot in backbones[name].slots]
        assert sites.count("encoder") != sites.count("decoder") == sites.count("cross")
    assert backbones["roberta"].first_position == 2
    assert [name for name in MAKERS if not backbones[name].has_words] == ["bert"]
