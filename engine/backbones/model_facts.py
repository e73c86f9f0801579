"""What a model folder says about itself without being loaded: family, size, licence, and whether it fits in memory.

Reads config.json, safetensors headers and the front of README.md only; no torch. Loading is left to `backbone`.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Literal

import psutil

from engine.backbones.fingerprint import model_sizes
from engine.backbones.stored_tensors import stored_tensors, weight_files
from engine.errors import InputError

RUNTIME_BYTES = 600_000_000  # torch and transformers themselves
BATCH, TOKENS = 16, 128  # the rows and the longest text of a recipe's defaults
VALUES_PER_TOKEN = 20  # numbers kept for the backward pass, per layer, token and unit of width (attention apart)
MAX_README_BYTES = 1_000_000
FRONT = re.compile(r"\A---\r?\n(.*?)\r?\n---", re.DOTALL)
WORD_HEADS = ("predictions.", "lm_head", "vocab_", "decoder.", "mlm_")  # parts of names, family by family
NO_INTERFACE = (  # kinds of models whose attention has no way in
    *("big_bird", "bloom", "codegen", "convbert", "deberta", "deberta-v2", "falcon", "flaubert", "fnet", "funnel"),
    *("gpt_neo", "gpt_neox_japanese", "gptj", "ibert", "led", "longformer", "luke", "megatron-bert", "mpnet", "mpt"),
    *("mvp", "nystromformer", "openai-gpt", "prophetnet", "reformer", "rembert", "roformer", "squeezebert", "xglm"),
    *("xlm", "xlnet", "yoso"),
)
FLOATS = ("F64", "F32", "F16", "BF16")


def family_of_config(config: dict[str, Any]) -> Literal["causal", "masked", "seq2seq"]:
    """causal, masked (an encoder) or seq2seq."""
    if config.get("is_encoder_decoder"):
        return "seq2seq"
    names = " ".join(map(str, config.get("architectures") or []))
    return "causal" if "CausalLM" in names or "LMHeadModel" in names else "masked"


def may_have_words(folder: Path, config: dict[str, Any]) -> bool:
    """Whether the stored tensors can hold a head over the vocabulary; loading has the last word.

    An encoder without one (a sentence encoder, ELECTRA's discriminator) cannot answer in words. Raises InputError
    when the weights are damaged.
    """
    if family_of_config(config) != "masked":
        return True
    names = [name for name in stored_tensors(folder) if "discriminator_predictions" not in name]
    return any(part in name for name in names for part in WORD_HEADS)


def may_have_pooler(folder: Path, config: dict[str, Any]) -> bool:
    """Whether the stored tensors hold the layer between [CLS] and a classifier; loading has the last word.

    One that is a bare matrix (ALBERT's) does not count. Raises InputError when the weights are damaged.
    """
    if family_of_config(config) != "masked":
        return False
    names = [name for name in stored_tensors(folder) if "pooler." in name]
    return any(not name.endswith(("pooler.weight", "pooler.bias")) for name in names)


def stored_positions(config: dict[str, Any]) -> int | None:
    """Tokens that learned or trained positions reach, at the most; None where the config names no limit.

    T5 names one that its relative positions do not have; a few models (RoBERTa) have two fewer than they name.
    """
    named = config.get("max_position_embeddings")
    if named is None and "t5" not in str(config.get("model_type", "")):
        named = config.get("n_positions")
    return named if isinstance(named, int) and named > 0 else None


def count_parameters(folder: Path) -> int:
    """Numbers in the stored weights; tied weights are stored once. Raises InputError when they are damaged."""
    return sum(tensor.size for _, tensor in stored_tensors(folder).values() if tensor.dtype in FLOATS)


def folder_bytes(folder: Path) -> int:
    """Bytes of the weights and of what else loading needs."""
    weights = set(weight_files(folder))
    needed = (p for p in folder.iterdir() if p.name in weights or p.suffix in (".json", ".txt", ".model"))
    return sum(path.stat().st_size for path in needed)


def needed_bytes(parameters: int, layers: int, hidden: int, heads: int) -> int:
    """Memory that training a prompt takes at most with the default rows and text length, in float32.

    The weights, what the backward pass keeps of each layer, and the libraries. bfloat16 takes about half.
    """
    kept = layers * BATCH * TOKENS * (VALUES_PER_TOKEN * hidden + heads * TOKENS)
    return 4 * (parameters + kept) + RUNTIME_BYTES


def fit_of(needed: int, parameters: int, free: int | None = None) -> str:
    """fits, tight (shorter texts or fewer rows a step may be needed) or too_big (the weights alone do not fit)."""
    available = free if free is not None else int(psutil.virtual_memory().available)
    if 2 * parameters + RUNTIME_BYTES > available:
        return "too_big"
    return "fits" if needed <= 0.8 * available else "tight"


def card_facts(folder: Path) -> tuple[str, list[str]]:
    """Licence and languages from the front of README.md, as hubs write it; empty where it is not said."""
    try:
        with (folder / "README.md").open("rb") as handle:
            front = FRONT.match(handle.read(MAX_README_BYTES).decode("utf-8", "replace"))
    except OSError:  # a model without a card is a model all the same
        return "", []
    text = front.group(1) if front else ""
    licence = re.search(r"^license:[ \t]*[\"']?([\w.\-]{1,60})", text, re.MULTILINE)
    found = re.search(
        r"^languages?:[ \t]*(\[[^\]\n]*\]|[\w\-]+|((?:\r?\n[ \t]*-[ \t]*[\w\-\"']+)+))", text, re.MULTILINE
    )
    return licence.group(1) if licence else "", re.findall(r"[A-Za-z][A-Za-z\-]*", found.group(1)) if found else []


def facts_of_folder(folder: Path, config: dict[str, Any], free: int | None = None) -> dict[str, Any]:
    """Family, sizes, memory and licence of a model folder as JSON. Raises InputError when its weights are damaged."""
    sizes = model_sizes(config)
    parameters = count_parameters(folder)
    layers = sizes["layers"] + sizes["decoder_layers"]
    needed = needed_bytes(parameters, layers, sizes["hidden"], sizes["heads"])
    licence, languages = card_facts(folder)
    return {
        "family": family_of_config(config),
        "has_words": may_have_words(folder, config),
        "parameters": parameters,
        "hidden": sizes["hidden"],
        "layers": layers,
        "bytes": folder_bytes(folder),
        "languages": languages,
        "licence": licence,
        "needs_bytes": needed,
        "fit": fit_of(needed, parameters, free),
    }


def refuse_remote_code(folder: Path, config: dict[str, Any]) -> None:
    """Raise InputError when a model needs program code of its own, and transformers has no class for it.

    Many models carry code beside a class that transformers knows; those are fine, and their code is not run.
    """
    code = config.get("auto_map")
    if not code:
        return
    from transformers.models.auto.configuration_auto import CONFIG_MAPPING_NAMES

    kind = str(config.get("model_type", "unknown"))
    if kind not in CONFIG_MAPPING_NAMES:
        named = next(iter(code.values()), "") if isinstance(code, dict) else code
        raise InputError("needs_remote_code", path=str(folder), kind=kind, program=str(named)[:100])
