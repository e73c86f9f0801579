"""engine/study: the whole line on a tiny model, left and gone on with, and nothing that fails left out silently."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from engine.errors import EngineError
from engine.study import findings, line
from engine.study.findings import gather
from engine.study.line import study
from engine.study.page import write_page
from engine.study.report import write_report
from engine.study.study import StudyRun
from engine.training.control import Control
from tests.engine.subspaces.conftest import TASKS

PICTURES = ("map.svg",)
Planned = set[tuple[str, str, str]]


def planned(run: StudyRun) -> Planned:
    """What the small study has to tell of, counted out by hand: (decoder, measurement, task)."""
    split = run.split()
    first, (one, two) = split.seen[0], split.unseen
    found = {("d2-n4-s0", kind, first) for kind in ("seen_back", "seen_same", "seen_new")}
    found |= {("d2-n4-s0", kind, task) for kind in ("unseen_back", "unseen") for task in (one, two)}
    return found | {("d2-drawn-s0", "unseen", task) for task in (one, two)}


def assert_all_is_told(report: dict[str, Any], wanted: Planned) -> None:
    """Every planned result is there once, with a score or with why there is none; so says the page."""
    rows = {(row["decoder"], row["measurement"], row["task"]): row for row in report["rows"]}
    assert set(rows) == wanted and len(report["rows"]) == len(wanted)
    assert all((row["score"] is None) == bool(row["why"]) for row in rows.values())
    failed = {key for key, row in rows.items() if row["score"] is None}
    assert {(entry["decoder"], entry["measurement"], entry["task"]) for entry in report["missing"]} == failed
    assert all(entry["why"] in write_page(report) for entry in report["missing"])
    left_out = {entry["task"] for entry in report["left_out"]}
    assert left_out == {row["task"] for row in report["tasks"] if not row["is_better"]}
    assert {row["task"] for row in report["tasks"]} == set(TASKS)


def scores(report: dict[str, Any]) -> list[tuple[Any, ...]]:
    return [(row["decoder"], row["measurement"], row["task"], row["score"], row["loss"]) for row in report["rows"]]


def test_the_whole_line_ends_in_a_report_of_all_that_was_planned(studied: StudyRun) -> None:
    report = gather(studied)
    assert studied.status() == "finished" and not report["missing"]
    assert_all_is_told(report, planned(studied))
    learned = [row for row in report["rows"] if "back" not in row["measurement"]]
    assert all(row["trained"] == 2 for row in learned)
    assert {task["task"] for task in report["map"]["tasks"]} == set(TASKS)
    assert {row["stage"] for row in report["seconds"]} == {"prompts", "search", "asking", "learning"}
    for name in ("report.md", "report.json", *PICTURES):
        assert (studied.folder / name).stat().st_size > 200


def test_scores_are_those_of_the_same_rows_as_the_full_prompts(studied: StudyRun) -> None:
    split = studied.split()
    for run in (studied.prompts.task_folder(split.unseen[0]), studied.folder / "runs" / "d2-n4-s0"):
        assert run.is_dir()
    full = studied.full(split.unseen[0])
    own = [row for row in gather(studied)["rows"] if row["task"] == split.unseen[0]]
    assert full is not None and full["metrics"]["n"] == 4 and len(own) == 3


def test_a_finished_study_learns_nothing_again(studied: StudyRun, begun: StudyRun) -> None:
    before = scores(gather(studied))
    events = list(study(begun))
    learned = {event["member"] for event in events if event["type"] == "step"}
    assert learned == {f"d2-drawn-s0 {task}" for task in begun.split().unseen}
    report = events[-1]["report"]
    assert scores(report) == before and not report["missing"]


def test_a_study_that_is_left_in_any_stage_goes_on_to_the_same_end(
    studied: StudyRun, without: Callable[..., StudyRun]
) -> None:
    last = f"prompts/runs/{studied.prompts.names[-1]}"
    run = without(f"{last}/pack", f"{last}/events.jsonl", f"{last}/checkpoints", "subspaces/*", "back/*", "runs/*")
    left: set[str] = set()
    while _left_in_another_part(study(StudyRun(run.folder)), left):
        assert StudyRun(run.folder).status() != "finished"
    assert len(left) == 1 + 1 + 4 + 2  # a prompt, the search, what is learned with either decoder
    assert scores(gather(run)) == scores(gather(studied))


def _left_in_another_part(events: Iterator[dict[str, Any]], left: set[str]) -> bool:
    """Leave the study in its next part that it was not left in yet; False when it came to its end."""
    for event in events:
        if event["type"] == "step" and event["step"] == 2 and event["member"] not in left:
            left.add(event["member"])
            events.close()  # type: ignore[attr-defined]
            return True
    return False


def test_a_stop_is_told_and_what_is_missing_named(begun: StudyRun) -> None:
    control = Control()
    events = []
    for event in study(begun, control):
        events.append(event)
        control.stop |= event["type"] == "step"
    assert events[-1]["stopped"]
    assert_all_is_told(events[-1]["report"], planned(begun))
    assert events[-1]["report"]["missing"]


def failing(task: str) -> Callable[..., Iterator[dict[str, Any]]]:
    def train(run: Any, *more: Any) -> Iterator[dict[str, Any]]:
        if task in run.folder.name:
            raise EngineError("loss_exploded", step=1)
        yield from real(run, *more)

    real = line.train
    return train


def test_a_task_that_fails_is_named_with_its_reason(begun: StudyRun, monkeypatch: pytest.MonkeyPatch) -> None:
    task = begun.split().unseen[0]
    monkeypatch.setattr(line, "train", failing(task))
    events = list(study(begun))
    assert [event["args"]["name"] for event in events if event.get("code") == "study_part_lost"] == [
        f"d2-drawn-s0 {task}"
    ]
    report = events[-1]["report"]
    assert_all_is_told(report, planned(begun))
    assert [entry["task"] for entry in report["missing"]] == [task]


def test_the_claim_fails_where_a_failing_task_is_left_out(begun: StudyRun, monkeypatch: pytest.MonkeyPatch) -> None:
    honest = findings.decoder_rows
    monkeypatch.setattr(findings, "decoder_rows", lambda *a: (row for row in honest(*a) if row["score"] is not None))
    with pytest.raises(AssertionError):
        assert_all_is_told(write_report(begun), planned(begun))


def test_tasks_whose_prompt_does_not_help_are_left_out_by_name(studied: StudyRun) -> None:
    report = gather(studied)
    assert {entry["task"] for entry in report["left_out"]} == set(TASKS)  # three steps teach a random model nothing
    assert all(row["ratio"] is None for row in report["rows"]) and report["headline"] is None
    assert "Left out of E_rel" in (studied.folder / "report.md").read_text("utf-8")
