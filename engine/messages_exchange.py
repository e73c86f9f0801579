"""The part of `messages` about other programs' soft prompts: what cannot be read, what cannot be told to them, and why.

Templates as there; use them through `engine.messages`.
"""

from __future__ import annotations

OTHER_FILE = "Choose the file or folder that the other program saved."
DAMAGED = "Get it again from where it came from."
ITS_MODEL = "Choose the model that it was trained with."
OWN_PACK = "Share the pack itself, or train again in a way that the other program knows."

EXCHANGE_ERRORS: dict[str, tuple[str, str]] = {
    # reading what another program saved
    "exchange_missing": ("There is no file or folder {path}.", OTHER_FILE),
    "exchange_unknown": (
        "{path} is no soft prompt of a kind that is known here.",
        "Choose a PEFT folder, a .safetensors file with a prefix_encoder, an .npy file or a KoboldAI zip.",
    ),
    "exchange_member_missing": ("The folder {path} has no {member}.", OTHER_FILE),
    "exchange_pickle": (
        "The prompt in {path} is stored as {file}, a format that can run programs when it is read.",
        "Save it in the other program as .safetensors, which holds numbers only.",
    ),
    "exchange_sharded": (
        "The prompt in {path} is split over several files, as no soft prompt is.",
        "Save it in the other program as one adapter_model.safetensors.",
    ),
    "exchange_too_large": ("{path} holds {size}; {limit} is the most that is read.", OTHER_FILE),
    "exchange_json": ("{path} is no readable JSON.", DAMAGED),
    "exchange_field": ("{path} says that {field} is {value}, and it must be {expected}.", DAMAGED),
    "exchange_damaged": ("{path} is damaged: {reason}.", DAMAGED),
    "exchange_zip": ("{path} cannot be read as a KoboldAI soft prompt. {reason}", DAMAGED),
    "exchange_peft_type": (
        "{path} holds {found}, which is no soft prompt that can stand in a pack.",
        "Possible are PROMPT_TUNING, PREFIX_TUNING, P_TUNING and CARTRIDGE.",
    ),
    "exchange_peft_task": (
        "This prompt was trained for {found}, a task that packs do not have.",
        "Possible are CAUSAL_LM, SEQ_2_SEQ_LM, SEQ_CLS and FEATURE_EXTRACTION.",
    ),
    "exchange_tensor_missing": ("{path} has no tensor {tensor}.", OTHER_FILE),
    "exchange_tensor_extra": (
        "Beside the prompt {tensor} was trained too, and a pack cannot hold it.",
        "Train in the other program with the prompt alone, or with one linear head.",
    ),
    "exchange_dtype": ("{tensor} has the number format {found}; possible are {known}.", DAMAGED),
    "exchange_not_finite": ("{tensor} holds a value that is no number, at place {place}.", DAMAGED),
    "exchange_shape": ("{tensor} has the shape {found}, and {expected} is needed.", DAMAGED),
    # fitting it to a base model
    "exchange_family": ("This prompt was trained for {task}, and {backbone} is a {family} model.", ITS_MODEL),
    "exchange_width": ("This prompt is {found} wide, and {backbone} reads {needed}.", ITS_MODEL),
    "exchange_layers": ("This prefix is for {found} layers, and {backbone} has {needed}.", ITS_MODEL),
    "exchange_heads": (
        "This prefix is for {found} key and value heads {found_width} wide, and {backbone} has {needed} of "
        "{needed_width}.",
        ITS_MODEL,
    ),
    "exchange_prefix_width": (
        "A token of this prefix has {found} numbers, and {backbone} needs {needed}: {layers} layers, {heads} key and "
        "value heads, {width} wide.",
        "Choose the model that it was trained with. A ChatGLM prefix goes with the GLM models that transformers "
        "knows (model type glm or glm4), where their sizes are the same.",
    ),
    "exchange_chatglm": (
        "ChatGLM models such as the one in {path} run only with program code of their own, which is never run here.",
        "Choose a GLM model that transformers knows (model type glm or glm4), such as GLM-4-9B in its -hf form.",
    ),
    "exchange_no_slots": (
        "This prefix enters every layer, and the attention of {backbone} cannot be reached.",
        "Choose another base model, or a prompt that enters at the input.",
    ),
    "exchange_head_layers": (
        "The head of this prompt has several layers ({tensor}), and a pack holds one linear layer.",
        "Train in the other program with a model whose head is one layer, such as BERT or a causal model.",
    ),
    "exchange_head_model": (
        "What the head of this prompt reads from {backbone} cannot be told: that is known of BERT and causal models.",
        "Train the head here, or use a BERT or a causal model.",
    ),
    "exchange_head_bias": (
        "The head of this prompt has a bias, and the heads of causal models have none.",
        "Choose the model that it was trained with.",
    ),
    "exchange_no_pooler": (
        "The head of this prompt reads the pooler of {backbone}, and the files of this model hold none.",
        "Choose files of the model that hold its pooler.",
    ),
    "exchange_labels_needed": (
        "The head of this prompt tells {outputs} answers apart, and their names are not in its files.",
        "Name them in their order, separated by commas (--labels).",
    ),
    "exchange_label_count": (
        "{found} answers are named, and the head of this prompt tells {needed} apart.",
        "Name as many, in the order in which it was trained.",
    ),
    "exchange_label_twice": ("The answer {label} is named twice.", "Name each answer once."),
    "exchange_label_alone": (
        "Picking an answer needs two or more to choose from, and {found} is named.",
        "Name them in --labels, or none for a prompt that writes text.",
    ),
    "exchange_one_output": (
        "The head of this prompt has one output, so it measures something and picks no answer.",
        "Choose a prompt that was trained to pick one of several answers.",
    ),
    "exchange_word_count": ("{found} words are given for {needed} answers.", "Give one word for each answer."),
    "exchange_encoder_text": (
        "{backbone} is an encoder and cannot write, so this prompt needs answers to choose from.",
        "Name the answers, separated by commas (--labels).",
    ),
    "exchange_task": (
        "A prompt with a head or with named answers picks one of them, and does not write freely.",
        "Leave out the answers, or the task.",
    ),
    "exchange_template": (
        "The template is {template}, but the prompts of other programs stand in front of everything.",
        "Begin it with {{soft}}, or leave that out.",
    ),
    # telling a pack to another program
    "export_unknown": ("There is no format named {format}.", "Possible are: {formats}."),
    "export_folder": ("The folder {path} is not empty.", "Choose a new or empty folder."),
    "export_infix": (
        "This prompt stands between text and answer (infix), and {program} knows only prefixes.",
        OWN_PACK,
    ),
    "export_place": (
        "The learned tokens of this pack do not all stand in front of the text ({template}), and {program} puts them "
        "there.",
        OWN_PACK,
    ),
    "export_input_only": (
        "This prompt enters every layer, and {program} takes only prompts that enter at the input.",
        "Use a pack of Prompt Tuning or P-Tuning, or choose a PEFT folder.",
    ),
    "export_both": (
        "This prompt enters at the input and in the layers, and {program} knows only one of them.",
        OWN_PACK,
    ),
    "export_sites": (
        "This prompt also enters the model at {site}, and PEFT reaches only the decoder.",
        "Train a prefix for the decoder alone, or share the pack itself.",
    ),
    "export_lengths": ("The layers of this prompt have different lengths, and {program} knows one for all.", OWN_PACK),
    "export_shapes": (
        "The layers of this model have keys and values of different sizes ({slot}), and {program} knows one for all.",
        OWN_PACK,
    ),
    "export_slots": ("This prompt has nothing for {slot}, and {program} fills every layer.", OWN_PACK),
    "export_positions": (
        "This prompt leaves the text at its usual positions, and PEFT moves it behind the prefix.",
        OWN_PACK,
    ),
    "export_relative": (
        "This prompt was trained without relative positions to its prefix, which PEFT adds on models such as T5.",
        "Train a prompt that enters at the input, or share the pack itself.",
    ),
    "export_words_masked": (
        "This pack answers with words of an encoder, and PEFT has no such task.",
        "Train with a head that reads the pooler, or share the pack itself.",
    ),
    "export_pooling": (
        "The head of this pack reads the features by {pooling}, and PEFT's reads them by {needed}.",
        "Train again with the pooling {needed}.",
    ),
    "export_head_bias": (
        "The head of this pack has a bias, and those of causal models in PEFT have none.",
        "Train again: new heads of causal models have none.",
    ),
    "export_head_model": (
        "The heads that PEFT gives to {architecture} have several layers, and that of this pack has one.",
        "Use a BERT or a causal model, or share the pack itself.",
    ),
    "export_kobold_model": (
        "KoboldAI writes text with causal models, and this pack is for {architecture}.",
        "Choose a pack of a causal model.",
    ),
    "export_kobold_head": (
        "This pack answers through a head, and KoboldAI only writes text.",
        "Choose a pack that answers in words.",
    ),
    "export_kobold_long": (
        "This prompt has {tokens} tokens, and KoboldAI takes fewer than {limit}.",
        "Train a shorter one.",
    ),
}

EXCHANGE_NOTES: dict[str, str] = {
    "exchange_second_half": (
        "The folder holds {rows} rows; only the first {tokens} were ever used by PEFT, so the others are left out."
    ),
    "exchange_shared_rows": (
        "PEFT gave several layers of this model the same prefix; here each has its own copy, with the same result."
    ),
    "exchange_any_weights": (
        "This file does not say which weights it was trained with, so the pack is marked as made with others."
    ),
    "exchange_made_for": "The folder says that it was made for {made_for}; it is used with {backbone} here.",
    "exchange_window": (
        "Some layers of {backbone} look back only {window} tokens. In PEFT the prefix goes out of their sight in "
        "longer texts; here it never does."
    ),
    "exchange_kept_positions": "Its text stands at the usual positions, as in the ChatGLM code.",
    "export_template_left": "The file holds no template. Give the other program the text as {template}",
    "export_head_left": "The file holds the prompt alone: the head of this pack is not in it.",
    "export_not_frozen": (
        "The base model was trained too: this prompt works with the changed model {backbone} only. Give that along."
    ),
    "export_padding": (
        "Give PEFT one text at a time: with padding on the left, and with heads of causal models on the right too, its "
        "answers differ."
    ),
}
