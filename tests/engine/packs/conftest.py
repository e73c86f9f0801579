"""A small sound pack, and a forge that takes it apart and puts it together with one thing broken."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.backbones.fingerprint import Fingerprint
from engine.errors import PackError
from engine.packs import Manifest, read_pack, write_pack
from engine.packs.manifest import content_id

SLOT = "encoder.layer.0.attention.self"
FINGERPRINT = Fingerprint(
    architecture="BertModel",
    hidden=8,
    layers=2,
    heads=2,
    kv_heads=2,
    head_dim=4,
    vocab_size=100,
    tokenizer_hash="a" * 64,
    weights_hash="b" * 64,
    embedding=8,
    name="Tiny",
    source="folder:tiny",
)


def make_manifest(**changes: Any) -> Manifest:
    values: dict[str, Any] = {
        "name": "Praise or not",
        "method": {"kind": "prompt_tuning", "options": {"length": 3}},
        "task": {"kind": "classification", "output": "head", "columns": {"text": "review"}, "max_tokens": 32},
        "template": "{soft}{review}",
        "backbone": FINGERPRINT,
        "position": {"soft": "front", "positions": "shifted"},
        "training_dtype": "float32",
        "metrics": {
            "metrics": {"accuracy": 0.9, "n": 40, "low": 0.77, "high": 0.96},
            "baseline": {"accuracy": 0.5},
            "head_alone": None,
            "seed": 7,
        },
        "data": {"name": "reviews.csv", "sha256": "c" * 64, "rows": 400, "kept_aside": 40},
        "labels": ["no", "yes"],
        "languages": ["en", "zh-Hans"],
        "author": "Ada",
        "licence": "CC-BY-4.0",
        "created": "2030-01-31T12:00:00Z",
    }
    return Manifest(**{**values, **changes})


def make_tensors() -> dict[str, np.ndarray]:
    rng = np.random.default_rng(0)
    shapes = {"embeddings": (3, 8), f"key_values.{SLOT}": (2, 2, 3, 4), "head.weight": (2, 8), "head.bias": (2,)}
    return {name: rng.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}


PREVIEW = [{"input": "Great | soup", "expected": "yes", "before": "no", "now": "yes"}]
CURVE = [{"step": 1, "loss": 0.75}, {"step": 2, "loss": 0.5, "accuracy": 0.9}]


class Forge:
    """The members of a sound pack, to be changed; `seal` makes hashes and id fit again, `write` makes the file."""

    def __init__(self, source: Path) -> None:
        with zipfile.ZipFile(source) as opened:
            self.members = {name: opened.read(name) for name in opened.namelist()}
        self.manifest: dict[str, Any] = json.loads(self.members["manifest.json"])

    def seal(self) -> None:
        hashes = {n: hashlib.sha256(c).hexdigest() for n, c in self.members.items() if n != "manifest.json"}
        self.manifest["members"] = hashes
        fields = {**self.manifest, "backbone": Fingerprint(**self.manifest["backbone"])}
        self.manifest["id"] = content_id(Manifest(**fields))
        self.put_manifest()

    def put_manifest(self) -> None:
        self.members["manifest.json"] = json.dumps(self.manifest).encode()

    def write(self, path: Path, *, compression: int = zipfile.ZIP_STORED) -> Path:
        with zipfile.ZipFile(path, "w", compression) as out:
            for name, content in self.members.items():
                out.writestr(zipfile.ZipInfo(name), content, compress_type=compression)
        return path


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    path = tmp_path / "sound.promptpack"
    write_pack(path, make_manifest(), make_tensors(), preview=PREVIEW, curve=CURVE, licence_text="Use it.")
    return path


@pytest.fixture
def forge(sound: Path) -> Forge:
    return Forge(sound)


@pytest.fixture
def other_pack(tmp_path: Path) -> Path:
    """Another prompt under the same name."""
    tensors = {name: array + 1 for name, array in make_tensors().items()}
    path = tmp_path / "other.promptpack"
    write_pack(path, make_manifest(), tensors)
    return path


@pytest.fixture
def manifest() -> Manifest:
    return make_manifest()


@pytest.fixture
def tensors() -> dict[str, np.ndarray]:
    return make_tensors()


@pytest.fixture
def fingerprint() -> Fingerprint:
    return dataclasses.replace(FINGERPRINT)


@pytest.fixture
def assert_sound(sound: Path) -> Any:
    """The undamaged twin is accepted, after as before."""
    return lambda: read_pack(sound)


@pytest.fixture
def refused() -> Any:
    """Reads a pack that must be refused, and gives the code: with what to do, and with nothing written."""

    def files(path: Path) -> list[Path]:
        return sorted(path.parent.iterdir()) if path.parent.is_dir() else []

    def read(path: Path) -> str:
        before = files(path)
        with pytest.raises(PackError) as caught:
            read_pack(path)
        assert caught.value.message and caught.value.action and caught.value.exit_code == 2
        assert files(path) == before
        return caught.value.code

    return read
