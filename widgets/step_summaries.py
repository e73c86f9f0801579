"""What a folded step of the Teach page says of the choice made in it, and other facts in one line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication

from engine.data import Table
from widgets import wording


def _tr(text: str) -> str:
    return QCoreApplication.translate("StepSummaries", text)


def examples_summary(table: Table | None, usable: int, skipped: int, aside: int) -> str:
    """File, usable rows, rows left out and kept aside."""
    if table is None:
        return _tr("Not chosen yet")
    parts = [table.path.name, wording.rows(usable)]
    parts += [_tr("{n} skipped").format(n=wording.number(skipped))] if skipped else []
    parts += [_tr("{n} kept aside").format(n=wording.number(aside))]
    return " · ".join(parts)


def backbone_summary(chosen: Mapping[str, Any] | None, backbones: Sequence[Mapping[str, Any]]) -> str:
    """The base model that was chosen, or one that would fit."""
    if chosen is not None:
        fits = {"fits": _tr("fits"), "tight": _tr("just fits"), "too_big": _tr("too big")}
        fit = fits.get(str(chosen.get("fit")), "") if chosen["present"] else _tr("not on this computer")
        return f"{chosen['name']} · {fit}" if fit else str(chosen["name"])
    fitting = [each for each in backbones if each["present"] and each.get("fit") == "fits"]
    if not fitting:
        return _tr("Not chosen yet")
    return _tr("Not chosen yet. {name} on this computer would fit.").format(name=fitting[0]["name"])


def method_summary(kind: str | None, title: str, pace: str, tokens: int) -> str:
    """Pace, method and prompt length."""
    if kind is None:
        return _tr("Not chosen yet")
    name = wording.method_name(kind, title)
    return f"{pace} · {name} · {_tr('{n} learned tokens').format(n=tokens)}" if tokens else f"{pace} · {name}"


def trained_share(estimate: Mapping[str, Any]) -> str:
    """How much of the model is trained: "Trains 0.19 % of the model"; empty where nobody knows."""
    trained, whole = estimate.get("trainable_parameters"), estimate.get("backbone_parameters")
    if not trained or not whole:
        return ""
    share = 100 * trained / whole
    if share < 0.001:  # a handful of numbers is best counted
        return _tr("Trains {n} numbers").format(n=wording.number(trained))
    text = f"{share:.2g}" if share < 10 else f"{share:.0f}"
    return _tr("Trains {share} of the model").format(share=f"{text}{wording.NBSP}%")


def trained_size(estimate: Mapping[str, Any]) -> str:
    """How much a method trains and what its pack weighs: "20 thousand numbers · 82 KB"."""
    trained, weight = estimate.get("trainable_parameters"), estimate.get("pack_bytes")
    parts = []
    if trained:
        if trained >= 1_000_000:
            parts.append(_tr("{n} million numbers").format(n=f"{trained / 1e6:.3g}"))
        elif trained >= 10_000:
            parts.append(_tr("{n} thousand numbers").format(n=f"{trained / 1e3:.0f}"))
        else:
            parts.append(_tr("{n} numbers").format(n=wording.number(trained)))
    parts += [wording.file_size(weight)] if weight else []
    return " · ".join(parts)
