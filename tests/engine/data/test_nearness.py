"""Near duplicates: almost the same text on both sides is told with its pair, the same and the different are not."""

from __future__ import annotations

import pytest

from engine.data import Example, near_duplicates, nearness

LONG = "the quick brown fox jumps over the lazy dog while the old farmer watches from his wooden porch every single day"
HAN = "这家酒店的房间非常干净，服务员也很热情，早餐种类很多，地理位置也特别方便，下次来还会选择这里"


def row(number: int, text: str) -> Example:
    return Example(number, {"text": text}, "a")


@pytest.mark.parametrize(
    ("one", "other", "is_near"),
    [
        (LONG, LONG.replace("wooden", "broken"), True),
        (LONG, LONG.upper() + "!!", True),
        (HAN, HAN.replace("特别", "非常"), True),
        (LONG, LONG, False),  # exactly the same is told elsewhere
        (LONG, f" {LONG} ", False),
        (LONG, " ".join(reversed(LONG.split())), False),
        (HAN, "这部手机的电池很不耐用，屏幕也容易碎，客服态度差，发货又慢，真的非常失望，不会再买了", False),
        ("too short", "too short!", False),
    ],
)
def test_nearly_the_same_is_told(one: str, other: str, is_near: bool) -> None:
    others = [row(number, f"something else entirely about topic {number} and its friends") for number in range(3, 9)]
    found = near_duplicates([row(1, one), *others], [row(2, other)], ["text"], is_one_file=True)
    assert [(problem.code, problem.rows, problem.count) for problem in found] == [("near_duplicate", (1,), 1)] * is_near
    assert all("2 ~ 1" in problem.message for problem in found)


def test_of_two_files_the_rows_of_the_second_are_told() -> None:
    (problem,) = near_duplicates([row(1, LONG)], [row(2, LONG + " again")], ["text"], is_one_file=False)
    assert (problem.rows, problem.file, problem.fixes) == ((2,), "validation", ("skip",))


def test_of_many_rows_a_part_is_compared_and_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nearness, "MOST_COMPARED", 20)
    train = [row(number, f"{LONG} and {number}") for number in range(30)]
    (problem,) = near_duplicates(train, [row(100 + number, LONG) for number in range(10)], ["text"], is_one_file=True)
    assert (problem.code, problem.args["of"], problem.args["total"]) == ("near_duplicate_sampled", 20, 40)
    assert "Of 20 rows that were compared (of 40)" in problem.message


def test_it_can_be_stopped() -> None:
    class Stopped(Exception):
        pass

    def stop(phase: str, done: int, total: int) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        near_duplicates([row(1, LONG)], [row(2, LONG)], ["text"], is_one_file=True, tick=stop)
