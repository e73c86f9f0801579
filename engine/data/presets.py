"""The template a task starts with, by output, columns, labels and language, always with `{soft}` in front; and
templates of papers, known by a name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engine.data.mapping import ColumnMapping
from engine.data.template import RESERVED
from engine.errors import InputError
from engine.options import nearest

SENTIMENT = {
    *("positive", "negative", "neutral", "pos", "neg", "mixed", "good", "bad", "great", "terrible", "happy", "unhappy"),
    *("very positive", "very negative", "praise", "complaint", "satisfied", "dissatisfied", "liked", "disliked"),
    *(
        "好评",
        "差评",
        "中评",
        "正面",
        "负面",
        "中性",
        "积极",
        "消极",
        "满意",
        "不满意",
        "好",
        "坏",
        "差",
        "正向",
        "负向",
    ),
}
YES_NO = {"yes", "no", "true", "false", "maybe", "是", "否", "对", "错", "不是", "能", "不能"}
ENTAILMENT = {"entailment", "contradiction", "neutral", "not_entailment", "蕴含", "矛盾", "中立", "不蕴含"}
QUESTION_NAMES = ("question", "问题", "query")
HYPOTHESIS_NAMES = ("hypothesis", "假设")

# frame -> language -> template; %0 and %1 are the places of the columns
FRAMES = {
    "sentiment": {"en": "{soft}Review: %0 Sentiment: {answer}", "zh": "{soft}评论：%0 情感：{answer}"},
    "topic": {"en": "{soft}%0 Topic: {answer}", "zh": "{soft}%0 类别：{answer}"},
    "yes_no": {"en": "{soft}%0 Yes or no? {answer}", "zh": "{soft}%0 是还是否？{answer}"},
    "label": {"en": "{soft}%0 Label: {answer}", "zh": "{soft}%0 标签：{answer}"},
    "question": {"en": "{soft}%0 Question: %1 Answer: {answer}", "zh": "{soft}%0 问题：%1 答案：{answer}"},
    "entailment": {
        "en": "{soft}%0 Statement: %1 Relation: {answer}",
        "zh": "{soft}%0 陈述：%1 关系：{answer}",
    },
    "pair": {"en": "{soft}First: %0 Second: %1 Label: {answer}", "zh": "{soft}第一句：%0 第二句：%1 标签：{answer}"},
    "text": {"en": "{soft}%0 Answer: {answer}", "zh": "{soft}%0 回答：{answer}"},
}

SINGLE_FRAMES = ("sentiment", "topic", "yes_no", "label")
PAIR_FRAMES = ("question", "entailment", "pair")

# Liu et al. 2021 (P-Tuning), section 3: three learned tokens around each part, with and without an anchor word
PRESET = "preset:"  # data.template may be this and a name of PRESETS
PRESETS = ("p_tuning", "p_tuning_anchor")
UNTOLD = ("label", "labels", "class", "answer", "object", "target", "y", "标签", "答案")  # names that say nothing


def preset_template(
    mapping: ColumnMapping,
    labels: Sequence[str] = (),
    task: str = "classification",
    output: str = "verbalizer",
    language: str = "en",
) -> str:
    """The written template for a task. `output`: verbalizer | head | text; `language`: en | zh (see `language_of`).

    Heads read the text alone, several inputs divided by a bar. Where a frame has one place for several inputs,
    each is named.
    """
    if output == "head":
        return "{soft}" + " | ".join(_place(name) for name in mapping.inputs)
    return _filled(_frame(mapping, labels, task, output), mapping, language)


def task_templates(mapping: ColumnMapping, language: str = "en") -> dict[str, str]:
    """Frame -> written template, of every frame that has a place for each input: what a person may start from."""
    frames = PAIR_FRAMES if len(mapping.inputs) == 2 else SINGLE_FRAMES
    return {frame: _filled(frame, mapping, language) for frame in frames}


def _filled(name: str, mapping: ColumnMapping, language: str) -> str:
    """A frame with the inputs in its places."""
    places = [_place(column) for column in mapping.inputs]
    frame = FRAMES[name][_known(language)]
    if len(places) == 2 and _is_question(mapping.inputs[0]) and not _is_question(mapping.inputs[1]):
        places.reverse()
    # cut at the places rather than replaced, so that a column named %1 cannot be taken for one
    before, _, rest = frame.partition("%0")
    between, second, after = rest.partition("%1")
    if second:
        return before + places[0] + between + places[1] + after
    if len(places) > 1:
        return before + " ".join(f"{_literal(name)}: {_place(name)}" for name in mapping.inputs) + between
    return before + places[0] + between


def resolve_preset(name: str, mapping: ColumnMapping, family: str) -> str:
    """The written template of a paper by its name, one of PRESETS; `family`: causal | masked | seq2seq.

    `p_tuning`: (3, subject, 3, object, 3) for masked models and (3, subject, 3, object) for the others, which read
    nothing behind the answer. The object is the answer, as in the paper; the authors' masked code has the two
    exchanged. A second input gets three tokens in front as well. `p_tuning_anchor`: the same with one real word to
    hold on to: the answer column's name, as in "[soft] Britain capital [soft] London", or "Answer:" where the name
    says nothing; behind the second of two inputs a question mark, the authors' choice for entailment.
    Raises InputError for an unknown name.
    """
    if name not in PRESETS:
        raise InputError("preset_unknown", preset=name, nearest=nearest(name, PRESETS))
    parts = [f"{{soft:3}} {_place(column)}" for column in mapping.inputs]
    anchor = ""
    if name == "p_tuning_anchor":
        told = (mapping.label or "").replace("_", " ").strip()
        word = " Answer:" if not told or told.lower() in UNTOLD else f" {_literal(told)}"
        anchor = "?" if len(parts) > 1 else word
    end = "{soft:3}" if family == "masked" else ""
    return "".join(parts) + anchor + "{soft:3} {answer}" + end


def language_of(texts: Iterable[str]) -> str:
    """zh when a good part of the letters are Chinese characters, else en."""
    han = letters = 0
    for text in texts:
        for char in text[:500]:
            han += "\u4e00" <= char <= "\u9fff"
            letters += char.isalpha()
    return "zh" if letters and han > 0.3 * letters else "en"


def _frame(mapping: ColumnMapping, labels: Sequence[str], task: str, output: str) -> str:
    if task == "generation" or output == "text":
        return "text"
    words = {label.strip().lower() for label in labels}
    if len(mapping.inputs) == 2:
        if any(_is_question(name) for name in mapping.inputs):
            return "question"
        is_nli = any(name.lower() in HYPOTHESIS_NAMES for name in mapping.inputs) or (words and words <= ENTAILMENT)
        return "entailment" if is_nli else "pair"
    if len(words & SENTIMENT) * 2 > len(words):
        return "sentiment"
    if words and words <= YES_NO:
        return "yes_no"
    name = (mapping.label or "").lower()
    return (
        "topic"
        if len(words) > 2 and name in ("label", "labels", "topic", "category", "class", "类别", "分类")
        else "label"
    )


def _is_question(name: str) -> bool:
    return name.lower() in QUESTION_NAMES


def _known(language: str) -> str:
    return "zh" if language.lower().startswith("zh") else "en"


def _place(name: str) -> str:
    return f"{{column:{name}}}" if name in RESERVED or ":" in name else f"{{{name}}}"


def _literal(name: str) -> str:
    return name.replace("{", "{{").replace("}", "}}")
