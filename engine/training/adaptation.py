"""Adaptation: a backbone goes on as a language model on plain texts, and becomes a new backbone of its own.

What Lester et al. 2021, section 2.2 did to T5 before tuning prompts: an encoder-decoder reads the first part of a text
and its decoder goes on with the rest, cut at a random place (prefix language modelling, Raffel et al. 2020, section
3.3.1); a causal model goes on token by token. Unlike a prompt's training this changes every weight, in float32 and
without dropout; the original folder stays as it is.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from engine.backbones.backbone import Backbone
from engine.backbones.catalog import add_folder, display_name, known_fingerprint, resolve
from engine.backbones.fingerprint import read_config
from engine.backbones.model_facts import count_parameters, family_of_config, folder_bytes
from engine.backbones.model_saving import finish, new_folder, write_model
from engine.devices import choose_device, free_memory
from engine.errors import DiskFull, EngineError, InputError, OutOfMemory
from engine.events import RunEvent, note, phase
from engine.files import size_text
from engine.options import option
from engine.tasks.encoding import answer_layout, special_tokens
from engine.tasks.task import by_length
from engine.training.batches import DataOrder, EncodedExample, make_batch
from engine.training.control import Control
from engine.training.prompted_model import PromptedModel
from engine.training.schedule import rate_factor

COPIES = 4  # of every number in float32: itself, its gradient, the optimiser's two
FEWEST_TOKENS = 4  # of a piece of text that is worth reading
CARD = """# {name}

{base}, which went on as a language model for {steps} steps on {pieces} pieces of text from {data}.
All its weights are its own: soft prompts for {base} fit it in shape, but were not trained with it.
"""


@dataclass(frozen=True)
class AdaptationConfig:
    """How long and how fast."""

    steps: int = option(1000, label="Steps", low=1, high=10_000_000)
    batch_size: int = option(16, label="Rows per step", low=1, high=4096, unit="rows")
    learning_rate: float = option(1e-4, label="Learning speed", low=1e-9, high=1.0)
    max_tokens: int = option(
        128, label="Longest text", help="Longer texts are read in pieces.", low=8, high=32768, unit="tokens"
    )
    keep_aside: float = option(0.05, label="Keep aside to test honestly", low=0.01, high=0.9)
    seed: int = option(0, label="Seed", low=0, high=2**31 - 1)


def adapt(
    source: str, texts: Sequence[str], data: str, out: Path, config: AdaptationConfig, control: Control
) -> Iterator[RunEvent]:
    """Read texts with a backbone and write the changed one to `out`: phases, steps, at last `done`.

    A stop saves what there is, or nothing before the first step. `data` names the texts on the new model's card.
    Raises InputError before anything is loaded for an encoder, too little memory or a folder that is not empty.
    """
    original = _require_possible(source, out)
    yield phase("loading_backbone")
    backbone = Backbone.load(original, source=source, dtype="float32")
    read, kept = (pieces(backbone, part, config.max_tokens) for part in _keep_aside(texts, config))
    if not read or not kept:
        raise InputError("adapt_no_texts", count=len(texts), tokens=FEWEST_TOKENS)
    before = backbone.tensor_hash()
    yield phase("trying_base")
    base_loss = _loss_on(backbone, kept, config)
    yield phase("training")
    begun, step = time.perf_counter(), 0
    for event in _steps(backbone, read, config, control):
        step = event["step"]
        yield event
    done: dict[str, Any] = {"type": "done", "stopped": control.stop, "steps": step, "backbone": None, "pack": None}
    done |= {"baseline": {"loss": base_loss, "n": len(kept)}, "metrics": None}
    if step:
        yield phase("evaluating")
        done["metrics"] = {"loss": _loss_on(backbone, kept, config), "n": len(kept)}
        yield phase("saving")
        base = display_name(source, original)
        with new_folder(out.parent) as temporary:
            write_model(backbone.model, original, temporary)
            finish(
                temporary, out, CARD.format(name=out.name, base=base, steps=step, pieces=len(read), data=data), original
            )
        found = known_fingerprint(out, out.name, str(out))
        done |= {"backbone": str(out), "bytes": folder_bytes(out), "fingerprint": found.to_json()}
        try:
            add_folder(out)
        except (DiskFull, InputError) as error:
            yield note("backbone_unlisted", reason=error.message, path=str(out))
        done["weights_changed"] = backbone.tensor_hash() != before
    yield {**done, "backbone_parameters": backbone.parameter_count, "seconds": time.perf_counter() - begun}


def pieces(backbone: Backbone, texts: Sequence[str], max_tokens: int) -> list[list[int]]:
    """Texts as token ids, long ones in pieces of at most `max_tokens`, or of what the model reads at once."""
    around = sum(map(len, special_tokens(backbone.tokenizer))) + 2  # a decoder's own signs and the end
    limit = min(max_tokens, (backbone.max_positions or max_tokens + around) - around)
    found = []
    for text in texts:
        ids = backbone.tokenizer(text.strip(), add_special_tokens=False).input_ids
        found += [ids[start : start + limit] for start in range(0, len(ids), limit)]
    return [ids for ids in found if len(ids) >= FEWEST_TOKENS]


def example(backbone: Backbone, ids: list[int], place: int) -> EncodedExample:
    """A piece of text as a row: what is read first, and as its answer all that is to be written behind it.

    An encoder-decoder reads `place` tokens in its encoder; a causal model the first token, and learns all others.
    """
    opening, closing = special_tokens(backbone.tokenizer)
    end = backbone.tokenizer.eos_token_id
    ended = [*ids, int(end)] if end is not None else ids
    if backbone.family == "causal":
        read = [*opening, *ids[: 0 if opening else 1]]
        return EncodedExample(0, read, ended[len(read) - len(opening) :])
    return EncodedExample(0, [*opening, *ids[:place], *closing], ended[place:])


def _steps(backbone: Backbone, rows: list[list[int]], config: AdaptationConfig, control: Control) -> Iterator[RunEvent]:
    parameters = list(backbone.model.parameters())
    optimizer = torch.optim.AdamW(parameters, lr=config.learning_rate, weight_decay=0.0)
    order = DataOrder([len(row) for row in rows], config.batch_size, config.seed)
    draw = torch.Generator().manual_seed(config.seed + 2)
    begun, seen = time.perf_counter(), 0
    backbone.model.requires_grad_(True)
    try:
        for step in range(config.steps):
            if control.stop:
                return
            factor = rate_factor(step, config.steps, 0.06, "linear")
            optimizer.param_groups[0]["lr"] = config.learning_rate * factor
            picked = [rows[index] for index in order.next()]
            loss = _loss(backbone, [example(backbone, ids, _place(ids, draw)) for ids in picked])
            optimizer.zero_grad()
            loss.backward()
            norm = float(nn.utils.clip_grad_norm_(parameters, 1.0))
            if not math.isfinite(norm) or not math.isfinite(float(loss.detach())):
                raise EngineError("loss_exploded", step=step + 1)
            optimizer.step()
            seen += len(picked)
            seconds = time.perf_counter() - begun
            yield {
                "type": "step",
                "step": step + 1,
                "steps": config.steps,
                "loss": float(loss.detach()),
                "learning_rate": config.learning_rate * factor,
                "examples_per_second": seen / seconds,
                "seconds": seconds,
            }
    except (torch.OutOfMemoryError, MemoryError) as error:
        raise OutOfMemory("out_of_memory", batch_size=config.batch_size) from error
    finally:
        backbone.model.requires_grad_(False)


def _place(ids: Sequence[int], draw: torch.Generator) -> int:
    """Where a text is cut in two: at least one token on either side."""
    return int(torch.randint(1, len(ids), (1,), generator=draw))


def _loss(backbone: Backbone, examples: Sequence[EncodedExample]) -> Tensor:
    """Mean cross-entropy of the tokens to be written."""
    batch = make_batch(examples, answer_layout(backbone)).to(backbone.device)
    model = PromptedModel(backbone)
    with model.installed(batch):
        states, ids, _ = model.answer_states(batch)
        return F.cross_entropy(backbone.logits(states).float(), ids)


def _loss_on(backbone: Backbone, rows: list[list[int]], config: AdaptationConfig) -> float:
    """The same over kept-aside texts, each cut at the same place whenever it is asked for."""
    draw = torch.Generator().manual_seed(config.seed + 3)
    examples = [example(backbone, ids, _place(ids, draw)) for ids in rows]
    total = count = 0.0
    with torch.no_grad():
        for indices in by_length(examples, config.batch_size):
            tokens = sum(len(examples[index].answer) for index in indices)
            total += float(_loss(backbone, [examples[index] for index in indices])) * tokens
            count += tokens
    return total / max(1.0, count)


def _keep_aside(texts: Sequence[str], config: AdaptationConfig) -> tuple[list[str], list[str]]:
    """Texts to read and texts to test on, none of them twice."""
    different = list(dict.fromkeys(text.strip() for text in texts if text.strip()))
    order = torch.randperm(len(different), generator=torch.Generator().manual_seed(config.seed)).tolist()
    count = max(1, round(len(different) * config.keep_aside))
    return [different[index] for index in order[count:]], [different[index] for index in order[:count]]


def _require_possible(source: str, out: Path) -> Path:
    """The backbone's folder. Raises InputError when it cannot be adapted here, or `out` cannot be written."""
    original = resolve(source)
    if family_of_config(read_config(original)) == "masked":
        raise InputError("adapt_masked", name=display_name(source, original))
    if out.is_file():
        raise InputError("not_writable", path=str(out), reason="it is a file")
    if out.is_dir() and any(out.iterdir()):
        raise InputError("adapt_folder_not_empty", path=str(out))
    needed, free = 4 * COPIES * count_parameters(original), free_memory(choose_device("auto"))
    if needed > free:
        raise InputError(
            "adapt_too_big", name=display_name(source, original), needed=size_text(needed), free=size_text(free)
        )
    return original
