from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import pytest

from engine.commands.arguments import Parser
from engine.commands.recipe import read_setting, recipe_of
from engine.commands.training import add
from engine.errors import InputError
from engine.runs import RunConfig


def arguments(*words: str) -> argparse.Namespace:
    parser = Parser(prog="softprompt")
    add(parser.add_subparsers(parser_class=Parser))
    return parser.parse_args(["train", *words])


def recipe(*words: str) -> dict[str, Any]:
    given = ("--data", "/d/a.csv", "--backbone", "starter:minilm-l6", "--method", "p_tuning_v2")
    return recipe_of(arguments(*given, *words)).to_json()


def test_each_flag_stands_at_its_place() -> None:
    values = recipe("--task", "classification", "--seed", "7", "--name", "N", "--validation", "/d/v.csv")
    assert values["data"]["train"] == "/d/a.csv" and values["data"]["validation"] == "/d/v.csv"
    assert (values["task"]["kind"], values["seed"], values["name"]) == ("classification", 7, "N")
    assert values["backbone"]["source"] == "starter:minilm-l6" and values["method"] == {"kind": "p_tuning_v2"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a.b=5", ("a.b", 5)),
        ("a=[1, 2]", ("a", [1, 2])),
        ("a=null", ("a", None)),
        ("a=text", ("a", "text")),
        ('a="5"', ("a", "5")),
        ("a=b=c", ("a", "b=c")),
        ("a=", ("a", "")),
    ],
)
def test_a_setting_is_json_or_else_text(text: str, expected: tuple[str, Any]) -> None:
    assert read_setting(text) == expected


def test_settings_reach_into_tables_that_are_absent() -> None:
    values = recipe(
        "--set", "data.columns.text=review", "--set", 'data.verbalizer={"a": ["b"]}', "--set", "method.length=4"
    )
    assert values["data"]["columns"] == {"text": "review"} and values["data"]["verbalizer"] == {"a": ["b"]}
    assert values["method"]["length"] == 4


@pytest.mark.parametrize(
    ("setting", "nearest"),
    [
        ("training.step=5", "steps"),
        ("trainig.steps=5", "training.steps"),
        ("sed=5", "seed"),
        ("data.train.x=5", "data.train"),
    ],
)
def test_an_unknown_key_names_the_nearest(setting: str, nearest: str) -> None:
    with pytest.raises(InputError) as caught:
        recipe("--set", setting)
    assert caught.value.code == "unknown_option" and caught.value.args_["nearest"] == nearest
    assert caught.value.exit_code == 2


def test_a_setting_without_a_value_shows_how() -> None:
    with pytest.raises(InputError, match=r"training\.steps=200"):
        recipe("--set", "training.steps")


def test_what_is_needed_is_asked_for_with_its_flag() -> None:
    with pytest.raises(InputError, match="--backbone"):
        recipe_of(arguments("--data", "a.csv", "--method", "p_tuning_v2"))


def write(path: Path, **changes: Any) -> Path:
    config = RunConfig.from_json(
        {
            "data": {"train": "a.csv", "skip_rows": [3]},
            "backbone": {"source": "starter:minilm-l6"},
            "method": {"kind": "p_tuning_v2", "length": 5},
            "training": {"steps": 9, "learning_rate": 0.5},
            **changes,
        }
    )
    path.write_text(json.dumps(config.to_json()), encoding="utf-8")
    return path


def test_flags_override_the_recipe(tmp_path: Path) -> None:
    values = recipe_of(arguments(str(write(tmp_path / "c.json")), "--seed", "4", "--set", "training.steps=2")).to_json()
    assert (values["seed"], values["training"]["steps"], values["method"]["length"]) == (4, 2, 5)


def test_another_method_drops_the_options_of_the_first(tmp_path: Path) -> None:
    values = recipe_of(arguments(str(write(tmp_path / "c.json")), "--method", "prompt_tuning")).to_json()
    assert values["method"] == {"kind": "prompt_tuning"} and values["training"]["learning_rate"] is None


def test_another_table_drops_the_row_numbers_of_the_first(tmp_path: Path) -> None:
    values = recipe_of(arguments(str(write(tmp_path / "c.json")), "--data", "b.csv")).to_json()
    assert values["data"]["skip_rows"] == []


def test_a_path_in_a_recipe_may_stand_beside_the_recipe(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("text,label\n", encoding="utf-8")
    values = recipe_of(arguments(str(write(tmp_path / "c.json")))).to_json()
    assert values["data"]["train"] == str(tmp_path / "a.csv")


def test_a_pack_to_start_from_is_found_from_wherever_the_run_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "first.promptpack").touch()
    monkeypatch.chdir(tmp_path)
    made = recipe("--set", "method.init_pack=first.promptpack")
    assert made["method"]["init_pack"] == str(tmp_path / "first.promptpack")
    assert recipe("--set", "method.init_pack=")["method"]["init_pack"] == ""


def test_a_starter_is_known_by_its_bare_name() -> None:
    assert recipe("--backbone", "minilm-l6")["backbone"]["source"] == "starter:minilm-l6"


def test_a_table_in_the_place_of_a_recipe_is_pointed_out(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="give it with --data"):
        recipe_of(arguments(str(tmp_path / "a.csv")))
