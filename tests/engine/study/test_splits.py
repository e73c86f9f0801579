"""engine/study/splits.py: what is seen and what is not."""

from __future__ import annotations

import pytest

from engine.errors import InputError
from engine.study.splits import split_tasks

KINDS = {f"task{place:02}": place % 2 == 0 for place in range(24)}


def test_a_quarter_is_never_seen_and_the_seed_decides_which() -> None:
    split = split_tasks(KINDS, "random", 1)
    assert len(split.unseen) == 6 and len(split.seen) == 18 and not split.far
    assert set(split.seen) | set(split.unseen) == set(KINDS)
    assert split_tasks(dict(reversed(KINDS.items())), "random", 1) == split != split_tasks(KINDS, "random", 2)


@pytest.mark.parametrize(("kind", "has_classes"), [("classification", True), ("other", False)])
def test_a_split_by_kind_sees_its_own_and_keeps_some_of_the_other_far(kind: str, has_classes: bool) -> None:
    split = split_tasks(KINDS, kind, 1)
    assert {KINDS[name] for name in split.seen + split.unseen} == {has_classes}
    assert {KINDS[name] for name in split.far} == {not has_classes}
    assert (len(split.seen), len(split.unseen), len(split.far)) == (9, 3, 3) and split.new == split.unseen + split.far


def test_too_few_tasks_are_refused() -> None:
    with pytest.raises(InputError) as refused:
        split_tasks({"one": True, "two": True, "three": True, "four": False}, "classification", 0)
    assert refused.value.code == "study_few" and "there are 3" in refused.value.message
