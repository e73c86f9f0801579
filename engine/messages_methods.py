"""The part of `messages` about the methods: how a prompt was started, and what it cannot be started from.

Templates as there; use them through `engine.messages`.
"""

from __future__ import annotations

METHOD_ERRORS: dict[str, tuple[str, str]] = {
    "prefix_nowhere": (
        "With a length of 0 in every part of the model there is no prompt to learn.",
        "Set one of the lengths to 1 or more, or leave it empty.",
    ),
    "site_missing": (
        "A length is set for a part that this model does not have.",
        "Leave encoder_length, decoder_length and cross_length empty, and set length.",
    ),
    "init_pack_no_input": (
        "The pack to start from enters the layers of the model, and this method enters at the input.",
        "Choose a pack of Prompt Tuning or P-Tuning, or another start.",
    ),
    "init_pack_slot": (
        "The pack to start from has nothing for {slot} of the model.",
        "Choose a pack of Prefix-Tuning or P-Tuning v2 for the same parts of the model, or another start.",
    ),
    "init_pack_length": (
        "The pack to start from has {found} tokens at {slot}, and {expected} are chosen here.",
        "Choose the same length, or another start.",
    ),
    "init_pack_shape": (
        "The pack to start from has the shape {found} at {slot}, and this model takes {expected}.",
        "Choose another pack, or another start.",
    ),
    "template_soft_unread": (
        "The learned tokens at the end of the template ({template}) would never be read: a head on this kind of model "
        "reads the text's own tokens, and those do not see what stands behind them.",
        "Put {{soft}} in front of the text, or answer in words (task.output=verbalizer).",
    ),
    "template_column_behind": (
        "The template shows {columns} behind the answer, where this model does not read it.",
        "Put {{answer}} at the end.",
    ),
    "pooling_causal": (
        "A head cannot read {pooling} on {backbone}: its first token sees nothing of the text behind it.",
        "Leave task.pooling open, or choose last or mean.",
    ),
    "preset_unknown": ("There is no template named {preset}.", "The nearest is {nearest}."),
}

METHOD_NOTES: dict[str, str] = {
    "init_repeated": "The text to start from has {tokens} tokens; it is repeated up to the {length} of the prompt.",
    "init_cut": "The text to start from has {tokens} tokens; only the first {length} are used.",
    "init_pack_filled": (
        "The pack to start from has {tokens} tokens; common words fill it up to the {length} of the prompt."
    ),
    "init_pack_cut": "The pack to start from has {tokens} tokens; only the first {length} are used.",
}
