"""The part of `messages` about subspaces: the prompts they are found from, the files, and what learns in them.

Templates as there; use them through `engine.messages`.
"""

from __future__ import annotations

SUBSPACE_ERRORS: dict[str, tuple[str, str]] = {
    "subspace_missing": ("{path} is no file.", "Choose a file that ends in .promptsubspace."),
    "subspace_unusable": (
        "{path} cannot be used as a subspace. {reason}",
        "Find the subspace again, or get its file again from where it came from.",
    ),
    "subspace_unknown": (
        "There is no subspace {path}, neither a file nor a name on the shelf. There: {known}.",
        "Choose one of these or a file (method.subspace), or find one: softprompt subspace find.",
    ),
    "subspace_needed": (
        "{method} learns a few numbers in a subspace, and none is chosen.",
        "Choose one (method.subspace=NAME or FILE), or find one: softprompt subspace find.",
    ),
    "subspace_other_model": (
        "The subspace {name} was found for {found}, and this is {needed}.",
        "Choose the base model that it was found for, or find a subspace for this one.",
    ),
    "subspace_task_unknown": (
        "The subspace {name} was not found from a task named {task}.",
        "The nearest is {nearest}; empty is the middle of all tasks (method.start_task).",
    ),
    "subspace_source": (
        "{path} is a folder, but no prompts were made in it.",
        "Choose packs, or a folder that softprompt subspace prompts has made.",
    ),
    "subspace_few": (
        "A subspace is found from the prompts of several tasks: {needed} at least, and there are {found}.",
        "Give more packs, or a folder in which more prompts were made.",
    ),
    "subspace_same_name": ("Two of the prompts are called {name}.", "Give one of them another name, or leave it out."),
    "subspace_task_missing": (
        "There is no prompt of a task named {name}.",
        "The nearest is {nearest}; prompts that are not finished do not count.",
    ),
    "subspace_models": (
        "The prompt {first} was made for {found}, and {other} for {needed}: other weights.",
        "Choose prompts of one base model.",
    ),
    "subspace_shapes": (
        "The prompts {first} ({found}) and {other} ({needed}) have different shapes.",
        "Choose prompts of one way to learn and one length.",
    ),
    "subspace_other_prompts": (
        "The prompts were made for {found}, and the base model here is {needed}.",
        "Choose the base model that they were made for.",
    ),
    "subspace_dimension": (
        "{dimension} numbers are more than can make sense here: {most} at most.",
        "Choose fewer (--dim); the paper uses 5.",
    ),
    "subspace_dimension_quick": (
        "{count} prompts differ in {most} directions, so the quick way has at most {most} numbers, not {dimension}.",
        "Choose fewer (--dim), give more prompts, or leave out --quick.",
    ),
    "subspace_too_big": (
        "The network for prompts of this size needs about {needed} of memory, and {free} is free.",
        "Choose a smaller middle than {width} (--set subspace.width=64), shorter prompts, or --quick.",
    ),
    "subspace_nothing": (
        "Without the prompts' likeness there is nothing to learn from: these packs come without their tables.",
        "Leave out --without reconstruction, or give a folder that softprompt subspace prompts has made.",
    ),
    "subspace_prompts_changed": (
        "The prompts of this search have changed since it started.",
        "Restore them as they were, or start a new search.",
    ),
    "subspace_search_other": (
        "In {path} another subspace is being searched, or by another recipe.",
        "Give another file with --out, or the same settings as then to go on.",
    ),
    "task_set_empty": (
        "There is no table in {path}.",
        "Give tables, folders with a train.csv, or a folder of such folders.",
    ),
    "task_set_method": (
        "With {method} no prompt comes out that a subspace could be found from.",
        "Choose another way to learn, such as prompt_tuning, with the base model frozen.",
    ),
    "task_set_head": (
        "Answers through a head do not hang on the prompt alone, so prompts beside a head cannot share a subspace.",
        "Answer in words: --task generation, or --set task.output=verbalizer.",
    ),
    "task_set_farm": (
        "For a set of tasks one prompt is made for each, not several.",
        "Leave farm.* as it is; --together N trains several tasks at once.",
    ),
    "task_set_starts": (
        "The prompts of {first} and {other} would start from different numbers, and the subspace would be that of the "
        "starts.",
        "Start all from the same text (method.init_text) or from common words (method.initializer=vocabulary).",
    ),
    "task_set_start_changed": (
        "The prompts of {path} were begun from other numbers than this version starts from.",
        "Make them anew in another folder.",
    ),
    "task_set_other": (
        "In {path} prompts are being made for another set of tasks, or by another recipe.",
        "Give another folder with --out, or the same settings as then to go on.",
    ),
    "subspace_not_here": (
        "The subspace {name}, in which this prompt was learned, is not on the shelf: its numbers cannot be moved.",
        "Put its file on the shelf. The prompt itself works without it.",
    ),
    "pack_no_numbers": (
        "The prompt {name} was not learned in a subspace: it has no numbers to move.",
        "Choose a pack of Intrinsic Prompt Tuning.",
    ),
    "pack_other_subspace": (
        "The prompt {name} was not learned in the subspace {subspace}.",
        "Choose the subspace that it was learned in.",
    ),
    "numbers_wrong": (
        "This subspace takes {needed} finite numbers, and {found} were given.",
        "Give as many as it has.",
    ),
    "report_missing": (
        "There is no report.json in {path}.",
        "Choose the folder in which a study of subspaces was made.",
    ),
    "report_unusable": ("{path} cannot be read as a report. {reason}", "Make the report again in its folder."),
    "subspace_taken": ("There already is a subspace called {name}, or one that was begun.", "Give another name."),
    "study_few": (
        "A split of {split} tasks needs {needed} of them at least, one of which no subspace sees; there are {found}.",
        "Give more tasks, or choose another split (--split).",
    ),
    "study_other": (
        "In {path} another study is being done, or by another recipe.",
        "Give another folder with --out, or the same settings as then to go on.",
    ),
    "study_missing": (
        "There is no study in {path}.",
        "Choose a folder that softprompt subspace study has made.",
    ),
    "study_steps": (
        "A study chooses the steps of each stage itself, so {flag} does not belong here.",
        "Say how many at most: --steps N.",
    ),
    "subspace_exists": ("There already is a file {path}.", "Give another name with --out."),
    "subspace_changed": (
        "The subspace in this run's folder is another one than when the run started.",
        "Restore it, or start a new run.",
    ),
}

SUBSPACE_NOTES: dict[str, str] = {
    "subspace_no_rows": (
        "These packs come without their tables, so the subspace only learns to give the prompts back; whether the "
        "tasks still work with them is not looked at."
    ),
    "subspace_quick": (
        "Quick: the principal components of the prompts, without asking the model. The paper trains a network instead."
    ),
    "subspace_many_numbers": (
        "{dimension} numbers for {count} prompts: every prompt can be given back, which says nothing of new tasks."
    ),
    "study_few_steps": (
        "Only {steps} steps fit into {minutes} minutes ({stage}), which is few. More minutes (--minutes), fewer rows "
        "to score (--set training.scored_rows=N), fewer tasks or a smaller grid leave more."
    ),
    "study_part_lost": "A part of the study failed, and the others go on: {name}: {reason}",
    "task_prompt_lost": "No prompt could be made for {name}: {reason}",
}
