"""engine/tasks/support.py and factory.py: one table says what works, and everybody obeys it."""

from __future__ import annotations

import pytest

from engine.backbones.backbone import Backbone
from engine.errors import InputError
from engine.messages import ERRORS
from engine.tasks.factory import TaskPlan, make_task
from engine.tasks.support import FAMILIES, TASKS, default_output, refusal, require_support, support_table


def test_the_table_has_every_combination_and_a_sentence_for_each_that_does_not_work() -> None:
    table = support_table(["a", "b"])
    outputs = sum(len(entry["outputs"]) for entry in TASKS.values())
    assert len(table) == 2 * outputs * len(FAMILIES)
    for row in table:
        assert row["works"] == (row["reason"] is None)
        assert row["works"] or row["reason"] in ERRORS


@pytest.mark.parametrize("family", ["causal", "masked"])
def test_the_default_output_works(family: str) -> None:
    assert refusal("classification", default_output(family), family) is None  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("task", "output", "family", "code"),
    [
        ("classification", "head", "seq2seq", "head_seq2seq"),
        ("generation", "text", "masked", "cannot_write"),
        ("classification", "text", "causal", "output_unknown"),
        ("juggling", "head", "causal", "task_unknown"),
    ],
)
def test_what_does_not_work_is_refused_with_its_reason(task: str, output: str, family: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        require_support(task, output, family)  # type: ignore[arg-type]
    assert caught.value.code == code and "{" not in caught.value.message + caught.value.action


def test_the_factory_refuses_what_the_table_refuses(bert: Backbone) -> None:
    plan = TaskPlan("classification", "verbalizer", "{text}{answer}", ["a", "b"], None, 64, "mean")
    with pytest.raises(InputError) as caught:
        make_task(bert, plan, input_length=0, prefix_length=0)
    assert caught.value.code == "verbalizer_masked"


def test_an_input_prompt_needs_a_place_and_a_deep_one_closes_it_up(bert: Backbone) -> None:
    def plan(template: str) -> TaskPlan:
        return TaskPlan("classification", "head", template, ["a", "b"], None, 64, "mean")

    with pytest.raises(InputError) as caught:
        make_task(bert, plan("{text}"), input_length=3, prefix_length=0)
    assert caught.value.code == "template_no_soft"
    assert make_task(bert, plan("{soft}{text}"), input_length=3, prefix_length=0).encoder.soft_length == 3
    assert make_task(bert, plan("{soft}{text}"), input_length=0, prefix_length=3).encoder.soft_length == 0


def test_a_prompt_behind_the_answer_has_no_place(llama: Backbone) -> None:
    def soft_tokens(template: str) -> int:
        plan = TaskPlan("classification", "verbalizer", template, ["a", "b"], None, 32, "last")
        return make_task(llama, plan, input_length=4, prefix_length=0).encoder.soft_length

    assert soft_tokens("{soft}{text}: {answer}{soft}") == 4
    with pytest.raises(InputError) as caught:
        soft_tokens("{text}: {answer}{soft}")
    assert caught.value.code == "template_no_soft"


def test_a_words_task_needs_a_place_for_the_answer(llama: Backbone) -> None:
    plan = TaskPlan("classification", "verbalizer", "{text}", ["a", "b"], None, 64, "last")
    with pytest.raises(InputError) as caught:
        make_task(llama, plan, input_length=0, prefix_length=0)
    assert caught.value.code == "template_no_answer"
