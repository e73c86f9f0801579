"""The templates that a person may start from, each with its name: the tasks' own, and those of the P-Tuning paper."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from engine.data import PRESET, PRESETS, ColumnMapping, resolve_preset, task_templates
from engine.errors import InputError


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


def template_presets(mapping: ColumnMapping, language: str, family: str, output: str) -> list[TemplatePreset]:
    """What there is for these columns. A head reads the text alone, so nothing of this is for it."""
    if output == "head" or not mapping.inputs:
        return []
    translate = QCoreApplication.translate
    names = {
        "sentiment": translate("TemplatePreset", "Review and sentiment"),
        "topic": translate("TemplatePreset", "Text and topic"),
        "yes_no": translate("TemplatePreset", "Yes or no"),
        "label": translate("TemplatePreset", "Text and label"),
        "question": translate("TemplatePreset", "Text, question and answer"),
        "entailment": translate("TemplatePreset", "Text, statement and relation"),
        "pair": translate("TemplatePreset", "Two texts and label"),
        "p_tuning": translate("TemplatePreset", "P-Tuning: learned tokens around each part"),
        "p_tuning_anchor": translate("TemplatePreset", "P-Tuning with an anchor word"),
    }
    found = [TemplatePreset(text, names[frame], text) for frame, text in task_templates(mapping, language).items()]
    for name in PRESETS:
        value = f"{PRESET}{name}"
        found.append(TemplatePreset(value, names.get(name, name), written(value, mapping, family)))
    return found
