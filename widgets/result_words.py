"""What a result card says of a done event beside its numbers: the difference, what the prompt itself added, advice.

Nothing is drawn here. Verdicts and intervals come from the engine; these sentences only repeat what follows from them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QCoreApplication

from engine.scores import metric_name
from widgets import wording
from widgets.in_a_row import in_a_row

NO_MEASURE = ("metric", "loss", "n", "low", "high", "illegal_rate", "kind")


def _tr(text: str) -> str:
    return QCoreApplication.translate("ResultWords", text)


def leading(metrics: Mapping[str, Any]) -> str:
    """The score that gives the number; the mistake score where nothing else was measured."""
    named = metric_name(metrics)
    known = (named, "accuracy", "exact_match", "f1", "rouge_l")
    return next((key for key in known if metrics.get(key) is not None), "loss")


def other_scores(metrics: Mapping[str, Any]) -> str:
    """The scores beside the leading one in a line: "exact match 61 %, ROUGE-L 24"; empty without any."""
    leads = leading(metrics)
    others = [key for key, value in metrics.items() if key not in (*NO_MEASURE, leads) and value is not None]
    return " · ".join(f"{wording.metric_name(key)} {wording.score(metrics[key], key)}" for key in others)


def verdict_words(verdict: str, *, is_majority: bool) -> str:
    """The verdict as a heading; a prompt beside a head is compared with guessing."""
    words = {
        "better": _tr("Clearly better than guessing") if is_majority else _tr("Clearly better than the base model"),
        "worse": _tr("Worse than guessing") if is_majority else _tr("Worse than the base model"),
    }
    return words.get(verdict, _tr("No clear difference"))


def difference_words(done: Mapping[str, Any]) -> str:
    """How far the result is from what it is compared with, and whether that can be chance; empty where unknown."""
    difference = done.get("difference")
    if not difference or leading(done["metrics"]) == "loss":
        return ""
    low, high = float(difference["low"]), float(difference["high"])
    words = _tr("Difference on the same rows in points: {points}, 95 % range {low} to {high}.")
    said = words.replace("95 %", f"95{wording.NBSP}%").format(
        points=wording.points(float(difference["value"])), low=wording.points(low), high=wording.points(high)
    )
    chance = _tr("The range holds zero, so it can be chance.")
    if low > 0 or high < 0:
        chance = _tr("The range leaves zero out, so it is hardly chance.")
    return in_a_row(said, chance)


def luck_words(farm: Mapping[str, Any] | None, key: str) -> str:
    """What trainings side by side said of the score: its mean and spread, and what shuffled answers reached; empty
    where there was one training alone."""
    if not farm or farm.get("mean") is None or key == "loss":
        return ""
    said = control = ""
    if farm.get("spread") is not None:
        words = _tr("{n} trainings: {mean} on average, spread {spread} points; the best is kept.")
        spread = wording.points(float(farm["spread"])).lstrip("+")
        said = words.format(n=farm["seeds"], mean=wording.score(farm["mean"], key), spread=spread)
    if farm.get("control") is not None:
        words = _tr("With shuffled answers: {score}.")
        control = words.format(score=wording.score(farm["control"], key))
    return in_a_row(said, control)


def illegal_words(rate: float) -> str:
    """On how many rows the model would say something that is no answer at all."""
    if rate >= 1.0:
        words = _tr("On every one of them ({share}) the model would rather say something that is none of the answers.")
    else:
        words = _tr("On {share} of them the model would rather say something else.")
    return words.format(share=wording.percent(rate))


def advice_words(verdict: str, fixed: int, broke: int) -> str:
    """What to do next where the result is no better; else empty."""
    if verdict == "better":
        return ""
    if verdict == "worse":
        return _tr("More answers broke than were fixed. A lower learning speed or another method may help.")
    if fixed + broke == 0:
        return _tr("Not one answer changed. More passes or a higher learning speed may help.")
    words = _tr("{fixed} fixed against {broke} broke can be chance. More rows or more passes may settle it.")
    return words.format(fixed=wording.number(fixed), broke=wording.number(broke))


def added_words(done: Mapping[str, Any]) -> str:
    """What the prompt added beside a head that was trained without it on the same rows; that it added nothing is said
    first where it is so."""
    key, head = leading(done["metrics"]), done.get("head_alone") or {}
    has_head = key != "loss" and head.get(key) is not None
    if done.get("is_frozen") is False:
        words = _tr("The base model was trained too (not frozen): the result comes from both together.")
        reaches = _tr("The head alone reaches {head}.").format(head=wording.score(head[key], key)) if has_head else ""
        return in_a_row(words, reaches)
    if not has_head:
        return ""
    reached, alone_reached = float(done["metrics"][key]), float(head[key])
    now, alone = round(100 * reached), round(100 * alone_reached)
    facts: dict[str, Any] = {"head": wording.score(alone_reached, key), "n": now - alone}
    if reached <= alone_reached or done.get("prompt_added") is False:
        nothing = _tr("The learned prompt adds nothing over the head alone.")
        if reached <= alone_reached:
            return in_a_row(nothing, _tr("The head alone reaches {head}.").format(**facts))
        words = _tr("The head alone reaches {head}; the {n}-point lead over it can be chance.")
        return in_a_row(nothing, words.format(**facts | {"n": wording.points(reached - alone_reached).lstrip("+")}))
    base = round(100 * ((done.get("baseline") or {}).get(key) or 0))
    if alone <= base:
        words = _tr("The head alone reaches only {head}: the whole gain comes from the learned prompt itself.")
        return words.format(**facts)
    words = _tr("The head alone reaches {head}: {n} of the {total} points won come from the learned prompt itself.")
    return words.format(**facts, total=now - base)
