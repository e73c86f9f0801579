"""One measurement of PEFT's side: its method under transformers' Trainer, as PEFT's own examples put them together.

`peft = "default"` is what one gets without tuning: fp32 weights, rows shuffled, batches padded to their longest row,
and whatever Trainer does unasked. `"best"` is what can be had by settings and a sampler alone: weights in the number
format that our side chose, no dropout in the frozen model, the very batches of our side (rows of similar length),
nothing saved, logged or shown.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import peft
import torch
import transformers
from torch.utils.data import DataLoader
from transformers import (
    AutoConfig,
    AutoModelForCausalLM,
    AutoModelForSequenceClassification,
    AutoTokenizer,
    DataCollatorForSeq2Seq,
    DataCollatorWithPadding,
    Trainer,
    TrainerCallback,
    TrainingArguments,
)

from engine.bench.clock import StepClock
from engine.bench.comparison import LEARNING_RATE, Comparison
from engine.bench.matrix_peak import COUNTED_BATCHES, matrix_peak, operations, shares
from engine.data import Example, Template
from engine.devices import choose_device, choose_dtype
from engine.training.batches import DataOrder

IGNORED = -100
BEST = {"save_strategy": "no", "logging_strategy": "no", "disable_tqdm": True}


class ClockCallback(TrainerCallback):
    """Tells the clock when a step has ended."""

    def __init__(self, clock: StepClock) -> None:
        self.clock = clock

    def on_step_end(self, args: Any, state: Any, control: Any, **others: Any) -> None:
        self.clock.step_ended(state.global_step)


class SameBatches(Trainer):
    """Trainer with the batches of our side, in their order."""

    def __init__(self, batches: list[list[int]], **options: Any) -> None:
        super().__init__(**options)
        self.batches = batches

    def get_train_dataloader(self) -> Any:
        loader = DataLoader(self.train_dataset, batch_sampler=self.batches, collate_fn=self.data_collator)
        return self.accelerator.prepare(loader)


def measure(comparison: Comparison) -> dict[str, Any]:
    """Train and return what was measured."""
    torch.set_num_threads(comparison.threads)
    transformers.set_seed(comparison.seed)
    is_best = comparison.peft == "best"
    is_head = comparison.output == "head"
    loaded = comparison.rows()
    tokenizer = AutoTokenizer.from_pretrained(comparison.backbone)
    if tokenizer.pad_token is None:
        tokenizer.pad_token = tokenizer.eos_token
    if is_head:
        rows = head_rows(tokenizer, loaded.train, loaded.labels, comparison.max_tokens)
    else:
        rows = answer_rows(tokenizer, loaded.train, comparison.template, comparison.max_tokens)
    model = load_model(comparison, len(loaded.labels))
    model = peft.get_peft_model(model, peft_config(comparison, loaded.labels))
    clock = StepClock(comparison)
    clock.model_loaded()
    arguments = TrainingArguments(
        output_dir=str(Path(comparison.folder) / "trainer"),
        per_device_train_batch_size=comparison.batch_size,
        max_steps=comparison.total_steps,
        learning_rate=LEARNING_RATE,
        seed=comparison.seed,
        report_to="none",
        **(BEST if is_best else {}),
    )
    options: dict[str, Any] = {
        "model": model,
        "args": arguments,
        "train_dataset": rows,
        "processing_class": tokenizer,
        "data_collator": DataCollatorWithPadding(tokenizer) if is_head else DataCollatorForSeq2Seq(tokenizer),
        "callbacks": [ClockCallback(clock)],
    }
    trainer = SameBatches(our_batches(comparison, rows), **options) if is_best else Trainer(**options)
    outcome = trainer.train()
    return clock.result(
        sum(len(row["input_ids"]) for row in rows) / len(rows),
        dtype=str(model.dtype).removeprefix("torch."),
        device=str(model.device),
        trainable_parameters=model.get_nb_trainable_parameters()[0],
        loss=outcome.training_loss,
        peft=peft.__version__,
        transformers=transformers.__version__,
        **_matrix_facts(trainer, clock.seconds_a_step),
    )


def load_model(comparison: Comparison, labels: int) -> Any:
    """The backbone as PEFT's users load it; at its best in our side's number format and without dropout."""
    is_best = comparison.peft == "best"
    config = AutoConfig.from_pretrained(comparison.backbone)
    if is_best:
        for name, value in config.to_dict().items():
            if isinstance(value, float) and name.endswith(("dropout", "dropout_prob", "pdrop")):
                setattr(config, name, 0.0)
    # fp32 is also asked for where the folder stores half precision, which transformers 5 would keep
    dtype = choose_dtype(comparison.dtype, choose_device("auto")) if is_best else torch.float32
    if comparison.output == "head":
        config.num_labels = labels
        return AutoModelForSequenceClassification.from_pretrained(comparison.backbone, config=config, dtype=dtype)
    return AutoModelForCausalLM.from_pretrained(comparison.backbone, config=config, dtype=dtype)


def our_batches(comparison: Comparison, rows: Sequence[dict[str, Any]]) -> list[list[int]]:
    """The rows of each step as our run takes them: the same seed over the same lengths."""
    order = DataOrder([len(row["input_ids"]) for row in rows], comparison.batch_size, comparison.seed)
    return [order.next() for _ in range(comparison.total_steps)]


def _matrix_facts(trainer: Trainer, seconds: float) -> dict[str, float]:
    """What a step's matrix products are, counted on a few more batches, and their share of the peak."""
    model: Any = trainer.model
    done = [
        operations(lambda batch=batch: trainer.compute_loss(model, batch).backward())  # type: ignore[misc]
        for batch in _some_batches(trainer)
    ]
    return shares(sum(done) / len(done), seconds, matrix_peak(model.dtype, model.device))


def _some_batches(trainer: Trainer) -> Iterator[dict[str, Any]]:
    for _, batch in zip(range(COUNTED_BATCHES), trainer.get_train_dataloader(), strict=False):
        yield trainer._prepare_inputs(batch)


def peft_config(comparison: Comparison, labels: Sequence[str]) -> Any:
    """PEFT's own configuration of the method."""
    kind = peft.TaskType.SEQ_CLS if comparison.output == "head" else peft.TaskType.CAUSAL_LM
    if comparison.method == "prefix_tuning":
        return peft.PrefixTuningConfig(task_type=kind, num_virtual_tokens=comparison.length)
    return peft.PromptTuningConfig(
        task_type=kind,
        num_virtual_tokens=comparison.length,
        prompt_tuning_init=peft.PromptTuningInit.TEXT,
        prompt_tuning_init_text=f"Read the text and decide which of these it is: {' or '.join(labels)}.",
        tokenizer_name_or_path=comparison.backbone,
    )


def head_rows(
    tokenizer: Any, examples: Sequence[Example], labels: Sequence[str], max_tokens: int
) -> list[dict[str, Any]]:
    """Rows for a sequence classifier; padding is the collator's."""
    texts = [example.fields["text"] for example in examples]
    coded = tokenizer(texts, truncation=True, max_length=max_tokens)
    targets = [labels.index(example.label or "") for example in examples]
    return [
        {"input_ids": ids, "attention_mask": mask, "labels": target}
        for ids, mask, target in zip(coded.input_ids, coded.attention_mask, targets, strict=True)
    ]


def answer_rows(tokenizer: Any, examples: Sequence[Example], template: str, max_tokens: int) -> list[dict[str, Any]]:
    """Rows for a language model: the template's words and the answer, with a loss on the answer alone.

    A row that is too long loses the end of its text, not the words behind it.
    """
    parsed = Template.parse(template)
    rows = []
    for example in examples:
        segments = parsed.render(example)
        place = next(i for i, segment in enumerate(segments) if segment.kind == "text")
        before = "".join(segment.text for segment in segments[: place + 1])
        behind = "".join(segment.text for segment in segments[place + 1 :]).rstrip(" ")
        prompt = list(tokenizer(before + behind).input_ids)
        answer = list(tokenizer(f"{before}{behind} {example.label}").input_ids)[len(prompt) :]
        surplus = len(prompt) + len(answer) - max_tokens
        if surplus > 0:
            tail = list(tokenizer(behind, add_special_tokens=False).input_ids) if behind else []
            prompt = prompt[: len(prompt) - len(tail) - surplus] + tail
        ids = prompt + answer
        rows.append({"input_ids": ids, "attention_mask": [1] * len(ids), "labels": [IGNORED] * len(prompt) + answer})
    return rows


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(json.dumps(measure(Comparison.read(Path(sys.argv[1])))), encoding="utf-8")
