"""The JSON of `data check --json`: how a table is read, what its columns are for, and its problems."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from engine.data.fixes import fix_settings
from engine.data.mapping import ColumnMapping
from engine.data.problems import Problem
from engine.data.table import Table


def report(
    table: Table,
    mapping: ColumnMapping | None,
    problems: Iterable[Problem],
    task: str | None = None,
    guessed: str | None = None,
) -> dict[str, Any]:
    """`rows` counts every row of the file, unusable ones included; `task` is what the roles and problems are for,
    `guessed` what the table looks like."""
    return {
        "task": task,
        "task_guessed": guessed,
        "rows": table.total_rows,
        "kind": table.kind,
        "encoding": table.encoding,
        "encoding_alternatives": list(table.encoding_alternatives),
        "delimiter": table.delimiter,
        "sheet": table.sheet,
        "sheets": list(table.sheets),
        "header": table.has_header,
        "columns": list(table.columns),
        "roles": mapping.to_config() if mapping else {},
        "open_roles": {role: list(found) for role, found in mapping.open_roles.items()} if mapping else {},
        "problems": [_problem(problem) for problem in problems],
    }


def _problem(problem: Problem) -> dict[str, Any]:
    """`fixes`: name -> the settings of the `data` section that it adds."""
    return {
        "code": problem.code,
        "row": problem.row,
        "column": problem.column,
        "message": problem.message,
        "fix": problem.fix,
        "severity": problem.severity,
        "count": problem.count,
        "rows": list(problem.rows),
        "file": problem.file,
        "fixes": {fix: fix_settings(problem, fix) for fix in problem.fixes},
    }
