"""engine/inference/ensemble.py: several prompts on one backbone answer together, and one several times as it does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from engine.backbones.backbone import Backbone
from engine.data import Example
from engine.errors import InputError, PackError
from engine.inference import Combined, Ensemble, LoadedPack, read_packs
from engine.inference.ensemble import combined
from engine.packs import PromptPack, read_pack, write_pack
from engine.packs.exchange.fitting import UNKNOWN_WEIGHTS
from engine.tasks.task import Predictions
from engine.training.trainer import train

from ..conftest import toy_rows

ROWS = [Example(number, {"text": text}) for number, (text, _) in enumerate(toy_rows(12))]


def predictions(*rows: list[float], losses: list[float] | None = None) -> Predictions:
    return Predictions(torch.tensor(rows), torch.tensor(losses or [0.0] * len(rows)))


@pytest.fixture(scope="module")
def packs(
    recipe: Callable[..., dict], model_folders: Mapping[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    """Trained for a moment: "a" and "b" differ in seed on LLaMA, "deep" is another method, "gpt2" another backbone."""
    from engine.runs import Run, RunConfig

    folder, made = tmp_path_factory.mktemp("ensemble"), {}
    words = {"praise": ["good"], "complaint": ["bad"]}
    for name, backbone, seed, kind in (
        ("a", "llama", 1, "prompt_tuning"),
        ("b", "llama", 2, "prompt_tuning"),
        ("deep", "llama", 3, "p_tuning_v2"),
        ("gpt2", "gpt2", 1, "prompt_tuning"),
    ):
        values = recipe(
            backbone,
            seed=seed,
            method={"kind": kind, "length": 4},
            data={"verbalizer": words},
            training={"steps": 6, "learning_rate": 0.1},
        )
        done = list(train(Run.create(folder / name, RunConfig.from_json(values))))[-1]
        made[name] = Path(done["pack"])
    return made


def changed(pack: Path, path: Path, **fields: object) -> Path:
    """The same prompt with another description."""
    found: PromptPack = read_pack(pack)
    return write_pack(path, replace(found.manifest, **fields), found.tensors()).path  # type: ignore[arg-type]


def opened(model_folders: Mapping[str, Path], paths: list[Path], combine: str = "vote") -> Ensemble:
    return Ensemble.open(paths, combine, source=str(model_folders["llama"]), device="cpu", dtype="float32")  # type: ignore[arg-type]


def answered(asked: Ensemble | LoadedPack) -> Predictions:
    found = list(asked.predict(ROWS))[-1]
    assert isinstance(found, Predictions)
    return found


def test_votes_are_counted_and_a_tie_goes_to_the_higher_mean_probability() -> None:
    first = predictions([0.6, 0.4, 0.0], [0.9, 0.1, 0.0])
    second = predictions([0.1, 0.9, 0.0], [0.4, 0.6, 0.0])
    third = predictions([0.1, 0.2, 0.7], [0.8, 0.1, 0.1])
    found = combined([first, second, third], "vote")
    assert torch.allclose(found.probabilities, torch.tensor([[1 / 3, 1 / 3, 1 / 3], [2 / 3, 1 / 3, 0.0]]))
    assert found.answers == [1, 0]  # means of the first row: 0.27, 0.5, 0.23
    assert combined([first, second], "vote").answers == [1, 0]


def test_a_label_without_a_vote_wins_no_tie_however_likely_it_is_on_average() -> None:
    first, second = predictions([0.50, 0.02, 0.48]), predictions([0.02, 0.50, 0.48])
    assert combined([first, second], "vote").answers == [0] and combined([first, second], "mean").answers == [2]


def test_the_mean_is_the_mean_of_the_probabilities() -> None:
    found = combined([predictions([0.6, 0.4]), predictions([0.1, 0.9])], "mean")
    assert torch.allclose(found.probabilities, torch.tensor([[0.35, 0.65]])) and found.answers == [1]


@pytest.mark.parametrize("combine", ["vote", "mean"])
def test_the_loss_is_that_of_the_mean_probability_of_the_right_answer(combine: str) -> None:
    first, second = predictions([0.5, 0.5], losses=[0.2]), predictions([0.5, 0.5], losses=[3.0])
    p = (torch.tensor(-0.2).exp() + torch.tensor(-3.0).exp()) / 2
    assert float(combined([first, second], combine).losses) == pytest.approx(-float(p.log()))  # type: ignore[arg-type]


@pytest.mark.parametrize("combine", ["vote", "mean"])
def test_one_pack_several_times_answers_as_it_does_alone(
    combine: str, packs: dict[str, Path], model_folders: Mapping[str, Path]
) -> None:
    ensemble = opened(model_folders, [packs["a"]] * 3, combine)
    alone, together = answered(ensemble.members[0]), answered(ensemble)
    assert together.answers == alone.answers
    assert torch.allclose(together.losses, alone.losses, rtol=1e-6)
    if combine == "mean":
        assert torch.allclose(together.probabilities, alone.probabilities, rtol=1e-6)
    else:
        assert together.probabilities.max(dim=1).values.tolist() == [1.0] * len(ROWS)


def test_each_member_answers_as_it_does_alone_on_one_backbone(
    packs: dict[str, Path], model_folders: Mapping[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    loads, really_load = [], Backbone.load
    monkeypatch.setattr(Backbone, "load", staticmethod(lambda *a, **k: loads.append(a) or really_load(*a, **k)))
    ensemble = opened(model_folders, [packs["a"], packs["deep"], packs["b"]], "mean")
    assert len(loads) == 1 and len({id(member.backbone) for member in ensemble.members}) == 1
    together = answered(ensemble)
    assert isinstance(together, Combined)
    alone = [
        LoadedPack.open(packs[name], source=str(model_folders["llama"]), device="cpu", dtype="float32")
        for name in ("a", "deep", "b")
    ]
    for single, member in zip(together.singles, alone, strict=True):
        assert torch.equal(single.probabilities, answered(member).probabilities)
    by_hand = sum(single.probabilities for single in together.singles) / 3
    assert torch.allclose(together.probabilities, torch.as_tensor(by_hand))


def test_progress_goes_once_through_the_rows(packs: dict[str, Path], model_folders: Mapping[str, Path]) -> None:
    ensemble = opened(model_folders, [packs["a"], packs["b"]])
    steps = [part for part in ensemble.predict(ROWS * 5) if isinstance(part, int)]
    assert steps == sorted(steps) and steps[-1] == 60 and steps[0] <= 30


def test_labels_in_another_order_are_the_same_answers(
    packs: dict[str, Path], model_folders: Mapping[str, Path], tmp_path: Path
) -> None:
    manifest = read_pack(packs["b"]).manifest
    turned = changed(packs["b"], tmp_path / "turned.promptpack", labels=manifest.labels[::-1])
    expected, found = (
        answered(opened(model_folders, [packs["a"], path], "mean")).probabilities for path in (packs["b"], turned)
    )
    assert torch.allclose(expected, found, rtol=1e-6)


def test_packs_of_another_task_are_refused_by_name_before_anything_is_loaded(
    packs: dict[str, Path], tmp_path: Path
) -> None:
    words = {"praise": ["good"], "blame": ["bad"]}
    labels = changed(packs["b"], tmp_path / "other.promptpack", labels=["praise", "blame"], label_words=words)
    with pytest.raises(InputError) as caught:
        read_packs([packs["a"], labels])
    assert caught.value.code == "ensemble_labels"
    assert "other.promptpack" in caught.value.message and "blame" in caught.value.message
    with pytest.raises(InputError) as caught:
        read_packs([packs["a"], packs["gpt2"]])
    assert caught.value.code == "ensemble_backbone" and "gpt2" in caught.value.message
    writes = {"task": {"kind": "generation", "output": "text", "columns": {}, "max_tokens": 64}}
    with pytest.raises(InputError) as caught:
        read_packs([changed(packs["a"], tmp_path / "w.promptpack", labels=[], label_words={}, **writes), packs["a"]])
    assert caught.value.code == "ensemble_writes" and "w.promptpack" in caught.value.message
    (tmp_path / "broken.promptpack").write_bytes(b"no pack")
    with pytest.raises(PackError) as caught:
        read_packs([packs["a"], tmp_path / "broken.promptpack"])
    assert caught.value.message == "broken.promptpack: This file is no prompt pack."


def test_a_pack_that_names_no_weights_may_take_part(packs: dict[str, Path], tmp_path: Path) -> None:
    backbone = replace(read_pack(packs["b"]).manifest.backbone, weights_hash=UNKNOWN_WEIGHTS)
    assert len(read_packs([packs["a"], changed(packs["b"], tmp_path / "x.promptpack", backbone=backbone)])) == 2


def test_files_of_one_name_are_told_apart(packs: dict[str, Path]) -> None:
    assert {path.name for path in packs.values()} == {"toy.promptpack"}
    with pytest.raises(InputError) as caught:
        read_packs([packs["a"], packs["gpt2"]])
    assert str(Path("gpt2") / "pack" / "toy.promptpack") in caught.value.message
    assert str(Path("a") / "pack" / "toy.promptpack") in caught.value.message
