"""engine/training/preparation.py: what was left open is chosen once, and sensibly."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch

from engine.backbones.backbone import Backbone
from engine.errors import InputError
from engine.events import RunEvent
from engine.methods import METHODS
from engine.runs import RunConfig
from engine.tasks.factory import TaskPlan
from engine.training.control import Control, Stopped
from engine.training.preparation import Prepared, Warm, load_backbone, new_method, prepare, task_text
from engine.training.settling import settle_steps

Recipe = Callable[..., dict[str, Any]]


def settled(rows: int, kept: int = 100, **training: Any) -> Any:
    return settle_steps(RunConfig.from_json({"training": training}), rows, kept).training


def prepared(values: dict[str, Any]) -> tuple[Prepared, list[RunEvent]]:
    *events, last = prepare(RunConfig.from_json(values), Control(), Warm())
    assert isinstance(last, Prepared)
    return last, [event for event in events if isinstance(event, dict)]


@pytest.mark.parametrize(
    ("training", "rows", "steps"),
    [
        ({"steps": 7}, 1000, 7),
        ({"epochs": 2.0}, 1000, 126),  # 63 steps a pass of 16 rows
        ({"epochs": 0.01}, 16, 1),  # never none
        ({"epochs": 2.0, "accumulate": 4}, 1000, 32),
        ({}, 1000, 315),  # five passes
        ({}, 100, 100),  # at least this many
        ({}, 1_000_000, 2000),  # at most this many
    ],
)
def test_steps_follow_from_the_passes(training: dict[str, Any], rows: int, steps: int) -> None:
    assert settled(rows, **training).steps == steps


def test_early_stopping_is_off_where_steps_are_given() -> None:
    assert settled(100, steps=50).early_stopping == 0
    assert settled(100).early_stopping == settled(100, epochs=3.0).early_stopping == 3
    assert settled(100, steps=50, early_stopping=2).early_stopping == 2


@pytest.mark.parametrize("rows", [10, 100, 5000])
@pytest.mark.parametrize("kept", [1, 30, 256, 9000])
def test_there_are_two_to_ten_checks(rows: int, kept: int) -> None:
    training = settled(rows, kept)
    assert 2 <= -(-training.steps // training.evaluate_every) <= 10
    assert settled(rows, kept, evaluate_every=7).evaluate_every == 7


def test_settling_twice_changes_nothing(recipe: Recipe) -> None:
    values = recipe(training={"steps": None, "evaluate_every": None, "threads": None})
    first, _ = prepared(values)
    second, _ = prepared(first.config.to_json())
    assert second.config == first.config and second.rows_hash() == first.rows_hash()


@pytest.mark.parametrize(
    ("name", "output", "pooling"),
    [("bert", "head", "mean"), ("llama", "verbalizer", "last"), ("gpt2", "verbalizer", "last")],
)
def test_task_and_output_follow_from_the_family(name: str, output: str, pooling: str, recipe: Recipe) -> None:
    config = prepared(recipe(name))[0].config
    rate = METHODS["p_tuning_v2"].rates[output]
    assert (config.task.output, config.task.pooling, config.training.learning_rate) == (output, pooling, rate)


def test_kept_aside_rows_are_read_by_both_and_never_trained_on(recipe: Recipe) -> None:
    found, _ = prepared(recipe())
    train, kept = {row.row for row in found.train}, {row.row for row in found.kept_aside}
    assert not train & kept and len(train) == 56 and len(kept) == 24
    assert [row.row for row in found.base_kept_aside()] == [row.row for row in found.kept_aside]
    assert [row.target for row in found.base_kept_aside()] == [row.target for row in found.kept_aside]


def test_the_untouched_models_rows_have_no_virtual_tokens(recipe: Recipe) -> None:
    found, _ = prepared(recipe(method={"kind": "prompt_tuning", "length": 5}))
    assert all(sum(token < 0 for token in row.ids) == 5 for row in found.train)
    assert all(min(row.ids) >= 0 for row in found.base_kept_aside())


def test_both_heads_start_from_the_same_numbers_whatever_torch_drew_before(recipe: Recipe) -> None:
    found = []
    for seed in (1, 2):
        torch.manual_seed(seed)
        found.append(prepared(recipe())[0])
    heads = [task.head_tensors()["head.weight"] for one in found for task in (one.task, one.base_task)]
    assert all(torch.equal(heads[0], head) for head in heads)


def test_cut_and_unknown_texts_are_told(recipe: Recipe, tmp_path: Path) -> None:
    table = tmp_path / "odd.csv"
    rows = [f"\u00e6\u00f8 \u4e2d\u6587 {number} film,{'ab'[number % 2]}" for number in range(40)]
    table.write_text("\n".join(["text,label", *rows]) + "\n", encoding="utf-8")
    _, events = prepared(recipe(data={"train": str(table), "max_tokens": 5}))
    said = {event["code"]: event["args"] for event in events if event["type"] == "note"}
    assert said["texts_cut"] == {"rows": 40, "of": 40, "tokens": 5} and said["unknown_tokens"]["percent"] > 20


def test_plain_texts_need_no_note(recipe: Recipe) -> None:
    assert not [event for event in prepared(recipe())[1] if event["type"] == "note"]


def test_a_stop_leaves_the_preparation(recipe: Recipe) -> None:
    control = Control()
    with pytest.raises(Stopped):
        for _ in prepare(RunConfig.from_json(recipe()), control, Warm()):
            control.stop = True


def test_the_warm_backbone_is_used_again_until_something_differs(
    recipe: Recipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    warm, config = Warm(), RunConfig.from_json(recipe()).backbone
    first, _ = load_backbone(config, warm)
    assert load_backbone(config, warm)[0] is first
    other = RunConfig.from_json(recipe(backbone="llama")).backbone
    loads = []
    really_load = Backbone.load

    def noting(*args: Any, **more: Any) -> Backbone:
        loads.append(warm.backbone)
        return really_load(*args, **more)

    monkeypatch.setattr(Backbone, "load", staticmethod(noting))
    assert load_backbone(other, warm)[0] is not first
    assert loads == [None]  # the first was let go before the second came


def test_a_prompt_may_start_from_what_the_task_is(bert: Backbone, recipe: Recipe) -> None:
    plan = TaskPlan("classification", "head", "{soft}{product_name}: {text}", ["bad", "good"], None, 64, "mean")
    assert task_text(plan) == "Read the product name, text and decide which of these it is: bad or good."
    config = RunConfig.from_json(recipe(method={"kind": "prompt_tuning", "length": 3}))
    rows = new_method(config, bert, plan).export().embeddings
    ids = bert.tokenizer("Read the product name", add_special_tokens=False).input_ids[:3]
    assert rows is not None and torch.equal(rows, bert.embedding.weight[ids].detach())


@pytest.mark.parametrize(
    ("name", "sections", "template"),
    [
        ("bert_mlm", {"task": {"output": "verbalizer"}}, "{soft:3} {text}{soft:3} {answer}{soft:3}"),
        ("gpt2", {}, "{soft:3} {text}{soft:3} {answer}"),
        ("t5", {}, "{soft:3} {text}{soft:3} {answer}"),
    ],
)
def test_a_named_preset_is_written_out_and_counts_the_prompt(
    name: str, sections: dict[str, Any], template: str, recipe: Callable[..., dict[str, Any]]
) -> None:
    values = recipe(name, **sections, data={"template": "preset:p_tuning"}, method={"kind": "prompt_tuning"})
    found, _ = prepared(values)
    assert found.config.data.template == template
    assert found.config.method["length"] == found.method.export().input_length == template.count("{soft:3}") * 3
    assert found.task.encoder.soft_length == template.count("{soft:3}") * 3


def test_a_length_that_does_not_fit_the_counted_places_is_refused(recipe: Callable[..., dict[str, Any]]) -> None:
    method = {"kind": "prompt_tuning", "length": 7}
    with pytest.raises(InputError) as caught:
        prepared(recipe("gpt2", data={"template": "preset:p_tuning"}, method=method))
    assert caught.value.code == "template_lengths"


@pytest.mark.parametrize(
    ("name", "sections", "code"),
    [
        ("bert", {"task": {"output": "verbalizer"}}, "verbalizer_masked"),
        ("t5", {"task": {"output": "head"}}, "head_seq2seq"),
        ("bert", {"method": {"kind": "prefix_tuning", "place": "infix"}}, "infix_place"),
        ("gpt2", {"method": {"kind": "prefix_tuning", "place": "infix"}, "task": {"output": "head"}}, "infix_place"),
        ("gpt2", {"method": {"kind": "prefix_tuning", "encoder_length": 3}}, "site_missing"),
    ],
)
def test_what_cannot_work_is_refused_before_a_model_is_loaded(
    name: str,
    sections: dict[str, Any],
    code: str,
    recipe: Callable[..., dict[str, Any]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Backbone, "load", lambda *given, **named: pytest.fail("a model was loaded"))
    with pytest.raises(InputError) as caught:
        prepared(recipe(name, **sections))
    assert caught.value.code == code and "{" not in caught.value.message + caught.value.action


def test_a_method_has_another_rate_where_it_learns_through_a_network(recipe: Callable[..., dict[str, Any]]) -> None:
    def rate(**options: Any) -> float | None:
        found, _ = prepared(recipe("gpt2", method={"kind": "prefix_tuning", "length": 3, **options}))
        return found.config.training.learning_rate

    entry = METHODS["prefix_tuning"]
    assert rate() == entry.rates["verbalizer"]
    assert rate(reparameterization="mlp") == entry.config.RATES["reparameterization"]["mlp"]["verbalizer"] != rate()
