"""engine/methods/prefix_tuning.py: the paper's networks, a set for each site, a start from text or another pack."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
import torch
from torch import Tensor

from engine.backbones.backbone import Backbone
from engine.errors import InputError
from engine.methods import MethodContext, Prompt, make_config, make_method
from engine.methods.prefix_tuning import PrefixTuning
from engine.methods.text_key_values import text_key_values

WORDS = "read the review and decide"


def made(backbone: Backbone, seed: int = 0, **options: Any) -> PrefixTuning:
    context = MethodContext(
        backbone,
        torch.Generator().manual_seed(seed),
        task_text=WORDS,
        start=options.pop("start", None),
        is_sketch=options.pop("is_sketch", False),
    )
    method = make_method({"kind": "prefix_tuning", **options}, context)
    assert isinstance(method, PrefixTuning)
    return method


def plain_prefix(state: Mapping[str, Tensor], site: str, layers: int) -> Tensor:
    """(P, width) as the paper writes it: Embedding -> Linear -> tanh (-> Linear -> tanh) -> Linear."""
    rows = state[f"sites.{site}.embeddings"]
    for index in range(0, 2 * layers, 2):
        weight, bias = (state[f"sites.{site}.network.{index}.{part}"] for part in ("weight", "bias"))
        rows = torch.stack([weight @ row + bias for row in rows])
        rows = rows if index == 2 * layers - 2 else torch.tanh(rows)
    return rows


@pytest.mark.parametrize(("way", "layers"), [("mlp", 2), ("mlp_deep", 3), ("none", 0)])
@pytest.mark.parametrize("name", ["gpt2", "llama", "bart"])
def test_the_network_is_the_papers_and_the_export_is_what_it_gives(
    way: str, layers: int, name: str, backbones: Mapping[str, Backbone]
) -> None:
    backbone = backbones[name]
    method = made(backbone, reparameterization=way, width=24, length=5, initializer="random").double()
    prompt, folded = method(), method.export()
    for site in method.parts:
        slots = [slot for slot in backbone.slots if slot.site == site]
        rows = plain_prefix(method.state_dict(), site, layers)
        # view(n, 2 L, heads, width) -> 2 L x (heads, n, width), then keys and values in turn
        past = rows.view(5, 2 * len(slots), slots[0].kv_heads, slots[0].head_dim).permute(1, 2, 0, 3)
        for index, slot in enumerate(slots):
            expected = past[2 * index : 2 * index + 2]
            torch.testing.assert_close(prompt.key_values[slot.name], expected, rtol=1e-12, atol=1e-12)
            torch.testing.assert_close(folded.key_values[slot.name], expected.float())
            assert folded.key_values[slot.name].dtype == torch.float32
    assert folded.key_values.keys() == {slot.name for slot in backbone.slots}


def test_it_is_as_large_as_the_authors_network(gpt2: Backbone) -> None:
    def count(**options: Any) -> int:
        return sum(parameter.numel() for parameter in made(gpt2, length=5, **options).parameters())

    hidden, layers, middle = 32, 2, 512
    flat = layers * 2 * hidden
    two = (hidden * middle + middle) + (middle * flat + flat)
    assert count(reparameterization="mlp") == 5 * hidden + two
    assert count(reparameterization="mlp_deep") == 5 * hidden + two + middle * middle + middle
    assert count(reparameterization="none") == 5 * flat


def test_every_site_of_an_encoder_decoder_has_a_set_of_its_own(backbones: Mapping[str, Backbone]) -> None:
    for name in ("t5", "bart"):
        backbone = backbones[name]
        method = made(backbone, length=4, reparameterization="mlp")
        assert list(method.parts) == ["encoder", "decoder", "cross"]
        prompt = method()
        assert prompt.key_values.keys() == {slot.name for slot in backbone.slots}
        sum(prompt.key_values[slot.name].sum() for slot in backbone.slots if slot.site == "cross").backward()
        for site, part in method.parts.items():
            has_gradient = all(p.grad is not None and p.grad.abs().sum() > 0 for p in part.parameters())
            assert has_gradient == (site == "cross")


def test_sites_may_differ_in_length_or_go_without(backbones: Mapping[str, Backbone]) -> None:
    t5 = backbones["t5"]
    prompt = made(t5, length=4, encoder_length=2, cross_length=0).export()
    assert [prompt.length_at(site) for site in ("encoder", "decoder", "cross")] == [2, 4, 0]
    assert not any(name.startswith("cross") for name in prompt.key_values)


@pytest.mark.parametrize(
    ("family", "output", "options", "code"),
    [
        ("seq2seq", "verbalizer", {"encoder_length": 0, "decoder_length": 0, "cross_length": 0}, "prefix_nowhere"),
        ("causal", "verbalizer", {"decoder_length": 0}, "prefix_nowhere"),
        ("masked", "head", {"encoder_length": 0}, "prefix_nowhere"),
        ("causal", "verbalizer", {"encoder_length": 3}, "site_missing"),
        ("masked", "head", {"cross_length": 3}, "site_missing"),
        ("masked", "verbalizer", {"place": "infix"}, "infix_place"),
        ("seq2seq", "verbalizer", {"place": "infix"}, "infix_place"),
        ("causal", "head", {"place": "infix"}, "infix_place"),
        ("causal", "verbalizer", {"place": "infix"}, None),
        ("causal", "text", {"place": "infix"}, None),
        ("seq2seq", "verbalizer", {"encoder_length": 0, "decoder_length": 0}, None),
        ("causal", "head", {"encoder_length": 0, "cross_length": 0}, None),
    ],
)
def test_what_cannot_work_is_known_before_a_model_is_loaded(
    family: Any, output: str, options: dict[str, Any], code: str | None
) -> None:
    assert make_config({"kind": "prefix_tuning", **options})[1].refusal(family, output) == code


def test_a_prefix_nowhere_is_refused_without_a_recipe_too(gpt2: Backbone) -> None:
    with pytest.raises(InputError) as caught:
        made(gpt2, decoder_length=0)
    assert caught.value.code == "prefix_nowhere"


def test_an_infix_says_that_it_is_one(gpt2: Backbone) -> None:
    method = made(gpt2, place="infix")
    assert method().is_infix and method.export().is_infix and not made(gpt2)().is_infix


@pytest.mark.parametrize("way", ["mlp", "mlp_deep", "none"])
@pytest.mark.parametrize("name", ["gpt2", "bert", "t5", "albert"])
def test_it_starts_as_the_keys_and_values_of_the_text(way: str, name: str, backbones: Mapping[str, Backbone]) -> None:
    backbone = backbones[name]
    for options, words in (({}, WORDS), ({"init_text": "good book"}, "good book")):
        prompt = made(backbone, length=6, reparameterization=way, **options).export()
        expected = text_key_values(backbone, words, {slot.site: 6 for slot in backbone.slots})
        for slot, tensor in expected.items():
            torch.testing.assert_close(prompt.key_values[slot], tensor, rtol=1e-4, atol=1e-4)
            assert way != "none" or torch.equal(prompt.key_values[slot], tensor)


def test_a_sketch_does_not_run_the_model(gpt2: Backbone, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = made(gpt2)

    def forbidden(*_: Any, **__: Any) -> None:
        raise AssertionError("the model was run")

    monkeypatch.setattr(gpt2.model, "forward", forbidden)
    sketch = made(gpt2, is_sketch=True)
    assert {name: p.shape for name, p in sketch.named_parameters()} == {n: p.shape for n, p in whole.named_parameters()}


def test_it_says_what_was_done_to_a_text_that_the_person_chose(gpt2: Backbone) -> None:
    for options, codes in (({"init_text": "good book"}, ["init_repeated"]), ({}, [])):
        context = MethodContext(gpt2, torch.Generator().manual_seed(0), task_text=WORDS)
        make_method({"kind": "prefix_tuning", **options}, context)
        assert [event["code"] for event in context.notes] == codes


@pytest.mark.parametrize("way", ["mlp", "mlp_deep", "none"])
@pytest.mark.parametrize("kind", ["prefix_tuning", "p_tuning_v2"])
def test_it_starts_from_a_pack_of_either_deep_method(way: str, kind: str, llama: Backbone) -> None:
    context = MethodContext(llama, torch.Generator().manual_seed(3), task_text=WORDS)
    start = make_method({"kind": kind, "length": 4}, context).export()
    prompt = made(llama, length=4, reparameterization=way, start=start).export()
    for slot, tensor in start.key_values.items():
        torch.testing.assert_close(prompt.key_values[slot], tensor, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize(
    ("start", "code"),
    [
        (Prompt(embeddings=torch.ones(20, 32)), "init_pack_slot"),
        (Prompt(key_values={f"decoder.{index}": torch.ones(2, 2, 19, 8) for index in (0, 1)}), "init_pack_length"),
    ],
)
def test_a_pack_that_does_not_fit_is_refused(start: Prompt, code: str, llama: Backbone) -> None:
    with pytest.raises(InputError) as caught:
        made(llama, start=start)
    assert caught.value.code == code


def test_random_rows_start_small(gpt2: Backbone) -> None:
    rows = made(gpt2, length=100, reparameterization="none", initializer="random").export().key_values["decoder.0"]
    assert 0.018 < float(rows.std()) < 0.022
