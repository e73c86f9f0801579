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
from engine.training.trainer import train

ROOT = Path(__file__).resolve().parents[3]
LAUNCH = (sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="torch for Windows comes without libuv")


def launched(*words: str) -> subprocess.CompletedProcess[str]:
    """A command of ours in two processes at once."""
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "TORCHELASTIC_ERROR_FILE": ""}
    return subprocess.run(
        [*LAUNCH, "-m", "engine", *words, "--json"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


TRAINING = {"steps": 6, "batch_size": 7, "accumulate": 2, "learning_rate": 0.02, "evaluate_every": 3}
DROPPING: dict[str, Any] = {"backbone": "bert", "method": {"kind": "p_tuning_v2", "length": 3, "dropout": 0.3}}
REMEMBERING: dict[str, Any] = {
    "backbone": "llama",
    "data": {"template": "{text}{soft} It is {answer}"},
    "method": {"kind": "prompt_tuning", "length": 3},
}


@pytest.mark.parametrize("is_remembering", [False, True], ids=["with dropout", "texts remembered"])
def test_two_processes_give_the_prompt_of_one(
    is_remembering: bool, make_run: Callable[..., Run], recipe: Callable[..., dict[str, Any]], tmp_path: Path
) -> None:
    sections = REMEMBERING if is_remembering else DROPPING
    sections = {**sections, "training": {**TRAINING, "context_cache": is_remembering}}
    one = make_run(**sections)
    told = [event["loss"] for event in train(one) if event["type"] == "step"]
    path, out = tmp_path / "config.json", tmp_path / "two"
    path.write_text(json.dumps(recipe(**sections)), encoding="utf-8")
    ended = launched("train", str(path), "--out", str(out))
    assert ended.returncode == 0, ended.stderr[-3000:]
    events = [json.loads(line) for line in ended.stdout.splitlines()]
    started = next(event for event in events if event["type"] == "phase" and event["name"] == "training")
    assert started["processes"] == 2
    assert is_remembering == any(event.get("remembered") for event in events if event["type"] == "step")
    assert [event["loss"] for event in events if event["type"] == "step"] == pytest.approx(told, abs=1e-5)
    tensors = [read_pack(path).tensors() for run in (one, Run(out)) if (path := run.pack_path)]
    assert tensors[0].keys() == tensors[1].keys()
    for name, array in tensors[0].items():
        assert abs(array - tensors[1][name]).max() < 1e-5


def test_a_run_of_one_process_goes_on_with_two(make_run: Callable[..., Run]) -> None:
    sections: dict[str, Any] = {"training": {"steps": 6, "checkpoint_every": 3, "learning_rate": 0.02}}
    straight, left = make_run(**sections), make_run(**sections)
    list(train(straight))
    events = train(left)
    next(event for event in events if event["type"] == "step" and event["step"] == 4)
    events.close()  # type: ignore[attr-defined]
    ended = launched("resume", str(left.folder))
    assert ended.returncode == 0, ended.stderr[-3000:]
    told = [json.loads(line) for line in ended.stdout.splitlines()]
    assert [event["step"] for event in told if event["type"] == "step"] == [4, 5, 6]
    assert {"resumed", "not_exact"} <= {event["code"] for event in told if event["type"] == "note"}
    assert straight.pack_path and left.pack_path
    expected, found = (read_pack(path).tensors() for path in (straight.pack_path, left.pack_path))
    assert all(abs(array - found[name]).max() < 1e-5 for name, array in expected.items())


def test_a_process_that_is_gone_ends_the_run_in_words(
    recipe: Callable[..., dict[str, Any]], tmp_path: Path, unused_port: int
) -> None:
    path, out = tmp_path / "config.json", tmp_path / "run"
    path.write_text(json.dumps(recipe()), encoding="utf-8")
    leaves = "from engine.training.distribution import joined\nwith joined() as own: own.hear()"
    commands = (["-m", "engine", "train", str(path), "--out", str(out), "--json"], ["-c", leaves])
    shared = {"MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(unused_port), "WORLD_SIZE": "2", "OMP_NUM_THREADS": "1"}
    started = [
        subprocess.Popen(
            [sys.executable, *words],
            cwd=ROOT,
            env={**os.environ, **shared, "RANK": str(rank), "LOCAL_RANK": str(rank)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for rank, words in enumerate(commands)
    ]
    told = [process.communicate(timeout=300) for process in started]
    assert started[0].returncode == 1 and "lost each other" in told[0][1], told
    assert "Traceback" not in told[0][1]
    assert Run(out).status() == "failed"
    assert [event["code"] for event in Run(out).events() if event["type"] == "error"] == ["process_lost"]


@pytest.fixture
def unused_port() -> int:
    """A port that nobody listened on a moment ago."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
