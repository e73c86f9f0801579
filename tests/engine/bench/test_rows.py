"""The rows and the model that are measured where nobody names others."""

from __future__ import annotations

from pathlib import Path
from statistics import median

import pytest
from transformers import AutoConfig, AutoTokenizer

from engine.bench.default_model import VOCABULARY, make_default_model
from engine.bench.rows import KEPT_ASIDE, LABELS, Rows, made_up_rows, read_rows
from engine.data import ColumnMapping, Example, Template, preset_template
from engine.errors import InputError

OWN = Rows([f"text {number}" for number in range(60)], ["positive", "negative"] * 30)


def test_every_batch_is_full_and_no_row_is_in_both_tables(tmp_path: Path) -> None:
    train, kept_aside = (read_rows(path) for path in OWN.write(tmp_path, batches=5, batch_size=7))
    assert len(train.texts) == 5 * 7
    assert len(kept_aside.texts) == KEPT_ASIDE
    assert not set(train.texts) & set(kept_aside.texts)


def test_with_too_few_rows_for_all_steps_every_batch_is_still_full(tmp_path: Path) -> None:
    train, _ = OWN.write(tmp_path, batches=100, batch_size=8)
    assert len(read_rows(train).texts) == (60 - KEPT_ASIDE) // 8 * 8


def test_less_than_one_batch_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="at least 61 are needed"):
        OWN.write(tmp_path, batches=1, batch_size=45)


def test_rows_for_one_length_are_longer_than_it() -> None:
    assert all(len(text.split()) > 64 for text in made_up_rows(50).longer_than(64).texts)


def test_made_up_rows_have_the_lengths_of_sst2_in_the_default_models_tokens(tmp_path: Path) -> None:
    folder = make_default_model(tmp_path / "model", layers=1, heads=2, width=4)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    rows = made_up_rows(400)
    template = Template.parse(preset_template(ColumnMapping.of(("text",), "label"), LABELS))
    texts = [
        "".join(part.text for part in template.render(Example(0, {"text": text}, label))) + label
        for text, label in zip(rows.texts, rows.labels, strict=True)
    ]
    coded = tokenizer(texts).input_ids
    assert 23 <= median(map(len, coded)) <= 28
    assert 55 <= max(map(len, coded)) <= 61
    assert tokenizer.unk_token_id not in {token for ids in coded for token in ids}
    assert all(len(tokenizer(f" {label}").input_ids) == 1 for label in LABELS)
    assert len(tokenizer) == AutoConfig.from_pretrained(folder).vocab_size == VOCABULARY


def test_the_same_seed_makes_up_the_same_rows() -> None:
    assert made_up_rows(20) == made_up_rows(20)
    assert made_up_rows(20) != made_up_rows(20, seed=1)
