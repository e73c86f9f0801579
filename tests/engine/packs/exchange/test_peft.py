"""engine/packs/exchange/peft.py: what a PEFT folder says is taken over, and a wrong one is told from a sound one."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import save_file

from engine.errors import InputError
from engine.packs.exchange import look, read_foreign
from tests.engine.packs.exchange.conftest import HIDDEN, TOKENS, MakeAdapter, numbers

Refused = Callable[[Path], InputError]
PREFIX: dict[str, Any] = {"peft_type": "PREFIX_TUNING"}
SEQ_CLS: dict[str, Any] = {"task_type": "SEQ_CLS"}
PROMPT = {"prompt_embeddings": numbers(TOKENS, HIDDEN)}
SCORE = {"base_model.score.weight": numbers(2, HIDDEN)}
CLASSIFIER = {"base_model.classifier.weight": numbers(2, HIDDEN), "base_model.classifier.bias": numbers(2)}


def test_a_sound_folder_says_what_it_is(make_adapter: MakeAdapter) -> None:
    found = look(make_adapter({**PROMPT, **SCORE}, **SEQ_CLS))
    assert found == {
        "format": "peft",
        "kind": "PROMPT_TUNING",
        "is_deep": False,
        "tokens": TOKENS,
        "width": HIDDEN,
        "outputs": 2,
        "task": "SEQ_CLS",
        "made_for": "someone/tiny",
        "name": "adapter",
        "author": "",
        "description": "",
    }
    assert json.loads(json.dumps(found)) == found


def test_either_file_of_a_folder_stands_for_it(make_adapter: MakeAdapter) -> None:
    folder = make_adapter()
    for name in ("adapter_config.json", "adapter_model.safetensors"):
        assert read_foreign(folder / name).format == "peft"


def test_older_names_of_a_head_are_known(make_adapter: MakeAdapter) -> None:
    weight = {"base_model.model.score.weight": numbers(2, HIDDEN)}
    assert read_foreign(make_adapter({**PROMPT, **weight}, **SEQ_CLS)).outputs == 2


CONFIGS: dict[str, tuple[str, dict[str, Any]]] = {
    "LORA": ("exchange_peft_type", {"peft_type": "LORA"}),
    "no type": ("exchange_peft_type", {"peft_type": None}),
    "a type that is a list": ("exchange_peft_type", {"peft_type": "MULTITASK_PROMPT_TUNING"}),
    "tagging": ("exchange_peft_task", {"task_type": "TOKEN_CLS"}),
    "questions": ("exchange_peft_task", {"task_type": "QUESTION_ANS"}),
    "no length": ("exchange_field", {"num_virtual_tokens": None}),
    "length as text": ("exchange_field", {"num_virtual_tokens": "3"}),
    "length of nothing": ("exchange_field", {"num_virtual_tokens": 0}),
    "length true": ("exchange_field", {"num_virtual_tokens": True}),
    "a length it does not have": ("exchange_shape", {"num_virtual_tokens": 4}),
    "three sides": ("exchange_field", {"num_transformer_submodules": 3}),
    "rows of one side": ("exchange_shape", {"num_transformer_submodules": 2}),
    "a prefix of an input's width": ("exchange_shape", PREFIX),
    "heads that do not divide": ("exchange_field", {**PREFIX, "num_attention_heads": 3}),
    "a head that is not there": ("exchange_tensor_missing", SEQ_CLS),
}


@pytest.mark.parametrize("name", CONFIGS)
def test_a_wrong_config_is_refused(name: str, make_adapter: MakeAdapter, refused: Refused) -> None:
    code, config = CONFIGS[name]
    assert refused(make_adapter(**config)).code == code


def test_another_type_is_named(make_adapter: MakeAdapter, refused: Refused) -> None:
    assert "holds LORA" in refused(make_adapter(peft_type="LORA")).message


TENSORS: dict[str, tuple[str, dict[str, np.ndarray]]] = {
    "no prompt": ("exchange_tensor_missing", SCORE),
    "embeddings that were trained": ("exchange_tensor_extra", {**PROMPT, "base_model.wte.weight": numbers(9, HIDDEN)}),
    "a head of several layers": (
        "exchange_head_layers",
        {**PROMPT, "base_model.classifier.dense.weight": numbers(HIDDEN, HIDDEN)},
    ),
    "DistilBERT's two heads": (
        "exchange_head_layers",
        {**PROMPT, **CLASSIFIER, "base_model.pre_classifier.weight": numbers(HIDDEN, HIDDEN)},
    ),
    "two heads": ("exchange_head_layers", {**PROMPT, **SCORE, **CLASSIFIER}),
    "a bias alone": ("exchange_head_layers", {**PROMPT, "base_model.classifier.bias": numbers(2)}),
    "a bias of another size": (
        "exchange_shape",
        {**PROMPT, **CLASSIFIER, "base_model.classifier.bias": numbers(3)},
    ),
    "one output": ("exchange_one_output", {**PROMPT, "base_model.score.weight": numbers(1, HIDDEN)}),
    "a prompt in one row": ("exchange_shape", {"prompt_embeddings": numbers(HIDDEN)}),
    "whole numbers": ("exchange_dtype", {"prompt_embeddings": np.ones((TOKENS, HIDDEN), np.int32)}),
    "NaN": ("exchange_not_finite", {"prompt_embeddings": np.full((TOKENS, HIDDEN), np.nan, np.float32)}),
    "too large for float32": ("exchange_not_finite", {"prompt_embeddings": np.full((TOKENS, HIDDEN), 1e300)}),
}


@pytest.mark.parametrize("name", TENSORS)
def test_wrong_tensors_are_refused(name: str, make_adapter: MakeAdapter, refused: Refused) -> None:
    code, tensors = TENSORS[name]
    assert refused(make_adapter(tensors)).code == code


def test_the_place_of_a_value_that_is_no_number_is_told(make_adapter: MakeAdapter, refused: Refused) -> None:
    rows = numbers(TOKENS, HIDDEN)
    rows[1, 2] = np.inf
    error = refused(make_adapter({"prompt_embeddings": rows}))
    assert error.args_["place"] == HIDDEN + 3


@pytest.mark.parametrize("dtype", [np.float16, np.float64])
def test_other_number_formats_become_float32(dtype: type, make_adapter: MakeAdapter) -> None:
    rows = numbers(TOKENS, HIDDEN).astype(dtype)
    assert (read_foreign(make_adapter({"prompt_embeddings": rows})).rows == rows.astype(np.float32)).all()


def test_bfloat16_becomes_float32_exactly(make_adapter: MakeAdapter) -> None:
    folder = make_adapter()
    bits = (numbers(TOKENS, HIDDEN).view(np.uint32) >> 16).astype("<u2")
    header = {"prompt_embeddings": {"dtype": "BF16", "shape": list(bits.shape), "data_offsets": [0, bits.nbytes]}}
    text = json.dumps(header).encode()
    path = folder / "adapter_model.safetensors"
    path.write_bytes(len(text).to_bytes(8, "little") + text + bits.tobytes())
    assert (read_foreign(folder).rows.view(np.uint32) == bits.astype(np.uint32) << 16).all()


def damage(folder: Path, name: str, content: bytes) -> Path:
    (folder / name).write_bytes(content)
    return folder


DAMAGED = {
    "JSON that is none": ("adapter_config.json", b"peft_type: LORA", "exchange_json"),
    "JSON that is a list": ("adapter_config.json", b"[1, 2]", "exchange_json"),
    "JSON nested without end": ("adapter_config.json", b"[" * 5000, "exchange_json"),
    "JSON with a name twice": ("adapter_config.json", b'{"a": 1, "a": 2}', "exchange_json"),
    "no UTF-8": ("adapter_config.json", b"\xff\xfe{}", "exchange_json"),
    "huge JSON": ("adapter_config.json", b" " * (1 << 20) + b"{}", "exchange_too_large"),
    "an empty file": ("adapter_model.safetensors", b"", "exchange_damaged"),
    "a header that claims everything": (
        "adapter_model.safetensors",
        (2**62).to_bytes(8, "little") + b"{}",
        "exchange_damaged",
    ),
    "a header that is no JSON": ("adapter_model.safetensors", (4).to_bytes(8, "little") + b"nope", "exchange_damaged"),
    "tensors that are not there": (
        "adapter_model.safetensors",
        (90).to_bytes(8, "little")
        + b'{"prompt_embeddings": {"dtype": "F32", "shape": [3, 8], "data_offsets": [0, 96]}}'.ljust(90),
        "exchange_damaged",
    ),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_file_is_refused(name: str, make_adapter: MakeAdapter, refused: Refused) -> None:
    member, content, code = DAMAGED[name]
    assert refused(damage(make_adapter(), member, content)).code == code


def test_a_pickled_prompt_is_not_opened(make_adapter: MakeAdapter, refused: Refused) -> None:
    folder = make_adapter()
    (folder / "adapter_model.safetensors").rename(folder / "adapter_model.bin")
    error = refused(folder)
    assert error.code == "exchange_pickle" and "adapter_model.bin" in error.message


@pytest.mark.parametrize(
    ("missing", "code"),
    [("adapter_config.json", "exchange_member_missing"), ("adapter_model.safetensors", "exchange_member_missing")],
)
def test_a_missing_file_is_named(missing: str, code: str, make_adapter: MakeAdapter, refused: Refused) -> None:
    folder = make_adapter()
    (folder / missing).unlink()
    error = refused(folder)
    assert error.code == code and missing in error.message


def test_a_split_prompt_is_refused(make_adapter: MakeAdapter, refused: Refused) -> None:
    folder = make_adapter()
    (folder / "adapter_model.safetensors").rename(folder / "adapter_model-00001-of-00002.safetensors")
    assert refused(folder).code == "exchange_sharded"


def test_what_is_nothing_known_is_said_so(tmp_path: Path, refused: Refused) -> None:
    (tmp_path / "text.txt").write_text("hello", encoding="utf-8")
    (tmp_path / "old.pt").write_bytes(b"PK\x03\x04")
    (tmp_path / "empty").mkdir()
    codes = [refused(tmp_path / name).code for name in ("text.txt", "old.pt", "empty", "nowhere")]
    assert codes == ["exchange_unknown", "exchange_pickle", "exchange_member_missing", "exchange_missing"]


def test_what_a_folder_says_cannot_steer_a_terminal(make_adapter: MakeAdapter, refused: Refused) -> None:
    error = refused(make_adapter(peft_type="\x1b[31mLORA\u202e"))
    assert error.message.isprintable()


def test_a_link_to_a_device_is_no_file(tmp_path: Path, refused: Refused) -> None:
    folder = tmp_path / "adapter"
    folder.mkdir()
    save_file(PROMPT, folder / "adapter_model.safetensors")
    (folder / "adapter_config.json").symlink_to("/dev/zero")
    assert refused(folder).code == "exchange_member_missing"
