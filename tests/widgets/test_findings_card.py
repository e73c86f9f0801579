"""What is worth knowing about rows is told with its rows and with what can be done, and nothing is done by itself."""

from pathlib import Path

import pytest

from engine.data import ColumnMapping, Problem, check_table, read_table
from widgets.finding_words import findings_of
from widgets.findings_card import FindingsCard

LINES = [
    *("text,label", "good lamp,praise", "bad lamp,blame", "good lamp,blame", "fine desk,praise", "a poor chair,blame"),
    *("what a bed,Praise", "a nice stool,praise"),
]
MAPPING = ColumnMapping.of(["text"], "label")


@pytest.fixture
def problems(tmp_path: Path) -> list[Problem]:
    path = tmp_path / "rows.csv"
    path.write_text("\n".join(LINES) + "\n", encoding="utf-8")
    return check_table(read_table(path), MAPPING)


@pytest.fixture
def card(problems, qtbot) -> FindingsCard:
    made = FindingsCard()
    qtbot.addWidget(made)
    made.set_findings(findings_of(problems, []))
    made.show()
    return made


def titled(card: FindingsCard, title: str):
    return next(line for line in card.lines() if line._title.text() == title)


def test_a_finding_says_what_it_is_and_shows_its_rows(card: FindingsCard, qtbot) -> None:
    line = titled(card, "One text, different answers")
    assert "2 rows" in line._about.text() and "1, 3" in line._about.text()
    with qtbot.waitSignal(card.rows_requested) as asked:
        line.show_rows.click()
    assert asked.args[0].startswith("train:contradiction:1:")
    with qtbot.waitSignal(card.fix_chosen) as asked:
        line.fixes["skip"].click()
    problem, fix = asked.args
    assert (problem.code, problem.rows, fix) == ("contradiction", (1, 3), "skip")


def test_spellings_can_be_counted_as_one_answer(card: FindingsCard, qtbot) -> None:
    line = titled(card, "Answers spelled differently")
    assert line.fixes["merge"].text() == "Count as “praise”" and list(line.fixes) == ["merge"]
    with qtbot.waitSignal(card.fix_chosen) as asked:
        line.fixes["merge"].click()
    assert asked.args[0].merge == {"Praise": "praise"} and asked.args[1] == "merge"


def test_a_finding_whose_rows_are_left_out_is_none_any_more(problems) -> None:
    codes = [finding.problem.code for finding in findings_of(problems, [])]
    assert [finding.problem.code for finding in findings_of(problems, [1])] == codes
    assert "contradiction" not in [finding.problem.code for finding in findings_of(problems, [1, 3])]


def test_rows_of_a_file_kept_aside_that_cannot_be_used_hold_up_the_training(problems, qtbot) -> None:
    bad = [Problem("empty_answer", "skip", row, "label", (row,), 1, {}, "validation") for row in (4, 9)]
    findings = findings_of([*problems, *bad], [])
    assert findings[0].holds_up and findings[0].title == "2 rows of the file kept aside cannot be used"
    assert "Row 4" in findings[0].about and not findings[0].has_rows_here
    card = FindingsCard()
    qtbot.addWidget(card)
    card.set_findings(findings)
    assert [finding.key for finding in card.held_up()] == [""] and card._note.text() == ""
    with qtbot.waitSignal(card.fix_chosen) as asked:
        card.lines()[0].fixes["skip"].click()
    assert (asked.args[0].rows, asked.args[0].file, asked.args[1]) == ((4, 9), "validation", "skip")
    assert not any(finding.holds_up for finding in findings_of([*problems, *bad], [], [4, 9]))


def test_a_column_that_says_the_answer_can_be_ignored(qtbot) -> None:
    tells = Problem("column_tells", "warn", None, "mood", (), 1, {"label": "label"})
    card = FindingsCard()
    qtbot.addWidget(card)
    card.set_findings(findings_of([tells], []))
    (line,) = card.lines()
    assert list(line.fixes) == ["ignore"] and line.show_rows.isHidden()
    with qtbot.waitSignal(card.fix_chosen) as asked:
        line.fixes["ignore"].click()
    assert asked.args == [tells, "ignore"]
