"""The part of `messages` about how a prompt is trained, and what is trained with it.

Templates as there; use them through `engine.messages`.
"""

from __future__ import annotations

TRAINING_ERRORS: dict[str, tuple[str, str]] = {
    "joint_dtype": (
        "The base model is to be trained too, and in {dtype} its small changes would be lost.",
        "Leave the number format open or choose float32 (backbone.dtype=float32), or keep the base model frozen.",
    ),
    "joint_too_big": (
        "Training {name} itself needs about {needed} of memory, and {free} is free.",
        "Keep the base model frozen (method.tune_backbone=false), or choose a smaller one.",
    ),
}

TRAINING_NOTES: dict[str, str] = {
    "not_frozen": (
        "The base model is trained too: it is not frozen. The pack works only with the changed model beside it."
    ),
    "backbone_saved": "The changed base model is saved as {name} ({size}). Keep it: the pack works with no other.",
    "backbone_unlisted": (
        "The changed base model could not be put on the list of base models ({reason}) "
        "Add its folder yourself: softprompt backbones add {path}"
    ),
}
