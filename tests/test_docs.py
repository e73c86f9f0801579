"""docs/: what they say of the program is what the program says."""

from __future__ import annotations

import re
from pathlib import Path

from engine.tasks.support import FAMILIES, TASKS, refusal

DOCS = Path(__file__).parent.parent / "docs"


def test_the_docs_have_the_table_of_what_works() -> None:
    text = (DOCS / "tasks.md").read_text(encoding="utf-8")
    told = {tuple(cells[:2]): cells[2:] for line in text.splitlines() if len(cells := _cells(line)) == 5}
    for task, entry in TASKS.items():
        for output in entry["outputs"]:
            assert told[task, output] == [refusal(task, output, family) or "yes" for family in FAMILIES]


def test_each_refusal_in_the_docs_is_explained() -> None:
    text = (DOCS / "tasks.md").read_text(encoding="utf-8")
    codes = {
        code
        for task, entry in TASKS.items()
        for output in entry["outputs"]
        for family in FAMILIES
        if (code := refusal(task, output, family))
    }
    assert codes == set(re.findall(r"^- `(\w+)`:", text, re.MULTILINE))


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")] if line.startswith("| ") else []
