"""The templates that a person may start from, each with its name: the tasks' own, and those of the P-Tuning paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from engine.data import (
    PRESET,
    PRESETS,
    ColumnMapping,
    Table,
    are_short,
    language_of,
    preset_template,
    resolve_preset,
    task_templates,
)
from engine.errors import InputError

SAMPLED_ROWS = 20


@dataclass(frozen=True)
class TemplatePreset:
    """`value` is what a recipe holds, `text` what that is written out."""

    value: str
    name: str
    text: str


def written(template: str, mapping: ColumnMapping, family: str) -> str:
    """A recipe's template written out: a name such as "preset:p_tuning" becomes the template of that paper."""
    if not template.startswith(PRESET):
        return template
    try:
        return resolve_preset(template.removeprefix(PRESET), mapping, family)
    except InputError:  # a recipe of another version; the engine will say what is wrong
        return template


def usual_template(
    table: Table, mapping: ColumnMapping, labels: Sequence[str], task: str, output: str, family: str
) -> str:
    """The template that holds while none is written: the task's own for these columns, in the language of the rows."""
    texts = _texts(table, mapping)
    chosen = (mapping, labels, task, output, language_of(texts), family)
    return preset_template(*chosen, is_short=are_short(texts))


def template_presets(
    table: Table | None, mapping: ColumnMapping, family: str, output: str, task: str = "classification"
) -> list[TemplatePreset]:
    """What there is for these columns. A head reads the text alone, so nothing of this is for it."""
    if output == "head" or not mapping.inputs or table is None:
        return []
    translate = QCoreApplication.translate
    names = {
        "sentiment": translate("TemplatePreset", "Review and sentiment"),
        "topic": translate("TemplatePreset", "Text and topic"),
        "yes_no": translate("TemplatePreset", "Yes or no"),
        "label": translate("TemplatePreset", "Text and label"),
        "question": translate("TemplatePreset", "Text, question and answer"),
        "entailment": translate("TemplatePreset", "Text, statement and relation"),
        "paraphrase": translate("TemplatePreset", "Two texts, same meaning or not"),
        "pair": translate("TemplatePreset", "Two texts and label"),
        "text": translate("TemplatePreset", "Text and answer"),
        "summary": translate("TemplatePreset", "Text and summary"),
        "table": translate("TemplatePreset", "Facts and description"),
        "asked": translate("TemplatePreset", "Question and answer"),
        "in_out": translate("TemplatePreset", "Input and output"),
        "bare": translate("TemplatePreset", "The text alone"),
        "named": translate("TemplatePreset", "Text and what is asked for"),
        "fact": translate("TemplatePreset", "Subject and what is asked of it"),
        "pattern": translate("TemplatePreset", "The sentence of the pattern"),
        "p_tuning": translate("TemplatePreset", "P-Tuning: learned tokens around each part"),
        "p_tuning_anchor": translate("TemplatePreset", "P-Tuning with an anchor word"),
    }
    templates = task_templates(mapping, language_of(_texts(table, mapping)), task, family)
    found = [TemplatePreset(text, names.get(frame, frame), text) for frame, text in templates.items()]
    for name in PRESETS:
        value = f"{PRESET}{name}"
        found.append(TemplatePreset(value, names.get(name, name), written(value, mapping, family)))
    return found


def _texts(table: Table, mapping: ColumnMapping) -> list[str]:
    """What is read in the first rows."""
    rows = [table.row(index) for index in range(min(SAMPLED_ROWS, table.row_count))]
    return [row[name] for row in rows for name in mapping.inputs]
