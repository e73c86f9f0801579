"""What stopped a run is said with its reason, a way on, and what is not lost."""

import pytest

from widgets.run_error_card import RunErrorView, RunFailure
from widgets.run_state import RunState

CONFIG = {"training": {"batch_size": 16, "accumulate": 1, "learning_rate": 0.01}, "data": {"max_tokens": 128}}


def run(saved: int | None = 68, folder: str = "/runs/a") -> RunState:
    state = RunState(CONFIG, "Long letters", folder)
    state.step, state.steps, state.saved_step, state.phase = 81, 340, saved, "training"
    return state


def error(code: str, state: RunState | None = None, **args) -> RunFailure:
    state = state or run()
    state.error = {"type": "error", "code": code, "message": "m", "action": "a", "args": args}
    return RunFailure.from_error(state)


@pytest.fixture
def view(qtbot) -> RunErrorView:
    view = RunErrorView()
    qtbot.addWidget(view)
    return view


def test_a_dead_engine_offers_to_continue_from_the_save_point(view, qtbot) -> None:
    view.show_failure(RunFailure.from_death(run(), 139))
    assert view.heading() == "The engine stopped unexpectedly (code 139)"
    assert view.why().endswith("Your window and the save point from step 68 are safe.")
    assert view.first_button().text() == "Continue from step 68"
    with qtbot.waitSignal(view.continue_requested) as caught:
        view.first_button().click()
    assert caught.args == ["/runs/a"]


def test_without_a_save_point_it_says_so_and_starts_again(view, qtbot) -> None:
    view.show_failure(RunFailure.from_death(run(saved=None), -11))
    assert "no save point yet" in view.why()
    assert view.first_button().text() == "Try again..."
    with qtbot.waitSignal(view.try_again_requested) as caught:
        view.first_button().click()
    assert caught.args == [CONFIG]


@pytest.mark.parametrize("code", [-9, 137])
def test_a_killed_engine_is_a_matter_of_memory(view, code) -> None:
    view.show_failure(RunFailure.from_death(run(), code))
    assert "memory ran out" in view.why()
    assert [fix.id for fix in RunFailure.from_death(run(), code).fixes()] == ["fewer_rows", "shorter_texts"]


def test_out_of_memory_halves_the_rows_and_gathers_twice_as_many(view, qtbot) -> None:
    view.show_failure(error("out_of_memory", batch_size=16))
    assert view.why().startswith("The memory ran out at 16 rows a step.")
    assert view.card.chosen_fix() == "fewer_rows"
    with qtbot.waitSignal(view.try_again_requested) as caught:
        view.first_button().click()
    training = caught.args[0]["training"]
    assert (training["batch_size"], training["accumulate"]) == (8, 2)
    assert CONFIG["training"]["batch_size"] == 16


def test_an_exploded_score_halves_the_learning_speed(view) -> None:
    failure = error("loss_exploded", step=57)
    view.show_failure(failure)
    assert view.heading() == "The mistake score exploded at step 57"
    assert failure.fixes()[0].config["training"]["learning_rate"] == 0.005


def test_the_second_explosion_halves_the_speed_that_was_halved(view) -> None:
    failure = error("loss_exploded_again", step=57, rate=0.005)
    view.show_failure(failure)
    assert view.heading() == "The mistake score exploded at step 57"
    assert (failure.fixes()[0].before, failure.fixes()[0].after) == (0.005, 0.0025)


def test_half_speed_uses_the_measured_speed_if_none_was_chosen() -> None:
    state = RunState({"training": {"learning_rate": None}}, "")
    state.add(
        [{"type": "step", "step": n, "steps": 9, "loss": 1, "learning_rate": lr} for n, lr in ((1, 0.02), (2, 0.01))]
    )
    assert error("loss_exploded", state, step=3).fixes()[0].after == 0.01


def test_other_errors_keep_the_engines_sentences(view) -> None:
    view.show_failure(error("disk_full", path="/runs/a"))
    assert view.heading() == "The disk is full"
    assert "/runs/a could not be written" in view.why()
    assert view.first_button().text() == "Continue from step 68"


def test_an_unknown_code_falls_back_to_its_message(view) -> None:
    view.show_failure(error("from_the_future"))
    assert view.why() == "m a"


def test_what_is_kept_names_the_save_point(view) -> None:
    view.show_failure(RunFailure.from_death(run(), 1))
    assert view.kept()[0][0] == "Save point from step 68"


def test_details_are_folded_until_asked_for_and_can_be_copied(view, qapp) -> None:
    view.show_failure(error("out_of_memory", batch_size=16))
    assert view.details.isHidden()
    view.fold.click()
    assert not view.details.isHidden()
    view.copy_button.click()
    assert "code        out_of_memory" in qapp.clipboard().text()


def test_a_second_failure_leaves_nothing_of_the_first(view) -> None:
    view.show_failure(error("out_of_memory", batch_size=16))
    view.show_failure(RunFailure.from_death(run(), 139))
    assert view._left.count() == 2 and view._right.count() == 3
    assert view.card.chosen_fix() == ""


def test_choices_that_cannot_work_are_said_at_the_start_and_lead_back_to_them(view, qtbot) -> None:
    view.show_failure(error("infix_place", RunState(CONFIG, "Long letters", "/runs/a")))
    assert view.heading() == "The run could not begin" and view.why().startswith("An infix stands between")
    assert view.first_button().text() == "Change settings..."
    with qtbot.waitSignal(view.try_again_requested) as caught:
        view.first_button().click()
    assert caught.args == [CONFIG]
