"""Sentences are joined without double or missing gaps."""

import pytest

from widgets.in_a_row import in_a_row


@pytest.mark.parametrize(
    ("parts", "whole"),
    [(("A.", "B."), "A. B."), (("A.", ""), "A."), (("", " B. "), "B."), ((), ""), (("A.", "B.", "C."), "A. B. C.")],
)
def test_sentences_are_joined_and_empty_ones_left_out(parts, whole) -> None:
    assert in_a_row(*parts) == whole


def test_braces_in_a_sentence_are_left_alone() -> None:
    assert in_a_row("Use {text}.", "Then go on.") == "Use {text}. Then go on."
