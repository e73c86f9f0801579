"""Spans: an answer's place in its text, said or looked for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.data.spans import answer_start, span_fault

TEXT = "It rained in May, and in May only."


@pytest.mark.parametrize(
    ("answer", "place", "start", "fault"),
    [
        ("May", "", 13, None),
        ("May", "25", 25, None),
        (" May ", "12", 13, None),
        ("May", " 13.0 ", 13, None),
        ("June", "", None, "answer_not_in_context"),
        ("June", "13", None, "answer_not_in_context"),
        ("May", "14", None, "answer_offset"),
        ("May", "900", None, "answer_offset"),
        ("May", "-1", None, "start_no_number"),
        ("May", "there", None, "start_no_number"),
    ],
)
def test_a_place_is_checked_and_a_missing_one_looked_for(
    answer: str, place: str, start: int | None, fault: str | None
) -> None:
    assert (answer_start(TEXT, answer, place), span_fault(TEXT, answer, place)) == (start, fault)


@given(st.text(), st.text(min_size=1).filter(lambda text: text.strip() == text), st.text())
def test_a_true_place_is_always_taken(front: str, answer: str, back: str) -> None:
    context = front + answer + back
    assert answer_start(context, answer, str(len(front))) == len(front)
    found = answer_start(context, answer)
    assert found is not None and context.startswith(answer, found)
