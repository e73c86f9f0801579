"""engine/runs/run.py: a run is what its files say, also when a crash cut one of them short."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import InputError
from engine.events import note, phase
from engine.runs import Run, RunConfig, list_runs, new_run_folder
from engine.runs.run import summarize

CONFIG = RunConfig.from_json({"name": "toy", "data": {"train": "/data/reviews.csv"}, "method": {"kind": "m"}})


def step(number: int) -> dict[str, Any]:
    return {"type": "step", "step": number, "steps": 9, "loss": 1.0 / number, "seconds": float(number)}


def check(number: int, best: bool = False) -> dict[str, Any]:
    metrics = {"loss": 0.5, "accuracy": 0.8}
    told = {"metrics": metrics, "baseline": {"accuracy": 0.5}, "best": best, "preview": []}
    return {"type": "evaluation", "step": number, **told}


DONE = {"type": "done", "metrics": {"accuracy": 0.9}, "baseline": {"accuracy": 0.5}, "seconds": 3.0, "stopped": False}


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return Run.create(tmp_path / "run", CONFIG)


def told(run: Run, *events: dict[str, Any]) -> Run:
    for event in events:
        run.append(event)
    return run


def short(run: Run) -> list[Any]:
    return [event.get("step", event.get("code", event["type"])) for event in run.events()]


def test_a_new_run_wants_a_new_or_empty_folder(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    Run.create(folder, CONFIG)
    with pytest.raises(InputError) as caught:
        Run.create(folder, CONFIG)
    assert caught.value.code == "run_folder_not_empty"
    (tmp_path / "file").write_text("x")
    with pytest.raises(InputError):
        Run.create(tmp_path / "file", CONFIG)
    assert Run.create(tmp_path / "empty", CONFIG).config == CONFIG


def test_a_folder_left_by_a_kill_before_its_recipe_is_as_good_as_new(tmp_path: Path) -> None:
    half_written = tmp_path / "run" / ".config.json.4711.tmp"
    half_written.parent.mkdir()
    half_written.write_bytes(b"{")
    assert Run.create(tmp_path / "run", RunConfig()).config == RunConfig()
    assert not half_written.exists()


def test_a_folder_without_a_recipe_is_no_run(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        Run.open(tmp_path)
    assert caught.value.code == "run_missing"


def test_events_come_back_in_order_with_the_time(run: Run) -> None:
    told(run, phase("training"), step(1), note("stopped", step=1))
    assert [event["type"] for event in run.events()] == ["phase", "step", "note"]
    assert all(event["t"] > 0 for event in run.events())


def test_ticks_and_meters_are_not_kept(run: Run) -> None:
    told(run, phase("encoding", 0, 9), phase("encoding", 5, 9), {"type": "meter"}, {"type": "progress"})
    assert [event["done"] for event in run.events()] == [0]


@given(st.integers(0, 200))
def test_a_line_cut_anywhere_is_ignored_and_the_next_is_whole(
    tmp_path_factory: pytest.TempPathFactory, cut: int
) -> None:
    run = told(Run.create(tmp_path_factory.mktemp("runs") / "run", CONFIG), step(1), step(2))
    path = run.folder / "events.jsonl"
    content = path.read_bytes()
    path.write_bytes(content[: max(len(content) - cut, 0)])
    before = short(run)
    assert before == [1, 2][: len(before)]
    run.append(step(3))
    assert short(run) == [*before, 3]


def test_lines_that_are_no_events_are_passed_over(run: Run) -> None:
    told(run, step(1))
    with (run.folder / "events.jsonl").open("ab") as handle:
        handle.write(b'[1]\n"x"\n{"no": "type"}\n\xff\xfe\n{"type": 3}\n\n')
    told(run, step(2))
    assert short(run) == [1, 2]


@pytest.mark.parametrize(
    "line",
    [
        '{"type": "note", "code": "resumed"}',
        '{"type": "note", "code": "resumed", "args": {}}',
        '{"type": "note", "code": "resumed", "args": {"step": "x"}}',
        '{"type": "note", "code": "a", "args": [1]}',
        '{"type": "step", "step": "x", "steps": 9, "loss": 1.0}',
        '{"type": "step", "step": NaN, "steps": 9, "loss": 1.0}',
        '{"type": "step", "step": 1}',
        '{"type": "evaluation", "step": 3}',
        '{"type": "checkpoint", "step": null}',
        '{"type": "done", "metrics": 5}',
        '{"type": "step", "step": ' + "9" * 5000 + "}",
        "[" * 100_000,
    ],
)
def test_a_damaged_line_does_not_take_the_run_out_of_the_list(line: str, run: Run) -> None:
    told(run, step(1), step(2))
    with (run.folder / "events.jsonl").open("a", encoding="utf-8") as handle:
        handle.write(line + "\n")
    told(run, note("resumed", step=1), step(2), DONE)
    assert short(run) == [1, "resumed", 2, "done"]
    assert summarize(run)["status"] == "finished"


def test_what_came_behind_the_save_point_is_not_told_twice(run: Run) -> None:
    events = [
        *(step(n) for n in (1, 2)),
        check(2),
        note("not_improving", step=2, checks=1),
        {"type": "checkpoint", "step": 2, "path": "p"},
        step(3),
        check(3),
        note("not_improving", step=3, checks=2),
        {"type": "error", "code": "internal"},
        note("checkpoint_damaged", path="x"),
        note("resumed", step=2),
        step(3),
    ]
    told(run, *events)
    assert short(run) == [1, 2, 2, "not_improving", 2, "checkpoint_damaged", "resumed", 3]


def test_a_run_begun_anew_tells_its_first_check_once(run: Run) -> None:
    told(run, check(0), step(1), note("resumed", step=0), check(0), step(1))
    assert short(run) == ["resumed", 0, 1]


@pytest.mark.parametrize(
    ("events", "status"),
    [
        ([], "new"),
        ([phase("training")], "new"),
        ([step(1)], "interrupted"),
        ([step(1), DONE], "finished"),
        ([step(1), {**DONE, "stopped": True}], "stopped"),
        ([step(1), {"type": "error", "code": "internal", "message": "Oh."}], "failed"),
        ([step(1), {**DONE, "stopped": True}, note("resumed", step=1), step(2)], "interrupted"),
    ],
)
def test_the_status_follows_from_the_events(events: list[dict[str, Any]], status: str, run: Run) -> None:
    assert told(run, *events).status() == status


def test_a_locked_run_is_running(run: Run) -> None:
    run.lock.take()
    assert told(run, step(1), DONE).status() == "running"
    run.lock.release()
    assert run.status() == "finished"


def test_a_summary_has_what_a_list_shows(run: Run) -> None:
    told(run, step(1), check(1), step(2), check(2, best=True), step(3))
    found = summarize(run)
    assert (found["name"], found["data"], found["method"], found["status"]) == (
        "toy",
        "reviews.csv",
        "m",
        "interrupted",
    )
    assert (found["step"], found["steps"], found["seconds"], found["curve"]) == (3, 9, 3.0, [0.5, 0.5])
    assert found["metrics"] == {"loss": 0.5, "accuracy": 0.8} and found["pack"] is None
    assert found["ended"] >= found["started"] and not found["has_checkpoint"]


@pytest.mark.parametrize("done", [DONE, {"type": "done", "stopped": True, "metrics": None, "baseline": None}])
def test_a_summary_takes_any_done_event(done: dict[str, Any], run: Run) -> None:
    assert summarize(told(run, step(1), done))["metrics"] == done["metrics"]


def test_a_summary_of_a_run_without_events(run: Run) -> None:
    found = summarize(run)
    assert found["status"] == "new" and found["started"] is None and found["curve"] == []


def test_runs_are_listed_newest_first_and_other_folders_are_passed_over(tmp_path: Path) -> None:
    assert list_runs(tmp_path / "missing") == []
    for age, name in enumerate(("old", "new")):
        folder = Run.create(tmp_path / name, CONFIG).folder
        os.utime(folder, (1000 + age, 1000 + age))
    (tmp_path / "other").mkdir()
    assert [run.folder.name for run in list_runs(tmp_path)] == ["new", "old"]


@pytest.mark.parametrize("name", ["产品评论", "a/b\\c:d", "..", "", "x" * 300, "con?*"])
def test_a_new_folder_has_a_name_that_every_file_system_takes(name: str, tmp_path: Path) -> None:
    first = new_run_folder(tmp_path, name)
    assert first.parent == tmp_path and len(first.name) < 70
    assert not set('/\\:*?"<>|') & set(first.name)
    first.mkdir()
    assert not new_run_folder(tmp_path, name).exists()
