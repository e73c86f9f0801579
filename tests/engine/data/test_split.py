"""Split: the same on every machine, fair to every label, and no input on both sides."""

from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.data import Example, split


def example(row: int, text: str, label: str | None) -> Example:
    return Example(row, {"text": text}, label)


ROWS = st.lists(st.tuples(st.sampled_from("abcdefghijklmnopqrst"), st.sampled_from("xyz")), max_size=60).map(
    lambda pairs: [example(number, text, label) for number, (text, label) in enumerate(pairs, start=1)]
)


@given(ROWS, st.floats(0.01, 0.9), st.integers(0, 5))
@settings(deadline=None)
def test_every_row_is_on_one_side_and_identical_inputs_together(rows: list[Example], share: float, seed: int) -> None:
    parts = split(rows, share, seed)
    assert sorted(row.row for row in (*parts.train, *parts.kept_aside)) == [row.row for row in rows]
    assert not {row.fields["text"] for row in parts.train} & {row.fields["text"] for row in parts.kept_aside}
    for side in (parts.train, parts.kept_aside):
        assert [row.row for row in side] == sorted(row.row for row in side)
    assert split(rows, share, seed) == parts


@given(ROWS, st.floats(0.01, 0.9), st.integers(0, 5))
@settings(deadline=None)
def test_every_label_with_two_texts_is_on_both_sides(rows: list[Example], share: float, seed: int) -> None:
    one_label_a_text = {row.fields["text"]: row.label for row in rows}
    rows = [example(row.row, row.fields["text"], one_label_a_text[row.fields["text"]]) for row in rows]
    parts = split(rows, share, seed)
    texts: dict[str | None, set[str]] = defaultdict(set)
    for row in rows:
        texts[row.label].add(row.fields["text"])
    wanted = {label for label, found in texts.items() if len(found) > 1}
    assert wanted <= {row.label for row in parts.train}
    assert wanted <= {row.label for row in parts.kept_aside}


def test_labels_keep_their_proportion() -> None:
    rows = [example(i, f"text {i}", "rare" if i % 10 == 0 else "common") for i in range(1000)]
    parts = split(rows, 0.2, seed=3)
    assert len(parts.kept_aside) == 200
    assert sum(row.label == "rare" for row in parts.kept_aside) == 20


def test_many_small_labels_do_not_inflate_the_share() -> None:
    rows = [example(i, f"text {i}", f"label {i % 15}") for i in range(240)]
    assert len(split(rows, 0.1, seed=0).kept_aside) == 24


def test_another_seed_gives_another_split() -> None:
    rows = [example(i, f"text {i}", "ab"[i % 2]) for i in range(100)]
    assert split(rows, 0.2, 0) != split(rows, 0.2, 1)


def test_a_split_is_the_same_on_every_platform() -> None:
    rows = [example(i, f"text {i}", "ab"[i % 2]) for i in range(20)]
    assert [row.row for row in split(rows, 0.3, 0).kept_aside] == [6, 8, 9, 14, 17, 19]


def test_a_new_row_leaves_the_others_where_they_are() -> None:
    rows = [example(i, f"text {i}", "ab"[i % 2]) for i in range(100)]
    before = {row.row for row in split(rows, 0.2, 0).kept_aside}
    after = {row.row for row in split([*rows, example(100, "a new one", "a")], 0.2, 0).kept_aside}
    assert len(before ^ after) <= 3


def test_texts_that_differ_in_outer_spaces_are_the_same_input() -> None:
    rows = [example(i, f"text {i // 2}" + " " * (i % 2), "a") for i in range(20)]
    parts = split(rows, 0.3, 0)
    assert not {r.fields["text"].strip() for r in parts.train} & {r.fields["text"].strip() for r in parts.kept_aside}


def test_only_the_inputs_decide_what_is_identical() -> None:
    rows = [Example(i, {"id": str(i), "text": f"text {i % 10}"}, "ab"[i % 2]) for i in range(40)]
    parts = split(rows, 0.2, 0, ["text"])
    assert not {row.fields["text"] for row in parts.train} & {row.fields["text"] for row in parts.kept_aside}


@pytest.mark.parametrize("label", [None, "free text"])
def test_answers_that_never_repeat_are_drawn_from_together(label: str | None) -> None:
    rows = [example(i, f"text {i}", label and f"{label} {i}") for i in range(100)]
    assert len(split(rows, 0.1, 0).kept_aside) == 10
    assert len(split(rows[:10], 0.2, 0, stratify=False).kept_aside) == 2


def test_two_labels_with_a_text_each_are_both_learnt_from() -> None:
    assert split([example(1, "one", "a"), example(2, "two", "b")], 0.5, 0).kept_aside == ()


def test_a_label_with_one_text_is_learnt_from() -> None:
    rows = [example(i, f"text {i}", "common") for i in range(50)] + [example(50, "odd", "rare")]
    assert "rare" not in {row.label for row in split(rows, 0.5, 0).kept_aside}


def test_nothing_is_kept_aside_without_a_share_or_a_second_text() -> None:
    rows = [example(i, "same", "a") for i in range(5)]
    assert split(rows, 0.5, 0).kept_aside == ()
    assert split([], 0.5, 0).train == ()
    assert split([example(i, str(i), "a") for i in range(5)], 0.0, 0).kept_aside == ()
