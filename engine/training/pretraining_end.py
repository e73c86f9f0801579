"""What a pre-training found out: the best prompt scored on every task's kept-aside rows, and a pack for each task."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from torch import Tensor

from engine.errors import DiskFull, InputError
from engine.events import RunEvent, note, phase
from engine.methods import Prompt
from engine.scores import main_score, metric_name
from engine.tasks.task import Predictions, predict_all
from engine.training.baselines import EVALUATION_BATCH
from engine.training.packing import pack_prompt
from engine.training.prompted_model import PromptedModel
from engine.training.result import scores_of

if TYPE_CHECKING:
    from engine.training.pretraining import Pretrainer


def finish(work: Pretrainer) -> Iterator[RunEvent]:
    """Score the best state, write `packs/<task>.promptpack` for each task, and say what came of it: the `done` event.

    Its `tasks` hold each task's scores and pack; its own metrics are the means over tasks. The best state was picked on
    these same rows, so the scores are a little too good.
    """
    control, best = work.control, work.best_state
    done: dict[str, Any] = {"type": "done", "stopped": control.stop, "run": str(work.run.folder), "pack": None}
    done |= {"steps": work.step, "metrics": None, "baseline": None, "tasks": []}
    if best is None or (control.stop and not control.save):
        yield {**done, "seconds": work.elapsed_seconds}
        return
    states = [state_of_task(best, place) for place in range(len(work.lessons))]
    prompt = Prompt.from_tensors(best, is_infix=work.lessons[0].prepared.is_infix).to(work.backbone.device)
    model = PromptedModel(work.backbone, prompt)
    for state, lesson in zip(states, work.lessons, strict=True):
        task, rows = lesson.prepared.task, lesson.prepared.kept_aside
        task.load_head(state)
        task.eval()
        for part in predict_all(task, model, rows, EVALUATION_BATCH):
            if isinstance(part, Predictions):
                done["tasks"].append({**scores_of(lesson.kept_aside, part), "task": lesson.name, "pack": None})
            else:
                yield {**phase("evaluating", part, len(rows)), "task": lesson.name}
    done |= {name: mean_scores(done["tasks"], name) for name in ("metrics", "baseline")}
    done |= {
        "best_step": work.best.step,
        "trainable_parameters": sum(item.numel() for group in work.stepper.groups for item in group.parameters),
        "backbone_name": work.backbone.name,
        "backbone_parameters": work.backbone.parameter_count,
        "backbone_unchanged": work.backbone.tensor_hash() == work.hash_before,
        "is_frozen": True,
    }
    yield phase("saving")
    try:
        for entry, pack in zip(done["tasks"], _write_packs(work, states, done["tasks"]), strict=True):
            entry |= {"pack": str(pack.resolve()), "pack_bytes": pack.stat().st_size}
        done["pack"] = str((work.run.folder / "packs").resolve())
    except (DiskFull, InputError) as error:
        yield note("pack_failed" if work.folder.paths() else "pack_lost", reason=error.message)
    yield {**done, "seconds": work.elapsed_seconds}


def state_of_task(best: Mapping[str, Tensor], place: int) -> dict[str, Tensor]:
    """Prompt and head of a task by their names in a pack, out of the state of all tasks."""
    own = f"{place}."
    shared = {name: tensor for name, tensor in best.items() if not name[0].isdigit()}
    return shared | {name.removeprefix(own): tensor for name, tensor in best.items() if name.startswith(own)}


def mean_score(scored: Sequence[Mapping[str, Any]], part: str = "metrics") -> float:
    """The mean of the main scores over tasks: every task weighs the same."""
    return sum(main_score(task[part]) or 0.0 for task in scored) / len(scored)


def mean_loss(scored: Sequence[Mapping[str, Any]], part: str = "metrics") -> float:
    """The same of the losses."""
    return sum(float(task[part]["loss"]) for task in scored) / len(scored)


def mean_scores(scored: Sequence[Mapping[str, Any]], part: str) -> dict[str, Any]:
    """Scores and losses of some tasks as one: every task weighs the same."""
    rows = sum(int(task[part]["n"]) for task in scored)
    names = {metric_name(task[part]) for task in scored}
    name = names.pop() if len(names) == 1 else "score"
    return {"metric": name, name: mean_score(scored, part), "loss": mean_loss(scored, part), "n": rows}


def _write_packs(
    work: Pretrainer, states: Sequence[dict[str, Tensor]], scored: Sequence[Mapping[str, Any]]
) -> Iterator[Path]:
    events = [event for event in work.run.events() if event["type"] == "evaluation"]
    names = {lesson.name: Path(str(lesson.prepared.config.data.train)).name for lesson in work.lessons}
    for state, lesson, scores in zip(states, work.lessons, scored, strict=True):
        checks = [event for event in events if event.get("task") == lesson.name]
        others = [table for name, table in names.items() if name != lesson.name]
        yield pack_prompt(work.run.folder / "packs", lesson.prepared, state, scores, checks, learned_with=others)
