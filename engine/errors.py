"""The errors a person can meet. Each carries a code, arguments and, from `messages`, what to do next."""

from __future__ import annotations

import traceback
from typing import Any

from engine.messages import ERRORS

EXIT_DONE, EXIT_FAILED, EXIT_INPUT, EXIT_STOPPED = 0, 1, 2, 3


class EngineError(Exception):
    """Something failed, and the person can be told what and what to do. `exit_code` is for the command line."""

    exit_code = EXIT_FAILED

    def __init__(self, code: str, **args: Any) -> None:
        self.code = code
        self.args_ = args
        what, todo = ERRORS[code]
        self.message = what.format(**args)
        self.action = todo.format(**args)
        super().__init__(f"{self.message} {self.action}".strip())

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self.code, self.args_)

    def to_event(self) -> dict[str, Any]:
        """The event of this error; the arguments let the window say it in another language."""
        args = {
            key: value if isinstance(value, int | float | str | bool) else str(value)
            for key, value in self.args_.items()
        }
        return {"type": "error", "code": self.code, "message": self.message, "action": self.action, "args": args}


def _rebuild(kind: type[EngineError], code: str, args: dict[str, Any]) -> EngineError:
    return kind(code, **args)


class InputError(EngineError):
    """The input or the usage is wrong: exit code 2, no trace."""

    exit_code = EXIT_INPUT


class PackError(InputError):
    """A pack is damaged, hostile, or made for another backbone."""


class OutOfMemory(EngineError):
    """The device or the machine has no memory left for this."""


class DiskFull(EngineError):
    """A file could not be written; what was saved before is safe."""


class NetworkError(EngineError):
    """A download did not work; everything else goes on."""


def error_event(error: BaseException) -> dict[str, Any]:
    """Any exception as an error event: ours with code and arguments, others as `internal` with their trace."""
    if isinstance(error, EngineError):
        return error.to_event()
    event = EngineError("internal", reason=f"{type(error).__name__}: {error}").to_event()
    event["details"] = "".join(traceback.format_exception(error))
    return event
