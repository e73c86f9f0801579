"""A pack in words: the card in two languages, the text for a terminal, the facts for a list."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

from engine.packs import Manifest, describe, read_pack, summary, write_pack
from engine.packs.card import score_name, show_score


def test_the_card_says_score_model_and_command_in_both_languages(sound: Path) -> None:
    card = read_pack(sound).card
    english, chinese = card.split("\n---\n")
    for part in (english, chinese):
        assert "90.0 %" in part and "77.0 % – 96.0 %" in part and "Tiny" in part and "CC-BY-4.0" in part
        assert "softprompt predict" in part and "Great \\| soup" in part
    assert "3 virtual tokens" in english and "3 个虚拟词元" in chinese


def test_the_card_of_a_starter_says_how_to_get_it(manifest: Manifest, tensors: Any, tmp_path: Path) -> None:
    backbone = dataclasses.replace(manifest.backbone, source="starter:minilm-l6")
    changed = dataclasses.replace(manifest, backbone=backbone)
    assert "backbones get minilm-l6" in write_pack(tmp_path / "a.promptpack", changed, tensors).card


def test_the_head_alone_stands_beside_the_score(manifest: Manifest, tensors: Any, tmp_path: Path) -> None:
    changed = dataclasses.replace(manifest, metrics={**manifest.metrics, "head_alone": {"accuracy": 0.81}})
    pack = write_pack(tmp_path / "a.promptpack", changed, tensors)
    assert "| head alone, no prompt | 81.0 % |" in pack.card and "Head alone" in describe(pack)


def test_html_in_a_name_stays_text_in_the_card(manifest: Manifest, tensors: Any, tmp_path: Path) -> None:
    changed = dataclasses.replace(manifest, name="<script>alert(1)</script>", labels=["{0}", "</td>"])
    card = write_pack(tmp_path / "a.promptpack", changed, tensors).card
    assert "<script>" not in card and "</td>" not in card and "{0}" in card


def test_a_label_cannot_steer_the_terminal(manifest: Manifest, tensors: Any, tmp_path: Path) -> None:
    changed = dataclasses.replace(manifest, labels=["\x1b[2Jno", "yes"], template="{soft}\x1b]0;owned\x07{review}")
    assert "\x1b" not in describe(write_pack(tmp_path / "a.promptpack", changed, tensors))


def test_the_description_names_what_a_person_asks_for(sound: Path) -> None:
    text = describe(read_pack(sound))
    for fact in ("Praise or not", "90.0 %", "50.0 %", "n = 40", "Tiny", "Ada", "CC-BY-4.0", "no, yes"):
        assert fact in text


def test_the_summary_is_json_and_holds_what_a_card_shows(sound: Path) -> None:
    facts = json.loads(json.dumps(summary(read_pack(sound)), allow_nan=False))
    assert facts["tokens"] == 3 and facts["bytes"] == sound.stat().st_size and facts["languages"] == ["en", "zh-Hans"]
    assert facts["score"] == {
        "name": "accuracy",
        "tuned": 0.9,
        "base": 0.5,
        "head_alone": None,
        "low": 0.77,
        "high": 0.96,
        "n": 40,
        "seed": 7,
    }


def test_the_leading_score_is_the_first_that_was_measured() -> None:
    assert score_name({"n": 3, "loss": 0.1, "accuracy": None}) == "loss"
    assert score_name({"n": 3, "low": 0.1, "own": 0.5}) == "own"
    assert score_name({}) == ""
    assert show_score("loss", {"loss": 0.5}) == "0.500" and show_score("accuracy", None) == "–"
    assert show_score("accuracy", {"accuracy": True}) == "–"
