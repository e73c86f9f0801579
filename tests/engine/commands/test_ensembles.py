"""`evaluate` and `predict` with several packs: each score beside the ensemble's, and what cannot be combined."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from .conftest import SMALL, Call


@pytest.fixture(scope="module")
def words_packs(
    packs: dict[str, Path], model_folders: Mapping[str, Path], toy_table: Path, tmp_path_factory: pytest.TempPathFactory
) -> list[Path]:
    """Three packs that answer in words, of three seeds; all files have the same name."""
    from engine.__main__ import main

    folder, made = tmp_path_factory.mktemp("seeds"), [packs["words"]]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOFTPROMPT_HOME", str(folder / "home"))
        for seed in (5, 6):
            words = ["train", "--data", toy_table, "--backbone", model_folders["llama"], "--method", "prompt_tuning"]
            words += [*SMALL, "--set", "training.steps=12", "--set", "method.length=3", "--seed", seed]
            assert main([str(word) for word in [*words, "--out", folder / str(seed), "--name", "words"]]) == 0
            made.append(folder / str(seed) / "pack" / "words.promptpack")
    return made


@pytest.mark.parametrize("combine", ["vote", "mean"])
def test_evaluate_shows_each_score_beside_the_ensembles(
    call: Call, words_packs: list[Path], model_folders: Mapping[str, Path], toy_table: Path, combine: str
) -> None:
    chosen = ("--data", toy_table, "--backbone", model_folders["llama"])
    done = call("evaluate", *words_packs, *chosen, "--combine", combine, "--json").done
    assert done["combine"] == combine and done["pack"] is None and done["backbone_unchanged"]
    assert {"accuracy", "n", "low", "high"} <= set(done["metrics"]) and done["metrics"]["n"] == 80
    assert sum(map(sum, done["confusion"])) == 80 and done["baseline"]["kind"] == "untouched"
    for path, entry in zip(words_packs, done["packs"], strict=True):
        single = call("evaluate", path, *chosen, "--json").done
        assert entry["pack"] == str(path) and entry["metrics"] == single["metrics"]
        assert (entry["fixed"], entry["broke"], entry["id"]) == (single["fixed"], single["broke"], single["pack_id"])
    told = call("evaluate", *words_packs, *chosen, "--combine", combine)
    assert told.code == 0 and f"{combine} of 3" in told.out and "the best of them" in told.out
    assert told.out.count("95 % range") == 1 + 3 + 1


@pytest.mark.parametrize("combine", ["vote", "mean"])
def test_the_same_pack_twice_gives_its_own_result(
    call: Call, packs: dict[str, Path], model_folders: Mapping[str, Path], toy_table: Path, tmp_path: Path, combine: str
) -> None:
    copy = Path(shutil.copy(packs["head"], tmp_path / "copy.promptpack"))
    chosen = ("--data", toy_table, "--backbone", model_folders["bert"], "--json")
    alone = call("evaluate", packs["head"], *chosen).done
    together = call("evaluate", packs["head"], copy, *chosen, "--combine", combine).done
    for key in ("baseline", "confusion", "fixed", "broke", "verdict", "labels"):
        assert together[key] == alone[key]
    assert together["metrics"] == pytest.approx(alone["metrics"])
    assert together["beside_best"]["fixed"] == together["beside_best"]["broke"] == 0


def test_predict_writes_the_share_of_votes_or_the_mean(
    call: Call, words_packs: list[Path], model_folders: Mapping[str, Path], toy_table: Path, tmp_path: Path
) -> None:
    chosen = ("--data", toy_table, "--backbone", model_folders["llama"])
    tables = {}
    for name, used, more in (
        ("vote", words_packs, ()),  # as the paper combines
        ("mean", words_packs, ("--combine", "mean")),
        *((str(place), [path], ()) for place, path in enumerate(words_packs)),
    ):
        outcome = call("predict", *used, *chosen, "--output", tmp_path / "o.csv", *more, "--json")
        assert outcome.code == 0 and len(outcome.done.get("packs", [0])) == len(used)
        with (tmp_path / "o.csv").open(encoding="utf-8", newline="") as handle:
            tables[name] = list(csv.DictReader(handle))
    for vote, mean, *singles in zip(*tables.values(), strict=True):
        share = sum(single["prediction"] == "praise" for single in singles) / 3
        assert float(vote["p_praise"]) == pytest.approx(share, abs=1e-6)
        assert vote["prediction"] == ("praise" if share > 0.5 else "complaint")
        p = sum(float(single["p_praise"]) for single in singles) / 3
        assert float(mean["p_praise"]) == pytest.approx(p, abs=2e-6)


def test_what_cannot_be_combined_is_refused_by_name(
    call: Call, words_packs: list[Path], packs: dict[str, Path], model_folders: Mapping[str, Path], toy_table: Path
) -> None:
    chosen = ("--data", toy_table, "--backbone", model_folders["llama"])
    outcome = call("evaluate", words_packs[1], packs["head"], *chosen)
    assert outcome.code == 2 and "head.promptpack was made for another base model (bert)" in outcome.err
    outcome = call("evaluate", *words_packs, *chosen, "--combine", "sum")
    assert outcome.code == 2 and "There is no sum here" in outcome.err
    outcome = call("evaluate", words_packs[0], "gone.promptpack", *chosen)
    assert outcome.code == 2 and "gone.promptpack" in outcome.err
    outcome = call("generate", *words_packs, "--field", "text=a")
    assert outcome.code == 2
