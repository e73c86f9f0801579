"""The part of `messages` about tasks: what a model can be asked, and which rows can take part.

Templates as there; use them through `engine.messages`.
"""

from __future__ import annotations

ANOTHER_WORD_LIST = "Give another list of words (task.vocabulary), or leave it empty."

TASK_ERRORS: dict[str, tuple[str, str]] = {
    "words_masked": (
        "{backbone} has no trained head over its vocabulary, so it has no words to answer with.",
        "Choose a model that writes, or a task whose answers come out of a head: classification, tagging or span_qa.",
    ),
    "cloze_seq2seq": (
        "A fact is filled in by a model that continues the sentence or fills a blank in it; "
        "one with a decoder of its own does neither.",
        "Choose a causal model, or an encoder with a word head; or let it write the answer (generation).",
    ),
    "span_causal": (
        "A causal model reads from left to right: where an answer begins, it has not seen how the text goes on.",
        "Choose an encoder such as starter:minilm-l6, or let the model write the answer (generation).",
    ),
    "tokens_seq2seq": (
        "A model with an encoder and a decoder writes its answers; it has no head that reads each word.",
        "Choose an encoder such as starter:minilm-l6, or let the model write the answer (generation).",
    ),
    "written_head": (
        "A head that was never trained reads nothing out of solved examples.",
        "Choose an output in words, or compare with the head alone.",
    ),
    "choice_few": ("Row {row} has {found} candidates to choose from.", "Give it at least two, or skip the row."),
    "vocabulary_empty": ("No allowed word is a single token of {backbone}.", ANOTHER_WORD_LIST),
    "vocabulary_unreadable": ("The word list {path} cannot be read: {reason}.", ANOTHER_WORD_LIST),
    "vocabulary_size": ("The word list {path} has {found} words; possible are 1 to {most}.", ANOTHER_WORD_LIST),
    "cloze_goes_on_all": (
        "In {count} rows the sentence goes on behind the gap, which {backbone} never reads, and no other row is left.",
        "Put the gap at the end of the sentences, or choose an encoder with a word head.",
    ),
    "cloze_several_tokens_all": (
        "The answers of {count} rows have several tokens for {backbone}, and no other row is left.",
        "Use answers that are common single words, or another base model.",
    ),
    "cloze_outside_all": (
        "The answers of {count} rows are not among the allowed words, and no other row is left.",
        ANOTHER_WORD_LIST,
    ),
    "row_missing": ("{file} has no row {row} that can be used.", "Choose another with --row."),
}

TASK_NOTES: dict[str, str] = {
    "tags_from_the_left": (
        "This model reads from left to right, so each word is marked by what stands before it, never by what follows."
    ),
    "cloze_goes_on": (
        "Left out: {count} of {of} rows, whose sentence goes on behind the gap (rows {rows}). "
        "This model would not read the rest."
    ),
    "cloze_several_tokens": (
        "Left out: {count} of {of} rows, whose answer has several tokens for this model (rows {rows})."
    ),
    "cloze_outside": "Left out: {count} of {of} rows, whose answer is not among the allowed words (rows {rows}).",
    "scored_rows": "Scored are {count} of the kept-aside rows, drawn by chance.",
}
