"""engine/training/leading.py: a prompt in front is read once for all rows, and nothing of the result shows it."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from engine.backbones.backbone import Backbone
from engine.methods import Prompt
from engine.methods.prompt_bank import PromptBank
from engine.training import leading, prompted_model
from engine.training.bank_model import BankModel
from engine.training.batches import Batch, EncodedExample, make_batch
from engine.training.prompted_model import PromptedModel

CAUSAL = ["llama", "qwen3", "gpt2", "opt", "glm"]
FRONT = [
    EncodedExample(1, [-1, -2, -3, 9, 14, 20, 31], [5]),
    EncodedExample(2, [-1, -2, -3, 8], [6, 11]),
    EncodedExample(3, [-1, -2, -3, 7, 8, 40, 12, 13], [5]),
]
SPLIT = [EncodedExample(row.row, [-1, -2, *row.ids[3:], -3], row.answer) for row in FRONT]  # two in front, one behind


def input_prompt(backbone: Backbone, length: int = 3, seed: int = 0) -> Prompt:
    draw = torch.Generator().manual_seed(seed)
    return Prompt(torch.randn(length, backbone.embedding_size, generator=draw).requires_grad_())


def weighed(states: Tensor) -> Tensor:
    """A loss that no norm layer makes constant."""
    return (states * torch.linspace(-1, 1, states.numel()).reshape(states.shape)).sum()


def states_and_gradient(model: PromptedModel, batch: Batch, leaf: Tensor) -> tuple[Tensor, Tensor]:
    with model.installed(batch):
        states = model.hidden(batch)[batch.attention_mask]
        (gradient,) = torch.autograd.grad(weighed(states), leaf)
    return states.detach(), gradient


@pytest.fixture
def row_by_row(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """As if nothing could be read apart, until it is undone."""
    monkeypatch.setattr(prompted_model, "read_once", lambda model, batch: None)
    return monkeypatch


@pytest.mark.parametrize("rows", [FRONT, SPLIT], ids=["front", "split"])
@pytest.mark.parametrize("name", CAUSAL)
def test_states_and_gradients_are_those_of_reading_row_by_row(
    name: str, rows: list[EncodedExample], backbones: dict[str, Backbone], row_by_row: pytest.MonkeyPatch
) -> None:
    backbone, batch = backbones[name], make_batch(rows)
    prompt = input_prompt(backbone)
    assert prompt.embeddings is not None
    expected, slope = states_and_gradient(PromptedModel(backbone, prompt), batch, prompt.embeddings)
    row_by_row.undo()
    found, mine = states_and_gradient(PromptedModel(backbone, prompt), batch, prompt.embeddings)
    assert torch.allclose(found, expected, rtol=1e-5, atol=5e-6)
    assert torch.allclose(mine, slope, rtol=1e-4, atol=1e-5 * float(slope.abs().max()))


def test_virtual_tokens_enter_the_backbone_once_a_batch(llama: Backbone) -> None:
    read: list[int] = []
    handle = llama.body.register_forward_pre_hook(
        lambda module, args, kwargs: read.append(int(kwargs["attention_mask"].sum())), with_kwargs=True
    )
    try:
        model = PromptedModel(llama, input_prompt(llama))
        with torch.no_grad(), model.installed():
            model.hidden(make_batch(FRONT))
    finally:
        handle.remove()
    assert read == [3, sum(len(row) - 3 for row in FRONT)]


def test_prompts_of_a_bank_are_each_read_once(llama: Backbone, row_by_row: pytest.MonkeyPatch) -> None:
    """Of two lengths, and one that stands behind its rows."""
    prompts = [input_prompt(llama, 3, 0), input_prompt(llama, 2, 1), input_prompt(llama, 3, 2)]
    two = [EncodedExample(row.row, [-1, -2, *row.ids[3:]], row.answer) for row in FRONT]
    last = [EncodedExample(row.row, [*row.ids[3:], -1, -2, -3], row.answer) for row in FRONT]
    batches = [make_batch(FRONT), make_batch(two[:2]), make_batch(last)]
    batch = Batch.joined(batches)
    model = BankModel(llama, PromptBank.of(prompts, [part.size for part in batches]))
    leaves = [prompt.embeddings for prompt in prompts]

    def outcome() -> tuple[Tensor, list[Tensor]]:
        with model.installed(batch):
            states = model.hidden(batch)[batch.attention_mask]
            return states.detach(), list(torch.autograd.grad(weighed(states), leaves))  # type: ignore[arg-type]

    expected, slopes = outcome()
    row_by_row.undo()
    assert leading.read_once(model, batch) is not None
    found, mine = outcome()
    assert torch.allclose(found, expected, rtol=1e-5, atol=5e-6)
    for first, second in zip(mine, slopes, strict=True):
        assert torch.allclose(first, second, rtol=1e-4, atol=1e-5 * float(second.abs().max()))


def test_what_cannot_be_read_apart_is_not(llama: Backbone, bert: Backbone) -> None:
    deep = {s.name: torch.zeros(2, s.kv_heads, 1, s.head_dim) for s in llama.slots}
    behind = [EncodedExample(row.row, [*row.ids[3:], -1, -2, -3], row.answer) for row in FRONT]
    prompt = input_prompt(llama)
    for model, rows in (
        (PromptedModel(llama, Prompt(prompt.embeddings, deep)), FRONT),
        (PromptedModel(llama, prompt), behind),
        (PromptedModel(llama, prompt), FRONT[:1]),
        (PromptedModel(bert, input_prompt(bert)), FRONT),
    ):
        assert leading.read_once(model, make_batch(rows)) is None
    with llama.checkpointed():
        assert leading.read_once(PromptedModel(llama, prompt), make_batch(FRONT)) is None
    assert leading.read_once(PromptedModel(llama, prompt), make_batch(FRONT)) is not None
