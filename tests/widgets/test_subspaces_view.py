"""The Shelf's subspaces: cards say what few numbers stand for, and what was broken off goes on."""

from typing import Any

import numpy as np
import pytest

from widgets.pages.shelf_page import ShelfPage
from widgets.subspaces_view import SubspacesView
from widgets.task_map import TaskMap, plane

TASKS = [{"name": name, "numbers": [float(i), 0.5 * i, -1.0], "error": 0.1} for i, name in enumerate("abcdef")]
WHOLE: dict[str, Any] = {
    **{"path": "/s/six.promptsubspace", "name": "Six", "dimension": 3, "tokens": 16, "tasks": TASKS, "problem": None},
    **{"explained": 0.87, "mode": "autoencoder", "backbone": "Writer"},
}
BROKEN = {
    "path": "/s/bad.promptsubspace",
    "name": "bad",
    "problem": {"code": "subspace_missing", "args": {"path": "bad"}},
}
OPEN = {"folder": "/s/new-search", "name": "new", "stage": "search"}


@pytest.fixture
def view(qtbot) -> SubspacesView:
    made = SubspacesView()
    qtbot.addWidget(made)
    return made


def test_empty_it_says_what_is_needed_to_find_one(view, qtbot) -> None:
    assert not view.empty.isHidden() and view.find_button.isHidden()
    with qtbot.waitSignal(view.find_requested):
        view.empty._buttons["find"].click()


def test_a_card_says_how_few_numbers_and_how_well_prompts_come_back(view, qtbot) -> None:
    view.set_subspaces([WHOLE])
    card = view.cards[0]
    assert card._size.text() == "3 numbers for a prompt of 16 tokens · from 6 tasks"
    assert card._about.text() == "Gives back 87\u00a0% of how its 6 prompts differ."
    assert card._facts.text() == "Writer\nfound by a network" and card.map.accessibleDescription() == "a, b, c, d, e, f"
    with qtbot.waitSignal(view.requested) as asked:
        card.button.click()
    assert asked.args == ["use", "/s/six.promptsubspace"]


def test_what_was_broken_off_stands_first_and_goes_on(view, qtbot) -> None:
    view.set_subspaces([WHOLE, BROKEN])
    view.set_unfinished([OPEN])
    assert [card.kind for card in view.cards] == ["unfinished", "whole", "broken"]
    with qtbot.waitSignal(view.requested) as asked:
        view.cards[0].button.click()
    assert asked.args == ["continue", "/s/new-search"]
    assert [action for action, _, _ in view.cards[2]._actions()] == ["reveal", "remove"]


def test_the_search_field_of_the_shelf_looks_here_too(qtbot) -> None:
    page = ShelfPage()
    qtbot.addWidget(page)
    page.subspaces.set_subspaces([WHOLE])
    page._search.setText("nothing like it")
    assert page.subspaces.cards[0].isHidden() and not page.subspaces._nothing.isHidden()
    page._search.setText("six")
    assert not page.subspaces.cards[0].isHidden()


def test_the_shelf_shows_subspaces_on_a_tab_of_their_own(qtbot) -> None:
    page = ShelfPage()
    qtbot.addWidget(page)
    page.resize(1207, 691)
    page.show()
    assert page._empty.isVisible() and not page.subspaces.isVisible()
    page._tabs._buttons["subspaces"].click()
    assert page.subspaces.isVisible() and not page._empty.isVisible() and not page._packs_part.isVisible()


def test_a_map_shows_the_two_directions_in_which_tasks_differ_most() -> None:
    numbers = np.array([[3.0, 0.1, 0.0], [-3.0, 0.1, 0.0], [0.0, 1.0, 0.0], [0.0, -1.2, 0.0]])
    flat = plane(numbers.tolist())
    apart = np.linalg.norm(numbers[:, None] - numbers[None], axis=2)
    assert np.allclose(np.linalg.norm(flat[:, None] - flat[None], axis=2), apart)
    assert np.abs(flat[:, 0]).max() > np.abs(flat[:, 1]).max()
    assert np.allclose(plane([[1.0], [3.0]]), [[-1, 0], [1, 0]]) or np.allclose(
        plane([[1.0], [3.0]]), [[1, 0], [-1, 0]]
    )


def test_a_map_of_tasks_that_are_all_alike_has_them_in_the_middle(qtbot) -> None:
    drawn = TaskMap()
    qtbot.addWidget(drawn)
    drawn.resize(200, 100)
    drawn.set_tasks([{"name": "a", "numbers": [1.0]}, {"name": "b", "numbers": [1.0]}])
    assert {(at.x(), at.y()) for _, at in drawn.points()} == {(100.0, 50.0)}
