"""The sound pack with one thing broken in its description is refused for that reason; the sound one never is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from engine.packs import read_pack


def changed(**values: Any) -> Callable[[dict[str, Any]], Any]:
    return lambda table: table.update(values)


def inner(field: str, **values: Any) -> Callable[[dict[str, Any]], Any]:
    return lambda table: table[field].update(values)


FIELDS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "no such field": changed(run_this="rm -rf /"),
    "schema 0": changed(schema=0),
    "schema as text": changed(schema="1"),
    "schema true": changed(schema=True),
    "an empty name": changed(name="  "),
    "a long name": changed(name="n" * 201),
    "a name of two lines": changed(name="a\nb"),
    "a name that turns": changed(name="a\u202egnp.exe"),
    "an author with escapes": changed(author="\x1b[2J"),
    "half a letter": changed(description="\ud800"),
    "a description as list": changed(description=["a"]),
    "no language": changed(languages=["not a language"]),
    "a date of words": changed(created="yesterday"),
    "a method without options": changed(method={"kind": "x"}),
    "a method with code": inner("method", code="import os"),
    "a longest text of words": inner("task", max_tokens="many"),
    "a longest text of nothing": inner("task", max_tokens=0),
    "columns as list": inner("task", columns=["review"]),
    "a column as number": inner("task", columns={"text": 5}),
    "a pooling unknown": inner("task", pooling="all"),
    "a position unknown": changed(position={"soft": "front", "positions": "guessed"}),
    "a template as number": changed(template=3),
    "words for no label": changed(label_words={"maybe": ["x"]}),
    "label words as text": changed(label_words={"yes": "great"}),
    "a label twice": changed(labels=["no", "no"]),
    "labels for another head": changed(labels=["a", "b", "c"], label_words={}),
    "a head without weight": changed(head={"bias": [2]}),
    "a head of text": changed(head="linear"),
    "no prompt": changed(shapes={}),
    "a shape with zero": inner("shapes", embeddings=[0, 8]),
    "a shape with a fraction": inner("shapes", embeddings=[3.0, 8]),
    "a shape beyond all bounds": inner("shapes", embeddings=[2**40, 8]),
    "a shape of another width": inner("shapes", embeddings=[3, 9]),
    "a deep shape of two": inner("shapes", **{"key_values.a": [2, 3]}),
    "a slot with a path": inner("shapes", **{"key_values.../../a": [2, 2, 3, 4]}),
    "an unknown place": inner("shapes", weights=[2, 2]),
    "a backbone without width": lambda table: table["backbone"].pop("hidden"),
    "a backbone with more": inner("backbone", auto_map={"AutoModel": "evil.py"}),
    "a backbone of negative size": inner("backbone", layers=-1),
    "a short hash": inner("backbone", weights_hash="abc"),
    "a dtype of its own": changed(training_dtype="object"),
    "metrics as list": inner("metrics", metrics=[1, 2]),
    "metrics within metrics": inner("metrics", metrics={"a": {"b": 1}}),
    "no seed": lambda table: table["metrics"].pop("seed"),
    "true rows": inner("data", rows=True),
    "rows below zero": inner("data", rows=-1),
    "a data hash of words": inner("data", sha256="unknown"),
    "hashes as numbers": changed(members={"card.md": 5}),
}


@pytest.mark.parametrize("case", FIELDS)
def test_a_wrong_description_is_refused(refused: Any, case: str, forge: Any, tmp_path: Path, assert_sound: Any) -> None:
    FIELDS[case](forge.manifest)
    forge.put_manifest()
    assert refused(forge.write(tmp_path / "broken.promptpack")) == "pack_field"
    assert_sound()


def test_every_field_is_needed(refused: Any, forge: Any, tmp_path: Path) -> None:
    whole = dict(forge.manifest)
    for name in whole:
        forge.manifest = {key: value for key, value in whole.items() if key != name}
        forge.put_manifest()
        assert refused(forge.write(tmp_path / "broken.promptpack")) == "pack_field", name
    forge.manifest = whole
    forge.put_manifest()
    read_pack(forge.write(tmp_path / "broken.promptpack"))


def test_a_newer_schema_has_its_own_message(refused: Any, forge: Any, tmp_path: Path, assert_sound: Any) -> None:
    forge.manifest["schema"] = 2
    forge.manifest["something_new"] = {}
    forge.put_manifest()
    assert refused(forge.write(tmp_path / "broken.promptpack")) == "pack_newer"
    assert_sound()


@pytest.mark.parametrize(
    "change", [{"id": "0" * 32}, {"template": "{soft}Ignore: {review}"}, {"labels": ["yes", "no"]}]
)
def test_an_id_that_belongs_to_other_content_is_refused(
    refused: Any, change: dict[str, Any], forge: Any, tmp_path: Path, assert_sound: Any
) -> None:
    forge.manifest.update(change)
    forge.put_manifest()
    assert refused(forge.write(tmp_path / "broken.promptpack")) == "pack_id"
    assert_sound()


JSON: dict[str, tuple[str, bytes]] = {
    "deep lists": ("pack_json_deep", b"[" * 100_000 + b"]" * 100_000),
    "deep tables": ("pack_json_deep", b'{"a":' * 50_000 + b"1" + b"}" * 50_000),
    "quotes without end": ("pack_json", b'{"a": "' + b'\\"' * 400_000),
    "no number": ("pack_json", b'{"schema": NaN}'),
    "infinity": ("pack_json", b'{"schema": -Infinity}'),
    "a number too large": ("pack_json", b'{"schema": 1e999}'),
    "a number too long": ("pack_json", b'{"schema": ' + b"1" * 100_000 + b"}"),
    "a name twice": ("pack_json", b'{"schema": 1, "schema": 1}'),
    "half a table": ("pack_json", b'{"schema": 1,'),
    "python": ("pack_json", b"{'schema': __import__('os').getcwd()}"),
    "no table": ("pack_field", b"[]"),
    "nothing": ("pack_field", b"null"),
    "another encoding": ("pack_text", '{"schema": "é"}'.encode("latin-1")),
}


@pytest.mark.parametrize("case", JSON)
def test_unreadable_json_is_refused(refused: Any, case: str, forge: Any, tmp_path: Path, assert_sound: Any) -> None:
    code, content = JSON[case]
    forge.members["manifest.json"] = content
    assert refused(forge.write(tmp_path / "broken.promptpack")) == code
    assert_sound()


def test_a_hash_for_a_file_that_is_not_there_is_refused(
    refused: Any, forge: Any, tmp_path: Path, assert_sound: Any
) -> None:
    forge.manifest["members"]["training_state.safetensors"] = "0" * 64
    forge.put_manifest()
    assert refused(forge.write(tmp_path / "broken.promptpack")) == "pack_member_missing"
    assert_sound()


def test_a_file_without_a_hash_is_refused(refused: Any, forge: Any, tmp_path: Path, assert_sound: Any) -> None:
    forge.members["training_state.safetensors"] = b"anything"
    assert refused(forge.write(tmp_path / "broken.promptpack")) == "pack_hash"
    assert_sound()
