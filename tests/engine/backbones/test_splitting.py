"""engine/backbones/splitting.py: when a model goes on several cards, and that prompts learn through accelerate's moves.
There are no cards here: the moves are made on the processor alone."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
import torch
from accelerate import dispatch_model
from torch import Tensor

from engine import devices
from engine.backbones import splitting
from engine.backbones.backbone import Backbone
from engine.backbones.splitting import across_cards, is_to_be_split, require_on_cards
from engine.errors import InputError
from engine.methods import Prompt
from engine.training.batches import IGNORED, EncodedExample, make_batch
from engine.training.prompted_model import PromptedModel

CARD = torch.device("cuda", 0)


@pytest.fixture
def two_cards(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if there were two cards with 1000 bytes each."""
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
    monkeypatch.setattr(splitting, "free_memory", lambda device: 1000)


def gradients(backbone: Backbone) -> list[Tensor]:
    """Of a prompt at the input and in every slot, behind a loss at the last real token's logits."""
    torch.manual_seed(0)
    shapes = {slot.name: (2, slot.kv_heads, 2, slot.head_dim) for slot in backbone.slots}
    values = {name: torch.randn(shape).requires_grad_() for name, shape in shapes.items()}
    prompt = Prompt(embeddings=torch.randn(2, backbone.embedding_size).requires_grad_(), key_values=values)
    rows = [EncodedExample(0, [-1, -2, 5, 6, 7], [8]), EncodedExample(1, [-1, -2, 9], [10])]
    batch = make_batch(rows)
    model = PromptedModel(backbone, prompt)
    with model.installed(batch), backbone.checkpointed():
        states = model.hidden(batch)
        backbone.logits(states[batch.labels != IGNORED]).float().logsumexp(-1).sum().backward()
    assert prompt.embeddings is not None
    return [part.grad for part in (prompt.embeddings, *values.values()) if part.grad is not None]


@pytest.mark.parametrize("name", ["llama", "gpt2", "bert_mlm"])
def test_a_prompt_learns_through_moved_layers_as_through_unmoved_ones(
    name: str, model_folders: Mapping[str, Path], backbones: Mapping[str, Backbone]
) -> None:
    moved = Backbone.load(model_folders[name], dtype="float32", device="cpu")
    places = {child: "cpu" for child, _ in moved.model.named_children()}
    dispatch_model(moved.model, places, main_device="cpu", force_hooks=True)
    assert any(hasattr(part, "_hf_hook") for part in moved.model.modules())
    plain, found = gradients(backbones[name]), gradients(moved)
    assert len(plain) == 1 + len(moved.slots)
    assert all(torch.equal(first, second) for first, second in zip(plain, found, strict=True))
    assert moved.tensor_hash() == backbones[name].tensor_hash()


@pytest.mark.usefixtures("two_cards")
def test_a_model_is_split_when_asked_or_when_one_card_is_too_small() -> None:
    assert devices.choose_device("split") == CARD
    assert is_to_be_split("split", CARD, 10)
    assert is_to_be_split("auto", CARD, 1500) and not is_to_be_split("auto", CARD, 900)
    assert not is_to_be_split("cuda:0", CARD, 1500)
    assert across_cards() == {"device_map": "balanced", "max_memory": {0: 900, 1: 900}}


def test_splitting_needs_several_cards() -> None:
    with pytest.raises(InputError) as caught:
        devices.choose_device("split")
    assert caught.value.code == "device_unknown"


@pytest.mark.usefixtures("two_cards")
def test_parts_that_found_no_card_are_refused(llama: Backbone, monkeypatch: pytest.MonkeyPatch) -> None:
    require_on_cards(llama.model, "llama", 10)
    monkeypatch.setattr(llama.model, "hf_device_map", {"layers.0": 0, "layers.1": "disk"}, raising=False)
    with pytest.raises(InputError, match=r"llama needs about 3\.0 KB"):
        require_on_cards(llama.model, "llama", 3000)
