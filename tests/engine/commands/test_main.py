from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from engine import __main__ as program
from engine.commands.console import Console, shown

from .conftest import ROOT, Call

StartCold = Callable[..., subprocess.Popen[str]]

LIGHT = """
import sys
from engine.__main__ import main
code = main(sys.argv[1:])
heavy = sorted({"torch", "transformers", "datasets", "PySide6"} & set(sys.modules))
print(code, *heavy, file=sys.stderr)
"""


@pytest.mark.parametrize(
    "words", [["--help"], ["train", "--help"], ["data", "check", "TABLE"], ["pack", "show", "PACK"]]
)
def test_commands_that_need_no_model_load_no_torch(
    words: list[str], packs: dict[str, Path], toy_table: Path, home: Path
) -> None:
    named = {"TABLE": str(toy_table), "PACK": str(packs["head"])}
    command = [sys.executable, "-c", LIGHT, *(named.get(word, word) for word in words)]
    done = subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, text=True)
    assert done.stderr.split() == ["0"] and done.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["trian"], "the nearest is train"),
        (["pack", "shwo", "x"], "the nearest is show"),
        (["train", "--metod", "x"], "the nearest is --method"),
        (["predict", "x.promptpack", "--data", "a.csv"], "required: --output"),
        ([], "required: COMMAND"),
        (["train", "--seed", "three"], "--seed"),
    ],
)
def test_wrong_usage_says_what_and_where_to_look(call: Call, words: list[str], said: str) -> None:
    outcome = call(*words)
    assert outcome.code == 2 and outcome.out == ""
    assert said in outcome.err and "--help" in outcome.err and "Traceback" not in outcome.err


def test_with_json_an_error_is_a_json_line_too(call: Call) -> None:
    outcome = call("pack", "show", "/nowhere.promptpack", "--json")
    assert outcome.code == 2 and outcome.events[0]["code"] == "pack_missing"
    assert outcome.events[0]["action"] in outcome.err


def test_what_should_not_happen_is_told_with_its_trace(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(*_: object, **__: object) -> None:
        raise ZeroDivisionError("of all things")

    monkeypatch.setattr("engine.commands.data.read_table", break_down)
    outcome = call("data", "check", "x.csv", "--json")
    assert outcome.code == 1 and outcome.events[0]["code"] == "internal"
    assert "Traceback" in outcome.err and "of all things" in outcome.events[0]["details"]


def test_ctrl_c_outside_of_a_training_is_stopped(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("engine.commands.data.read_table", interrupt)
    outcome = call("data", "check", "x.csv")
    assert (outcome.code, outcome.err) == (3, "Stopped.\n")


def test_a_reader_that_goes_away_gets_no_trace(start_cold: StartCold, tmp_path: Path) -> None:
    table = tmp_path / "long.csv"
    table.write_text("text,label\n" + "".join(f"row {i},\n" for i in range(3000)), encoding="utf-8")
    process = start_cold("data", "check", table, "--json")
    assert process.stdout is not None
    process.stdout.read(10)
    process.stdout.close()
    process.stdout = None
    _, err = process.communicate(timeout=60)
    assert err == ""


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="only Linux has a device that is always full")
def test_an_output_on_a_full_disk_fails_without_a_trace(start_cold: StartCold, toy_table: Path) -> None:
    with Path("/dev/full").open("w") as full:
        process = start_cold("data", "check", toy_table, stdout=full)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 1 and "disk is full" in err and "Traceback" not in err


def test_a_command_without_any_output_works(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    console = Console()
    assert not console.has_progress_bar
    console.say("a")
    console.tell("b")


def test_a_text_cannot_steer_the_terminal(call: Call, tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_bytes(b"text,label\nok,\x1b[31mred\nfine,b\nbad,b\n")
    outcome = call("data", "check", table)
    assert outcome.code == 0 and "\x1b" not in outcome.out and "[31mred" in outcome.out
    assert shown("a\u202eb\x07") == "a b "


def test_every_command_explains_itself() -> None:
    parser = program.build_parser()
    texts = json.dumps(parser.format_help())
    for name in (
        "train",
        "resume",
        "evaluate",
        "predict",
        "generate",
        "pack",
        "backbones",
        "methods",
        "data",
        "doctor",
    ):
        assert name in texts
