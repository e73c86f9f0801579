"""What is said of a prompt pack in more than one place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QCoreApplication

from widgets.wording import number

translate = QCoreApplication.translate  # a name that the extraction of texts knows


def match_word(level: Any) -> tuple[str, str]:
    """How a pack fits the base model here ("green", "amber", "red") in a few words, and their tone; empty for None."""
    words = {
        "green": (translate("pack", "Same base model"), "success"),
        "amber": (translate("pack", "Same shape, other weights"), "warning"),
        "red": (translate("pack", "Cannot fit"), "danger"),
    }
    return words.get(str(level), ("", ""))


def tokens(pack: Mapping[str, Any]) -> str:
    """ "16 tokens"; empty where nobody counted them."""
    count = int(pack.get("tokens") or 0)
    return translate("pack", "{n} tokens").format(n=number(count)) if count else ""


def writes(pack: Mapping[str, Any]) -> bool:
    """Whether a pack writes free text, so that it matters how freely."""
    return pack.get("task", "generation") == "generation" and not pack.get("labels")
