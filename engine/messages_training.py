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
    "disk_small": (
        "The run would write about {needed} into {path}, and {free} is free there.",
        "Make room, or choose another folder for it.",
    ),
    "memory_short": (
        "Training would need about {needed} of memory beside the model, and {free} is free.",
        "Use fewer rows a step (training.batch_size), shorter texts (data.max_tokens) or save memory "
        "(training.gradient_checkpointing=true).",
    ),
    "process_lost": (
        "The processes of this training lost each other: {reason}.",
        "Look at what the others said, then go on with the run (softprompt resume) in the same way.",
    ),
    "farm_launched": (
        "{count} processes were started for several trainings side by side, which one process does.",
        "Start the command without the launcher, or leave the other trainings out (farm.seeds=1).",
    ),
    "process_differs": (
        "Process {rank} found other {what} than the first one.",
        "Give every computer the same files at the same paths.",
    ),
    "pretrain_few": (
        "One prompt for several tasks needs at least two tables; {found} was given.",
        "Give two or more, or use train for a single one.",
    ),
    "pretrain_same_name": (
        "Two tables are called {name}: {first} and {other}. A task, and its pack, is called after its table.",
        "Give one of them another name.",
    ),
    "pretrain_method": (
        "{method} cannot start from another pack, so a prompt for several tasks would be of no use to it.",
        "Choose P-Tuning v2 (--method p_tuning_v2), or train on each table by itself.",
    ),
    "pretrain_unequal": (
        "The tasks {first} and {other} ask for prompts of different size, and they are to share one.",
        "Leave the template open, or count the same number of learned tokens in each.",
    ),
    "pretrain_setting": (
        "The setting {place} is the same for all tasks, so it cannot be set for one of them.",
        "Set it without {name} in front; data and task can be set for one.",
    ),
    "farm_joint": (
        "Several trainings side by side share one frozen base model, and this recipe trains the base model too.",
        "Keep it frozen (method.tune_backbone=false), or train once (farm.seeds=1, farm.control=false).",
    ),
    "farm_large": (
        "The recipe asks for {count} trainings at once, and at most {most} can be.",
        "Try fewer values (farm.vary) or fewer repeats (farm.seeds).",
    ),
    "pretrain_table": ("{name}: {reason}", "{todo}"),
}

TRAINING_NOTES: dict[str, str] = {
    "rows_drawn": "{count} of the {of} rows to learn from were drawn: no more are seen in so many steps.",
    "words_several_tokens": (
        "The words of {count} answers have several tokens for this model ({labels}). "
        "They are scored token by token, which is slower; short common words often do better."
    ),
    "not_frozen": (
        "The base model is trained too: it is not frozen. The pack works only with the changed model beside it."
    ),
    "memory_tight": (
        "Training will need about {needed} of memory beside the model, and {free} is free. If it runs out, use fewer "
        "rows a step, shorter texts or the option to save memory."
    ),
    "joint_disk": (
        "Save points of a base model that is trained too are large: with the changed model they take up to {needed}, "
        "and {free} is free on the disk. Make room, or what was learned may not be kept."
    ),
    "backbone_saved": "The changed base model is saved as {name} ({size}). Keep it: the pack works with no other.",
    "backbone_unlisted": (
        "The changed base model could not be put on the list of base models ({reason}) "
        "Add its folder yourself: softprompt backbones add {path}"
    ),
    "rate_kept": (
        "Learning speed {rate}, as the method has it. A few steps at each speed left these mistake scores "
        "({before} without training): {tried}."
    ),
    "rate_changed": (
        "Learning speed {rate} instead of the method's {usual}, which does far worse here. A few steps at each speed "
        "left these mistake scores ({before} without training): {tried}."
    ),
    "farm": "{count} trainings run side by side; each step reads the rows of all of them in one pass.",
    "farm_no_control": (
        "Answers of this task belong to their own rows, so there is no training with shuffled answers to compare with."
    ),
    "farm_passes": "The memory does not hold all trainings at once: a step now takes {passes} passes.",
    "farm_member_lost": "Training {name} has ended: {reason}",
    "farm_dropped": "Behind step {step} the weaker half was dropped: {names}.",
    "farm_result": (
        "{count} trainings from other starting points: {metric} {mean} on average, spread {spread}. "
        "The best one is kept; differences smaller than the spread may be luck."
    ),
    "farm_control_far": (
        "Trained on shuffled answers it scores {control}, against {mean} with the right ones: those were learned from."
    ),
    "farm_control_near": (
        "Trained on shuffled answers it scores {control}, hardly less than the {mean} with the right ones: "
        "little can be learned from these answers in this way."
    ),
    "context_on": (
        "{texts} texts stand in front of the learned tokens: each is read once and remembered, which makes the steps "
        "faster. The result is the same."
    ),
    "context_front": "Texts cannot be remembered: learned tokens stand in front, so each step reads the texts anew.",
    "context_head": "Texts cannot be remembered: the head reads the whole text in each step.",
    "context_joint": "Texts cannot be remembered while the base model is trained too.",
    "context_checkpointing": "Texts are not remembered while layers are computed twice to save memory.",
    "context_build": "Texts cannot be remembered with this base model: how it reads them depends on what follows.",
    "context_split": "Texts cannot be remembered with a base model that lies on several cards.",
    "context_unlike": "Texts are not remembered: with this base model the loss would not be quite the same.",
    "memory_parts": (
        "The memory ran out at step {step}. From here on the rows of a step are worked through in {parts} parts: "
        "the same result, a little slower."
    ),
    "memory_parts_again": (
        "The memory ran out again at step {step}; the rows of a step are now worked through in {parts} parts. "
        "Cut texts shorter (Longest text), switch on Save memory, or close other programs to be faster."
    ),
    "memory_scored": "The memory ran out while scoring at step {step}. From here on {rows} rows are scored at once.",
    "rate_halved": (
        "The mistake score exploded at step {at}. The run goes on from step {step} at half the learning speed "
        "({rate}); should it explode again, it stops."
    ),
    "dead_rows": (
        "{count} of {total} learned tokens did not move between two checks: they learn nothing. "
        "A shorter prompt would do as well."
    ),
    "prompt_grown": (
        "The learned tokens have grown to {times} times the size of the model's own words. Such prompts are brittle: "
        "a lower learning speed keeps them closer."
    ),
    "one_answer": (
        "The answer to nearly every kept-aside row is {label}, though the rows have several. "
        "A higher learning speed, more rows of the other answers or other words for them may help."
    ),
    "by_heart": (
        "The training rows are being learned by heart: the kept-aside mistake score rose from {before} to {now}. "
        "The best state is kept; a shorter prompt, fewer passes or more rows may help."
    ),
    "batch_clamped": (
        "{asked} rows a step were asked for, and there are {rows} to train on: each step reads all of them."
    ),
}
