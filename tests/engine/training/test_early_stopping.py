"""engine/training/early_stopping.py: the highest score wins, then the lowest loss; patience ends."""

from __future__ import annotations

from engine.training.early_stopping import BestSoFar


def test_the_highest_score_is_the_best_and_among_equals_the_lowest_loss() -> None:
    best = BestSoFar(0)
    checks = [(1, 0.5, 0.9), (2, 0.6, 1.5), (3, 0.6, 1.2), (4, 0.6, 1.2), (5, 0.5, 0.1)]
    assert [best.note(*check) for check in checks] == [True, True, True, False, False]
    assert (best.step, best.score, best.loss, best.flat_checks) == (3, 0.6, 1.2, 2)


def test_flat_checks_in_a_row_end_it_and_a_better_one_counts_anew() -> None:
    best = BestSoFar(2)
    found = []
    for step, score in enumerate([0.5, 0.4, 0.6, 0.6, 0.5]):
        best.note(step, score, 1.0)
        found.append(best.is_flat)
    assert found == [False, False, False, False, True]


def test_without_patience_it_is_never_flat() -> None:
    best = BestSoFar(0)
    for step in range(50):
        best.note(step, 0.5, 1.0)
    assert not best.is_flat


def test_it_goes_on_from_its_facts() -> None:
    best = BestSoFar(3)
    best.note(1, 0.5, 1.0)
    best.note(2, 0.4, 1.0)
    assert vars(BestSoFar(3, **best.facts())) == vars(best)
