"""PEFT folders: adapter_config.json and adapter_model.safetensors, in and out, to the last bit.

What is saved is flat whatever was trained: P-tuning's network and the projection of a prefix are folded away by PEFT
itself. A head lies beside the prompt as `base_model.score` (causal models) or `base_model.classifier` (BERT). Read in
peft 0.21 (`peft_model.py`, `utils/save_and_load.py`). Which base model it fits is left to `fitting`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from safetensors.numpy import save

from engine.errors import InputError
from engine.events import RunEvent, note
from engine.files import to_json
from engine.packs.exchange.foreign import Foreign, Prefix
from engine.packs.exchange.layout import by_layer, join_rows, layers_to_write
from engine.packs.exchange.reading import MAX_JSON_BYTES, Array, read_bytes, read_json, read_tensors, shown
from engine.packs.manifest import Manifest

CONFIG, WEIGHTS, PICKLED = "adapter_config.json", "adapter_model.safetensors", "adapter_model.bin"
PROMPT = "prompt_embeddings"
# PEFT's types -> the method here whose prompts are the same
INPUT_TYPES = {"PROMPT_TUNING": "prompt_tuning", "P_TUNING": "p_tuning"}
DEEP_TYPES = {"PREFIX_TUNING": "prefix_tuning", "CARTRIDGE": "prefix_tuning"}
TASKS = ("CAUSAL_LM", "SEQ_2_SEQ_LM", "SEQ_CLS", "FEATURE_EXTRACTION")
HEAD = re.compile(r"base_model\.(?:model\.)?(score|classifier)\.(weight|bias)")
DEEP_HEAD = re.compile(r"base_model\.(?:model\.)?(score|classifier|pre_classifier|classification_head)\.")
MOST_TOKENS = 100_000


def is_peft(path: Path) -> bool:
    """Whether a path is a folder that PEFT saved."""
    return path.is_dir() and any((path / name).exists() for name in (CONFIG, WEIGHTS, PICKLED))


def read_peft(folder: Path) -> Foreign:
    """A folder of `PeftModel.save_pretrained`. Raises InputError saying what is wrong or cannot stand in a pack."""
    path = folder / CONFIG
    if not path.is_file():
        raise InputError("exchange_member_missing", path=str(folder), member=CONFIG)
    config = read_json(read_bytes(path, MAX_JSON_BYTES), path)
    kind, task = config.get("peft_type"), config.get("task_type")
    if kind not in INPUT_TYPES and kind not in DEEP_TYPES:
        raise InputError("exchange_peft_type", path=str(folder), found=shown(str(kind)))
    if task not in (None, *TASKS):
        raise InputError("exchange_peft_task", found=shown(str(task)))
    tensors = _tensors(folder)
    if PROMPT not in tensors:
        raise InputError("exchange_tensor_missing", path=str(folder / WEIGHTS), tensor=PROMPT)
    rows, head = tensors.pop(PROMPT), _take_head(tensors)
    if task == "SEQ_CLS" and "weight" not in head:
        raise InputError("exchange_tensor_missing", path=str(folder / WEIGHTS), tensor="base_model.score.weight")
    count = _count(config, "num_virtual_tokens", path, most=MOST_TOKENS)
    notes: tuple[RunEvent, ...] = ()
    prefix = None
    if kind in DEEP_TYPES:
        prefix = _prefix(config, path, rows, count)
    else:
        sides = _count(config, "num_transformer_submodules", path, most=2, default=2 if task == "SEQ_2_SEQ_LM" else 1)
        if rows.ndim != 2 or len(rows) != count * sides:
            raise _shape(PROMPT, rows, f"{count * sides} x width")
        if sides == 2:
            notes = (note("exchange_second_half", rows=len(rows), tokens=count),)
        rows = rows[:count].copy()
    made_for = config.get("base_model_name_or_path")
    return Foreign(
        format="peft",
        kind=str(kind),
        method={**INPUT_TYPES, **DEEP_TYPES}[str(kind)],
        rows=rows,
        prefix=prefix,
        head=head,
        task=str(task or ""),
        names_weights=True,
        made_for=shown(made_for) if isinstance(made_for, str) else "",
        name=folder.resolve().name,
        notes=notes,
    )


def _tensors(folder: Path) -> dict[str, Array]:
    path = folder / WEIGHTS
    if path.is_file():
        return read_tensors(path)
    if (folder / PICKLED).exists():
        raise InputError("exchange_pickle", path=str(folder), file=PICKLED)
    if any(folder.glob("adapter_model*-of-*")) or (folder / f"{WEIGHTS}.index.json").exists():
        raise InputError("exchange_sharded", path=str(folder))
    raise InputError("exchange_member_missing", path=str(folder), member=WEIGHTS)


def _take_head(tensors: Mapping[str, Array]) -> dict[str, Array]:
    """weight (C, H) and bias (C,) of the one linear head; InputError for anything else that was trained."""
    head: dict[str, Array] = {}
    for name, array in tensors.items():
        found = HEAD.fullmatch(name)
        if found is None and DEEP_HEAD.match(name):
            raise InputError("exchange_head_layers", tensor=shown(name))
        if found is None:
            raise InputError("exchange_tensor_extra", tensor=shown(name))
        if found[2] in head:
            raise InputError("exchange_head_layers", tensor=shown(name))
        head[found[2]] = array
    return check_head(head)


def check_head(head: dict[str, Array]) -> dict[str, Array]:
    """The head itself. Raises InputError: no weight, wrong shapes, or one output."""
    if not head:
        return head
    if "weight" not in head or head["weight"].ndim != 2:
        raise InputError("exchange_head_layers", tensor="base_model.classifier")
    outputs = len(head["weight"])
    if "bias" in head and head["bias"].shape != (outputs,):
        raise _shape("bias", head["bias"], str(outputs))
    if outputs < 2:
        raise InputError("exchange_one_output")
    return head


def _prefix(config: Mapping[str, Any], path: Path, rows: Array, count: int) -> Prefix:
    """How the rows lie, as the config says; what it leaves open, PEFT takes from the model."""
    layers = _count(config, "num_layers", path, most=10_000, default=0)
    heads = _count(config, "num_attention_heads", path, most=10_000, default=0)
    width = _count(config, "token_dim", path, most=1_000_000, default=0)
    if width and heads and width % heads:
        expected = f"a multiple of num_attention_heads ({heads})"
        raise InputError("exchange_field", path=str(path), field="token_dim", value=width, expected=expected)
    total = 2 * layers * width
    if rows.ndim != 2 or len(rows) != count or (total and rows.shape[1] != total):
        raise _shape(PROMPT, rows, f"{count} x {total or 'width'}")
    return Prefix(layers or None, heads or None, width // heads if heads and width else None)


def _count(config: Mapping[str, Any], field: str, path: Path, *, most: int, default: int | None = None) -> int:
    value = config.get(field)
    if value is None and default is not None:
        return default
    if type(value) is not int or not 0 < value <= most:
        expected = f"a whole number from 1 to {most}"
        raise InputError("exchange_field", path=str(path), field=field, value=shown(str(value)), expected=expected)
    return value


def _shape(tensor: str, array: Array, expected: str) -> InputError:
    return InputError(
        "exchange_shape", tensor=tensor, found=" x ".join(map(str, array.shape)) or "0", expected=expected
    )


def peft_files(manifest: Manifest, tensors: Mapping[str, Array], *, is_seq2seq: bool) -> dict[str, bytes]:
    """The files of a folder that `PeftModel.from_pretrained` loads, by name. `exporting` checked that it is exact."""
    slots = by_layer([name for name in tensors if name.startswith("key_values.")])
    head = {name.removeprefix("head."): array for name, array in tensors.items() if name.startswith("head.")}
    deep = [tensors[name] for name in slots]
    layers = layers_to_write(len(slots), is_seq2seq=is_seq2seq)
    rows = join_rows(deep, layers, is_seq2seq=is_seq2seq) if deep else tensors["embeddings"]
    stored = {PROMPT: rows.astype("float32")}
    stored |= {f"base_model.{'classifier' if 'bias' in head else 'score'}.{key}": head[key] for key in head}
    config: dict[str, Any] = {
        "peft_type": _type(manifest, is_deep=bool(deep)),
        "task_type": "SEQ_CLS" if head else ("SEQ_2_SEQ_LM" if is_seq2seq else "CAUSAL_LM"),
        "base_model_name_or_path": _model_name(manifest),
        "inference_mode": True,
        "num_virtual_tokens": len(rows),
        "num_transformer_submodules": 2 if is_seq2seq and deep else 1,
        "num_layers": layers if deep else manifest.backbone.layers,
        "num_attention_heads": deep[0].shape[1] if deep else manifest.backbone.heads,
        "token_dim": deep[0].shape[1] * deep[0].shape[3] if deep else manifest.backbone.embedding,
    }
    if deep:
        config |= {"prefix_projection": False, "encoder_hidden_size": config["token_dim"]}
    elif config["peft_type"] == "P_TUNING":
        config |= {"encoder_reparameterization_type": "MLP", "encoder_hidden_size": config["token_dim"]}
    if head:
        config["modules_to_save"] = ["classifier", "score"]
    contiguous = {name: array.astype("float32", order="C") for name, array in stored.items()}
    return {CONFIG: to_json(config), WEIGHTS: save(contiguous), "README.md": _readme(manifest).encode()}


def _type(manifest: Manifest, *, is_deep: bool) -> str:
    if is_deep:
        return "PREFIX_TUNING"
    known = {method: kind for kind, method in INPUT_TYPES.items()}
    return known.get(manifest.method["kind"], "PROMPT_TUNING")


def _model_name(manifest: Manifest) -> str:
    source = manifest.backbone.source
    return source.removeprefix("hub:").partition("@")[0] if source.startswith("hub:") else manifest.backbone.name


def _readme(manifest: Manifest) -> str:
    """What PEFT has no field for: the text around the prompt, and what the answers are called."""
    lines = ["---", "library_name: peft", "---", "", f"# {manifest.name}", "", manifest.description, ""]
    lines += ["The prompt stands in front of this text ({soft} is its place):", "", f"    {manifest.template}", ""]
    if manifest.labels:
        lines += ["Answers, in their order:", ""]
        words = manifest.label_words
        lines += [
            f"- {label}" + (f": {', '.join(map(repr, words[label]))}" if label in words else "")
            for label in manifest.labels
        ]
        lines.append("")
    lines += [f"Made for {manifest.backbone.name} with Softprompt Studio {manifest.app_version}.", ""]
    return "\n".join(lines)
