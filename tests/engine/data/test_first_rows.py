"""What a person compares before choosing how a file is read."""

import gzip
from pathlib import Path

import pytest

from engine.data.first_rows import SEARCHED_BYTES, beginning_of

TEXT = '评论,类别\n房间很好,好\n"差,不来了",差\n'


@pytest.fixture
def write(tmp_path: Path):
    def write(content: bytes) -> Path:
        path = tmp_path / "rows.csv"
        path.write_bytes(content)
        return path

    return write


def test_the_same_line_reads_differently_in_two_encodings(write) -> None:
    found = beginning_of(write(b"text,label\n" * 5 + TEXT.encode("gb18030")))
    assert found.line("gb18030") == "评论,类别"
    assert "评论" not in found.line("cp1252") and found.line("utf-8").count("\ufffd") > 1


def test_a_line_that_tells_is_found_far_behind_the_first_ones(write) -> None:
    plain = b"good,yes\n" * 200_000
    assert beginning_of(write(plain + TEXT.encode())).line("utf-8") == "评论,类别"
    assert beginning_of(write(plain)).telling == b"" and len(plain) < SEARCHED_BYTES


def test_rows_follow_the_separator(write) -> None:
    found = beginning_of(write(TEXT.encode()))
    assert found.rows("utf-8", ",") == [["评论", "类别"], ["房间很好", "好"], ["差,不来了", "差"]]
    assert found.rows("utf-8", ";")[1] == ["房间很好,好"]
    assert len(found.rows("utf-8", ",", 2)) == 2


def test_the_last_line_is_not_half_a_line(write) -> None:
    found = beginning_of(write(b"abcdefg,1\n" * 10_000))
    assert found.head.endswith(b"\n") and {len(row) for row in found.rows("utf-8", ",", 9999)} == {2}


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_a_mark_at_the_beginning_is_no_text(write, encoding: str) -> None:
    found = beginning_of(write(TEXT.encode(encoding)))
    assert found.rows(encoding, ",")[0] == ["评论", "类别"]


def test_a_packed_file_is_looked_into_and_a_damaged_one_shown_as_it_is(write) -> None:
    packed = gzip.compress(TEXT.encode())
    assert beginning_of(write(packed)).line("utf-8") == "评论,类别"
    assert beginning_of(write(packed[:20])).head == packed[:20]


def test_excels_own_first_line_is_no_row(write) -> None:
    assert beginning_of(write(b"sep=;\r\na;b\r\n1;2\r\n")).rows("utf-8", ";") == [["a", "b"], ["1", "2"]]
