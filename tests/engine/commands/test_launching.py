"""`torchrun -m engine train`: two processes on the CPU train the prompt that one trains."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from engine.packs import read_pack
from engine.runs import Run
from engine.training.distribution import joined
from engine.training.trainer import train
from tests import warm

ROOT = Path(__file__).resolve().parents[3]
LAUNCH = (sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="torch for Windows comes without libuv")


Launch = Callable[..., tuple[int | None, str, str]]


def launched_cold(*words: str) -> tuple[int | None, str, str]:
    """A command of ours in two processes at once, as a person does it: its exit code, output and errors."""
    ended = subprocess.run(
        [*LAUNCH, "-m", "engine", *words, "--json"],
        cwd=ROOT,
        env={**os.environ, "TORCHELASTIC_ERROR_FILE": ""},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    return ended.returncode, ended.stdout, ended.stderr


def places(rank: int, port: int) -> dict[str, str]:
    """What torchrun tells one of two processes."""
    where = {"MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(port)}
    return {"RANK": str(rank), "LOCAL_RANK": str(rank), "WORLD_SIZE": "2", "LOCAL_WORLD_SIZE": "2", **where}


@pytest.fixture
def launched(unused_port: int) -> Launch:
    """The same without torchrun, in processes that start in a moment: what the first of them says."""

    def launch(*words: str) -> tuple[int | None, str, str]:
        first, other = (warm.Command(*words, "--json", environment=places(rank, unused_port)) for rank in range(2))
        with first, other:
            out, errors = first.communicate(timeout=300)
            assert other.communicate(timeout=300) == ("", "")
        assert other.returncode == first.returncode
        return first.returncode, out, errors

    return launch if warm.CAN_FORK else launched_cold


TRAINING = {"steps": 6, "batch_size": 7, "accumulate": 2, "learning_rate": 0.02, "evaluate_every": 3}
DROPPING: dict[str, Any] = {"backbone": "bert", "method": {"kind": "p_tuning_v2", "length": 3, "dropout": 0.3}}
REMEMBERING: dict[str, Any] = {
    "backbone": "llama",
    "data": {"template": "{text}{soft} It is {answer}"},
    "method": {"kind": "prompt_tuning", "length": 3},
}


@pytest.mark.parametrize("is_remembering", [False, True], ids=["with dropout", "texts remembered"])
def test_two_processes_give_the_prompt_of_one(
    is_remembering: bool,
    launched: Launch,
    make_run: Callable[..., Run],
    recipe: Callable[..., dict[str, Any]],
    tmp_path: Path,
) -> None:
    sections = REMEMBERING if is_remembering else DROPPING
    sections = {**sections, "training": {**TRAINING, "context_cache": is_remembering}}
    one = make_run(**sections)
    told = [event["loss"] for event in train(one) if event["type"] == "step"]
    path, out = tmp_path / "config.json", tmp_path / "two"
    path.write_text(json.dumps(recipe(**sections)), encoding="utf-8")
    launch = launched if is_remembering else launched_cold
    code, output, errors = launch("train", str(path), "--out", str(out))
    assert code == 0, errors[-3000:]
    events = [json.loads(line) for line in output.splitlines()]
    started = next(event for event in events if event["type"] == "phase" and event["name"] == "training")
    assert started["processes"] == 2
    assert is_remembering == any(event.get("remembered") for event in events if event["type"] == "step")
    assert [event["loss"] for event in events if event["type"] == "step"] == pytest.approx(told, abs=1e-5)
    tensors = [read_pack(path).tensors() for run in (one, Run(out)) if (path := run.pack_path)]
    assert tensors[0].keys() == tensors[1].keys()
    for name, array in tensors[0].items():
        assert abs(array - tensors[1][name]).max() < 1e-5


def test_a_run_of_one_process_goes_on_with_two(launched: Launch, make_run: Callable[..., Run]) -> None:
    sections: dict[str, Any] = {"training": {"steps": 6, "checkpoint_every": 3, "learning_rate": 0.02}}
    straight, left = make_run(**sections), make_run(**sections)
    list(train(straight))
    events = train(left)
    next(event for event in events if event["type"] == "step" and event["step"] == 4)
    events.close()  # type: ignore[attr-defined]
    code, output, errors = launched("resume", str(left.folder))
    assert code == 0, errors[-3000:]
    told = [json.loads(line) for line in output.splitlines()]
    assert [event["step"] for event in told if event["type"] == "step"] == [4, 5, 6]
    assert {"resumed", "not_exact"} <= {event["code"] for event in told if event["type"] == "note"}
    assert straight.pack_path and left.pack_path
    expected, found = (read_pack(path).tensors() for path in (straight.pack_path, left.pack_path))
    assert all(abs(array - found[name]).max() < 1e-5 for name, array in expected.items())


@pytest.mark.skipif(not warm.CAN_FORK, reason="its output is read as that of a forked process")
def test_a_process_that_is_gone_ends_the_run_in_words(
    recipe: Callable[..., dict[str, Any]], tmp_path: Path, unused_port: int
) -> None:
    path, out = tmp_path / "config.json", tmp_path / "run"
    path.write_text(json.dumps(recipe()), encoding="utf-8")
    leaving = warm.Process(hear_and_leave, environment=places(1, unused_port))
    leaving.start()
    words = ("train", path, "--out", out, "--json")
    with warm.Command(*words, environment=places(0, unused_port)) as process:
        _, errors = process.communicate(timeout=300)
    leaving.join()
    assert process.returncode == 1 and "lost each other" in errors, errors
    assert "Traceback" not in errors
    assert Run(out).status() == "failed"
    assert [event["code"] for event in Run(out).events() if event["type"] == "error"] == ["process_lost"]


def hear_and_leave() -> None:
    with joined() as own:
        own.hear()


@pytest.fixture
def unused_port() -> int:
    """A port that nobody listened on a moment ago."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
