"""A new method really is one file: once registered, forms, trainer, packs and commands know it without another edit."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
import torch
from torch import nn

from engine.__main__ import main
from engine.data import Example
from engine.inference import LoadedPack
from engine.jobs import hello
from engine.methods import METHODS, MethodContext, Prompt, PromptConfig, PromptMethod, register
from engine.options import option
from engine.packs import read_pack
from engine.runs import Run
from engine.tasks.task import Predictions
from engine.training.trainer import train

KIND = "thrown_away"


@dataclass(frozen=True)
class ThrownAwayConfig(PromptConfig):
    length: int = option(3, label="Prompt length", low=1, high=50, help="Only for this test.")
    start: str = option("small", label="Start from", choices=(("small", "Small numbers"), ("large", "Large numbers")))


class ThrownAway(PromptMethod):
    """Both ways in at once, as no method of the program has it: rows of the input and keys and values of every slot."""

    def __init__(self, config: ThrownAwayConfig, context: MethodContext) -> None:
        super().__init__()
        width = 0.02 if config.start == "small" else 0.2
        shapes = {f"{slot.name}": (2, slot.kv_heads, config.length, slot.head_dim) for slot in context.backbone.slots}
        self.names = list(shapes)
        self.rows = nn.Parameter(torch.empty(config.length, context.backbone.embedding_size))
        self.parts = nn.ParameterList(torch.empty(shape) for shape in shapes.values())
        for parameter in self.parameters():
            nn.init.normal_(parameter, 0.0, width, generator=context.generator)

    def forward(self) -> Prompt:
        return Prompt(embeddings=self.rows, key_values=dict(zip(self.names, self.parts, strict=True)))


@pytest.fixture
def thrown_away() -> Iterator[None]:
    """The method above, registered as a file of engine/methods/ would register it, for one test."""
    register(
        KIND,
        title="Thrown Away",
        paper="Nobody 2030",
        config=ThrownAwayConfig,
        sites="deep",
        rates={"head": 0.01, "verbalizer": 0.01, "text": 0.01},
    )(ThrownAway)
    yield
    METHODS.pop(KIND, None)


def test_forms_and_lists_know_it(thrown_away: None, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    greeting = hello()
    (entry,) = (entry for entry in greeting["methods"] if entry["kind"] == KIND)
    assert [(field["name"], field["type"], field["default"]) for field in entry["schema"]] == [
        ("length", "int", 3),
        ("start", "choice", "small"),
    ]
    assert any(row["method"] == KIND and row["works"] for row in greeting["support"])
    assert main(["methods", "--json"]) == 0
    (listed,) = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert [found for found in listed["methods"] if found["kind"] == KIND] == [json.loads(json.dumps(entry))]
    assert any(row["method"] == KIND for row in listed["support"])
    assert main(["methods"]) == 0
    told = capsys.readouterr().out
    assert "thrown_away: Thrown Away (Nobody 2030)" in told and "method.length=3" in told


@pytest.mark.parametrize("name", ["gpt2", "bert_mlm", "t5"])
def test_the_ordinary_trainer_trains_it_and_its_pack_outlives_it(
    name: str, thrown_away: None, make_run: Callable[..., Run], model_folders: Mapping[str, Path], home: Path
) -> None:
    output = "head" if name == "bert_mlm" else "verbalizer"
    run = make_run(
        name,
        method={"kind": KIND, "start": "large"},
        task={"output": output},
        data={"verbalizer": {"praise": ["good"], "complaint": ["bad"]} if output == "verbalizer" else None},
        training={"steps": 3, "learning_rate": 0.02},
    )
    done = list(train(run))[-1]
    assert done["type"] == "done" and done["steps"] == 3 and done["backbone_unchanged"]
    del METHODS[KIND]  # a pack holds what was learned, not how
    pack = read_pack(Path(done["pack"]))
    assert pack.manifest.method["kind"] == KIND and pack.manifest.method["options"]["start"] == "large"
    loaded = LoadedPack.open(Path(done["pack"]), source=str(model_folders[name]), device="cpu", dtype="float32")
    assert loaded.model.prompt.input_length == 3 and loaded.model.prompt.prefix_length == 3
    rows = [Example(row, {"text": text}, None) for row, text in enumerate(("good", "a bad film"))]
    answered = list(loaded.predict(rows))[-1]
    assert isinstance(answered, Predictions) and answered.probabilities.isfinite().all()


def test_the_command_trains_it_with_its_own_options(
    thrown_away: None, model_folders: Mapping[str, Path], toy_table: Path, tmp_path: Path, home: Path
) -> None:
    words = ["train", "--data", toy_table, "--backbone", model_folders["llama"], "--method", KIND]
    for setting in ("method.length=5", "training.steps=2", "training.threads=1", "backbone.dtype=float32"):
        words += ["--set", setting]
    assert main([str(word) for word in [*words, "--out", tmp_path / "run", "--name", "thrown"]]) == 0
    pack = read_pack(tmp_path / "run" / "pack" / "thrown.promptpack")
    assert pack.manifest.shapes["embeddings"][0] == 5
    assert main([str(word) for word in [*words, "--set", "method.lenght=5", "--out", tmp_path / "other"]]) == 2
