"""Subspaces in words: what was made, what was found, and what is in a file."""

from __future__ import annotations

from typing import Any

from engine.commands.console import columns
from engine.commands.progress import percent
from engine.commands.report import VERDICTS, command
from engine.files import size_text
from engine.scores import main_score
from engine.subspaces import SUFFIX, Subspace

MODE_WORDS = {
    "autoencoder": "auto-encoder",
    "closed_form": "principal components (quick, not the paper's way)",
    "random": "random decoder, to compare with",
}
SHOWN = 5  # numbers of a task


def prompts_report(done: dict[str, Any]) -> list[str]:
    """The lines at the end of `subspace prompts`."""
    lines = ["", f"Prompts: {len(done['tasks'])} of {done['of']} tasks"]
    for task in done["tasks"]:
        before, now = (percent(main_score(task[part])) for part in ("baseline", "metrics"))
        lines.append(f"  {task['task']}: {now} (without {before}), {VERDICTS[task['verdict']]}")
    lines.append(f"Folder:  {done['run']} ({done['seconds']:.0f} s)")
    if len(done["tasks"]) < done["of"]:
        return [*lines, "", "Go on with:  " + command("resume", done["run"])]
    return [*lines, "", "Next:  " + command("subspace", "find", done["run"], "--dim", "5", "--out", "five" + SUFFIX)]


def find_report(done: dict[str, Any]) -> list[str]:
    """The lines at the end of `subspace find`."""
    if done["metrics"] is None:
        return ["", "Stopped before anything was found.", "", "Go on with:  " + command("resume", done["run"])]
    lines = ["", f"Subspace of {done['dimension']} numbers, {MODE_WORDS[done['mode']]}"]
    lines.append(f"  prompts given back: {percent(main_score(done['metrics']))} of how they differ")
    for task in done["tasks"]:
        losses = (
            f", loss {_told(task['loss'])} (own prompt {_told(task['own_loss'])})" if task["loss"] is not None else ""
        )
        lines.append(f"  {task['task']}: error {percent(task['error'])}{losses}")
    if done["subspace"]:
        lines.append(f"File:  {done['subspace']} ({size_text(done['pack_bytes'])}, {done['seconds']:.0f} s)")
    if done["stopped"]:
        return [*lines, "", "Go on with:  " + command("resume", done["run"])]
    use = ("--method", "intrinsic_prompt_tuning", "--set", f"method.subspace={done['subspace']}")
    return [*lines, "", "Use it:  " + command("train", "--data", "YOUR.csv", "--backbone", "...", *use)]


def describe_subspace(found: Subspace) -> list[str]:
    """The facts of a subspace file, and its tasks as a table."""
    manifest = found.manifest
    facts = {
        "Numbers": f"{manifest.dimension} for prompts of {manifest.size:,}",
        "Kind": MODE_WORDS[manifest.mode],
        "Learned from": " and ".join(manifest.losses) or "nothing",
        "Given back": percent(manifest.explained) if manifest.explained is not None else "",
        "Model": manifest.backbone.name,
        "Prompts by": manifest.method["kind"],
        "Size": size_text(found.size),
        "Id": manifest.id,
        "File": str(found.path),
    }
    lines = [manifest.name, "", *columns([(label, value) for label, value in facts.items() if value])]
    if not manifest.tasks:
        return lines
    rows = [("task", "error", "loss", "own loss", "numbers")]
    for task in manifest.tasks:
        more = " ..." if len(task.numbers) > SHOWN else ""
        numbers = " ".join(f"{number:.2f}" for number in task.numbers[:SHOWN]) + more
        rows.append((task.name, percent(task.error), _told(task.loss), _told(task.own_loss), numbers))
    return [*lines, "", *columns(rows)]


def _told(number: float | None) -> str:
    return "" if number is None else f"{number:.3f}"
