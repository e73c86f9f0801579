"""What is said of subspaces, and which base model one belongs to. Rows are those of the hello: see
`engine.subspaces.summary`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from PySide6.QtCore import QCoreApplication

from widgets.wording import number, percent

translate = QCoreApplication.translate  # a name that the extraction of texts knows
WEIGHTS = ("weights_hash", "tokenizer_hash")


def fits(subspace: Mapping[str, Any], backbone: Mapping[str, Any] | None) -> bool:
    """Whether it was found for this very base model: to other weights the same numbers mean nothing."""
    own, here = subspace.get("fingerprint"), (backbone or {}).get("fingerprint")
    if not own or not here:
        return False
    return all(own.get(name) == here.get(name) for name in WEIGHTS)


def fitting(subspaces: Iterable[Mapping[str, Any]], backbone: Mapping[str, Any] | None) -> list[Mapping[str, Any]]:
    """Those that were found for this base model."""
    return [subspace for subspace in subspaces if fits(subspace, backbone)]


def numbers(count: int) -> str:
    """ "5 numbers"."""
    return (
        translate("subspace", "1 number")
        if count == 1
        else translate("subspace", "{n} numbers").format(n=number(count))
    )


def mode_name(mode: str) -> str:
    """How the numbers were tied to prompts."""
    names = {
        "autoencoder": translate("subspace", "found by a network"),
        "closed_form": translate("subspace", "quick: principal components"),
        "random": translate("subspace", "random, to compare with"),
    }
    return names.get(mode, mode)


def size_words(subspace: Mapping[str, Any]) -> str:
    """ "5 numbers for a prompt of 20 tokens · from 6 tasks"."""
    words = translate("subspace", "{numbers} for a prompt of {n} tokens")
    said = words.format(numbers=numbers(int(subspace["dimension"])), n=number(int(subspace.get("tokens") or 0)))
    count = len(subspace.get("tasks") or ())
    tasks = translate("subspace", "from {n} tasks").format(n=number(count))
    return f"{said} · {tasks}" if count else said


def explained_words(share: float | None, count: int) -> str:
    """How well the prompts that it was found from come back, as a sentence; empty where nobody measured it."""
    if share is None:
        return ""
    words = translate("subspace", "Gives back {share} of how its {n} prompts differ.")
    return words.format(share=percent(share), n=number(count))
