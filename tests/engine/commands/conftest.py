"""Commands run in this process (`call`) or in one of their own (`start`, `start_cold`), and two small packs to use."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from engine.__main__ import main
from tests import warm

ROOT = Path(__file__).resolve().parents[3]
SMALL = ("--set", "training.batch_size=8", "--set", "training.threads=1", "--set", "backbone.dtype=float32")


@dataclass(frozen=True)
class Outcome:
    """What a command left: exit code and both outputs."""

    code: int
    out: str
    err: str

    @property
    def events(self) -> list[dict[str, Any]]:
        """Every line of standard output as JSON; fails when one is none."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def done(self) -> dict[str, Any]:
        last = self.events[-1]
        assert last["type"] == "done"
        return last


Call = Callable[..., Outcome]


@pytest.fixture
def call(home: Path, capsys: pytest.CaptureFixture[str]) -> Call:
    """Run a command in this process, with an empty home of its own."""

    def run(*words: object) -> Outcome:
        capsys.readouterr()
        code = main([str(word) for word in words])
        out, err = capsys.readouterr()
        return Outcome(code, out, err)

    return run


@pytest.fixture
def start_cold(home: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start a command as a process of its own, as a person does: slow, for what is about a start or the very end.

    What still runs at the end of the test is killed.
    """
    with contextlib.ExitStack() as started:

        def run(*words: object, **more: Any) -> subprocess.Popen[str]:
            command = [sys.executable, "-m", "engine", *(str(word) for word in words)]
            pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **more}
            process = subprocess.Popen(command, cwd=ROOT, text=True, encoding="utf-8", **pipes)
            started.enter_context(process)
            started.callback(process.kill)
            return process

        yield run


@pytest.fixture
def start(start_cold: Callable[..., Any]) -> Iterator[Callable[..., Any]]:
    """The same, but warm where the system can."""
    with contextlib.ExitStack() as started:

        def run(*words: object, **more: Any) -> warm.Command:
            process = started.enter_context(warm.Command(*words, **more))
            started.callback(process.kill)
            return process

        yield run if warm.CAN_FORK else start_cold


@pytest.fixture(scope="session")
def packs(model_folders: dict[str, Path], toy_table: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Packs trained by the command itself: "head" on the tiny BERT, "words" on the tiny LLaMA."""
    folder = tmp_path_factory.mktemp("packs")
    made = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOFTPROMPT_HOME", str(folder / "home"))
        for name, model, method in (("head", "bert", "p_tuning_v2"), ("words", "llama", "prompt_tuning")):
            words = ["train", "--data", toy_table, "--backbone", model_folders[model], "--method", method, *SMALL]
            words += ["--set", "training.steps=12", "--set", "method.length=3", "--out", folder / name, "--name", name]
            assert main([str(word) for word in words]) == 0
            made[name] = folder / name / "pack" / f"{name}.promptpack"
    return made
