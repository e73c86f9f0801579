"""The headless commands: `softprompt COMMAND ...`, also `python -m engine COMMAND ...`.

Exit codes: 0 done, 1 failed, 2 the input or the usage is wrong, 3 stopped. No command imports Qt.
"""

from __future__ import annotations

import errno
import sys
import traceback
from pathlib import Path

from engine import __version__
from engine.commands import (
    backbones,
    bench,
    data,
    doctor,
    evaluation,
    generation,
    methods,
    packs,
    prediction,
    pretraining,
    sample,
    subspaces,
    training,
)
from engine.commands.arguments import Parser, parse
from engine.commands.console import Console, drop_output
from engine.commands.stopping import interrupt_on_signals
from engine.errors import EXIT_FAILED, EXIT_INPUT, EXIT_STOPPED, EngineError, InputError, error_event

GROUPS = (
    training,
    pretraining,
    subspaces,
    evaluation,
    prediction,
    generation,
    packs,
    backbones,
    methods,
    data,
    doctor,
    sample,
    bench,
)


BAD_NAMES = (errno.ENAMETOOLONG, errno.ELOOP)  # whatever is asked of such a path fails, also whether it exists


def build_parser() -> Parser:
    """The parser of every command."""
    what = "Teach a frozen language model a new task, by training a soft prompt. Without a command, the window opens."
    parser = Parser(prog="softprompt", description=what)
    parser.add_argument("--version", action="version", version=f"softprompt {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True, parser_class=Parser)
    for group in GROUPS:
        group.add(commands)
    return parser


def main(argv: list[str] | None = None, *, samples: Path | None = None) -> int:
    """Run one command; returns the exit code. `samples`: the folder of the sample tables, for `sample`."""
    words = sys.argv[1:] if argv is None else argv
    console = Console("--json" in words)
    try:
        with interrupt_on_signals():
            args = parse(build_parser(), words)
            args.samples = samples
            return int(args.run(args, console))
    except SystemExit as leaving:  # --help and --version
        return int(leaving.code or 0)
    except EngineError as error:
        _tell(error, console)
        return error.exit_code
    except KeyboardInterrupt:
        console.tell("Stopped.")
        return EXIT_STOPPED
    except BrokenPipeError:  # the reader has gone, as in `softprompt methods | head -1`
        drop_output()
        return EXIT_FAILED
    except Exception as error:
        if isinstance(error, OSError) and error.errno in BAD_NAMES:
            _tell(InputError("path_unusable", path=str(error.filename)[:200], reason=error.strerror), console)
            return EXIT_INPUT
        console.tell(traceback.format_exc())
        _tell(error, console)
        return EXIT_FAILED


def _tell(error: Exception, console: Console) -> None:
    event = error_event(error)
    console.tell(f"{event['message']}\n{event['action']}".strip())
    try:
        console.event(event)
    except BrokenPipeError:
        drop_output()


if __name__ == "__main__":
    raise SystemExit(main())
