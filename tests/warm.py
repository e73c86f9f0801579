"""Processes that are there in a moment: forked from one that has imported torch, transformers and the engine already.

A cold `python -m engine` imports for seconds before it comes to what most tests are about: being stopped, killed, gone
on with. A warm process has memory, environment, output, id and end of its own all the same. What a start itself loads,
and what it prints last, is tested on cold ones. Where a system cannot fork, these are cold too, and only slower.
"""

from __future__ import annotations

import multiprocessing
import os
import runpy
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Self

CAN_FORK = "forkserver" in multiprocessing.get_all_start_methods()
IMPORTED = ["tests.tiny_models", "engine.commands.training", "engine.commands.pretraining", "engine.host"]
IMPORTED += ["engine.training.pretraining", "engine.inference"]  # not what `python -m` runs: it would warn
CONTEXT = multiprocessing.get_context("forkserver" if CAN_FORK else "spawn")
if CAN_FORK:
    CONTEXT.set_forkserver_preload(IMPORTED)  # the process to fork from is started by the first that is asked for


def Process(
    target: Callable[..., Any], args: tuple[Any, ...] = (), environment: Mapping[str, str] | None = None, **more: Any
) -> BaseProcess:
    """As `multiprocessing.Process`, with the environment that this process has now, and more where given."""
    handed = ({**os.environ, **(environment or {})}, target, args)
    return CONTEXT.Process(target=_in_environment, args=handed, **{"daemon": True, **more})  # type: ignore[attr-defined,no-any-return]


def _in_environment(environment: Mapping[str, str], target: Callable[..., Any], args: tuple[Any, ...]) -> None:
    os.environ.clear()
    os.environ.update(environment)
    target(*args)


def EngineProcess(target: Callable[..., Any], args: tuple[Any, ...], **more: Any) -> BaseProcess:
    """One of the window's engine, which does not give way to others here: those are tests that run beside it."""
    return Process(_at_usual_priority, (target, args), **more)


def _at_usual_priority(target: Callable[..., Any], args: tuple[Any, ...]) -> None:
    from engine import process

    process._lower_priority = lambda: None
    target(*args)


class Command:
    """`python -m MODULE WORDS`: its output as it comes, signals to it, and its end, as `subprocess.Popen` has them."""

    def __init__(
        self,
        *words: object,
        module: str = "engine",
        environment: Mapping[str, str] | None = None,
        output: Path | None = None,  # a file that takes what it says; None: `stdout` is to be read
    ) -> None:
        reader, writer = CONTEXT.Pipe(duplex=False)
        self._errors = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115, closed by __exit__
        errors = Connection(os.dup(self._errors.fileno()), readable=False)
        handed = (module, [str(word) for word in words], output or writer, errors)
        self._process = Process(_run_module, handed, environment)
        self._process.start()
        for end in (writer, errors):  # of which the process has its own
            end.close()
        self.stdout = os.fdopen(os.dup(reader.fileno()), encoding="utf-8")
        reader.close()

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        """The exit code, negative for a signal; None while it runs."""
        return self._process.exitcode

    def send_signal(self, number: signal.Signals) -> None:
        os.kill(self.pid, number)

    def kill(self) -> None:
        self._process.kill()

    def wait(self) -> None:
        self._process.join()

    def communicate(self, timeout: float) -> tuple[str, str]:
        """The rest of its output and all of its errors, once it has ended. One that takes longer is killed."""
        late = threading.Timer(timeout, self.kill)
        late.start()
        out = "" if self.stdout.closed else self.stdout.read()
        self.wait()
        late.cancel()
        self._errors.seek(0)
        return out, self._errors.read()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Wait for the end, and let go of what it said."""
        self.wait()
        self.stdout.close()
        self._errors.close()


def _run_module(module: str, words: list[str], output: Connection | Path, errors: Connection) -> None:
    """What `python -m` does, with such outputs."""
    for number, end in ((1, output.open("wb") if isinstance(output, Path) else output), (2, errors)):
        os.dup2(end.fileno(), number)
        end.close()
    sys.stdout, sys.stderr = (open(number, "w", encoding="utf-8", closefd=False) for number in (1, 2))  # noqa: SIM115
    sys.argv = [module, *words]
    runpy.run_module(module, run_name="__main__", alter_sys=True)
