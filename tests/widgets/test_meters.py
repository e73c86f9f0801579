"""Meters have units and the whole they are part of."""

import pytest

from widgets.coach_line import CoachLine
from widgets.meters import Meters

NB = "\u00a0"
METER = {
    "type": "meter",
    "memory_used": 9.4e9,
    "memory_total": 31.9e9,
    "engine_memory": 2.1e9,
    "cpu_percent": 64.0,
    "gpu_memory_used": 3.2e9,
    "gpu_memory_total": 8e9,
    "gpu_percent": 86.0,
}


@pytest.fixture
def meters(qtbot) -> Meters:
    meters = Meters()
    qtbot.addWidget(meters)
    return meters


def test_memory_is_told_with_its_whole(meters) -> None:
    meters.show_meter(METER)
    assert meters.meter("gpu_memory").text() == f"3.2{NB}of{NB}8.0{NB}GB"
    assert meters.meter("gpu_load").text() == f"86{NB}%"
    assert meters.meter("engine_memory").isHidden()


def test_without_a_graphics_card_the_processor_is_shown(meters) -> None:
    meters.show_meter({**METER, "gpu_memory_total": None, "gpu_memory_used": None, "gpu_percent": None})
    assert meters.meter("gpu_memory").isHidden() and not meters.meter("cpu_load").isHidden()
    assert meters.meter("cpu_load").text() == f"64{NB}%"


def test_before_the_first_measurement_there_is_a_dash(meters) -> None:
    assert meters.meter("speed").text() == "–"
    meters.show_speed(34.2)
    assert meters.meter("speed").text() == f"34{NB}rows/s"


def test_remembered_texts_are_told_only_where_there_are_any(meters) -> None:
    assert meters.remembered.isHidden()
    meters.show_remembered({"texts": 130, "of": 204, "memory_bytes": 300_000_000, "disk_bytes": 10_000_000})
    assert meters.remembered.text() == f"Texts remembered: 130 of 204, 310{NB}MB"
    assert not meters.remembered.isHidden()
    meters.clear()
    assert meters.remembered.isHidden()


def check(step: int, loss: float, accuracy: float, best: bool) -> dict:
    return {"step": step, "metrics": {"loss": loss, "accuracy": accuracy}, "best": best}


@pytest.fixture
def coach(qtbot) -> CoachLine:
    coach = CoachLine()
    qtbot.addWidget(coach)
    coach.clear(patience=2)
    return coach


def test_coach_tells_progress_with_numbers_and_what_would_follow(coach) -> None:
    coach.add_check(check(0, 0.61, 0.8, True))
    coach.add_check(check(34, 0.60, 0.8, True))
    assert coach.text() == (
        "Still improving: the kept-aside score fell from 0.61 to 0.60 at the last check. "
        "2 flat checks in a row would stop the run and keep the best."
    )


def test_coach_never_says_that_a_score_fell_to_itself(coach) -> None:
    coach.add_check(check(0, 0.212, 0.8, True))
    coach.add_check(check(34, 0.208, 0.8, True))
    assert "fell from 0.212 to 0.208" in coach.text()


def test_coach_goes_by_the_engines_best_not_by_the_loss(coach) -> None:
    coach.add_check(check(0, 0.60, 0.8, True))
    coach.add_check(check(34, 0.65, 0.9, True))
    assert f"right answers went from 80{NB}% to 90{NB}%" in coach.text()
    coach.add_check(check(68, 0.50, 0.9, False))
    assert coach.text() == "The last check was no better. The best so far is step 34, and it is kept."


def test_coach_warns_before_an_early_stop(coach) -> None:
    coach.clear(patience=3)
    for step, best in ((0, True), (34, True), (68, False), (102, False)):
        coach.add_check(check(step, 0.6, 0.8, best))
    assert coach.text().endswith("for 2 checks. Stopping soon, keeping the best (step 34).")


def test_a_note_of_the_engine_has_the_last_word_until_the_next_check(coach) -> None:
    coach.set_note("checkpoint_failed", {"step": 5, "reason": "no room"})
    assert coach.text().startswith("The save point at step 5 could not be written (no room).")
    assert coach.property("card") == "warning"
    coach.add_check(check(0, 0.6, 0.8, True))
    assert coach.property("card") == "accent"
