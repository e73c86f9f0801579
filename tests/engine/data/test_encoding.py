"""Encodings: found by marks and strictness, then by what the characters look like."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.data.encoding import CODECS, codec_of, find_encoding, first_bad_line
from engine.errors import InputError

TEXTS = {
    "gb18030": ["酒店很好,好评\n服务太差了,差评", "这个手机的电池不耐用,负面", "王芳,沈阳", "€5 的快递,一般"],
    "big5": ["房間很乾淨，服務也很好,正面", "這個手機的電池不耐用,負面", "王小明,臺北"],
    "shift_jis": ["部屋はとてもきれいでした,良い", "りんご,1", "田中太郎,東京", "ｺｰﾋｰはおいしい,良い"],
    "cp1252": [
        *("Le café était très mauvais,négatif", "Großartig überhaupt,gut", "I don’t like it – “awful”,bad"),
        *("El niño comió aquí,sí", "coffee,€3", "naïve,1", "¿Qué?,¡Sí!", "20 °C ± 1,ok"),
    ],
}


def written(folder: Path, content: bytes) -> Path:
    path = folder / "a.csv"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in TEXTS.items() for text in texts])
def test_one_line_is_enough_to_tell_the_candidates_apart(tmp_path: Path, name: str, text: str) -> None:
    found = find_encoding(written(tmp_path, f"text,label\n{text}\n".encode(CODECS[name])))
    assert found.name == name
    assert name not in found.alternatives


def test_the_other_candidates_are_offered(tmp_path: Path) -> None:
    found = find_encoding(written(tmp_path, "text,label\n苹果,1\n".encode("gb18030")))
    assert {found.name, *found.alternatives} >= {"gb18030", "big5"}


def test_utf8_is_never_taken_for_a_candidate(tmp_path: Path) -> None:
    for texts in TEXTS.values():
        found = find_encoding(written(tmp_path, "\n".join(texts).encode()))
        assert (found.name, found.alternatives) == ("utf-8", ())


@pytest.mark.parametrize("name", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", ["text,label\nplain,a\n", "内容,标签\n这个手机的电池不耐用,负面\n"])
def test_utf16_without_a_mark_is_known_by_its_nuls(tmp_path: Path, name: str, text: str) -> None:
    assert find_encoding(written(tmp_path, text.encode(name))).name == name


def test_one_broken_byte_is_damage_and_not_another_encoding(tmp_path: Path) -> None:
    lines = [f"{number},这个手机的电池不耐用".encode() for number in range(50)]
    lines[30] += b"\xe8\xbf"
    with pytest.raises(InputError) as caught:
        find_encoding(written(tmp_path, b"\n".join(lines)))
    assert (caught.value.code, caught.value.args_["line"]) == ("encoding_damaged", 31)


def test_the_bad_line_is_found_behind_the_first_chunk(tmp_path: Path) -> None:
    path = written(tmp_path, "é line\n".encode() * 200_000 + b"bad \xff\n")
    assert first_bad_line(path, "utf-8") == 200_001
    assert first_bad_line(path, "cp1252") is None


def test_names_of_encodings_may_be_written_freely() -> None:
    assert codec_of("UTF-8") == "utf-8"
    assert codec_of("cp949") == "cp949"
    for wrong in ("no such thing", "base64", "rot13", ""):
        with pytest.raises(InputError):
            codec_of(wrong)
