"""File names from what people call things."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.packs.file_names import free_path, safe_name, short_names

NAMES = {
    "Reviews": "Reviews",
    "好评 or 差评?": "好评 or 差评",
    "🎉 party 🎉": "party",
    "🎉": "prompt",
    "../../etc/passwd": "etc passwd",
    "a/b\\c:d*e": "a b c d e",
    "CON": "pack CON",
    "nul.txt": "pack nul.txt",
    "com1": "pack com1",
    "Console": "Console",
    ".hidden": "hidden",
    "-rf": "rf",
    "ends with dots...": "ends with dots",
    "two\nlines\x00": "two lines",
    "": "prompt",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_becomes_a_safe_file_name(name: str) -> None:
    assert safe_name(name) == NAMES[name]


@given(st.text(max_size=400))
def test_any_text_becomes_a_short_plain_name(name: str) -> None:
    found = safe_name(name)
    assert found and len(found.encode()) <= 200 and found == found.strip(" .")
    assert not set(found) & set('/\\:*?"<>|\0\n')


def test_three_hundred_letters_are_cut(tmp_path: Path) -> None:
    for letter in ("n", "字", "😀", "e\u0301"):
        free_path(tmp_path, letter * 300).write_bytes(b"")
    assert len(list(tmp_path.iterdir())) == 4


def test_a_taken_name_gets_the_next_number(tmp_path: Path) -> None:
    (tmp_path / "REVIEWS.promptpack").touch()
    (tmp_path / "reviews 2.promptpack").touch()
    assert free_path(tmp_path, "Reviews").name == "Reviews 3.promptpack"


def test_files_in_a_list_are_called_by_as_much_of_their_paths_as_tells_them_apart(tmp_path: Path) -> None:
    first, second = tmp_path / "one" / "pack" / "a.promptpack", tmp_path / "two" / "pack" / "a.promptpack"
    assert short_names([first, tmp_path / "b.promptpack"]) == ["a.promptpack", "b.promptpack"]
    assert short_names([first, second]) == [str(path.relative_to(tmp_path)) for path in (first, second)]
    assert short_names([first, first]) == ["a.promptpack", "a.promptpack"]
