"""What a file is, told by its first bytes rather than by its name: a text, a workbook, a table of Arrow's family.

What is no table is refused here, each with its own sentence.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal

from engine.errors import InputError

Kind = Literal["text", "json", "sheet", "parquet", "arrow", "gzip"]
TABLE_ENDINGS = (
    *(".csv", ".tsv", ".txt", ".psv", ".json", ".jsonl", ".ndjson", ".parquet", ".arrow", ".feather"),
    *(".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".gz"),
)
JSON_ENDINGS = (".json", ".jsonl", ".ndjson")
SHEET_ENDINGS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
HEAD_BYTES = 1 << 16
BLANK = b" \t\r\n\x0b\x0c\xef\xbb\xbf\xff\xfe\x00"

READ: tuple[tuple[bytes, Kind], ...] = ((b"\x1f\x8b", "gzip"), (b"PAR1", "parquet"), (b"ARROW1", "arrow"))
OTHER_FORMATS = (
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"%PDF", "a PDF document"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"SQLite format 3", "a SQLite database"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
)
ZIP, GZIP, OLD_OFFICE = "a zip archive", "a gzip archive", "an old Office file"
OFFICE = b"\xd0\xcf\x11\xe0"  # an .xls, but also any other document of old Office programs


def kind_of(path: Path, name: str = "") -> Kind:
    """What the file is. `name`: the one to judge and to tell by, where the file itself lies under another.

    Raises InputError: missing, a folder, a device, empty, or of a kind that holds no table.
    """
    name = name or path.name
    if path.is_dir():
        raise InputError("table_is_folder", path=str(path))
    if not path.exists():
        raise InputError("table_missing", path=str(path))
    if not path.is_file():
        raise InputError("table_unreadable", path=str(path), reason="it is a device, not a file")
    with path.open("rb") as handle:
        head = handle.read(HEAD_BYTES)
        is_whole = not handle.read(1)
    if is_whole and not head.strip(BLANK) and not head.count(0):
        raise InputError("table_empty", path=str(path))
    suffix = Path(name).suffix.lower()
    for magic, kind in READ:
        if head.startswith(magic):
            return kind
    is_zip, is_office = head.startswith(b"PK\x03\x04"), head.startswith(OFFICE)
    if ((is_zip or is_office) and suffix in SHEET_ENDINGS) or (is_zip and b"[Content_Types].xml" in head):
        return "sheet"
    if is_zip or is_office:
        raise InputError("table_binary", name=name, kind=ZIP if is_zip else OLD_OFFICE)
    for magic, other in OTHER_FORMATS:
        if head.startswith(magic):
            raise InputError("table_binary", name=name, kind=other)
    return "json" if _is_json(head, suffix) else "text"


def _is_json(head: bytes, suffix: str) -> bool:
    """By its ending, or because its first line is an object."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if suffix in JSON_ENDINGS and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return start.startswith((b"{", b"["))
    if not start.startswith(b"{"):
        return False
    try:
        return isinstance(json.loads(start.partition(b"\n")[0]), dict)
    except (ValueError, RecursionError):
        return False
