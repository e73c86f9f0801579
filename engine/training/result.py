"""What a run found out: its checks against the baselines on the same rows, the verdict, the pack."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor

from engine.errors import DiskFull, InputError
from engine.events import RunEvent, note, phase
from engine.methods import Prompt
from engine.tasks.task import Predictions, predict_all
from engine.training.baselines import EVALUATION_BATCH, Baselines
from engine.training.batches import EncodedExample
from engine.training.changed_backbone import make_known, save_changed
from engine.training.checkpoint import Checkpoint
from engine.training.packing import pack_run
from engine.training.preparation import Prepared
from engine.training.prompted_model import PromptedModel
from engine.training.statistics import count_changes, metrics_of, paired_verdict

if TYPE_CHECKING:
    from engine.training.trainer import Trainer

PREVIEW_ROWS = 8
MOST_MISTAKES = 200
MUCH_ILLEGAL = 0.2  # share of rows from which on the person is told


class KeptAside:
    """The kept-aside rows of a run: which are scored at each check, which are shown, and what the baselines said."""

    def __init__(self, prepared: Prepared, baselines: Baselines, count: int) -> None:
        self.prepared, self.baselines = prepared, baselines
        self.targets = [row.target for row in prepared.kept_aside]
        self.indices = _balanced(self.targets, count, prepared.config.seed)
        self.checked: list[EncodedExample] = [prepared.kept_aside[index] for index in self.indices]
        self.preview = _balanced([self.targets[index] for index in self.indices], PREVIEW_ROWS, prepared.config.seed)

    def first_event(self) -> RunEvent:
        """The check at step 0: now is before."""
        checked = self.baselines.untouched.rows(self.indices)
        return evaluation_event(self, 0, checked)

    def text(self, index: int) -> str:
        """What the person wrote in the row's input columns."""
        example = self.prepared.loaded.kept_aside[index]
        return " | ".join(example.fields[name] for name in self.prepared.loaded.mapping.inputs)

    def state(self) -> dict[str, Tensor]:
        """The baselines' answers as tensors, so that going on does not ask again."""
        found = {"untouched.p": self.baselines.untouched.probabilities, "untouched.l": self.baselines.untouched.losses}
        if self.baselines.untouched.illegal is not None:
            found |= {"untouched.i": self.baselines.untouched.illegal}
        if self.baselines.head_alone is not None:
            found |= {"head_alone.p": self.baselines.head_alone.probabilities}
            found |= {"head_alone.l": self.baselines.head_alone.losses}
        return found

    @staticmethod
    def baselines_of(found: Checkpoint) -> Baselines:
        """The baselines in a checkpoint."""
        untouched, head = found.part("untouched"), found.part("head_alone")
        return Baselines(
            found.facts["baseline"],
            Predictions(untouched["p"], untouched["l"], untouched.get("i")),
            Predictions(head["p"], head["l"]) if head else None,
        )


def evaluation_event(kept: KeptAside, step: int, now: Predictions) -> RunEvent:
    """The event of a check on `kept.checked`: scores, what changed against the untouched model, and the rows shown."""
    before = kept.baselines.untouched.rows(kept.indices)
    targets = [kept.targets[index] for index in kept.indices]
    fixed, broke = count_changes(targets, before.answers, now.answers)
    labels = kept.prepared.plan.labels
    preview = [
        {
            "row": kept.prepared.kept_aside[kept.indices[place]].row,
            "input": kept.text(kept.indices[place]),
            "expected": labels[targets[place]],
            "before": labels[before.answers[place]],
            "now": labels[now.answers[place]],
            "p": float(now.probabilities[place].max()),
        }
        for place in kept.preview
    ]
    return {
        "type": "evaluation",
        "step": step,
        "metrics": metrics_of(targets, now),
        "baseline": {
            **metrics_of(targets, before),
            "kind": kept.baselines.kind,
        },
        "best": False,
        "fixed": fixed,
        "broke": broke,
        "preview": preview,
    }


def finish(trainer: Trainer) -> Iterator[RunEvent]:
    """Score the best state on every kept-aside row, write the pack, and say what came of it: the `done` event.

    The best state was picked on these same rows, so scores, intervals and verdicts are a little too good.
    """
    prepared, kept, control = trainer.prepared, trainer.kept_aside, trainer.control
    done: dict[str, Any] = {"type": "done", "stopped": control.stop, "run": str(trainer.run.folder), "pack": None}
    if trainer.best_state is None or (control.stop and not control.save):
        yield {**done, "metrics": None, "baseline": None, "seconds": trainer.elapsed_seconds, "steps": trainer.step}
        return
    if trainer.joint:
        trainer.joint.use_best()
    prompt = Prompt.from_tensors(trainer.best_state, is_infix=prepared.is_infix)
    model = PromptedModel(prepared.backbone, prompt.to(prepared.backbone.device))
    prepared.task.load_head(trainer.best_state)
    prepared.task.eval()
    final: Predictions | None = None
    yield phase("evaluating", 0, len(prepared.kept_aside))
    for part in predict_all(prepared.task, model, prepared.kept_aside, EVALUATION_BATCH):
        if isinstance(part, Predictions):
            final = part
        else:
            yield phase("evaluating", part, len(prepared.kept_aside))
    assert final is not None
    done |= scores_of(kept, final)
    if (final.illegal_rate or 0.0) > MUCH_ILLEGAL:
        yield note("illegal_answers", percent=round(100 * (final.illegal_rate or 0.0)), rows=len(kept.targets))
    done |= {
        "best_step": trainer.best.step,
        "steps": trainer.step,
        "trainable_parameters": sum(item.numel() for group in trainer.stepper.groups for item in group.parameters),
        "backbone_name": prepared.backbone.name,
        "backbone_parameters": prepared.backbone.parameter_count,
        "backbone_unchanged": prepared.backbone.tensor_hash() == trainer.hash_before,
        "is_frozen": trainer.joint is None,
        "tuned_backbone": None,
        "examples_per_second": trainer.examples_per_second,
    }
    yield phase("saving")
    try:
        if trainer.joint:
            folder, fingerprint = save_changed(trainer.run.folder, trainer.joint, prepared)
            prepared = dataclasses.replace(prepared, fingerprint=fingerprint)
            done |= {"tuned_backbone": str(folder)}
            yield from make_known(folder)
        pack = pack_run(trainer.run, prepared, trainer.best_state, done)
        done |= {"pack": str(pack.resolve()), "pack_bytes": pack.stat().st_size}
    except (DiskFull, InputError) as error:
        is_safe = bool(trainer.folder.paths())
        yield note("pack_failed" if is_safe else "pack_lost", reason=error.message)
    yield {**done, "seconds": trainer.elapsed_seconds}


def scores_of(kept: KeptAside, final: Predictions) -> dict[str, Any]:
    """Metrics of prompt and baselines, paired counts and verdicts, confusion and mistakes."""
    targets, answers = kept.targets, final.answers
    untouched, head = kept.baselines.untouched, kept.baselines.head_alone
    fixed, broke = count_changes(targets, untouched.answers, answers)
    labels = list(kept.prepared.plan.labels)
    confusion = [[0] * len(labels) for _ in labels]
    for target, answer in zip(targets, answers, strict=True):
        confusion[target][answer] += 1
    baseline = metrics_of(targets, untouched)
    scores: dict[str, Any] = {
        "metrics": metrics_of(targets, final),
        "baseline": {**baseline, "kind": kept.baselines.kind},
        "head_alone": None,
        "fixed": fixed,
        "broke": broke,
        "verdict": paired_verdict(fixed, broke),
        "head_verdict": None,
        "prompt_added": None,
        "labels": labels,
        "confusion": confusion,
        "mistakes": _mistakes(kept, final, labels),
    }
    if head is not None:
        verdict = paired_verdict(*count_changes(targets, head.answers, answers))
        scores |= {
            "head_alone": metrics_of(targets, head),
            "head_verdict": verdict,
            "prompt_added": verdict == "better",
        }
    return scores


def _mistakes(kept: KeptAside, final: Predictions, labels: list[str]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    order = final.probabilities.argsort(dim=1, descending=True)
    for index, (target, answer) in enumerate(zip(kept.targets, final.answers, strict=True)):
        if target == answer or len(found) == MOST_MISTAKES:
            continue
        second = int(order[index][1])
        found.append(
            {
                "row": kept.prepared.kept_aside[index].row,
                "input": kept.text(index),
                "expected": labels[target],
                "answer": labels[answer],
                "p": float(final.probabilities[index][answer]),
                "second": labels[second],
                "p_second": float(final.probabilities[index][second]),
            }
        )
    return found


def _balanced(targets: list[int], count: int, seed: int) -> list[int]:
    """`count` places drawn with a seed, the labels as even as they can be, in their order of appearance."""
    order = torch.randperm(len(targets), generator=torch.Generator().manual_seed(seed)).tolist()
    if count >= len(targets):
        return list(range(len(targets)))
    rank: dict[int, int] = {}
    keyed = []
    for place in order:
        rank[targets[place]] = rank.get(targets[place], 0) + 1
        keyed.append((rank[targets[place]], place))
    return sorted(place for _, place in sorted(keyed, key=lambda pair: pair[0])[:count])
