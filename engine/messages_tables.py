"""The part of `messages` about reading files: why one is no table, and where.

Templates as there; use them through `engine.messages`.
"""

from __future__ import annotations

TABLE_ERRORS: dict[str, tuple[str, str]] = {
    "table_missing": ("There is no file {path}.", "Check the name, or choose the file again."),
    "table_is_folder": ("{path} is a folder, not a table.", "Choose a table inside it."),
    "table_empty": ("{path} is empty.", "Choose a file with a header line and rows under it."),
    "table_header_only": (
        "{path} has a header ({columns}) but no rows.",
        "Add rows under the header, one example each.",
    ),
    "table_not_permitted": (
        "{path} may not be read.",
        "Close other programs that have it open, or change the file's permissions.",
    ),
    "table_unreadable": ("{path} cannot be read: {reason}.", "Copy the file to this computer and try again."),
    "table_changed": (
        "{name} changed while it was being read.",
        "Wait until the program that writes it is done, and open it again.",
    ),
    "table_binary": (
        "{name} is {kind}, not a table.",
        "Choose a CSV, TSV, JSON Lines, Parquet or Excel file.",
    ),
    "table_damaged": ("{name} is damaged: {reason}.", "Get the file again, or save it again in its program."),
    "table_ragged": (
        "More than {count} rows of {name} have another number of columns than its first row, which has {expected}; "
        "line {line} is the first of them.",
        "Choose another separator, or mend the file: it is probably read with the wrong one.",
    ),
    "table_bomb": (
        "{name} unpacks to more than {size}, far more than a table of its size can hold.",
        "If you trust it, unpack it yourself and choose what is inside.",
    ),
    "table_nul": (
        "{name} holds a NUL byte in line {line}, so it is not a table of text.",
        "Choose another file, or save this one again as UTF-8.",
    ),
    "gzip_damaged": (
        "The archive {name} ends too early or is damaged: {size} bytes could be unpacked.",
        "Download or copy it again.",
    ),
    "json_damaged": (
        "{name} is damaged in line {line}, character {column}: {reason}.",
        "Mend that place, or save the file again.",
    ),
    "json_no_records": (
        "{name} holds no records of names and values.",
        'Write one record in each line, such as {{"text": "...", "label": "..."}}.',
    ),
    "sheet_missing": (
        "There is no sheet {sheet} in this workbook. There are: {sheets}.",
        "The nearest is {nearest}.",
    ),
    "sheet_locked": ("{name} is locked with a password.", "Save it without one, and choose it again."),
    "pasted_empty": ("There is nothing to paste but empty space.", "Copy the cells again, then paste them."),
    "quote_not_closed": (
        "The quote opened in line {line} of {name} is never closed.",
        "Close it, or double a quote that belongs to the text.",
    ),
    "encoding_unknown": ("There is no encoding named {encoding}.", "The nearest is {nearest}."),
    "encoding_damaged": (
        "{name} does not read as {encoding}: line {line} has bytes that mean nothing there.",
        "Choose another encoding, or mend that line and save the file as UTF-8.",
    ),
    "encoding_none": (
        "{name} is not a text in any encoding known here.",
        "Choose the encoding by hand, or save the file as UTF-8.",
    ),
    "delimiter_unknown": ("{delimiter} cannot separate fields.", "Use one character, or one of {choices}."),
}
