"""Pasted text becomes a file that reads as a table."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.data import keep_pasted, read_table
from engine.errors import InputError


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("text\tlabel\nwell, yes\ta\n", [{"text": "well, yes", "label": "a"}]),
        ('text\tlabel\r\n"two\nlines"\ta\r\n', [{"text": "two\nlines", "label": "a"}]),
        ("text,label\n好,a", [{"text": "好", "label": "a"}]),
    ],
)
def test_cells_of_a_spreadsheet_and_lines_of_a_file_are_read(
    tmp_path: Path, text: str, rows: list[dict[str, str]]
) -> None:
    path = keep_pasted(text, tmp_path)
    assert list(read_table(path).rows()) == rows
    assert keep_pasted(text, tmp_path) == path and len(list(tmp_path.iterdir())) == 1


def test_nothing_pasted_says_so(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        keep_pasted(" \n\t ", tmp_path)
    assert caught.value.code == "pasted_empty"
