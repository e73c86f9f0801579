"""engine/errors.py: an error carries its sentence, its next step and its exit code through pickles and events."""

from __future__ import annotations

import json
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from engine.errors import (
    DiskFull,
    EngineError,
    InputError,
    NetworkError,
    OutOfMemory,
    PackError,
    error_event,
)


def test_an_error_says_what_happened_and_what_to_do() -> None:
    error = InputError("option_choice", name="colour", value="'pink'", choices="red, blue")
    assert error.message == "colour is 'pink'; possible are red, blue."
    assert error.action == "Choose one of them."
    assert str(error) == "colour is 'pink'; possible are red, blue. Choose one of them."


def test_wrong_input_exits_with_2_and_failures_with_1() -> None:
    assert (InputError.exit_code, PackError.exit_code) == (2, 2)
    assert (EngineError.exit_code, OutOfMemory.exit_code, DiskFull.exit_code, NetworkError.exit_code) == (1, 1, 1, 1)


def test_a_code_that_is_not_in_the_table_is_a_programming_error() -> None:
    with pytest.raises(KeyError):
        EngineError("no_such_code")


def test_a_missing_argument_is_a_programming_error() -> None:
    with pytest.raises(KeyError):
        EngineError("run_busy")


def _raise_out_of_memory() -> None:
    raise OutOfMemory("out_of_memory", batch_size=64)


def test_an_error_comes_back_whole_from_another_process() -> None:
    with (
        ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool,
        pytest.raises(OutOfMemory) as caught,
    ):
        pool.submit(_raise_out_of_memory).result()
    assert (caught.value.code, caught.value.args_) == ("out_of_memory", {"batch_size": 64})
    assert "64 rows a step" in caught.value.message


def test_the_event_of_an_error_is_json_with_its_arguments() -> None:
    event = InputError("run_missing", path=Path("a") / "b").to_event()
    assert json.loads(json.dumps(event)) == {
        "type": "error",
        "code": "run_missing",
        "message": f"{Path('a') / 'b'} is not a run folder.",
        "action": "Choose a folder that holds config.json and events.jsonl.",
        "args": {"path": str(Path("a") / "b")},
    }


def test_our_own_errors_carry_no_trace() -> None:
    assert "details" not in error_event(InputError("engine_busy"))


def test_an_unforeseen_error_is_named_and_keeps_its_trace() -> None:
    try:
        {}["absent"]
    except KeyError as error:
        event = error_event(error)
    assert event["code"] == "internal"
    assert "KeyError: 'absent'" in event["message"]
    assert "test_errors.py" in event["details"]
    json.dumps(event)
