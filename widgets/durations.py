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


def time_left(seconds: float) -> str:
    """An estimate: "about 5 s left", "about 1 min left", "about 1 h 50 min left"; rounded, never zero."""
    translate = QCoreApplication.translate
    if seconds < 50:
        text = translate("durations", "{s} s").format(s=max(5, 5 * round(seconds / 5)))
    elif seconds < 3600:
        text = translate("durations", "{m} min").format(m=max(1, round(seconds / 60)))
    else:
        minutes = 10 * round(seconds / 600)
        text = translate("durations", "{h} h {m} min").format(h=minutes // 60, m=minutes % 60)
    return translate("durations", "about {time} left").format(time=text.replace(" ", NO_BREAK))
