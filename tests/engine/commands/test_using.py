from __future__ import annotations

import csv
import os
import sys
from pathlib import Path

import pytest

from .conftest import Call


def write(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.mark.parametrize(("name", "kind"), [("head", "majority"), ("words", "untouched")])
def test_evaluate_ends_in_the_same_line_as_a_training(
    call: Call, packs: dict[str, Path], model_folders: dict[str, Path], toy_table: Path, name: str, kind: str
) -> None:
    model = model_folders["bert" if name == "head" else "llama"]
    done = call("evaluate", packs[name], "--data", toy_table, "--backbone", model, "--json").done
    assert done["metrics"]["n"] == 80 and done["baseline"]["kind"] == kind
    assert done["pack"] == str(packs[name]) and done["run"] is None and done["stopped"] is False
    assert done["backbone_unchanged"] is True and done["verdict"] in ("better", "unclear", "worse")
    right = sum(row[index] for index, row in enumerate(done["confusion"]))
    assert right == round(done["metrics"]["accuracy"] * 80)


def test_predict_keeps_every_column_and_the_order_of_rows(
    call: Call, packs: dict[str, Path], model_folders: dict[str, Path], tmp_path: Path
) -> None:
    table = write(
        tmp_path / "t.csv", "id,text,note", '7,a great film,"a, ""b"""', "3,no text there,", "5, ,x", "5,好 good,y"
    )
    output = tmp_path / "o.csv"
    outcome = call(
        *("predict", packs["head"], "--data", table, "--output", output, "--backbone", model_folders["bert"], "--json")
    )
    rows = read(output)
    assert list(rows[0]) == ["id", "text", "note", "prediction", "p_complaint", "p_praise"]
    assert [row["id"] for row in rows] == ["7", "3", "5", "5"] and rows[0]["note"] == 'a, "b"'
    assert rows[2]["prediction"] == rows[2]["p_praise"] == "" and outcome.done["without_text"] == 1
    for row in (rows[0], rows[1], rows[3]):
        p = {label: float(row[f"p_{label}"]) for label in ("complaint", "praise")}
        assert abs(sum(p.values()) - 1) < 1e-5 and row["prediction"] == max(p, key=lambda label: p[label])
    assert outcome.done["rows"] == 4 and sum(outcome.done["answers"].values()) == 3


def test_predict_and_evaluate_agree(
    call: Call, packs: dict[str, Path], model_folders: dict[str, Path], toy_table: Path, tmp_path: Path
) -> None:
    chosen = ("--data", toy_table, "--backbone", model_folders["llama"])
    done = call("evaluate", packs["words"], *chosen, "--json").done
    assert call("predict", packs["words"], *chosen, "--output", tmp_path / "o.tsv").code == 0
    with (tmp_path / "o.tsv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle, delimiter="\t"))
    assert sum(row["prediction"] == row["label"] for row in rows) == round(done["metrics"]["accuracy"] * 80)


def test_the_text_column_may_be_called_otherwise(
    call: Call, packs: dict[str, Path], model_folders: dict[str, Path], tmp_path: Path
) -> None:
    two = write(tmp_path / "two.csv", "left,right", "a great film,a bad film", "a bad film,a great film")
    chosen = ("predict", packs["head"], "--backbone", model_folders["bert"], "--output", tmp_path / "o.csv")
    assert call(*chosen, "--data", write(tmp_path / "one.csv", "review", "a great film")).code == 0
    assert call(*chosen, "--data", two).code == 2
    assert call(*chosen, "--data", two, "--set", "data.columns.text=right").code == 0
    first = read(tmp_path / "o.csv")
    assert call(*chosen, "--data", two, "--set", "data.columns.text=left").code == 0
    assert first[0]["p_praise"] == read(tmp_path / "o.csv")[1]["p_praise"]
    refused = call(*chosen, "--data", two, "--set", "data.columns.txet=left")
    assert refused.code == 2 and "data.columns.text" in refused.err


def test_rows_that_cannot_be_used_are_left_out_only_when_told(
    call: Call, packs: dict[str, Path], model_folders: dict[str, Path], tmp_path: Path
) -> None:
    table = write(tmp_path / "t.csv", "text,label", "a great film,praise", "a bad, bad film,complaint", "a film,praise")
    chosen = ("evaluate", packs["head"], "--data", table, "--backbone", model_folders["bert"])
    refused = call(*chosen)
    assert refused.code == 2 and "cannot be used: 2" in refused.err and "--skip-problem-rows" in refused.err
    done = call(*chosen, "--skip-problem-rows", "--json").done
    assert done["metrics"]["n"] == 2 and done["skipped"] == [2]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["text,label", "a film,mixed"], "does not give: 'mixed'"),
        (["text", "a film"], "No column looks like the answer"),
    ],
)
def test_answers_that_do_not_fit_are_named(
    call: Call, packs: dict[str, Path], model_folders: dict[str, Path], tmp_path: Path, lines: list[str], said: str
) -> None:
    table = write(tmp_path / "t.csv", *lines)
    outcome = call("evaluate", packs["head"], "--data", table, "--backbone", model_folders["bert"])
    assert outcome.code == 2 and said in outcome.err


def test_predict_never_destroys_a_table(
    call: Call, packs: dict[str, Path], model_folders: dict[str, Path], tmp_path: Path
) -> None:
    table = write(tmp_path / "t.csv", "text,prediction", "a film,mine")
    before = table.read_bytes()
    chosen = ("predict", packs["head"], "--data", table, "--backbone", model_folders["bert"], "--output")
    for output in (table, tmp_path, tmp_path / "no" / "o.csv"):
        assert "cannot be written" in call(*chosen, output).err
    clash = call(*chosen, tmp_path / "o.csv")
    assert clash.code == 2 and "prediction" in clash.err
    assert table.read_bytes() == before and not (tmp_path / "o.csv").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="named pipes in folders are of POSIX")
def test_predict_writes_over_ordinary_files_only(
    call: Call, packs: dict[str, Path], model_folders: dict[str, Path], toy_table: Path, tmp_path: Path
) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    chosen = ("predict", packs["head"], "--data", toy_table, "--backbone", model_folders["bert"], "--output")
    outcome = call(*chosen, pipe)
    assert outcome.code == 2 and "no ordinary file" in outcome.err and pipe.is_fifo()
    outcome = call(*chosen, tmp_path / ("n" * 245 + ".csv"))
    assert outcome.code == 2 and "cannot be written" in outcome.err


def test_another_model_is_refused_with_the_number_that_differs(
    call: Call, packs: dict[str, Path], model_folders: dict[str, Path], toy_table: Path
) -> None:
    outcome = call("evaluate", packs["words"], "--data", toy_table, "--backbone", model_folders["bert"])
    assert outcome.code == 2 and "Cannot fit" in outcome.err


def test_a_pack_of_a_folder_finds_it_once_it_is_known(
    call: Call, packs: dict[str, Path], model_folders: dict[str, Path], toy_table: Path
) -> None:
    lost = call("evaluate", packs["head"], "--data", toy_table)
    assert lost.code == 2 and "backbones add" in lost.err
    assert call("backbones", "add", model_folders["bert"]).code == 0
    assert call("evaluate", packs["head"], "--data", toy_table).code == 0


def test_generate_streams_the_text_behind_the_template(
    call: Call, packs: dict[str, Path], model_folders: dict[str, Path]
) -> None:
    chosen = ("generate", packs["words"], "--backbone", model_folders["llama"], "--field", "text=a great film")
    outcome = call(*chosen, "--max-new-tokens", "6", "--json")
    parts = [event["text"] for event in outcome.events if event["type"] == "answer_part"]
    assert outcome.code == 0 and 1 <= len(parts) <= 6
    assert outcome.events[-1]["type"] == "answer" and outcome.events[-1]["text"] == "".join(parts)
    assert call(*chosen, "--max-new-tokens", "6").out.strip() == "".join(parts).strip()
    base = call(*chosen, "--max-new-tokens", "6", "--base", "--json")
    assert base.events[-1]["side"] == "base" and base.events[-1]["text"] != "".join(parts)


@pytest.mark.parametrize(
    ("name", "words", "said"),
    [
        ("words", [], "The field text"),
        ("words", ["--field", "txt=a"], "The nearest is text"),
        ("words", ["--field", "text"], "no equals sign"),
        ("words", ["--field", "text=a", "--max-new-tokens", "0"], "goes from 1"),
        ("head", ["--field", "text=a"], "cannot write text"),
    ],
)
def test_generate_says_what_it_needs(
    call: Call, packs: dict[str, Path], model_folders: dict[str, Path], name: str, words: list[str], said: str
) -> None:
    model = model_folders["bert" if name == "head" else "llama"]
    outcome = call("generate", packs[name], "--backbone", model, *words)
    assert outcome.code == 2 and said in outcome.err and outcome.out == ""
