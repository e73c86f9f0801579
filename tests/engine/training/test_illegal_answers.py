"""How often a model would rather say something else than an answer: told at every check, at the end, in the pack."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from engine.events import RunEvent
from engine.packs import read_pack
from engine.runs import Run
from engine.training.trainer import train

MakeRun = Callable[..., Run]
WORDS = {"praise": ["good"], "complaint": ["bad"]}


def events_of(run: Run, kind: str) -> list[RunEvent]:
    return [event for event in run.events() if event["type"] == kind]


def told(run: Run, code: str) -> list[RunEvent]:
    return [event for event in events_of(run, "note") if event["code"] == code]


def words_run(make_run: MakeRun, name: str = "llama", **training: object) -> Run:
    method = {"kind": "prompt_tuning", "length": 5}
    return make_run(name, method=method, data={"verbalizer": WORDS}, training={"learning_rate": 0.1, **training})


@pytest.mark.parametrize("name", ["llama", "bert_mlm", "t5"])
def test_a_random_model_says_anything_until_it_is_taught(name: str, make_run: MakeRun) -> None:
    run = make_run(
        name,
        task={"output": "verbalizer"},
        method={"kind": "p_tuning_v2", "length": 5},
        data={"verbalizer": WORDS},
        training={"steps": 20, "batch_size": 16, "learning_rate": 0.3, "evaluate_every": 10},
    )
    done = list(train(run))[-1]
    checks = events_of(run, "evaluation")
    assert done["baseline"]["illegal_rate"] > 0.9 and checks[0]["metrics"]["illegal_rate"] > 0.9
    assert all(check["baseline"]["illegal_rate"] == done["baseline"]["illegal_rate"] for check in checks)
    assert checks[-1]["metrics"]["illegal_rate"] < 0.1
    assert done["metrics"]["illegal_rate"] < 0.1 and not told(run, "illegal_answers")
    kept = read_pack(Path(done["pack"])).manifest.metrics
    assert kept["metrics"]["illegal_rate"] == done["metrics"]["illegal_rate"]
    assert kept["baseline"]["illegal_rate"] == done["baseline"]["illegal_rate"]


def test_it_is_told_where_a_prompt_did_not_change_that(make_run: MakeRun) -> None:
    run = words_run(make_run, steps=1, learning_rate=1e-6)
    list(train(run))
    assert [note["args"] for note in told(run, "illegal_answers")] == [{"percent": 100, "rows": 24}]


def test_a_run_that_goes_on_remembers_what_the_untouched_model_would_have_said(make_run: MakeRun) -> None:
    whole, broken = words_run(make_run), words_run(make_run)
    straight = list(train(whole))[-1]
    events = train(broken)
    for event in events:
        if event["type"] == "checkpoint":
            events.close()  # type: ignore[attr-defined]
            break
    resumed = list(train(broken))[-1]
    assert resumed["metrics"] == straight["metrics"] and resumed["baseline"] == straight["baseline"]
    assert "illegal_rate" in resumed["baseline"] and told(broken, "resumed")


def test_a_head_says_nothing_of_words(make_run: MakeRun) -> None:
    run = make_run()
    done = list(train(run))[-1]
    assert "illegal_rate" not in {*done["metrics"], *done["baseline"], *done["head_alone"]}
