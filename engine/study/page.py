"""The report of a study as Markdown: what it proves in sentences, then tables; what was left out or failed by name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from engine.study.pictures import DIMENSION_PICTURE, MAP_PICTURE, SEEN_PICTURE
from engine.study.study import AROUND, DRAWN, FOUND
from engine.study.summary import MEASUREMENTS

KINDS = {
    FOUND: "subspace",
    DRAWN: "random decoder",
    AROUND: "random directions around the subspace's mean prompt",
}
MEASURES = {"ratio": "E_rel", "loss_share": "the loss's fall"}
STAGES = {
    "pilot": "pilot",
    "prompts": "a prompt for each task",
    "search": "finding subspaces",
    "asking": "asking with prompts given back",
    "learning": "learning few numbers",
}
WORDS = {
    "better": "**beats** {against}",
    "worse": "is **worse than** {against}",
    "unclear": "**cannot be told apart from** {against}",
}
DEFINITIONS = (
    "",
    "E_rel: the mean over tasks of score / score of the full prompt, on the same kept-aside rows. Only tasks count",
    "whose full prompt beats the untouched model (95 %, paired). The loss's fall: how much of the way from the",
    "untouched model's loss to the full prompt's is gone, over tasks where that way is 2 % of the loss at least.",
    "Given back: a task's own full prompt went through the subspace and back, and nothing was learned. Best steps",
    "and rates are picked on the rows that are scored, for all alike, so scores are a little too good.",
)
Report = dict[str, Any]


def write_page(report: Report) -> str:
    """The whole page, ending in a line break."""
    lines = ["# Intrinsic Prompt Tuning: what few numbers reach", "", *_facts(report), ""]
    lines += ["## What it shows", "", *(f"- {said}" for said in sentences(report)), ""]
    lines += [*_beside(report), *_grid(report), *_pictures(report), *_tasks(report), *_rows(report), *_time(report)]
    return "\n".join(lines).rstrip() + "\n"


def sentences(report: Report) -> list[str]:
    """What follows from the numbers, one statement each."""
    said = [verdict_sentence(verdict) for verdict in report["verdicts"]]
    if not said:
        said.append("No subspace and random decoder were both learned with yet, so nothing can be compared.")
    counted = [row["task"] for row in report["tasks"] if row["is_better"]]
    said.append(f"{len(counted)} of {len(report['tasks'])} tasks count for E_rel, because their full prompt helps.")
    for why in dict.fromkeys(entry["why"] for entry in report["left_out"]):
        named = ", ".join(entry["task"] for entry in report["left_out"] if entry["why"] == why)
        said.append(f"Left out of E_rel, because {why}: {named}.")
    if report["missing"]:
        said.append(f"**{len(report['missing'])} planned results are missing** and named at the end.")
    return said


def verdict_sentence(verdict: dict[str, Any]) -> str:
    """What a comparison comes to, with its numbers."""
    of, measure = _many(verdict["dimension"], "number"), MEASURES[verdict["measure"]]
    against = KINDS[verdict["against"]]
    if verdict["difference"] is None:
        return f"{of}, by {measure}: no unseen task was measured with every decoder, {against} and all."
    found, other = (_percent(_mean(verdict[side])) for side in ("found", "random"))
    word = WORDS[verdict["verdict"]].format(against=f"the {against}" if verdict["against"] == DRAWN else against)
    tasks, seeds = _many(len(verdict["tasks"]), "unseen task"), f"{len(verdict['found'])} and {len(verdict['random'])}"
    return (
        f"{of}, by {measure} on {tasks}: the subspace {word}: {found} % against {other} % of what the full prompt "
        f"reaches ({seeds} seeds, which lie up to {100 * verdict['spread']:.1f} points apart)."
    )


def _facts(report: Report) -> Iterator[str]:
    study, settled = report["study"], report["settled"]
    recipe = study["tasks"]["recipe"]
    model = Path(recipe["backbone"]["source"]).name
    yield (
        f"Made by `softprompt subspace study` on {report['machine']}. Model: {model}; prompts by "
        f"{recipe['method'].get('kind')}; at most {study['tasks']['rows']} rows a task to learn from, "
        f"{recipe['training']['batch_size']} a step; seed {recipe['seed']}."
    )
    if settled:
        steps = settled["steps"]
        yield (
            f"Steps: {steps['prompts']} for a full prompt, {steps['search']} for a subspace, {steps['learning']} for "
            f"few numbers. Rates tried for every decoder alike, on {_many(study['rate_tasks'], 'unseen task')}:"
            f" {', '.join(f'{rate:g}' for rate in study['rates'])}."
        )
    if split := report["split"]:
        yield f"Split: {split['kind']}. Never seen by any subspace: {', '.join([*split['unseen'], *split['far']])}."
    yield from DEFINITIONS


def _beside(report: Report) -> Iterator[str]:
    """Unseen tasks: subspaces, random decoders and full prompts beside each other."""
    most = max((point["seen"] for point in report["points"]), default=0)
    points = [point for point in report["points"] if point["seen"] == most and "unseen" in point["means"]]
    if not points:
        return
    yield from (
        "## Unseen tasks, beside each other",
        "",
        f"Subspaces of {most} tasks; the range is that of the seeds.",
        "",
    )
    yield "| Numbers | Learned with | E_rel, % | Tasks | The loss's fall, % | Tasks | Trained | Rate |"
    yield "| ---: | --- | ---: | ---: | ---: | ---: | ---: | --- |"
    groups: dict[tuple[int, str], list[dict[str, Any]]] = {}
    for point in points:
        groups.setdefault((point["dimension"], point["kind"]), []).append(point)
    for (dimension, kind), same in sorted(groups.items(), key=lambda item: (item[0][0], list(KINDS).index(item[0][1]))):
        means = [point["means"]["unseen"] for point in same]
        rates = ", ".join(dict.fromkeys(f"{point['rate']:g}" for point in same if point["rate"])) or "–"
        scores = [f"{_range(means, 'e_rel')} | {_count(means, 'tasks')}"]
        scores += [f"{_range(means, 'loss_share')} | {_count(means, 'loss_tasks')}"]
        yield f"| {dimension} | {KINDS[kind]} | {' | '.join(scores)} | {dimension} | {rates} |"
    unseen = [row for row in report["tasks"] if row["is_better"] and row["task"] in report["split"]["unseen"]]
    free = f"{100 * _mean([row['untouched'] / row['full'] for row in unseen]):.1f}" if unseen else "–"
    yield f"| 0 | untouched model | {free} | {len(unseen)} | 0.0 |  | 0 |  |"
    trained = next((row["trained"] for row in report["tasks"] if row.get("trained")), None)
    if trained:
        yield f"| {trained:,} | full prompt | 100.0 |  | 100.0 |  | {trained:,} |  |"
    yield ""


def _grid(report: Report) -> Iterator[str]:
    points = [point for point in report["points"] if point["kind"] == FOUND]
    if not points:
        return
    names = [name for name in MEASUREMENTS if any(name in point["means"] for point in points)]
    yield from ("## The grid", "", "E_rel in %, behind it the loss's fall; in brackets the number of tasks.", "")
    heads = [MEASUREMENTS[name][:1].upper() + MEASUREMENTS[name][1:] for name in names]
    yield f"| Numbers | Seen tasks | Seed | Explained | {' | '.join(heads)} |"
    yield "| ---: | ---: | ---: | ---: |" + " ---: |" * len(names)
    for point in points:
        cells = [_cell(point["means"].get(name)) for name in names]
        start = f"| {point['dimension']} | {point['seen']} | {point['seed']} | {_percent(point['explained'])} |"
        yield f"{start} {' | '.join(cells)} |"
    yield ""


def _pictures(report: Report) -> Iterator[str]:
    shown = ((DIMENSION_PICTURE, report["curves"]["dimension"]), (SEEN_PICTURE, report["curves"]["seen"]))
    for (name, title), there in (*shown, (MAP_PICTURE, report["map"])):
        if there:
            yield from (f"![{title}]({name})", "")


def _tasks(report: Report) -> Iterator[str]:
    yield from (
        "## Full prompts",
        "",
        "| Task | Measure | Rows | Untouched | Full prompt | Difference (95 %) | Counts |",
    )
    yield "| --- | --- | ---: | ---: | ---: | ---: | --- |"
    for row in report["tasks"]:
        if row["metric"] is None:
            yield f"| {row['task']} | | | | | | no: {row['why']} |"
            continue
        found = row["difference"]
        difference = f"{100 * found['value']:+.1f} ({100 * found['low']:+.1f} – {100 * found['high']:+.1f})"
        scores = f"{100 * row['untouched']:.1f} | {100 * row['full']:.1f} | {difference}"
        name = row["metric"].replace("_", " ")
        yield f"| {row['task']} | {name} | {row['n']} | {scores} | {'yes' if row['is_better'] else 'no'} |"
    yield ""


def _rows(report: Report) -> Iterator[str]:
    """Every planned result: of what there is none, why."""
    if not report["rows"]:
        return
    yield from ("## Every task", "", "| With | Measured | Task | Score, % | Of full, % | Loss's fall, % | Trained |")
    yield "| --- | --- | --- | ---: | ---: | ---: | ---: |"
    for row in report["rows"]:
        told = [row["decoder"], MEASUREMENTS[row["measurement"]], row["task"]]
        if row["score"] is None:
            told += [f"– {row['why']}".replace("|", "/"), "", "", ""]
        else:
            told += [
                f"{100 * row['score']:.1f}",
                _percent(row["ratio"]),
                _percent(row["loss_share"]),
                str(row["trained"]),
            ]
        yield f"| {' | '.join(told)} |"
    yield ""


def _time(report: Report) -> Iterator[str]:
    if not report["seconds"]:
        return
    yield from ("## Where the time went", "")
    yield "Processor seconds are those worked for the study: what an idle machine takes with one thread."
    yield from ("", "| Stage | Parts | Seconds | Processor seconds | Longest |", "| --- | ---: | ---: | ---: | --- |")
    for row in report["seconds"]:
        times = f"{row['seconds']:.0f} | {row['processor_seconds']:.0f}"
        yield f"| {STAGES[row['stage']]} | {row['parts']} | {times} | {row['longest']} |"
    yield ""


def _cell(mean: dict[str, Any] | None) -> str:
    if mean is None:
        return ""
    missing = f", {mean['missing']} missing" if mean["missing"] else ""
    return (
        f"{_percent(mean['e_rel'])} ({mean['tasks']}) / {_percent(mean['loss_share'])} ({mean['loss_tasks']}{missing})"
    )


def _range(means: Sequence[dict[str, Any]], name: str) -> str:
    values = [mean[name] for mean in means if mean[name] is not None]
    if not values:
        return "–"
    ends = f" ({100 * min(values):.1f} – {100 * max(values):.1f})" if len(values) > 1 else ""
    return f"{100 * _mean(values):.1f}{ends}"


def _count(means: Sequence[dict[str, Any]], name: str) -> str:
    return ", ".join(dict.fromkeys(str(mean[name]) for mean in means))


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.1f}"
