"""How long something took or will take, in words: estimates say "about" and are never zero."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

NO_BREAK = "\u00a0"


def duration(seconds: float) -> str:
    """A length of time: "44 s", "2 min 44 s", "1 h 50 min"."""
    translate = QCoreApplication.translate
    whole = max(1, round(seconds))
    if whole < 60:
        text = translate("durations", "{s} s").format(s=whole)
    elif whole < 3600:
        text = translate("durations", "{m} min {s} s").format(m=whole // 60, s=whole % 60)
    else:
        minutes = round(whole / 60)
        text = translate("durations", "{h} h {m} min").format(h=minutes // 60, m=minutes % 60)
    return text.replace(" ", NO_BREAK)


def roughly(seconds: float) -> str:
    """An estimated time without false precision, never zero: "10 s", "3 min", "1 h 50 min", "2 h"."""
    translate = QCoreApplication.translate
    minutes = round(seconds / 60)
    if seconds < 50:
        text = translate("durations", "{s} s").format(s=max(5, 5 * round(seconds / 5)))
    elif minutes < 60:
        text = translate("durations", "{m} min").format(m=minutes)
    else:
        hours, minutes = divmod(10 * round(seconds / 600), 60)
        text = translate("durations", "{h} h {m} min") if minutes else translate("durations", "{h} h")
        text = text.format(h=hours, m=minutes)
    return text.replace(" ", NO_BREAK)


def time_left(seconds: float) -> str:
    """An estimate of what is left: "about 5 s left", "about 1 h 50 min left"."""
    return QCoreApplication.translate("durations", "about {time} left").format(time=roughly(seconds))
