"""engine/study/summary.py and budget.py: numbers small enough to check by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from engine.errors import InputError
from engine.study.budget import pilot_sources, steps_of_stages
from engine.study.page import verdict_sentence
from engine.study.recipe import StudyConfig
from engine.study.summary import curves, headline, headline_decoder, mean_of, verdicts
from engine.subspaces.task_tables import find_sources

Row = dict[str, Any]


def row(kind: str, seed: int, task: str, ratio: float | None) -> Row:
    own = {"decoder": f"{kind}{seed}", "dimension": 5, "seen": 6, "seed": seed, "kind": kind, "task": task}
    return {**own, "measurement": "unseen", "score": ratio, "ratio": ratio, "loss_share": None}


def told(rows: list[Row]) -> Row:
    return next(each for each in verdicts([], rows, [5], 6) if each["measure"] == "ratio")


def side(kind: str, *scores: float) -> list[Row]:
    return [row(kind, seed, "sum", score) for seed, score in enumerate(scores)]


@pytest.mark.parametrize(
    ("found", "drawn", "verdict"),
    [
        ((0.8, 0.9), (0.4, 0.5, 0.6), "better"),  # 0.85 - 0.5 > 0.2
        ((0.6, 0.7), (0.4, 0.5, 0.6), "unclear"),  # 0.15 < 0.2
        ((0.1, 0.1), (0.4, 0.5, 0.6), "worse"),
    ],
)
def test_a_verdict_needs_more_than_the_spread_of_the_seeds(
    found: tuple[float, ...], drawn: tuple[float, ...], verdict: str
) -> None:
    compared = told(side("found", *found) + side("drawn", *drawn))
    assert compared["spread"] == pytest.approx(0.2) and compared["verdict"] == verdict
    sentence = verdict_sentence(compared)
    assert f"against {50.0} %" in sentence and "2 and 3 seeds" in sentence and "20.0 points apart" in sentence


def test_only_tasks_that_every_decoder_was_measured_on_are_compared() -> None:
    rows = side("found", 0.8) + side("drawn", 0.4) + [row("found", 0, "diff", 0.1), row("drawn", 0, "diff", None)]
    compared = told(rows)
    assert compared["tasks"] == ["sum"] and compared["found"] == [0.8]
    nothing = told([row("found", 0, "sum", 0.8), row("drawn", 0, "sum", None)])
    assert nothing["verdict"] == "unknown" and "no unseen task" in verdict_sentence(nothing)


def test_a_mean_tells_how_many_tasks_count_and_how_many_are_missing() -> None:
    rows = [row("found", 0, "sum", 0.5), row("found", 0, "diff", 1.0), row("found", 0, "first", None)]
    assert mean_of(rows) == {
        "e_rel": 0.75,
        "tasks": 2,
        "loss_share": None,
        "loss_tasks": 0,
        "planned": 3,
        "missing": 1,
    }


def point(dimension: int, seed: int, e_rel: float, seen: int = 6) -> Row:
    own = {"dimension": dimension, "seen": seen, "seed": seed, "kind": "found"}
    return {**own, "means": {"unseen": {"e_rel": e_rel, "tasks": 2, "loss_share": None}}}


def test_curves_have_the_mean_and_the_range_of_the_seeds() -> None:
    lines = curves([point(1, 0, 0.2), point(5, 0, 0.4), point(5, 1, 0.6), point(5, 0, 0.1, seen=3)], 6)
    (line,) = lines["dimension"]
    ends = {"x": 5, "mean": pytest.approx(0.5), "low": 0.4, "high": 0.6}
    assert line["points"] == [{"x": 1, "mean": 0.2, "low": 0.2, "high": 0.2}, ends]
    assert [each["dimension"] for each in lines["seen"]] == [1, 5] and len(lines["seen"][1]["points"]) == 2


def test_the_headline_is_that_of_five_numbers_and_most_tasks() -> None:
    points = [point(1, 0, 0.2), point(5, 0, 0.4), point(5, 1, 0.6), point(25, 0, 0.9)]
    found = headline(points, headline_decoder([1, 5, 25], 6))
    assert found == {"dimension": 5, "seen": 6, "e_rel": pytest.approx(0.5), "tasks": 2}
    assert headline([], headline_decoder([1, 2], 6)) is None


def test_a_stage_has_as_many_steps_as_its_minutes_allow(study_config: Callable[..., StudyConfig]) -> None:
    config = study_config(steps=(300,), minutes=10.0, seen=(4,), measured=1, rates=(0.1, 1.0), rate_tasks=1)
    found = steps_of_stages(config, 6, {"seconds_a_step": 2.0, "seconds_around": 20.0})
    # six prompts, 100 s each, 20 of them around; unseen 2 + again 2 + 1 more rate: 120 s each
    assert found["prompts"] == 40 and found["learning"] == 50 and 1 < found["search"] < 300
    assert set(steps_of_stages(config, 6, {"seconds_a_step": 1e9, "seconds_around": 0.0}).values()) == {1}
    assert set(steps_of_stages(study_config(), 6, None).values()) == {3}
    own = study_config(steps=(9, 8, 7))
    assert steps_of_stages(own, 6, None) == {"prompts": 9, "search": 8, "learning": 7}


def test_a_pilot_has_a_small_a_middle_and_a_large_table(task_folder: Path) -> None:
    tasks = find_sources([task_folder])
    chosen = pilot_sources(tasks)
    assert len(chosen) == 3 and all(path.is_dir() for path in chosen)
    sizes = [(path / "train.csv").stat().st_size for path in chosen]
    assert sizes == sorted(sizes)


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("split", "odd", "option_choice"),
        ("dimensions", (0,), "option_range"),
        ("seen", (2,), "option_range"),
        ("rates", (), "option_type"),
        ("steps", (3, 2), "option_type"),
        ("seeds", 1.5, "option_type"),
    ],
)
def test_a_grid_that_makes_no_sense_is_refused(
    study_config: Callable[..., StudyConfig], name: str, value: Any, code: str
) -> None:
    with pytest.raises(InputError) as refused:
        study_config(**{name: value})
    assert refused.value.code == code and name in refused.value.message


def test_a_recipe_survives_its_file(study_config: Callable[..., StudyConfig]) -> None:
    config = study_config()
    assert StudyConfig.from_json(config.to_json()) == config
