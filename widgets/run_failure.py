"""What stopped a run, and what would help: changed recipes with their price. Words are `run_error_card.py`'s."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from widgets.run_state import RunState

EXPLODED = ("loss_exploded", "loss_exploded_again")


@dataclass(frozen=True)
class Fix:
    """A changed recipe. `id` is fewer_rows, shorter_texts or half_speed; `before` and `after` are the value changed."""

    id: str
    before: float
    after: float
    config: dict[str, Any]


@dataclass(frozen=True)
class RunFailure:
    """The code of an error with its arguments, or `exit_code` if the engine process itself ended."""

    run: RunState
    code: str
    args: dict[str, Any] = field(default_factory=dict)
    message: str = ""
    action: str = ""
    trace: str = ""
    exit_code: int | None = None

    @staticmethod
    def from_error(run: RunState) -> RunFailure:
        """From the error event that ended the run."""
        error = run.error or {}
        return RunFailure(
            run=run,
            code=str(error.get("code") or "internal"),
            args=dict(error.get("args") or {}),
            message=str(error.get("message") or ""),
            action=str(error.get("action") or ""),
            trace=str(error.get("details") or ""),
        )

    @staticmethod
    def from_death(run: RunState, exit_code: int) -> RunFailure:
        """The engine process ended on its own."""
        return RunFailure(run=run, code="engine_died", exit_code=exit_code)

    def event(self) -> dict[str, Any]:
        """The error as the engine told it."""
        return {"code": self.code, "args": self.args, "message": self.message, "action": self.action}

    @property
    def can_continue(self) -> bool:
        """Whether there is something to go on from, in a folder that is known: a save point, or of research on
        subspaces the folder itself, whose finished parts are not done again."""
        return bool(self.run.folder) and (self.run.saved_step is not None or self.run.kind != "training")

    def fixes(self) -> list[Fix]:
        """Recipes that would avoid this, the best first."""
        config, fixes = self.run.config, list[Fix]()
        if self.run.kind != "training":
            return fixes
        training, data = config.get("training") or {}, config.get("data") or {}
        if self.code == "out_of_memory" or (self.code == "engine_died" and self.exit_code in (-9, 137)):
            batch = int(training.get("batch_size") or 16)
            if batch > 1:
                gathered = int(training.get("accumulate") or 1)
                fewer = {"batch_size": batch // 2, "accumulate": gathered * 2}
                fixes.append(Fix("fewer_rows", batch, batch // 2, _changed(config, "training", fewer)))
            longest = int(data.get("max_tokens") or 128)
            if longest >= 16:
                shorter = {"max_tokens": longest // 2}
                fixes.append(Fix("shorter_texts", longest, longest // 2, _changed(config, "data", shorter)))
        if self.code in EXPLODED:
            speed = float(self.args.get("rate") or training.get("learning_rate") or self.run.learning_rate)
            if speed > 0:
                slower = {"learning_rate": speed / 2}
                fixes.append(Fix("half_speed", speed, speed / 2, _changed(config, "training", slower)))
        return fixes

    def details(self) -> str:
        """The facts for a report, one a line, and the trace if there is one. Not translated: for whoever mends."""
        facts: dict[str, object] = {"code": self.code}
        if self.exit_code is not None:
            facts["exit code"] = self.exit_code
        facts["step"] = f"{self.run.step} of {self.run.steps}"
        facts["phase"] = self.run.phase
        facts["save point"] = "none" if self.run.saved_step is None else self.run.saved_step
        for part in ("backbone", "method", "training"):
            values = self.run.config.get(part) or {}
            facts[part] = ", ".join(f"{key} {value}" for key, value in values.items() if value is not None)
        facts |= {key: value for key, value in self.args.items() if key not in facts}
        width = max(map(len, facts)) + 2
        lines = [f"{name:<{width}}{value}" for name, value in facts.items()]
        return "\n".join(lines + (["", self.trace] if self.trace else []))


def _changed(config: dict[str, Any], part: str, changes: Mapping[str, Any]) -> dict[str, Any]:
    changed = copy.deepcopy(config)
    changed[part] = {**(changed.get(part) or {}), **changes}
    return changed
