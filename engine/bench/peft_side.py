"""One measurement of PEFT's side: its method under transformers' Trainer, as PEFT's own examples put them together.

`peft = "default"` is what one gets without tuning: fp32 weights, rows shuffled, batches padded to their longest row,
AdamW with Trainer's schedule and clipping, nothing saved, nothing reported. `"best"` also turns on what can be had by
settings alone: weights in the number format that our side chose, and batches of similar length.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import peft
import torch
import transformers
from transformers import (
    AutoModelForCausalLM,
    AutoModelForSequenceClassification,
    AutoTokenizer,
    DataCollatorForSeq2Seq,
    DataCollatorWithPadding,
    Trainer,
    TrainerCallback,
    TrainingArguments,
)

from engine.bench.comparison import LEARNING_RATE, Comparison, StepClock
from engine.data import Example, Template
from engine.devices import choose_device, choose_dtype

IGNORED = -100


class ClockCallback(TrainerCallback):
    """Tells the clock when a step has ended."""

    def __init__(self, clock: StepClock) -> None:
        self.clock = clock

    def on_step_end(self, args: Any, state: Any, control: Any, **others: Any) -> None:
        self.clock.step_ended(state.global_step)


def measure(comparison: Comparison) -> dict[str, Any]:
    """Train and return the rate."""
    torch.set_num_threads(comparison.threads)
    transformers.set_seed(comparison.seed)
    is_best = comparison.peft == "best"
    is_head = comparison.output == "head"
    loaded = comparison.rows()
    tokenizer = AutoTokenizer.from_pretrained(comparison.backbone)
    if tokenizer.pad_token is None:
        tokenizer.pad_token = tokenizer.eos_token
    # fp32 is also asked for where the folder stores half precision, which transformers 5 would keep
    dtype = choose_dtype(comparison.dtype, choose_device("auto")) if is_best else torch.float32
    if is_head:
        rows = head_rows(tokenizer, loaded.train, loaded.labels, comparison.max_tokens)
        model = AutoModelForSequenceClassification.from_pretrained(
            comparison.backbone, dtype=dtype, num_labels=len(loaded.labels)
        )
    else:
        rows = answer_rows(tokenizer, loaded.train, comparison.template, comparison.max_tokens)
        model = AutoModelForCausalLM.from_pretrained(comparison.backbone, dtype=dtype)
    model = peft.get_peft_model(model, peft_config(comparison, loaded.labels))
    clock = StepClock(comparison)
    arguments = TrainingArguments(
        output_dir=str(Path(comparison.folder) / "trainer"),
        per_device_train_batch_size=comparison.batch_size,
        max_steps=comparison.total_steps,
        learning_rate=LEARNING_RATE,
        seed=comparison.seed,
        save_strategy="no",
        report_to="none",
        train_sampling_strategy="group_by_length" if is_best else "random",
    )
    trainer = Trainer(
        model=model,
        args=arguments,
        train_dataset=rows,
        processing_class=tokenizer,
        data_collator=DataCollatorWithPadding(tokenizer) if is_head else DataCollatorForSeq2Seq(tokenizer),
        callbacks=[ClockCallback(clock)],
    )
    outcome = trainer.train()
    return clock.result(
        dtype=str(dtype).removeprefix("torch."),
        device=str(model.device),
        trainable_parameters=model.get_nb_trainable_parameters()[0],
        loss=outcome.training_loss,
        peft=peft.__version__,
        transformers=transformers.__version__,
    )


def peft_config(comparison: Comparison, labels: Sequence[str]) -> Any:
    """PEFT's own configuration of the method."""
    kind = peft.TaskType.SEQ_CLS if comparison.output == "head" else peft.TaskType.CAUSAL_LM
    if comparison.method == "p_tuning_v2":
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
