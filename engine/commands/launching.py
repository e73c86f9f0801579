"""Commands that a launcher (`accelerate launch`, `torchrun`) starts several times at once: one works, others help."""

from __future__ import annotations

import os
from collections.abc import Callable

from engine.commands.libraries import prepare_libraries
from engine.commands.stopping import stop_on_signals
from engine.errors import EXIT_DONE
from engine.training.control import Control

NAMES = ("RANK", "WORLD_SIZE", "MASTER_ADDR", "MASTER_PORT")  # what launchers set


def is_launched() -> bool:
    """Whether a launcher started this process together with others."""
    return all(name in os.environ for name in NAMES) and int(os.environ["WORLD_SIZE"]) > 1


def together(work: Callable[[], int]) -> int:
    """The exit code of a command's work, done by the first process; the others give gradients until it is done.

    A signal is the first process's to obey: the others end with it, or at the second signal.
    """
    if not is_launched():
        return work()
    from engine.training.distribution import joined

    with joined() as distribution:
        if distribution.rank == 0:
            try:
                return work()
            finally:
                distribution.leave()
        prepare_libraries("")
        from engine.training.helping import help_along

        with stop_on_signals(Control()):
            help_along(distribution)
        return EXIT_DONE
