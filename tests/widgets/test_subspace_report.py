"""A study's report is read with care, and what is said of it follows from its numbers."""

import json
from pathlib import Path
from typing import Any

import pytest

from engine.errors import InputError
from tests.shots_subspaces import report as made_up
from widgets.subspace_report import read_report
from widgets.subspace_report_view import SubspaceReportView


def write(folder: Path, values: Any) -> Path:
    (folder / "report.json").write_text(json.dumps(values), encoding="utf-8")
    return folder


def test_sentences_tables_and_map_follow_from_the_numbers(qtbot, tmp_path: Path) -> None:
    view = SubspaceReportView(read_report(write(tmp_path, made_up("en"))))
    qtbot.addWidget(view)
    first, second, counted = view.sentences()
    assert first.startswith(
        "5 numbers: the subspace beats a random decoder by score: 68\u00a0% against 43\u00a0% on 2 unseen"
    )
    assert "cannot be told apart from random directions" in second and counted.startswith("7 of 8 tasks count")
    assert view.reached.rows()[0] == ["The subspace", "1", "56\u00a0%", "2", "55\u00a0%", "2"]
    assert [row[0] for row in view.reached.rows()[:3]] == [
        "The subspace",
        "Random directions around the mean prompt",
        "A random decoder",
    ]
    assert view.tasks.rows()[3] == ["entailment", "10\u00a0%", "72\u00a0%", "no"]
    assert view.over_dimension.places() == [1, 5, 25] and len(view.map.points()) == 8


def test_a_report_of_nothing_yet_says_so(qtbot, tmp_path: Path) -> None:
    empty = {**made_up("en"), "points": [], "verdicts": [], "map": None, "curves": {"dimension": [], "seen": []}}
    view = SubspaceReportView(read_report(write(tmp_path, {**empty, "missing": [{}, {}]})))
    qtbot.addWidget(view)
    assert (
        view.sentences()[0].startswith("Nothing was learned")
        and view.sentences()[-1] == "2 planned results are missing."
    )


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (lambda values: {**values, "schema": 2}, "report_unusable"),
        (lambda values: {**values, "points": [{"seen": 1}]}, "report_unusable"),
        (
            lambda values: {**values, "map": {"tasks": [{"task": "a", "x": True, "y": 0, "is_seen": 1}]}},
            "report_unusable",
        ),
        (
            lambda values: {**values, "verdicts": [{**values["verdicts"][0], "found": [float("nan")]}]},
            "report_unusable",
        ),
        (lambda values: [values], "report_unusable"),
    ],
)
def test_a_damaged_report_is_refused(tmp_path: Path, damage: Any, code: str) -> None:
    with pytest.raises(InputError) as refused:
        read_report(write(tmp_path, damage(made_up("en"))))
    assert refused.value.code == code


def test_a_folder_without_a_report_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        read_report(tmp_path)
    assert refused.value.code == "report_missing" and str(tmp_path) in refused.value.message
