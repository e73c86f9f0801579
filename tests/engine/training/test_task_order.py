"""engine/training/task_order.py: every task gets its turns, a large table not too many, and it goes on."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from engine.training.task_order import MOST_TIMES_SMALLEST, TaskOrder


def turns(order: TaskOrder, count: int) -> list[int]:
    return [order.next() for _ in range(count)]


def test_each_round_has_turns_in_proportion_to_the_rows() -> None:
    order = TaskOrder([30, 60, 20], 10, seed=0)
    for _ in range(3):
        assert Counter(turns(order, 11)) == {0: 3, 1: 6, 2: 2}


def test_a_large_table_counts_for_four_times_the_smallest() -> None:
    assert MOST_TIMES_SMALLEST == 4
    assert TaskOrder([10, 1_000_000], 10, seed=0).rows == [10, 40]
    assert Counter(TaskOrder([10, 1_000_000], 10, seed=0).turns) == {0: 1, 1: 4}


def test_the_smallest_table_has_a_turn_even_if_it_fills_no_step() -> None:
    assert Counter(TaskOrder([3, 5], 16, seed=0).turns) == {0: 1, 1: 1}


def test_the_seed_decides_and_rounds_differ() -> None:
    first, again, other = (TaskOrder([80, 80], 8, seed) for seed in (1, 1, 2))
    rounds = [turns(first, 20), turns(first, 20)]
    assert rounds[0] == turns(again, 20) != turns(other, 20)
    assert rounds[0] != rounds[1]


@given(st.lists(st.integers(1, 200), min_size=2, max_size=5), st.integers(0, 60), st.integers(0, 100))
def test_an_order_that_goes_on_is_the_one_that_never_stopped(rows: list[int], taken: int, seed: int) -> None:
    straight, broken, going_on = (TaskOrder(rows, 8, seed) for _ in range(3))
    turns(straight, taken)
    turns(broken, taken)
    going_on.load(broken.state())
    assert turns(going_on, 60) == turns(straight, 60)
