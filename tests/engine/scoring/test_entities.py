"""engine/scoring/entities.py beside seqeval."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from seqeval.metrics import accuracy_score, f1_score

from engine.scoring import MEASURES, counts_of

TAGS = st.sampled_from(["O", "O", "B-PER", "I-PER", "B-LOC", "I-LOC", "B", "I"])
ROW = st.integers(1, 8).flatmap(lambda size: st.tuples(*[st.lists(TAGS, min_size=size, max_size=size)] * 2))


def score(name: str, rows: list[tuple[list[str], list[str]]]) -> float:
    measure = MEASURES[name]
    answers, references = [" ".join(said) for said, _ in rows], [(" ".join(wanted),) for _, wanted in rows]
    return float(measure.total(counts_of(measure, answers, references).sum(axis=0)))


@given(st.lists(ROW, min_size=1, max_size=6))
def test_both_scores_are_seqevals(rows: list[tuple[list[str], list[str]]]) -> None:
    wanted, said = [wanted for _, wanted in rows], [said for said, _ in rows]
    assert score("entity_f1", rows) == pytest.approx(f1_score(wanted, said, zero_division=1), abs=1e-12)
    assert score("token_accuracy", rows) == pytest.approx(accuracy_score(wanted, said), abs=1e-12)


def test_an_entity_counts_only_whole_and_with_its_type() -> None:
    wanted = ["B-PER", "I-PER", "O", "B-LOC"]
    assert score("entity_f1", [(["B-PER", "I-PER", "O", "B-LOC"], wanted)]) == 1
    assert score("entity_f1", [(["B-PER", "O", "O", "B-LOC"], wanted)]) == 1 / 2
    assert score("entity_f1", [(["B-PER", "I-PER", "O", "B-PER"], wanted)]) == 1 / 2
    assert score("entity_f1", [(["B-PER", "B-PER", "O", "B-LOC"], wanted)]) == pytest.approx(2 / 5)


def test_words_that_the_model_did_not_reach_have_no_entity() -> None:
    wanted = ["B-PER", "O", "B-LOC"]
    assert score("entity_f1", [(["B-PER"], wanted)]) == pytest.approx(2 / 3)
    assert score("token_accuracy", [(["B-PER"], wanted)]) == pytest.approx(2 / 3)
    assert score("token_accuracy", [(["NOUN"], ["NOUN", "VERB"])]) == 1 / 2
    assert score("entity_f1", [(["B-PER", "O", "B-LOC", "B-LOC"], wanted)]) == 1


def test_a_row_without_entities_rises_when_nothing_is_said_in_it() -> None:
    measure = MEASURES["entity_f1"]
    before, now = measure.count("B-PER O", ["O O"]), measure.count("O O", ["O O"])
    assert (measure.total(before), measure.total(now)) == (0, 1)


def test_tags_of_another_scheme_mark_no_entity_and_raise_no_warning() -> None:
    assert MEASURES["entity_f1"].count("NOUN B-PER", ["NOUN B-PER"]).tolist() == [1, 1, 1]
