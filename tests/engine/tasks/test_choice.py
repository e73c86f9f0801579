"""engine/tasks/choice.py: candidates compete within their row, long ones fairly, each row for itself."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
import torch

from engine.backbones.backbone import Backbone
from engine.data import Example
from engine.errors import InputError
from engine.tasks.choice import Choice
from engine.tasks.factory import TaskPlan, make_task
from engine.tasks.task import Predictions, predict_all
from engine.training.prompted_model import PromptedModel


def choice(backbone: Backbone) -> Choice:
    plan = TaskPlan("choice", "text", "{premise} so {answer}", [], None, 48, "mean", {"text": "premise"})
    task = make_task(backbone, plan, input_length=0, prefix_length=0)
    assert isinstance(task, Choice)
    return task


ROWS = [
    Example(1, {"premise": "the film is good"}, "i love it", ("i love it", "no")),
    Example(2, {"premise": "the soup is very bad"}, "i hate it very", ("yes", "the", "i hate it very")),
]


@pytest.mark.parametrize("name", ["gpt2", "t5"])
def test_a_score_is_the_mean_log_probability_of_a_candidates_tokens(
    name: str, backbones: Mapping[str, Backbone]
) -> None:
    backbone = backbones[name]
    task, model = choice(backbone), PromptedModel(backbone)
    found = task.predict(model, [task.encode(row) for row in ROWS])
    assert found.probabilities is not None and found.probabilities.shape == (2, 3)
    assert float(found.probabilities[0, 2]) == 0.0  # the first row has two
    for place, row in enumerate(ROWS):
        alone = task.predict(model, [task.encode(row)])
        assert alone.probabilities is not None
        width = len(row.candidates)
        assert torch.allclose(alone.probabilities[0], found.probabilities[place, :width], atol=1e-5)
        right = row.candidates.index(str(row.label))
        assert float(found.losses[place]) == pytest.approx(-float(alone.probabilities[0, right].log()), rel=1e-4)
        assert found.texts is not None
        assert found.texts[place] == row.candidates[int(alone.probabilities[0].argmax())]


def test_rows_with_other_numbers_of_candidates_keep_their_places(gpt2: Backbone) -> None:
    task, model = choice(gpt2), PromptedModel(gpt2)
    encoded = [task.encode(row) for row in (*ROWS, *ROWS)]
    one, all_of_them = (list(predict_all(task, model, encoded, size))[-1] for size in (1, 4))
    assert isinstance(one, Predictions) and isinstance(all_of_them, Predictions)
    assert one.texts == all_of_them.texts


def test_the_text_is_cut_alike_for_every_candidate(gpt2: Backbone) -> None:
    task = choice(gpt2)
    long = Example(1, {"premise": " ".join(["film"] * 80)}, "no", ("no", "i love it very very"))
    encoded = task.encode(long)
    assert max(len(encoded.ids) + len(ids) for ids in encoded.choices) == 48


def test_one_candidate_is_no_choice(gpt2: Backbone) -> None:
    with pytest.raises(InputError) as caught:
        choice(gpt2).encode(Example(7, {"premise": "x"}, "no", ("no", " ")))
    assert caught.value.code == "choice_few" and "Row 7" in caught.value.message
