"""engine/methods/prompt_tuning.py: the options choose the start, and the rows are all there is."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from torch import Tensor

from engine.backbones.backbone import Backbone
from engine.errors import InputError
from engine.methods import MethodContext, initializers, make_method


def start(backbone: Backbone, **options: Any) -> Tensor:
    context = MethodContext(backbone, torch.Generator().manual_seed(0), ("good", "bad"), "read the review")
    method = make_method({"kind": "prompt_tuning", "length": 4, **options}, context)
    assert [name for name, _ in method.named_parameters()] == ["embeddings"]
    embeddings = method().embeddings
    assert embeddings is not None
    return embeddings.detach()


def test_each_choice_of_start_is_that_initializer(bert: Backbone) -> None:
    def draw() -> torch.Generator:
        return torch.Generator().manual_seed(0)

    assert torch.equal(start(bert), initializers.text(4, bert, "read the review"))
    assert torch.equal(start(bert, init_text="good book"), initializers.text(4, bert, "good book"))
    assert torch.equal(start(bert, initializer="uniform"), initializers.uniform(4, bert.embedding_size, draw()))
    assert torch.equal(start(bert, initializer="vocabulary"), initializers.sampled_vocabulary(4, bert, draw()))
    assert torch.equal(start(bert, initializer="labels"), initializers.label_words(4, bert, ("good", "bad"), draw()))


def test_an_unknown_start_is_refused(bert: Backbone) -> None:
    with pytest.raises(InputError) as caught:
        start(bert, initializer="normal")
    assert caught.value.code == "option_choice"
