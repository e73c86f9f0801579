"""Example: one mapped row, never with the answer among its fields."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.data import ColumnMapping, Example, Table, examples, read_table
from engine.errors import InputError


def table(folder: Path, content: str) -> Table:
    path = folder / "a.csv"
    path.write_text(content, encoding="utf-8")
    return read_table(path, delimiter=",")


def test_rows_become_examples_without_those_left_out(tmp_path: Path) -> None:
    read = table(tmp_path, "id,text,label\n1,one,x\n2,two,y\n3,ragged\n4,four,x\n")
    mapping = ColumnMapping({"text": "text", "label": "label"})
    assert list(examples(read, mapping, skip={1})) == [
        Example(2, {"id": "2", "text": "two"}, "y"),
        Example(4, {"id": "4", "text": "four"}, "x"),
    ]
    assert [row.label for row in examples(read, ColumnMapping({"text": "text"}))] == [None] * 3
    with pytest.raises(InputError):
        list(examples(read, ColumnMapping({"text": "text", "label": "answer"})))


def test_a_choice_has_its_candidates_and_the_right_ones_text(tmp_path: Path) -> None:
    read = table(tmp_path, "premise,a,b,c,label\nit rained,wet,dry,,0\nsunny,wet, dry ,hot,2\nodd,wet,dry,hot,7\n")
    mapping = ColumnMapping.of(["premise"], "label", candidates=["a", "b", "c"])
    rows = list(examples(read, mapping, task="choice"))
    assert [row.candidates for row in rows] == [("wet", "dry"), ("wet", "dry", "hot"), ("wet", "dry", "hot")]
    assert [row.label for row in rows] == ["wet", "hot", None]
    assert [row.label for row in examples(read, mapping, task="choice", scheme="from_1")] == [None, "dry", None]
    unknown = ColumnMapping.of(["premise"], None, candidates=["a", "b"])
    first = next(examples(read, unknown, task="choice"))
    assert (first.label, first.candidates) == (None, ("wet", "dry"))


def test_a_cloze_has_what_stands_around_its_blank(tmp_path: Path) -> None:
    read = table(tmp_path, "subject,template,object,before\nRome,[X] is in [Y].,Italy,own\n")
    (row,) = examples(read, ColumnMapping.of(["subject"], "object", pattern="template"), task="cloze")
    assert (row.fields["before"], row.fields["after"], row.label) == ("Rome is in", ".", "Italy")
    (plain,) = examples(read, ColumnMapping.of(["subject"], "object"), task="cloze")
    assert plain.fields["before"] == "own" and "after" not in plain.fields


def test_a_span_knows_its_place_and_hides_it_from_templates(tmp_path: Path) -> None:
    read = table(tmp_path, "q,c,a,at\nwhen?,in May or May, May ,10\nwho?,in May,June,0\n")
    roles = {"question": "q", "context": "c", "label": "a"}
    rows = list(examples(read, ColumnMapping({**roles, "start": "at"}), task="span_qa"))
    assert [(row.label, row.start) for row in rows] == [("May", 10), ("June", None)]
    assert all(set(row.fields) == {"q", "c"} for row in rows)
    assert [row.start for row in examples(read, ColumnMapping(roles), task="span_qa")] == [3, None]
    (first, _) = examples(read, ColumnMapping({"question": "q", "context": "c"}), task="span_qa")
    assert (first.label, first.start) == (None, None)
