"""Writing and reading packs: the same back, the same bytes, and nothing half-written."""

from __future__ import annotations

import dataclasses
import errno
import json
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from engine.backbones.fingerprint import Fingerprint
from engine.errors import DiskFull, PackError
from engine.packs import Manifest, read_pack, write_pack

NUMBERS = st.floats(allow_nan=False, allow_infinity=False, width=32)
HALVES = st.floats(allow_nan=False, allow_infinity=False, width=16)
ANY_TEXT = st.text(st.characters(codec="utf-8"), max_size=60)
SLOT_NAMES = st.from_regex(r"[a-z]{1,8}(\.[0-9a-z_]{1,6}){0,3}", fullmatch=True)


@st.composite
def tensor_sets(draw: st.DrawFn) -> dict[str, np.ndarray]:
    """Embeddings 8 wide, some deep slots, perhaps a head with two outputs, in float32 or float16."""

    def array(*shape: int) -> np.ndarray:
        if draw(st.booleans()):
            return draw(hnp.arrays(np.float32, shape, elements=NUMBERS))
        return draw(hnp.arrays(np.float16, shape, elements=HALVES))

    tokens = draw(st.integers(1, 5))
    found = {"embeddings": array(tokens, 8)}
    for slot in draw(st.lists(SLOT_NAMES, max_size=3, unique=True)):
        found[f"key_values.{slot}"] = array(2, 2, tokens, 4)
    if draw(st.booleans()):
        found["head.weight"] = array(2, 8)
        if draw(st.booleans()):
            found["head.bias"] = array(2)
    return found


@settings(max_examples=60, deadline=None)
@given(tensors=tensor_sets())
def test_tensors_come_back_bit_for_bit(tensors: dict[str, np.ndarray]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_pack(Path(folder) / "a.promptpack", plain(), tensors)
        found = read_pack(Path(folder) / "a.promptpack").tensors()
    assert found.keys() == tensors.keys()
    for name, array in tensors.items():
        assert found[name].dtype == array.dtype and found[name].tobytes() == array.tobytes()


def plain(**changes: Any) -> Manifest:
    fingerprint = Fingerprint("BertModel", 8, 2, 2, 2, 4, 100, "a" * 64, "b" * 64, 8)
    values: dict[str, Any] = {
        "name": "Plain",
        "method": {"kind": "prompt_tuning", "options": {}},
        "task": {"kind": "classification", "output": "head"},
        "template": "{soft}{text}",
        "backbone": fingerprint,
        "position": {"soft": "front", "positions": "shifted"},
        "training_dtype": "float32",
        "metrics": {"metrics": {}, "baseline": None, "head_alone": None, "seed": 0},
        "data": {"name": "", "sha256": None, "rows": 0, "kept_aside": 0},
        "created": "2030-01-01T00:00:00Z",
    }
    return Manifest(**{**values, **changes})


@settings(max_examples=100, deadline=None)
@given(
    labels=st.lists(ANY_TEXT, max_size=5, unique=True),
    template=ANY_TEXT,
    author=ANY_TEXT,
    score=st.floats(allow_nan=False, allow_infinity=False),
    options=st.dictionaries(
        st.text(st.characters(categories=["L", "N"]), max_size=20), st.none() | st.integers() | NUMBERS
    ),
)
def test_a_manifest_comes_back_as_it_was(
    labels: list[str], template: str, author: str, score: float, options: dict[str, Any]
) -> None:
    manifest = plain(
        labels=labels,
        label_words={label: [label, " x"] for label in labels if label != " x"},
        template=template,
        author=author,
        method={"kind": "any", "options": options},
        metrics={"metrics": {"loss": score}, "baseline": {"loss": None}, "head_alone": None, "seed": 1},
    )
    with tempfile.TemporaryDirectory() as folder:
        written = write_pack(Path(folder) / "a.promptpack", manifest, {"embeddings": np.zeros((1, 8), np.float32)})
        found = read_pack(Path(folder) / "a.promptpack").manifest
    assert found == written.manifest
    for name in ("labels", "label_words", "template", "method", "metrics", "backbone", "task"):
        assert getattr(found, name) == getattr(manifest, name)


def test_the_same_content_gives_the_same_bytes(manifest: Manifest, tensors: Any, tmp_path: Path) -> None:
    first, second = tmp_path / "first.promptpack", tmp_path / "second.promptpack"
    write_pack(first, manifest, tensors, curve=[{"step": 1, "loss": 0.1}])
    write_pack(second, manifest, dict(reversed(tensors.items())), curve=[{"step": 1, "loss": 0.1}])
    assert first.read_bytes() == second.read_bytes()


def test_the_id_names_the_prompt_and_not_the_wording(manifest: Manifest, tensors: Any, tmp_path: Path) -> None:
    def id_of(manifest: Manifest, tensors: Any) -> str:
        return write_pack(tmp_path / "a.promptpack", manifest, tensors).manifest.id

    first = id_of(manifest, tensors)
    renamed = dataclasses.replace(manifest, name="Other", author="Bob", created="2031-01-01T00:00:00Z")
    assert id_of(renamed, tensors) == first
    assert id_of(dataclasses.replace(manifest, template="{soft} {review}"), tensors) != first
    assert id_of(manifest, {**tensors, "embeddings": tensors["embeddings"] + 1}) != first


def test_a_pack_holds_exactly_its_members(manifest: Manifest, tensors: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.promptpack"
    write_pack(path, manifest, tensors)
    with zipfile.ZipFile(path) as opened:
        names = opened.namelist()
        assert {info.date_time for info in opened.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert names == ["manifest.json", "prompt.safetensors", "card.md", "preview.json", "curve.csv"]


def test_preview_curve_and_licence_come_back(sound: Path) -> None:
    pack = read_pack(sound)
    assert pack.preview == [{"input": "Great | soup", "expected": "yes", "before": "no", "now": "yes"}]
    assert pack.curve == [{"step": 1.0, "loss": 0.75}, {"step": 2.0, "loss": 0.5, "accuracy": 0.9}]
    assert pack.licence_text == "Use it." and pack.size == sound.stat().st_size


def test_tensors_are_new_each_time_and_may_be_written_to(sound: Path) -> None:
    pack = read_pack(sound)
    pack.tensors()["embeddings"][:] = 0
    assert pack.tensors()["embeddings"].any()


def test_a_training_state_travels_and_is_not_loaded(manifest: Manifest, tensors: Any, tmp_path: Path) -> None:
    state = tmp_path / "state"
    state.write_bytes(b"no safetensors at all: only its hash is looked at")
    path = tmp_path / "a.promptpack"
    assert write_pack(path, manifest, tensors, training_state=state).has_training_state
    assert read_pack(path).has_training_state


def test_a_prompt_that_is_no_number_is_not_written(manifest: Manifest, tensors: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.promptpack"
    write_pack(path, manifest, tensors)
    before = path.read_bytes()
    tensors["embeddings"][0, 0] = np.nan
    with pytest.raises(PackError) as caught:
        write_pack(path, manifest, tensors)
    assert caught.value.code == "pack_not_finite"
    assert path.read_bytes() == before and list(tmp_path.iterdir()) == [path]


def test_another_number_format_is_refused_at_once(manifest: Manifest, tensors: Any, tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="float64"):
        write_pack(tmp_path / "a.promptpack", manifest, {**tensors, "embeddings": np.zeros((3, 8))})


def test_a_full_disk_leaves_the_old_pack(
    manifest: Manifest, tensors: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.promptpack"
    write_pack(path, manifest, tensors)
    before = path.read_bytes()

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskFull):
        write_pack(path, dataclasses.replace(manifest, author="Bob"), tensors)
    assert path.read_bytes() == before and list(tmp_path.iterdir()) == [path]


def test_hidden_characters_are_taken_out_of_a_name_and_kept_in_a_label(tmp_path: Path) -> None:
    manifest = plain(name="a\u202egnp\x1b.exe\r\n", labels=["\u200fنعم", "a\rb"])
    found = write_pack(tmp_path / "a.promptpack", manifest, {"embeddings": np.zeros((1, 8), np.float32)}).manifest
    assert found.name == "a gnp .exe" and found.labels == ["\u200fنعم", "a\rb"]


@settings(max_examples=60, deadline=None)
@given(
    texts=st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=300), min_size=5, max_size=5),
    score=st.floats(),
    words=st.lists(st.text(st.characters(codec="utf-8"), max_size=20), max_size=4),
)
def test_no_name_and_no_score_keeps_a_trained_prompt_from_being_saved(
    texts: list[str], score: float, words: list[str]
) -> None:
    name, author, file_name, folder_name, shown = texts
    backbone = dataclasses.replace(plain().backbone, name=folder_name, source=f"folder:{folder_name}")
    manifest = plain(
        name=name,
        author=author,
        description=author,
        backbone=backbone,
        data={"name": file_name, "sha256": None, "rows": 1, "kept_aside": 0},
        metrics={"metrics": {"accuracy": score}, "baseline": {"loss": score}, "head_alone": None, "seed": 0},
        labels=["a"],
        label_words={"a": words},
    )
    tensors = {"embeddings": np.zeros((1, 8), np.float32)}
    row = {"input": shown, "p": score}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.promptpack"
        write_pack(path, manifest, tensors, preview=[row], curve=[{"step": 1, "loss": score}])
        found = read_pack(path)
    assert found.manifest.label_words == {"a": words}
    assert found.manifest.metrics["metrics"]["accuracy"] in (score, None)


def test_the_manifest_is_json_that_a_person_can_read(sound: Path) -> None:
    with zipfile.ZipFile(sound) as opened:
        text = opened.read("manifest.json").decode()
    assert list(json.loads(text))[:3] == ["schema", "id", "name"] and "\n  " in text


def test_packs_need_no_torch() -> None:
    code = "import sys, engine.packs; print({'torch', 'transformers', 'datasets'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "set()"
