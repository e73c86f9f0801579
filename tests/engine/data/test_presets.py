"""Preset templates: they fit the columns, start with the learned tokens and can be parsed."""

from __future__ import annotations

from itertools import product

import pytest

from engine.data import (
    KINDS,
    PRESETS,
    ColumnMapping,
    Template,
    are_short,
    language_of,
    preset_template,
    resolve_preset,
    task_templates,
)
from engine.errors import InputError

TEXT = ColumnMapping.of(["text"], "label")
NLI = ColumnMapping.of(["premise", "hypothesis"], "label")
BOOLQ = ColumnMapping.of(["passage", "question"], "label")
PAIR = ColumnMapping.of(["left", "right"], "label")
THREE = ColumnMapping.of(["a", "b", "c"], "label")
ODD = ColumnMapping.of(["answer"], "a:b")
FACTS = ColumnMapping.of(["subject"], "object")
CAPITALS = ColumnMapping.of(["country"], "capital_city")


@pytest.mark.parametrize(
    ("mapping", "labels", "expected"),
    [
        (TEXT, ["negative", "positive"], "{soft}Review: {text} Sentiment: {answer}"),
        (TEXT, ["Business", "Sci/Tech", "Sports", "World"], "{soft}{text} Topic: {answer}"),
        (TEXT, ["spam", "wanted"], "{soft}{text} Label: {answer}"),
        (TEXT, ["no", "yes"], "{soft}{text} Yes or no? {answer}"),
        (BOOLQ, ["no", "yes"], "{soft}{passage} Question: {question} Answer: {answer}"),
        (PAIR, ["equivalent", "not_equivalent"], "{soft}First: {left} Second: {right} Same meaning? {answer}"),
        (PAIR, ["1", "0"], "{soft}First: {left} Second: {right} Label: {answer}"),
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
    outputs = [("classification", "verbalizer"), ("classification", "text")]
    outputs += [(kind, output) for kind in KINDS for output in ("head", "text")]
    kinds = product(labels, outputs, ("en", "zh_CN", "fr"), ("causal", "masked", "seq2seq"))
    for words, (task, output), language, family in kinds:
        written = preset_template(mapping, words, task, output, language, family)
        template = Template.parse(written, [*mapping.inputs, "label", "a:b"], mapping.columns)
        assert set(template.fields()) == set(mapping.inputs)
        assert written.startswith("{soft}")
        assert template.has_answer == (output != "head")


def test_chinese_data_gets_chinese_words() -> None:
    assert preset_template(TEXT, ["好评", "差评"], language="zh") == "{soft}评论：{text} 情感：{answer}"
    assert language_of(["酒店很好，WiFi 也快", "下次还来"]) == "zh"
    assert language_of(["a film about 好"]) == language_of([]) == language_of(["123"]) == "en"


@pytest.mark.parametrize(
    ("name", "mapping", "family", "expected"),
    [
        ("p_tuning", FACTS, "masked", "{soft:3} {subject}{soft:3} {answer}{soft:3}"),
        ("p_tuning", FACTS, "causal", "{soft:3} {subject}{soft:3} {answer}"),
        ("p_tuning", FACTS, "seq2seq", "{soft:3} {subject}{soft:3} {answer}"),
        ("p_tuning_anchor", FACTS, "masked", "{soft:3} {subject} Answer:{soft:3} {answer}{soft:3}"),
        ("p_tuning_anchor", CAPITALS, "causal", "{soft:3} {country} capital city{soft:3} {answer}"),
        ("p_tuning", NLI, "causal", "{soft:3} {premise}{soft:3} {hypothesis}{soft:3} {answer}"),
        ("p_tuning_anchor", NLI, "masked", "{soft:3} {premise}{soft:3} {hypothesis}?{soft:3} {answer}{soft:3}"),
    ],
)
def test_the_papers_templates_stand_under_their_names(
    name: str, mapping: ColumnMapping, family: str, expected: str
) -> None:
    assert resolve_preset(name, mapping, family) == expected


@pytest.mark.parametrize(("family", "total"), [("masked", 9), ("causal", 6)])
def test_the_papers_templates_count_three_learned_tokens_a_place(family: str, total: int) -> None:
    template = Template.parse(resolve_preset("p_tuning", FACTS, family))
    assert template.soft_total == total and template.has_answer
    assert [place.count for place in template.soft_places] == [3] * (total // 3)


@pytest.mark.parametrize("name", PRESETS)
@pytest.mark.parametrize("mapping", [TEXT, NLI, THREE, ODD])
def test_every_template_of_a_paper_shows_every_input(name: str, mapping: ColumnMapping) -> None:
    template = Template.parse(resolve_preset(name, mapping, "masked"), None, mapping.columns)
    assert set(template.fields()) == set(mapping.inputs)


def test_an_unknown_name_of_a_template_names_the_nearest() -> None:
    with pytest.raises(InputError) as caught:
        resolve_preset("p-tuning", TEXT, "causal")
    assert caught.value.code == "preset_unknown" and "p_tuning" in caught.value.action


def test_every_frame_with_a_place_for_each_input_can_be_started_from() -> None:
    one = task_templates(ColumnMapping.of(["text"], "label"))
    assert set(one) == {"sentiment", "topic", "yes_no", "label", "bare"}
    assert one["topic"] == "{soft}{text} Topic: {answer}"
    two = task_templates(ColumnMapping.of(["a", "b"], "label"), "zh")
    assert set(two) == {"question", "entailment", "paraphrase", "pair", "bare"} and two["pair"].startswith(
        "{soft}第一句：{a}"
    )


# ---- other tasks -----------------------------------------------------------------------------------------------------

SPAN = ColumnMapping({"context": "passage", "question": "asked", "label": "answer"})
LAMA = ColumnMapping.of(["subject"], "object", pattern="template")
COPA = ColumnMapping.of(["premise"], "label", candidates=["choice1", "choice2"])
MMLU = ColumnMapping.of(["question"], "answer", candidates=["A", "B"])
E2E = ColumnMapping.of(["mr"], "text")
WORD = ColumnMapping.of(["word"], "phonemes")


@pytest.mark.parametrize(
    ("mapping", "task", "output", "language", "family", "expected"),
    [
        (ColumnMapping.of(["tokens"], "tags"), "tagging", "head", "en", "masked", "{soft}{tokens}"),
        (SPAN, "span_qa", "head", "en", "masked", "{soft}{asked} | {passage}"),
        (LAMA, "cloze", "text", "en", "masked", "{soft}{before} {answer}{after}"),
        (LAMA, "cloze", "text", "zh", "masked", "{soft}{before}{answer}{after}"),
        (CAPITALS, "cloze", "text", "en", "masked", "{soft}{country} capital city {answer}."),
        (CAPITALS, "cloze", "text", "en", "causal", "{soft}{country} capital city {answer}"),
        (FACTS, "cloze", "text", "en", "causal", "{soft}{subject} Answer: {answer}"),
        (ColumnMapping.of(["国家"], "首都"), "cloze", "text", "zh", "masked", "{soft}{国家}，首都：{answer}。"),
        (COPA, "choice", "text", "en", "causal", "{soft}{premise} {answer}"),
        (COPA, "choice", "text", "zh", "causal", "{soft}{premise}{answer}"),
        (COPA, "choice", "text", "en", "seq2seq", "{soft}{premise}{answer}"),
        (MMLU, "choice", "text", "en", "causal", "{soft}Question: {question} Answer: {answer}"),
        (E2E, "generation", "text", "en", "causal", "{soft}{mr} Description: {answer}"),
        (
            ColumnMapping.of(["dialogue"], "summary"),
            *("generation", "text", "en", "seq2seq", "{soft}{dialogue} Summary: {answer}"),
        ),
        (
            ColumnMapping.of(["question"], "answer"),
            *("generation", "text", "en", "causal", "{soft}Question: {question} Answer: {answer}"),
        ),
        (
            ColumnMapping.of(["input"], "output"),
            *("generation", "text", "zh", "causal", "{soft}输入：{input} 输出：{answer}"),
        ),
        (
            ColumnMapping.of(["context", "question"], "answer"),
            *("generation", "text", "en", "causal", "{soft}{context} Question: {question} Answer: {answer}"),
        ),
        (WORD, "generation", "text", "en", "causal", "{soft}{word} Phonemes: {answer}"),
        (WORD, "generation", "text", "en", "seq2seq", "{soft}{word}{answer}"),
    ],
)
def test_each_task_has_words_of_its_own(
    mapping: ColumnMapping, task: str, output: str, language: str, family: str, expected: str
) -> None:
    assert preset_template(mapping, (), task, output, language, family) == expected


def test_a_word_is_read_bare_by_an_encoder_decoder_whatever_its_column_is_called() -> None:
    mapping = ColumnMapping.of(["a"], "b")
    assert preset_template(mapping, (), "generation", "text", family="seq2seq", is_short=True) == "{soft}{a}{answer}"
    assert preset_template(WORD, (), "generation", "text", family="seq2seq", is_short=False) != "{soft}{word}{answer}"
    assert are_short(["house", "tree house", "", "sky"]) and not are_short(["a long text"]) and not are_short([])
    assert not are_short(["这家酒店的房间很干净，早餐也不错，服务员态度很好"])


@pytest.mark.parametrize("task", KINDS)
@pytest.mark.parametrize("mapping", [TEXT, NLI, THREE, ODD, LAMA, COPA, MMLU, E2E, WORD, CAPITALS])
def test_every_template_to_start_from_shows_every_input(mapping: ColumnMapping, task: str) -> None:
    for language, family in product(("en", "zh"), ("causal", "masked", "seq2seq")):
        found = task_templates(mapping, language, task, family)
        assert found
        for frame, written in found.items():
            template = Template.parse(written, None, mapping.columns)
            shown = {"before", "after"} if frame == "pattern" else set(mapping.inputs)
            assert set(template.fields()) == shown
            assert template.has_answer == (frame != "head") and written.startswith("{soft}")


@pytest.mark.parametrize("task", ["choice", "cloze", "generation"])
@pytest.mark.parametrize("mapping", [TEXT, NLI, LAMA, COPA, E2E, WORD, CAPITALS])
def test_the_preset_is_among_the_templates_to_start_from(mapping: ColumnMapping, task: str) -> None:
    for family in ("causal", "masked", "seq2seq"):
        preset = preset_template(mapping, (), task, "text", "en", family)
        assert preset in task_templates(mapping, "en", task, family).values()
