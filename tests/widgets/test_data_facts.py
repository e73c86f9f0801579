"""Bars, histogram and slider say the same in words as they draw."""

from pathlib import Path

import pytest

from engine.data import read_table
from widgets import theme
from widgets.balance_bars import BalanceBars, is_balanced
from widgets.data_facts import DataFacts
from widgets.label_lengths import label_lengths
from widgets.length_histogram import LengthHistogram
from widgets.method_picture import COLUMNS, ROWS, MethodPicture
from widgets.table_facts import (
    MEASURED_ROWS,
    SAMPLED_ROWS,
    answer_counts,
    merged_counts,
    sample_rows,
    text_lengths,
)


def test_the_most_frequent_answer_comes_first_and_the_rest_share_a_line(qtbot) -> None:
    bars = BalanceBars(most=3)
    qtbot.addWidget(bars)
    bars.set_counts([("a", 1), ("b", 9), ("c", 2), ("d", 3)])
    assert bars.lines() == [("b", 9), ("d", 3), ("2 others", 3)]
    assert bars.accessibleName().startswith("b 9, 60\u00a0%")


@pytest.mark.parametrize(("counts", "expected"), [([3, 9], True), ([2, 9], False), ([], False)])
def test_balance_is_judged_by_the_rarest_answer(counts: list[int], expected: bool) -> None:
    assert is_balanced([(str(i), number) for i, number in enumerate(counts)]) is expected


def test_the_histogram_counts_the_rows_that_will_be_cut(qtbot) -> None:
    histogram = LengthHistogram()
    qtbot.addWidget(histogram)
    histogram.set_lengths([10, 20, 30, 200], "tokens", 128)
    assert (histogram.median(), histogram.longer()) == (25, 1)
    assert "longest 200 tokens" in histogram.accessibleName()


def test_of_a_sample_the_rows_that_will_be_cut_are_estimated(qtbot) -> None:
    histogram = LengthHistogram()
    qtbot.addWidget(histogram)
    histogram.set_lengths([10, 20, 30, 200], "tokens", 128, total=4000)
    assert histogram.longer() == 1000
    assert histogram.accessibleName().replace(",", "").endswith("Cut at 128 tokens: about 1000 rows are longer")


def test_lengths_are_told_by_answer_the_most_frequent_first() -> None:
    found = label_lengths(["b", "a", "b", "", "b"], [10, 3, 20, 99, 30])
    assert [(line.label, line.median) for line in found] == [("b", 20.0), ("a", 3.0)]
    assert (found[0].short, found[0].long) == (12.0, 28.0)


def test_the_histogram_turns_into_lengths_by_answer_and_back(qtbot) -> None:
    facts = DataFacts()
    qtbot.addWidget(facts)
    facts.show()
    facts.set_lengths([4, 8, 6], "words", labels=["a", "b", "a"])
    assert facts.turn.text() == "by answer" and facts.histogram.isVisible()
    facts.turn.click()
    assert facts.by_label.isVisible() and not facts.histogram.isVisible()
    assert facts.by_label.accessibleName() == "a: 4 to 6 words, median 5; b: 8 to 8 words, median 8"
    facts.set_lengths([4, 8, 6], "words")
    assert not facts.turn.isVisible() and facts.histogram.isVisible()


def test_in_words_nobody_knows_what_is_cut(qtbot) -> None:
    histogram = LengthHistogram()
    qtbot.addWidget(histogram)
    histogram.set_lengths([10, 900], "words")
    assert histogram.longer() == 0


def test_an_empty_histogram_paints_nothing_and_fails_nowhere(qtbot) -> None:
    histogram = LengthHistogram()
    qtbot.addWidget(histogram)
    histogram.set_lengths([], "words")
    assert not histogram.grab().isNull() and histogram.accessibleName() == "No rows"


def test_skipped_and_empty_answers_are_not_counted(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("text,label\na b,x\nc,x\nd,y\ne,\n", encoding="utf-8")
    table = read_table(path)
    assert answer_counts(table, "label") == [("x", 2), ("y", 1)]
    assert answer_counts(table, "label", skipped=[1, 2]) == [("y", 1)]
    lengths, unit, labels = text_lengths(table, ["text"], "label")
    assert (list(lengths), unit, labels) == ([2, 1, 1, 1], "words", ["x", "x", "y", ""])


def test_spellings_count_as_the_answer_that_they_are() -> None:
    assert merged_counts([("b", 3), ("a", 2), ("A", 2)], {"A": "a"}) == [("a", 4), ("b", 3)]
    assert merged_counts([("b", 3)], {}) == [("b", 3)]


def test_chinese_texts_are_measured_in_characters(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("评论,类别\n很好很好,好\n差,坏\n", encoding="utf-8")
    lengths, unit, labels = text_lengths(read_table(path), ["评论"])
    assert (list(lengths), unit, labels) == ([4, 1], "characters", [])


def test_of_a_long_table_rows_from_all_over_it_are_measured(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text("text,label\n" + "".join(f"{'word ' * (1 + i // 10_000)},a\n" for i in range(20_000)))
    table = read_table(path)
    lengths, _, labels = text_lengths(table, ["text"], "label")
    assert len(lengths) == len(labels) == MEASURED_ROWS and set(lengths) == {1, 2}
    assert len(sample_rows(table)) == SAMPLED_ROWS and sample_rows(table)[-1]["text"].startswith("word word")


@pytest.mark.parametrize(("sites", "learned"), [("input", 2), ("deep", 2 * ROWS)])
def test_the_picture_is_blue_where_the_prompt_enters(qtbot, sites: str, learned: int) -> None:
    picture = MethodPicture(sites)
    qtbot.addWidget(picture)
    cells = picture.learned_cells()
    assert len(cells) == learned and max(column for column, _ in cells) < COLUMNS
    image = picture.grab().toImage()
    accent = theme.current().color("accent")
    x, y = picture.width() // COLUMNS // 2, theme.current().length(11) * (ROWS + 1) - 7
    assert image.pixelColor(x, y) == accent


def test_a_network_to_learn_through_and_tokens_anywhere_are_seen_in_the_picture(qtbot) -> None:
    schema = [{"name": "encoder", "type": "choice", "default": "lstm"}]
    picture = MethodPicture.of({"kind": "p_tuning", "sites": "input", "schema": schema})
    qtbot.addWidget(picture)
    assert {column for column, _ in picture.learned_cells()} == {0, 1, 4}
    assert "anywhere" in picture.accessibleName() and "network" in picture.accessibleName()
    plain = MethodPicture.of(
        {"sites": "deep", "schema": [{"name": "reparameterization", "type": "choice", "default": "none"}]}
    )
    qtbot.addWidget(plain)
    assert "network" not in plain.accessibleName()
