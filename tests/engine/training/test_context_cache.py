"""engine/training/context_cache.py: what is kept of a text is what the model would have read, and is read once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from engine.backbones import attention
from engine.backbones.backbone import Backbone
from engine.methods import Prompt
from engine.methods.prompt_bank import PromptBank
from engine.training.bank_model import BankModel
from engine.training.batches import AnswerLayout, Batch, EncodedExample, make_batch
from engine.training.context_cache import ContextCache, Store, behind
from engine.training.prompted_model import PromptedModel

CAUSAL = ["llama", "qwen3", "gpt2", "opt", "glm"]
PLENTY = 10**9
BEHIND = [
    EncodedExample(1, [9, 14, 20, 31, -1, -2, 7], [5]),
    EncodedExample(2, [8, -1, -2], [6, 11]),
    EncodedExample(3, [7, 8, 40, -1, -2, 12, 13], [5, 9, 6]),
]


def cache_for(backbone: Backbone, memory: int = PLENTY, disk: int = 0, folder: Path | None = None) -> ContextCache:
    return ContextCache(backbone, Store(memory, disk, folder))


def input_prompt(backbone: Backbone, seed: int = 0) -> Prompt:
    draw = torch.Generator().manual_seed(seed)
    return Prompt(torch.randn(2, backbone.embedding_size, generator=draw).requires_grad_())


def infix_prompt(backbone: Backbone, seed: int = 0) -> Prompt:
    draw = torch.Generator().manual_seed(seed)
    deep = {
        slot.name: torch.randn(2, slot.kv_heads, 3, slot.head_dim, generator=draw).requires_grad_()
        for slot in backbone.slots
    }
    return Prompt(None, deep, is_infix=True)


def loss_and_gradients(model: PromptedModel, batch: Batch, leaves: list[Tensor]) -> tuple[Tensor, list[Tensor]]:
    with model.installed(batch):
        logits, ids, _ = model.answer_logits(batch)
        loss = torch.nn.functional.cross_entropy(logits, ids)
        gradients = torch.autograd.grad(loss, leaves)
    return loss.detach(), list(gradients)


@pytest.mark.parametrize("make_prompt", [input_prompt, infix_prompt])
@pytest.mark.parametrize("name", CAUSAL)
def test_loss_and_gradients_are_those_without_it(
    name: str, make_prompt: Callable[[Backbone], Prompt], backbones: dict[str, Backbone]
) -> None:
    backbone = backbones[name]
    prompt, batch = make_prompt(backbone), make_batch(BEHIND)
    if make_prompt is infix_prompt:
        batch = make_batch([EncodedExample(row.row, [i for i in row.ids if i >= 0], row.answer) for row in BEHIND])
    leaves = list(prompt.tensors().values())
    expected, slopes = loss_and_gradients(PromptedModel(backbone, prompt), batch, leaves)
    cache = cache_for(backbone)
    for _ in range(2):  # computed, then recalled
        found, mine = loss_and_gradients(PromptedModel(backbone, prompt, contexts=cache), batch, leaves)
        assert torch.allclose(found, expected, rtol=1e-5, atol=0)
        for slope, other in zip(mine, slopes, strict=True):
            assert torch.allclose(slope, other, rtol=1e-4, atol=1e-5 * float(other.abs().max()))
    assert len(cache.store) == (3 if prompt.embeddings is not None else 2)  # an infix's text of one token is not kept


def test_after_the_first_pass_no_token_of_a_kept_text_enters_the_backbone(llama: Backbone) -> None:
    cache, batch = cache_for(llama), make_batch(BEHIND)
    read: list[int] = []
    handle = llama.body.register_forward_pre_hook(
        lambda module, args, kwargs: read.append(int(kwargs["attention_mask"].sum())), with_kwargs=True
    )
    try:
        model = PromptedModel(llama, input_prompt(llama), contexts=cache)
        counts = []
        for _ in range(2):
            read.clear()
            with torch.no_grad(), model.installed(batch):
                model.answer_states(batch)
            counts.append(list(read))
    finally:
        handle.remove()
    behind_texts = sum(len(row) for row in BEHIND) - (4 + 1 + 3)
    assert counts == [[4, 1, 3, behind_texts], [behind_texts]]


def test_a_text_gives_the_same_bits_in_whatever_company_it_is_first_read(llama: Backbone) -> None:
    alone, together = cache_for(llama), cache_for(llama)
    for cache, rows in ((alone, BEHIND[2:]), (together, BEHIND)):
        model = PromptedModel(llama, input_prompt(llama), contexts=cache)
        batch = make_batch(rows)
        with torch.no_grad(), model.installed(batch):
            model.answer_states(batch)
    key = (7, 8, 40)
    first, second = alone.store.get(key), together.store.get(key)
    assert first is not None and second is not None and torch.equal(first, second)


def test_a_prompt_in_front_of_the_text_is_never_kept_from_changing_it(llama: Backbone) -> None:
    draw = torch.Generator().manual_seed(1)
    deep = {s.name: torch.randn(2, s.kv_heads, 3, s.head_dim, generator=draw) for s in llama.slots}
    cache = cache_for(llama)
    for prompt, rows in (
        (Prompt(None, deep), [EncodedExample(1, [9, 14, 20], [5])]),
        (input_prompt(llama), [EncodedExample(1, [-1, -2, 9, 14], [5])]),
    ):
        batch = make_batch(rows)
        model, plain = PromptedModel(llama, prompt, contexts=cache), PromptedModel(llama, prompt)
        with torch.no_grad(), model.installed(batch):
            assert torch.equal(model.answer_states(batch)[0], plain.answer_states(batch)[0])
    assert len(cache.store) == 0


def test_prompts_of_one_bank_share_what_is_kept(llama: Backbone) -> None:
    cache = cache_for(llama)
    prompts = [input_prompt(llama, 0), input_prompt(llama, 1), infix_prompt(llama)]
    plain = [EncodedExample(row.row, [i for i in row.ids if i >= 0], row.answer) for row in BEHIND]
    batches = [make_batch(BEHIND), make_batch(BEHIND[:2]), make_batch(plain)]
    together = Batch.joined(batches)
    bank = PromptBank.of(prompts, [batch.size for batch in batches])
    with torch.no_grad():
        model = BankModel(llama, bank, contexts=cache)
        with model.installed(together):
            states, _, rows = model.answer_states(together)
        first = 0
        for prompt, batch in zip(prompts, batches, strict=True):
            alone = PromptedModel(llama, prompt)
            with alone.installed(batch):
                expected = alone.answer_states(batch)[0]
            mine = states[(rows >= first) & (rows < first + batch.size)]
            assert torch.allclose(mine, expected, rtol=1e-5, atol=5e-6)
            first += batch.size
    assert len(cache.store) == 3 + 1  # the infix reads one of the texts further, to the token before the answer


@pytest.mark.parametrize("name", ["t5", "bart"])
def test_an_encoder_without_a_prompt_reads_each_text_once(name: str, backbones: dict[str, Backbone]) -> None:
    backbone = backbones[name]
    draw = torch.Generator().manual_seed(1)
    deep = {
        slot.name: torch.randn(2, slot.kv_heads, 2, slot.head_dim, generator=draw)
        for slot in backbone.slots
        if slot.site != "encoder"
    }
    layout = AnswerLayout("decoder", (0,))
    batch = make_batch([EncodedExample(1, [9, 14, 20, 31], [5, 6]), EncodedExample(2, [8, 40], [7])], layout)
    cache = cache_for(backbone)
    read: list[int] = []
    handle = backbone.encoder.register_forward_pre_hook(lambda module, args: read.append(1))
    try:
        with torch.no_grad():
            plain, kept = (
                PromptedModel(backbone, Prompt(None, deep)),
                PromptedModel(backbone, Prompt(None, deep), contexts=cache),
            )
            with plain.installed(batch):
                expected = plain.answer_states(batch)[0]
            read.clear()
            for _ in range(2):
                with kept.installed(batch):
                    found = kept.answer_states(batch)[0]
                assert torch.allclose(found, expected, rtol=1e-5, atol=5e-6)
    finally:
        handle.remove()
    assert len(read) == 2 and len(cache.store) == 2


def test_a_prompt_in_the_encoder_is_read_anew_each_time(backbones: dict[str, Backbone]) -> None:
    bart = backbones["bart"]
    deep = {s.name: torch.ones(2, s.kv_heads, 2, s.head_dim) for s in bart.slots if s.site == "encoder"}
    layout, cache = AnswerLayout("decoder", (0,)), cache_for(bart)
    batch = make_batch([EncodedExample(1, [9, 14], [5])], layout)
    model = PromptedModel(bart, Prompt(None, deep), contexts=cache)
    with torch.no_grad(), model.installed(batch):
        model.answer_states(batch)
    assert len(cache.store) == 0


def test_what_finds_no_room_in_memory_goes_to_the_file_and_what_finds_none_there_is_read_anew(
    llama: Backbone, tmp_path: Path
) -> None:
    whole = cache_for(llama)
    batch = make_batch(BEHIND)

    def states(cache: ContextCache) -> Tensor:
        model = PromptedModel(llama, input_prompt(llama), contexts=cache)
        with torch.no_grad(), model.installed(batch):
            return model.answer_states(batch)[0]

    expected = states(whole)
    a_token = whole.store.memory_bytes // 8
    tight = cache_for(llama, 4 * a_token, 2 * a_token, tmp_path)  # the first text, the second, no room for the third
    assert torch.equal(states(tight), expected) and torch.equal(states(tight), expected)
    assert tight.facts() == {"texts": 2, "memory_bytes": 4 * a_token, "disk_bytes": a_token}


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(1, 5)), min_size=1, max_size=5))
def test_a_batch_without_its_first_tokens_is_the_batch_of_the_rest(sizes: list[tuple[int, int]]) -> None:
    rows = [
        EncodedExample(i, [*range(10, 10 + lead), *range(-1, -1 - rest, -1)], [5])
        for i, (lead, rest) in enumerate(sizes)
    ]
    short = [EncodedExample(row.row, row.ids[lead:], row.answer) for row, (lead, _) in zip(rows, sizes, strict=True)]
    found, expected = behind(make_batch(rows), torch.tensor([lead for lead, _ in sizes])), make_batch(short)
    for name in ("input_ids", "soft_index", "attention_mask", "labels", "answer_starts"):
        assert torch.equal(getattr(found, name), getattr(expected, name)), name


# ---- seeded faults: the comparison above must notice each ------------------------------------------------------------


@pytest.mark.parametrize("fault", ["positions", "padding"])
def test_the_comparison_notices_a_fault(fault: str, llama: Backbone, monkeypatch: pytest.MonkeyPatch) -> None:
    prompt, batch = input_prompt(llama), make_batch(BEHIND)
    leaves = list(prompt.tensors().values())
    expected, _ = loss_and_gradients(PromptedModel(llama, prompt), batch, leaves)
    model = PromptedModel(llama, prompt, contexts=cache_for(llama))
    if fault == "positions":  # the tail counts from 0 instead of from the text's end
        inputs = model.inputs
        monkeypatch.setattr(
            model, "inputs", lambda part: {**inputs(part), "position_ids": torch.zeros_like(part.input_ids)}
        )
    else:  # a shorter text's padding is seen
        monkeypatch.setattr(attention.Prefix, "columns", lambda self, queries: None)
    found, _ = loss_and_gradients(model, batch, leaves)
    assert not torch.allclose(found, expected, rtol=1e-5, atol=0)
