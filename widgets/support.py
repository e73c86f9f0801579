"""What works with what, read from the engine's hello: methods by task, base model, and kind of answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.messages import ERRORS
from widgets.sentences import engine_text

_ONLY_OUTPUT = {"choice": "text", "cloze": "text", "generation": "text", "tagging": "head", "span_qa": "head"}
_USUAL_METHODS = {"cloze": ("p_tuning", "input"), "generation": ("prefix_tuning", "deep")}  # the papers' own tasks
# an encoder whose files hold no trained word head cannot answer in words
NO_WORDS = {"verbalizer": "verbalizer_masked", "text": "words_masked"}


@dataclass(frozen=True)
class Support:
    """The `support` rows of a hello: {"method", "task", "family", "output", "works", "reason"}.

    What no row speaks of is taken to work: the engine has the last word when it starts. A base model is its row in the
    hello: "family", and "has_words", without which it is taken to have them.
    """

    rows: Sequence[Mapping[str, Any]] = ()

    def outputs(self, method: str, task: str, backbone: Mapping[str, Any] | None) -> list[str]:
        """The kinds of answer ("verbalizer", "head", ...) with which a method works; none while no model is chosen."""
        return [str(row["output"]) for row in self._about(method, task, backbone) if not _reason(row, backbone)]

    def works(self, method: str, task: str, backbone: Mapping[str, Any] | None) -> bool:
        """Whether a method works at all for a task on a base model; all do while none is chosen."""
        return not self._about(method, task, backbone) or bool(self.outputs(method, task, backbone))

    def reason(self, method: str, task: str, backbone: Mapping[str, Any] | None) -> str:
        """Why a method does not work, as a sentence in the window's language; empty if it does."""
        if self.works(method, task, backbone) or backbone is None:
            return ""
        rows = self._about(method, task, backbone)
        code = next(reason for row in rows if (reason := _reason(row, backbone)))
        named = {"family": backbone.get("family"), "backbone": backbone.get("name", "")}
        args = {"task": task, "output": rows[0]["output"], "tasks": task, **named}
        return engine_text(ERRORS[code][0], **args) if code in ERRORS else engine_text(code)

    def refusal(self, task: str, backbone: Mapping[str, Any] | None) -> str:
        """Why a base model cannot do a task by any method, as a sentence; empty if it can by one."""
        methods = dict.fromkeys(str(row["method"]) for row in self.rows)
        reasons = [self.reason(method, task, backbone) for method in methods]
        return reasons[0] if reasons and all(reasons) else ""

    def _about(self, method: str, task: str, backbone: Mapping[str, Any] | None) -> list[Mapping[str, Any]]:
        family = (backbone or {}).get("family")
        return [row for row in self.rows if (row["method"], row["task"], row["family"]) == (method, task, family)]


def _reason(row: Mapping[str, Any], backbone: Mapping[str, Any] | None) -> str:
    """Why a row does not work on this base model, as a code; empty if it does."""
    if not row["works"]:
        return str(row.get("reason") or "output_unknown")
    if row["family"] == "masked" and not (backbone or {}).get("has_words", True):
        return NO_WORDS.get(str(row["output"]), "")
    return ""


def usual_output(backbone: Mapping[str, Any] | None, task: str) -> str:
    """The kind of answer a base model is usually asked for: the only one of a task, else as the model says itself,
    else by its family."""
    if task in _ONLY_OUTPUT:
        return _ONLY_OUTPUT[task]
    for entry in (backbone or {}).get("default_for") or ():
        name, _, output = str(entry).partition("/")
        if name == task and output:
            return output
    return "head" if backbone and backbone.get("family") == "masked" else "verbalizer"


def usual_method(backbone: Mapping[str, Any] | None, task: str) -> tuple[str, str]:
    """The method that suits a task on a base model, and where in the model it enters ("input" or "deep"): deep prompts
    carry encoders and heads, light ones do for models that write. A network to learn through is for facts alone, or for
    who asks for it."""
    if backbone is None or usual_output(backbone, task) == "head" or backbone.get("family") == "masked":
        return _USUAL_METHODS.get(task, ("p_tuning_v2", "deep"))
    return _USUAL_METHODS.get(task, ("prompt_tuning", "input"))
