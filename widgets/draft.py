"""The recipe that Teach is making, with what the engine says of the choices in it. Plain data, nothing drawn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.data import ColumnMapping, Table
from engine.runs import RunConfig
from widgets.support import Support, usual_output

DECIDED = ("skip_rows", "joined_rows", "merged_labels", "validation", "skip_validation_rows")  # about rows, as settings


class Draft:
    """`config` is the recipe's JSON; `hello` what the engine says of itself, None while it is not there; `estimate`
    what the recipe would cost, empty where nobody knows."""

    def __init__(self, passes: float) -> None:
        self.config: dict[str, Any] = RunConfig().replace(training={"epochs": passes}).to_json()
        self.hello: dict[str, Any] | None = None
        self.estimate: dict[str, Any] = {}

    @property
    def data(self) -> dict[str, Any]:
        """The recipe's section of data."""
        section: dict[str, Any] = self.config["data"]
        return section

    def take_table(
        self, table: Table | None, mapping: ColumnMapping, decided: Mapping[str, Any], *, is_other: bool
    ) -> None:
        """Learn from this table, or from none, under what was `decided` about its rows; another file or other columns
        need another template."""
        fresh = RunConfig().to_json()["data"]
        settings = {name: fresh[name] for name in DECIDED} | {
            name: decided[name] for name in DECIDED if name in decided
        }
        if table is None:
            self.data.update({"train": None, "columns": None, **settings})
            return
        if is_other or (self.data["columns"] or {}) != mapping.to_config():
            self.data.update({"template": None, "verbalizer": None})
        how = {"encoding": table.encoding or None, "delimiter": table.delimiter or None, "sheet": table.sheet or None}
        self.data.update({"train": str(table.path), **how, "header": table.has_header, **settings})
        self.data.update({"columns": mapping.to_config() or None, "joined_rows": list(table.joined)})

    def take_config(self, config: Mapping[str, Any]) -> None:
        """Another recipe. Raises InputError where it is none."""
        self.config = RunConfig.from_json(dict(config)).to_json()

    def to_json(self) -> dict[str, Any]:
        """The whole recipe, checked."""
        return RunConfig.from_json(self.config).to_json()

    def backbones(self) -> list[dict[str, Any]]:
        """The base models there are."""
        return list((self.hello or {}).get("backbones", ()))

    def backbone(self) -> dict[str, Any] | None:
        """The base model that was chosen."""
        source = self.config["backbone"].get("source")
        return next((each for each in self.backbones() if each["source"] == source), None)

    @property
    def task(self) -> str:
        """What is to be learned, by its kind."""
        return str(self.config["task"].get("kind") or "classification")

    def take_task(self, kind: str) -> None:
        """Learn something else: its answers, its template and its words are others."""
        self.config["task"] = {**RunConfig().to_json()["task"], "kind": kind}
        self.data.update({"template": None, "verbalizer": None, "columns": None})

    def tasks(self) -> list[dict[str, Any]]:
        """What the engine can learn: {"kind", "title"}."""
        return list((self.hello or {}).get("tasks") or [{"kind": self.task}])

    def refusal(self, backbone: Mapping[str, Any] | None) -> str:
        """Why a base model cannot learn this, as a sentence; empty for one that can."""
        return Support((self.hello or {}).get("support", ())).refusal(self.task, backbone)

    def family(self) -> str:
        """Its family; that of the models that write while none is chosen."""
        return str((self.backbone() or {}).get("family") or "causal")

    def output(self) -> str:
        """The kind of answer that will be asked for."""
        return str(self.config["task"].get("output") or usual_output(self.backbone(), self.task))

    def device(self) -> dict[str, Any]:
        """The device that will be used: the chosen one, or the last of the list, where graphics cards stand."""
        devices = (self.hello or {}).get("devices") or [{}]
        wanted = self.config["backbone"].get("device")
        return dict(next((each for each in devices if each.get("kind") == wanted), devices[-1]))

    def memory(self) -> int | None:
        """The memory of that device, in bytes."""
        return self.device().get("memory_total")
