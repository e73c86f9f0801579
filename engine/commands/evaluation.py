"""`evaluate`: what a pack, or several together, scores on a table with answers, beside the untouched model or the
commonest answer."""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from engine.commands.arguments import Subparsers, add_command
from engine.commands.console import Console
from engine.commands.progress import Display, display_for, percent
from engine.commands.report import frozen_line, score_lines
from engine.commands.using import PackRows, add_packs_options, add_rows_options, open_packs, pack_facts, read_rows
from engine.commands.writing import add_writing_options, set_sampling
from engine.data import Example, merge_references
from engine.data.loading import SEVERAL_RIGHT
from engine.data.problems import row_list
from engine.errors import EXIT_DONE, InputError
from engine.scores import main_score

if TYPE_CHECKING:
    from engine.inference import Combined, Ensemble, LoadedPack
    from engine.tasks.judging import Judge
    from engine.tasks.task import Predictions

MOST_MISTAKES = 200


def add(parsers: Subparsers) -> None:
    """The command."""
    example = "softprompt evaluate my-run/pack/reviews.promptpack --data more_reviews.csv"
    evaluate = add_command(parsers, "evaluate", evaluate_command, "test a pack on a table with answers", example)
    add_packs_options(evaluate)
    add_rows_options(evaluate)
    add_writing_options(evaluate)


def evaluate_command(args: argparse.Namespace, console: Console) -> int:
    """Score the pack on every row; the last JSON line is `done`, as of a training."""
    started = time.perf_counter()
    with display_for(console) as display:
        loaded = open_packs(args, console, display)
        set_sampling(args, loaded.members)
        rows = read_rows(args, loaded.members, needs_label=True)
        examples = list(rows.examples())
        if rows.task in SEVERAL_RIGHT:
            asked = [name for name in rows.columns if name in examples[0].fields]
            examples = list(merge_references(examples, asked))
        if loaded.labels:
            _require_known_labels(examples, loaded.labels)
        examples = _usable(loaded, examples, console, display)
        before = loaded.backbone.tensor_hash()
        done = _scores(loaded, examples, console, display)
        done["backbone_unchanged"] = loaded.backbone.tensor_hash() == before
        done["is_frozen"] = _is_frozen(loaded)
    done |= {"skipped": sorted(rows.skipped), "seconds": time.perf_counter() - started}
    console.event(done)
    for line in _report(done, loaded, rows):
        console.say(line)
    return EXIT_DONE


def _usable(
    loaded: LoadedPack | Ensemble, examples: Sequence[Example], console: Console, display: Display
) -> list[Example]:
    """The rows that the model can be asked about; of the others it is told how many, as in a training."""
    from engine.training.answer_choices import usable_rows

    (kept,), notes = usable_rows(loaded.members[0].task, loaded.backbone.name, examples)
    for event in notes:
        console.event(event)
        display.show(event)
    return list(kept)


def _require_known_labels(examples: Sequence[Example], labels: Sequence[str]) -> None:
    strange = [example for example in examples if example.label not in labels]
    if strange:
        names = ", ".join(sorted({repr(example.label) for example in strange})[:10])
        rows = row_list([example.row for example in strange])
        raise InputError("answers_unknown", names=names, rows=rows, labels=", ".join(labels))


def _scores(
    loaded: LoadedPack | Ensemble, examples: list[Example], console: Console, display: Display
) -> dict[str, Any]:
    """The `done` event but for what the caller measures."""
    from engine.inference import Combined
    from engine.tasks.judging import Judge

    task = loaded.members[0].task
    judge = Judge(task, examples)
    base, kind = _baseline(loaded, examples, console, display)
    now = _follow(loaded.predict(examples), "evaluating", len(examples), console, display)
    before, said = task.said(base), task.said(now)
    change = judge.change(before, said)
    packs = [member.pack for member in loaded.members]
    done = {
        "type": "done",
        "task": packs[0].manifest.task["kind"],
        "metrics": judge.metrics(now, said),
        "baseline": {**judge.metrics(base, before), "kind": kind},
        "head_alone": None,  # would need the rows that the pack was trained on
        "fixed": change.fixed,
        "broke": change.broke,
        "difference": Judge.gain(change),
        "verdict": change.verdict,
        "head_difference": None,
        "head_verdict": None,
        "prompt_added": None,
        "labels": loaded.labels,
        "confusion": judge.confusion(said),
        "mistakes": [
            {
                "row": examples[index].row,
                "input": " | ".join(examples[index].fields.values()),
                **judge.mistake(index, now, said),
            }
            for index in judge.wrong(said)[:MOST_MISTAKES]
        ],
        **pack_facts(loaded),
        "pack_bytes": sum(pack.size for pack in packs),
        "pack_id": packs[0].manifest.id if len(packs) == 1 else None,
        "match": loaded.members[0].match.to_json() if len(packs) == 1 else None,
        "run": None,
        "stopped": False,
        "trainable_parameters": sum(array.size for pack in packs for array in pack.tensors().values()),
        "backbone_parameters": loaded.backbone.parameter_count,
    }
    if isinstance(now, Combined):
        _add_singles(done, now, before, judge)
    return done


def _add_singles(done: dict[str, Any], now: Combined, before: list[str], judge: Judge) -> None:
    """What each pack of an ensemble reaches alone, and how the ensemble does beside the best of them.

    That one is picked on these rows, so it looks a little too good, and the ensemble beside it a little too poor.
    """
    said = [judge.task.said(single) for single in now.singles]

    def changes(first: list[str], second: list[str]) -> dict[str, Any]:
        found = judge.change(first, second)
        return {"fixed": found.fixed, "broke": found.broke, "verdict": found.verdict}

    for entry, single, answers in zip(done["packs"], now.singles, said, strict=True):
        entry |= {"metrics": judge.metrics(single, answers), **changes(before, answers)}
    best = max(range(len(said)), key=lambda place: main_score(done["packs"][place]["metrics"]) or 0.0)
    done["beside_best"] = {"name": done["packs"][best]["name"], **changes(said[best], judge.task.said(now))}


def _baseline(
    loaded: LoadedPack | Ensemble, examples: list[Example], console: Console, display: Display
) -> tuple[Predictions, str]:
    """The model's own answers, without a prompt ("changed" where it was trained with the pack); for a head, which it
    has none of, always the commonest answer of these rows."""
    if loaded.has_own_words:
        kind = "untouched" if _is_frozen(loaded) else "changed"
        return _follow(loaded.base_predict(examples), "trying_base", len(examples), console, display), kind
    task = loaded.members[0].task
    rows = [task.encode(example) for example in examples]
    return task.majority(rows, rows), "majority"


def _is_frozen(loaded: LoadedPack | Ensemble) -> bool:
    return all(member.pack.manifest.is_frozen for member in loaded.members)


def _follow(parts: Any, phase: str, total: int, console: Console, display: Display) -> Predictions:
    """Pull predictions through, showing how far they are."""
    console.event({"type": "phase", "name": phase, "done": 0, "total": total})
    found: Any = None
    for part in parts:
        if isinstance(part, int):
            display.show({"type": "phase", "name": phase, "done": part, "total": total})
        found = part
    answers: Predictions = found
    return answers


def _report(done: dict[str, Any], loaded: LoadedPack | Ensemble, rows: PackRows) -> list[str]:
    lines = ["", *score_lines(done)]
    told = loaded.members[0].pack.manifest.metrics
    head, own = told["head_alone"], told["metrics"]
    if head is not None and len(loaded.members) == 1:
        lines.append(
            f"  When it was trained, the head alone reached {percent(main_score(head))} and the prompt with it "
            f"{percent(main_score(own))} on {own['n']} kept-aside rows."
        )
    if done["mistakes"]:
        lines += ["", "Mistakes (first 5):"]
        for mistake in done["mistakes"][:5]:
            text = mistake["input"] if len(mistake["input"]) <= 70 else mistake["input"][:69] + "…"
            lines.append(f"  row {mistake['row']}: {text}  → {mistake['answer']}, not {mistake['expected']}")
    if rows.skipped:
        lines += ["", f"Left out, because they cannot be used: {len(rows.skipped)}"]
    return [*lines, "", f"Model:  {frozen_line(done)}"]
