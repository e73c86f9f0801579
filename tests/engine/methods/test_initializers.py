"""engine/methods/initializers.py: prompts start as the paper says, and the seed decides all of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch
from torch import Tensor, nn

from engine.backbones.backbone import Backbone
from engine.errors import InputError
from engine.events import RunEvent
from engine.methods import Prompt, initializers

Start = Callable[[Backbone, torch.Generator], Tensor]
STARTS: dict[str, Start] = {
    "uniform": lambda backbone, draw: initializers.uniform(6, backbone.embedding_size, draw),
    "vocabulary": lambda backbone, draw: initializers.sampled_vocabulary(6, backbone, draw),
    "labels": lambda backbone, draw: initializers.label_words(6, backbone, ["good", "bad"], draw),
    "text": lambda backbone, _: initializers.text(6, backbone, "the review"),
}


def seeded(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def rows_of(backbone: Backbone, words: str) -> Tensor:
    ids = backbone.tokenizer(words, add_special_tokens=False).input_ids
    return backbone.embedding.weight[ids].detach()


@pytest.mark.parametrize("name", STARTS)
def test_the_same_seed_gives_the_same_start(name: str, bert: Backbone) -> None:
    first, second = (STARTS[name](bert, seeded()) for _ in range(2))
    assert torch.equal(first, second) and first.shape == (6, bert.embedding_size) and first.dtype == torch.float32


@pytest.mark.parametrize("name", ["uniform", "vocabulary", "labels"])
def test_another_seed_gives_another_start(name: str, bert: Backbone) -> None:
    assert not torch.equal(STARTS[name](bert, seeded(0)), STARTS[name](bert, seeded(1)))


def test_uniform_reaches_from_minus_a_half_to_a_half() -> None:
    drawn = initializers.uniform(100, 100, seeded())
    assert -0.5 <= float(drawn.min()) < -0.499 and 0.499 < float(drawn.max()) <= 0.5
    assert abs(float(drawn.mean())) < 0.01


@pytest.mark.parametrize("name", ["bert", "llama"])
def test_sampled_rows_are_words_of_the_vocabulary_each_once(name: str, backbones: dict[str, Backbone]) -> None:
    backbone = backbones[name]
    rows = initializers.sampled_vocabulary(30, backbone, seeded())
    is_equal = (rows.unsqueeze(1) == backbone.embedding.weight.detach().unsqueeze(0)).all(dim=2)
    assert (is_equal.sum(dim=1) == 1).all()
    places = is_equal.float().argmax(dim=1).tolist()
    assert len(set(places)) == 30
    words = backbone.tokenizer.convert_ids_to_tokens(places)
    assert all(len(word.strip("Ġ#")) > 1 and not word.startswith(("[", "<")) for word in words)


def test_a_prompt_longer_than_the_vocabulary_repeats_words(bert: Backbone) -> None:
    count = len(bert.tokenizer.get_vocab()) + 50
    rows = initializers.sampled_vocabulary(count, bert, seeded())
    assert rows.shape[0] == count and len(rows.unique(dim=0)) < count


def test_a_label_of_several_tokens_is_their_average(bert: Backbone) -> None:
    words = ["good", "badly"]  # the second is no word of this vocabulary
    assert len(bert.tokenizer("badly", add_special_tokens=False).input_ids) > 1
    rows = initializers.label_words(5, bert, words, seeded())
    assert torch.equal(rows[0], rows_of(bert, "good")[0])
    assert torch.equal(rows[1], rows_of(bert, "badly").mean(dim=0))
    assert torch.equal(rows[2:], initializers.sampled_vocabulary(3, bert, seeded()))


def test_more_labels_than_virtual_tokens_are_cut(bert: Backbone) -> None:
    rows = initializers.label_words(1, bert, ["good", "bad"], seeded())
    assert torch.equal(rows, rows_of(bert, "good"))


@pytest.mark.parametrize("words", [[], [""], ["   "]])
def test_labels_without_words_are_refused(words: list[str], bert: Backbone) -> None:
    with pytest.raises(InputError) as caught:
        initializers.label_words(3, bert, words, seeded())
    assert caught.value.code == "init_needs_labels"


def test_a_short_text_is_repeated_and_a_long_one_cut(bert: Backbone) -> None:
    own = rows_of(bert, "the good book")
    assert torch.equal(initializers.text(7, bert, "the good book"), own.repeat(3, 1)[:7])
    assert torch.equal(initializers.text(2, bert, "the good book"), own[:2])


def test_an_empty_text_is_refused(bert: Backbone) -> None:
    with pytest.raises(InputError) as caught:
        initializers.text(3, bert, " ")
    assert caught.value.code == "init_needs_text"


class Scaled(nn.Embedding):
    """As in Gemma 3: what the model reads is ten times the stored row."""

    def forward(self, ids: Tensor) -> Tensor:
        return super().forward(ids) * 10


def test_rows_are_what_the_model_reads_not_what_it_stores(bert: Backbone, monkeypatch: pytest.MonkeyPatch) -> None:
    scaled = Scaled(*bert.embedding.weight.shape)
    scaled.weight = bert.embedding.weight
    monkeypatch.setitem(bert.__dict__, "embedding", scaled)
    assert torch.allclose(initializers.text(2, bert, "good book"), 10 * rows_of(bert, "good book"))


def test_the_rows_are_copies(bert: Backbone) -> None:
    before = bert.tensor_hash()
    initializers.text(2, bert, "good book").zero_()
    assert bert.tensor_hash() == before


def test_a_text_of_another_length_is_told_and_one_that_fits_is_not(bert: Backbone) -> None:
    notes: list[RunEvent] = []
    for length in (3, 7, 2):
        initializers.text(length, bert, "the good book", notes)
    assert [(event["code"], event["args"]) for event in notes] == [
        ("init_repeated", {"tokens": 3, "length": 7}),
        ("init_cut", {"tokens": 3, "length": 2}),
    ]


def test_another_pack_is_copied_filled_up_or_cut(bert: Backbone) -> None:
    rows = torch.randn(5, 32, generator=seeded(4), requires_grad=True)
    start = Prompt(embeddings=rows)
    notes: list[RunEvent] = []
    same, long, short = (initializers.pack(length, bert, start, seeded(), notes) for length in (5, 8, 2))
    assert torch.equal(same, rows) and torch.equal(short, rows[:2]) and torch.equal(long[:5], rows)
    assert torch.equal(long[5:], initializers.sampled_vocabulary(3, bert, seeded()))
    assert not same.requires_grad and same.data_ptr() != rows.data_ptr()
    assert [event["code"] for event in notes] == ["init_pack_filled", "init_pack_cut"]


def test_a_pack_that_does_not_enter_the_input_is_refused(bert: Backbone) -> None:
    with pytest.raises(InputError) as caught:
        initializers.pack(3, bert, Prompt(key_values={"encoder.0": torch.ones(2, 4, 3, 8)}), seeded())
    assert caught.value.code == "init_pack_no_input"


@pytest.mark.parametrize(
    ("token", "is_word"),
    [("good", True), ("Ġgood", True), ("▁good", True), ("##ly", True), ("a", False), ("Ġa", False), ("好", True)]
    + [("<s>", False), ("[MASK]", False), ("##", False), ("酒店", True), ("é", False), ("", False)],
)
def test_a_word_has_two_letters_or_is_a_chinese_character(token: str, is_word: bool) -> None:
    assert initializers._is_word(token) is is_word
