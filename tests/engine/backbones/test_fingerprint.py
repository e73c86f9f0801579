"""Fingerprints: the same for the same model however it is stored, and another for any change."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import save_file

from engine.backbones.fingerprint import Fingerprint, fingerprint_folder, model_sizes, tokenizer_hash, weights_hash
from engine.errors import InputError

CONFIG = {
    "architectures": ["BertModel"],
    "model_type": "bert",
    "hidden_size": 8,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "vocab_size": 10,
}
TOKENIZER: dict[str, Any] = {
    "version": "1.0",
    "truncation": None,
    "padding": None,
    "added_tokens": [{"id": 0, "content": "[PAD]", "special": True}],
    "normalizer": {"type": "Lowercase"},
    "pre_tokenizer": {"type": "Whitespace"},
    "post_processor": None,
    "decoder": None,
    "model": {"type": "BPE", "vocab": {"a": 1, "b": 2, "ab": 3}, "merges": ["a b"], "unk_token": None},
}


def weights() -> dict[str, np.ndarray]:
    rng = np.random.default_rng(0)
    return {
        "embeddings.weight": rng.normal(size=(10, 8)).astype(np.float32),
        "large.weight": rng.normal(size=(200, 100)).astype(np.float16),  # 40,000 bytes: only slices are read
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "tiny"
    path.mkdir()
    (path / "config.json").write_text(json.dumps(CONFIG))
    (path / "tokenizer.json").write_text(json.dumps(TOKENIZER))
    save_file(weights(), path / "model.safetensors")
    return path


def shard(folder: Path) -> None:
    (folder / "model.safetensors").unlink()
    names = {}
    for number, (name, array) in enumerate(weights().items()):
        file = f"model-{number}.safetensors"
        save_file({name: array}, folder / file, metadata={"format": "pt"})
        names[name] = file
    (folder / "model.safetensors.index.json").write_text(json.dumps({"weight_map": names}))


def test_a_folder_is_read_in_all_its_sizes(folder: Path) -> None:
    found = fingerprint_folder(folder)
    assert (found.architecture, found.hidden, found.layers, found.heads) == ("BertModel", 8, 2, 2)
    assert (found.kv_heads, found.head_dim, found.vocab_size, found.embedding) == (2, 4, 10, 8)
    assert len(found.weights_hash) == len(found.tokenizer_hash) == 64


def test_it_comes_back_from_json(folder: Path) -> None:
    found = fingerprint_folder(folder, name="Tiny", source="hub:a/tiny")
    assert Fingerprint.from_json(json.loads(json.dumps(found.to_json()))) == found


def test_a_path_of_this_computer_is_never_kept(folder: Path) -> None:
    assert fingerprint_folder(folder, source=str(folder)).source == "folder:tiny"
    assert str(folder.parent) not in json.dumps(fingerprint_folder(folder).to_json())
    assert fingerprint_folder(folder, source="starter:x").source == "starter:x"


def test_one_file_and_shards_have_the_same_hash(folder: Path) -> None:
    before = weights_hash(folder)
    shard(folder)
    assert weights_hash(folder) == before


def touch(name: str, place: tuple[int, ...]) -> Callable[[dict[str, np.ndarray]], Any]:
    return lambda table: table[name].__setitem__(place, 9)


CHANGES: dict[str, Callable[[dict[str, np.ndarray]], Any]] = {
    "a small tensor": touch("embeddings.weight", (4, 4)),
    "the first slice": touch("large.weight", (0, 0)),
    "the middle slice": touch("large.weight", (100, 0)),
    "the last slice": touch("large.weight", (199, 99)),
    "a name": lambda table: table.update(other=table.pop("large.weight")),
    "a cast": lambda table: table.update({"large.weight": table["large.weight"].astype(np.float32)}),
    "a shape": lambda table: table.update({"large.weight": table["large.weight"].reshape(100, 200)}),
    "one more": lambda table: table.update(more=np.zeros(1, np.float32)),
}


@pytest.mark.parametrize("case", CHANGES)
def test_changed_weights_have_another_hash(case: str, folder: Path) -> None:
    before = weights_hash(folder)
    changed = weights()
    CHANGES[case](changed)
    save_file(changed, folder / "model.safetensors")
    assert weights_hash(folder) != before


SAME = {
    "cutting and padding": {"truncation": {"max_length": 8}, "padding": {"strategy": "BatchLongest"}},
    "merges as pairs": {"model": {**TOKENIZER["model"], "merges": [["a", "b"]]}},
    "another order": {"model": {**TOKENIZER["model"], "vocab": {"ab": 3, "a": 1, "b": 2}}},
    "the way back to text": {"decoder": {"type": "BPEDecoder"}, "version": "2.0"},
}
OTHER = {
    "a word": {"model": {**TOKENIZER["model"], "vocab": {"a": 1, "c": 2, "ab": 3}}},
    "two ids": {"model": {**TOKENIZER["model"], "vocab": {"a": 2, "b": 1, "ab": 3}}},
    "a merge": {"model": {**TOKENIZER["model"], "merges": ["b a"]}},
    "capitals": {"normalizer": None},
    "the cut into words": {"pre_tokenizer": {"type": "Split"}},
    "an added token": {"added_tokens": [{"id": 0, "content": "<pad>", "special": True}]},
    "special tokens around": {"post_processor": {"type": "TemplateProcessing"}},
}


@pytest.mark.parametrize("case", [*SAME, *OTHER])
def test_a_tokenizer_is_known_by_what_it_does_to_text(case: str, folder: Path) -> None:
    before = tokenizer_hash(folder)
    (folder / "tokenizer.json").write_text(json.dumps({**TOKENIZER, **(SAME | OTHER)[case]}, indent=3))
    assert (tokenizer_hash(folder) == before) is (case in SAME)


def test_older_tokenizer_files_count_where_there_is_no_newer(folder: Path) -> None:
    (folder / "tokenizer.json").unlink()
    with pytest.raises(InputError, match=r"tokenizer\.json is missing"):
        tokenizer_hash(folder)
    (folder / "vocab.txt").write_text("a\nb\n")
    first = tokenizer_hash(folder)
    (folder / "vocab.txt").write_text("a\nc\n")
    assert tokenizer_hash(folder) != first


def refuse(folder: Path) -> InputError:
    with pytest.raises(InputError) as caught:
        fingerprint_folder(folder)
    return caught.value


@pytest.mark.parametrize("name", ["config.json", "model.safetensors", "tokenizer.json"])
def test_what_is_missing_is_named(name: str, folder: Path) -> None:
    (folder / name).unlink()
    error = refuse(folder)
    assert error.code == "not_a_model" and name in error.message


def test_no_folder_at_all_is_no_model(tmp_path: Path) -> None:
    assert refuse(tmp_path / "absent").code == "not_a_model"
    (tmp_path / "file").write_text("x")
    assert refuse(tmp_path / "file").code == "not_a_model"


def test_a_missing_shard_is_named(folder: Path) -> None:
    shard(folder)
    (folder / "model-1.safetensors").unlink()
    assert "model-1.safetensors is missing" in refuse(folder).message


def test_pickled_weights_are_refused_with_the_reason(folder: Path) -> None:
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")
    error = refuse(folder)
    assert error.code == "weights_unsafe" and "run programs" in error.message and "safetensors" in error.action


@pytest.mark.parametrize("name", ["../../secret.safetensors", "/etc/passwd", "a\\b.safetensors", "x.bin"])
def test_an_index_that_points_elsewhere_is_refused(name: str, folder: Path) -> None:
    shard(folder)
    (folder / "model.safetensors.index.json").write_text(json.dumps({"weight_map": {"a": name}}))
    assert refuse(folder).code == "weights_damaged"


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b'{"weight_map": 3}', b'{"weight_map": {}}', b'{"weight_map": {"a": 3}}', b"\xff", b"[" * 9999],
)
def test_a_damaged_index_is_refused(content: bytes, folder: Path) -> None:
    (folder / "model.safetensors").unlink()
    (folder / "model.safetensors.index.json").write_bytes(content)
    assert refuse(folder).code in ("weights_damaged", "not_a_model")


@pytest.mark.parametrize("damage", [lambda d: d[:-1], lambda d: d + b"\0", lambda d: b"", lambda d: b"\xff" * 40])
def test_damaged_weights_are_refused(damage: Callable[[bytes], bytes], folder: Path) -> None:
    path = folder / "model.safetensors"
    path.write_bytes(damage(path.read_bytes()))
    assert refuse(folder).code == "weights_damaged"


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"\xff\xfe", b'{"hidden_size": 8}', b"[" * 100_000])
def test_a_wrong_config_is_refused(content: bytes, folder: Path) -> None:
    (folder / "config.json").write_bytes(content)
    assert refuse(folder).code in ("not_readable", "not_a_model")


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"model": {"vocab": 3}}', b'{"model": []}', b"\xff"])
def test_a_wrong_tokenizer_is_refused(content: bytes, folder: Path) -> None:
    (folder / "tokenizer.json").write_bytes(content)
    assert refuse(folder).code == "not_readable"


SIZES = {
    "gpt2": ({"n_embd": 8, "n_layer": 2, "n_head": 2, "vocab_size": 5}, (8, 2, 2, 2, 4, 8, 0)),
    "distilbert": ({"dim": 8, "n_layers": 2, "n_heads": 2, "vocab_size": 5}, (8, 2, 2, 2, 4, 8, 0)),
    "llama": (
        {"hidden_size": 8, "num_hidden_layers": 2, "num_attention_heads": 4, "num_key_value_heads": 1, "head_dim": 16},
        (8, 2, 4, 1, 16, 8, 0),
    ),
    "electra": (
        {"hidden_size": 8, "embedding_size": 4, "num_hidden_layers": 2, "num_attention_heads": 2},
        (8, 2, 2, 2, 4, 4, 0),
    ),
    "t5": (
        {"d_model": 8, "num_layers": 2, "num_heads": 2, "d_kv": 6, "is_encoder_decoder": True},
        (8, 2, 2, 2, 6, 8, 2),
    ),
    "bart": (
        {
            "d_model": 8,
            "encoder_layers": 2,
            "decoder_layers": 3,
            "encoder_attention_heads": 2,
            "is_encoder_decoder": True,
        },
        (8, 2, 2, 2, 4, 8, 3),
    ),
    "gemma3": (
        {"text_config": {"hidden_size": 8, "num_hidden_layers": 2, "num_attention_heads": 2}},
        (8, 2, 2, 2, 4, 8, 0),
    ),
    "nonsense": ({"hidden_size": "8", "num_hidden_layers": -2, "num_attention_heads": True}, (0, 0, 0, 0, 0, 0, 0)),
}


@pytest.mark.parametrize("family", SIZES)
def test_sizes_are_found_in_each_familys_words(family: str) -> None:
    config, expected = SIZES[family]
    found = model_sizes(config)
    names = ("hidden", "layers", "heads", "kv_heads", "head_dim", "embedding", "decoder_layers")
    assert tuple(found[name] for name in names) == expected


def test_fingerprints_need_no_torch() -> None:
    code = "import sys, engine.backbones.fingerprint; print({'torch', 'transformers'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "set()"
