"""A finished run becomes a pack: the folded prompt, its task and template, and what it scored."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from torch import Tensor

from engine.data import Template, language_of
from engine.events import RunEvent
from engine.methods import PromptMethod, method_entry
from engine.options import FILE_TYPES
from engine.packs import Manifest, write_pack
from engine.packs.file_names import safe_name
from engine.runs import Run
from engine.scores import main_score, metric_name
from engine.tasks.factory import TaskPlan
from engine.training.preparation import Prepared

MOST_NAMED = 6
DESCRIPTIONS = {
    "answer": {"en": "answer", "zh": "答案"},
    "and": {"en": " and ", "zh": "、"},
    "choice": {
        "en": "Chooses the best of several candidates for {inputs}.",
        "zh": "根据 {inputs} 从几个候选中选出最合适的。",
    },
    "cloze": {"en": "Fills in the {answer}, given {inputs}.", "zh": "根据 {inputs} 填出 {answer}。"},
    "generation": {"en": "Writes {answer} from {inputs}.", "zh": "根据 {inputs} 写出 {answer}。"},
    "tagging": {"en": "Marks each word of {inputs}.", "zh": "给 {inputs} 中的每个词做标记。"},
    "span_qa": {"en": "Finds the {answer} in {inputs}.", "zh": "在 {inputs} 中找出 {answer}。"},
}
TASK_FACTS = ("metric", "answer_tokens")
NUMBERS = "numbers"  # of a prompt in its subspace, among the tensors of a run's state


def pack_run(run: Run, prepared: Prepared, best: dict[str, Tensor], done: RunEvent) -> Path:
    """Write `pack/<name>.promptpack` of a run. Raises DiskFull or InputError; an older pack of the run stays."""
    checks = [event for event in run.events() if event["type"] == "evaluation"]
    return pack_prompt(run.folder / "pack", prepared, best, done, checks)


def pack_prompt(
    folder: Path,
    prepared: Prepared,
    best: dict[str, Tensor],
    scores: Mapping[str, Any],
    checks: Sequence[RunEvent],
    *,
    learned_with: Sequence[str] = (),
) -> Path:
    """Write `<name>.promptpack` into a folder. Raises DiskFull or InputError; an older one of this name stays.

    `best`: the prompt and the head by their names in a pack, and its numbers in a subspace where it has them; `scores`:
    "metrics", "baseline" and "head_alone" of them; `checks`: the evaluation events on the way; `learned_with`: other
    tables that the prompt learned from too.
    """
    config, plan = prepared.config, prepared.plan
    name = config.name or Path(config.data.train or "prompt").stem
    files = method_entry(config.method["kind"]).files(*FILE_TYPES)
    options = {  # a pack keeps no paths
        key: Path(str(value)).name if key in files else value for key, value in config.method.items() if key != "kind"
    }
    language = language_of(text for row in prepared.loaded.train[:200] for text in row.fields.values())
    manifest = Manifest(
        name=name,
        description=describe_task(plan, language),
        method={"kind": config.method["kind"], "options": options, **_place(prepared.method, best)},
        task={
            "kind": plan.kind,
            "output": plan.output,
            "columns": prepared.loaded.mapping.to_config(),
            "max_tokens": plan.max_tokens,
            "pooling": plan.pooling,
            **{name: fact for name in TASK_FACTS if (fact := getattr(plan, name)) is not None},
            **({"vocabulary": list(plan.vocabulary)} if plan.vocabulary else {}),
        },
        template=plan.template,
        labels=list(plan.labels),
        label_words=plan.label_words or {},
        backbone=prepared.fingerprint,
        position={
            "soft": soft_place(plan.template),
            "positions": "shifted",
            **({"deep": "infix"} if prepared.is_infix else {}),
        },
        training_dtype=str(prepared.backbone.dtype).removeprefix("torch."),
        languages=[language],
        metrics={
            "metrics": _score(scores["metrics"]),
            "baseline": _score(scores["baseline"]),
            "head_alone": _score(scores["head_alone"]),
            "seed": config.seed,
        },
        data={
            "name": " + ".join([Path(config.data.train or "").name, *learned_with]),
            "sha256": file_hash(Path(config.data.train or "")),
            "rows": len(prepared.train),
            "kept_aside": len(prepared.kept_aside),
        },
    )
    tensors = {key: np.ascontiguousarray(best[key].cpu().float().numpy()) for key in best if key != NUMBERS}
    curve = [
        {
            "step": event["step"],
            "loss": event["metrics"]["loss"],
            metric_name(event["metrics"]): main_score(event["metrics"]),
        }
        for event in checks
    ]
    return write_pack(folder / f"{safe_name(name)}.promptpack", manifest, tensors, curve=curve).path


def numbers_of(method: PromptMethod) -> dict[str, Tensor]:
    """A method's numbers in its subspace, as a part of a run's state; nothing where it has none."""
    numbers = method.coordinates
    return {} if numbers is None else {NUMBERS: numbers.detach().cpu().clone()}


def _place(method: PromptMethod, best: Mapping[str, Tensor]) -> dict[str, Any]:
    """What a pack says of its numbers: with the subspace at hand they can be moved, without it the prompt is whole."""
    if method.subspace is None or NUMBERS not in best:
        return {}
    return {"subspace": {"id": method.subspace.id, "name": method.subspace.name, NUMBERS: best[NUMBERS].tolist()}}


def describe_task(plan: TaskPlan, language: str) -> str:
    """What the pack does, in one sentence of its own language; the author can write a better one."""
    kind = "zh" if language == "zh" else "en"
    if plan.kind == "classification":
        return describe_labels(plan.labels, language)
    answer = plan.columns.get("label", "").replace("_", " ") or DESCRIPTIONS["answer"][kind]
    inputs = (DESCRIPTIONS["and"][kind]).join(field for field in Template.parse(plan.template).fields())
    return DESCRIPTIONS[plan.kind][kind].format(inputs=inputs, answer=answer)


def describe_labels(labels: Sequence[str], language: str) -> str:
    """The same where a label is picked."""
    shown, more = labels[:MOST_NAMED], len(labels) - MOST_NAMED
    if language == "zh":
        return f"判断一段文字属于：{'、'.join(shown)}{f' 等 {len(labels)} 类' if more > 0 else ''}。"
    return f"Tells which of these a text is: {', '.join(shown)}{f' and {more} more' if more > 0 else ''}."


def soft_place(template: str) -> str:
    """Where the virtual tokens of the input stand: front | behind | between."""
    pieces = Template.parse(template)
    kinds = ["soft" if piece in pieces.soft_places else "other" for piece in pieces.pieces]
    places = [index for index, kind in enumerate(kinds) if kind == "soft"]
    if all(index == 0 for index in places):
        return "front"
    first_other, last_other = kinds.index("other"), len(kinds) - 1 - kinds[::-1].index("other")
    is_behind = all(index >= last_other - 1 for index in places)  # the answer's own place may follow
    return "behind" if is_behind and first_other == 0 else "between"


def file_hash(path: Path) -> str | None:
    """SHA-256 of a file, or None when it is gone."""
    try:
        with path.open("rb") as handle:
            return hashlib.file_digest(handle, "sha256").hexdigest()
    except OSError:
        return None


def _score(metrics: dict[str, Any] | None) -> dict[str, Any] | None:
    return None if metrics is None else {name: fact for name, fact in metrics.items() if fact is not None}
