"""engine/jobs.py: the requests import_pack and export_pack, which the Shelf makes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.errors import InputError
from engine.inference import LoadedPack
from engine.jobs import JOB_OF_KIND
from engine.packs import Library, read_pack
from engine.protocol import Event, make_request
from engine.training.control import Control
from engine.training.preparation import Warm

Folders = Mapping[str, Path]


def do(kind: str, **fields: Any) -> list[Event]:
    request = make_request("r1", kind, fields)
    return [json.loads(json.dumps(event)) for event in JOB_OF_KIND[kind](request, Control(), Warm())]


@pytest.fixture
def array(tmp_path: Path) -> Path:
    path = tmp_path / "prompt.npy"
    np.save(path, np.random.default_rng(0).normal(size=(3, 32)).astype(np.float32))
    return path


def test_a_prompt_comes_into_the_library_and_goes_out_again(
    array: Path, home: Path, model_folders: Folders, tmp_path: Path
) -> None:
    choices = {"labels": ["good", "bad"], "words": {"good": [" good"], "bad": [" bad"]}, "name": "Taken"}
    events = do("import_pack", path=str(array), backbone=str(model_folders["llama"]), out=None, **choices)
    assert [event["type"] for event in events] == ["phase", "note", "pack"]
    done = events[-1]
    assert done["format"] == "npy" and done["was_there"] is False and done["labels"] == ["good", "bad"]
    assert [str(entry.path) for entry in Library().list()] == [done["path"]]
    loaded = LoadedPack.open(Path(done["path"]), source=str(model_folders["llama"]), device="cpu", dtype="float32")
    assert loaded.match.colour == "amber" and loaded.labels == ["good", "bad"]
    out = tmp_path / "out"
    assert do("export_pack", pack=done["path"], to="peft", out=str(out))[-1] == {
        "type": "pack",
        "path": str(out),
        "format": "peft",
    }
    copy = do("export_pack", pack=done["path"], to="promptpack", out=str(tmp_path / "copy.promptpack"))
    assert [event["type"] for event in copy] == ["pack"]
    assert read_pack(tmp_path / "copy.promptpack").manifest.name == "Taken"


def test_an_input_prompt_needs_no_loaded_model(array: Path, home: Path, model_folders: Folders, tmp_path: Path) -> None:
    events = do("import_pack", path=str(array), backbone=str(model_folders["gpt2"]), out=str(tmp_path / "x.promptpack"))
    assert [event["type"] for event in events] == ["note", "pack"]


def test_words_that_the_model_cannot_spell_are_refused_before_anything_is_kept(
    array: Path, home: Path, model_folders: Folders, tmp_path: Path
) -> None:
    with pytest.raises(InputError) as caught:
        do(
            "import_pack",
            path=str(array),
            backbone=str(model_folders["bert"]),
            out=str(tmp_path / "x.promptpack"),
            labels=["good", "bad"],
        )
    assert caught.value.code == "verbalizer_masked"  # this encoder has no trained head over its words
    assert not (tmp_path / "x.promptpack").exists()
