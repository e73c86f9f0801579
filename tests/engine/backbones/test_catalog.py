"""The catalog: a source becomes a folder that was looked at first, and the list tells what is there."""

from __future__ import annotations

import json
import socket
from dataclasses import replace
from pathlib import Path
from typing import Any

import huggingface_hub
import huggingface_hub.constants
import huggingface_hub.errors
import numpy as np
import pytest
from safetensors.numpy import save_file

from engine.backbones import catalog
from engine.backbones.catalog import (
    add_folder,
    added_folders,
    display_name,
    find_backbone,
    forget_folder,
    get_backbone,
    list_backbones,
    resolve,
)
from engine.backbones.starter_table import STARTERS
from engine.errors import InputError, NetworkError

CONFIG = {
    "architectures": ["BertModel"],
    "model_type": "bert",
    "hidden_size": 8,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "vocab_size": 10,
}
REVISION = "0123456789abcdef0123456789abcdef01234567"


def make_model(folder: Path, **config: Any) -> Path:
    folder.mkdir(parents=True)
    (folder / "config.json").write_text(json.dumps({**CONFIG, **config}))
    (folder / "tokenizer.json").write_text('{"model": {"type": "BPE", "vocab": {"a": 0}, "merges": []}}')
    save_file({"weight": np.ones((10, 8), np.float32)}, folder / "model.safetensors")
    return folder


@pytest.fixture(autouse=True)
def empty_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home and an empty hub cache; any use of the network fails the test."""
    monkeypatch.setenv("SOFTPROMPT_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(tmp_path / "hub"))

    def used(*args: Any) -> None:
        raise AssertionError("the network was used")

    monkeypatch.setattr(socket.socket, "connect", used)
    return tmp_path / "home"


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return make_model(tmp_path / "tiny")


@pytest.fixture
def cached(tmp_path: Path) -> Path:
    """A model in the hub's cache as the hub's library lays it out."""
    repository = tmp_path / "hub" / "models--ada--tiny"
    (repository / "refs").mkdir(parents=True)
    (repository / "refs" / "main").write_text(REVISION)
    return make_model(repository / "snapshots" / REVISION)


def test_a_folder_is_itself(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(model.parent)
    assert resolve(str(model)) == resolve("tiny") == model


def test_a_starter_that_is_not_there_says_how_to_get_it() -> None:
    with pytest.raises(InputError) as caught:
        resolve("starter:minilm-l6")
    assert caught.value.code == "starter_missing" and "backbones get minilm-l6" in caught.value.action


def test_a_starter_that_is_there_is_its_folder(empty_home: Path) -> None:
    folder = make_model(empty_home / "models" / "minilm-l6")
    assert resolve("starter:minilm-l6") == folder


def test_a_hub_model_is_found_in_the_cache(cached: Path) -> None:
    assert resolve("hub:ada/tiny") == cached
    assert resolve(f"hub:ada/tiny@{REVISION}") == cached
    assert display_name("hub:ada/tiny@main", cached) == "ada/tiny"


def test_a_hub_model_that_is_not_here_is_not_fetched_unasked() -> None:
    with pytest.raises(InputError) as caught:
        resolve("hub:ada/other")
    assert caught.value.code == "hub_not_here" and "hub:ada/other" in caught.value.action


@pytest.mark.parametrize(
    "source", ["hub:", "hub:tiny", "hub:../../etc", "hub:a/b/c", "hub:a/b@", "hub:-a/b", "hub:a b/c"]
)
def test_a_source_that_names_no_hub_model_is_refused(source: str) -> None:
    with pytest.raises(InputError) as caught:
        resolve(source)
    assert caught.value.code == "hub_source"


def test_a_download_without_network_is_a_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def offline(*args: Any, **options: Any) -> str:
        assert options["local_files_only"] is False and options["revision"] == "v1"
        raise huggingface_hub.errors.LocalEntryNotFoundError("no connection")

    monkeypatch.setattr(huggingface_hub, "snapshot_download", offline)
    with pytest.raises(NetworkError, match="the hub cannot be reached"):
        list(get_backbone("hub:ada/tiny@v1"))


def test_another_failure_of_the_hub_keeps_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    def gated(*args: Any, **options: Any) -> str:
        raise OSError("Access to this model is restricted.\nMore")

    monkeypatch.setattr(huggingface_hub, "snapshot_download", gated)
    with pytest.raises(NetworkError, match="Access to this model is restricted"):
        resolve("hub:ada/tiny", network=True)


def test_a_model_that_needs_its_own_code_is_refused(model: Path) -> None:
    config = {**CONFIG, "model_type": "brand_new", "auto_map": {"AutoModel": "modeling_new.NewModel"}}
    (model / "config.json").write_text(json.dumps(config))
    with pytest.raises(InputError) as caught:
        resolve(str(model))
    assert caught.value.code == "needs_remote_code" and "modeling_new.NewModel" in caught.value.message


def test_a_model_with_needless_code_is_used_without_it(model: Path) -> None:
    (model / "config.json").write_text(json.dumps({**CONFIG, "auto_map": {"AutoModel": "modeling.Model"}}))
    assert resolve(str(model)) == model


def test_the_list_has_the_starters_also_when_they_are_absent() -> None:
    entries = {entry["source"]: entry for entry in list_backbones()}
    assert set(entries) == {starter.source for starter in STARTERS.values()}
    entry = entries["starter:minilm-l6"]
    assert not entry["present"] and entry["fingerprint"] is None and entry["parameters"] == 22_713_216
    json.dumps(list(entries.values()), allow_nan=False)


def test_every_entry_has_the_same_fields(model: Path, cached: Path, empty_home: Path) -> None:
    make_model(empty_home / "models" / "minilm-l6")
    add_folder(model)
    gone = make_model(model.parent / "gone")
    add_folder(gone)
    (gone / "config.json").unlink()
    entries = list_backbones()
    assert len(entries) == 5 and len({frozenset(entry) for entry in entries}) == 1
    assert [entry["present"] for entry in entries] == [True, False, True, False, True]
    assert [bool(entry["problem"]) for entry in entries] == [False, False, False, True, False]
    assert entries[-1]["source"] == "hub:ada/tiny" and entries[-1]["name"] == "ada/tiny"


def test_an_added_folder_is_remembered_once(model: Path) -> None:
    entry = add_folder(model)
    add_folder(model)
    assert added_folders() == [model] and entry["name"] == "tiny" and entry["family"] == "masked"
    assert entry["parameters"] == 80 and entry["fingerprint"]["source"] == "folder:tiny"
    forget_folder(model)
    assert added_folders() == [] and model.is_dir()


def test_a_folder_that_is_no_model_is_not_added(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"config\.json is missing"):
        add_folder(tmp_path)
    assert added_folders() == []


@pytest.mark.parametrize("content", [b"", b"[]", b'{"folders": 3}', b'{"folders": [3]}', b"\xff"])
def test_a_damaged_list_of_folders_is_made_anew(content: bytes, empty_home: Path, model: Path) -> None:
    empty_home.mkdir()
    (empty_home / "backbones.json").write_bytes(content)
    assert added_folders() == []
    add_folder(model)
    assert added_folders() == [model]


def test_a_pack_finds_its_model_by_fingerprint_and_by_the_name_of_its_folder(model: Path, cached: Path) -> None:
    wanted = catalog.known_fingerprint(model, "", "")
    save_file({"weight": np.zeros((10, 8), np.float32)}, cached / "model.safetensors")
    assert find_backbone(replace(wanted, source="folder:tiny")) == "folder:tiny"
    with pytest.raises(InputError, match="tiny"):
        resolve("folder:tiny")
    add_folder(model)
    assert find_backbone(wanted) == str(model) and resolve("folder:tiny") == model
    assert find_backbone(catalog.known_fingerprint(cached, "", "")) == "hub:ada/tiny"


def test_memory_decides_whether_a_model_fits() -> None:
    def fits(free: int) -> str:
        return next(entry["fit"] for entry in list_backbones(free) if entry["source"] == "starter:smollm2-135m")

    assert fits(64_000_000_000) == "fits" and fits(2_000_000_000) == "tight" and fits(700_000_000) == "too_big"


def test_a_fingerprint_is_computed_once_until_the_files_change(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = catalog.known_fingerprint(model, "Tiny", "")
    with monkeypatch.context() as patch:
        patch.setattr(catalog, "fingerprint_folder", None)
        assert catalog.known_fingerprint(model, "Tiny", "") == first
    save_file({"weight": np.zeros((10, 8), np.float32), "more": np.zeros(1)}, model / "model.safetensors")
    assert catalog.known_fingerprint(model, "Tiny", "").weights_hash != first.weights_hash
