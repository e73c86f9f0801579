"""What a run found out, in a few lines for a person: before and after, what the prompt added, where the pack is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from engine.commands.progress import percent
from engine.files import size_text
from engine.scores import main_score, metric_name

VERDICTS = {"better": "better", "unclear": "no clear difference", "worse": "worse"}
SENTENCES = {
    "better": "more than chance explains",
    "unclear": "these rows cannot tell it from none",
    "worse": "the prompt does harm here",
}
BEFORE = {
    "majority": "always the commonest answer",
    "untouched": "the untouched model",
    "changed": "the changed model without the prompt",
}
MEASURE_NAMES = {
    "accuracy": "Right answers",
    "p_at_1": "Right first guesses",
    "exact_match": "Exactly right answers",
    "f1": "Overlap with the right words (F1)",
    "entity_f1": "Marked names found (entity F1)",
    "token_accuracy": "Rightly marked words",
    "bleu": "BLEU",
    "rouge_l": "ROUGE-L",
    "score": "Mean score",
}


def training_report(done: dict[str, Any]) -> list[str]:
    """The lines at the end of `train` and `resume`."""
    if done["metrics"] is None:
        return ["", "Stopped before anything new was learned.", *_continuing(done)]
    lines = ["", *score_lines(done), *farm_lines(done.get("farm")), ""]
    trained, all_numbers = done["trainable_parameters"], done["backbone_parameters"]
    share = (
        f"beside the model's {all_numbers:,}"
        if done.get("is_frozen", True)
        else f"with all {all_numbers:,} of the model"
    )
    lines.append(f"Trained:  {trained:,} numbers {share}, best at step {done['best_step']}")
    lines.append(f"Model:    {frozen_line(done)}")
    if done.get("tuned_backbone"):
        lines.append(f"          {done['tuned_backbone']}")
    if done["pack"]:
        lines.append(f"Pack:     {done['pack']} ({size_text(done['pack_bytes'])})")
    lines.append(f"Run:      {done['run']} ({done['seconds']:.0f} s)")
    if done["stopped"]:
        lines += _continuing(done)
    elif done["pack"]:
        lines += ["", "Try it:   " + command("predict", done["pack"], "--data", "YOUR.csv", "--output", "answers.csv")]
    return lines


def farm_lines(farm: dict[str, Any] | None) -> list[str]:
    """Of trainings side by side: what each came to, and how much of that is luck; nothing where there was one."""
    if not farm:
        return []
    lines = ["", "Trainings side by side:"]
    for each in farm["members"]:
        varied = ", ".join(f"{name}={value}" for name, value in each["varied"].items())
        facts = ["shuffled answers"] if each["is_control"] else [f"seed {each['seed']}", *([varied] if varied else [])]
        facts += [] if each["is_whole"] else ["ended early"]
        facts += ["kept"] if each["name"] == farm["winner"] else []
        lines.append(f"  {each['name']:<8} {percent(each['score'])}   {', '.join(facts)}")
    if farm["spread"] is not None:
        lines.append(f"  mean     {percent(farm['mean'])}   spread {100 * farm['spread']:.1f} points")
    return lines


def score_lines(done: dict[str, Any]) -> list[str]:
    """Before, each pack of an ensemble, and after, with their 95 % range and verdict; with words how often the model
    would say something else, with a head also the head alone."""
    now, before, head = done["metrics"], done["baseline"], done["head_alone"]
    singles = done.get("packs", [])
    after = f"{done['combine']} of {len(singles)}" if singles else "after"
    scored = [
        ("before", before, BEFORE[before["kind"]]),
        *((entry["name"], entry["metrics"], _changes(entry)) for entry in singles),
        (after, now, _changes(done)),
    ]
    width = max(len(name) for name, _, _ in scored)
    name = MEASURE_NAMES.get(metric_name(now), metric_name(now))
    lines = [f"{name} on {now['n']} rows{' that were not trained on' if done['run'] else ''}:"]
    lines += [f"  {name:<{width}}  {_score(metrics)}   {said}" for name, metrics, said in scored]
    if done.get("difference") and not singles:
        lines.append(f"  {difference_line(done)}")
    if singles:
        best = done["beside_best"]
        lines.append(f"  Beside {best['name']}, the best of them on these rows: {_changes(best)}")
    if "illegal_rate" in now:
        said = f"  Would rather say something else than an answer: on {percent(now['illegal_rate'])} of the rows"
        lines.append(f"{said} (before {percent(before['illegal_rate'])})." if "illegal_rate" in before else f"{said}.")
    if head is not None:
        both = "the rest is the prompt's and the changed model's together"
        said = f"the learned prompt {_added(done)}" if done.get("is_frozen", True) else both
        lines.append(f"  The head alone reaches {percent(main_score(head))}; {said}.")
    return lines


def difference_line(done: dict[str, Any]) -> str:
    """The difference to the baseline with its 95 % range, and what follows from it."""
    gain = done["difference"]
    points = f"{100 * gain['value']:+.1f} points (95 % range {100 * gain['low']:+.1f} to {100 * gain['high']:+.1f})"
    return f"Difference: {points}: {SENTENCES[done['verdict']]}."


def frozen_line(done: dict[str, Any]) -> str:
    """Whether the model stayed as it was."""
    if not done.get("is_frozen", True):
        return "NOT FROZEN: it was trained together with the prompt; the pack works only with the changed model"
    if done["backbone_unchanged"]:
        return "unchanged (SHA-256 over all its tensors is the same before and after)"
    return "CHANGED: its tensors have another SHA-256 than before. Please report this."


def command(*words: str) -> str:
    """A command line that can be copied, paths with spaces quoted."""
    return " ".join(["softprompt", *(f'"{word}"' if " " in word else word for word in words)])


def _score(metrics: dict[str, Any]) -> str:
    return f"{percent(main_score(metrics)):>7}  (95 % range {percent(metrics['low'])} to {percent(metrics['high'])})"


def _changes(scores: dict[str, Any]) -> str:
    return f"{VERDICTS[scores['verdict']]}: fixed {scores['fixed']}, broke {scores['broke']}"


def _added(done: dict[str, Any]) -> str:
    points = 100 * ((main_score(done["metrics"]) or 0.0) - (main_score(done["head_alone"]) or 0.0))
    if done["head_verdict"] == "better":
        return f"added {points:.1f} points"
    if done["head_verdict"] == "worse":
        return f"made it worse by {-points:.1f} points"
    return f"added nothing that can be told on {done['metrics']['n']} rows ({points:+.1f} points)"


def _continuing(done: dict[str, Any]) -> list[str]:
    return ["", "Go on with:  " + command("resume", str(Path(done["run"])))]
