"""The public data sets, where they are beside the project: their tasks, roles and rows are what their notes say."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.data import guess_mapping, guess_task, load_examples, read_table
from engine.data.checks import check_shape
from engine.data.problems import problem_rows
from engine.runs.config import DataConfig

PUBLIC_DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
pytestmark = pytest.mark.skipif(not PUBLIC_DATA.is_dir(), reason="the public data sets are not beside the project")

TEXT = {"text": "text", "label": "label"}
NLI = {"premise": "premise", "hypothesis": "hypothesis", "label": "label"}
SETS = {
    **dict.fromkeys(("sst2", "ag_news", "chnsenticorp_hotel"), ("classification", TEXT)),
    **dict.fromkeys(("tnews_fewclue", "eprstmt_fewclue"), ("classification", TEXT)),
    **dict.fromkeys(("rte", "cb"), ("classification", NLI)),
    "boolq": ("classification", {"passage": "passage", "question": "question", "label": "label"}),
    "wikiann_en": ("tagging", {"text": "tokens", "label": "tags"}),
    "squad_small": (
        "span_qa",
        {"question": "question", "context": "context", "start": "answer_start", "label": "answer"},
    ),
    "lama_trex": ("cloze", {"pattern": "template", "text": "subject", "label": "object"}),
    "e2e": ("generation", {"text": "mr", "label": "text"}),
    "dialogsum": ("generation", {"text": "dialogue", "label": "summary"}),
    "g2p_british": ("generation", {"text": "word", "label": "phonemes"}),
}
PICKED = ("sentence_similarity", "sentiment", "word_in_context")  # the small tasks with a few answers that come again
NO_ROWS = ("lama_trex/paraphrases.csv",)  # a list of patterns that belongs to the others


@pytest.mark.parametrize("name", SETS)
def test_every_file_of_a_data_set_is_known_for_what_it_is(name: str) -> None:
    task, roles = SETS[name]
    for path in sorted((PUBLIC_DATA / name).glob("*.csv")):
        if path.relative_to(PUBLIC_DATA).as_posix() in NO_ROWS:
            continue
        table = read_table(path)
        mapping = guess_mapping(table, task)
        assert (guess_task(table)[0], dict(mapping.columns), mapping.is_settled) == (task, roles, True), path
        assert problem_rows(check_shape(table, mapping, task=task)) == set(), path


def test_the_small_tasks_are_written_but_for_those_with_a_few_answers() -> None:
    files = sorted((PUBLIC_DATA / "multitask").glob("*/train.csv"))
    found = {path.parent.name: read_table(path) for path in files}
    assert len(found) == 24
    for name, table in found.items():
        task, _ = guess_task(table)
        assert task == ("classification" if name in PICKED else "generation"), name
        assert dict(guess_mapping(table, task).columns) == {"text": "input", "label": "output"}, name


def test_a_restaurant_has_all_its_descriptions_as_references() -> None:
    folder = PUBLIC_DATA / "e2e"
    config = DataConfig(train=str(folder / "train.csv"), validation=str(folder / "validation.csv"))
    loaded = load_examples(config, task="generation")
    kept = [row.fields["mr"] for row in loaded.kept_aside]
    assert len(set(kept)) == len(kept) < 676
    assert sum(len(row.references) or 1 for row in loaded.kept_aside) > 600


def test_a_passage_is_on_one_side() -> None:
    config = DataConfig(train=str(PUBLIC_DATA / "squad_small" / "train.csv"), keep_aside=0.2)
    loaded = load_examples(config, task="span_qa")
    sides = [{row.fields["context"] for row in side} for side in (loaded.train, loaded.kept_aside)]
    assert sides[1] and not sides[0] & sides[1]
    for row in loaded.train:
        assert row.start is not None and row.label and row.fields["context"].startswith(row.label, row.start)
