"""engine/jobs.py: what each request answers, on a tiny BERT and a tiny LLaMA, pulled as the host pulls it."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from engine.errors import InputError
from engine.jobs import JOB_OF_KIND, hello
from engine.protocol import Event, make_request
from engine.runs import Run, RunConfig
from engine.tasks.classification import VerbalizerClassification
from engine.training.control import Control
from engine.training.preparation import Warm

Recipe = Callable[..., dict[str, Any]]
Ask = Callable[..., dict[str, Any]]
STEADY = {"temperature": 0.0, "top_p": 1.0, "seed": 42, "max_new_tokens": 8}
METHODS = [{"kind": "prompt_tuning", "length": 3}, {"kind": "p_tuning_v2", "length": 3}]
COLUMNS = {"text": "text", "label": "label"}
FIELDS = {"text": "a great film", "label": "praise"}


@pytest.fixture(scope="module")
def warm() -> dict[str, Warm]:
    """One loaded backbone per tiny model, kept through the module."""
    return {"bert": Warm(), "llama": Warm()}


def do(kind: str, warm: Warm, control: Control | None = None, **fields: Any) -> list[Event]:
    """All events of a request, each as it would come out of the pipe."""
    request = make_request("r1", kind, fields)
    return [json.loads(json.dumps(event)) for event in JOB_OF_KIND[kind](request, control or Control(), warm)]


@pytest.fixture
def ask(packs: dict[str, str], model_folders: dict[str, Path]) -> Ask:
    """The fields of a question to a tiny model's pack, with the folder that its backbone lies in."""

    def make(name: str, **sampling: Any) -> dict[str, Any]:
        chosen = {**STEADY, **sampling}
        return {"pack": packs[name], "fields": FIELDS, "sampling": chosen, "backbone": str(model_folders[name])}

    return make


@pytest.fixture(scope="module")
def packs(
    model_folders: dict[str, Path],
    toy_table: Path,
    warm: dict[str, Warm],
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, str]:
    """A pack of each tiny model, trained for a few steps by the job itself: labels by a head, and by words."""
    made = {}
    for name, method in zip(("bert", "llama"), reversed(METHODS), strict=True):
        config = {
            "name": name,
            "backbone": {"source": str(model_folders[name]), "dtype": "float32", "device": "cpu"},
            "data": {"train": str(toy_table), "keep_aside": 0.3},
            "method": method,
            "training": {"steps": 3, "batch_size": 8, "threads": 1},
        }
        events = do("train", warm[name], config=config, folder=str(tmp_path_factory.mktemp("runs") / name))
        made[name] = events[-1]["pack"]
    return made


def test_hello_says_everything_that_forms_are_drawn_from() -> None:
    said = hello()
    assert json.loads(json.dumps(said)) == said
    assert said["type"] == "hello" and said["version"]
    assert {"prompt_tuning", "prefix_tuning", "p_tuning", "p_tuning_v2"} <= {
        method["kind"] for method in said["methods"]
    }
    for fields in (said["training_schema"], said["data_schema"], *(method["schema"] for method in said["methods"])):
        assert fields and all({"name", "type", "label", "default"} <= set(field) for field in fields)
    assert all(method["title"] and method["paper"] for method in said["methods"])
    assert said["tasks"][0]["kind"] == "classification" and said["tasks"][0]["outputs"]
    assert any(row["works"] for row in said["support"])
    assert all(row["works"] == (row["reason"] is None) for row in said["support"])
    assert said["devices"][-1]["kind"] == "cpu" and said["devices"][-1]["memory_total"] > 0
    assert "starter:minilm-l6" in [entry["source"] for entry in said["backbones"]]


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method["kind"])
@pytest.mark.parametrize("name", ["bert", "llama"])
def test_an_example_shows_the_tokens_and_counts_them(
    name: str, method: dict[str, Any], recipe: Recipe, warm: dict[str, Warm]
) -> None:
    config = recipe(name, method=method, data={"columns": COLUMNS})
    (event,) = do("show_example", warm[name], config=config, fields=FIELDS, labels=["complaint", "praise"])
    is_deep = method["kind"] == "p_tuning_v2"
    shown = {kind: [token["text"] for token in event["tokens"] if token["kind"] == kind] for kind in event["counts"]}
    assert "".join(shown["text"]) == "agreatfilm"
    assert event["type"] == "example" and event["counts"]["soft"] == 3
    assert len(shown["soft"]) == (0 if is_deep else 3) and event["prefix"] == (3 if is_deep else 0)
    assert bool(shown["answer"]) == (name == "llama")  # a head writes no answer
    assert "".join(shown["answer"]).strip() in ("", "praise")
    assert {kind: len(texts) for kind, texts in shown.items() if kind != "soft"} == {
        kind: count for kind, count in event["counts"].items() if kind != "soft"
    }


def test_an_example_shows_what_is_cut(recipe: Recipe, warm: dict[str, Warm]) -> None:
    config = recipe("bert", data={"columns": COLUMNS, "max_tokens": 12})
    fields = {"text": "the film was good " * 20, "label": "praise"}
    (event,) = do("show_example", warm["bert"], config=config, fields=fields, labels=["complaint", "praise"])
    assert event["counts"]["cut"] > 50 and event["counts"]["text"] + event["counts"]["cut"] == 80


def test_an_example_needs_no_labels_yet(recipe: Recipe, warm: dict[str, Warm]) -> None:
    (event,) = do("show_example", warm["bert"], config=recipe("bert", data={"columns": COLUMNS}), fields=FIELDS)
    assert event["counts"]["text"] == 3


def test_rows_are_measured_as_they_will_be_read(recipe: Recipe, warm: dict[str, Warm]) -> None:
    config = recipe("bert", data={"columns": COLUMNS, "max_tokens": 12})
    rows = [{"text": "the film was good " * count, "label": "praise"} for count in (1, 20)]
    labels = ["complaint", "praise"]
    (event,) = do("measure", warm["bert"], config=config, rows=rows, labels=labels)
    for row, length in zip(rows, event["lengths"], strict=True):
        (example,) = do("show_example", warm["bert"], config=config, fields=row, labels=labels)
        counts = example["counts"]
        assert length == sum(counts[kind] for kind in ("text", "template", "cut"))
        assert (length > event["cut"]) == (counts["cut"] > 0)
    assert event["words"] == []  # a head says no words


def test_words_of_several_tokens_are_told_with_a_better_one(recipe: Recipe, warm: dict[str, Warm]) -> None:
    config = recipe("llama", data={"columns": COLUMNS})
    labels = ["good_film", "bad"]
    rows = [{"text": "a great film", "label": "bad"}]
    (event,) = do("measure", warm["llama"], config=config, rows=rows, labels=labels)
    long, short = event["words"]
    assert (long["label"], long["word"]) == ("good_film", "good_film") and long["tokens"] > 1
    assert long["better"] in ("good", "film")
    assert short == {"label": "bad", "word": "bad", "tokens": 1, "better": None}


def test_rows_to_test_on_that_are_nearly_learned_are_found_on_the_way(tmp_path: Path) -> None:
    long = "the parcel came late and the box was torn, so I sent it back on {} and still wait"
    rows = [f"{long.format(day)},{'ab'[i % 2]}" for i, day in enumerate(("Monday", "Tuesday") * 20)]
    path = tmp_path / "alike.csv"
    path.write_text("text,label\n" + "".join(f'"{row[:-2]} {i}",{row[-1]}\n' for i, row in enumerate(rows)))
    config = RunConfig().replace(data={"train": str(path), "keep_aside": 0.25}).to_json()
    *phases, last = do("compare", Warm(), config=config)
    assert {event["type"] for event in phases} == {"phase"} and last["type"] == "compared"
    (problem,) = last["problems"]
    assert problem["code"] == "near_duplicate" and problem["count"] == 10 and problem["file"] == "train"


def test_a_comparison_that_is_let_go_of_ends(tmp_path: Path, toy_table: Path) -> None:
    config = RunConfig().replace(data={"train": str(toy_table)}).to_json()
    running = JOB_OF_KIND["compare"](make_request("r1", "compare", {"config": config}), Control(), Warm())
    assert next(running)["type"] == "phase"
    running.close()
    compared = [thread for thread in threading.enumerate() if thread.name == "compare rows"]
    for thread in compared:
        thread.join(20)
        assert not thread.is_alive()


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method["kind"])
@pytest.mark.parametrize("name", ["bert", "llama"])
def test_an_estimate_is_plausible(name: str, method: dict[str, Any], recipe: Recipe, warm: dict[str, Warm]) -> None:
    few = recipe(name, method=method, data={"columns": COLUMNS}, training={"steps": None})
    many = recipe(name, method={**method, "length": 6}, data={"columns": COLUMNS}, training={"steps": None})
    (small,), (large,) = (do("estimate", warm[name], config=config, rows=80) for config in (few, many))
    (long,) = do("estimate", warm[name], config=few, rows=8000)
    assert small["type"] == "estimate" and small["backbone_parameters"] == large["backbone_parameters"] > 10_000
    assert 0 < small["trainable_parameters"] < small["backbone_parameters"]
    assert small["pack_bytes"] > 0 and small["memory_bytes"] > 4 * small["backbone_parameters"]
    assert large["pack_bytes"] == 2 * small["pack_bytes"]
    assert 0 < small["seconds"] < long["seconds"] < 600 and small["steps"] < long["steps"]


def test_an_estimate_without_columns_says_what_is_missing(recipe: Recipe, warm: dict[str, Warm]) -> None:
    with pytest.raises(InputError) as caught:
        do("estimate", warm["bert"], config=recipe("bert"))
    assert caught.value.code == "not_enough_choices" and "data.columns" in caught.value.message


def test_with_a_head_the_base_has_nothing_to_answer(ask: Ask, warm: dict[str, Warm]) -> None:
    tuned, base = do("ask", warm["bert"], **ask("bert"))
    assert (tuned["type"], tuned["side"]) == ("answer", "tuned") and (base["type"], base["side"]) == ("answer", "base")
    assert tuned["label"] in ("praise", "complaint")
    assert sum(score["p"] for score in tuned["scores"]) == pytest.approx(1, abs=1e-3)
    assert base["label"] is base["scores"] is base["text"] is None


def test_with_words_both_sides_pick_a_label(ask: Ask, warm: dict[str, Warm]) -> None:
    answers = do("ask", warm["llama"], **ask("llama"))
    assert [answer["side"] for answer in answers] == ["tuned", "base"]
    for answer in answers:
        best = max(answer["scores"], key=lambda score: score["p"])
        assert answer["label"] == best["label"] and answer["text"] is None
    assert answers[0]["scores"] != answers[1]["scores"]


def test_a_question_needs_the_backbone_of_its_pack(home: Path, ask: Ask, model_folders: dict[str, Path]) -> None:
    question = ask("bert")
    with pytest.raises(InputError) as caught:
        do("ask", Warm(), **{**question, "backbone": str(model_folders["llama"])})
    assert caught.value.exit_code == 2 and caught.value.action
    with pytest.raises(InputError) as caught:
        do("ask", Warm(), **{**question, "backbone": None})
    assert caught.value.code == "folder_unknown"
    do("add_folder", Warm(), folder=str(model_folders["bert"]))
    assert len(do("ask", Warm(), **{**question, "backbone": None})) == 2  # found by its weights


@pytest.fixture
def question_for_text(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The causal pack asked for text: as one of a task that writes."""
    monkeypatch.setattr(VerbalizerClassification, "is_written", True)
    return ask("llama")


def test_text_is_streamed_from_both_sides_in_turn(question_for_text: dict[str, Any], warm: dict[str, Warm]) -> None:
    events = do("ask", warm["llama"], **question_for_text)
    assert [event["side"] for event in events[:4]] == ["base", "tuned"] * 2
    answers = {event["side"]: event for event in events if event["type"] == "answer"}
    assert set(answers) == {"base", "tuned"}
    for side, answer in answers.items():
        parts = [event["text"] for event in events if event["type"] == "answer_part" and event["side"] == side]
        assert answer["text"] == "".join(parts) and answer["tokens"] == len(parts) > 0
        assert answer["tokens_per_second"] > 0 and not answer["stopped"] and answer["label"] is None


def test_a_cancelled_question_ends_at_once_with_what_was_written(
    question_for_text: dict[str, Any], warm: dict[str, Warm]
) -> None:
    control = Control()
    request = make_request("r1", "ask", question_for_text)
    events = JOB_OF_KIND["ask"](request, control, warm["llama"])
    first = next(events)
    control.stop = True
    rest = [(event["type"], event["side"], event["text"], event["stopped"]) for event in events]
    assert sorted(rest) == [("answer", "base", first["text"], True), ("answer", "tuned", "", True)]


def test_sampling_that_cannot_be_is_refused(ask: Ask, warm: dict[str, Warm]) -> None:
    with pytest.raises(InputError):
        do("ask", warm["llama"], **ask("llama", top_p=2.0))


def test_a_stopped_training_is_resumed_to_its_end(recipe: Recipe, warm: dict[str, Warm], tmp_path: Path) -> None:
    control, folder = Control(), tmp_path / "run"
    config = recipe("bert", training={"steps": 4, "evaluate_every": 4})
    request = make_request("r1", "train", {"config": config, "folder": str(folder)})
    for event in JOB_OF_KIND["train"](request, control, warm["bert"]):
        control.stop = control.stop or event["type"] == "step"
    assert event["type"] == "done" and event["stopped"]
    events = do("resume", warm["bert"], folder=str(folder))
    assert [event["step"] for event in events if event["type"] == "step"] == [2, 3, 4]
    assert events[-1]["type"] == "done" and Path(events[-1]["pack"]).is_file()
    assert Run.open(folder).config.name == "toy"


def test_an_added_folder_is_in_the_list(home: Path, model_folders: dict[str, Path]) -> None:
    (event,) = do("add_folder", Warm(), folder=str(model_folders["llama"]))
    assert event["type"] == "backbones"
    added = next(entry for entry in event["backbones"] if entry["source"] == str(model_folders["llama"]))
    assert added["family"] == "causal" and added["problem"] is None
    assert do("list_backbones", Warm())[0]["backbones"] == event["backbones"]
