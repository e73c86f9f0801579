"""engine/methods/method.py: one file and one decorator make a method known everywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

import pytest
import torch
from torch import nn

from engine.backbones.backbone import Backbone
from engine.errors import InputError
from engine.methods import METHODS, MethodContext, Prompt, PromptConfig, PromptMethod, describe_methods, make_method
from engine.methods import register as register_method
from engine.options import option
from engine.runs import Run
from engine.training.trainer import train


@dataclass(frozen=True)
class ConstantConfig(PromptConfig):
    RATES: ClassVar = {"way": {"slow": {"head": 0.001}}}

    length: int = option(2, label="Prompt length", low=1, high=9)
    way: str = option("usual", label="Way", choices=(("usual", "As usual"), ("slow", "Slowly")))


@pytest.fixture
def throw_away() -> Iterator[str]:
    """A method registered for one test."""

    @register_method(
        "constant", title="Constant", paper="Nobody 2030", config=ConstantConfig, sites="input", rates={"head": 0.02}
    )
    class Constant(PromptMethod):
        def __init__(self, config: ConstantConfig, context: MethodContext) -> None:
            super().__init__()
            self.rows = nn.Parameter(torch.full((config.length, context.backbone.embedding_size), 0.01))

        def forward(self) -> Prompt:
            return Prompt(embeddings=self.rows)

    yield "constant"
    del METHODS["constant"]


def test_a_registered_method_describes_itself(throw_away: str) -> None:
    found = next(entry for entry in describe_methods() if entry["kind"] == throw_away)
    assert (found["title"], found["paper"], found["sites"], found["rates"]) == (
        "Constant",
        "Nobody 2030",
        "input",
        {"head": 0.02},
    )
    assert [entry["name"] for entry in found["schema"]] == ["length", "way"]
    assert found["option_rates"] == {"way": {"slow": {"head": 0.001}}}


def test_an_options_value_may_have_rates_of_its_own(throw_away: str) -> None:
    entry = METHODS[throw_away]
    assert [entry.rate(ConstantConfig(way=way), "head") for way in ("usual", "slow")] == [0.02, 0.001]


def test_a_registered_method_trains_and_becomes_a_pack(throw_away: str, make_run: Callable[..., Run]) -> None:
    run = make_run(method={"kind": throw_away, "length": 4})
    done = list(train(run))[-1]
    assert done["type"] == "done" and done["pack"]
    assert run.config.training.learning_rate == 0.02 and run.config.method == {
        "kind": throw_away,
        "length": 4,
        "way": "usual",
    }


def test_an_unknown_method_names_the_nearest(bert: Backbone) -> None:
    with pytest.raises(InputError) as caught:
        make_method({"kind": "promt_tuning"}, MethodContext(bert, torch.Generator()))
    assert caught.value.code == "method_unknown" and "prompt_tuning" in caught.value.action


def test_a_recipe_without_a_method_is_refused(bert: Backbone) -> None:
    with pytest.raises(InputError) as caught:
        make_method({"length": 3}, MethodContext(bert, torch.Generator()))
    assert caught.value.code == "not_enough_choices"


def test_a_deep_method_is_refused_where_there_is_no_slot(bert: Backbone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bert, "slots", ())
    context = MethodContext(bert, torch.Generator())
    with pytest.raises(InputError) as caught:
        make_method({"kind": "p_tuning_v2"}, context)
    assert caught.value.code == "no_slots"
    make_method({"kind": "prompt_tuning", "initializer": "uniform"}, context)  # the input can always be reached


def test_a_method_without_a_forward_says_so() -> None:
    with pytest.raises(TypeError, match="Bare has no forward"):
        type("Bare", (PromptMethod,), {})()()


def test_a_prompt_survives_the_way_through_its_tensors() -> None:
    prompt = Prompt(torch.ones(2, 4), {"decoder.0": torch.zeros(2, 1, 3, 4)})
    tensors: dict[str, Any] = {**prompt.tensors(), "head.weight": torch.ones(1)}
    back = Prompt.from_tensors(tensors)
    assert list(back.tensors()) == ["embeddings", "key_values.decoder.0"]
    assert (back.input_length, back.prefix_length) == (2, 3)
    assert (Prompt().input_length, Prompt().prefix_length, Prompt().tensors()) == (0, 0, {})
