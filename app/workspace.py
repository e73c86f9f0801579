"""Workspace: what a person has chosen so far and what is known for it. It reads no files and starts nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from engine.data import ColumnMapping, Problem, Reason, Table
from engine.runs import RunConfig
from widgets.table_facts import answer_counts


class Workspace(QObject):
    """The choices, each with a signal that tells of a change. Setters do nothing where nothing changes."""

    table_changed = Signal()  # table, roles, problems and decisions about rows together
    recipe_changed = Signal()
    hello_changed = Signal()
    run_changed = Signal()  # folder and name of the run that goes on, or none
    packs_changed = Signal()
    runs_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.table: Table | None = None
        self.mapping: ColumnMapping | None = None
        self.problems: list[Problem] = []
        self.decided: dict[str, Any] = {}  # about the rows, as settings of the recipe's data
        self.aside: Table | None = None  # whose rows are kept aside, where that is a file of its own
        self.why: Reason | None = None  # what spoke for the task that was guessed; None where a person chose it
        self.recipe: dict[str, Any] = RunConfig().to_json()
        self.hello: dict[str, Any] | None = None
        self.is_hello_fresh = False  # said by the engine of this start, not remembered from the last
        self.run_folder = ""
        self.packs: list[dict[str, Any]] = []
        self.runs: list[dict[str, Any]] = []

    def set_table(
        self,
        table: Table | None,
        mapping: ColumnMapping | None = None,
        problems: Sequence[Problem] = (),
        *,
        decided: Mapping[str, Any] | None = None,
        aside: Table | None = None,
        why: Reason | None = None,
    ) -> None:
        """Another table, or the same one under other decisions."""
        self.why = why
        self.table, self.mapping, self.problems = table, mapping, list(problems)
        self.decided, self.aside = dict(decided or {}), aside
        self.table_changed.emit()

    @property
    def skipped(self) -> list[int]:
        """The rows that are left out."""
        return list(self.decided.get("skip_rows") or ())

    @property
    def joined(self) -> list[int]:
        """The rows whose surplus fields were joined."""
        return list(self.decided.get("joined_rows") or ())

    @property
    def merged(self) -> dict[str, str]:
        """Spellings of answers, and the answer that each is."""
        return dict(self.decided.get("merged_labels") or {})

    def set_roles(self, mapping: ColumnMapping) -> None:
        """Other roles of the same columns."""
        self.mapping = mapping

    def set_skipped(self, rows: Sequence[int]) -> None:
        """The rows that are left out."""
        self.decided["skip_rows"] = sorted(rows)

    def set_recipe(self, recipe: Mapping[str, Any]) -> None:
        """The recipe as the page has it."""
        if dict(recipe) != self.recipe:
            self.recipe = dict(recipe)
            self.recipe_changed.emit()

    def set_hello(self, hello: Mapping[str, Any], *, is_fresh: bool = True) -> None:
        """What the engine says of itself, or said the last time."""
        self.hello, self.is_hello_fresh = dict(hello), is_fresh
        self.hello_changed.emit()

    def set_run(self, folder: str) -> None:
        """The run that goes on; empty for none."""
        if folder != self.run_folder:
            self.run_folder = folder
            self.run_changed.emit()

    def set_packs(self, packs: Sequence[Mapping[str, Any]]) -> None:
        """The installed packs as cards show them."""
        self.packs = [dict(pack) for pack in packs]
        self.packs_changed.emit()

    def set_runs(self, runs: Sequence[Mapping[str, Any]]) -> None:
        """Every run as lists show them, the newest first."""
        self.runs = [dict(run) for run in runs]
        self.runs_changed.emit()

    def update_run(self, folder: str, **changes: Any) -> None:
        """Other facts of one run in the list."""
        if any(run["folder"] == folder for run in self.runs):
            self.set_runs([{**run, **changes} if run["folder"] == folder else run for run in self.runs])

    @property
    def backbones(self) -> list[dict[str, Any]]:
        """The base models the engine knows."""
        return list((self.hello or {}).get("backbones", ()))

    @property
    def subspaces(self) -> list[dict[str, Any]]:
        """The subspaces on the shelf that can be used, as the engine sums them up."""
        return [each for each in (self.hello or {}).get("subspaces", ()) if not each.get("problem")]

    def backbone(self, source: str | None) -> dict[str, Any] | None:
        """The base model of a source."""
        return next((each for each in self.backbones if each["source"] == source), None)

    @property
    def task(self) -> str:
        """What is to be learned, by its kind."""
        return str(self.recipe["task"].get("kind") or "classification")

    def keep_aside(self) -> float | None:
        """The share of the rows that is kept aside; None where these are a file of their own."""
        data = self.recipe["data"]
        return None if data.get("validation") else float(data.get("keep_aside") or 0.1)

    def labels(self) -> list[str]:
        """The different labels or tags of the table, sorted; none where answers are neither."""
        if self.table is None or self.mapping is None or self.mapping.label not in self.table.columns:
            return []
        if self.task not in ("classification", "tagging"):
            return []
        answers = [answer for answer, _ in answer_counts(self.table, self.mapping.label or "")]
        if self.task == "tagging":
            return sorted({tag for answer in answers for tag in answer.split()})
        return sorted({self.merged.get(answer, answer) for answer in answers})

    def run_config(self) -> RunConfig:
        """The recipe to train, with the name of its data and what was decided about rows. Raises InputError."""
        config = RunConfig.from_json({**self.recipe, "data": {**self.recipe["data"], **self.decided}})
        return config.replace(
            name=self.recipe.get("name") or (Path(config.data.train).stem if config.data.train else None)
        )
