"""Fingerprint: which model a folder holds, by sizes, tokenizer and weights, so that packs find the right one.

Reads config.json, the tokenizer's files and slices of the stored tensors; needs no torch, so the window may
use it. Loading the model is left to `backbone`.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import mmap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.backbones.stored_tensors import StoredTensor, stored_tensors
from engine.errors import InputError

SLICE_BYTES = 4096
MAX_CONFIG_BYTES = 10_000_000
TOKENIZER_FILES = (
    "vocab.json",
    "merges.txt",
    "vocab.txt",
    "tokenizer.model",
    "spiece.model",
    "sentencepiece.bpe.model",
    "added_tokens.json",
)
# The first of these that config.json has. GPT-2, T5, BART, DistilBERT, OPT and the others each use their own words.
SIZE_NAMES = {
    "hidden": ("hidden_size", "d_model", "n_embd", "dim"),
    "layers": ("num_hidden_layers", "n_layer", "n_layers", "num_layers", "encoder_layers", "decoder_layers"),
    "heads": ("num_attention_heads", "n_head", "n_heads", "num_heads", "encoder_attention_heads"),
    "embedding": ("embedding_size", "word_embed_proj_dim"),
}


@dataclass(frozen=True)
class Fingerprint:
    """What decides whether a prompt fits a model. Hashes are SHA-256 in hexadecimal digits.

    `embedding` is the width at the model's input (`hidden` but for models such as ELECTRA-small);
    `decoder_layers` is 0 but for encoder-decoders, where `layers` counts the encoder.
    """

    architecture: str
    hidden: int
    layers: int
    heads: int
    kv_heads: int
    head_dim: int
    vocab_size: int
    tokenizer_hash: str
    weights_hash: str
    embedding: int
    decoder_layers: int = 0
    name: str = ""
    source: str = ""

    def to_json(self) -> dict[str, Any]:
        """A JSON-able copy, fields in order."""
        return dataclasses.asdict(self)

    @classmethod
    def from_json(cls, value: Any) -> Fingerprint:
        """The fingerprint of a JSON table. Raises ValueError naming the field that is missing or wrong."""
        if not isinstance(value, dict):
            raise ValueError("it is no table")
        fields = {field.name: field for field in dataclasses.fields(cls)}
        for name in value:
            if name not in fields:
                raise ValueError(f"{str(name)[:40]!r} is unknown")
        for name, field in fields.items():
            if name not in value and field.default is dataclasses.MISSING:
                raise ValueError(f"{name} is missing")
            kind = int if field.type == "int" else str
            if name in value and (type(value[name]) is not kind or (kind is int and not 0 <= value[name] < 2**31)):
                raise ValueError(f"{name} is {str(value[name])[:40]!r}")
            if name in value and kind is str and len(value[name]) > 300:
                raise ValueError(f"{name} is too long")
        return cls(**value)


def fingerprint_folder(folder: Path, *, name: str = "", source: str = "") -> Fingerprint:
    """The fingerprint of a model folder as it is stored, before any cast.

    `name` and `source` are shown to people. A fingerprint travels in packs, so of a folder on this computer only
    its own name is kept, never its path.
    Raises InputError when the folder is no model (what is missing), or its weights are pickled or damaged.
    """
    folder = Path(folder)
    is_public = source.startswith(("starter:", "hub:"))
    config = read_config(folder)
    sizes = model_sizes(config)
    missing = [key for key in ("hidden", "layers", "heads", "vocab_size") if not sizes[key]]
    if missing:
        raise InputError("not_a_model", path=str(folder), missing=f"the size {missing[0]!r} in config.json")
    return Fingerprint(
        architecture=architecture(config),
        tokenizer_hash=tokenizer_hash(folder),
        weights_hash=weights_hash(folder),
        name=name or folder.resolve().name,
        source=source if is_public else f"folder:{folder.resolve().name}",
        **sizes,
    )


def read_config(folder: Path) -> dict[str, Any]:
    """config.json of a model folder. Raises InputError when there is none or it is not readable."""
    path = Path(folder) / "config.json"
    try:
        if not path.is_file():
            raise InputError("not_a_model", path=str(folder), missing="config.json")
        if path.stat().st_size > MAX_CONFIG_BYTES:
            raise ValueError("too large")
        config = json.loads(path.read_text("utf-8"))
    except (ValueError, RecursionError) as error:
        raise InputError("not_readable", path=str(path), reason="it is no JSON") from error
    except OSError as error:
        raise InputError("not_readable", path=str(path), reason=error.strerror or str(error)) from error
    if not isinstance(config, dict):
        raise InputError("not_readable", path=str(path), reason="it is no JSON table")
    return config


def architecture(config: dict[str, Any]) -> str:
    """The class that the model was saved from (BertModel), else its family's name."""
    classes = config.get("architectures")
    if isinstance(classes, list) and classes and isinstance(classes[0], str):
        return classes[0]
    return str(config.get("model_type", "unknown"))


def model_sizes(config: dict[str, Any]) -> dict[str, int]:
    """The sizes that a Fingerprint needs, 0 where config.json does not say. Text parts of larger models are found."""
    inner = config.get("text_config")
    if isinstance(inner, dict):
        config = {**config, **inner}
    sizes = {key: _first_count(config, names) for key, names in SIZE_NAMES.items()}
    hidden, heads = sizes["hidden"], sizes["heads"]
    sizes["embedding"] = sizes["embedding"] or hidden
    sizes["kv_heads"] = _first_count(config, ("num_key_value_heads",)) or heads
    sizes["head_dim"] = _first_count(config, ("head_dim", "d_kv")) or (hidden // heads if heads else 0)
    sizes["vocab_size"] = _first_count(config, ("vocab_size",))
    two_sided = bool(config.get("is_encoder_decoder"))
    sizes["decoder_layers"] = (
        _first_count(config, ("decoder_layers", "num_decoder_layers")) or sizes["layers"] if two_sided else 0
    )
    return sizes


def _first_count(config: dict[str, Any], names: Sequence[str]) -> int:
    for name in names:
        value = config.get(name)
        if type(value) is int and 0 < value < 2**31:
            return value
    return 0


def weights_hash(folder: Path) -> str:
    """SHA-256 over name, number format, shape and three slices of every stored tensor, names sorted.

    The first, middle and last 4096 bytes of each are read; files are mapped, so a model of any size takes
    little memory, and one file or many shards give the same hash. Raises InputError as `stored_tensors`.
    """
    found = stored_tensors(folder)
    by_file: dict[Path, list[StoredTensor]] = {}
    for path, tensor in found.values():
        by_file.setdefault(path, []).append(tensor)
    parts: dict[str, bytes] = {}
    for path, tensors in by_file.items():
        try:
            with path.open("rb") as handle, mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ) as content:
                for tensor in tensors:
                    parts[tensor.name] = hashlib.sha256(b"".join(_slices(content, tensor))).digest()
        except OSError as error:
            raise InputError("not_readable", path=str(path), reason=error.strerror or str(error)) from error
    digest = hashlib.sha256()
    for name in sorted(found):
        tensor = found[name][1]
        digest.update(json.dumps([name, tensor.dtype, tensor.shape], ensure_ascii=False).encode() + b"\n")
        digest.update(parts[name])
    return digest.hexdigest()


def _slices(content: mmap.mmap, tensor: StoredTensor) -> Iterator[bytes]:
    length = tensor.stop - tensor.start
    if length <= 3 * SLICE_BYTES:
        yield content[tensor.start : tensor.stop]
        return
    middle = tensor.start + (length - SLICE_BYTES) // 2
    for start in (tensor.start, middle, tensor.stop - SLICE_BYTES):
        yield content[start : start + SLICE_BYTES]


def tokenizer_hash(folder: Path) -> str:
    """SHA-256 of how text becomes token ids, the same however and by which version the files were saved.

    From tokenizer.json: vocabulary, merges, added tokens and the steps before and after; not its cutting and
    padding settings, which each call sets anew, nor the way back to text. Without that file, the older
    vocabulary files as they are. Raises InputError when there is no tokenizer.
    """
    path = folder / "tokenizer.json"
    try:
        if path.is_file():
            return hashlib.sha256(_canonical_tokenizer(json.loads(path.read_text("utf-8")))).hexdigest()
        digest = hashlib.sha256()
        present = [name for name in TOKENIZER_FILES if (folder / name).is_file()]
        for name in present:
            content = (folder / name).read_bytes()
            digest.update(f"{name}:{len(content)}\n".encode() + content)
    except OSError as error:
        raise InputError("not_readable", path=str(path), reason=error.strerror or str(error)) from error
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError) as error:
        raise InputError("not_readable", path=str(path), reason="it describes no tokenizer") from error
    if not present:
        raise InputError("not_a_model", path=str(folder), missing="tokenizer.json")
    return digest.hexdigest()


def _canonical_tokenizer(tokenizer: dict[str, Any]) -> bytes:
    model = dict(tokenizer["model"])
    vocab = model.pop("vocab")
    if not isinstance(vocab, dict | list):
        raise TypeError("no vocabulary")
    if isinstance(vocab, dict):
        vocab = sorted(vocab.items(), key=lambda item: (item[1], item[0]))
    # Older files write a merge as one text "a b", newer ones as a pair.
    merges = [pair.split(" ", 1) if isinstance(pair, str) else pair for pair in model.pop("merges", None) or []]
    content = {
        "type": model.get("type") or "BPE",
        "unknown": model.get("unk_token", model.get("unk_id")),
        "byte_fallback": bool(model.get("byte_fallback")),
        "vocab": vocab,
        "merges": merges,
        "added": sorted([entry["id"], entry["content"]] for entry in tokenizer.get("added_tokens") or []),
        "normalizer": tokenizer.get("normalizer"),
        "pre_tokenizer": tokenizer.get("pre_tokenizer"),
        "post_processor": tokenizer.get("post_processor"),
    }
    return json.dumps(content, ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode()
