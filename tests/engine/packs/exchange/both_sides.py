"""The same prompt on both sides: in the real `peft` package, and here; and the logits that either gives.

PEFT is asked row by row, as it must be (its padding moves answers); our side answers a padded batch at once. Compared
are the logits of every place that both have: of each token where a model writes, of each class where a head answers.
"""

from __future__ import annotations

import copy
import functools
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import peft
import torch
from torch import Tensor
from torch.nn import functional as F
from transformers import (
    AutoModel,
    AutoModelForCausalLM,
    AutoModelForSeq2SeqLM,
    AutoModelForSequenceClassification,
    AutoTokenizer,
)

from engine.backbones.backbone import Backbone
from engine.data import Example
from engine.inference import LoadedPack, import_events
from engine.packs import match, read_pack
from engine.packs.exchange import Choices
from engine.training.preparation import Warm

TOKENS, STEPS = 4, 3
TEXTS = ("a great film", "the soup was awful and bad", "no", "this book is a very good book to read")
ANSWER = "very good"
LABELS = ("praise", "complaint", "question")
AUTO = {
    "CAUSAL_LM": AutoModelForCausalLM,
    "SEQ_2_SEQ_LM": AutoModelForSeq2SeqLM,
    "SEQ_CLS": AutoModelForSequenceClassification,
    "FEATURE_EXTRACTION": AutoModel,
}
KINDS: dict[str, Callable[..., peft.PeftConfig]] = {
    "prompt": peft.PromptTuningConfig,
    "prefix": peft.PrefixTuningConfig,
    "projected prefix": lambda **o: peft.PrefixTuningConfig(prefix_projection=True, encoder_hidden_size=16, **o),
    "p-tuning mlp": lambda **o: peft.PromptEncoderConfig(encoder_hidden_size=16, **o),
    "p-tuning lstm": lambda **o: peft.PromptEncoderConfig(
        encoder_reparameterization_type="LSTM", encoder_hidden_size=16, **o
    ),
}


@dataclass(frozen=True)
class Row:
    """One text as a model reads it: ids without virtual tokens, and what a decoder reads."""

    ids: list[int]
    decoder_ids: list[int] | None


def base_model(folder: Path, task: str, dtype: torch.dtype) -> Any:
    """The stock model of transformers for a PEFT task, of one's own."""
    return copy.deepcopy(_as_read(folder, task, dtype))


@functools.cache
def _as_read(folder: Path, task: str, dtype: torch.dtype) -> Any:
    more = {"num_labels": len(LABELS)} if task == "SEQ_CLS" else {}
    torch.manual_seed(0)
    model = AUTO[task].from_pretrained(folder, dtype=dtype, **more).eval()
    model.config.pad_token_id = model.config.pad_token_id or 0
    return model


def train_peft(folder: Path, kind: str, task: str, out: Path, rows: list[Row], **options: Any) -> Any:
    """Train a few steps in fp32 with PEFT, save, and give the trained model back."""
    model = base_model(folder, task, torch.float32)
    torch.manual_seed(1)
    config = KINDS[kind](task_type=task, num_virtual_tokens=TOKENS, **options)
    with quiet():
        tuned = peft.get_peft_model(model, config)
        learned = [parameter for parameter in tuned.parameters() if parameter.requires_grad]
        optimizer = torch.optim.AdamW(learned, lr=0.05)
        for step in range(STEPS):
            logits = peft_logits(tuned, rows[step % len(rows)], task)
            F.cross_entropy(logits, torch.full((len(logits),), step % logits.shape[1])).backward()
            optimizer.step()
            optimizer.zero_grad()
        tuned.eval().save_pretrained(out)
    return tuned


def load_peft(folder: Path, adapter: Path, task: str, dtype: torch.dtype = torch.float64) -> Any:
    """A saved prompt on the stock model, as anybody would load it."""
    with quiet():
        return peft.PeftModel.from_pretrained(base_model(folder, task, dtype), adapter).eval()


def peft_logits(model: Any, row: Row, task: str) -> Tensor:
    """(places, V), or (1, C) of a head; hidden states where the task has no logits."""
    ids = torch.tensor([row.ids])
    inputs = {"input_ids": ids, "attention_mask": torch.ones_like(ids)}
    if row.decoder_ids is not None:
        inputs["decoder_input_ids"] = torch.tensor([row.decoder_ids])
    with quiet():
        output = model(**inputs)
    found: Tensor = output.last_hidden_state[0] if task == "FEATURE_EXTRACTION" else output.logits
    return found if found.ndim == 2 else found[0]


def take_in(path: Path, folder: Path, out: Path, **choices: Any) -> tuple[Path, list[dict[str, Any]]]:
    """Import as the program does; gives the pack's file and every event."""
    events = list(import_events(path, str(folder), out, Choices(**choices), Warm()))
    return Path(events[-1]["path"]), events


def open_pack(pack: Path, folder: Path, dtype: torch.dtype) -> LoadedPack:
    """The pack on a backbone in that number format."""
    backbone = Backbone.load(folder, dtype="float32", device="cpu")
    backbone.model.to(dtype)
    read = read_pack(pack)
    loaded = LoadedPack(read, backbone, match(read.manifest.backbone, read.manifest.backbone))
    loaded.task.to(dtype)
    return loaded


def our_rows(loaded: LoadedPack) -> list[Row]:
    """The texts as our encoder gives them, without the virtual tokens."""
    rows = []
    for example in encoded(loaded):
        batch = loaded.task.make_batch([example])
        decoder = None if batch.decoder_ids is None else batch.decoder_ids[0].tolist()
        ids = batch.input_ids[0][batch.attention_mask[0] & (batch.soft_index[0] < 0)]
        rows.append(Row(ids.tolist(), decoder))
    return rows


def encoded(loaded: LoadedPack) -> list[Any]:
    """The texts as our task encodes them; text tasks get an answer to be read as well."""
    label = ANSWER if loaded.pack.manifest.task["output"] == "text" else None
    return [loaded.task.encode(Example(row, {"text": text}, label)) for row, text in enumerate(TEXTS)]


def our_logits(loaded: LoadedPack) -> list[Tensor]:
    """Of every text: (places, V), or (1, C) of a head; hidden states of an encoder that answers in words."""
    output = loaded.pack.manifest.task["output"]
    batch = loaded.task.make_batch(encoded(loaded))
    model = loaded.model
    with torch.no_grad(), model.installed(batch):
        if output == "head":
            return list(loaded.task.head(loaded.task.features(model, batch)).split(1))
        hidden = model.hidden(batch)
        mask = batch.attention_mask if batch.decoder_mask is None else batch.decoder_mask
        if model.backbone.family == "masked":
            return [states[real] for states, real in zip(hidden, mask, strict=True)]
        return [model.backbone.logits(states[real]) for states, real in zip(hidden, mask, strict=True)]


def difference(ours: list[Tensor], theirs: list[Tensor]) -> float:
    """The largest difference, of numbers whose largest is 1."""
    scale = max(float(part.abs().max()) for part in theirs)
    assert [part.shape for part in ours] == [part.shape for part in theirs]
    return max(float((a - b).abs().max()) for a, b in zip(ours, theirs, strict=True)) / scale


class quiet(warnings.catch_warnings):
    """PEFT warns of what is known here: a base model without a name, heads that are new."""

    def __enter__(self) -> Any:
        entered = super().__enter__()
        warnings.simplefilter("ignore")
        return entered


def peft_cases() -> list[tuple[str, str, str]]:
    """(model, kind, PEFT task) of everything that PEFT itself can do."""
    found = []
    for kind in KINDS:
        found += [(name, kind, "CAUSAL_LM") for name in ("gpt2", "llama", "qwen3", "glm")]
        found += [(name, kind, "SEQ_CLS") for name in ("gpt2", "llama", "qwen3", "bert")]
        found += [("bert_mlm", kind, "FEATURE_EXTRACTION")]
        found += [(name, kind, "SEQ_2_SEQ_LM") for name in ("t5", "bart")]
    return found


def peft_options(name: str, kind: str) -> dict[str, int]:
    """What PEFT must be told of a model: it takes T5's sizes from the wrong places (d_model, the encoder's layers)."""
    is_lost = name == "t5" and "prefix" in kind
    return {"token_dim": 24, "num_attention_heads": 4, "num_layers": 3} if is_lost else {}


def peft_rows(folder: Path, task: str) -> list[Row]:
    """The texts as the model's own tokenizer gives them."""
    tokenizer = AutoTokenizer.from_pretrained(folder)
    decoder = [0, *tokenizer(ANSWER).input_ids] if task == "SEQ_2_SEQ_LM" else None
    return [Row(tokenizer(text).input_ids, decoder) for text in TEXTS]
