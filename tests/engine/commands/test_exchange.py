"""`pack export` and `pack import`: from trained pack to the real PEFT and back, and what is said where it cannot be."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.numpy import load_file, save_file

from engine.packs import Library, read_pack
from tests.engine.commands.conftest import Call
from tests.engine.packs.exchange import both_sides as sides

Folders = Mapping[str, Path]


def test_a_trained_pack_goes_to_peft_and_comes_back_the_same(
    call: Call, packs: dict[str, Path], model_folders: Folders, tmp_path: Path
) -> None:
    out = call("pack", "export", packs["words"], "--to", "peft", "--out", tmp_path / "peft", "--json")
    assert out.code == 0
    assert out.events[-1] == {"type": "pack", "path": str(tmp_path / "peft"), "format": "peft"}
    assert [event["code"] for event in out.events[:-1]] == ["export_padding"]
    rows = load_file(tmp_path / "peft" / "adapter_model.safetensors")["prompt_embeddings"]
    assert (rows == read_pack(packs["words"]).tensors()["embeddings"]).all()
    template = read_pack(packs["words"]).manifest.template
    words = [
        "--labels",
        ",".join(read_pack(packs["words"]).manifest.labels),
        "--template",
        template,
        "--out",
        tmp_path / "back.promptpack",
    ]
    back = call("pack", "import", tmp_path / "peft", "--backbone", model_folders["llama"], *words)
    assert back.code == 0 and "Imported" in back.out
    first, second = read_pack(packs["words"]), read_pack(tmp_path / "back.promptpack")
    assert second.manifest.backbone.weights_hash == first.manifest.backbone.weights_hash
    assert (first.tensors()["embeddings"] == second.tensors()["embeddings"]).all()
    for pack in (first, second):
        written = tmp_path / f"{pack.path.stem}.csv"
        table = tmp_path / "rows.csv"
        table.write_text("text\na great film\nawful soup\n", encoding="utf-8")
        words = ["--data", table, "--output", written, "--backbone", model_folders["llama"]]
        assert call("predict", pack.path, *words).code == 0
    assert (tmp_path / "words.csv").read_text() == (tmp_path / "back.csv").read_text()


def test_the_real_peft_takes_what_was_exported(
    call: Call, packs: dict[str, Path], model_folders: Folders, tmp_path: Path
) -> None:
    assert call("pack", "export", packs["words"], "--to", "peft", "--out", tmp_path / "peft").code == 0
    tuned = sides.load_peft(model_folders["llama"], tmp_path / "peft", "CAUSAL_LM", torch.float32)
    rows = sides.peft_rows(model_folders["llama"], "CAUSAL_LM")
    plain = sides.base_model(model_folders["llama"], "CAUSAL_LM", torch.float32)
    with torch.no_grad():
        with_prompt = sides.peft_logits(tuned, rows[0], "CAUSAL_LM")[3:]
        assert not torch.allclose(with_prompt, sides.peft_logits(plain, rows[0], "CAUSAL_LM"), atol=1e-3)


def test_a_head_that_reads_the_mean_says_which_pooling_to_train_with(
    call: Call, packs: dict[str, Path], tmp_path: Path
) -> None:
    out = call("pack", "export", packs["head"], "--to", "peft", "--out", tmp_path / "peft", "--json")
    assert out.code == 2 and out.events[-1]["code"] == "export_pooling"
    assert "Train again with the pooling pooler." in out.err
    assert not (tmp_path / "peft").exists()


def test_a_head_trained_for_peft_goes_there(
    call: Call, model_folders: Folders, toy_table: Path, tmp_path: Path
) -> None:
    settings = ["--set", "training.steps=4", "--set", "method.length=3", "--set", "task.pooling=pooler"]
    settings += ["--set", "training.threads=1", "--set", "backbone.dtype=float32"]
    words = ["--data", toy_table, "--backbone", model_folders["bert"], "--method", "p_tuning_v2", *settings]
    assert call("train", *words, "--out", tmp_path / "run", "--name", "head").code == 0
    pack = tmp_path / "run" / "pack" / "head.promptpack"
    assert call("pack", "export", pack, "--to", "peft", "--out", tmp_path / "peft").code == 0
    config = json.loads((tmp_path / "peft" / "adapter_config.json").read_text(encoding="utf-8"))
    assert (config["peft_type"], config["task_type"]) == ("PREFIX_TUNING", "SEQ_CLS")


@pytest.mark.parametrize(("to", "name"), [("npy", "x.npy"), ("koboldai", "x.zip")])
def test_a_file_goes_out_and_comes_into_the_library(
    to: str, name: str, call: Call, packs: dict[str, Path], model_folders: Folders, tmp_path: Path
) -> None:
    assert call("pack", "export", packs["words"], "--to", to, "--out", tmp_path / name).code == 0
    words = ["pack", "import", tmp_path / name, "--backbone", model_folders["llama"], "--json"]
    first, second = call(*words), call(*words)
    assert [out.code for out in (first, second)] == [0, 0]
    assert [out.events[-1]["was_there"] for out in (first, second)] == [False, True]
    entries = Library().list()
    assert [str(entry.path) for entry in entries] == [first.events[-1]["path"]]
    assert entries[0].summary and entries[0].summary["output"] == "text"


def test_an_imported_prompt_writes(call: Call, packs: dict[str, Path], model_folders: Folders, tmp_path: Path) -> None:
    call("pack", "export", packs["words"], "--to", "npy", "--out", tmp_path / "x.npy")
    taken = ["--backbone", model_folders["llama"], "--out", tmp_path / "x.promptpack"]
    assert call("pack", "import", tmp_path / "x.npy", *taken).code == 0
    words = ["--field", "text=a great film", "--max-new-tokens", 4, "--backbone", model_folders["llama"]]
    assert call("generate", tmp_path / "x.promptpack", *words).code == 0


def adapter(folder: Path, **config: object) -> Path:
    folder.mkdir()
    values = {"peft_type": "PREFIX_TUNING", "task_type": "CAUSAL_LM", "num_virtual_tokens": 2}
    (folder / "adapter_config.json").write_text(json.dumps({**values, **config}), encoding="utf-8")
    save_file({"prompt_embeddings": np.ones((2, 12), np.float32)}, folder / "adapter_model.safetensors")
    return folder


@pytest.mark.parametrize(
    ("config", "code", "word"),
    [
        ({"peft_type": "LORA"}, "exchange_peft_type", "LORA"),
        ({}, "exchange_prefix_width", "12 numbers"),
        ({"peft_type": "PROMPT_TUNING"}, "exchange_width", "12 wide"),
    ],
)
def test_a_wrong_folder_gives_one_message_and_nothing_is_written(
    config: dict[str, object], code: str, word: str, call: Call, model_folders: Folders, tmp_path: Path
) -> None:
    folder, pack = adapter(tmp_path / "adapter", **config), tmp_path / "new" / "x.promptpack"
    out = call("pack", "import", folder, "--backbone", model_folders["llama"], "--out", pack, "--json")
    assert out.code == 2
    assert [event["code"] for event in out.events if event["type"] == "error"] == [code]
    assert word in out.err and "Traceback" not in out.err
    assert not pack.parent.exists() and Library().list() == []


def test_a_chatglm_model_is_answered_with_the_native_ones(call: Call, tmp_path: Path) -> None:
    model = tmp_path / "chatglm2-6b"
    model.mkdir()
    auto = {"AutoModel": "modeling_chatglm.ChatGLMForConditionalGeneration"}
    (model / "config.json").write_text(json.dumps({"model_type": "chatglm", "auto_map": auto}), encoding="utf-8")
    save_file({"x": np.zeros(1, np.float32)}, model / "model.safetensors")
    prefix = tmp_path / "prefix.safetensors"
    save_file({"transformer.prefix_encoder.embedding.weight": np.ones((2, 8), np.float32)}, prefix)
    out = call("pack", "import", prefix, "--backbone", model, "--out", tmp_path / "x.promptpack")
    assert out.code == 2 and "glm4" in out.err and "GLM-4-9B" in out.err


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--labels", "a,b", "--words", "x"], "exchange_word_count"),
        (["--positions", "anywhere"], "usage"),
        (["--task", "tagging"], "task_unknown"),
        (["--template", "no column"], "template_no_column"),
        (["--labels", "a,a"], "exchange_label_twice"),
        (["--labels", "a"], "exchange_label_alone"),
        (["--max-tokens", "0"], "option_range"),
    ],
)
def test_choices_that_do_not_go_together_are_refused(
    words: list[str], code: str, call: Call, packs: dict[str, Path], model_folders: Folders, tmp_path: Path
) -> None:
    call("pack", "export", packs["words"], "--to", "npy", "--out", tmp_path / "x.npy")
    taken = ["--backbone", model_folders["llama"], "--out", tmp_path / "x.promptpack", *words, "--json"]
    out = call("pack", "import", tmp_path / "x.npy", *taken)
    assert out.code == 2 and out.events[-1]["code"] == code
    assert not (tmp_path / "x.promptpack").exists()


def test_an_unknown_format_names_those_there_are(call: Call, packs: dict[str, Path], tmp_path: Path) -> None:
    out = call("pack", "export", packs["words"], "--to", "onnx", "--out", tmp_path / "x")
    assert out.code == 2 and "peft, npy, koboldai" in out.err


def test_a_folder_is_no_place_for_a_pack(
    call: Call, packs: dict[str, Path], model_folders: Folders, tmp_path: Path
) -> None:
    call("pack", "export", packs["words"], "--to", "npy", "--out", tmp_path / "x.npy")
    out = call("pack", "import", tmp_path / "x.npy", "--backbone", model_folders["llama"], "--out", tmp_path)
    assert out.code == 2 and "it is a folder" in out.err
