"""Candidates: the right one is found however a table names it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.data.candidates import choice_scheme, right_candidate

ROWS = [("red", "blue", "green"), ("up", "down", "left")]
NAMES = ("choice1", "choice2", "choice3")


@pytest.mark.parametrize(
    ("labels", "scheme", "places"),
    [
        (("blue", " up "), "text", [1, 0]),
        (("choice3", "Choice1"), "column", [2, 0]),
        (("C", "a"), "letter", [2, 0]),
        (("1", "3"), "from_1", [0, 2]),
        (("0", "2"), "from_0", [0, 2]),
        (("1", "2"), "from_1", [0, 1]),
        (("0", "seven"), "from_0", [0, None]),
        (("blue", "nowhere"), "text", [1, None]),
    ],
)
def test_labels_are_read_the_way_that_fits_most(labels: tuple[str, ...], scheme: str, places: list[int | None]) -> None:
    found = choice_scheme(labels, ROWS, NAMES)
    assert found == scheme
    assert [right_candidate(found, label, row, NAMES) for label, row in zip(labels, ROWS, strict=True)] == places


def test_numbers_that_are_the_candidates_themselves_are_texts() -> None:
    rows = [("3", "1"), ("1", "2")]
    assert choice_scheme(("1", "2"), rows, NAMES[:2]) == "text"


@given(st.lists(st.integers(0, 3), min_size=1), st.sampled_from(["text", "column", "letter", "from_0", "from_1"]))
def test_every_way_of_naming_leads_back_to_the_place(places: list[int], scheme: str) -> None:
    places = [*places, 0, 3]
    texts, names = ("north", "east", "south", "west"), ("w", "x", "y", "z")
    written = {
        "text": texts,
        "column": names,
        "letter": "ABCD",
        "from_0": ("0", "1", "2", "3"),
        "from_1": ("1", "2", "3", "4"),
    }[scheme]
    labels = [written[place] for place in places]
    found = choice_scheme(labels, [texts] * len(labels), names)
    assert [right_candidate(found, label, texts, names) for label in labels] == places


@pytest.mark.parametrize("label", ["", "-1", "²", "99999", "é", "AB"])
def test_what_names_nothing_has_no_place(label: str) -> None:
    for scheme in ("text", "column", "letter", "from_0", "from_1"):
        assert right_candidate(scheme, label, ("x", ""), ("one", "two")) is None
