"""Everything that cannot work together, in one table: refused with the reason, before a model is loaded where its files
tell, and what the refusal names instead does work."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from transformers import AlbertConfig, AlbertModel, GPTNeoConfig, GPTNeoForCausalLM

from engine.backbones.backbone import Backbone
from engine.errors import InputError
from engine.runs import RunConfig
from engine.training import possible
from engine.training.control import Control
from engine.training.preparation import Prepared, Warm, prepare
from tests.tiny_tokenizers import byte_pairs, word_pieces

Recipe = Callable[..., dict[str, Any]]
Sections = dict[str, Any]
WORDS, HEAD = {"output": "verbalizer"}, {"output": "head"}
LONG = "very good and very bad and very sad film or book or soup or phone of the battery: {text} it is {answer}"


def method(kind: str = "prompt_tuning", **options: Any) -> Sections:
    return {"method": {"kind": kind, "length": 3, **options}}


def prefix(**options: Any) -> Sections:
    return method("prefix_tuning", **options)


def task(output: str | None = None, **more: Any) -> Sections:
    return {"task": {"output": output, **more}}


def data(template: str | None = None, **more: Any) -> Sections:
    return {"data": {"template": template, **more}}


def words(**of_labels: str) -> Sections:
    return {"data": {"verbalizer": {label: [word] for label, word in of_labels.items()}}}


@dataclass(frozen=True)
class Impossible:
    """A recipe for a tiny model, the code of its refusal, a word of what this names instead, and that as a recipe, in
    which "most" stands for the number that is named. `loads`: only loading can tell."""

    name: str
    code: str
    asked: Sections
    named: str
    instead: Sections
    loads: bool = False

    def __str__(self) -> str:
        changes = [f"{name}={value}"[:30] for section in self.asked.values() for name, value in section.items()]
        return "-".join([self.code, self.name, *changes])


WORDS, HEAD = "verbalizer", "head"
MOST, AT_MOST = "most", "at most"
MASKED = ("bert_mlm", "roberta", "electra", "distilbert", "albert")
GOOD_BAD = {"praise": "good", "complaint": "bad"}
LONG = "{soft}very good and very bad and very sad film or book or soup or phone of the battery: {text} it is {answer}"
LONG_ANSWER = words(praise="good", complaint="not very good")
OUTPUTS = [  # what the model cannot answer through
    Impossible("bert", "verbalizer_masked", task(WORDS), "task.output=head", task(HEAD)),
    Impossible("bert", "verbalizer_masked", task(WORDS) | method(), "task.output=head", task(HEAD) | method()),
    Impossible("t5", "head_seq2seq", task(HEAD), "task.output=verbalizer", task(WORDS)),
    Impossible("bart", "head_seq2seq", task(HEAD) | method(), "Leave the output open", method()),
    Impossible("gpt2", "output_unknown", task("text"), "verbalizer, head", task(WORDS)),
    Impossible("bert", "output_unknown", task("words"), "leave it open", {}),
    Impossible("gpt2", "task_unknown", task(kind="juggling"), "classification", task(kind="classification")),
    Impossible("gpt2", "task_unknown", task("text", kind="juggling"), "classification", {}),
    *(
        Impossible(name, "no_pooler", task(HEAD, pooling=pooling), named, task(HEAD, pooling=named))
        for name in (*MASKED, "albert_pooler")
        for pooling, named in (("pooler", "mean"), ("pooler_front", "first"))
    ),
    *(
        Impossible("gpt2", "pooling_causal", task(HEAD, pooling=pooling), named, task(HEAD, pooling=named))
        for pooling, named in (("first", "last"), ("pooler", "mean"), ("pooler_front", "last"))
    ),
]
METHODS = [  # what has no way into the model
    Impossible("gpt_neo", "no_interface", method("p_tuning_v2"), "Prompt Tuning", method("prompt_tuning")),
    Impossible("gpt_neo", "no_interface", prefix(), "P-Tuning", method("p_tuning")),
    *(
        Impossible(
            *(name, "infix_place", task(output) | prefix(place="infix")),
            *("method.place=prefix", task(output) | prefix(place="prefix")),
        )
        for name, output in (("bert_mlm", WORDS), ("bert", HEAD), ("t5", WORDS), ("gpt2", HEAD))
    ),
    Impossible("gpt2", "infix_place", task(HEAD) | prefix(place="infix"), "with words", prefix(place="infix")),
    Impossible("gpt2", "site_missing", prefix(encoder_length=4), "set length", prefix()),
    Impossible("gpt2", "site_missing", prefix(cross_length=4), "set length", prefix()),
    Impossible("bert", "site_missing", prefix(decoder_length=4), "set length", prefix()),
    Impossible("gpt2", "prefix_nowhere", prefix(decoder_length=0), "1 or more", prefix(decoder_length=1)),
    Impossible(
        *("t5", "prefix_nowhere", prefix(encoder_length=0, decoder_length=0, cross_length=0)),
        *("leave it empty", prefix(encoder_length=0, cross_length=0)),
    ),
]
PLACES = [  # no place in the template, or words for other labels
    Impossible(
        "gpt2",
        "template_no_soft",
        data("{text}: {answer}") | method(),
        "{soft}",
        data("{soft}{text}: {answer}") | method(),
    ),
    Impossible(
        "t5",
        "template_no_soft",
        data("{text}: {answer}{soft}") | method(),
        "front",
        data("{soft}{text}{answer}") | method(),
    ),
    Impossible(
        *("gpt2", "template_soft_unread", data("{soft:1}{text}{soft}") | task(HEAD) | method()),
        *("in front", data("{soft}{text}") | task(HEAD) | method()),
    ),
    Impossible(
        *("t5", "template_column_behind", data("{soft}{answer}: {text}") | method()),
        *("at the end", data("{soft}{text}: {answer}") | method()),
    ),
    Impossible(
        *("gpt2", "template_lengths", data("{soft:2}{text}: {answer}") | method(length=5)),
        *("the method's length", data("{soft:2}{text}: {answer}") | method(length=2)),
    ),
    Impossible(
        "llama",
        "template_no_answer",
        data("{soft}{text}") | method(),
        "{answer}",
        data("{soft}{text}{answer}") | method(),
    ),
    Impossible("t5", "verbalizer_unknown", words(praise="good", blame="bad"), "complaint", words(**GOOD_BAD)),
    Impossible("t5", "verbalizer_missing", words(praise="good"), "Give it one", words(**GOOD_BAD)),
    Impossible(
        *("bert_mlm", "verbalizer_same_word", task(WORDS) | words(praise="good", complaint="good")),
        *("its own word", task(WORDS) | words(**GOOD_BAD)),
    ),
]
LENGTHS = [  # all models here but T5's have 160 positions; 8 are kept for the text
    *(
        Impossible(name, "prompt_too_long", method(kind, length=158), AT_MOST, method(kind, length=MOST))
        for name in ("gpt2", "opt", "bert", *(name for name in MASKED if name != "roberta"))
        for kind in ("prompt_tuning", "p_tuning_v2", "prefix_tuning")
    ),
    Impossible("bart", "prompt_too_long", method(length=158), AT_MOST, method(length=MOST)),
    Impossible(
        "bart", "prompt_too_long", method("p_tuning_v2", length=165), AT_MOST, method("p_tuning_v2", length=MOST)
    ),
    Impossible("bart", "prompt_too_long", prefix(decoder_length=161), AT_MOST, prefix(decoder_length=MOST)),
]
TOKENS = [  # what only the tokenizer or the loaded model tells
    Impossible("roberta", "prompt_too_long", method(length=154), AT_MOST, method(length=MOST), loads=True),
    Impossible(
        *("bart", "prompt_too_long", prefix(decoder_length=158) | LONG_ANSWER),
        *(AT_MOST, prefix(decoder_length=MOST) | LONG_ANSWER, True),
    ),
    Impossible(
        *("gpt2", "prompt_too_long", data(LONG) | method(length=140)),
        *(AT_MOST, data(LONG) | method(length=MOST), True),
    ),
    *(
        Impossible(
            *(name, "template_too_long", data(LONG, max_tokens=12) | task(WORDS) | method()),
            *("data.max_tokens", data(LONG, max_tokens=64) | task(WORDS) | method(), True),
        )
        for name in ("gpt2", "bert_mlm", "t5", "bart")
    ),
    Impossible(
        *("bert", "template_too_long", data(LONG, max_tokens=12) | method()),
        *("Shorten the template", data("{soft}{text}", max_tokens=12) | method(), True),
    ),
]
CASES = [*OUTPUTS, *METHODS, *PLACES, *LENGTHS, *TOKENS]


@pytest.fixture(scope="session")
def folders(model_folders: Mapping[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """The tiny models, one whose attention has no way in, and an ALBERT with its pooler."""
    parent = tmp_path_factory.mktemp("impossible")
    neo = parent / "gpt_neo"
    layers = {"num_layers": 2, "num_heads": 2, "attention_types": [[["global"], 2]]}
    config = GPTNeoConfig(vocab_size=byte_pairs(neo), hidden_size=16, bos_token_id=0, eos_token_id=1, **layers)
    GPTNeoForCausalLM(config).save_pretrained(neo)
    albert = parent / "albert_pooler"
    sizes = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 4, "intermediate_size": 64}
    AlbertModel(AlbertConfig(vocab_size=word_pieces(albert), embedding_size=16, **sizes)).save_pretrained(albert)
    return {**{name: model_folders[name] for name in model_folders}, "gpt_neo": neo, "albert_pooler": albert}


def settled(sections: Sections, most: int) -> Sections:
    """The recipe with the number that a refusal named."""
    found: Sections = json.loads(json.dumps(sections).replace('"most"', str(most)))
    return found


def prepared(recipe: Recipe, folder: Path, sections: Sections) -> Prepared:
    values = recipe("gpt2", **sections)
    values["backbone"]["source"] = str(folder)
    last = list(prepare(RunConfig.from_json(values), Control(), Warm()))[-1]
    assert isinstance(last, Prepared)
    return last


@pytest.mark.parametrize("case", CASES, ids=str)
def test_it_is_refused_with_its_reason_and_what_it_names_instead_works(
    case: Impossible, recipe: Recipe, folders: Mapping[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    loads: list[Any] = []
    really_load = Backbone.load

    def noting(*args: Any, **more: Any) -> Backbone:
        loads.append(args)
        return really_load(*args, **more)

    monkeypatch.setattr(Backbone, "load", staticmethod(noting))
    with pytest.raises(InputError) as caught:
        prepared(recipe, folders[case.name], case.asked)
    assert caught.value.code == case.code
    assert bool(loads) == case.loads
    assert case.named in caught.value.action and "{}" not in caught.value.message
    most = int(caught.value.args_.get("most", 0))
    found = prepared(recipe, folders[case.name], settled(case.instead, most))
    assert found.train and most >= 0
    if case.code == "prompt_too_long":
        assert any(token >= 0 for token in found.train[0].ids)


def test_what_only_loading_tells_is_refused_with_the_same_words(
    recipe: Recipe, folders: Mapping[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(possible, "NO_INTERFACE", ())  # as a model whose kind nobody has listed yet
    with pytest.raises(InputError) as caught:
        prepared(recipe, folders["gpt_neo"], method("p_tuning_v2"))
    assert caught.value.code == "no_slots" and "Prompt Tuning or P-Tuning" in caught.value.action
    assert prepared(recipe, folders["gpt_neo"], method("prompt_tuning")).train


@pytest.mark.parametrize("kind", ["prompt_tuning", "prefix_tuning"])
@pytest.mark.parametrize("name", ["t5", "llama"])
def test_positions_that_are_no_limit_refuse_nothing(
    name: str, kind: str, recipe: Recipe, folders: Mapping[str, Path]
) -> None:
    assert prepared(recipe, folders[name], method(kind, length=200)).train
