"""engine/packs/exchange/thudm.py: prefix encoders of P-tuning v2 and ChatGLM, against plainly written references.

The references run the stock models of transformers with the prefix as a cache, as the authors' code does: BERT's text
moved behind it, GLM's at its usual positions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import save_file
from torch import Tensor, nn
from transformers import AutoModel, AutoModelForCausalLM, DynamicCache

from engine.errors import InputError
from engine.packs import read_pack
from engine.packs.exchange import Choices, fit, read_foreign
from tests.engine.packs.exchange import both_sides as sides
from tests.engine.packs.exchange.conftest import make_target

Refused = Callable[[Path], InputError]
Folders = Mapping[str, Path]
TOKENS, MIDDLE = 4, 10
CHATGLM = "transformer.prefix_encoder."


class PrefixEncoder(nn.Module):
    """THUDM/P-tuning-v2, model/prefix_encoder.py, and modeling_chatglm.py."""

    def __init__(self, width: int, total: int, *, is_projected: bool) -> None:
        super().__init__()
        self.embedding = nn.Embedding(TOKENS, width if is_projected else total)
        self.trans = nn.Sequential(nn.Linear(width, MIDDLE), nn.Tanh(), nn.Linear(MIDDLE, total))
        if not is_projected:
            del self.trans

    def forward(self) -> Tensor:
        rows = self.embedding.weight
        return self.trans(rows) if hasattr(self, "trans") else rows


def save(encoder: nn.Module, path: Path, prefix: str, more: Mapping[str, Tensor] | None = None) -> Path:
    tensors = {f"{prefix}{name}": tensor.detach().clone() for name, tensor in encoder.state_dict().items()}
    save_file({**tensors, **(more or {})}, path)
    return path


def make_encoder(width: int, total: int, *, is_projected: bool) -> PrefixEncoder:
    torch.manual_seed(5)
    return PrefixEncoder(width, total, is_projected=is_projected)


def cache_of(rows: Tensor, layers: int, heads: int, width: int, dtype: torch.dtype) -> DynamicCache:
    """`get_prompt` of the authors: (1, P, 2L, heads, head_dim), split into keys and values of each layer."""
    past = rows.view(1, TOKENS, 2 * layers, heads, width).permute(2, 0, 3, 1, 4).to(dtype).split(2)
    return DynamicCache([(part[0], part[1]) for part in past])


@pytest.mark.parametrize("is_projected", [False, True])
@pytest.mark.parametrize("dtype", [torch.float64, torch.float32])
def test_a_chatglm_prefix_on_a_native_glm_leaves_the_text_at_its_positions(
    dtype: torch.dtype, is_projected: bool, model_folders: Folders, tmp_path: Path
) -> None:
    folder = model_folders["glm"]
    model: Any = AutoModelForCausalLM.from_pretrained(folder, dtype=dtype).eval()
    layers, heads, width = model.config.num_hidden_layers, model.config.num_key_value_heads, model.config.head_dim
    encoder = make_encoder(2 * layers * heads * width, 2 * layers * heads * width, is_projected=is_projected)
    path = save(encoder, tmp_path / "chatglm.safetensors", CHATGLM)
    pack, events = sides.take_in(path, folder, tmp_path / "taken.promptpack")
    assert [event["code"] for event in events if event["type"] == "note"] == [
        "exchange_any_weights",
        "exchange_kept_positions",
    ]
    loaded = sides.open_pack(pack, folder, dtype)
    theirs = []
    with torch.no_grad():
        for row in sides.our_rows(loaded):
            ids = torch.tensor([row.ids])
            theirs.append(
                model(
                    input_ids=ids,
                    attention_mask=torch.ones(1, TOKENS + ids.shape[1], dtype=torch.long),
                    position_ids=torch.arange(ids.shape[1]).unsqueeze(0),
                    past_key_values=cache_of(encoder(), layers, heads, width, dtype),
                ).logits[0]
            )
    bound = 1e-4 if dtype == torch.float32 else (1e-6 if is_projected else 1e-8)  # folded once, to fp32
    assert sides.difference(sides.our_logits(loaded), theirs) < bound
    loaded.model.shifts_positions = True
    assert sides.difference(sides.our_logits(loaded), theirs) > 1e-2  # so where the text stands does matter


@pytest.mark.parametrize("is_projected", [False, True])
def test_a_p_tuning_v2_model_of_bert_answers_the_same_with_its_head(
    is_projected: bool, model_folders: Folders, tmp_path: Path
) -> None:
    folder = model_folders["bert"]
    model: Any = AutoModel.from_pretrained(folder, dtype=torch.float32).eval()
    layers, heads, hidden = model.config.num_hidden_layers, model.config.num_attention_heads, model.config.hidden_size
    encoder = make_encoder(hidden, 2 * layers * hidden, is_projected=is_projected)
    head = nn.Linear(hidden, len(sides.LABELS))
    whole = {f"classifier.{name}": tensor.detach().clone() for name, tensor in head.state_dict().items()}
    whole["bert.embeddings.word_embeddings.weight"] = torch.zeros(5, hidden)  # the whole model is in such a file
    path = save(encoder, tmp_path / "v2.safetensors", "prefix_encoder.", whole)
    pack, _ = sides.take_in(path, folder, tmp_path / "taken.promptpack", labels=sides.LABELS)
    loaded = sides.open_pack(pack, folder, torch.float32)
    assert loaded.pack.manifest.task["pooling"] == "pooler"
    theirs = []
    with torch.no_grad():
        for row in sides.our_rows(loaded):
            ids = torch.tensor([row.ids])
            past = cache_of(encoder(), layers, heads, hidden // heads, torch.float32)
            mask = torch.ones(1, TOKENS + ids.shape[1], dtype=torch.long)
            pooled = model(input_ids=ids, attention_mask=mask, past_key_values=past).pooler_output
            theirs.append(head(pooled))
    assert sides.difference(sides.our_logits(loaded), theirs) < 1e-4


def test_the_network_is_folded_as_it_was_written(tmp_path: Path) -> None:
    encoder = make_encoder(6, 32, is_projected=True)
    rows = read_foreign(save(encoder, tmp_path / "x.safetensors", "bert.prefix_encoder.")).rows
    assert np.allclose(rows, encoder().detach().numpy(), rtol=1e-6, atol=1e-6)


def test_a_prefix_of_other_sizes_names_the_glm_models(tmp_path: Path) -> None:
    encoder = make_encoder(6, 40, is_projected=False)
    with pytest.raises(InputError) as caught:
        fit(read_foreign(save(encoder, tmp_path / "x.safetensors", CHATGLM)), make_target(), Choices())
    assert caught.value.code == "exchange_prefix_width"
    assert (caught.value.args_["found"], caught.value.args_["needed"]) == (40, 32)
    assert "glm4" in caught.value.action


def test_an_encoder_decoder_is_refused(tmp_path: Path) -> None:
    encoder = make_encoder(6, 32, is_projected=False)
    with pytest.raises(InputError) as caught:
        fit(read_foreign(save(encoder, tmp_path / "x.safetensors", CHATGLM)), make_target("seq2seq"), Choices())
    assert caught.value.code == "exchange_family"


def test_the_positions_can_be_said(tmp_path: Path) -> None:
    foreign = read_foreign(save(make_encoder(6, 32, is_projected=False), tmp_path / "x.safetensors", CHATGLM))
    for choice, expected in ((None, "kept"), ("shifted", "shifted")):
        assert fit(foreign, make_target(), Choices(positions=choice)).manifest.position["positions"] == expected


WRONG: dict[str, tuple[str, dict[str, Tensor]]] = {
    "no encoder": ("exchange_tensor_missing", {"bert.weight": torch.zeros(2, 2)}),
    "half a network": (
        "exchange_tensor_missing",
        {"prefix_encoder.embedding.weight": torch.zeros(3, 6), "prefix_encoder.trans.0.weight": torch.zeros(5, 6)},
    ),
    "an embedding in one row": ("exchange_shape", {"prefix_encoder.embedding.weight": torch.zeros(6)}),
    "a network of another width": (
        "exchange_shape",
        {
            "prefix_encoder.embedding.weight": torch.zeros(3, 6),
            "prefix_encoder.trans.0.weight": torch.zeros(5, 7),
            "prefix_encoder.trans.0.bias": torch.zeros(5),
            "prefix_encoder.trans.2.weight": torch.zeros(8, 5),
            "prefix_encoder.trans.2.bias": torch.zeros(8),
        },
    ),
    "layers that do not meet": (
        "exchange_shape",
        {
            "prefix_encoder.embedding.weight": torch.zeros(3, 6),
            "prefix_encoder.trans.0.weight": torch.zeros(5, 6),
            "prefix_encoder.trans.0.bias": torch.zeros(5),
            "prefix_encoder.trans.2.weight": torch.zeros(8, 4),
            "prefix_encoder.trans.2.bias": torch.zeros(8),
        },
    ),
    "NaN": ("exchange_not_finite", {"prefix_encoder.embedding.weight": torch.full((3, 6), torch.nan)}),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_file_is_refused(name: str, tmp_path: Path, refused: Refused) -> None:
    code, tensors = WRONG[name]
    save_file(tensors, tmp_path / "x.safetensors")
    assert refused(tmp_path / "x.safetensors").code == code


def test_the_pack_says_where_its_text_stands(model_folders: Folders, home: Path, tmp_path: Path) -> None:
    config: Any = AutoModelForCausalLM.from_pretrained(model_folders["glm"]).config
    total = 2 * config.num_hidden_layers * config.num_key_value_heads * config.head_dim
    path = save(make_encoder(6, total, is_projected=False), tmp_path / "y.safetensors", CHATGLM)
    pack, _ = sides.take_in(path, model_folders["glm"], tmp_path / "y.promptpack")
    assert read_pack(pack).manifest.position == {"soft": "front", "positions": "kept"}
    assert read_pack(pack).manifest.method["kind"] == "p_tuning_v2"
