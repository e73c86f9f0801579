"""The part of `messages` about tables: what the data check finds, why a column got its role, names of encodings.

Templates as there; use them through `engine.messages`.
"""

from __future__ import annotations

# What the data check says about rows and columns: the problem, then how to mend it.
PROBLEMS: dict[str, tuple[str, str]] = {
    "too_many_fields": (
        "Row {row} (line {line}) has {found} fields, the header has {expected}. "
        "A {delimiter} inside the text probably needs quotes.",
        "Put the text in quotes, join the extra fields, or leave the row out.",
    ),
    "too_few_fields": (
        "Row {row} (line {line}) has {found} fields, the header has {expected}.",
        "Add what is missing, or leave the row out.",
    ),
    "json_broken": (
        "Row {row} (line {line}) is no record: {reason}.",
        "Mend that line, or leave the row out.",
    ),
    "quotes_swallow": (
        "Row {row} runs from line {line} to line {last_line}: a quote opened there was closed lines later, "
        "inside a text.",
        "Close the quote or double it, or leave the row out.",
    ),
    "quotes_inside": (
        "{count} rows have single quote marks inside a quoted text; the marks were dropped: {rows}.",
        "Double the quote marks that belong to the text.",
    ),
    "header_empty": ("Column {position} has no name; it is called {column} here.", "Name it in the first line."),
    "header_twice": (
        "Two columns are named {was}; the one at place {position} is called {column} here.",
        "Rename one of them in the first line.",
    ),
    "column_of_bytes": (
        "The column {column} holds bytes, such as pictures, not text; it is left out.",
        "Write what it shows as text, if the answer depends on it.",
    ),
    "header_again": ("Row {row} repeats the names of the columns.", "Leave the row out."),
    "empty_answer": ("Row {row} has no answer in {column}.", "Fill it in, or leave the row out."),
    "empty_text": ("Row {row} has no text in {column}.", "Fill it in, or leave the row out."),
    "more_rows": ("{count} more rows have the same problem as row {like}: {rows}.", "Mend them, or leave them out."),
    "one_label": (
        "All {count} rows have the same answer, {label}, so there is nothing to learn.",
        "Add rows with other answers, or choose another answer column.",
    ),
    "label_once": (
        "{count} answers appear in one row only ({labels}; rows {rows}): too little to learn from or to test on.",
        "Add rows with them, or correct their spelling.",
    ),
    "label_spelling": (
        "The answer {usual} is also written {others} ({count} rows: {rows}). They count as different answers.",
        "Write them the same way.",
    ),
    "label_similar": (
        "{others} ({count} rows: {rows}) may be another spelling of the answer {usual}. "
        "They count as different answers.",
        "Merge them if they mean the same.",
    ),
    "label_in_text": (
        "The answer stands in the text itself: {labels} in {count} of the {of} rows that were looked at ({rows}). "
        "The model learns to copy it, and the score says nothing about texts without it.",
        "Take the answer out of the texts, or choose another column for the text.",
    ),
    "column_tells": (
        "The column {column} says the same as {label}, so there is nothing to learn but copying.",
        "Give {column} no role.",
    ),
    "too_long": (
        "{count} of {of} rows are longer than {tokens} tokens, so their ends are cut: {rows}.",
        "Allow longer texts (data.max_tokens), shorten them, or leave the rows out.",
    ),
    "label_tokens": (
        "{count} answers have several tokens for {model}: {labels}. It takes a pass for each and is less sure.",
        "Give them words of one token (data.verbalizer).",
    ),
    "duplicate": (
        "{count} rows repeat an earlier text with the same answer: {rows}.",
        "Remove them if they are there by mistake. Repeated texts stay together when rows are kept aside.",
    ),
    "contradiction": (
        "{count} rows have the same text but different answers: {rows}.",
        "Decide on one answer for each text.",
    ),
    "few_kept_aside": (
        "Only {count} rows are kept aside, fewer than {least}: the score will be a rough guess.",
        "Keep more rows aside, or add data.",
    ),
    "near_duplicate": (
        "{count} rows to test on are almost the same as a row to learn from ({pairs}). The score will look too good.",
        "Leave one of each pair out, or keep what belongs together on one side (data.keep_together).",
    ),
    "near_duplicate_sampled": (
        "Of {of} rows that were compared (of {total}), {count} to test on are almost the same as one to learn from "
        "({pairs}). The score will look too good.",
        "Leave one of each pair out, or keep what belongs together on one side (data.keep_together).",
    ),
    "in_both_files": (
        "{count} texts of the validation file are also in the training file: {rows}. The score will look too good.",
        "Remove them from one of the files.",
    ),
    "label_only_in_validation": (
        "The answer {label} is only in the validation file ({count} rows: {rows}), so it cannot be learned.",
        "Add rows with it to the training file, or correct its spelling.",
    ),
    # tagging
    "tags_misaligned": (
        "Row {row} has {words} words and {tags} tags; words and tags are divided by spaces.",
        "Give each word one tag, or leave the row out.",
    ),
    "tag_orphan": (
        "{count} rows have an I- tag that continues nothing, because no tag of its kind stands before it: {rows}. "
        "It is read as a beginning.",
        "Write B- where a name begins, if it matters to you.",
    ),
    "one_tag": (
        "All words of the {count} rows have the same tag, {label}, so there is nothing to learn.",
        "Add rows with other tags, or choose another column for the tags.",
    ),
    "tag_once": (
        "{count} tags appear in one row only ({labels}; rows {rows}): too little to learn from or to test on.",
        "Add rows with these tags, or correct their spelling.",
    ),
    "tag_only_in_validation": (
        "The tag {label} is only in the validation file ({count} rows: {rows}), so it cannot be learned.",
        "Add rows with it to the training file, or correct its spelling.",
    ),
    # answers in a text
    "answer_not_in_context": (
        'The answer of row {row}, "{answer}", does not stand in its text.',
        "Copy it from the text letter by letter, or leave the row out.",
    ),
    "answer_offset": (
        'Row {row} says that its answer, "{answer}", begins at character {start}, but "{found}" stands there.',
        "Correct the place (the first character is number 0), give that column no role, or leave the row out.",
    ),
    "start_no_number": (
        "Row {row} has {start} as the place of its answer, which is no whole number.",
        "Correct the place (the first character is number 0), give that column no role, or leave the row out.",
    ),
    "answer_repeats": (
        "{count} answers stand more than once in their text: {rows}. The first place is taken for the right one.",
        "Add a column with the place of the answer, if it matters to you.",
    ),
    # choosing among candidates
    "candidates_missing": (
        "Row {row} has {found} different candidates, and at least two are needed to choose.",
        "Fill in the missing ones, or leave the row out.",
    ),
    "right_candidate_empty": (
        "The answer of row {row}, {answer}, means the candidate in {column}, which is empty.",
        "Fill it in, correct the answer, or leave the row out.",
    ),
    "choice_label": (
        "The answer of row {row}, {answer}, names none of its candidates ({columns}).",
        "Write the candidate's text, its number, or the name of its column; or leave the row out.",
    ),
    # filling in a blank
    "pattern_places": (
        "The pattern of row {row} lacks {missing}: [X] is the place of the text, [Y] that of the answer.",
        "Add it to the pattern, or leave the row out.",
    ),
}

# What stops a training, of the above.
DATA_ERRORS: dict[str, tuple[str, str]] = {code: PROBLEMS[code] for code in ("one_label", "one_tag")}

# Why a column got its role.
GUESSES: dict[str, str] = {
    "chosen": "You chose it.",
    "named_label": "Its name says answer.",
    "few_values": "It has only {count} different values.",
    "named_text": "Its name says text.",
    "longest_text": "It has the longest texts, {length} characters on average.",
    "pair": "{first} and {second} are read together.",
    "written_from": "From {first}, {second} is to be written.",
    "written": "It is to be written from {first}.",
    "left_over": "Not needed.",
    "tags": "It has one tag for each word.",
    "tagged": "It has one word for each tag of {column}.",
    "asks": "It asks something.",
    "holds_answers": "The answers stand in it.",
    "inside": "Its values stand in {column}.",
    "place": "It says where the answer begins in {column}.",
    "pattern": "It has the places [X] and [Y].",
    "named_subject": "Its name says what the answer is about.",
    "candidate": "It is one of {count} columns to choose from.",
    "names_candidate": "It names the right one.",
    "asked": "It is read before the choice.",
    # what a table seems to be for
    "task_classification": "{column} has {count} different answers in {rows} rows.",
    "task_choice": "{column} names one of {other}.",
    "task_cloze": "{column} has the places [X] and [Y].",
    "task_fact": "There are a {column} and an {other}.",
    "task_generation": "{column} has {count} different answers in {rows} rows, so they are written rather than picked.",
    "task_tagging": "{column} has one tag for each word of {other}.",
    "task_span_qa": "What {column} says stands in {other}.",
    "task_open": "No column looks like the answer.",
}

# Encodings as people call them.
ENCODINGS: dict[str, str] = {
    "utf-8": "Unicode (UTF-8)",
    "utf-8-sig": "Unicode (UTF-8 with mark)",
    "utf-16": "Unicode (UTF-16)",
    "utf-16-le": "Unicode (UTF-16 LE)",
    "utf-16-be": "Unicode (UTF-16 BE)",
    "utf-32": "Unicode (UTF-32)",
    "gb18030": "Chinese, simplified (GB18030)",
    "big5": "Chinese, traditional (Big5)",
    "shift_jis": "Japanese (Shift-JIS)",
    "cp1252": "Western European (Windows-1252)",
}
