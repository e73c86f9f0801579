"""engine/training/packing.py and result.py: what a finished run writes into its pack."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from engine.packs import read_pack
from engine.runs import Run
from engine.training.packing import file_hash, soft_place
from engine.training.result import _balanced
from engine.training.trainer import train

MakeRun = Callable[..., Run]


@pytest.mark.parametrize(
    ("template", "place"),
    [
        ("{soft}{text} is {answer}", "front"),
        ("{text} is {answer}", "front"),
        ("{text}{soft}", "behind"),
        ("{text} is {soft}{answer}", "behind"),
        ("{text} {soft:2} is {answer}", "between"),
        ("{soft:2}{text}{soft:2}", "between"),
    ],
)
def test_where_the_virtual_tokens_stand_is_named(template: str, place: str) -> None:
    assert soft_place(template) == place


@pytest.mark.parametrize(("name", "kind"), [("bert", "p_tuning_v2"), ("llama", "prompt_tuning")])
def test_a_pack_says_how_it_was_made(name: str, kind: str, make_run: MakeRun, toy_table: Path) -> None:
    run = make_run(name, name="Toy: praise?", method={"kind": kind, "length": 3})
    done = list(train(run))[-1]
    pack = read_pack(Path(done["pack"]))
    manifest, config = pack.manifest, run.config
    assert manifest.name == "Toy: praise?" and set('/\\:*?"<>|').isdisjoint(pack.path.name)
    assert manifest.method["kind"] == kind and manifest.template == config.data.template
    assert manifest.task["output"] == config.task.output and manifest.task["max_tokens"] == 128
    assert manifest.labels == ["complaint", "praise"] and manifest.training_dtype == "float32"
    assert manifest.metrics["seed"] == 1
    assert manifest.metrics["metrics"]["accuracy"] == done["metrics"]["accuracy"]
    assert manifest.data == {"name": "toy.csv", "sha256": file_hash(toy_table), "rows": 56, "kept_aside": 24}
    assert [row["step"] for row in pack.curve] == [0, 4, 8]
    assert str(toy_table.parent) not in pack.card + str(manifest.to_json())


def test_a_pack_keeps_the_name_of_the_pack_it_started_from_but_not_its_place(make_run: MakeRun) -> None:
    first = list(train(make_run()))[-1]["pack"]
    method = {"kind": "p_tuning_v2", "length": 3, "init_pack": first}
    manifest = read_pack(Path(list(train(make_run(method=method)))[-1]["pack"])).manifest
    assert manifest.method["options"]["init_pack"] == Path(first).name
    assert str(Path(first).parent) not in str(manifest.to_json())


def test_a_file_that_is_gone_has_no_sum(tmp_path: Path) -> None:
    assert file_hash(tmp_path / "gone.csv") is None


def test_shown_rows_are_balanced_seeded_and_in_order() -> None:
    targets = [0] * 90 + [1] * 6 + [2] * 4
    found = _balanced(targets, 12, seed=3)
    assert [sum(targets[place] == label for place in found) for label in range(3)] == [4, 4, 4]
    assert found == sorted(found) == _balanced(targets, 12, seed=3) != _balanced(targets, 12, seed=4)
    assert _balanced(targets, 1000, seed=3) == list(range(100))
