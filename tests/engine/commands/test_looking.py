from __future__ import annotations

from pathlib import Path

import pytest

from engine.commands import doctor

from .conftest import ROOT, Call

SAMPLE = ROOT / "resources" / "samples" / "product_reviews_en.csv"


def test_data_check_tells_how_a_table_is_read(call: Call) -> None:
    outcome = call("data", "check", SAMPLE, "--json")
    (found,) = outcome.events
    assert {"rows", "encoding", "delimiter", "columns", "roles", "problems"} <= found.keys()
    assert found["roles"] == {"text": "text", "label": "label"} and found["delimiter"] == ","
    assert "Its name says answer" in call("data", "check", SAMPLE).out


def test_data_check_is_0_with_problems_and_2_without_a_table(call: Call, tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("text,label\na,x\nb, c,y\nd,\n", encoding="utf-8")
    outcome = call("data", "check", table, "--json")
    problems = outcome.events[0]["problems"]
    assert outcome.code == 0 and {"code", "row", "column", "message", "fix"} <= problems[0].keys()
    assert {problem["row"] for problem in problems if problem["severity"] == "skip"} == {2, 3}
    assert "skip_problem_rows" in call("data", "check", table).out
    assert call("data", "check", tmp_path / "nothing.csv").code == 2
    assert call("data", "check", tmp_path).code == 2


def test_data_check_reads_as_it_is_told(call: Call, tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_bytes("text;label\n好,的;x\n坏;y\n".encode("gb18030"))
    found = call("data", "check", table, "--encoding", "gb18030", "--delimiter", "semicolon", "--json").events[0]
    assert (found["encoding"], found["delimiter"], found["rows"]) == ("gb18030", ";", 2)
    assert call("data", "check", table, "--encoding", "klingon").code == 2


def test_a_pack_is_shown_verified_and_installed(call: Call, packs: dict[str, Path], home: Path) -> None:
    shown = call("pack", "show", packs["head"], "--json").events[0]
    assert shown["name"] == "head" and shown["manifest"]["template"] and shown["score"]["n"]
    assert "Template" in call("pack", "show", packs["head"]).out
    assert call("pack", "verify", packs["head"]).code == 0
    assert call("pack", "install", packs["head"]).code == 0
    again = call("pack", "install", packs["head"], "--json").events[0]
    assert again["was_there"] is True and Path(again["path"]).parent == home / "packs"
    assert len(list((home / "packs").glob("*.promptpack"))) == 1


def test_a_damaged_pack_is_refused_and_not_installed(
    call: Call, packs: dict[str, Path], home: Path, tmp_path: Path
) -> None:
    damaged = tmp_path / "cut.promptpack"
    damaged.write_bytes(packs["head"].read_bytes()[:-200])
    for name in ("show", "verify", "install"):
        outcome = call("pack", name, damaged, "--json")
        assert outcome.code == 2 and outcome.events[0]["type"] == "error"
    assert not (home / "packs").exists()


def test_backbones_are_listed_and_added(call: Call, model_folders: dict[str, Path], tmp_path: Path) -> None:
    sources = [entry["source"] for entry in call("backbones", "list", "--json").events[0]["backbones"]]
    assert sources == ["starter:minilm-l6", "starter:smollm2-135m"]
    assert call("backbones", "add", model_folders["bert"], "--json").events[0]["backbones"][0]["family"] == "masked"
    assert str(model_folders["bert"]) in call("backbones", "list").out
    (tmp_path / "config.json").write_text("{}", encoding="utf-8")
    assert call("backbones", "add", tmp_path).code == 2


def test_getting_what_is_here_costs_nothing(call: Call, home_with_starters: Path) -> None:
    outcome = call("backbones", "get", "starter", "--json")
    (found,) = outcome.events
    assert [entry["present"] for entry in found["backbones"]] == [True, True]
    assert call("backbones", "get", "nothing").code == 2


def test_methods_are_told_with_settings_and_reasons(call: Call) -> None:
    (found,) = call("methods", "--json").events
    assert {"prompt_tuning", "p_tuning_v2"} <= {entry["kind"] for entry in found["methods"]}
    assert all(row["sentence"] for row in found["support"] if not row["works"])
    told = call("methods").out
    assert "method.length=" in told and "Lester et al. 2021" in told and "Leave the output open" in told


def test_doctor_tells_what_is_here(call: Call, home: Path) -> None:
    outcome = call("doctor", "--json")
    (found,) = outcome.events
    assert outcome.code == 0 and found["works"] is True and found["torch"]["version"]
    assert found["home"] == {"path": str(home), "writable": True, "free_bytes": found["home"]["free_bytes"]}
    assert found["starters"] == {"minilm-l6": False, "smollm2-135m": False}
    assert "backbones get starter" in call("doctor").out


def test_doctor_says_when_nothing_can_work(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_torch() -> None:
        raise OSError("libgomp.so.1 is missing")

    monkeypatch.setattr(doctor, "prepare_libraries", no_torch)
    monkeypatch.setattr(doctor, "is_writable", lambda folder: False)
    monkeypatch.setattr(doctor.importlib.util, "find_spec", lambda name: None)
    outcome = call("doctor")
    assert outcome.code == 1 and "libgomp.so.1" in outcome.out and "SOFTPROMPT_HOME" in outcome.out
    assert "the window does not" in outcome.out
