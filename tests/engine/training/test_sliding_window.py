"""Models some of whose layers look back over a few tokens only: a prompt in front stays in sight of every token."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch
from transformers import (
    Gemma2Config,
    Gemma2ForCausalLM,
    Gemma3ForCausalLM,
    Gemma3TextConfig,
    MistralConfig,
    MistralForCausalLM,
)

from engine.backbones.backbone import Backbone
from engine.inference import Sampling, TextGenerator
from engine.methods import Prompt
from engine.tasks.decoding import write_all
from engine.training.batches import BEHIND, EncodedExample, make_batch
from engine.training.prompted_model import PromptedModel
from tests.tiny_models import DEVIATION
from tests.tiny_tokenizers import byte_pairs

WINDOW, LENGTH, TOKENS = 4, 3, 16
LAYERS = {"layer_types": ["sliding_attention", "sliding_attention", "full_attention"]}
Model = tuple[Callable[[Any], Any], Callable[..., Any], dict[str, Any]]
MODELS: dict[str, Model] = {
    "mistral": (MistralForCausalLM, MistralConfig, {}),
    "gemma2": (Gemma2ForCausalLM, Gemma2Config, {"query_pre_attn_scalar": 8}),
    "gemma3": (Gemma3ForCausalLM, Gemma3TextConfig, {"query_pre_attn_scalar": 8, **LAYERS}),
}


@pytest.fixture(scope="module", params=MODELS)
def backbone(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Backbone:
    """A tiny model of three layers with a window of four tokens."""
    model, config, more = MODELS[request.param]
    folder = tmp_path_factory.mktemp(request.param)
    sizes = {"hidden_size": 32, "num_hidden_layers": 3, "num_attention_heads": 4, "num_key_value_heads": 2}
    ids = {"bos_token_id": 0, "eos_token_id": 1, "pad_token_id": 1}
    wide = {"intermediate_size": 64, "head_dim": 8, "initializer_range": DEVIATION, "sliding_window": WINDOW}
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        model(config(vocab_size=byte_pairs(folder), **sizes, **ids, **wide, **more)).save_pretrained(folder)
    return Backbone.load(folder, dtype="float32", device="cpu")


def prompt_of(backbone: Backbone, *, is_infix: bool = False) -> Prompt:
    drawn = torch.Generator().manual_seed(0)
    parts = {
        slot.name: 2 * torch.randn(2, slot.kv_heads, LENGTH, slot.head_dim, generator=drawn) for slot in backbone.slots
    }
    return Prompt(key_values={name: part.requires_grad_() for name, part in parts.items()}, is_infix=is_infix)


ROW = EncodedExample(0, list(range(20, 20 + TOKENS)))


def test_the_last_token_sees_every_virtual_token_of_every_layer(backbone: Backbone) -> None:
    prompt = prompt_of(backbone)
    model, batch = PromptedModel(backbone, prompt), make_batch([ROW])
    with model.installed(batch):
        model.hidden(batch)[0, -1].sum().backward()
    for name, part in prompt.key_values.items():
        assert part.grad is not None and part.grad.abs().amax(dim=(1, 3)).min() > 1e-4, name  # (2, P)


@pytest.mark.parametrize("is_infix", [False, True])
def test_a_text_written_token_by_token_is_the_one_that_a_whole_pass_gives(backbone: Backbone, is_infix: bool) -> None:
    model = PromptedModel(backbone, prompt_of(backbone, is_infix=is_infix))
    written = list(TextGenerator(model)._tokens(ROW, Sampling(max_new_tokens=2 * WINDOW)))
    found: list[int] = []
    for _ in written:
        batch = make_batch([EncodedExample(0, ROW.ids, found)])
        with torch.no_grad(), model.installed(batch):
            found.append(int(backbone.logits(model.hidden(batch)[:, -1]).argmax()))
    assert found == written and len(written) > WINDOW


@pytest.mark.parametrize("is_infix", [False, True])
def test_padding_between_rows_of_different_length_takes_no_place_in_the_window(
    backbone: Backbone, is_infix: bool
) -> None:
    model = PromptedModel(backbone, prompt_of(backbone, is_infix=is_infix))
    rows = [EncodedExample(row, ROW.ids[:length]) for row, length in enumerate([TOKENS, 2, 7])]
    sampling = Sampling(max_new_tokens=2 * WINDOW)
    alone = [list(TextGenerator(model)._tokens(row, sampling)) for row in rows]
    assert write_all(model, BEHIND, rows, sampling) == alone
