"""Models whose attention takes nothing from outside: read right with their own, and prompts at the input work there."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import torch
from transformers import (
    BloomConfig,
    BloomForCausalLM,
    CodeGenConfig,
    CodeGenForCausalLM,
    DebertaV2Config,
    DebertaV2ForMaskedLM,
    FalconConfig,
    FalconForCausalLM,
    GPTJConfig,
    GPTJForCausalLM,
    GPTNeoConfig,
    GPTNeoForCausalLM,
    MPNetConfig,
    MPNetForMaskedLM,
    MptConfig,
    MptForCausalLM,
)
from transformers.models.auto.configuration_auto import model_type_to_module_name
from transformers.models.auto.modeling_auto import (
    MODEL_FOR_CAUSAL_LM_MAPPING_NAMES,
    MODEL_FOR_MASKED_LM_MAPPING_NAMES,
    MODEL_FOR_SEQ_TO_SEQ_CAUSAL_LM_MAPPING_NAMES,
)

from engine.backbones.backbone import Backbone
from engine.backbones.model_facts import NO_INTERFACE
from engine.data import Example
from engine.methods import Prompt
from engine.tasks.factory import TaskPlan, make_task
from engine.tasks.task import Predictions, predict_all
from engine.training.batches import make_batch
from engine.training.prompted_model import PromptedModel
from tests.tiny_tokenizers import byte_pairs, roberta_pairs, word_pieces

ENDS = {"bos_token_id": 0, "eos_token_id": 1}
MPNET_IDS = {"bos_token_id": 0, "pad_token_id": 1, "eos_token_id": 2}
SIZES = {"num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 32, "initializer_range": 0.2}
MODELS: dict[str, tuple[Callable[[Path], int], type, type, dict[str, Any]]] = {  # tokenizer, config, model, its sizes
    "bloom": (byte_pairs, BloomConfig, BloomForCausalLM, {"hidden_size": 16, "n_layer": 2, "n_head": 2, **ENDS}),
    "codegen": (
        *(byte_pairs, CodeGenConfig, CodeGenForCausalLM),
        {"n_embd": 16, "n_layer": 2, "n_head": 4, "rotary_dim": 2, "n_positions": 160, **ENDS},
    ),
    "deberta-v2": (
        *(word_pieces, DebertaV2Config, DebertaV2ForMaskedLM),
        {"hidden_size": 16, "relative_attention": True, "position_buckets": 8, "pos_att_type": ["p2c"], **SIZES},
    ),
    "falcon": (
        *(byte_pairs, FalconConfig, FalconForCausalLM),
        {"hidden_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2, **ENDS},
    ),
    "gpt_neo": (
        *(byte_pairs, GPTNeoConfig, GPTNeoForCausalLM),
        {"hidden_size": 16, "num_layers": 2, "num_heads": 2, "attention_types": [[["global", "local"], 1]], **ENDS},
    ),
    "gptj": (
        *(byte_pairs, GPTJConfig, GPTJForCausalLM),
        {"n_embd": 16, "n_layer": 2, "n_head": 2, "rotary_dim": 4, "n_positions": 160, **ENDS},
    ),
    "mpnet": (roberta_pairs, MPNetConfig, MPNetForMaskedLM, {"hidden_size": 16, **SIZES, **MPNET_IDS}),
    "mpt": (byte_pairs, MptConfig, MptForCausalLM, {"d_model": 16, "n_layers": 2, "n_heads": 2}),
}
TEXTS = ("good book", "the soup is very bad and sad", "fine film")


@pytest.fixture(scope="module", params=MODELS)
def backbone(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Backbone:
    folder = tmp_path_factory.mktemp("own") / request.param
    tokenizer, config, model, sizes = MODELS[request.param]
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        made = model(config(vocab_size=tokenizer(folder), **sizes))
        for parameter in made.parameters():
            if parameter.dim() > 1:
                parameter.data.normal_(0.0, 0.2)
    made.save_pretrained(folder)
    return Backbone.load(folder, dtype="float32", device="cpu")


def test_it_has_no_slots_and_deep_methods_are_refused_by_its_kind(backbone: Backbone) -> None:
    assert backbone.slots == () and backbone.model.config.model_type in NO_INTERFACE


def test_no_token_of_a_causal_model_sees_a_later_one(backbone: Backbone) -> None:
    if backbone.family != "causal":
        return
    ids = torch.tensor([[5, 9, 12, 20, 31]])
    changed = ids.clone()
    changed[0, 4] = 40
    with torch.no_grad():
        first, second = (backbone.model(input_ids=part).logits for part in (ids, changed))
    assert torch.equal(first[:, :4], second[:, :4])


def test_neighbours_in_a_batch_change_no_answer(backbone: Backbone) -> None:
    plan = TaskPlan("classification", "head", "{soft}{text}", ["bad", "good"], None, 64, "mean")
    draw = torch.Generator().manual_seed(0)
    task = make_task(backbone, plan, input_length=3, prefix_length=0, generator=draw)
    model = PromptedModel(backbone, Prompt(torch.randn(3, backbone.embedding_size, generator=draw)))
    rows = [task.encode(Example(number, {"text": text}, "good")) for number, text in enumerate(TEXTS)]
    found = []
    for size in (1, 3):
        last = list(predict_all(task, model, rows, size))[-1]
        assert isinstance(last, Predictions)
        found.append(last.losses)
    assert torch.allclose(*found, rtol=1e-5)


def test_every_virtual_token_gets_a_gradient(backbone: Backbone) -> None:
    output = "verbalizer" if backbone.has_words else "head"
    plan = TaskPlan("classification", output, "{soft}{text} it is {answer}", ["bad", "good"], None, 64, "mean")
    task = make_task(backbone, plan, input_length=3, prefix_length=0)
    rows = torch.randn(3, backbone.embedding_size, generator=torch.Generator().manual_seed(1)).requires_grad_()
    model = PromptedModel(backbone, Prompt(rows))
    batch = make_batch([task.encode(Example(1, {"text": text}, "good")) for text in TEXTS], task.encoder.layout)
    with model.installed(batch):
        task.loss(model, batch).backward()
    assert rows.grad is not None and bool(rows.grad.abs().amax(dim=1).gt(0).all())


@pytest.mark.parametrize("kind", NO_INTERFACE)
def test_the_list_of_such_kinds_is_that_of_the_installed_transformers(kind: str) -> None:
    tables = MODEL_FOR_CAUSAL_LM_MAPPING_NAMES, MODEL_FOR_MASKED_LM_MAPPING_NAMES
    names = {**MODEL_FOR_SEQ_TO_SEQ_CAUSAL_LM_MAPPING_NAMES, **tables[1], **tables[0]}
    folder = model_type_to_module_name(kind)
    module = import_module(f"transformers.models.{folder}.modeling_{folder}")
    assert hasattr(module, names[kind]) and "ALL_ATTENTION_FUNCTIONS" not in inspect.getsource(module)
