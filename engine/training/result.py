"""What a run found out: its checks against the baselines on the same rows, the verdict, the pack."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor

from engine.errors import DiskFull, InputError
from engine.events import RunEvent, note, phase
from engine.methods import Prompt, method_entry
from engine.tasks.judging import Judge
from engine.tasks.task import Predictions, predict_all
from engine.training.baselines import EVALUATION_BATCH, Baselines
from engine.training.batches import EncodedExample
from engine.training.changed_backbone import make_known, save_changed
from engine.training.checkpoint import Checkpoint
from engine.training.packing import pack_run
from engine.training.preparation import Prepared

if TYPE_CHECKING:
    from engine.training.trainer import Trainer

PREVIEW_ROWS = 8
MOST_MISTAKES = 200
MUCH_ILLEGAL = 0.2  # share of rows from which on the person is told


class KeptAside:
    """The kept-aside rows of a run: which are scored at each check, which are shown, and what the baselines said."""

    def __init__(self, prepared: Prepared, baselines: Baselines, count: int) -> None:
        self.prepared, self.baselines = prepared, baselines
        self.judge = Judge(prepared.task, prepared.loaded.kept_aside)
        self.before = prepared.base_task.said(baselines.untouched)
        targets = [row.target for row in prepared.kept_aside]
        self.indices = _balanced(targets, count, prepared.config.split_seed)
        self.checked: list[EncodedExample] = [prepared.kept_aside[index] for index in self.indices]
        self.preview = _balanced([targets[index] for index in self.indices], PREVIEW_ROWS, prepared.config.split_seed)

    def first_event(self) -> RunEvent:
        """The check at step 0: now is before."""
        checked = self.baselines.untouched.rows(self.indices)
        return evaluation_event(self, 0, checked, self.prepared.base_task.said(checked))

    def text(self, index: int) -> str:
        """What the person wrote in the row's input columns."""
        example = self.prepared.loaded.kept_aside[index]
        return " | ".join(example.fields[name] for name in self.prepared.loaded.mapping.inputs)

    def state(self) -> dict[str, Tensor]:
        """The baselines' answers as tensors, so that going on does not ask again; `texts` are those in words."""
        found: dict[str, Tensor] = {}
        for name, part in self._baselines():
            found |= {f"{name}.l": part.losses}
            if part.probabilities is not None:
                found |= {f"{name}.p": part.probabilities}
            if part.illegal is not None:
                found |= {f"{name}.i": part.illegal}
        return found

    def texts(self) -> dict[str, list[str]]:
        """The baselines' answers in words, where they are no labels."""
        return {name: list(part.texts) for name, part in self._baselines() if part.texts is not None}

    def _baselines(self) -> list[tuple[str, Predictions]]:
        head = self.baselines.head_alone
        return [("untouched", self.baselines.untouched), *([("head_alone", head)] if head else [])]

    @staticmethod
    def baselines_of(found: Checkpoint) -> Baselines:
        """The baselines in a checkpoint."""
        texts = found.facts.get("baseline_texts", {})

        def part(name: str) -> Predictions | None:
            kept, said = found.part(name), texts.get(name)
            if not kept:
                return None
            return Predictions(kept.get("p"), kept["l"], kept.get("i"), None if said is None else tuple(said))

        untouched = part("untouched")
        assert untouched is not None
        return Baselines(found.facts["baseline"], untouched, part("head_alone"))


def evaluation_event(kept: KeptAside, step: int, now: Predictions, said: Sequence[str]) -> RunEvent:
    """The event of a check on `kept.checked`: scores, what changed against the untouched model, and the rows shown.

    `said`: the answers in words.
    """
    before = [kept.before[index] for index in kept.indices]
    change = kept.judge.change(before, said, kept.indices)
    preview = [
        {
            "row": kept.prepared.kept_aside[kept.indices[place]].row,
            "input": kept.text(kept.indices[place]),
            "expected": kept.judge.references[kept.indices[place]][0],
            "before": before[place],
            "now": said[place],
            "p": None if now.probabilities is None else float(now.probabilities[place].max()),
        }
        for place in kept.preview
    ]
    untouched = kept.baselines.untouched.rows(kept.indices)
    return {
        "type": "evaluation",
        "step": step,
        "metrics": kept.judge.metrics(now, said, kept.indices),
        "baseline": {**kept.judge.metrics(untouched, before, kept.indices), "kind": kept.baselines.kind},
        "best": False,
        "fixed": change.fixed,
        "broke": change.broke,
        "preview": preview,
    }


def finish(trainer: Trainer) -> Iterator[RunEvent]:
    """Score the best state on every kept-aside row, write the pack, and say what came of it: the `done` event.

    The best state was picked on these same rows, so scores, intervals and verdicts are a little too good.
    """
    prepared, kept, control, own = trainer.prepared, trainer.kept_aside, trainer.control, trainer.method_hash_before
    done: dict[str, Any] = {"type": "done", "stopped": control.stop, "run": str(trainer.run.folder), "pack": None}
    if trainer.best_state is None or (control.stop and not control.save):
        yield {**done, "metrics": None, "baseline": None, "seconds": trainer.elapsed_seconds, "steps": trainer.step}
        return
    if trainer.joint:
        trainer.joint.use_best()
    prompt = Prompt.from_tensors(trainer.best_state, is_infix=prepared.is_infix)
    model = prepared.prompted(prompt.to(prepared.backbone.device))
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
        yield note("illegal_answers", percent=round(100 * (final.illegal_rate or 0.0)), rows=len(kept.judge.references))
    done |= {
        "best_step": trainer.best.step,
        "steps": trainer.step,
        "trainable_parameters": sum(item.numel() for group in trainer.stepper.groups for item in group.parameters),
        "head_parameters": sum(tensor.numel() for tensor in prepared.task.head_tensors().values()),
        "backbone_name": prepared.backbone.name,
        "backbone_parameters": prepared.backbone.parameter_count,
        "backbone_unchanged": prepared.backbone.tensor_hash() == trainer.hash_before,
        "decoder_unchanged": own and prepared.method.frozen_hash == own,
        "is_frozen": trainer.joint is None,
        "tuned_backbone": None,
        "examples_per_second": trainer.examples_per_second,
        "step_seconds": trainer.step_seconds,
    }
    if method_entry(trainer.config.method["kind"]).is_baseline:  # to compare with: nothing of it is kept
        yield {**done, "seconds": trainer.elapsed_seconds}
        return
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
    """Metrics of prompt and baselines, how they differ and what follows from it, confusion and mistakes."""
    task, head = kept.prepared.task, kept.baselines.head_alone
    said = task.said(final)
    change = kept.judge.change(kept.before, said)
    scores: dict[str, Any] = {
        "task": kept.prepared.plan.kind,
        "metrics": kept.judge.metrics(final, said),
        "baseline": {**kept.judge.metrics(kept.baselines.untouched, kept.before), "kind": kept.baselines.kind},
        "head_alone": None,
        "fixed": change.fixed,
        "broke": change.broke,
        "difference": Judge.gain(change),
        "verdict": change.verdict,
        "head_difference": None,
        "head_verdict": None,
        "prompt_added": None,
        "labels": list(task.labels) if task.has_labels else [],
        "confusion": kept.judge.confusion(said),
        "mistakes": _mistakes(kept, final, said),
    }
    if head is not None:
        alone = task.said(head)
        beside = kept.judge.change(alone, said)
        scores |= {
            "head_alone": kept.judge.metrics(head, alone),
            "head_difference": Judge.gain(beside),
            "head_verdict": beside.verdict,
            "prompt_added": beside.verdict == "better",
        }
    return scores


def _mistakes(kept: KeptAside, final: Predictions, said: Sequence[str]) -> list[dict[str, Any]]:
    return [
        {
            "row": kept.prepared.kept_aside[index].row,
            "input": kept.text(index),
            **kept.judge.mistake(index, final, said),
        }
        for index in kept.judge.wrong(said)[:MOST_MISTAKES]
    ]


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
