"""A small table for each kind of task, in words that the tiny models know."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

NOUNS = ("film", "book", "soup", "phone", "battery", "review")
MINDS = ("good", "bad", "great", "poor", "fine", "awful")


def rows_of(kind: str) -> list[dict[str, str]]:
    """24 rows, the columns named as people name them."""
    pairs = [(noun, MINDS[(place + turn) % 6]) for turn in range(4) for place, noun in enumerate(NOUNS)]
    if kind == "choice":
        return [
            {"premise": f"the {noun} is {mind}", "choice1": f"i love this {noun}", "choice2": "no text", "label": "0"}
            if mind in ("good", "great", "fine")
            else {"premise": f"the {noun} is {mind}", "choice1": "yes", "choice2": f"i hate that {noun}", "label": "1"}
            for noun, mind in pairs
        ]
    if kind == "cloze":
        return [{"subject": noun, "template": "the [X] is [Y] .", "object": mind} for noun, mind in pairs]
    if kind == "generation":
        return [{"source": f"{noun} {mind}", "target": f"this {noun} is very {mind}"} for noun, mind in pairs]
    if kind == "tagging":
        return [{"tokens": f"the {noun} is {mind}", "tags": "O B-THING O O"} for noun, mind in pairs]
    if kind == "span_qa":
        return [
            {
                "question": f"is the {noun} good",
                "context": f"i love my book . the {noun} is very {mind} . no text",
                "answer": f"very {mind}",
                "answer_start": str(len(f"i love my book . the {noun} is ")),
            }
            for noun, mind in pairs
        ]
    return [{"text": f"the {noun} is {mind}", "label": "yes" if mind in MINDS[::2] else "no"} for noun, mind in pairs]


@pytest.fixture(scope="session")
def tables(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The files by kind of task."""
    folder = tmp_path_factory.mktemp("tables")
    found = {}
    for kind in ("classification", "choice", "cloze", "generation", "tagging", "span_qa"):
        rows, path = rows_of(kind), folder / f"{kind}.csv"
        with path.open("w", encoding="utf-8", newline="") as handle:
            writer = csv.DictWriter(handle, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        found[kind] = path
    return found
