"""engine/packs/exchange/exporting.py: what cannot be told to another program is refused, with the reason."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.errors import InputError, PackError
from engine.packs import PromptPack, read_pack
from engine.packs.exchange import EXPORTS, caveats, check_export, export_events, export_pack, read_foreign
from tests.engine.packs.exchange.conftest import HIDDEN, TOKENS, MakePack, deep_tensors, make_fingerprint, numbers

HEAD = {"head.weight": numbers(2, HIDDEN), "head.bias": numbers(2)}
INPUT = {"embeddings": numbers(TOKENS, HIDDEN)}
CLASSIFICATION = {"kind": "classification", "output": "head", "max_tokens": 32}
INFIX = {"soft": "front", "positions": "shifted", "deep": "infix"}


def without_bias(tensors: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    return {name: array for name, array in tensors.items() if name != "head.bias"}


def task(pooling: str) -> dict[str, Any]:
    return {**CLASSIFICATION, "pooling": pooling}


IMPOSSIBLE: dict[str, tuple[str, str, dict[str, np.ndarray], str, dict[str, Any]]] = {
    # name: (code, format, tensors, family, changes to the manifest)
    "infix": ("export_infix", "peft", deep_tensors(), "causal", {"position": INFIX}),
    "behind": (
        "export_place",
        "peft",
        INPUT,
        "causal",
        {"template": "{text}{soft}", "position": {"soft": "behind", "positions": "shifted"}},
    ),
    "between": ("export_place", "npy", INPUT, "causal", {"template": "{soft:1}{text} it was{soft:2}"}),
    "deep in npy": ("export_input_only", "npy", deep_tensors(), "causal", {}),
    "deep in KoboldAI": ("export_input_only", "koboldai", deep_tensors(), "causal", {}),
    "both": ("export_both", "peft", {**INPUT, **deep_tensors()}, "causal", {}),
    "encoder of an encoder-decoder": (
        "export_sites",
        "peft",
        {**deep_tensors(), "key_values.encoder.0": numbers(2, 2, 3, 4)},
        "seq2seq",
        {},
    ),
    "cross-attention": ("export_sites", "peft", {"key_values.cross.0": numbers(2, 2, 3, 4)}, "seq2seq", {}),
    "unequal lengths": (
        "export_lengths",
        "peft",
        {**deep_tensors(), "key_values.decoder.1": numbers(2, 2, 5, 4)},
        "causal",
        {},
    ),
    "unequal heads": (
        "export_shapes",
        "peft",
        {**deep_tensors(), "key_values.decoder.1": numbers(2, 1, 3, 4)},
        "causal",
        {},
    ),
    "a layer without": ("export_slots", "peft", deep_tensors(layers=1), "causal", {}),
    "usual positions": (
        "export_positions",
        "peft",
        deep_tensors(),
        "causal",
        {"position": {"soft": "front", "positions": "kept"}},
    ),
    "T5 without distances": (
        "export_relative",
        "peft",
        deep_tensors(),
        "seq2seq",
        {"backbone": make_fingerprint("seq2seq", architecture="T5ForConditionalGeneration")},
    ),
    "words of an encoder": (
        "export_words_masked",
        "peft",
        deep_tensors("masked"),
        "masked",
        {"task": {"kind": "classification", "output": "verbalizer", "max_tokens": 32}, "labels": ["a", "b"]},
    ),
    "mean on BERT": ("export_pooling", "peft", {**deep_tensors("masked"), **HEAD}, "masked", {"task": task("mean")}),
    "[CLS] behind an input prompt": ("export_pooling", "peft", {**INPUT, **HEAD}, "masked", {"task": task("pooler")}),
    "mean on a causal model": ("export_pooling", "peft", {**INPUT, **HEAD}, "causal", {"task": task("mean")}),
    "bias on a causal model": ("export_head_bias", "peft", {**INPUT, **HEAD}, "causal", {"task": task("last")}),
    "head on RoBERTa": (
        "export_head_model",
        "peft",
        {**deep_tensors("masked"), **HEAD},
        "masked",
        {"task": task("first"), "backbone": make_fingerprint("masked", architecture="RobertaModel")},
    ),
    "KoboldAI with T5": ("export_kobold_model", "koboldai", INPUT, "seq2seq", {}),
    "KoboldAI with a head": (
        "export_kobold_head",
        "koboldai",
        without_bias({**INPUT, **HEAD}),
        "causal",
        {"task": task("last")},
    ),
    "KoboldAI, too long": ("export_kobold_long", "koboldai", {"embeddings": numbers(2048, HIDDEN)}, "causal", {}),
    "no such format": ("export_unknown", "onnx", INPUT, "causal", {}),
}


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_what_cannot_be_told_exactly_is_refused_and_nothing_is_written(
    name: str, make_pack: MakePack, tmp_path: Path
) -> None:
    code, to, tensors, family, changes = IMPOSSIBLE[name]
    pack = make_pack(tensors, family, **changes)
    out = tmp_path / "out"
    with pytest.raises(InputError) as caught:
        export_pack(pack, to, out)
    assert (caught.value.code, caught.value.exit_code) == (code, 2)
    assert not out.exists()


def test_the_message_names_the_pooling_to_train_with(make_pack: MakePack) -> None:
    pack = make_pack({**deep_tensors("masked"), **HEAD}, "masked", task=task("mean"))
    with pytest.raises(InputError, match="mean, and PEFT's reads them by pooler") as caught:
        check_export(pack.manifest, "peft")
    assert caught.value.action == "Train again with the pooling pooler."


def test_every_format_can_be_asked_about_without_opening_a_pack(make_pack: MakePack) -> None:
    manifest = make_pack().manifest
    for to in EXPORTS:
        check_export(manifest, to)


@pytest.mark.parametrize("to", ["npy", "koboldai"])
def test_an_input_prompt_comes_back_bit_for_bit(to: str, make_pack: MakePack, tmp_path: Path) -> None:
    pack = make_pack()
    notes = export_pack(pack, to, tmp_path / "file")
    assert [note["code"] for note in notes] == ["export_template_left"]
    assert caveats(pack.manifest, to) == notes  # known before anything is written
    back = read_foreign(tmp_path / "file")
    assert back.format == to and back.rows.dtype == np.float32
    assert back.rows.tobytes() == pack.tensors()["embeddings"].tobytes()


def test_a_head_that_the_file_cannot_hold_is_told(make_pack: MakePack, tmp_path: Path) -> None:
    pack = make_pack(without_bias({**INPUT, **HEAD}), task=task("last"))
    assert [note["code"] for note in export_pack(pack, "npy", tmp_path / "x.npy")][1:] == ["export_head_left"]


@pytest.mark.parametrize("to", ["peft", "npy", "koboldai"])
def test_a_prompt_whose_model_changed_is_told_to_need_that_model(to: str, make_pack: MakePack) -> None:
    pack = make_pack(method={"kind": "p_tuning", "options": {"tune_backbone": True}})
    first = caveats(pack.manifest, to)[0]
    assert first["code"] == "export_not_frozen" and first["args"]["backbone"] == pack.manifest.backbone.name


def test_the_same_pack_gives_the_same_bytes(make_pack: MakePack, tmp_path: Path) -> None:
    pack = make_pack()
    for to in EXPORTS:
        for name in ("first", "second"):
            export_pack(pack, to, tmp_path / to / name)
        files = [sorted(p for p in (tmp_path / to / n).rglob("*") if p.is_file()) for n in ("first", "second")]
        if not EXPORTS[to].is_folder:
            files = [[tmp_path / to / "first"], [tmp_path / to / "second"]]
        assert [p.read_bytes() for p in files[0]] == [p.read_bytes() for p in files[1]]


def test_the_folder_for_peft_says_what_peft_has_no_place_for(make_pack: MakePack, tmp_path: Path) -> None:
    pack = make_pack(without_bias({**INPUT, **HEAD}), task=task("last"), template="{soft}Review: {text}")
    export_pack(pack, "peft", tmp_path / "out")
    readme = (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
    assert "{soft}Review: {text}" in readme and "- no\n- yes" in readme


def test_a_folder_with_something_in_it_is_left_alone(make_pack: MakePack, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        export_pack(make_pack(), "peft", out)
    assert caught.value.code == "export_folder"
    assert [path.name for path in out.iterdir()] == ["mine.txt"]


def test_a_file_is_not_written_over_a_folder(make_pack: MakePack, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    with pytest.raises(InputError) as caught:
        export_pack(make_pack(), "npy", tmp_path / "out")
    assert caught.value.code == "not_writable"


def test_a_folder_is_not_written_over_a_file(make_pack: MakePack, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        export_pack(make_pack(), "peft", tmp_path / "out")
    assert caught.value.code == "not_writable"
    assert (tmp_path / "out").read_text(encoding="utf-8") == "mine"


def test_half_a_folder_is_taken_away_again(
    make_pack: MakePack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from engine.packs.exchange import exporting

    write = exporting.write_atomic

    def full(path: Path, content: bytes) -> None:
        if path.name == "README.md":
            raise InputError("not_writable", path=str(path), reason="no space")
        write(path, content)

    monkeypatch.setattr(exporting, "write_atomic", full)
    with pytest.raises(InputError):
        export_pack(make_pack(), "peft", tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


def test_a_copy_is_the_very_file_after_it_was_found_sound(make_pack: MakePack, tmp_path: Path) -> None:
    pack: PromptPack = make_pack()
    events = list(export_events(pack.path, "promptpack", tmp_path / "copy.promptpack"))
    assert events == [{"type": "pack", "path": str(tmp_path / "copy.promptpack"), "format": "promptpack"}]
    assert (tmp_path / "copy.promptpack").read_bytes() == pack.path.read_bytes()
    pack.path.write_bytes(pack.path.read_bytes()[:-30])
    with pytest.raises(PackError):
        list(export_events(pack.path, "promptpack", tmp_path / "other.promptpack"))
    assert not (tmp_path / "other.promptpack").exists()
    assert read_pack(tmp_path / "copy.promptpack").manifest.name == "Small"
