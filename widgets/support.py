"""What works with what, read from the engine's hello: methods by task, family of base model, and kind of answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.messages import ERRORS
from widgets.sentences import engine_text


@dataclass(frozen=True)
class Support:
    """The `support` rows of a hello: {"method", "task", "family", "output", "works", "reason"}.

    What no row speaks of is taken to work: the engine has the last word when it starts.
    """

    rows: Sequence[Mapping[str, Any]] = ()

    def outputs(self, method: str, task: str, family: str) -> list[str]:
        """The kinds of answer ("verbalizer", "head", ...) with which a method works."""
        return [str(row["output"]) for row in self._about(method, task, family) if row["works"]]

    def works(self, method: str, task: str, family: str | None) -> bool:
        """Whether a method works at all for a task on a family; every family is open while none is chosen."""
        if family is None:
            return True
        rows = self._about(method, task, family)
        return not rows or any(row["works"] for row in rows)

    def reason(self, method: str, task: str, family: str) -> str:
        """Why a method does not work, as a sentence in the window's language; empty if it does."""
        if self.works(method, task, family):
            return ""
        rows = self._about(method, task, family)
        code = next((str(row["reason"]) for row in rows if row.get("reason")), "")
        args = {"task": task, "family": family, "output": rows[0]["output"], "tasks": task}
        return engine_text(ERRORS[code][0], **args) if code in ERRORS else engine_text(code)

    def _about(self, method: str, task: str, family: str) -> list[Mapping[str, Any]]:
        return [row for row in self.rows if (row["method"], row["task"], row["family"]) == (method, task, family)]


def usual_output(backbone: Mapping[str, Any] | None, task: str) -> str:
    """The kind of answer a base model is usually asked for: as it says itself, else by its family."""
    for entry in (backbone or {}).get("default_for") or ():
        name, _, output = str(entry).partition("/")
        if name == task and output:
            return output
    return "verbalizer" if not backbone or backbone.get("family") == "causal" else "head"
