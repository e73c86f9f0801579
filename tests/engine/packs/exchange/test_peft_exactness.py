"""A prompt trained with the real PEFT gives the same logits as a pack, and a pack the same logits in PEFT.

In float64 to 1e-8 and in fp32 relatively to 1e-4, on every family, for every kind that PEFT has, heads included.
"""

from __future__ import annotations

import functools
import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.numpy import load_file

from engine.data import Example
from engine.inference import LoadedPack, Sampling
from engine.packs import read_pack
from engine.packs.exchange import export_pack, read_foreign
from tests.engine.packs.exchange import both_sides as sides

EXACT, CLOSE = 1e-8, 1e-4
Folders = Mapping[str, Path]


@pytest.fixture(autouse=True)
def _alone(home: Path) -> None:
    """No test touches a user's library."""


@dataclass(frozen=True)
class Trained:
    """A prompt that PEFT trained and saved, and the pack made of it."""

    folder: Path
    task: str
    tuned: Any
    adapter: Path
    pack: Path
    notes: list[str]

    def theirs(self, model: Any, rows: list[sides.Row]) -> list[torch.Tensor]:
        with torch.no_grad():
            return [sides.peft_logits(model, row, self.task) for row in rows]


Train = Callable[..., Trained]


@pytest.fixture(scope="module")
def train(model_folders: Folders, tmp_path_factory: pytest.TempPathFactory) -> Train:
    """Each prompt that PEFT trained, once for all claims about it; read it only."""

    @functools.cache
    def of(name: str, kind: str, task: str, **options: Any) -> Trained:
        folder, out = model_folders[name], tmp_path_factory.mktemp("trained")
        told = {**sides.peft_options(name, kind), **options}
        tuned = sides.train_peft(folder, kind, task, out / "adapter", sides.peft_rows(folder, task), **told)
        choices = {"labels": sides.LABELS} if task in ("SEQ_CLS", "FEATURE_EXTRACTION") else {}
        pack, events = sides.take_in(out / "adapter", folder, out / "taken.promptpack", **choices)
        notes = [event["code"] for event in events if event["type"] == "note"]
        return Trained(folder, task, tuned, out / "adapter", pack, notes)

    return of


@pytest.mark.parametrize(("name", "kind", "task"), sides.peft_cases())
def test_what_peft_trained_answers_the_same_as_a_pack(name: str, kind: str, task: str, train: Train) -> None:
    trained = train(name, kind, task)
    precise = sides.open_pack(trained.pack, trained.folder, torch.float64)
    rows = sides.our_rows(precise)
    saved = sides.load_peft(trained.folder, trained.adapter, task)
    assert sides.difference(sides.our_logits(precise), trained.theirs(saved, rows)) < EXACT
    usual = sides.open_pack(trained.pack, trained.folder, torch.float32)
    assert sides.difference(sides.our_logits(usual), trained.theirs(trained.tuned, rows)) < CLOSE
    unprompted = sides.difference(sides.our_logits(without_prompt(usual)), trained.theirs(trained.tuned, rows))
    assert unprompted > 100 * CLOSE  # so the two agree because of the prompt, not without it


def without_prompt(loaded: LoadedPack) -> LoadedPack:
    """The same places with a prompt of zeros."""
    prompt = loaded.model.prompt
    tensors = {key: torch.zeros_like(tensor) for key, tensor in prompt.tensors().items()}
    loaded.model.prompt = type(prompt).from_tensors(tensors)
    return loaded


@pytest.mark.parametrize("kind", ["prompt", "p-tuning mlp"])
def test_the_half_that_peft_never_used_is_left_out_and_told(kind: str, train: Train) -> None:
    trained = train("bart", kind, "SEQ_2_SEQ_LM")
    assert load_file(trained.adapter / "adapter_model.safetensors")["prompt_embeddings"].shape[0] == 2 * sides.TOKENS
    assert read_pack(trained.pack).manifest.tokens == sides.TOKENS
    assert trained.notes == ["exchange_second_half"]


def test_layers_that_share_a_prefix_in_peft_get_copies_and_it_is_told(train: Train) -> None:
    trained = train("bart", "prefix", "SEQ_2_SEQ_LM", num_layers=2)
    tensors = read_pack(trained.pack).tensors()
    assert (tensors["key_values.decoder.0"] == tensors["key_values.decoder.1"]).all()
    assert trained.notes == ["exchange_shared_rows"]
    precise = sides.open_pack(trained.pack, trained.folder, torch.float64)
    saved = sides.load_peft(trained.folder, trained.adapter, trained.task)
    theirs = trained.theirs(saved, sides.our_rows(precise))
    assert sides.difference(sides.our_logits(precise), theirs) < EXACT


@pytest.mark.parametrize("name", ["t5", "bart", "gpt2", "llama"])
def test_what_peft_trained_writes_the_same_text_as_a_pack(name: str, train: Train) -> None:
    task = "SEQ_2_SEQ_LM" if name in ("t5", "bart") else "CAUSAL_LM"
    trained = train(name, "prefix", task)
    loaded = sides.open_pack(trained.pack, trained.folder, torch.float64)
    saved = sides.load_peft(trained.folder, trained.adapter, task)
    texts = []
    for text in sides.TEXTS:
        batch = loaded.task.make_batch([loaded.task.encode(Example(0, {"text": text}, None))])
        ids, decoder = batch.input_ids[0].tolist(), None if batch.decoder_ids is None else batch.decoder_ids[0].tolist()
        texts.append("".join(loaded.stream({"text": text}, Sampling(temperature=0.0, max_new_tokens=6))))
        for _ in range(6):  # the likeliest token again and again, with everything read anew each time
            logits = trained.theirs(saved, [sides.Row(ids, decoder)])[0]
            (ids if decoder is None else decoder).append(int(logits[-1].argmax()))
        theirs = loaded.backbone.tokenizer.decode((ids if decoder is None else decoder)[-6:], skip_special_tokens=True)
        assert texts[-1] == theirs.rstrip("\ufffd")
    assert any(texts)


def test_a_prefix_on_t5_stands_at_distances_as_in_peft(train: Train) -> None:
    trained = train("t5", "prefix", "SEQ_2_SEQ_LM")
    assert read_pack(trained.pack).manifest.position["positions"] == "placed"
    loaded = sides.open_pack(trained.pack, trained.folder, torch.float64)
    placed = sides.our_logits(loaded)
    loaded.model.places_prefix = False
    assert sides.difference(sides.our_logits(loaded), placed) > 1e-3


@pytest.mark.parametrize(("kind", "pooling"), [("prompt", "pooler_front"), ("prefix", "pooler")])
def test_a_head_on_bert_reads_the_first_place_as_in_peft(kind: str, pooling: str, train: Train) -> None:
    trained = train("bert", kind, "SEQ_CLS")
    assert read_pack(trained.pack).manifest.task["pooling"] == pooling
    loaded = sides.open_pack(trained.pack, trained.folder, torch.float32)
    predictions = [p for p in loaded.predict([Example(0, {"text": sides.TEXTS[0]}, None)]) if not isinstance(p, int)]
    theirs = trained.theirs(trained.tuned, sides.our_rows(loaded)[:1])[0].softmax(dim=1)
    assert torch.allclose(predictions[0].probabilities, theirs, rtol=1e-4)


def test_a_cartridge_is_a_prefix(train: Train, tmp_path: Path) -> None:
    adapter = Path(shutil.copytree(train("llama", "prefix", "CAUSAL_LM").adapter, tmp_path / "adapter"))
    path = adapter / "adapter_config.json"
    config = json.loads(path.read_text())
    path.write_text(json.dumps({**config, "peft_type": "CARTRIDGE"}))
    assert (
        read_foreign(adapter).rows == load_file(path.with_name("adapter_model.safetensors"))["prompt_embeddings"]
    ).all()


ONE_OF_EACH_SHAPE = [case for case in sides.peft_cases() if case[1] in ("prompt", "prefix") and case[0] != "bert_mlm"]


@pytest.mark.parametrize(("name", "kind", "task"), ONE_OF_EACH_SHAPE)
def test_a_prompt_of_peft_comes_back_to_it_unchanged(
    name: str, kind: str, task: str, train: Train, tmp_path: Path
) -> None:
    trained = train(name, kind, task)
    export_pack(read_pack(trained.pack), "peft", tmp_path / "back")
    again, _ = sides.take_in(
        tmp_path / "back",
        trained.folder,
        tmp_path / "again.promptpack",
        **({"labels": sides.LABELS} if task == "SEQ_CLS" else {}),
    )
    first, second = read_pack(trained.pack).tensors(), read_pack(again).tensors()
    assert first.keys() == second.keys()
    assert all((first[key] == second[key]).all() for key in first)
    saved, back = (sides.load_peft(trained.folder, path, task) for path in (trained.adapter, tmp_path / "back"))
    rows = sides.peft_rows(trained.folder, task)
    assert sides.difference(trained.theirs(back, rows), trained.theirs(saved, rows)) == 0.0
