"""Every sentence the engine says to a person, by code: what and why, then what to do.

The engine sends codes and arguments; the headless commands print these English templates, and the window
translates the template (Qt context "engine") before it fills it in. Placeholders are `str.format` names.
An empty second part means that there is nothing to do.
"""

from __future__ import annotations

ERRORS: dict[str, tuple[str, str]] = {
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
    "not_writable": ("{path} cannot be written: {reason}.", "Choose another folder."),
    "loss_exploded": (
        "The mistake score stopped being a number at step {step}.",
        "Usually the learning speed is too high. Restart with half of it.",
    ),
    "internal": ("Something went wrong that should not: {reason}.", "Copy the details and report them."),
    # backbones and devices
    "backbone_missing": ("{path} is no model folder: there is no config.json.", "Choose a folder with a Hugging Face model."),
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
    # runs
    "run_missing": ("{path} is not a run folder.", "Choose a folder that holds config.json and events.jsonl."),
    "run_busy": ("This run is being trained by process {pid}.", "Wait until it ends, or stop it first."),
    "run_folder_not_empty": ("The folder {path} is not empty.", "Choose a new or empty folder with --out."),
    "run_finished": ("This run is already finished.", "Start a new run to train again."),
    "no_checkpoint": ("This run has no save point yet.", "Start it again from the beginning."),
    "backbone_changed": (
        "The base model of this run has changed since it started.",
        "Restore the model in {source}, or start a new run.",
    ),
    # model folders and starters
    "not_a_model": (
        "{path} is no model that can be used: {missing} is missing.",
        "Choose a folder with config.json, model.safetensors and a tokenizer, as models are published on a hub.",
    ),
    "weights_unsafe": (
        "{path} has its weights only as {file}. Such files can run programs when they are opened, so they are not read.",
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
}

NOTES: dict[str, str] = {
    "resumed": "Continued from the save point at step {step}.",
    "not_exact": "Continued with other threads or another torch version: the result is not bit for bit the same.",
    "stopped": "Stopped at step {step}. The best state so far is kept.",
    "checkpoint_failed": "The save point at step {step} could not be written ({reason}). The run goes on from memory.",
    "checkpoint_damaged": "The save point {path} is damaged; the one before it is used.",
    "early_stop": "The score on kept-aside rows has not improved for {checks} checks. Stopped, and the best is kept.",
    "still_improving": "Still improving: the mistake score on kept-aside rows fell from {before} to {now}.",
    "not_improving": "The kept-aside score has not improved for {checks} checks.",
}
