"""Preset templates: they fit the columns, start with the learned tokens and can be parsed."""

from __future__ import annotations

from itertools import product

import pytest

from engine.data import ColumnMapping, Template, language_of, preset_template

TEXT = ColumnMapping.of(["text"], "label")
NLI = ColumnMapping.of(["premise", "hypothesis"], "label")
BOOLQ = ColumnMapping.of(["passage", "question"], "label")
PAIR = ColumnMapping.of(["left", "right"], "label")
THREE = ColumnMapping.of(["a", "b", "c"], "label")
ODD = ColumnMapping.of(["answer"], "a:b")


@pytest.mark.parametrize(
    ("mapping", "labels", "expected"),
    [
        (TEXT, ["negative", "positive"], "{soft}Review: {text} Sentiment: {answer}"),
        (TEXT, ["Business", "Sci/Tech", "Sports", "World"], "{soft}{text} Topic: {answer}"),
        (TEXT, ["spam", "wanted"], "{soft}{text} Label: {answer}"),
        (TEXT, ["no", "yes"], "{soft}{text} Yes or no? {answer}"),
        (BOOLQ, ["no", "yes"], "{soft}{passage} Question: {question} Answer: {answer}"),
        (NLI, ["contradiction", "entailment"], "{soft}{premise} Statement: {hypothesis} Relation: {answer}"),
        (PAIR, ["0", "1"], "{soft}First: {left} Second: {right} Label: {answer}"),
        (TEXT, [], "{soft}{text} Label: {answer}"),
    ],
)
def test_columns_and_labels_choose_the_words(mapping: ColumnMapping, labels: list[str], expected: str) -> None:
    assert preset_template(mapping, labels) == expected


def test_a_question_stands_behind_what_it_is_about() -> None:
    mapping = ColumnMapping.of(["question", "passage"], "label")
    assert preset_template(mapping, ["no", "yes"]) == "{soft}{passage} Question: {question} Answer: {answer}"


def test_heads_read_the_text_alone() -> None:
    assert preset_template(TEXT, output="head") == "{soft}{text}"
    assert preset_template(NLI, output="head") == "{soft}{premise} | {hypothesis}"


@pytest.mark.parametrize("mapping", [TEXT, NLI, BOOLQ, PAIR, THREE, ODD])
def test_every_preset_shows_every_input(mapping: ColumnMapping) -> None:
    labels = ([], ["positive", "negative"], ["yes", "no"], ["a", "b", "c"])
    kinds = product(labels, ("classification", "generation"), ("verbalizer", "head", "text"), ("en", "zh_CN", "fr"))
    for words, task, output, language in kinds:
        written = preset_template(mapping, words, task, output, language)
        template = Template.parse(written, [*mapping.inputs, "label", "a:b"], mapping.columns)
        assert set(template.fields()) == set(mapping.inputs)
        assert written.startswith("{soft}")
        assert template.has_answer == (output != "head")


def test_chinese_data_gets_chinese_words() -> None:
    assert preset_template(TEXT, ["好评", "差评"], language="zh") == "{soft}评论：{text} 情感：{answer}"
    assert language_of(["酒店很好，WiFi 也快", "下次还来"]) == "zh"
    assert language_of(["a film about 好"]) == language_of([]) == language_of(["123"]) == "en"
