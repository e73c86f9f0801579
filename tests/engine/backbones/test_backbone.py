"""engine/backbones/backbone.py: models are frozen, their slots are read from real calls, bad folders are refused."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file, save_file
from transformers import (
    AutoConfig,
    AutoModel,
    AutoModelForCausalLM,
    BartConfig,
    BartForConditionalGeneration,
    BertForPreTraining,
    ElectraForPreTraining,
    GPT2Config,
    LlamaConfig,
    T5Config,
)
from transformers import BertConfig as AnyEncoder

from engine.backbones import backbone as module
from engine.backbones.backbone import Backbone, family_of, find_slots, hash_tensors
from engine.backbones.fingerprint import read_config
from engine.backbones.model_facts import may_have_words
from engine.errors import InputError


def load(folder: Path) -> Backbone:
    return Backbone.load(folder, dtype="float32", device="cpu")


def refusal(folder: Path) -> InputError:
    with pytest.raises(InputError) as caught:
        load(folder)
    return caught.value


@pytest.fixture
def folder(model_folders: dict[str, Path], tmp_path: Path) -> Path:
    """A model folder of this test's own."""
    return Path(shutil.copytree(model_folders["bert"], tmp_path / "model"))


def test_a_backbone_is_frozen_and_in_eval(backbones: dict[str, Backbone]) -> None:
    for backbone in backbones.values():
        assert not backbone.model.training
        assert not any(parameter.requires_grad for parameter in backbone.model.parameters())


def test_slots_have_the_shapes_that_the_attention_uses(backbones: dict[str, Backbone]) -> None:
    found = {
        name: [(slot.name, slot.kv_heads, slot.head_dim) for slot in backbone.slots]
        for name, backbone in ((name, backbones[name]) for name in ("bert", "llama", "gpt2", "qwen3", "t5"))
    }
    assert found == {
        "bert": [("encoder.0", 4, 8), ("encoder.1", 4, 8)],
        "llama": [("decoder.0", 2, 8), ("decoder.1", 2, 8)],
        "gpt2": [("decoder.0", 4, 8), ("decoder.1", 4, 8)],
        "qwen3": [("decoder.0", 2, 12), ("decoder.1", 2, 12)],
        "t5": [(f"encoder.{layer}", 4, 6) for layer in range(2)]
        + [(f"{site}.{layer}", 4, 6) for layer in range(3) for site in ("decoder", "cross")],
    }


def test_an_encoder_decoder_has_three_kinds_of_places() -> None:
    config = BartConfig(
        vocab_size=20,
        d_model=16,
        encoder_layers=2,
        decoder_layers=1,
        encoder_attention_heads=2,
        decoder_attention_heads=4,
        encoder_ffn_dim=16,
        decoder_ffn_dim=16,
        max_position_embeddings=16,
    )
    model = BartForConditionalGeneration._from_config(config, attn_implementation="softprompt").eval()
    slots = find_slots(model, "seq2seq")
    assert [(slot.name, slot.kv_heads, slot.head_dim) for slot in slots] == [
        ("encoder.0", 2, 8),
        ("encoder.1", 2, 8),
        ("decoder.0", 4, 4),
        ("cross.0", 4, 4),
    ]


def test_the_family_is_what_the_config_says() -> None:
    assert family_of(LlamaConfig(architectures=["LlamaForCausalLM"])) == "causal"
    assert family_of(GPT2Config(architectures=["GPT2LMHeadModel"])) == "causal"
    assert family_of(T5Config()) == "seq2seq"
    assert family_of(AnyEncoder(architectures=["BertForMaskedLM"])) == family_of(AnyEncoder()) == "masked"


@pytest.mark.parametrize(
    ("kind", "first"), [("roberta", 2), ("mpnet", 2), ("data2vec-text", 2), ("bert", 0), ("electra", 0)]
)
def test_positions_count_from_behind_the_one_that_padding_has(kind: str, first: int) -> None:
    config = AutoConfig.for_model(
        kind,
        vocab_size=20,
        hidden_size=16,
        embedding_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=34,
    )
    backbone = Backbone(AutoModel.from_config(config, attn_implementation="eager"), None, "masked", "x", "x")
    assert (backbone.first_position, backbone.max_positions) == (first, 34 - first)


def test_the_sum_changes_with_any_number_shape_format_or_name(bert: Backbone) -> None:
    tensors = {"a": torch.arange(6.0), "b": torch.zeros(2)}
    before = hash_tensors(tensors)
    assert hash_tensors(dict(reversed(tensors.items()))) == before
    for change in (
        {"a": torch.arange(6.0).nextafter(torch.tensor(9.0))},
        {"a": torch.arange(6.0).reshape(2, 3)},
        {"a": torch.arange(6.0).view(torch.int32)},
    ):
        assert hash_tensors({**tensors, **change}) != before
    assert hash_tensors({"c": tensors["a"], "b": tensors["b"]}) != before
    assert bert.tensor_hash() == hash_tensors(bert.model.state_dict())


CAUSAL, MASKED = ("llama", "gpt2", "qwen3", "opt"), ("bert_mlm", "roberta", "electra", "distilbert", "albert")


@pytest.mark.parametrize("name", [*CAUSAL, *MASKED])
def test_logits_are_the_models_own(name: str, backbones: dict[str, Backbone]) -> None:
    backbone = backbones[name]
    ids = torch.tensor([[5, 6, 7]])
    with torch.no_grad():
        stock = backbone.model(input_ids=ids).logits
        ours = backbone.logits(backbone.body(input_ids=ids).last_hidden_state)
    assert torch.equal(ours, stock)


@pytest.mark.parametrize(("kind", "options"), [("granite", {"logits_scaling": 4.0}), ("gemma2", {"head_dim": 8})])
def test_logits_keep_the_scaling_and_capping_of_the_model(kind: str, options: dict[str, Any]) -> None:
    config = AutoConfig.for_model(
        kind,
        vocab_size=30,
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        num_key_value_heads=2,
        intermediate_size=16,
        initializer_range=2.0,  # wide enough that a cap shows
        **options,
    )
    model = AutoModelForCausalLM.from_config(config, attn_implementation="softprompt")
    backbone = Backbone(model, None, "causal", "x", "x")
    ids = torch.tensor([[5, 6, 7]])
    with torch.no_grad():
        eager = AutoModelForCausalLM.from_config(config, attn_implementation="eager")
        eager.load_state_dict(model.state_dict())
        assert torch.allclose(model(input_ids=ids).logits, eager(input_ids=ids).logits, atol=1e-4)
        hidden = backbone.body(input_ids=ids).last_hidden_state
        assert torch.equal(backbone.logits(hidden), model(input_ids=ids).logits)
        assert not torch.allclose(backbone.logits(hidden), model.get_output_embeddings()(hidden))


@pytest.mark.parametrize(
    ("name", "has_words"), [("bert", False), *((name, True) for name in (*MASKED, "gpt2", "t5", "bart"))]
)
def test_a_word_head_counts_only_when_the_files_hold_a_trained_one(
    name: str, has_words: bool, backbones: dict[str, Backbone], model_folders: dict[str, Path]
) -> None:
    assert backbones[name].has_words == has_words
    assert may_have_words(model_folders[name], read_config(model_folders[name])) == has_words


def test_a_discriminator_has_no_words(model_folders: dict[str, Path], tmp_path: Path) -> None:
    shutil.copytree(model_folders["electra"], tmp_path / "d")
    config = AutoConfig.from_pretrained(tmp_path / "d")
    ElectraForPreTraining(config).save_pretrained(tmp_path / "d")
    assert not may_have_words(tmp_path / "d", read_config(tmp_path / "d"))
    assert not Backbone.load(tmp_path / "d", dtype="float32", device="cpu").has_words


def test_an_encoder_keeps_its_pooler_beside_its_word_head(model_folders: dict[str, Path], tmp_path: Path) -> None:
    shutil.copytree(model_folders["bert_mlm"], tmp_path / "d")
    BertForPreTraining(AutoConfig.from_pretrained(tmp_path / "d")).save_pretrained(tmp_path / "d")
    backbone = Backbone.load(tmp_path / "d", dtype="float32", device="cpu")
    stored = load_file(tmp_path / "d" / "model.safetensors")["bert.pooler.dense.weight"]
    assert backbone.has_words and backbone.pooler is not None
    assert torch.equal(backbone.pooler.dense.weight, stored)


@pytest.mark.parametrize("name", ["bert", "bert_mlm", "gpt2", "bart"])
def test_files_that_lack_a_tensor_of_the_body_are_refused(
    name: str, model_folders: dict[str, Path], tmp_path: Path
) -> None:
    shutil.copytree(model_folders[name], tmp_path / "d")
    path = tmp_path / "d" / "model.safetensors"
    tensors = load_file(path)
    del tensors[next(key for key in sorted(tensors) if "layer" in key or ".h." in key)]
    save_file(tensors, path, metadata={"format": "pt"})
    assert refusal(tmp_path / "d").code == "backbone_incomplete"


def test_a_folder_that_is_no_model_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path).code == "backbone_missing"
    assert refusal(tmp_path / "nowhere").code == "backbone_missing"


@pytest.mark.parametrize("text", ["", "{", "[]", '{"model_type": "no_such_model"}'])
def test_a_config_that_cannot_be_read_is_refused(text: str, folder: Path) -> None:
    (folder / "config.json").write_text(text)
    assert refusal(folder).code == "backbone_unreadable"


def test_a_model_without_safetensors_is_refused_and_no_other_format_opened(folder: Path) -> None:
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")
    assert refusal(folder).code == "backbone_unreadable"


def test_damaged_weights_are_refused(folder: Path) -> None:
    path = folder / "model.safetensors"
    path.write_bytes(path.read_bytes()[:-200])
    assert refusal(folder).code == "backbone_unreadable"


def test_a_model_without_a_tokenizer_is_refused(folder: Path) -> None:
    for path in folder.glob("*token*"):
        path.unlink()
    assert refusal(folder).code == "backbone_unreadable"


def test_a_model_with_program_code_of_its_own_is_refused(folder: Path) -> None:
    config = json.loads((folder / "config.json").read_text())
    config |= {"model_type": "mine", "auto_map": {"AutoConfig": "mine.Config", "AutoModel": "mine.Model"}}
    (folder / "config.json").write_text(json.dumps(config))
    (folder / "mine.py").write_text("raise SystemExit('this code ran')")
    assert refusal(folder).code == "backbone_unreadable"


def test_a_model_too_large_for_the_memory_is_refused_before_it_is_loaded(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = (folder / "model.safetensors").stat().st_size
    monkeypatch.setattr(module, "free_memory", lambda device: size)
    error = refusal(folder)
    assert error.code == "backbone_too_big" and "KB" in error.message
    monkeypatch.setattr(module, "free_memory", lambda device: 2 * size)
    load(folder)
