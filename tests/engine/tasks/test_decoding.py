"""engine/tasks/decoding.py: many rows at once say what each says alone, by whatever way tokens are chosen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
import torch
from transformers import GenerationConfig

from engine.backbones.backbone import Backbone
from engine.errors import InputError
from engine.inference import TextGenerator
from engine.methods import Prompt
from engine.options import build
from engine.tasks import decoding
from engine.tasks.decoding import Sampling, end_tokens, write_all
from engine.tasks.encoding import answer_layout
from engine.training.batches import EncodedExample, make_batch
from engine.training.prompted_model import PromptedModel

LENGTHS = [3, 9, 1, 5]
GREEDY = Sampling(max_new_tokens=7)
CASES = [
    *((name, kind) for name in ("gpt2", "t5", "bart") for kind in ("none", "deep", "kept", "both")),
    *(("gpt2", "infix"), ("llama", "infix"), ("llama", "both"), ("qwen3", "deep"), ("opt", "both")),
]


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """Models as small as these lose more by sharing work than they gain."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def rows_of(backbone: Backbone, *, soft: int = 0, seed: int = 0) -> list[EncodedExample]:
    """Rows of different length with known answers that nobody may read, virtual tokens in front."""
    draw = torch.Generator().manual_seed(seed)
    most = min(backbone.embedding.num_embeddings, len(backbone.tokenizer))
    front = [-(index + 1) for index in range(soft)]
    texts = [torch.randint(10, most, (length,), generator=draw).tolist() for length in LENGTHS]
    return [EncodedExample(row, [*front, *text], answer=[11, 12, 13]) for row, text in enumerate(texts)]


def model_of(backbone: Backbone, kind: str) -> PromptedModel:
    """A backbone seen through a random prompt of some kind."""
    draw = torch.Generator().manual_seed(1)
    vectors = torch.randn(2, backbone.embedding_size, generator=draw) if kind in ("input", "both") else None
    deep = {}
    if kind not in ("none", "input"):
        deep = {slot.name: torch.randn(2, slot.kv_heads, 3, slot.head_dim, generator=draw) for slot in backbone.slots}
    return PromptedModel(backbone, Prompt(vectors, deep, is_infix=kind == "infix"), shifts_positions=kind != "kept")


def one_by_one(model: PromptedModel, rows: Sequence[EncodedExample], sampling: Sampling) -> list[list[int]]:
    generator = TextGenerator(model, answer_layout(model.backbone))
    return [list(generator._tokens(row, sampling)) for row in rows]


def together(
    model: PromptedModel, rows: Sequence[EncodedExample], sampling: Sampling, size: int = 32
) -> list[list[int]]:
    return write_all(model, answer_layout(model.backbone), rows, sampling, size)


def read_anew(model: PromptedModel, row: EncodedExample, count: int) -> list[int]:
    """The likeliest token again and again, each time with everything read from the start, as in training."""
    layout, written = answer_layout(model.backbone), list[int]()
    for _ in range(count):
        batch = make_batch([EncodedExample(row.row, row.ids, [*written, 0])], layout)
        with torch.no_grad(), model.installed(batch):
            states, _, _ = model.answer_states(batch)
            token = int(model.backbone.logits(states[-1]).argmax())
        if token in end_tokens(model.backbone):
            break
        written.append(token)
    return written


@pytest.mark.parametrize(("name", "kind"), CASES)
def test_rows_in_company_say_what_a_whole_pass_over_each_alone_says(
    name: str, kind: str, backbones: dict[str, Backbone]
) -> None:
    backbone = backbones[name]
    model = model_of(backbone, kind)
    rows = rows_of(backbone, soft=2 if model.prompt.input_length else 0)
    found = together(model, rows, GREEDY)
    assert found == one_by_one(model, rows, GREEDY)
    assert found[0] == read_anew(model, rows[0], GREEDY.max_new_tokens)
    assert any(found)


@pytest.mark.parametrize("size", [1, 3])
def test_answers_keep_their_rows_whatever_the_size_of_the_batches(size: int, llama: Backbone) -> None:
    model, rows = model_of(llama, "both"), rows_of(llama, soft=2)
    assert together(model, rows, GREEDY, size) == together(model, rows, GREEDY)
    assert together(model, rows[::-1], GREEDY, size) == together(model, rows, GREEDY)[::-1]
    assert together(model, [], GREEDY) == []


@pytest.mark.parametrize(("name", "top_p"), [("llama", 1.0), ("bart", 0.9)])
def test_a_drawn_row_depends_on_seed_and_number_alone(name: str, top_p: float, backbones: dict[str, Backbone]) -> None:
    model = model_of(backbones[name], "deep")
    rows = rows_of(backbones[name])
    sampling = Sampling(temperature=1.0, top_p=top_p, seed=5, max_new_tokens=6)
    found = together(model, rows, sampling)
    assert found == together(model, rows, sampling) == one_by_one(model, rows, sampling)
    assert together(model, rows[2:0:-1], sampling) == found[2:0:-1]
    assert found != together(model, rows, Sampling(temperature=1.0, top_p=top_p, seed=6, max_new_tokens=6))
    twins = [EncodedExample(row, rows[0].ids) for row in range(4)]
    assert len({tuple(text) for text in together(model, twins, sampling)}) > 1


def test_what_top_p_leaves_out_is_never_drawn(llama: Backbone) -> None:
    model, rows = model_of(llama, "none"), rows_of(llama)
    assert together(model, rows, Sampling(temperature=1.0, top_p=0.01, max_new_tokens=8)) == together(
        model, rows, Sampling(max_new_tokens=8)
    )


@pytest.mark.parametrize("beams", [1, 3])
@pytest.mark.parametrize("name", ["gpt2", "bart"])
def test_an_end_sign_ends_its_row_alone_and_is_not_said(
    name: str, beams: int, backbones: dict[str, Backbone], monkeypatch: pytest.MonkeyPatch
) -> None:
    model, rows = model_of(backbones[name], "none"), rows_of(backbones[name])
    sampling = Sampling(max_new_tokens=8, beams=beams)
    monkeypatch.setattr(decoding, "end_tokens", lambda _: set())
    endless = together(model, rows, sampling)
    assert all(len(text) == 8 for text in endless)
    sign = endless[0][2]
    monkeypatch.setattr(decoding, "end_tokens", lambda _: {sign})
    found = together(model, rows, sampling)
    assert all(sign not in text for text in found)
    assert len(found[0]) < 8
    if beams == 1:
        assert found == [text[: text.index(sign)] if sign in text else text for text in endless]


@pytest.mark.parametrize("beams", [1, 3])
def test_a_row_stops_where_the_positions_end_and_others_go_on(
    beams: int, gpt2: Backbone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decoding, "end_tokens", lambda _: set())
    assert gpt2.max_positions == 160  # 3 are taken by the deep prefix
    rows = [EncodedExample(row, [300] * length) for row, length in enumerate([155, 4, 157, 158])]
    found = together(model_of(gpt2, "deep"), rows, Sampling(max_new_tokens=9, beams=beams))
    assert [len(text) for text in found] == [3, 9, 1, 0]


def test_a_decoder_stops_where_its_own_positions_end(
    backbones: dict[str, Backbone], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decoding, "end_tokens", lambda _: set())
    bart = backbones["bart"]
    layout, rows = answer_layout(bart), rows_of(bart)[:2]
    assert len(layout.tokens) == 2
    monkeypatch.setattr(type(bart), "max_positions", 12)
    found = together(model_of(bart, "deep"), rows, Sampling(max_new_tokens=40))
    assert [len(text) for text in found] == [12 - 3 - 2 + 1] * 2


def theirs(backbone: Backbone, row: EncodedExample, sampling: Sampling) -> list[int]:
    """What transformers' own search finds on the untouched model."""
    ids, ends = torch.tensor([row.ids]), end_tokens(backbone)
    opening = list(answer_layout(backbone).tokens)
    settings = GenerationConfig(
        num_beams=sampling.beams,
        do_sample=False,
        length_penalty=sampling.length_penalty,
        max_new_tokens=sampling.max_new_tokens,
        eos_token_id=sorted(ends),
        pad_token_id=0,
        decoder_start_token_id=opening[0] if opening else None,
        use_cache=False,  # theirs has as many layers as the encoder
    )
    begun = {"decoder_input_ids": torch.tensor([opening])} if opening else {}
    own = backbone.model.generation_config
    backbone.model.generation_config = GenerationConfig()  # which would fill what these leave open: forced tokens
    try:
        found = backbone.model.generate(ids, attention_mask=torch.ones_like(ids), generation_config=settings, **begun)
    finally:
        backbone.model.generation_config = own
    text = found[0, len(opening) or len(row.ids) :].tolist()
    return text[: next((place for place, token in enumerate(text) if token in ends), len(text))]


@pytest.mark.parametrize(
    ("name", "penalty"),
    [
        ("gpt2", 0.0),
        ("gpt2", 1.5),
        ("llama", 1.0),
        ("llama", -2.0),
        ("t5", -1.0),
        ("t5", 1.0),
        ("bart", 2.0),
        ("bart", 0.0),
    ],
)
def test_beams_find_what_transformers_finds(name: str, penalty: float, backbones: dict[str, Backbone]) -> None:
    backbone = backbones[name]
    rows = rows_of(backbone, seed=round(penalty) + 7)[:3]
    sampling = Sampling(max_new_tokens=8, beams=3, length_penalty=penalty)
    found = together(model_of(backbone, "none"), rows, sampling)
    assert found == [theirs(backbone, row, sampling) for row in rows]


@pytest.mark.parametrize("kind", ["both", "infix"])
def test_beams_behind_a_prompt_do_not_see_other_rows(kind: str, backbones: dict[str, Backbone]) -> None:
    backbone = backbones["gpt2"]
    model = model_of(backbone, kind)
    rows = rows_of(backbone, soft=2 if kind == "both" else 0)
    sampling = Sampling(max_new_tokens=8, beams=4)
    found = together(model, rows, sampling)
    assert found == one_by_one(model, rows, sampling) == together(model, rows, sampling, 8)


def likelihood(model: PromptedModel, row: EncodedExample, text: list[int], sampling: Sampling) -> float:
    """Log-probability of an answer, the end sign counted where it has one."""
    whole = text if len(text) == sampling.max_new_tokens else [*text, int(model.backbone.tokenizer.eos_token_id)]
    batch = make_batch([EncodedExample(row.row, row.ids, whole)], answer_layout(model.backbone))
    with torch.no_grad(), model.installed(batch):
        states, tokens, _ = model.answer_states(batch)
        return float(model.backbone.logits(states).log_softmax(-1).gather(1, tokens[:, None]).sum())


@pytest.mark.parametrize("name", ["llama", "t5"])
def test_beams_find_a_text_at_least_as_likely_as_the_greedy_one(name: str, backbones: dict[str, Backbone]) -> None:
    model, rows = model_of(backbones[name], "deep"), rows_of(backbones[name])
    searching = Sampling(max_new_tokens=6, beams=8, length_penalty=0.0)
    greedy, searched = together(model, rows, Sampling(max_new_tokens=6)), together(model, rows, searching)
    gains = [
        likelihood(model, row, new, searching) - likelihood(model, row, old, searching)
        for row, old, new in zip(rows, greedy, searched, strict=True)
    ]
    assert min(gains) > -1e-4 and max(gains) > 0.1


def test_rows_that_ended_are_read_no_further(gpt2: Backbone, monkeypatch: pytest.MonkeyPatch) -> None:
    model, rows = model_of(gpt2, "none"), rows_of(gpt2)
    sign = together(model, rows, GREEDY)[0][2]
    sizes: list[int] = []
    logits = gpt2.logits
    monkeypatch.setattr(decoding, "end_tokens", lambda _: {sign})
    monkeypatch.setattr(gpt2, "logits", lambda states: sizes.append(len(states)) or logits(states))
    lengths = [len(text) for text in together(model, rows, GREEDY)]
    assert sum(sizes) == sum(min(length + 1, 7) for length in lengths)  # the end sign is chosen too
    assert min(lengths) < max(lengths) == len(sizes) == 7


def test_the_models_own_settings_forbid_nothing(gpt2: Backbone, monkeypatch: pytest.MonkeyPatch) -> None:
    model, rows = model_of(gpt2, "none"), rows_of(gpt2)
    before = together(model, rows, GREEDY)
    own = GenerationConfig(
        repetition_penalty=9.0, do_sample=True, forced_eos_token_id=5, eos_token_id=[1, before[0][1]]
    )
    monkeypatch.setattr(gpt2.model, "generation_config", own)
    assert together(model, rows, GREEDY)[0] == before[0][: before[0].index(before[0][1])]  # but it may name end signs


def test_beams_with_a_temperature_are_refused() -> None:
    with pytest.raises(InputError) as caught:
        build(Sampling, {"beams": 4, "temperature": 0.7})
    assert caught.value.code == "beams_draw"


def test_an_encoder_cannot_write_rows(bert: Backbone) -> None:
    with pytest.raises(InputError) as caught:
        together(PromptedModel(bert), [EncodedExample(0, [5, 6])], GREEDY)
    assert caught.value.code == "cannot_write"
