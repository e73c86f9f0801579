"""Watch shows a search for a subspace, and the prompts that are made for it, as what they are."""

import pytest

from engine.runs import RunConfig
from engine.subspaces.recipes import SearchConfig, TaskSetConfig
from widgets.pages.watch_page import WatchPage
from widgets.run_state import RunState

SEARCH = SearchConfig(sources=("/a",), out="/x.promptsubspace").to_json()
PROMPTS = TaskSetConfig(("/tables",), RunConfig()).to_json()
TASKS = [
    {"task": name, "numbers": [0.1 * i, 1.0], "error": 0.1, "own_loss": 0.7, "loss": 0.8}
    for i, name in enumerate("abc")
]
DONE = {
    **{"type": "done", "stopped": False, "pack": "/x.promptsubspace", "dimension": 2, "mode": "autoencoder"},
    **{"metrics": {"metric": "explained", "explained": 0.9, "loss": 0.8}, "tasks": TASKS},
}


def steps(count: int) -> list[dict]:
    parts = {"reconstruction": 0.004, "task_loss": 1.5, "loss": 2.3, "steps": 9}
    return [{"type": "step", "step": step, **parts} for step in range(1, count + 1)]


def check(step: int, tasks: list[dict]) -> dict:
    metrics = {"metric": "explained", "explained": 0.5, "loss": 0.9, "n": 3}
    base = {"metric": "explained", "explained": 1.0, "loss": 0.7}
    return {
        "type": "evaluation",
        "step": step,
        "metrics": metrics,
        "baseline": base,
        "best": True,
        "tasks": tasks,
        "preview": [],
    }


@pytest.fixture
def page(qtbot) -> WatchPage:
    page = WatchPage()
    qtbot.addWidget(page)
    page.resize(1207, 691)
    page.show()
    return page


def test_kinds_of_runs_are_told_by_their_recipes() -> None:
    recipes = (RunConfig().to_json(), PROMPTS, SEARCH)
    assert [RunState(recipe, "").kind for recipe in recipes] == ["training", "prompts", "search"]


def test_a_search_shows_both_of_its_aims_as_curves_and_the_tasks(page) -> None:
    page.start_run(SEARCH, "Three", "/x-search")
    page.add_events([{"type": "phase", "name": "training", "done": None, "total": None}, *steps(5), check(0, TASKS)])
    view = page.finding
    assert view.isVisible() and not page.running.isVisible() and page.title_label.text() == "Finding the subspace"
    assert list(view.upper_plot.curves.train.y) == [0.004] * 5 and list(view.lower_plot.curves.train.y) == [1.5] * 5
    assert list(view.lower_plot.curves.held.y) == [0.9] and view.lower_plot.curves.base == 0.7
    assert view.tasks.rows() == [[name, "0.70", "0.80"] for name in "abc"]
    assert "small network" in view.coach.text()


def test_packs_without_rows_show_no_mistake_score(page) -> None:
    page.start_run(SEARCH, "Three", "/x-search")
    page.add_events([*steps(2), check(0, [])])
    assert page.finding.lower_card.isHidden() and page.finding.upper_card.isVisible()


def test_what_was_found_is_said_and_used_with_one_click(page, qtbot) -> None:
    page.start_run(SEARCH, "Three", "/x-search")
    page.add_events([*steps(9), DONE])
    assert page.state == "done" and page.found.isVisible() and page.found.heading().endswith("2 numbers")
    assert page.again_button.isHidden() and page.play_button.text() == "Use in Teach"
    with qtbot.waitSignal(page.use_requested) as used:
        page.play_button.click()
    assert used.args == ["/x.promptsubspace"]


def test_prompts_of_a_set_are_followed_task_by_task(page) -> None:
    page.start_run(PROMPTS, "Three", "/x-prompts")
    own = [{"type": "step", "step": step, "steps": 4, "loss": 1.0, "member": "a", "task": "a"} for step in (1, 2)]
    page.add_events([{"type": "phase", "name": "task_prompts", "done": 0, "total": 2}, *own])
    assert page.finding.tasks.rows() == [["a", "2 / 4", ""]] and page.percent.text() == "25\u00a0%"
    assert page.title_label.text() == "Making a prompt for each task"
    scores = {"metrics": {"metric": "exact_match", "exact_match": 0.5}, "baseline": {"exact_match": 0.1}}
    page.add_events([{"type": "done", "member": "a", "task": "a", **scores}])
    assert page.state == "running" and page.finding.tasks.rows() == [["a", "", "10\u00a0%\u00a0→\u00a050\u00a0%"]]
    assert page.percent.text() == "50\u00a0%"


@pytest.mark.parametrize("recipe", [SEARCH, PROMPTS])
def test_one_that_was_stopped_goes_on_from_its_folder(page, qtbot, recipe) -> None:
    page.start_run(recipe, "Three", "/x")
    page.add_events([{"type": "done", "stopped": True, "metrics": None, "pack": None}])
    assert page.state == "stopped"
    with qtbot.waitSignal(page.continue_requested) as asked:
        page.stopped._buttons["continue"].click()
    assert asked.args == ["/x"]


def test_an_error_offers_to_go_on_where_nothing_was_saved_yet(page, qtbot) -> None:
    page.start_run(SEARCH, "Three", "/x-search")
    page.add_events([{"type": "error", "code": "subspace_few", "args": {"needed": 3, "found": 2}, "message": ""}])
    assert page.state == "error" and "3 at least" in page.error.why()
    with qtbot.waitSignal(page.continue_requested):
        page.error.card.action_chosen.emit("continue")
