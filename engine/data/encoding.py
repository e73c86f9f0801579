"""Which encoding a text file is in: byte order mark, strict UTF-8, UTF-16 by its NULs, then four named candidates.

A general detector takes GB18030 for cp949 and the like, so after UTF-8 only the encodings that spreadsheets
really write are asked, ranked by the characters they would give. The runners-up are kept: the person may choose.
"""

from __future__ import annotations

import codecs
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from engine.data.progress import LOOKING, Tick, untold
from engine.errors import InputError
from engine.options import nearest

# Our name -> Python's codec; the Windows supersets are what programs write under these names.
CODECS = {
    "utf-8": "utf-8",
    "utf-8-sig": "utf-8-sig",
    "utf-16": "utf-16",
    "utf-16-le": "utf-16-le",
    "utf-16-be": "utf-16-be",
    "utf-32": "utf-32",
    "gb18030": "gb18030",
    "big5": "cp950",
    "shift_jis": "cp932",
    "cp1252": "cp1252",
}
CANDIDATES = ("gb18030", "big5", "shift_jis", "cp1252")
LANGUAGES = {"zh": "gb18030", "zh_tw": "big5", "zh_hk": "big5", "ja": "shift_jis"}
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CHUNK_BYTES = 1 << 20
SAMPLE_BYTES = 1 << 18
CLOSE = 0.25  # runners-up whose score is this close, or that decode everything, are offered

COMMON = set(
    "的一是了我不人在他有这个上们来到时大地为子中你说生国年着就那和要她出也得里后自以会家可下而过天去能对小多然于心学么之都好看起发当没成只如事把还用第样道想作种开"
    "很店房间服务酒评价质量快递东西感觉喜欢差非常不错新闻科技体育娱乐财经本日月今最与从前面手买给太点位比别被让无"
    "這個們來時為國說會過對發當沒樣開還後學長見將經問點兩進實現動電話東書車馬門間題關應間無體業機場買賣價質量網頁請號師媽爸嗎吧呢啊"
    "日本人大年会国出中新東京都市時間分今学校先生私行見物語気持車電話食事買店高安思言"
)


@dataclass(frozen=True)
class Encoding:
    """The chosen encoding by our name, and the other ones that would also read the file, best first."""

    name: str
    alternatives: tuple[str, ...] = ()


def codec_of(name: str) -> str:
    """Python's codec for an encoding given by a person. Raises InputError when there is none."""
    key = name.strip().lower()
    if key in CODECS:
        return CODECS[key]
    try:
        found = codecs.lookup(key)
        "".encode(found.name)
    except (LookupError, TypeError, ValueError):
        raise InputError("encoding_unknown", encoding=name, nearest=nearest(key, list(CODECS))) from None
    return found.name


def find_encoding(path: Path, language: str | None = None, tick: Tick = untold) -> Encoding:
    """The encoding of a file that is no other known format.

    `language` (of the interface, such as zh or ja) decides between candidates that score the same. Raises
    InputError when the bytes are no text or a text that is damaged at one place. `tick` is told of the progress.
    """
    with path.open("rb") as handle:
        head = handle.read(SAMPLE_BYTES)
    for mark, name in MARKS:
        if head.startswith(mark):
            return Encoding(name)
    nul_pattern = _utf16_by_nuls(head)
    if nul_pattern and _decodes(path, nul_pattern, tick):
        return Encoding(nul_pattern)
    _refuse_nul(path, tick)
    if _decodes(path, "utf-8", tick):
        return Encoding("utf-8")
    return _rank(path, language)


def _utf16_by_nuls(head: bytes) -> str | None:
    """UTF-16 without a mark: the NULs of its commas, digits and line ends all sit on one side of each pair."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if not even + odd:
        return None
    name = "utf-16-le" if odd > even else "utf-16-be"
    if max(even, odd) < 50 * min(even, odd):
        return None
    text = head[: len(head) // 2 * 2].decode(name, "replace")
    odd_ones = sum(text.count(bad) for bad in ("\x00", "\ufffd")) + sum(c < " " and c not in "\t\r\n" for c in text)
    return name if odd_ones <= len(text) // 1000 and ("\n" in text or "\r" in text) else None


def _refuse_nul(path: Path, tick: Tick) -> None:
    line = 1
    for chunk in _chunks(path, tick):
        if b"\x00" in chunk:
            before = chunk[: chunk.index(b"\x00")]
            raise InputError("table_nul", name=path.name, line=line + before.count(b"\n"))
        line += chunk.count(b"\n")


def _chunks(path: Path, tick: Tick) -> Iterator[bytes]:
    size, done = path.stat().st_size, 0
    with path.open("rb") as handle:
        while chunk := handle.read(CHUNK_BYTES):
            done += len(chunk)
            tick(LOOKING, done, size)
            yield chunk


def _decodes(path: Path, name: str, tick: Tick = untold) -> bool:
    return first_bad_line(path, name, tick) is None


def first_bad_line(path: Path, name: str, tick: Tick = untold) -> int | None:
    """The first line (from 1) that is not valid in this encoding; None when the whole file is."""
    decoder = codecs.getincrementaldecoder(codec_of(name))("strict")
    line = 1
    try:
        for chunk in _chunks(path, tick):
            line += decoder.decode(chunk).count("\n")
        decoder.decode(b"", True)
    except UnicodeDecodeError as error:
        good = error.object[: error.start]  # what was left over from the chunk before included
        return line + good.decode(codec_of(name), "ignore").count("\n")
    return None


def _rank(path: Path, language: str | None) -> Encoding:
    sample = _interesting_lines(path)
    damaged = _damaged_utf8(sample)
    if damaged:
        raise InputError("encoding_damaged", encoding="utf-8", line=first_bad_line(path, "utf-8"), name=path.name)
    preferred = LANGUAGES.get((language or "").lower()) or LANGUAGES.get((language or "").lower()[:2])
    scores = {name: score(sample.decode(CODECS[name], "replace")) for name in CANDIDATES}
    ranked = sorted(CANDIDATES, key=lambda name: (-round(scores[name], 1), name != preferred, -scores[name]))
    fitting = [name for name in ranked if _decodes(path, name)]
    if not fitting or (fitting[0] != ranked[0] and scores[ranked[0]] - scores[fitting[0]] > CLOSE):
        best = ranked[0]
        if scores[best] < 0:
            raise InputError("encoding_none", name=path.name)
        raise InputError("encoding_damaged", encoding=best, line=first_bad_line(path, best), name=path.name)
    return Encoding(fitting[0], tuple(fitting[1:]))


def _interesting_lines(path: Path) -> bytes:
    """Lines with bytes above 127, from the whole file, up to SAMPLE_BYTES: the others say nothing."""
    kept: list[bytes] = []
    size = 0
    with path.open("rb") as handle:
        for line in handle:
            if not line.isascii():
                kept.append(line)
                size += len(line)
                if size > SAMPLE_BYTES:
                    break
    return b"".join(kept)


def _damaged_utf8(sample: bytes) -> bool:
    """Mostly valid UTF-8 with a few broken bytes: a damaged file rather than another encoding."""
    text = sample.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = sum(1 for char in text if char > "\x7f") - bad
    return good >= 10 and bad * 20 <= good


def score(text: str) -> float:
    """How much the characters beyond ASCII look like writing, averaged: about 1 is text, below 0 is not."""
    counts = Counter(char for char in text if char > "\x7f")
    total = sum(counts.values())
    if not total:
        return 0.0
    value = sum(_value(char) * count for char, count in counts.items())
    runs = sum(1 for one, two in pairwise(text) if "\x80" <= one < "\u0250" and "\x80" <= two < "\u0250")
    return (value - 1.5 * runs) / total


def _value(char: str) -> float:
    code = ord(char)
    if char in COMMON:
        return 1.2
    if 0x3041 <= code <= 0x30FE:  # kana
        return 1.0
    if char in "，。、；：？！“”‘’（）《》「」『』…—～·　" or 0xFF10 <= code <= 0xFF5A:
        return 0.8
    if 0x4E00 <= code <= 0x9FFF:
        return _hanzi_value(char)
    if char.isalpha() and code < 0x0180:
        return 0.9
    if char in "’‘“”–—…€£°«»§©®™½·\xa0":
        return 0.6
    if 0xFF61 <= code <= 0xFF9F:  # half-width kana: what other bytes look like in Shift-JIS
        return -0.3
    if char == "\ufffd" or 0xE000 <= code <= 0xF8FF or code < 0xA0:
        return -3.0
    return -0.4


def _hanzi_value(char: str) -> float:
    """Everyday characters stand in the first levels of the national tables; rare ones betray a wrong guess."""
    best = -0.6
    try:
        lead = char.encode("gb2312")[0]
        best = 0.5 if lead <= 0xD7 else -0.2
    except UnicodeEncodeError:
        pass
    try:
        lead = char.encode("big5")[0]
        best = max(best, 0.4 if lead <= 0xC6 else -0.3)
    except UnicodeEncodeError:
        pass
    return best
