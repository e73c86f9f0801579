"""From a CSV file to examples: reading, column roles, checks, template, words, split. Free of torch and Qt.

The order of the program: `read_table` -> `settle_mapping` -> `check_table` -> `Template`, `Verbalizer` -> `split`;
`load_examples` does it all for a recipe. Tensors begin elsewhere.
"""

from engine.data.checks import Problem, check_table, label_counts, report
from engine.data.delimiter import DELIMITERS
from engine.data.encoding import CANDIDATES, CODECS
from engine.data.examples import Example, examples
from engine.data.guessing import guess_mapping, guess_task, settle_mapping
from engine.data.label_words import label_words
from engine.data.loading import Loaded, load_examples, merge_references
from engine.data.mapping import ColumnMapping, Reason
from engine.data.patterns import derived_fields, needed_columns
from engine.data.presets import PRESET, PRESETS, are_short, language_of, preset_template, resolve_preset, task_templates
from engine.data.reading import read_table
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
    "Answer",
    "Column",
    "ColumnMapping",
    "Example",
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
    "are_short",
    "candidate_roles",
    "check_table",
    "derived_fields",
    "examples",
    "guess_mapping",
    "guess_task",
    "label_counts",
    "label_words",
    "language_of",
    "load_examples",
    "merge_references",
    "move_answer_space",
    "needed_columns",
    "preset_template",
    "read_table",
    "report",
    "resolve_preset",
    "roles_of",
    "settle_mapping",
    "split",
    "take_answer_space",
    "task_templates",
    "with_shuffled_answers",
]
