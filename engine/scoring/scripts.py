"""Which characters are words of their own: Chinese and Japanese put no spaces between words."""

from __future__ import annotations

import re

KANA = "\u3041-\u30ff\u31f0-\u31ff\uff66-\uff9f"
HAN = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
UNSPACED = HAN + KANA  # to stand in a character class

_KANA, _HAN = re.compile(f"[{KANA}]"), re.compile(f"[{HAN}]")


def has_kana(text: str) -> bool:
    """Whether the text has Japanese syllable signs, which Chinese has not."""
    return _KANA.search(text) is not None


def has_han(text: str) -> bool:
    """Whether the text has Chinese characters, which Japanese has too."""
    return _HAN.search(text) is not None
