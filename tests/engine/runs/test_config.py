"""engine/runs/config.py: the recipe is one JSON for every way to start a training, and wrong ones are refused."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest

from engine.errors import InputError
from engine.files import to_json, write_atomic
from engine.runs.config import DataConfig, RunConfig, TrainingConfig, read_config

RECIPE: dict[str, Any] = {
    "schema": 1,
    "name": "reviews",
    "seed": 3,
    "backbone": {"source": "starter:smollm2-135m", "dtype": "float32", "device": "cpu"},
    "task": {"kind": "classification", "output": "verbalizer"},
    "data": {
        "train": "a.csv",
        "keep_aside": 0.2,
        "columns": {"text": "sentence", "label": "mood"},
        "template": "{soft}Review: {text} Sentiment: {answer}",
        "verbalizer": {"good": [" great", " fine"], "bad": [" terrible"]},
        "skip_rows": [4, 7],
    },
    "method": {"kind": "prompt_tuning", "length": 10},
    "training": {"steps": 200, "batch_size": 8},
}


def test_a_recipe_survives_json_in_both_directions() -> None:
    config = RunConfig.from_json(RECIPE)
    stored = json.loads(json.dumps(config.to_json()))
    assert RunConfig.from_json(stored) == config
    for section, values in RECIPE.items():
        if isinstance(values, dict):
            assert {name: stored[section][name] for name in values} == values
        else:
            assert stored[section] == values


def test_what_a_recipe_leaves_out_is_chosen_later() -> None:
    config = RunConfig.from_json({})
    assert config == RunConfig()
    assert (config.training.learning_rate, config.training.steps, config.backbone.source) == (None, None, None)


def test_a_recipe_cannot_be_changed_in_place() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        RunConfig().seed = 1  # type: ignore[misc]


def test_a_copy_changes_only_the_named_settings() -> None:
    config = RunConfig.from_json(RECIPE)
    changed = config.replace(training={"steps": 20}, seed=9)
    assert (changed.training.steps, changed.training.batch_size, changed.seed) == (20, 8, 9)
    assert config.training.steps == 200


def test_the_methods_options_are_kept_as_given() -> None:
    assert RunConfig.from_json(RECIPE).method == {"kind": "prompt_tuning", "length": 10}


@pytest.mark.parametrize(
    ("changes", "code", "words"),
    [
        ({"trainin": {}}, "unknown_option", "trainin"),
        ({"training": {"step": 3}}, "unknown_option", "training.step"),
        ({"training": {"steps": 0}}, "option_range", "training.steps"),
        ({"training": {"steps": "many"}}, "option_type", "training.steps"),
        ({"training": {"learning_rate": float("nan")}}, "option_type", "training.learning_rate"),
        ({"training": []}, "option_type", "training"),
        ({"task": {"pooling": "middle"}}, "option_choice", "task.pooling"),
        ({"backbone": {"dtype": "int2"}}, "option_choice", "backbone.dtype"),
        ({"data": {"columns": "text"}}, "option_type", "data.columns"),
        ({"data": {"columns": {"text": 3}}}, "option_type", "data.columns"),
        ({"data": {"verbalizer": {"good": " great"}}}, "option_type", "data.verbalizer"),
        ({"data": {"verbalizer": {"good": []}}}, "option_type", "data.verbalizer"),
        ({"data": {"skip_rows": 4}}, "option_type", "data.skip_rows"),
        ({"data": {"skip_rows": ["4"]}}, "option_type", "data.skip_rows"),
        ({"data": {"keep_aside": 1.0}}, "option_range", "data.keep_aside"),
        ({"data": {"train": 5}}, "option_type", "data.train"),
        ({"method": "prompt_tuning"}, "option_type", "method"),
        ({"seed": "three"}, "option_type", "seed"),
        ({"seed": True}, "option_type", "seed"),
        ({"seed": -1}, "option_type", "seed"),
        ({"name": 5}, "option_type", "name"),
        ({"schema": 2}, "config_schema", "schema 2"),
        ({"schema": True}, "config_schema", "schema True"),
        ({"schema": "1"}, "config_schema", "schema 1"),
    ],
)
def test_a_wrong_recipe_is_refused_with_the_full_name_of_the_setting(
    changes: dict[str, Any], code: str, words: str
) -> None:
    with pytest.raises(InputError) as caught:
        RunConfig.from_json({**RECIPE, **changes})
    assert caught.value.code == code
    assert words in caught.value.message


def test_a_recipe_that_is_no_object_is_refused() -> None:
    with pytest.raises(InputError, match="config is list"):
        RunConfig.from_json([])  # type: ignore[arg-type]


def test_an_unknown_setting_points_to_the_nearest() -> None:
    with pytest.raises(InputError, match="nearest is learning_rate"):
        RunConfig.from_json({"training": {"learningrate": 0.1}})


def test_every_training_default_passes_its_own_check() -> None:
    assert RunConfig.from_json({"training": dataclasses.asdict(TrainingConfig())}).training == TrainingConfig()
    assert RunConfig.from_json({"data": json.loads(json.dumps(dataclasses.asdict(DataConfig())))}).data == DataConfig()


def test_a_stored_recipe_is_read_even_with_a_byte_order_mark(tmp_path: Path) -> None:
    plain, marked = tmp_path / "plain.json", tmp_path / "marked.json"
    content = to_json(RunConfig.from_json(RECIPE).to_json())
    write_atomic(plain, content)
    write_atomic(marked, b"\xef\xbb\xbf" + content)
    assert read_config(plain) == read_config(marked) == RunConfig.from_json(RECIPE)


@pytest.mark.parametrize("content", [None, b"", b"{", b"\xff\xfe\x00", b"text", b"[" * 100_000, b"9" * 5000])
def test_a_file_that_is_no_json_is_refused_by_name(content: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "config.json"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_config(path)
    assert caught.value.code == "config_unreadable"
    assert "config.json" in caught.value.message
