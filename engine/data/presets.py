"""The template a task starts with, by task, output, columns, labels and language, always with `{soft}` in front; and
templates of papers, known by a name. The words are those of `frames.py`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engine.data.frames import (
    ALSO_UNTOLD,
    CHOOSING_FRAMES,
    ENTAILMENT,
    FRAMES,
    HYPOTHESIS_NAMES,
    IN_NAMES,
    OUT_NAMES,
    PAIR_FRAMES,
    PARAPHRASE,
    QUESTION_NAMES,
    SENTIMENT,
    SINGLE_FRAMES,
    SUMMARY_NAMES,
    TABLE_NAMES,
    UNTOLD,
    WORD_NAMES,
    WRITING_FRAMES,
    YES_NO,
)
from engine.data.mapping import ColumnMapping
from engine.data.patterns import AFTER, BEFORE
from engine.data.roles import CHOICE, CLASSIFICATION, CLOZE, GENERATION, SPAN_QA, TAGGING
from engine.data.template import RESERVED
from engine.errors import InputError
from engine.options import nearest

# Liu et al. 2021 (P-Tuning), section 3: three learned tokens around each part, with and without an anchor word
PRESET = "preset:"  # data.template may be this and a name of PRESETS
PRESETS = ("p_tuning", "p_tuning_anchor")


def preset_template(
    mapping: ColumnMapping,
    labels: Sequence[str] = (),
    task: str = CLASSIFICATION,
    output: str = "verbalizer",
    language: str = "en",
    family: str = "causal",
    is_short: bool | None = None,
) -> str:
    """The written template for a task. `output`: verbalizer | head | text; `language`: en | zh (see `language_of`);
    `family`: causal | masked | seq2seq; `is_short`: the input is a word or two (None: told by its column's name).

    Heads read the text alone, several inputs divided by a bar. Where a frame has one place for several inputs,
    each is named. An encoder-decoder that writes from a word reads nothing but the word.
    """
    if output == "head":
        return _head(mapping)
    if task == CLOZE:
        return _cloze(mapping, language, family)
    if task == CHOICE:
        name = _choosing_frame(mapping)
    elif task == GENERATION or output == "text":
        name = _writing_frame(mapping, family, is_short)
    else:
        name = _frame(mapping, labels)
    return _glued(mapping) if name == "bare" and family == "seq2seq" else _filled(name, mapping, language)


def task_templates(
    mapping: ColumnMapping, language: str = "en", task: str = CLASSIFICATION, family: str = "causal"
) -> dict[str, str]:
    """Frame -> written template, of every frame that has a place for each input: what a person may start from."""
    if task in (TAGGING, SPAN_QA):
        return {"head": _head(mapping)}
    if task == CLOZE:
        found = {"fact": _fact(mapping, language, family)}
        return {"pattern": _cloze(mapping, language, family)} | found if mapping.pattern else found
    is_pair = len(mapping.inputs) == 2
    frames: tuple[str, ...]
    if task == CHOICE:
        frames = ("question", "text") if is_pair else CHOOSING_FRAMES
    elif task == GENERATION:
        frames = ("question", *WRITING_FRAMES) if is_pair else WRITING_FRAMES
        frames = (*frames, *(["named"] if _told(mapping.label, UNTOLD + ALSO_UNTOLD) else []))
    else:
        frames = PAIR_FRAMES if is_pair else SINGLE_FRAMES
    made = {frame: _filled(frame, mapping, language) for frame in frames}
    return made | {"bare": _glued(mapping)} if "bare" in made and family == "seq2seq" else made


def _head(mapping: ColumnMapping) -> str:
    columns = (mapping.question, mapping.context)
    named = [column for column in columns if column] if all(columns) else []
    others = [column for column in mapping.inputs if column not in named]
    return "{soft}" + " | ".join(_place(name) for name in (*named, *others))


def _glued(mapping: ColumnMapping) -> str:
    """The columns and nothing else: not even a space, which a model of words would have to read."""
    return "{soft}" + " ".join(_place(name) for name in mapping.inputs) + "{answer}"


def _cloze(mapping: ColumnMapping, language: str, family: str) -> str:
    if not mapping.pattern:
        return _fact(mapping, language, family)
    space = "" if _known(language) == "zh" else " "
    return f"{{soft}}{{{BEFORE}}}{space}{{answer}}{{{AFTER}}}"


def _fact(mapping: ColumnMapping, language: str, family: str) -> str:
    """Without a pattern: the subject and what is asked of it, as in "Britain capital [MASK].": an encoder would put the
    stop itself into a blank at the end."""
    told, is_zh = _told(mapping.label, UNTOLD + ALSO_UNTOLD), _known(language) == "zh"
    subject = " ".join(_place(name) for name in mapping.inputs)
    if is_zh:
        asked = f"，{told}：" if told else "：" if len(mapping.inputs) > 1 else " 答案："
    else:
        asked = f" {told} " if told else " " if len(mapping.inputs) > 1 else " Answer: "
    stop = ("。" if is_zh else ".") if family == "masked" else ""
    return f"{{soft}}{subject}{asked}{{answer}}{stop}"


def _filled(name: str, mapping: ColumnMapping, language: str) -> str:
    """A frame with the inputs in its places; "named" is called by the answer's column."""
    places = [_place(column) for column in mapping.inputs]
    if name == "named":
        told = _told(mapping.label, UNTOLD + ALSO_UNTOLD)
        frame = f"{{soft}}%0 {told}：{{answer}}" if _known(language) == "zh" else f"{{soft}}%0 {_up(told)}: {{answer}}"
    else:
        frame = FRAMES[name][_known(language)]
    if len(places) == 2 and _is_question(mapping.inputs[0]) and not _is_question(mapping.inputs[1]):
        places.reverse()
    # cut at the places rather than replaced, so that a column named %1 cannot be taken for one
    before, _, rest = frame.partition("%0")
    between, second, after = rest.partition("%1")
    if second and name != "named":
        return before + places[0] + between + places[1] + after
    if len(places) > 1:
        return before + " ".join(f"{_literal(name)}: {_place(name)}" for name in mapping.inputs) + rest
    return before + places[0] + rest


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
        told = _told(mapping.label, UNTOLD)
        word = f" {told}" if told else " Answer:"
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


def are_short(values: Iterable[str]) -> bool:
    """Whether values are single words, or hardly more: `is_short` of a preset."""
    lengths = [(len(value.split()), len(value)) for value in values if value.strip()]
    count = max(1, len(lengths))
    return bool(lengths) and sum(n for n, _ in lengths) <= 1.5 * count and sum(n for _, n in lengths) <= 20 * count


def _frame(mapping: ColumnMapping, labels: Sequence[str]) -> str:
    words = {label.strip().lower() for label in labels}
    if len(mapping.inputs) == 2:
        if any(_is_question(name) for name in mapping.inputs):
            return "question"
        is_nli = any(name.lower() in HYPOTHESIS_NAMES for name in mapping.inputs) or (words and words <= ENTAILMENT)
        if is_nli:
            return "entailment"
        return "paraphrase" if words and words <= PARAPHRASE else "pair"
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


def _choosing_frame(mapping: ColumnMapping) -> str:
    """A question is answered, any other text goes on with the candidate."""
    asked = [_is_question(name) for name in mapping.inputs]
    if len(asked) == 1:
        return "asked" if asked[0] else "bare"
    return "question" if len(asked) == 2 and any(asked) else "text"


def _writing_frame(mapping: ColumnMapping, family: str, is_short: bool | None) -> str:
    names, label = [name.lower() for name in mapping.inputs], (mapping.label or "").lower()
    if len(names) == 2 and any(_is_question(name) for name in names):
        return "question"
    if label in SUMMARY_NAMES:
        return "summary"
    if len(names) == 1:
        if family == "seq2seq" and (names[0] in WORD_NAMES if is_short is None else is_short):
            return "bare"
        if names[0] in TABLE_NAMES:
            return "table"
        if _is_question(names[0]):
            return "asked"
        if names[0] in IN_NAMES and label in OUT_NAMES:
            return "in_out"
    return "named" if _told(mapping.label, UNTOLD + ALSO_UNTOLD) else "text"


def _told(label: str | None, untold: Sequence[str]) -> str:
    """What the answer column's name says of the answer, as literal words; "" where it says nothing."""
    told = (label or "").replace("_", " ").strip()
    return "" if told.lower() in untold else _literal(told)


def _up(text: str) -> str:
    return text[:1].upper() + text[1:]


def _is_question(name: str) -> bool:
    return name.lower() in QUESTION_NAMES


def _known(language: str) -> str:
    return "zh" if language.lower().startswith("zh") else "en"


def _place(name: str) -> str:
    return f"{{column:{name}}}" if name in RESERVED or ":" in name else f"{{{name}}}"


def _literal(name: str) -> str:
    return name.replace("{", "{{").replace("}", "}}")
