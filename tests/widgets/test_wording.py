"""One way to write each number."""

import datetime as dt

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, QTranslator

from engine.data import KINDS, Reason
from engine.messages import GUESSES
from widgets import wording
from widgets.sentences import reason_text


@pytest.fixture(autouse=True)
def english():
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    yield
    QLocale.setDefault(before)


@pytest.mark.parametrize(
    ("size", "words"),
    [(0, "0 B"), (999, "999 B"), (82_000, "82 KB"), (4_600_000, "4.6 MB"), (176_000_000, "176 MB"), (8e9, "8.0 GB")],
)
def test_sizes_are_decimal(size, words) -> None:
    assert wording.file_size(size) == words.replace(" ", wording.NBSP)


def test_numbers_keep_their_unit_on_the_line() -> None:
    assert wording.percent(0.614) == f"61{wording.NBSP}%"
    assert " " not in wording.score_pair(0.61, 0.84, "accuracy", so_far=True)


@pytest.mark.parametrize(
    ("pair", "metric", "words"),
    [
        ((0.61, 0.84), "accuracy", "61 % → 84 %"),
        ((0.24, 0.41), "rouge_l", "ROUGE-L 24 → 41"),
        ((0.02, 0.31), "bleu", "BLEU 2 → 31"),
        ((0.4, 0.81), "entity_f1", "40 % → 81 %"),
        ((2.0, 1.25), "loss", "2.00 → 1.25"),
        ((None, 0.41), "accuracy", "41 %"),
        ((0.5, None), "accuracy", "50 %"),
        ((None, None), "accuracy", ""),
    ],
)
def test_score_says_what_there_is(pair, metric, words) -> None:
    assert wording.score_pair(*pair, metric).replace(wording.NBSP, " ") == words


def test_score_on_a_card_has_its_unit_once() -> None:
    assert wording.score_step(0.61, 0.89, "accuracy").replace(wording.NBSP, " ") == "61 → 89 %"


@pytest.mark.parametrize(
    ("difference", "words"),
    [(0.28, "+28"), (-0.04, "−4"), (0.006, "+0.6"), (0.0001, "0"), (-0.0001, "0"), (0.1, "+10"), (0.0, "0")],
)
def test_a_difference_has_its_sign_and_no_more_digits_than_it_needs(difference, words) -> None:
    assert wording.points(difference) == words


def test_every_task_and_every_measure_has_a_word() -> None:
    for kind in KINDS:
        assert wording.task_name(kind) != kind and wording.task_about(kind)
    for metric in ("accuracy", "mcc", "p_at_1", "exact_match", "f1", "entity_f1", "token_accuracy", "bleu", "rouge_l"):
        assert wording.metric_name(metric) != metric
    assert wording.metric_title("right") == "Right" and wording.metric_name("new") == "new"
    assert wording.task_name("new", "New task") == "New task" and wording.task_about("new") == ""


def test_what_stands_for_a_base_model_is_named_by_the_task() -> None:
    names = [
        wording.baseline_name(*pair) for pair in (("majority", "tagging"), ("majority", "x"), ("changed", "tagging"))
    ]
    assert names == ["Each word's usual tag", "Most frequent answer", "Base model alone"]


@pytest.mark.parametrize(("count", "words"), [(1, "1 row"), (2, "2 rows"), (1204, "1,204 rows")])
def test_rows_are_counted_and_grouped(count, words) -> None:
    assert wording.rows(count).replace(wording.NBSP, " ") == words


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ((2026, 11, 21, 14, 32, 0), "Now"),
        ((2026, 11, 21, 9, 5, 0), "09:05"),
        ((2026, 11, 20, 23, 59, 0), "Yesterday"),
        ((2026, 11, 17, 12, 0, 0), "Tuesday"),
        ((2026, 11, 3, 12, 0, 0), "3 November"),
        ((2025, 11, 3, 12, 0, 0), "3 November 2025"),
    ],
)
def test_dates_are_as_near_as_a_person_would_say(moment, words) -> None:
    now = dt.datetime(2026, 11, 21, 14, 32, 20).timestamp()
    assert wording.when(dt.datetime(*moment).timestamp(), now).replace(wording.NBSP, " ") == words


def test_unknown_method_keeps_its_title() -> None:
    assert wording.method_name("prompt_tuning") == "Light"
    assert wording.method_name("new_method", "New Method") == "New Method"


def test_names_of_columns_are_not_translated_in_a_reason(qapp) -> None:
    class Chinese(QTranslator):
        def translate(self, context, text, disambiguation=None, n=-1) -> str:
            return {"tokens": "个词元", GUESSES["task_tagging"]: "“{column}”给“{other}”的每个词一个标注。"}.get(
                text, ""
            )

        def isEmpty(self) -> bool:
            return False

    language = Chinese()
    QCoreApplication.installTranslator(language)
    try:
        said = reason_text(Reason("task_tagging", {"column": "tags", "other": "tokens"}))
    finally:
        QCoreApplication.removeTranslator(language)
    assert said == "“tags”给“tokens”的每个词一个标注"
