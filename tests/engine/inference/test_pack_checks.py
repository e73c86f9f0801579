"""A pack whose parts are sound, each for itself, and do not belong together or to the model is refused by name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.backbones.backbone import Backbone
from engine.backbones.fingerprint import Fingerprint
from engine.errors import EngineError
from engine.inference import LoadedPack
from engine.packs import Manifest, Match, write_pack

HIDDEN, LABELS = 32, ["bad", "good"]
Tensors = dict[str, np.ndarray]
Load = Callable[..., LoadedPack]


def zeros(*shape: int) -> np.ndarray:
    return np.zeros(shape, np.float32)


def deep(backbone: Backbone, tokens: int = 3) -> Tensors:
    return {
        f"key_values.{slot.name}": zeros(2, slot.kv_heads, tokens, slot.head_dim)  # (2, kv_heads, P, head_dim)
        for slot in backbone.slots
    }


@pytest.fixture
def load(gpt2: Backbone, tmp_path: Path) -> Load:
    """A pack for the tiny GPT-2 with these tensors, whose task is changed by `task`, opened."""

    def make(tensors: Tensors, labels: list[str] = LABELS, **task: Any) -> LoadedPack:
        words = {"kind": "classification", "output": "verbalizer", "max_tokens": 32, "pooling": "last", "columns": {}}
        manifest = Manifest(
            name="Small",
            method={"kind": "prompt_tuning", "options": {}},
            task={name: value for name, value in {**words, **task}.items() if value is not None},
            template="{soft}{text} {answer}",
            backbone=Fingerprint("GPT2LMHeadModel", HIDDEN, 2, 4, 4, 8, 622, "a" * 64, "b" * 64, HIDDEN),
            position={"soft": "front", "positions": "shifted"},
            training_dtype="float32",
            metrics={"metrics": {}, "baseline": None, "head_alone": None, "seed": 0},
            data={"name": "", "sha256": None, "rows": 0, "kept_aside": 0},
            labels=labels,
        )
        pack = write_pack(tmp_path / "small.promptpack", manifest, tensors)
        return LoadedPack(pack, gpt2, Match("green", "match_same"))

    return make


def refused(load: Load, tensors: Tensors, **changes: Any) -> EngineError:
    with pytest.raises(EngineError) as caught:
        load(tensors, **changes)
    assert caught.value.exit_code == 2 and caught.value.message and caught.value.action
    return caught.value


def test_parts_that_belong_together_are_loaded(load: Load, gpt2: Backbone) -> None:
    head = {"head.weight": zeros(2, HIDDEN)}
    assert load({"embeddings": zeros(3, HIDDEN)}).labels == LABELS
    assert load(deep(gpt2)).model.prompt.prefix_length == 3
    assert load({**deep(gpt2), **head}, output="head").task.head_tensors()["head.weight"].shape == (2, HIDDEN)


@pytest.mark.parametrize(
    ("place", "found"),
    [((2, 3, 3, 8), "2 x 3 x 3 x 8"), ((2, 4, 3, 5), "2 x 4 x 3 x 5"), ((2, 4, 5, 8), "2 x 4 x 5 x 8")],
)
def test_keys_and_values_of_another_size_than_the_model_s_or_their_neighbours_are_refused(
    place: tuple[int, ...], found: str, load: Load, gpt2: Backbone
) -> None:
    error = refused(load, {**deep(gpt2), "key_values.decoder.1": zeros(*place)})
    assert error.code == "pack_misfit"
    assert error.args_["tensor"] == "key_values.decoder.1" and error.args_["found"] == found
    assert error.args_["expected"] == "2 x 4 x 3 x 8"


def test_a_place_that_the_model_does_not_have_is_refused(load: Load) -> None:
    assert refused(load, {"key_values.cross.0": zeros(2, 4, 3, 8)}).code == "pack_slots"


def test_a_head_is_never_made_up(load: Load) -> None:
    """A head that is not in the pack would be one of random numbers."""
    error = refused(load, {"embeddings": zeros(3, HIDDEN)}, output="head")
    assert error.code == "pack_field" and error.args_["field"] == "head"


@pytest.mark.parametrize(
    ("head", "output", "code"),
    [
        ({"head.weight": zeros(2, 5)}, "head", "pack_misfit"),
        ({"head.weight": zeros(2, HIDDEN), "head.bias": zeros(2)}, "head", "pack_tensor_unknown"),
        ({"head.weight": zeros(2, HIDDEN)}, "verbalizer", "pack_tensor_unknown"),
    ],
)
def test_a_head_that_is_not_the_task_s_is_refused(head: Tensors, output: str, code: str, load: Load) -> None:
    assert refused(load, {"embeddings": zeros(3, HIDDEN), **head}, output=output).code == code


@pytest.mark.parametrize(
    ("field", "changes"),
    [("labels", {"labels": []}), ("task", {"max_tokens": None})],
)
def test_a_description_that_lacks_what_answering_needs_is_refused(
    field: str, changes: dict[str, Any], load: Load
) -> None:
    error = refused(load, {"embeddings": zeros(3, HIDDEN)}, **changes)
    assert error.code == "pack_field" and error.args_["field"] == field
