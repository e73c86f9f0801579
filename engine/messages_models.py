"""The part of `messages` about what a base model can and cannot be asked.

Templates as there; use them through `engine.messages`.
"""

from __future__ import annotations

MODEL_ERRORS: dict[str, tuple[str, str]] = {
    # what cannot work together: the reason, then the nearest that does
    "task_unknown": ("There is no task named {task}.", "Choose one of: {tasks}."),
    "output_unknown": (
        "{task} cannot be answered through {output}.",
        "Choose one of: {outputs} (task.output), or leave it open.",
    ),
    "head_seq2seq": (
        "A model with an encoder and a decoder answers in words, not through a head.",
        "Leave the output open, or choose words (task.output=verbalizer).",
    ),
    "verbalizer_masked": (
        "The files of this encoder hold no trained word predictor, so it cannot answer in words.",
        "Choose the head (task.output=head), or a model that predicts words.",
    ),
    "cannot_write": (
        "{backbone} is an encoder and cannot write text.",
        "Pick answers with it (predict), or choose a causal model or one with a decoder.",
    ),
    "beams_draw": (
        "{beams} beams look for the likeliest text, and a temperature of {temperature} draws words by chance.",
        "Set the temperature to 0, or beams to 1.",
    ),
    "no_pooler": (
        "{backbone} has no pooler that a head could read.",
        "Choose another task.pooling: mean or first.",
    ),
    "no_interface": (
        "{method} enters every layer, and models of the kind {kind} give no way in.",
        "Choose Prompt Tuning or P-Tuning, which enter at the input, or another base model.",
    ),
    "no_slots": (
        "{method} enters every layer, and the attention of {backbone} cannot be reached.",
        "Choose Prompt Tuning or P-Tuning, which enter at the input, or another base model.",
    ),
    "infix_place": (
        "An infix stands between text and answer, so it needs a causal model that answers in words.",
        "Choose the place in front (method.place=prefix), or a causal model with words.",
    ),
    "prompt_too_long": (
        "A prompt of {length} tokens leaves no room: this model reads {limit} tokens.",
        "Choose a prompt of at most {most} tokens.",
    ),
    "template_too_long": (
        "The template's words and the answer take {taken} tokens of {limit}, so nothing of the text would be read.",
        "Shorten the template, or raise the longest text (data.max_tokens).",
    ),
    "ensemble_labels": (
        "{pack} gives the answers {labels}, and {first} gives {needed}.",
        "Combine packs of one task: trained on the same answers.",
    ),
    "ensemble_backbone": (
        "{pack} was made for another base model ({made_for}) than {first} ({needed}).",
        "Combine packs that were trained on the very same base model.",
    ),
    "ensemble_writes": (
        "{pack} writes text and has no answers to choose from, so nothing can be counted.",
        "Combine packs that pick an answer.",
    ),
    "ensemble_pack": ("{pack}: {reason}", "{todo}"),
    # small number formats
    "packed_no_card": (
        "The number format {dtype} needs an NVIDIA graphics card, and this would run on {device}.",
        "Leave the number format open (backbone.dtype=auto), or choose a card (backbone.device=cuda).",
    ),
    "packed_no_library": (
        "The number format {dtype} needs the library bitsandbytes, which is not installed.",
        "Install it (pip install bitsandbytes), or leave the number format open (backbone.dtype=auto).",
    ),
    # going on as a language model
    "adapt_masked": (
        "{name} is an encoder, which writes no text that it could go on with.",
        "Choose a causal model, or one with an encoder and a decoder.",
    ),
    "adapt_folder_not_empty": (
        "The folder {path} is not empty, and it becomes the new model.",
        "Choose a new or empty folder with --out.",
    ),
    "adapt_no_texts": (
        "Of {count} texts too few have {tokens} tokens or more: some to read, and some to test on.",
        "Give more or longer texts.",
    ),
    "adapt_too_big": (
        "Training all weights of {name} needs about {needed} of memory, and {free} is free.",
        "Choose a smaller model, or close other programs.",
    ),
    "backbone_incomplete": (
        "The files in {path} lack {count} tensors of the model ({names}).",
        "Download the model again; training on numbers made up in their place would be worthless.",
    ),
}

MODEL_NOTES: dict[str, str] = {
    "fills_gaps": (
        "{backbone} was trained only to fill gaps: on {percent} % of {rows} training rows it would say none of the "
        "answers, and most often its sign for a gap, {sign}. A learned prompt hardly changes that. Choose a T5 that "
        "went on as a language model (its name has lm-adapt) or a FLAN-T5."
    ),
    "illegal_answers": (
        "On {percent} % of {rows} kept-aside rows the model would still rather say something else than one of the "
        "answers. Other words for the answers, more passes or another base model may help."
    ),
}
