"""engine/training/batches.py: padding, and an order that goes on where it was saved."""

from __future__ import annotations

import torch
from hypothesis import given
from hypothesis import strategies as st

from engine.training.batches import IGNORED, DataOrder, EncodedExample, bucketed, make_batch

LENGTHS = st.lists(st.integers(1, 40), min_size=1, max_size=120)


def test_a_batch_holds_tokens_virtual_tokens_answers_and_padding_apart() -> None:
    batch = make_batch([EncodedExample(4, [-1, -2, 7, 8], [9, 3], 1), EncodedExample(5, [6], [2])])
    assert batch.input_ids.tolist() == [[0, 0, 7, 8, 9, 3], [6, 2, 0, 0, 0, 0]]
    assert batch.soft_index.tolist() == [[0, 1, -1, -1, -1, -1], [-1] * 6]
    assert batch.attention_mask.tolist() == [[True] * 6, [True, True, False, False, False, False]]
    assert batch.labels.tolist() == [[IGNORED] * 4 + [9, 3], [IGNORED, 2] + [IGNORED] * 4]
    assert batch.targets.tolist() == [1, -1] and batch.size == 2


def test_a_token_with_the_number_zero_is_a_token() -> None:
    batch = make_batch([EncodedExample(1, [0, 5]), EncodedExample(2, [0])])
    assert batch.attention_mask.tolist() == [[True, True], [True, False]]
    assert (batch.soft_index == -1).all()


def test_positions_count_real_tokens_from_the_first() -> None:
    batch = make_batch([EncodedExample(1, [-1, 5, 6]), EncodedExample(2, [4])])
    assert batch.positions(0)[0].tolist() == [0, 1, 2] and batch.positions(7)[1, 0] == 7


@given(LENGTHS, st.integers(1, 8), st.integers(0, 5))
def test_bucketing_holds_each_row_once_in_full_batches(lengths: list[int], size: int, seed: int) -> None:
    draw = torch.Generator().manual_seed(seed)
    order = torch.randperm(len(lengths), generator=draw).tolist()
    batches = bucketed(lengths, order, size, draw)
    assert sorted(index for batch in batches for index in batch) == list(range(len(lengths)))
    assert len(batches) == -(-len(lengths) // size)
    assert sum(len(batch) != size for batch in batches) <= 1


def test_bucketing_puts_rows_of_similar_length_together() -> None:
    lengths = [index % 32 for index in range(256)]
    order = torch.randperm(256, generator=torch.Generator().manual_seed(0)).tolist()
    batches = bucketed(lengths, order, 16, torch.Generator().manual_seed(1))
    spread = [max(lengths[i] for i in batch) - min(lengths[i] for i in batch) for batch in batches]
    assert max(spread) <= 2


@given(LENGTHS, st.integers(1, 8), st.integers(0, 30), st.integers(0, 5))
def test_an_order_goes_on_from_its_saved_state(lengths: list[int], size: int, taken: int, seed: int) -> None:
    straight = DataOrder(lengths, size, seed)
    for _ in range(taken):
        straight.next()
    state = {name: tensor.clone() for name, tensor in straight.state().items()}
    resumed = DataOrder(lengths, size, seed + 100)
    resumed.load(state)
    ahead = 2 * -(-len(lengths) // size) + 1
    assert [straight.next() for _ in range(ahead)] == [resumed.next() for _ in range(ahead)]


@given(LENGTHS, st.integers(1, 8))
def test_every_pass_sees_every_row_once(lengths: list[int], size: int) -> None:
    order = DataOrder(lengths, size, seed=0)
    for _ in range(3):
        seen = [index for _ in range(-(-len(lengths) // size)) for index in order.next()]
        assert sorted(seen) == list(range(len(lengths)))


def test_two_passes_and_two_seeds_differ() -> None:
    orders = [DataOrder([5] * 64, 8, seed) for seed in (0, 1)]
    first = [orders[0].next() for _ in range(8)]
    assert first != [orders[0].next() for _ in range(8)] and first != [orders[1].next() for _ in range(8)]
