"""engine/tasks/task.py: every row is predicted once, in its place, and in company of its length."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from engine.backbones.backbone import Backbone
from engine.data import Example
from engine.tasks.factory import TaskPlan, make_task
from engine.tasks.task import Predictions, by_length, predict_all
from engine.training.batches import EncodedExample
from engine.training.prompted_model import PromptedModel

TEXTS = ["good book", "the soup is very bad and sad", "fine", "a film to love", "awful"]


@given(st.lists(st.integers(1, 50), max_size=60), st.integers(1, 9))
def test_batches_by_length_hold_every_row_once_longest_first(lengths: list[int], size: int) -> None:
    examples = [EncodedExample(index, [1] * length) for index, length in enumerate(lengths)]
    batches = by_length(examples, size)
    flat = [index for batch in batches for index in batch]
    assert sorted(flat) == list(range(len(lengths)))
    assert [lengths[index] for index in flat] == sorted(lengths, reverse=True)
    assert all(len(batch) == size for batch in batches[:-1])


@pytest.mark.parametrize(("name", "output"), [("bert", "head"), ("llama", "verbalizer"), ("gpt2", "head")])
def test_the_size_of_the_batches_does_not_change_an_answer(
    name: str, output: str, backbones: dict[str, Backbone]
) -> None:
    backbone = backbones[name]
    template = "{text} is {answer}" if output == "verbalizer" else "{text}"
    plan = TaskPlan("classification", output, template, ["bad", "good"], None, 64, "mean")
    task = make_task(backbone, plan, input_length=0, prefix_length=0, generator=torch.Generator().manual_seed(0))
    encoded = [task.encode(Example(index, {"text": text}, "good")) for index, text in enumerate(TEXTS)]
    found = []
    for size in (1, 2, 5):
        parts = list(predict_all(task, PromptedModel(backbone), encoded, size))
        assert parts[:-1] == [min(done, 5) for done in range(size, 5 + size, size)]
        assert isinstance(parts[-1], Predictions)
        found.append(parts[-1])
    for other in found[1:]:
        assert torch.allclose(found[0].probabilities, other.probabilities, rtol=1e-5)
        assert torch.allclose(found[0].losses, other.losses, rtol=1e-5)


def test_gradients_are_on_again_between_two_batches(bert: Backbone) -> None:
    plan = TaskPlan("classification", "head", "{text}", ["bad", "good"], None, 64, "mean")
    task = make_task(bert, plan, input_length=0, prefix_length=0)
    encoded = [task.encode(Example(index, {"text": text}, "good")) for index, text in enumerate(TEXTS)]
    for part in predict_all(task, PromptedModel(bert), encoded, 2):
        assert torch.is_grad_enabled()
        assert isinstance(part, int) or not part.losses.requires_grad
