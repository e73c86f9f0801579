"""From a file to examples: reading, column roles, checks, template, words, split. Free of torch and Qt.

The order of the program: `read_table` -> `settle_mapping` -> `check_table` -> `Template`, `Verbalizer` -> `split`;
`load_examples` does it all for a recipe. Tensors begin elsewhere.
"""

from engine.data.checks import check_table, label_counts
from engine.data.comparing import across_files
from engine.data.delimiter import DELIMITERS
from engine.data.encoding import CANDIDATES, CODECS
from engine.data.example_rows import ExampleRows
from engine.data.examples import Example, examples
from engine.data.fixes import fix_settings, with_fix, without_fix
from engine.data.guessing import guess_mapping, guess_task, settle_mapping
from engine.data.label_words import label_words
from engine.data.loading import Loaded, load_examples, merge_references, split_rows
from engine.data.mapping import ColumnMapping, Reason
from engine.data.nearness import near_duplicates
from engine.data.patterns import derived_fields, needed_columns
from engine.data.presets import PRESET, PRESETS, are_short, language_of, preset_template, resolve_preset, task_templates
from engine.data.problems import Problem
from engine.data.reading import TABLE_ENDINGS, keep_pasted, read_table
from engine.data.report import report
from engine.data.roles import KINDS, candidate_roles, roles_of
from engine.data.split import Split, split, with_shuffled_answers
from engine.data.table import RaggedRow, Table
from engine.data.template import Answer, Column, Segment, Soft, Template, Text
from engine.data.verbalizer import Verbalizer, move_answer_space, take_answer_space

__all__ = [
    "CANDIDATES",
    "CODECS",
    "DELIMITERS",
    "KINDS",
    "PRESET",
    "PRESETS",
    "TABLE_ENDINGS",
    "Answer",
    "Column",
    "ColumnMapping",
    "Example",
    "ExampleRows",
    "Loaded",
    "Problem",
    "RaggedRow",
    "Reason",
    "Segment",
    "Soft",
    "Split",
    "Table",
    "Template",
    "Text",
    "Verbalizer",
    "across_files",
    "are_short",
    "candidate_roles",
    "check_table",
    "derived_fields",
    "examples",
    "fix_settings",
    "guess_mapping",
    "guess_task",
    "keep_pasted",
    "label_counts",
    "label_words",
    "language_of",
    "load_examples",
    "merge_references",
    "move_answer_space",
    "near_duplicates",
    "needed_columns",
    "preset_template",
    "read_table",
    "report",
    "resolve_preset",
    "roles_of",
    "settle_mapping",
    "split",
    "split_rows",
    "take_answer_space",
    "task_templates",
    "with_fix",
    "with_shuffled_answers",
    "without_fix",
]
