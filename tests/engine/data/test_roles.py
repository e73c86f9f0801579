"""Roles: what a column can be for, by task."""

from __future__ import annotations

import pytest

from engine.data import KINDS, ColumnMapping, candidate_roles, roles_of
from engine.data.roles import OPTIONAL, candidate_number, is_input


@pytest.mark.parametrize("kind", KINDS)
def test_every_task_has_an_answer_and_something_to_read(kind: str) -> None:
    roles = roles_of(kind)
    assert "label" in roles and any(is_input(role) for role in roles)
    assert set(OPTIONAL) & set(roles) == {"cloze": {"pattern"}, "span_qa": {"start"}}.get(kind, set())


def test_an_unknown_task_reads_a_text() -> None:
    assert roles_of("dreaming") == ("text", "label")


def test_candidates_stand_in_the_order_of_their_numbers() -> None:
    assert candidate_roles(["candidate10", "text", "candidate2", "label"]) == ("candidate2", "candidate10")
    assert [candidate_number(role) for role in ("candidate3", "candidate", "candidate0", "candidates1")] == [
        3,
        None,
        None,
        None,
    ]


def test_a_mapping_knows_the_parts_of_a_task() -> None:
    choice = ColumnMapping({"candidate2": "b", "candidate1": "a", "text": "premise", "label": "right"})
    assert (choice.inputs, choice.candidates, choice.label) == (("premise",), ("a", "b"), "right")
    cloze = ColumnMapping.of(["subject"], "object", pattern="template")
    assert (cloze.inputs, cloze.pattern, cloze.read) == (("subject",), "template", ("subject", "template"))
    span = ColumnMapping({"question": "q", "context": "c", "label": "a", "start": "at"})
    assert (span.question, span.context, span.start, span.inputs) == ("q", "c", "at", ("q", "c"))


@pytest.mark.parametrize("name", ["start", "pattern", "label", "candidate1"])
def test_an_input_called_like_another_part_stays_an_input(name: str) -> None:
    mapping = ColumnMapping.of(["text", name], "stars")
    assert (mapping.inputs, mapping.label) == (("text", name), "stars")
    assert (mapping.start, mapping.pattern, mapping.candidates) == (None, None, ())
