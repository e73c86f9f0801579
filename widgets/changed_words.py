"""Which words of an answer another answer does not have: what Before / Now marks in free text."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

MOST_WORDS = 400  # longer answers are compared by their beginning: only two lines are shown
_WORD = re.compile("[\u3040-\u30ff\u3400-\u9fff]|[^\\s\u3040-\u30ff\u3400-\u9fff]+")  # Chinese: one character a word


def changed_words(before: str, now: str) -> list[tuple[int, int]]:
    """(start, end) of the parts of `now` that are new against `before`, neighbouring words as one part.

    White space is not compared. Empty where nothing was added.
    """
    old = _WORD.findall(before)[:MOST_WORDS]
    new = list(_WORD.finditer(now))[:MOST_WORDS]
    matcher = SequenceMatcher(None, old, [word.group() for word in new], autojunk=False)
    return [
        (new[first].start(), new[last - 1].end())
        for kind, _, _, first, last in matcher.get_opcodes()
        if kind in ("replace", "insert")
    ]
