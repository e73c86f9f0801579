"""engine/training/bank_model.py: many prompts in one pass, and each row as if its prompt were alone."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from engine.backbones.backbone import Backbone
from engine.methods import Prompt
from engine.methods.prompt_bank import PromptBank
from engine.training.bank_model import BankModel
from engine.training.batches import AnswerLayout, Batch, EncodedExample, make_batch
from engine.training.prompted_model import PromptedModel

FAMILIES = ["bert", "roberta", "llama", "qwen3", "gpt2", "opt"]
TWO_SIDED = ["t5", "bart"]
TEXTS = ([9, 14, 20, 31], [8, 40], [7, 11, 30])


def deep(backbone: Backbone, length: int, draw: torch.Generator) -> dict[str, Tensor]:
    return {slot.name: torch.randn(2, slot.kv_heads, length, slot.head_dim, generator=draw) for slot in backbone.slots}


def members(backbone: Backbone) -> list[tuple[Prompt, Batch]]:
    """Prompts that differ in kind and length, each with a batch of its own size and width."""
    draw = torch.Generator().manual_seed(3)
    rows = torch.randn(7, backbone.embedding_size, generator=draw)
    layout = AnswerLayout("decoder", (0,)) if backbone.family == "seq2seq" else AnswerLayout()
    soft = [-1, -2, -3, -4]
    at_the_input, both, short = [], [], []
    for number, text in enumerate(TEXTS):
        answer = [5, 6][: 1 + number % 2]
        at_the_input.append(EncodedExample(number, [*soft[:3], *text], answer))
        both.append(EncodedExample(number, [*text, *soft], answer))
        short.append(EncodedExample(number, [3, *text], answer))
    found = [
        (Prompt(rows[:3]), make_batch(at_the_input, layout)),
        (Prompt(rows[3:], deep(backbone, 5, draw)), make_batch(both[:2], layout)),
        (Prompt(None, deep(backbone, 2, draw)), make_batch(short[1:], layout)),
    ]
    if backbone.family == "causal":
        found.append((Prompt(None, deep(backbone, 3, draw), is_infix=True), make_batch(short, layout)))
    return found


def bank_model(backbone: Backbone, found: list[tuple[Prompt, Batch]]) -> tuple[BankModel, Batch]:
    bank = PromptBank.of([prompt for prompt, _ in found], [batch.size for _, batch in found])
    return BankModel(backbone, bank), Batch.joined([batch for _, batch in found])


@pytest.mark.parametrize("name", [*FAMILIES, *TWO_SIDED])
def test_each_row_reads_its_own_prompt_as_if_it_were_alone(name: str, backbones: dict[str, Backbone]) -> None:
    backbone = backbones[name]
    found = members(backbone)
    model, together = bank_model(backbone, found)
    with torch.no_grad(), model.installed(together):
        states = model.hidden(together)
    first = 0
    for prompt, batch in found:
        alone = PromptedModel(backbone, prompt)
        with torch.no_grad(), alone.installed(batch):
            expected = alone.hidden(batch)
        mask = batch.attention_mask if batch.decoder_mask is None else batch.decoder_mask
        mine = states[first : first + batch.size, : mask.shape[1]]
        assert torch.allclose(mine[mask], expected[mask], rtol=1e-5, atol=5e-6)
        first += batch.size


def test_the_gradient_of_a_prompt_comes_from_its_own_rows_alone(llama: Backbone) -> None:
    found = members(llama)
    leaves = [[tensor.requires_grad_() for tensor in prompt.tensors().values()] for prompt, _ in found]
    model, together = bank_model(llama, found)
    second = slice(found[0][1].size, found[0][1].size + found[1][1].size)
    with model.installed(together):
        model.hidden(together)[second].pow(2).sum().backward()
    moved = [any(leaf.grad is not None and bool(leaf.grad.any()) for leaf in own) for own in leaves]
    assert moved == [False, True, False, False]


def test_padding_of_a_short_prompt_is_seen_by_nobody(llama: Backbone) -> None:
    found = members(llama)
    bank = PromptBank.of([prompt for prompt, _ in found], [batch.size for _, batch in found])
    keys, values, real = bank.key_values(llama.slots[0].name) or (None, None, None)
    assert keys is not None and values is not None and real is not None
    assert real.sum(dim=1).tolist() == [0, 0, 0, 5, 5, 2, 2, 3, 3, 3]
    assert not keys.transpose(1, 2)[~real].any() and not values.transpose(1, 2)[~real].any()
