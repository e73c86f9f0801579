"""Writing a study's report: all numbers as JSON, the page, and the pictures."""

from __future__ import annotations

from typing import Any

from engine.files import to_json, write_atomic
from engine.study.findings import gather
from engine.study.page import write_page
from engine.study.pictures import write_pictures
from engine.study.study import StudyRun


def write_report(run: StudyRun) -> dict[str, Any]:
    """report.json, report.md and the pictures, from what is there. Raises DiskFull or InputError."""
    report = gather(run)
    write_pictures(run.folder, report)
    write_atomic(run.folder / "report.md", write_page(report).encode())
    write_atomic(run.folder / "report.json", to_json(report))
    return report
