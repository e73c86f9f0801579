"""card.md: what a pack does, in English and in Chinese, written from its manifest for a person to read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeGuard

from engine.packs.json_text import clean
from engine.packs.manifest import Manifest

SCORES = ("accuracy", "p_at_1", "entity_f1", "f1", "exact_match", "bleu", "rouge_l", "token_accuracy", "loss")
PREVIEW_ROWS = 5
MAX_LABELS = 30
ENGLISH = {
    "title": "# {name}",
    "what": "A soft prompt of {tokens} virtual tokens for the frozen model **{name}** ({architecture}, {layers} layers,"
    " {hidden} wide). Task: {task}.",
    "what_changed": "A soft prompt of {tokens} virtual tokens for **{name}** ({architecture}, {layers} layers, {hidden}"
    " wide). Task: {task}.\n\n**Not frozen:** this model was trained together with the prompt. The pack works only with"
    " that changed model, which is no part of this file.",
    "score": "## Score",
    "with": "with this prompt",
    "without": "model without it",
    "head_alone": "head alone, no prompt",
    "interval": " (95 % interval {interval})",
    "measured": "Measured on {n} rows kept aside from training, seed {seed}.",
    "how": "## How it was made",
    "method": "Method",
    "data": "Data",
    "rows": "{name}, {rows} rows",
    "made": "Made with",
    "author": "Author",
    "licence": "Licence",
    "languages": "Languages",
    "labels": "Labels",
    "unknown": "not given",
    "colon": ": ",
    "examples": "## Examples",
    "input": "input",
    "expected": "expected",
    "before": "before",
    "now": "now",
    "use": "## Use it",
}
CHINESE = {
    "title": "# {name}（中文说明）",
    "what": "{tokens} 个虚拟词元的软提示，用于冻结的模型 **{name}**（{architecture}，{layers} 层，宽度 {hidden}）。"
    "任务：{task}。",
    "what_changed": "{tokens} 个虚拟词元的软提示，用于 **{name}**（{architecture}，{layers} 层，宽度 {hidden}）。"
    "任务：{task}。"
    "\n\n**未冻结：**该模型与提示一起训练过。本提示包只能配合改变后的模型使用，该模型不在此文件中。",
    "score": "## 成绩",
    "with": "使用本提示",
    "without": "原模型",
    "head_alone": "仅分类头，无提示",
    "interval": "（95% 区间 {interval}）",
    "measured": "在 {n} 行未参与训练的数据上测得，随机种子 {seed}。",
    "how": "## 制作方式",
    "method": "方法",
    "data": "数据",
    "rows": "{name}，{rows} 行",
    "made": "制作工具",
    "author": "作者",
    "licence": "许可",
    "languages": "语言",
    "labels": "标签",
    "unknown": "未注明",
    "colon": "：",
    "examples": "## 示例",
    "input": "输入",
    "expected": "正确答案",
    "before": "之前",
    "now": "现在",
    "use": "## 使用方法",
}


def score_name(metrics: Mapping[str, Any]) -> str:
    """The score that leads: what the pack names as its main one, else the first known one that was measured, else the
    first number."""
    for name in (str(metrics.get("metric")), *SCORES):
        if is_number(metrics.get(name)):
            return name
    return next((name for name, value in metrics.items() if is_number(value) and name not in ("n", "low", "high")), "")


def is_number(value: Any) -> TypeGuard[int | float]:
    """Whether it is a number that can be shown: true and false are none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def show_score(name: str, metrics: Mapping[str, Any] | None) -> str:
    """A score as text: 84.2 %, or 0.612 for a loss; a dash where it was not measured."""
    value = (metrics or {}).get(name)
    if not is_number(value):
        return "–"
    return f"{value:.3f}" if name == "loss" or abs(value) > 1 else f"{100 * value:.1f} %"


def show_interval(name: str, metrics: Mapping[str, Any]) -> str:
    """The 95 % interval as text, or nothing where there is none."""
    low, high = metrics.get("low"), metrics.get("high")
    if not (is_number(low) and is_number(high)):
        return ""
    return f"{show_score(name, {name: low})} – {show_score(name, {name: high})}"


def write_card(manifest: Manifest, preview: Sequence[Mapping[str, Any]] = ()) -> str:
    """The whole card as Markdown: English, then Chinese."""
    return "\n".join([*_part(ENGLISH, manifest, preview), "---", "", *_part(CHINESE, manifest, preview)])


def _part(words: Mapping[str, str], manifest: Manifest, preview: Sequence[Mapping[str, Any]]) -> list[str]:
    metrics, backbone, data = manifest.metrics, manifest.backbone, manifest.data
    measured = metrics["metrics"]
    name = score_name(measured)
    interval = show_interval(name, measured)
    options = {key: value for key, value in manifest.method["options"].items() if value is not None}
    lines = [words["title"].format(name=_plain(manifest.name)), ""]
    if manifest.description:
        lines += [_plain(manifest.description), ""]
    lines.append(
        words["what" if manifest.is_frozen else "what_changed"].format(
            tokens=manifest.tokens,
            name=_plain(backbone.name),
            architecture=_plain(backbone.architecture),
            layers=backbone.layers,
            hidden=backbone.hidden,
            task=_plain(manifest.task["kind"]),
        )
    )
    lines += ["", words["score"], "", f"| {_cell(name)} | |", "| --- | --- |"]
    with_interval = words["interval"].format(interval=interval) if interval else ""
    lines.append(f"| {words['with']} | {show_score(name, measured)}{with_interval} |")
    lines.append(f"| {words['without']} | {show_score(name, metrics['baseline'])} |")
    if metrics["head_alone"]:
        lines.append(f"| {words['head_alone']} | {show_score(name, metrics['head_alone'])} |")
    lines += ["", words["measured"].format(n=measured.get("n", data["kept_aside"]), seed=metrics["seed"]), ""]
    lines += [words["how"], ""]
    facts = {
        "method": _plain(manifest.method["kind"] + "".join(f", {key} {value}" for key, value in options.items())),
        "data": words["rows"].format(name=_plain(data["name"]) or words["unknown"], rows=data["rows"]),
        "made": f"Softprompt Studio {_plain(manifest.app_version)}, {manifest.created[:10]}",
        "author": _plain(manifest.author) or words["unknown"],
        "licence": _plain(manifest.licence) or words["unknown"],
        "languages": ", ".join(manifest.languages) or words["unknown"],
    }
    if manifest.labels:
        more = f" … ({len(manifest.labels)})" if len(manifest.labels) > MAX_LABELS else ""
        facts["labels"] = ", ".join(_cell(label) for label in manifest.labels[:MAX_LABELS]) + more
    lines += [f"- {words[key]}{words['colon']}{value}" for key, value in facts.items()]
    lines += ["", *_examples(words, preview), words["use"], "", *_commands(manifest), ""]
    return lines


def _examples(words: Mapping[str, str], preview: Sequence[Mapping[str, Any]]) -> list[str]:
    if not preview:
        return []
    keys = ("input", "expected", "before", "now")
    lines = [words["examples"], "", "| " + " | ".join(words[key] for key in keys) + " |", "| --- | --- | --- | --- |"]
    for row in preview[:PREVIEW_ROWS]:
        lines.append("| " + " | ".join(_cell(row.get(key)) for key in keys) + " |")
    return [*lines, ""]


def _commands(manifest: Manifest) -> list[str]:
    lines = ["```", "softprompt pack install NAME.promptpack"]
    if manifest.backbone.source.startswith("starter:"):
        lines.append(f"softprompt backbones get {manifest.backbone.source.removeprefix('starter:')}")
    if manifest.task["kind"] == "generation":
        lines.append('softprompt generate NAME.promptpack --field text="..."')
    else:
        lines.append("softprompt predict NAME.promptpack --data FILE.csv --output ANSWERS.csv")
    return [*lines, "```"]


def _cell(value: Any) -> str:
    text = _plain(str("" if value is None else value)).replace("|", "\\|")
    return text if len(text) <= 200 else text[:199] + "…"


def _plain(text: str) -> str:
    """One line that Markdown and HTML leave alone."""
    text = " ".join(clean(text, 10_000).split())
    for letter in ("&", "<", ">"):
        text = text.replace(letter, {"&": "&amp;", "<": "&lt;", ">": "&gt;"}[letter])
    return text
