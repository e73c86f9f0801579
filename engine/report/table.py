"""The report as Markdown: a table for each set, what it shows in sentences, and what was left out by name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from engine.methods import METHODS, method_entry
from engine.report.cells import Cell
from engine.report.plan import FINE_TUNING
from engine.scores import main_score, metric_name

NAMES = {
    "accuracy": "accuracy",
    "p_at_1": "P@1",
    "exact_match": "exact match",
    "f1": "F1",
    "entity_f1": "entity F1",
    "bleu": "BLEU",
    "rouge_l": "ROUGE-L",
}
HEADER = (
    "| Way | Score (95 %) | Against untouched (95 %) | Against the head alone (95 %) | Trained | Steps, s | Rows/s |"
)
RULE = "| --- | ---: | ---: | ---: | ---: | ---: | ---: |"
BASELINE = {"untouched": "Untouched model", "majority": "Untouched model (no head: the commonest answer)"}


def write_table(cells: Sequence[Cell], skipped: Sequence[str], command: str, machine: str) -> str:
    """The whole page."""
    lines = [
        f"Made by `{command}` on {machine}. One cell is one run, seed 0: at most 300 steps and 400 scored rows of the "
        "validation file (100 where texts are written), the same rows for every way on a set. The best step is picked "
        "on these rows, for prompts and baselines alike, so all scores are a little too good. Ranges: Wilson for "
        "rates, else 1,000 resamples of the rows. Seconds are those of the steps alone.",
        "",
    ]
    for plan in dict.fromkeys(cell.plan.name for cell in cells):
        lines += _set([cell for cell in cells if cell.plan.name == plan])
    if skipped:
        lines += ["Not run, because it is not there:", "", *(f"- {line}" for line in skipped), ""]
    return "\n".join(lines)


def _set(cells: Sequence[Cell]) -> Iterator[str]:
    plan = cells[0].plan
    found = [cell for cell in cells if cell.done]
    yield f"### {plan.name}"
    yield ""
    if found:
        done = _done(found[0])
        now = done["metrics"]
        name = NAMES.get(metric_name(now), metric_name(now))
        yield (
            f"{plan.task}, {done['backbone_name']}, {plan.steps} steps of {plan.batch_size} rows, longest text "
            f"{plan.max_tokens} tokens; {name} on {now['n']} rows."
        )
        yield ""
        yield from (HEADER, RULE)
        before = done["baseline"]
        yield f"| {BASELINE.get(before['kind'], before['kind'])} | {_score(before)} | | | 0 | | |"
        if done["head_alone"]:
            yield f"| Head alone | {_score(done['head_alone'])} | | | {_head_size(found)} | | |"
        yield from (_row(cell) for cell in found)
        yield ""
        yield from (f"- {said}" for said in (*sentences(found), *own_settings(found)))
    yield from (f"- {cell.way}: {cell.failure}" for cell in cells if cell.failure)
    yield ""


def _row(cell: Cell) -> str:
    done = _done(cell)
    beside = "" if cell.way == FINE_TUNING else _difference(done.get("head_difference"))
    trained = f"{done['trainable_parameters']:,}"
    speed = f"{done['step_seconds']:.0f} | {done['examples_per_second']:.1f}" if done["step_seconds"] else " | "
    cells = (method_entry(cell.way).title, _score(done["metrics"]), _difference(done["difference"]), beside, trained)
    return "| " + " | ".join(cells) + f" | {speed} |"


def sentences(cells: Sequence[Cell]) -> list[str]:
    """What the table shows of a set: the best prompt beside full fine-tuning, and each prompt that adds nothing."""
    prompts = [cell for cell in cells if cell.way in METHODS]
    said = []
    tuned = next((cell for cell in cells if cell.way == FINE_TUNING), None)
    if prompts and tuned:
        best = max(prompts, key=lambda cell: main_score(_done(cell)["metrics"]) or 0.0)
        top, full = main_score(_done(best)["metrics"]) or 0.0, main_score(_done(tuned)["metrics"]) or 0.0
        share = f"{100 * top / full:.1f} %" if full else "no share"
        said.append(f"The best soft prompt, {method_entry(best.way).title}, reaches {share} of full fine-tuning.")
    for verdict, ending in (("unclear", "no clear difference to"), ("worse", "worse than")):
        for key, what in (("verdict", "the untouched model"), ("head_verdict", "the head alone")):
            names = [method_entry(cell.way).title for cell in prompts if _done(cell).get(key) == verdict]
            if names and key == "head_verdict" and verdict == "unclear":
                said.append(f"Adds nothing over the head alone that these rows can tell: {', '.join(names)}.")
            elif names:
                said.append(f"{ending[0].upper()}{ending[1:]} {what}: {', '.join(names)}.")
    for key, what in (("baseline", "the untouched model"), ("head_alone", "the head alone")):
        below = [cell for cell in prompts if _done(cell).get(key) and _below(_done(cell), key)]
        if below:
            said.append(f"Ends below {what}: {', '.join(method_entry(cell.way).title for cell in below)}.")
    rates = [100 * _done(cell)["metrics"]["illegal_rate"] for cell in prompts if _is_illegal(cell)]
    if rates:
        most = f" to {max(rates):.0f} %" if round(max(rates)) > round(min(rates)) else ""
        said.append(f"On {min(rates):.0f} %{most} of the rows a prompted model would rather say something else.")
    codes = {note["code"]: note for cell in cells for note in cell.notes if note["code"].startswith("cloze_")}
    for code, note in codes.items():
        args = note["args"]
        said.append(
            f"Left out ({code.removeprefix('cloze_').replace('_', ' ')}): {args['count']} of {args['of']} rows."
        )
    return said


def own_settings(cells: Sequence[Cell]) -> list[str]:
    """Where a way ran with other settings than its defaults: which."""
    said = []
    for cell in cells:
        own = cell.plan.more.get(cell.way, {})
        settings = [f"{section}.{name}={value}" for section, part in own.items() for name, value in part.items()]
        if settings:
            said.append(f"{method_entry(cell.way).title} with {', '.join(settings)}; else each method's defaults.")
    return said


def _is_illegal(cell: Cell) -> bool:
    return bool(_done(cell)["metrics"].get("illegal_rate"))


def _below(done: dict[str, Any], key: str) -> bool:
    return (main_score(done["metrics"]) or 0.0) < (main_score(done[key]) or 0.0)


def _head_size(cells: Sequence[Cell]) -> str:
    done = next((_done(cell) for cell in cells if cell.way in METHODS), None)
    return "the head" if done is None else f"{done.get('head_parameters', 0):,}"


def _score(metrics: dict[str, Any]) -> str:
    return f"{100 * (main_score(metrics) or 0.0):.1f} ({100 * metrics['low']:.1f} – {100 * metrics['high']:.1f})"


def _difference(found: dict[str, float] | None) -> str:
    if not found:
        return ""
    return f"{100 * found['value']:+.1f} ({100 * found['low']:+.1f} – {100 * found['high']:+.1f})"


def _done(cell: Cell) -> dict[str, Any]:
    assert cell.done is not None
    return cell.done
