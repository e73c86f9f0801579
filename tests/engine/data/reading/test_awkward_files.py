"""Files as people have them: each ends in the right table, or in one clear message that names the place."""

from __future__ import annotations

import codecs
import gzip
import io
import json
import os
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from openpyxl import Workbook
from pyarrow import parquet

from engine.data import Table, check_table, guess_mapping, guess_task, read_table
from engine.errors import InputError

BASE = "text,label\nfine,a\nfine too,b\n"
FINE = [["text", "label"], ["fine", "a"], ["fine too", "b"]]
HAN = "内容,标签\n酒店很好，服务也不错,好评\n服务太差了，再也不来,差评\n"
HAN_ROWS = [["内容", "标签"], ["酒店很好，服务也不错", "好评"], ["服务太差了，再也不来", "差评"]]
BIG = "內容,標籤\n這間房間很乾淨,好評\n服務太差了,差評\n"
KANA = "本文,評価\n部屋はとてもきれいでした,良い\n朝食はまずかった,悪い\n"
ACCENTS = "texte,avis\nLe café était très mauvais,négatif\nUn séjour très réussi,positif\n"


@dataclass(frozen=True)
class Rows:
    """What is read: the header and the rows, then the numbers of those beside the table."""

    rows: list[list[str]]
    beside: tuple[int, ...] = ()


@dataclass(frozen=True)
class Refused:
    """What is said instead, by its code, and values that the sentence must name."""

    code: str
    named: tuple[str, ...] = ()


def rows_of(text: str) -> Rows:
    return Rows([line.split(",") for line in text.splitlines()])


def workbook(*sheets: tuple[str, list[list[Any]]]) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def columns_file(**columns: Any) -> bytes:
    target = io.BytesIO()
    parquet.write_table(pa.table(columns), target)
    return target.getvalue()


def lines(*records: Any) -> bytes:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode()


LONG = "x" * 1_000_000
ZIP = io.BytesIO()
with zipfile.ZipFile(ZIP, "w") as made:
    made.writestr("a.csv", BASE)

FILES: dict[str, tuple[str, bytes, Rows | Refused]] = {
    # encodings
    "UTF-8": ("a.csv", HAN.encode(), Rows(HAN_ROWS)),
    "UTF-8 with mark": ("a.csv", codecs.BOM_UTF8 + HAN.encode(), Rows(HAN_ROWS)),
    "UTF-16 little end with mark": ("a.csv", codecs.BOM_UTF16_LE + HAN.encode("utf-16-le"), Rows(HAN_ROWS)),
    "UTF-16 big end with mark": ("a.csv", codecs.BOM_UTF16_BE + HAN.encode("utf-16-be"), Rows(HAN_ROWS)),
    "UTF-16 without mark": ("a.csv", BASE.encode("utf-16-le"), Rows(FINE)),
    "UTF-16 as Excel saves Unicode text": (
        "a.txt",
        codecs.BOM_UTF16_LE + HAN.replace(",", "\t").replace("\n", "\r\n").encode("utf-16-le"),
        Rows(HAN_ROWS),
    ),
    "UTF-16 cut in the middle of a character": (
        "a.csv",
        codecs.BOM_UTF16_LE + BASE.encode("utf-16-le")[:-1],
        Refused("encoding_damaged", ("utf-16", "3")),
    ),
    "UTF-32": ("a.csv", codecs.BOM_UTF32_LE + HAN.encode("utf-32-le"), Rows(HAN_ROWS)),
    "GB18030": ("a.csv", HAN.encode("gb18030"), Rows(HAN_ROWS)),
    "Big5": ("a.csv", BIG.encode("big5"), rows_of(BIG)),
    "Shift-JIS": ("a.csv", KANA.encode("shift_jis"), rows_of(KANA)),
    "Windows-1252": ("a.csv", ACCENTS.encode("cp1252"), rows_of(ACCENTS)),
    "one broken byte in UTF-8": (
        "a.csv",
        HAN.encode() + "这一行坏了".encode()[:-1] + b",x\n" + HAN.encode(),
        Refused("encoding_damaged", ("utf-8", "line 4")),
    ),
    "bytes that are no writing": ("a.csv", bytes([0x81, 0xFE, 0xFF, 0x80, 10]) * 50, Refused("encoding_none")),
    # separators and line ends
    "tabs": ("a.tsv", BASE.replace(",", "\t").encode(), Rows(FINE)),
    "tabs in a .csv": ("a.csv", BASE.replace(",", "\t").encode(), Rows(FINE)),
    "semicolons": ("a.csv", BASE.replace(",", ";").encode(), Rows(FINE)),
    "semicolons and decimal commas": (
        "a.csv",
        b"text;price;label\ngood;1,5;a\nbad;2,25;b\n",
        Rows([["text", "price", "label"], ["good", "1,5", "a"], ["bad", "2,25", "b"]]),
    ),
    "pipes": ("a.txt", BASE.replace(",", "|").encode(), Rows(FINE)),
    "Excel's separator line": ("a.csv", b"sep=;\r\ntext;label\r\nfine;a\r\nfine too;b\r\n", Rows(FINE)),
    "Windows line ends": ("a.csv", BASE.replace("\n", "\r\n").encode(), Rows(FINE)),
    "old Mac line ends": ("a.csv", BASE.replace("\n", "\r").encode(), Rows(FINE)),
    "mixed line ends": ("a.csv", b"text,label\r\nfine,a\rfine too,b\n", Rows(FINE)),
    "no line end behind the last row": ("a.csv", BASE.encode()[:-1], Rows(FINE)),
    "empty lines between and behind": ("a.csv", b"\n\ntext,label\n\nfine,a\n\n\nfine too,b\n\n\n", Rows(FINE)),
    "a line separator of Unicode in a text": (
        "a.csv",
        "text,label\nfine\u2028still,a\nx\x85y\x0bz,b\n".encode(),
        Rows([["text", "label"], ["fine\u2028still", "a"], ["x\x85y\x0bz", "b"]]),
    ),
    # quotes
    "quotes inside quotes": (
        "a.csv",
        b'text,label\n"He said ""no"", twice",a\n"""quoted""",b\n',
        Rows([["text", "label"], ['He said "no", twice', "a"], ['"quoted"', "b"]]),
    ),
    "line ends inside quotes": (
        "a.csv",
        b'text,label\n"two\r\nlines",a\n"three\n\nlines",b\n',
        Rows([["text", "label"], ["two\r\nlines", "a"], ["three\n\nlines", "b"]]),
    ),
    "inches in a text without quotes": (
        "a.csv",
        b'text,label\n5" screen,a\na 7" one,b\n',
        Rows([["text", "label"], ['5" screen', "a"], ['a 7" one', "b"]]),
    ),
    "text behind a closing quote": (
        "a.csv",
        b'text,label\n"Great" film,a\nfine too,b\n',
        Rows([["text", "label"], ["Great film", "a"], ["fine too", "b"]]),
    ),
    "a quote that is never closed": (
        "a.csv",
        b'text,label\nfine,a\n"open,b\nmore,c\n',
        Refused("quote_not_closed", ("line 3",)),
    ),
    "empty quotes": ("a.csv", b'text,label\n"",a\n"x",""\n', Rows([["text", "label"], ["", "a"], ["x", ""]])),
    "spaces around values": (
        "a.csv",
        b" text , label\n fine , a\n",
        Rows([["text", "label"], [" fine ", " a"]]),
    ),
    # rows of another width, headers
    "a comma too many": (
        "a.csv",
        b"text,label\nfine,a\nwell, yes,b\nfine too,b\n",
        Rows(FINE, (2,)),
    ),
    "a field too few": ("a.csv", b"text,label\nfine,a\nalone\nfine too,b\n", Rows(FINE, (2,))),
    "a comma behind every row": (
        "a.csv",
        b"text,label,\nfine,a,\nfine too,b,\n",
        Rows([["text", "label", "column 3"], ["fine", "a", ""], ["fine too", "b", ""]]),
    ),
    "two columns of one name": ("a.csv", b"text,text\nfine,a\n", Rows([["text", "text 2"], ["fine", "a"]])),
    "columns without names": ("a.csv", b",,label\n1,x,a\n", Rows([["column 1", "column 2", "label"], ["1", "x", "a"]])),
    "one column": ("a.csv", b"text\nfine\n\nfine too\n", Rows([["text"], ["fine"], ["fine too"]])),
    "300 columns": (
        "a.csv",
        (",".join(f"c{i}" for i in range(300)) + "\n" + ",".join(map(str, range(300))) + "\n").encode(),
        Rows([[f"c{i}" for i in range(300)], [str(i) for i in range(300)]]),
    ),
    "no header": (
        "a.csv",
        b"good film,positive\nbad film,negative\nfine film,positive\npoor film,negative\n",
        Rows(
            [
                ["column 1", "column 2"],
                *(["good film", "positive"], ["bad film", "negative"]),
                *(["fine film", "positive"], ["poor film", "negative"]),
            ]
        ),
    ),
    # values
    "a cell of a megabyte": (
        "a.csv",
        f'text,label\n"{LONG}\n",a\nfine too,b\n'.encode(),
        Rows([["text", "label"], [LONG + "\n", "a"], ["fine too", "b"]]),
    ),
    "writing from right to left, and emoji": (
        "a.csv",
        "text,label\nهذا جيد,👍🏽\nזה רע,👩‍👩‍👧\n".encode(),
        Rows([["text", "label"], ["هذا جيد", "👍🏽"], ["זה רע", "👩‍👩‍👧"]]),
    ),
    "dates, thousands, leading zeros, nothing": (
        "a.csv",
        b'day,sum,code,none\n2024-01-05,"1,234.50",007,NULL\n05/01/24,"1.234,5",1e5,NaN\n',
        Rows(
            [
                ["day", "sum", "code", "none"],
                *(["2024-01-05", "1,234.50", "007", "NULL"], ["05/01/24", "1.234,5", "1e5", "NaN"]),
            ]
        ),
    ),
    "formulas as text": (
        "a.csv",
        b'text,label\n=1+1,a\n"=HYPERLINK(""x"")",b\n@SUM(A1),b\n',
        Rows([["text", "label"], ["=1+1", "a"], ['=HYPERLINK("x")', "b"], ["@SUM(A1)", "b"]]),
    ),
    "a NUL byte": ("a.csv", b"text,label\nfine,a\nfi\x00ne,b\n", Refused("table_nul", ("line 3",))),
    "control characters": (
        "a.csv",
        b"text,label\nbell\x07,a\nescape\x1b[0m,b\n",
        Rows([["text", "label"], ["bell\x07", "a"], ["escape\x1b[0m", "b"]]),
    ),
    # too little
    "nothing at all": ("a.csv", b"", Refused("table_empty")),
    "white space": ("a.csv", b"\r\n \t\r\n", Refused("table_empty")),
    "a mark alone": ("a.csv", codecs.BOM_UTF16_LE, Refused("table_empty")),
    "a header alone": ("a.csv", b"text,label\n", Refused("table_header_only", ("text, label",))),
    "one row": ("a.csv", b"text,label\nfine,a\n", Rows(FINE[:2])),
    # other formats
    "JSON lines": (
        "a.jsonl",
        lines({"text": "fine", "label": "a"}, {"label": "b", "text": "fine too"}),
        Rows(FINE),
    ),
    "JSON lines with a key that comes late, null, numbers and lists": (
        "a.jsonl",
        b'{"t": ["Ann", "went"], "n": 1.50}\n\n{"t": null, "n": true, "late": {"x": [1]}}\n',
        Rows([["t", "n", "late.x"], ["Ann went", "1.50", ""], ["", "true", "1"]]),
    ),
    "JSON lines with a broken one": (
        "a.jsonl",
        b'{"text": "fine", "label": "a"}\n{"text": "cut\n[1, 2]\n{"text": "fine too", "label": "b"}\n',
        Rows(FINE, (2, 3)),
    ),
    "half a character in JSON": (
        "a.jsonl",
        b'{"text": "fine", "label": "\\ud83d"}\n',
        Rows([["text", "label"], ["fine", "?"]]),
    ),
    "a JSON list": (
        "a.json",
        json.dumps([{"text": "fine", "label": "a"}, {"text": "fine too", "label": "b"}], indent=1).encode(),
        Rows(FINE),
    ),
    "a JSON list in an object": (
        "a.json",
        json.dumps({"version": 1, "data": [{"text": "fine", "label": "a"}]}).encode(),
        Rows(FINE[:2]),
    ),
    "a damaged JSON list": (
        "a.json",
        b'[\n {"text": "fine"},\n {"text": }\n]',
        Refused("json_damaged", ("line 3", "character 11")),
    ),
    "JSON without records": ("a.json", b"[1, 2, 3]", Refused("json_no_records")),
    "an empty JSON list": ("a.json", b"[]", Refused("json_no_records")),
    "JSON nested too deeply": ("a.json", b"[" * 200_000, Refused("json_damaged", ("line 1",))),
    "Parquet": ("a.parquet", columns_file(text=["fine", "fine too"], label=["a", "b"]), Rows(FINE)),
    "Parquet with numbers, lists, records, nothing and bytes": (
        "a.parquet",
        columns_file(
            n=[1, None],
            f=[2.0, 0.5],
            words=[["Ann", "went"], []],
            answers=[{"text": ["May"], "start": [3]}, None],
            picture=[b"\x00", b"\x01"],
        ),
        Rows(
            [
                ["n", "f", "words", "answers.text", "answers.start"],
                ["1", "2", "Ann went", "May", "3"],
                ["", "0.5", "", "", ""],
            ]
        ),
    ),
    "Parquet named .csv": ("a.csv", columns_file(text=["fine"], label=["a"]), Rows(FINE[:2])),
    "Parquet without rows": ("a.parquet", columns_file(text=pa.array([], pa.string())), Refused("table_header_only")),
    "damaged Parquet": ("a.parquet", b"PAR1" + bytes(100) + b"PAR1", Refused("table_damaged")),
    "a workbook": ("a.xlsx", workbook(("data", FINE)), Rows(FINE)),
    "a workbook whose first sheet is empty": ("a.xlsx", workbook(("", []), ("data", FINE)), Rows(FINE)),
    "a workbook with numbers, empty rows and columns": (
        "a.xlsx",
        workbook(("s", [[], ["text", None, "n"], ["fine", None, 3.0], [], ["x", None, 0.5], ["y", None, True]])),
        Rows([["text", "n"], ["fine", "3"], ["x", "0.5"], ["y", "true"]]),
    ),
    "a workbook with nothing in it": ("a.xlsx", workbook(("s", [])), Refused("table_empty")),
    "a damaged workbook": ("a.xlsx", workbook(("s", FINE))[:2000], Refused("table_damaged")),
    "a gzipped table": ("a.csv.gz", gzip.compress(HAN.encode("gb18030")), Rows(HAN_ROWS)),
    "a gzipped table cut short": ("a.csv.gz", gzip.compress(BASE.encode())[:-12], Refused("gzip_damaged")),
    "a gzip archive in another": ("a.csv.gz", gzip.compress(gzip.compress(b"x")), Refused("table_binary", ("gzip",))),
    "a zip archive": ("a.zip", ZIP.getvalue(), Refused("table_binary", ("zip",))),
    "a picture named .csv": ("a.csv", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", Refused("table_binary", ("PNG",))),
    "a PDF": ("a.csv", b"%PDF-1.7\n1 0 obj", Refused("table_binary", ("PDF",))),
    "a program": ("a.csv", b"\x7fELF\x02\x01", Refused("table_binary", ("program",))),
    "a name in another writing": ("数据 ü.csv", BASE.encode(), Rows(FINE)),
}


def found_in(table: Table) -> list[list[str]]:
    return [list(table.columns), *(list(row.values()) for row in table.rows())]


def test_there_are_enough_of_them() -> None:
    assert len(FILES) >= 60


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_read_or_refused_with_the_place(tmp_path: Path, name: str) -> None:
    file, content, expected = FILES[name]
    path = tmp_path / file
    path.write_bytes(content)
    if isinstance(expected, Rows):
        table = read_table(path)
        assert found_in(table) == expected.rows
        assert tuple(row.number for row in table.ragged) == expected.beside
        task, _ = guess_task(table)
        problems = check_table(table, guess_mapping(table, task), task=task)
        assert all(problem.message and problem.fix for problem in problems)
        return
    with pytest.raises(InputError) as caught:
        read_table(path)
    assert caught.value.code == expected.code
    assert [word for word in expected.named if word not in caught.value.message] == []
    assert caught.value.action and file.removesuffix(".gz") in caught.value.message


def test_a_folder_and_a_name_without_a_file_are_told_apart(tmp_path: Path) -> None:
    for path, code in ((tmp_path, "table_is_folder"), (tmp_path / "no.csv", "table_missing")):
        with pytest.raises(InputError) as caught:
            read_table(path)
        assert caught.value.code == code


def test_a_locked_file_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.csv"
    path.write_text(BASE)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(InputError) as caught:
        read_table(path)
    assert caught.value.code == "table_not_permitted"


def test_a_file_that_changes_while_it_is_read_is_not_trusted(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(BASE)

    def write_more(phase: str, done: int, total: int) -> None:
        with path.open("a") as handle:
            handle.write("more,a\n")

    with pytest.raises(InputError) as caught:
        read_table(path, tick=write_more)
    assert (caught.value.code, caught.value.args_["name"]) == ("table_changed", "a.csv")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes as files")
def test_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(InputError) as caught:
        read_table(tmp_path / "pipe.csv")
    assert caught.value.code == "table_unreadable"


def test_another_sheet_can_be_chosen_and_a_wrong_name_tells_the_nearest(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook(("reviews", FINE), ("others", [["q", "a"], ["1", "2"]])))
    assert read_table(path).sheets == ("reviews", "others")
    table = read_table(path, sheet="others")
    assert (table.sheet, found_in(table)) == ("others", [["q", "a"], ["1", "2"]])
    with pytest.raises(InputError) as caught:
        read_table(path, sheet="other")
    assert (caught.value.code, caught.value.args_["nearest"]) == ("sheet_missing", "others")
