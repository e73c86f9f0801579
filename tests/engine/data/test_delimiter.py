"""Delimiters: the one with which the rows agree with the header."""

from __future__ import annotations

import pytest

from engine.data.delimiter import DELIMITERS, delimiter_of, sniff_delimiter
from engine.errors import InputError


@pytest.mark.parametrize("delimiter", DELIMITERS)
def test_each_delimiter_is_found(delimiter: str) -> None:
    sample = 'text{0}label\n"well, yes; or no | maybe\tso"{0}a\n"two\nlines"{0}b\nplain{0}c\n'
    assert sniff_delimiter(sample.format(delimiter)) == delimiter


@pytest.mark.parametrize(
    ("sample", "delimiter"),
    [
        ("text;label\nGut, aber teuer;positiv\n1,5 Sterne, oder 2;negativ\n", ";"),
        ("text\tlabel\nwell, yes\ta\nno, no, no\tb\n", "\t"),
        ("text|label\na;b|1\nc;d|2\n", "|"),
        ("text, long\tlabel\none\ta\ntwo\tb\n", "\t"),
        ("text,label\nwell, yes, no,a\nplain,b\nother,c\n", ","),  # most rows agree
        ("text\nfirst one\nsecond one\n", ","),  # one column
        ("text\nwell, yes\nno\nmaybe, or, not\nso\n", "\t"),  # one column of prose: no row may be torn
        ("text\na,1\nb,2\nc,3\nd,4\n", ","),  # the header is too short: the rows will say so
        ('"a;b",c\n1,2\n', ","),
        ("text,label\n", ","),
    ],
)
def test_prose_does_not_mislead(sample: str, delimiter: str) -> None:
    assert sniff_delimiter(sample) == delimiter


def test_the_files_ending_breaks_a_tie() -> None:
    assert sniff_delimiter("a,b\tc\n1,2\t3\n") == ","
    assert sniff_delimiter("a,b\tc\n1,2\t3\n", ".tsv") == "\t"


def test_delimiters_can_be_named() -> None:
    assert [delimiter_of(name) for name in ("tab", "\\t", "\t", "Comma", "pipe", "^")] == [
        "\t",
        "\t",
        "\t",
        ",",
        "|",
        "^",
    ]
    for wrong in ("ab", "a", '"', "\n", ""):
        with pytest.raises(InputError):
            delimiter_of(wrong)
