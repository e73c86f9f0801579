"""Numbers, sizes, dates and names as words: one way to write each, in the language in force.

A number has its unit after a no-break space; sizes are decimal; a date is as near as a person would say it.
"""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QCoreApplication, QDate, QLocale

NBSP = "\u00a0"
translate = QCoreApplication.translate  # a name that the extraction of texts knows


def percent(share: float) -> str:
    """A share 0..1 as "61 %"."""
    return f"{round(100 * share)}{NBSP}%"


def number(value: int) -> str:
    """A whole number with the language's grouping, "1,204"."""
    return QLocale().toString(int(value))


def rows(count: int) -> str:
    """ "1,204 rows"."""
    text = translate("wording", "{count} row") if count == 1 else translate("wording", "{count} rows")
    return text.format(count=number(count)).replace(" ", NBSP)


def file_size(size: float) -> str:
    """Bytes as "82 KB" or "4.6 MB", decimal, two digits where they help."""
    for unit in ("B", "KB", "MB", "GB"):
        if size < 999.5 or unit == "GB":
            digits = 1 if unit in ("MB", "GB") and size < 10 else 0
            return f"{QLocale().toString(float(size), 'f', digits)}{NBSP}{unit}"
        size /= 1000
    return ""


def is_percent(metric: str) -> bool:
    """Whether a score is a share of something, told in percent. BLEU and ROUGE are told out of a hundred."""
    return not metric.startswith(("bleu", "rouge")) and metric not in ("loss", "mcc")


def counts_rows(metric: str) -> bool:
    """Whether a score is the share of rows that are right, so that an answer is either right or wrong."""
    return metric in ("accuracy", "p_at_1", "exact_match")


def score(value: float, metric: str) -> str:
    """A result alone: shares in percent, BLEU and ROUGE out of a hundred, the mistake score with two decimals."""
    if metric in ("loss", "mcc"):
        return QLocale().toString(float(value), "f", 2)
    return percent(value) if is_percent(metric) else str(round(100 * value))


def score_pair(before: float | None, now: float | None, metric: str, *, so_far: bool = False) -> str:
    """ "61 % → 84 % so far", "ROUGE-L 24 → 41", or what there is of it."""
    if now is None:
        return "" if before is None else score(before, metric)
    pair = score(now, metric) if before is None else f"{score(before, metric)} → {score(now, metric)}"
    if not is_percent(metric) and metric != "loss":
        pair = f"{metric_name(metric)} {pair}"
    return (translate("wording", "{score} so far").format(score=pair) if so_far else pair).replace(" ", NBSP)


def score_step(before: float | None, now: float | None, metric: str) -> str:
    """ "61 → 89 %" with the unit once, "24 → 41"."""
    if now is None or before is None or metric in ("loss", "mcc"):
        return score_pair(before, now, metric)
    unit = f"{NBSP}%" if is_percent(metric) else ""
    return f"{round(100 * before)} → {round(100 * now)}{unit}".replace(" ", NBSP)


def points(difference: float) -> str:
    """What lies between two scores, with its sign: "+28", "−4", "+0.6"."""
    value = 100 * difference
    digits = 0 if abs(value) >= 9.95 or round(value, 1) == round(value) else 1
    text = QLocale().toString(abs(value), "f", digits)
    return f"{'+' if value > 0 else '−'}{text}" if round(value, digits) else text


def metric_name(metric: str) -> str:
    """What a score counts, in words."""
    names = {
        "accuracy": translate("wording", "right answers"),
        "mcc": translate("wording", "Matthews correlation"),
        "p_at_1": translate("wording", "first guess right"),
        "exact_match": translate("wording", "exact match"),
        "f1": translate("wording", "word overlap F1"),
        "entity_f1": translate("wording", "entity F1"),
        "token_accuracy": translate("wording", "right tags"),
        "bleu": "BLEU",
        "rouge_1": "ROUGE-1",
        "rouge_2": "ROUGE-2",
        "rouge_l": "ROUGE-L",
        "loss": translate("wording", "mistake score"),
    }
    return names.get(metric, metric)


def metric_title(metric: str) -> str:
    """The same at the beginning of a heading."""
    name = metric_name(metric)
    return name[:1].upper() + name[1:]


def baseline_name(kind: str, task: str) -> str:
    """What a learned prompt is compared with: "untouched", "changed" (trained too) or "majority", which stands in for
    a base model that cannot answer by itself."""
    if kind != "majority":
        return translate("wording", "Base model alone")
    names = {
        "tagging": translate("wording", "Each word's usual tag"),
        "span_qa": translate("wording", "Most frequent place"),
    }
    return names.get(task, translate("wording", "Most frequent answer"))


def task_name(kind: str, title: str = "") -> str:
    """What is to be learned, as a person says it; the engine's title where nobody named it."""
    names = {
        "classification": translate("wording", "Pick a label"),
        "choice": translate("wording", "Choose among candidates"),
        "cloze": translate("wording", "Fill in a fact"),
        "generation": translate("wording", "Write a text"),
        "tagging": translate("wording", "Mark words"),
        "span_qa": translate("wording", "Find the answer in a text"),
    }
    return names.get(kind, title or kind)


def task_about(kind: str) -> str:
    """The same in one line; empty for one nobody described."""
    lines = {
        "classification": translate("wording", "a few answers that come again and again"),
        "choice": translate("wording", "each row brings its own candidates"),
        "cloze": translate("wording", "a subject, and the word that completes its sentence"),
        "generation": translate("wording", "the answer is written freely"),
        "tagging": translate("wording", "each word gets a tag, such as a name or a place"),
        "span_qa": translate("wording", "a question, and a text that holds the answer"),
    }
    return lines.get(kind, "")


def method_name(kind: str, title: str = "") -> str:
    """The plain name of a method; its real title if it has no plain one."""
    names = {
        "prompt_tuning": translate("wording", "Light"),
        "prefix_tuning": translate("wording", "Deep"),
        "p_tuning": translate("wording", "Smart light"),
        "p_tuning_v1": translate("wording", "Smart light"),
        "p_tuning_v2": translate("wording", "Deep for classifying"),
        "intrinsic_prompt_tuning": translate("wording", "Tiny knob (research)"),
    }
    return names.get(kind, title or kind)


def language_name(code: str) -> str:
    """A language by its own code: "English", "Chinese"."""
    names = {"en": translate("wording", "English"), "zh": translate("wording", "Chinese")}
    return names.get(code, QLocale.languageToString(QLocale(code).language()))


def when(moment: float | None, now: float | None = None) -> str:
    """Seconds since 1970 as "Now", "14:32", "Yesterday", "Tuesday" or "14 November"."""
    if moment is None:
        return ""
    then = dt.datetime.fromtimestamp(moment)
    today = dt.datetime.now() if now is None else dt.datetime.fromtimestamp(now)
    days = (today.date() - then.date()).days
    if abs((today - then).total_seconds()) < 60:
        return translate("wording", "Now")
    if days == 0:
        return then.strftime("%H:%M")
    if days == 1:
        return translate("wording", "Yesterday")
    if 1 < days < 7:
        return QLocale().dayName(then.isoweekday())
    return date(moment, with_year=then.year != today.year)


def date(moment: float, *, with_year: bool = False) -> str:
    """Seconds since 1970 as "14 November"."""
    then = dt.datetime.fromtimestamp(moment)
    pattern = translate("wording", "d MMMM yyyy") if with_year else translate("wording", "d MMMM")
    return QLocale().toString(QDate(then.year, then.month, then.day), pattern).replace(" ", NBSP)


def minutes(seconds: float) -> str:
    """A duration for a table: minutes with one decimal."""
    return QLocale().toString(seconds / 60, "f", 1)
