"""An answer that marks words of the asker's own text, as parts with their looks: tagged words, or a span in its text.

Plain data; `answer_view.py` writes the parts down.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

OUTSIDE = "O"


@dataclass(frozen=True)
class Part:
    """A piece of text; `is_marked` is what the answer points at, `tag` stands small behind it."""

    text: str
    is_marked: bool = False
    tag: str = ""


def answer_parts(answer: Mapping[str, Any], context: str = "") -> list[Part]:
    """The parts of an answer with "words" and their tags, or of one whose text stands in `context`; none otherwise."""
    words, text = answer.get("words"), str(answer.get("text") or "")
    if words:
        return _tagged([str(word) for word in words], text.split())
    start = answer.get("start")
    if not text or not context:
        return []
    if not isinstance(start, int) or context[start : start + len(text)] != text:
        start = context.find(text)
    if start < 0:
        return []
    parts = (Part(context[:start]), Part(text, is_marked=True), Part(context[start + len(text) :]))
    return [part for part in parts if part.text]


def parts_in_words(parts: Sequence[Part]) -> str:
    """The same for a screen reader, and to copy: "Marie Curie (PER) lived in Paris (LOC)"."""
    return " ".join(f"{part.text.strip()} ({part.tag})" if part.tag else part.text.strip() for part in parts)


def _tagged(words: Sequence[str], tags: Sequence[str]) -> list[Part]:
    """Words with their tags, those of one thing (B-PER I-PER) as one part; words outside of everything plain."""
    parts: list[Part] = []
    for place, word in enumerate(words):
        tag = tags[place] if place < len(tags) else OUTSIDE
        begin, dash, name = tag.partition("-")
        is_iob = bool(dash) and begin in ("B", "I")
        shown = name if is_iob else "" if tag == OUTSIDE else tag
        last = parts[-1] if parts else None
        if last is not None and ((is_iob and begin == "I" and last.tag == shown) or (not shown and not last.is_marked)):
            parts[-1] = Part(f"{last.text} {word}", last.is_marked, last.tag)
        else:
            parts.append(Part(word, bool(shown), shown))
    return parts
