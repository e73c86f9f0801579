"""engine/tasks/classification.py: probabilities, losses and features, each against its plainly written form."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from engine.backbones.backbone import Backbone
from engine.data import Example
from engine.errors import InputError
from engine.events import RunEvent
from engine.methods import Prompt
from engine.tasks.classification import HeadClassification, VerbalizerClassification
from engine.tasks.factory import TaskPlan, make_task
from engine.tasks.task import Predictions
from engine.training.batches import EncodedExample, make_batch
from engine.training.prompted_model import PromptedModel

TEXTS = ["good book", "the soup is very bad and sad", "fine"]
LABELS = ["bad", "good"]


def rows(labels: list[str] | None = None) -> list[Example]:
    return [
        Example(index, {"text": text}, (labels or ["good", "bad", "good"])[index]) for index, text in enumerate(TEXTS)
    ]


def words_task(
    backbone: Backbone, words: dict[str, list[str]] | None = None, soft: int = 0
) -> VerbalizerClassification:
    plan = TaskPlan("classification", "verbalizer", "{soft}{text} it is {answer}", LABELS, words, 64, "last")
    task = make_task(backbone, plan, input_length=soft, prefix_length=0)
    assert isinstance(task, VerbalizerClassification)
    return task


def head_task(backbone: Backbone, pooling: str, soft: int = 0, template: str = "{soft}{text}") -> HeadClassification:
    plan = TaskPlan("classification", "head", template, LABELS, None, 64, pooling)
    draw = torch.Generator().manual_seed(0)
    task = make_task(backbone, plan, input_length=soft, prefix_length=0, generator=draw)
    assert isinstance(task, HeadClassification)
    return task


def prompt_for(backbone: Backbone, length: int = 2) -> Prompt:
    draw = torch.Generator().manual_seed(1)
    deep = {slot.name: torch.randn(2, slot.kv_heads, 2, slot.head_dim, generator=draw) for slot in backbone.slots}
    return Prompt(torch.randn(length, backbone.embedding_size, generator=draw), deep)


def log_probability(model: PromptedModel, before: list[int], answer: list[int]) -> float:
    """Of an answer behind a text: one pass over one unpadded row, every position's full vocabulary."""
    batch = make_batch([EncodedExample(0, before + answer)])
    with torch.no_grad(), model.installed():
        every: Tensor = model.backbone.logits(model.hidden(batch)).double().log_softmax(dim=-1)[0]
    start = len(before)
    return sum(float(every[start + place - 1, token]) for place, token in enumerate(answer))


def predictions(task: Any, model: PromptedModel, examples: list[Example]) -> Predictions:
    with torch.no_grad():
        found: Predictions = task.predict(model, [task.encode(example) for example in examples])
    return found


@contextmanager
def counted_rows(module: nn.Module) -> Iterator[list[int]]:
    """How many rows each call of a module gets."""
    seen: list[int] = []
    handle = module.register_forward_pre_hook(
        lambda _, inputs: seen.append(inputs[0].reshape(-1, inputs[0].shape[-1]).shape[0])
    )
    try:
        yield seen
    finally:
        handle.remove()


def lm_head(backbone: Backbone) -> nn.Module:
    head: nn.Module = backbone.model.get_output_embeddings()  # type: ignore[operator]
    return head


@pytest.mark.parametrize("name", ["llama", "gpt2"])
def test_single_words_are_weighed_by_a_softmax_over_their_log_probabilities(
    name: str, backbones: dict[str, Backbone]
) -> None:
    backbone = backbones[name]
    task, model = words_task(backbone, soft=2), PromptedModel(backbone, prompt_for(backbone))
    assert task.is_single
    found = predictions(task, model, rows())
    for index, example in enumerate(rows()):
        before = task.encoder.encode(example).ids
        scores = [log_probability(model, before, words[0]) for words in task.words]
        expected = torch.tensor(scores).softmax(dim=0)
        assert torch.allclose(found.probabilities[index], expected, rtol=1e-4)
        assert float(found.losses[index]) == pytest.approx(-scores[LABELS.index(example.label or "")], rel=1e-4)


def test_a_long_row_is_read_alike_whatever_its_answer_and_without_one(llama: Backbone) -> None:
    plan = TaskPlan("classification", "verbalizer", "{text} it is {answer}", LABELS, None, 12, "last")
    plan = replace(plan, label_words={"good": ["goodgreat"], "bad": ["bad"]})
    task = make_task(llama, plan, input_length=0, prefix_length=0)
    long = {"text": " ".join(["very"] * 30)}
    read = {tuple(task.encode(Example(0, long, label)).ids) for label in ("good", "bad", None)}
    assert [len(ids) for ids in read] == [12 - 4]  # the longest answer has four tokens


def test_words_of_several_tokens_are_weighed_by_their_summed_log_probability(llama: Backbone) -> None:
    task = words_task(llama, {"good": ["goodgreat"], "bad": ["bad"]}, soft=2)
    lengths = [len(words[0]) for words in task.words]
    assert lengths == [1, 4]
    model = PromptedModel(llama, prompt_for(llama))
    found = predictions(task, model, rows())
    for index, example in enumerate(rows()):
        before = task.encoder.encode(example).ids
        sums = torch.tensor([log_probability(model, before, words[0]) for words in task.words])
        assert torch.allclose(found.probabilities[index], sums.softmax(dim=0), rtol=1e-4)
        target = LABELS.index(example.label or "")
        assert float(found.losses[index]) == pytest.approx(-float(sums[target]) / lengths[target], rel=1e-4)


def test_several_words_of_a_label_add_their_probabilities(llama: Backbone) -> None:
    task = words_task(llama, {"good": ["good", "great", "finefine"], "bad": ["bad"]})
    model = PromptedModel(llama)
    found = predictions(task, model, rows())
    for index, example in enumerate(rows()):
        before = task.encoder.encode(example).ids
        mass = [sum(torch.tensor(log_probability(model, before, word)).exp() for word in words) for words in task.words]
        assert torch.allclose(found.probabilities[index], torch.tensor(mass) / sum(mass), rtol=1e-4)


@pytest.mark.parametrize("words", [None, {"good": ["goodgreat"], "bad": ["bad"]}])
def test_the_loss_is_the_cross_entropy_of_the_labels_first_word(
    words: dict[str, list[str]] | None, llama: Backbone
) -> None:
    task, model = words_task(llama, words, soft=2), PromptedModel(llama, prompt_for(llama))
    encoded = [task.encode(example) for example in rows()]
    with torch.no_grad(), model.installed():
        loss = float(task.loss(model, make_batch(encoded)))
    by_hand = [-log_probability(model, row.ids, row.answer) / len(row.answer) for row in encoded]
    assert loss == pytest.approx(sum(by_hand) / len(by_hand), rel=1e-5)


def test_training_and_scoring_measure_the_same_loss(llama: Backbone) -> None:
    task, model = words_task(llama, {"good": ["goodgreat"], "bad": ["bad"]}), PromptedModel(llama)
    with torch.no_grad(), model.installed():
        loss = float(task.loss(model, make_batch([task.encode(example) for example in rows()])))
    assert loss == pytest.approx(float(predictions(task, model, rows()).losses.mean()), rel=1e-5)


@pytest.mark.parametrize("more", [[], [7]])
@pytest.mark.parametrize("name", ["llama", "t5", "bert_mlm"])
def test_a_row_is_illegal_when_no_answer_begins_with_the_likeliest_of_all_words(
    name: str, more: list[int], backbones: dict[str, Backbone]
) -> None:
    backbone = backbones[name]
    model, asked = PromptedModel(backbone), words_task(backbone)
    said = asked.first_tokens(model, [asked.encode(row) for row in rows()])
    of_words = {" good": [int(said[0]), *more], " bad": [8]}  # one begins with what this model says of the first row
    asked.encoder.answer_ids = of_words.__getitem__  # type: ignore[method-assign]
    task = VerbalizerClassification(backbone, LABELS, asked.encoder, {"good": [" good"], "bad": [" bad"]})
    assert task.is_single == (not more)
    found = predictions(task, model, rows())
    assert found.illegal is not None and found.illegal_rate == int(found.illegal.sum()) / 3
    if name != "bert_mlm" or not more:  # a second blank changes what an encoder reads
        assert found.illegal.tolist() == (said != said[0]).tolist()


def test_asking_for_the_illegal_rows_costs_no_pass_of_its_own(llama: Backbone) -> None:
    task = words_task(llama)
    with counted_rows(lm_head(llama)) as seen:
        predictions(task, PromptedModel(llama), rows())
    assert len(seen) == 1


def test_a_head_has_no_illegal_rows(bert: Backbone) -> None:
    assert predictions(head_task(bert, "mean"), PromptedModel(bert), rows()).illegal_rate is None


def test_only_positions_before_answer_tokens_go_through_the_vocabulary(llama: Backbone) -> None:
    task, model = words_task(llama, {"good": ["goodgreat"], "bad": ["bad"]}), PromptedModel(llama)
    batch = make_batch([task.encode(example) for example in rows()])
    with torch.no_grad(), model.installed(), counted_rows(lm_head(llama)) as seen:
        task.loss(model, batch)
    assert seen == [4 + 1 + 4]  # good, bad, good
    single = words_task(llama)
    with counted_rows(lm_head(llama)) as seen:
        predictions(single, model, rows())
    assert seen == [3]  # one a row, whatever the number of labels


def test_a_row_without_a_label_can_be_asked(llama: Backbone) -> None:
    task = words_task(llama)
    example = Example(1, {"text": "good book"})
    encoded = task.encode(example)
    assert encoded.target == -1 and not encoded.answer
    known = predictions(task, PromptedModel(llama), [Example(1, {"text": "good book"}, "good")])
    assert torch.equal(predictions(task, PromptedModel(llama), [example]).probabilities, known.probabilities)


def test_the_model_is_asked_for_the_word_with_the_space_that_stood_before_the_answer(llama: Backbone) -> None:
    task = words_task(llama)
    assert [llama.tokenizer.convert_ids_to_tokens(words[0]) for words in task.words] == [["Ġbad"], ["Ġgood"]]
    assert not llama.tokenizer.decode(task.encode(rows()[0]).ids).endswith(" ")


def test_a_word_without_a_token_is_refused(llama: Backbone) -> None:
    encoder = words_task(llama).encoder
    encoder.answer_ids = lambda word: []  # type: ignore[method-assign]
    with pytest.raises(InputError) as caught:
        VerbalizerClassification(llama, LABELS, encoder, {"good": ["good"], "bad": ["bad"]})
    assert caught.value.code == "label_word_empty"


READABLE = {  # on a causal model the text's own tokens do not see what stands behind them: that is refused
    "bert": ("{soft}{text}", "{text}{soft}", "{text} is {soft:1}this{soft}"),
    "llama": ("{soft}{text}", "{soft:1}{text} is {soft}this"),
}


@pytest.mark.parametrize(("name", "template"), [(name, each) for name, found in READABLE.items() for each in found])
@pytest.mark.parametrize("pooling", ["mean", "first", "last"])
def test_a_head_reads_only_real_tokens(pooling: str, template: str, name: str, backbones: dict[str, Backbone]) -> None:
    backbone = backbones[name]
    task, model = (
        head_task(backbone, pooling, soft=3, template=template),
        PromptedModel(backbone, prompt_for(backbone, 3)),
    )
    encoded = [task.encode(example) for example in rows()]
    with torch.no_grad(), model.installed():
        found = task.features(model, make_batch(encoded))
        for row, features in zip(encoded, found, strict=True):
            states = model.hidden(make_batch([row]))[0]
            real = [state for state, token in zip(states, row.ids, strict=True) if token >= 0]
            expected = {"mean": sum(real) / len(real), "first": real[0], "last": real[-1]}[pooling]
            assert torch.allclose(features, torch.as_tensor(expected), rtol=1e-4, atol=1e-5)


def test_a_heads_loss_and_probabilities_are_plain_cross_entropy_and_softmax(bert: Backbone) -> None:
    task, model = head_task(bert, "mean"), PromptedModel(bert)
    encoded = [task.encode(example) for example in rows()]
    with torch.no_grad(), model.installed():
        features = task.features(model, make_batch(encoded))
        loss = float(task.loss(model, make_batch(encoded)))
    logits = features @ task.head.weight.T + task.head.bias
    found = predictions(task, model, rows())
    assert torch.allclose(found.probabilities, logits.softmax(dim=1), rtol=1e-5)
    by_hand = [-float(logits[i].log_softmax(dim=0)[row.target].detach()) for i, row in enumerate(encoded)]
    assert found.losses.tolist() == pytest.approx(by_hand, rel=1e-4) and loss == pytest.approx(
        sum(by_hand) / 3, rel=1e-5
    )


def test_a_head_starts_small_and_from_its_generator(bert: Backbone) -> None:
    first, second = head_task(bert, "mean"), head_task(bert, "mean")
    assert torch.equal(first.head.weight, second.head.weight) and not first.head.bias.any()
    assert 0.01 < float(first.head.weight.detach().std()) < 0.03


def test_a_head_goes_through_its_tensors_and_back(bert: Backbone) -> None:
    first, second = head_task(bert, "mean"), head_task(bert, "mean")
    with torch.no_grad():
        first.head.weight.normal_()
        first.head.bias.normal_()
    second.load_head({**first.head_tensors(), "embeddings": torch.zeros(1)})
    model = PromptedModel(bert)
    assert torch.equal(predictions(first, model, rows()).losses, predictions(second, model, rows()).losses)


def test_an_answer_is_the_likeliest_label() -> None:
    assert Predictions(torch.tensor([[0.2, 0.8], [0.6, 0.4]]), torch.zeros(2)).answers == [1, 0]


def test_words_of_several_tokens_are_told(llama: Backbone) -> None:
    def told(words: dict[str, list[str]]) -> list[RunEvent]:
        plan = TaskPlan("classification", "verbalizer", "{text}: {answer}", list(words), words, 32, "last")
        return make_task(llama, plan, input_length=0, prefix_length=0).notes()

    assert told({"a": ["good"], "b": ["bad"]}) == []
    (found,) = told({"a": ["good"], "b": ["bad book"]})
    assert found["code"] == "words_several_tokens" and found["args"] == {"count": 1, "labels": "b"}
