"""engine/training/adaptation.py: a backbone goes on as a language model, becomes another one, and the old one stays."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import torch

from engine.backbones.backbone import Backbone
from engine.backbones.fingerprint import fingerprint_folder
from engine.data import Example
from engine.errors import InputError
from engine.events import RunEvent
from engine.packs import match
from engine.tasks.classification import VerbalizerClassification
from engine.tasks.encoding import special_tokens
from engine.tasks.factory import TaskPlan, make_task
from engine.training import adaptation
from engine.training.adaptation import AdaptationConfig, adapt, example, pieces
from engine.training.control import Control
from engine.training.prompted_model import PromptedModel

from ..conftest import toy_rows
from .test_gap_filling import SENTINELS, t5_like

TEXTS = [text for text, _ in toy_rows(40)]


def adapted(source: Path, out: Path, control: Control | None = None, **options: Any) -> list[RunEvent]:
    config = AdaptationConfig(**{"steps": 6, "batch_size": 8, "learning_rate": 1e-3, "keep_aside": 0.2, **options})
    return list(adapt(str(source), TEXTS, "texts.csv", out, config, control or Control()))


def file_sums(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


@pytest.mark.parametrize("name", ["gpt2", "llama", "opt", "t5", "bart"])
def test_a_text_is_read_in_part_and_the_rest_is_to_be_written(name: str, backbones: Mapping[str, Backbone]) -> None:
    backbone = backbones[name]
    opening, closing = special_tokens(backbone.tokenizer)
    end = backbone.tokenizer.eos_token_id
    row = example(backbone, [11, 12, 13, 14], 3)
    if backbone.family == "seq2seq":
        assert (row.ids, row.answer) == ([*opening, 11, 12, 13, *closing], [14, end])
    elif opening:  # OPT reads </s> first, so that the first word is learned too
        assert (row.ids, row.answer) == (opening, [11, 12, 13, 14, end])
    else:
        assert (row.ids, row.answer) == ([11], [12, 13, 14, end])


@pytest.mark.parametrize("name", ["gpt2", "t5", "bart"])
def test_the_loss_is_the_models_own(name: str, backbones: Mapping[str, Backbone]) -> None:
    backbone = backbones[name]
    rows = [example(backbone, [11, 12, 13, 14], 2), example(backbone, [21, 22, 23, 24], 2)]
    found = float(adaptation._loss(backbone, rows))
    with torch.no_grad():
        if backbone.family == "causal":
            ids = torch.tensor([[*row.ids, *row.answer] for row in rows])
            expected = backbone.model(input_ids=ids, labels=ids).loss
        else:  # BART's own training has <s> as the first word to be written, which here is read
            opening, _ = special_tokens(backbone.tokenizer)
            labels = torch.tensor([[-100] * len(opening) + row.answer for row in rows])
            start = backbone.model.config.decoder_start_token_id
            read = torch.tensor([[start, *opening, *row.answer[:-1]] for row in rows])
            encoded = torch.tensor([row.ids for row in rows])
            expected = backbone.model(input_ids=encoded, decoder_input_ids=read, labels=labels).loss
    assert found == pytest.approx(float(expected), rel=1e-5)


def test_long_texts_are_read_in_pieces_and_short_ones_are_not(gpt2: Backbone) -> None:
    found = pieces(gpt2, ["good " * 50, "good", " "], 20)
    assert [len(ids) for ids in found] == [20, 20, 10]
    longest = max(map(len, pieces(gpt2, ["good " * 900], 10_000)))
    assert 150 < longest < 160  # its positions


@pytest.mark.parametrize("name", ["gpt2", "llama", "t5", "bart"])
def test_it_reads_better_is_another_model_and_leaves_the_old_one_alone(
    name: str, model_folders: Mapping[str, Path], tmp_path: Path, home: Path
) -> None:
    before = file_sums(model_folders[name])
    events = adapted(model_folders[name], tmp_path / "new", steps=16)
    done, steps = events[-1], [event for event in events if event["type"] == "step"]
    assert [event["step"] for event in steps] == list(range(1, 17)) and steps[-1]["steps"] == 16
    assert done["metrics"]["loss"] < done["baseline"]["loss"] - 0.2 and done["metrics"]["n"] == 8
    assert file_sums(model_folders[name]) == before
    old, new = fingerprint_folder(model_folders[name]), fingerprint_folder(tmp_path / "new")
    assert new.weights_hash == done["fingerprint"]["weights_hash"] != old.weights_hash and done["weights_changed"]
    assert match(old, new).colour == "amber"  # same shape and tokenizer
    assert "texts.csv" in (tmp_path / "new" / "README.md").read_text(encoding="utf-8")
    with torch.no_grad():
        again = Backbone.load(tmp_path / "new", dtype="float32", device="cpu")
        rows = [example(again, ids, 2) for ids in pieces(again, TEXTS[:4], 64)]
        assert float(adaptation._loss(again, rows)) < steps[0]["loss"]


def test_the_same_seed_gives_the_same_model(model_folders: Mapping[str, Path], tmp_path: Path, home: Path) -> None:
    sums = []
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        adapted(model_folders["t5"], tmp_path / name, seed=seed)
        sums.append(fingerprint_folder(tmp_path / name).weights_hash)
    assert sums[0] == sums[1] != sums[2]


def test_a_t5_that_fills_gaps_unlearns_it(tmp_path: Path, home: Path) -> None:
    def says(folder: Path) -> set[str]:
        backbone = Backbone.load(folder, dtype="float32", device="cpu")
        plan = TaskPlan("classification", "verbalizer", "{text} {answer}", ["good", "bad"], None, 64, "mean")
        task = make_task(backbone, plan, input_length=0, prefix_length=0)
        assert isinstance(task, VerbalizerClassification)
        rows = [task.encode(Example(number, {"text": text})) for number, text in enumerate(TEXTS)]
        first = task.first_tokens(PromptedModel(backbone), rows)
        return {str(token) for token in backbone.tokenizer.convert_ids_to_tokens(first.tolist())}

    source = t5_like(tmp_path / "t5-v1_1", says="gaps")
    assert says(source) <= set(SENTINELS)
    adapted(source, tmp_path / "adapted", steps=40, learning_rate=1e-2)
    assert not says(tmp_path / "adapted") & set(SENTINELS)


def test_a_stop_keeps_what_there_is_and_nothing_before_the_first_step(
    model_folders: Mapping[str, Path], tmp_path: Path, home: Path
) -> None:
    events = adapted(model_folders["gpt2"], tmp_path / "none", Control(stop=True))
    assert events[-1]["stopped"] and events[-1]["backbone"] is None and not (tmp_path / "none").exists()
    control = Control()
    config = AdaptationConfig(steps=50, keep_aside=0.2)
    for event in adapt(str(model_folders["gpt2"]), TEXTS, "t.csv", tmp_path / "some", config, control):
        control.stop = control.stop or (event["type"] == "step" and event["step"] == 3)
    assert event["stopped"] and event["steps"] == 3 and fingerprint_folder(tmp_path / "some")


@pytest.mark.parametrize(
    ("name", "texts", "place", "code"),
    [
        ("bert_mlm", TEXTS, "new", "adapt_masked"),
        ("gpt2", TEXTS, "full", "adapt_folder_not_empty"),
        ("gpt2", TEXTS, "file", "not_writable"),
        ("gpt2", ["a", "b", " "], "new", "adapt_no_texts"),
        ("t5", [TEXTS[0]], "new", "adapt_no_texts"),  # nothing left to test on
    ],
)
def test_what_cannot_be_done_is_refused_and_leaves_nothing(
    name: str, texts: list[str], place: str, code: str, model_folders: Mapping[str, Path], tmp_path: Path
) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").touch()
    (tmp_path / "file").touch()
    with pytest.raises(InputError) as caught:
        list(adapt(str(model_folders[name]), texts, "t.csv", tmp_path / place, AdaptationConfig(steps=1), Control()))
    assert caught.value.code == code and not (tmp_path / "new").exists()


def test_too_little_memory_is_told_before_loading(
    model_folders: Mapping[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adaptation, "free_memory", lambda device: 1000)
    monkeypatch.setattr(Backbone, "load", lambda *args, **kwargs: pytest.fail("it was loaded"))
    with pytest.raises(InputError) as caught:
        adapted(model_folders["llama"], tmp_path / "new")
    assert caught.value.code == "adapt_too_big"
