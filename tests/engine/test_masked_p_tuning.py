"""P-Tuning brings out what a frozen model knows and a plain template does not (Liu et al. 2021, section 4: LAMA).

A two-layer model learns made-up facts in the test itself: each person was born, lives and works in a town, said in two
ways each. All three relations share the towns, so a person's name does not tell which town is meant, and neither does
a wording that the model never met. P-Tuning with the paper's template gets half of the people of one relation as rows;
the other half, whose facts the model has read and the prompt has not, is asked. P@1 counts the first of the whole
vocabulary, not only of the towns, over the kept-aside rows of all three relations (48): it must lie 30 points above the
better of two plain templates, and the paired test must call it better.

Seeds 0 to 4 (of model, facts and prompt) gave, masked: plain 35 to 50 %, P-Tuning 88 to 98 %, a wording that the model
was taught with 96 to 100 %; causal: plain 38 to 48 %, P-Tuning 85 to 100 %, taught 100 %. Each town stands in 12.5 % of
the rows. The test runs seed 0.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

import pytest
import torch
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from torch import nn
from transformers import BertConfig, BertForMaskedLM, GPT2Config, GPT2LMHeadModel, PreTrainedTokenizerFast

from engine.backbones.backbone import Backbone
from engine.data import Example
from engine.inference import LoadedPack
from engine.runs import Run, RunConfig
from engine.scoring import MEASURES, compare, counts_of
from engine.tasks.classification import VerbalizerClassification
from engine.tasks.factory import TaskPlan, make_task
from engine.training.prompted_model import PromptedModel
from engine.training.trainer import train

TOWNS = ("arle", "bost", "cyra", "delm", "enza", "fyrn", "gath", "holm")
WAYS = {  # each with the town at its end, so that a causal model can be asked too
    "born": ("{} was born in {}", "the birthplace of {} is {}"),
    "lives": ("{} lives in {}", "the home of {} is {}"),
    "works": ("{} works in {}", "the office of {} is {}"),
}
PLAIN = ("{subject} {answer}", "the place of {subject} is {answer}")  # "place" is a word of no fact
TEMPLATES = {  # section 3.3 and the authors' settings: (3, subject, 3, object, 3) and (3, subject, 3, object)
    "masked": "{soft:3} {subject}{soft:3} {answer}{soft:3}",
    "causal": "{soft:3} {subject}{soft:3} {answer}",
}
SPECIALS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
PEOPLE, WIDTH, STEPS, FAR = 32, 64, 400, 10
LIFT = 0.3  # of P@1


@dataclass(frozen=True)
class World:
    """A model folder and what was written into the model: relation -> person -> town."""

    folder: Path
    family: str
    facts: Mapping[str, Mapping[str, str]]

    def rows(self, relation: str) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
        """(person, town) to teach the prompt with, and those kept aside."""
        found = list(self.facts[relation].items())
        return found[: PEOPLE // 2], found[PEOPLE // 2 :]


def make_world(folder: Path, family: str, seed: int) -> World:
    """Teach a new model every fact in every way; its positions are taught wherever a sentence may stand."""
    draw = random.Random(seed)
    syllables = ("ka", "lo", "mi", "ru", "te", "vo", "za")
    people = draw.sample([a + b + c for a, b, c in itertools.product(syllables, syllables, "xs")], PEOPLE)
    facts = {relation: dict(zip(people, [*some_towns(draw), *some_towns(draw)], strict=True)) for relation in WAYS}
    words = sorted({word for ways in WAYS.values() for way in ways for word in way.replace("{}", "").split()})
    vocabulary = [*SPECIALS, *words, "place", ":", *TOWNS, *people]
    tokenizer = save_tokenizer(folder, vocabulary, is_framed=family == "masked")
    told = [way.format(person, town) for name in WAYS for way in WAYS[name] for person, town in facts[name].items()]
    ids = tokenizer(told, padding=True, return_tensors="pt").input_ids
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        model = teach(new_model(family, len(vocabulary)), ids, tokenizer.convert_tokens_to_ids(list(TOWNS)), seed)
    model.save_pretrained(folder)  # type: ignore[operator]
    return World(folder, family, facts)


def some_towns(draw: random.Random) -> list[str]:
    """A town for each of half of the people, all towns about as often: the commonest answer is no good guess."""
    towns = list(itertools.islice(itertools.cycle(TOWNS), PEOPLE // 2))
    draw.shuffle(towns)
    return towns


def save_tokenizer(folder: Path, vocabulary: Sequence[str], *, is_framed: bool) -> PreTrainedTokenizerFast:
    """One token a word; [CLS] and [SEP] around a text where it is framed."""
    number = {word: index for index, word in enumerate(vocabulary)}
    tokenizer = Tokenizer(models.WordLevel(number, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    if is_framed:
        frame = [("[CLS]", number["[CLS]"]), ("[SEP]", number["[SEP]"])]
        tokenizer.post_processor = processors.TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=frame)
    named = {"unk_token": "[UNK]", "pad_token": "[PAD]", "mask_token": "[MASK]"}
    named |= {"cls_token": "[CLS]", "sep_token": "[SEP]"} if is_framed else {"eos_token": "[SEP]"}
    wrapped = PreTrainedTokenizerFast(tokenizer_object=tokenizer, **named)
    wrapped.save_pretrained(folder)
    return wrapped


def new_model(family: str, size: int) -> nn.Module:
    """Two layers, without dropout: what it learns in a few hundred steps it knows."""
    if family == "causal":
        none = {"resid_pdrop": 0.0, "embd_pdrop": 0.0, "attn_pdrop": 0.0, "bos_token_id": 3, "eos_token_id": 3}
        return GPT2LMHeadModel(GPT2Config(vocab_size=size, n_positions=32, n_embd=WIDTH, n_layer=2, n_head=4, **none))
    none = {"hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0, "max_position_embeddings": 32}
    sizes = {"num_hidden_layers": 2, "num_attention_heads": 4, "intermediate_size": 2 * WIDTH}
    return BertForMaskedLM(BertConfig(vocab_size=size, hidden_size=WIDTH, **sizes, **none))


def teach(model: nn.Module, ids: torch.Tensor, towns: list[int], seed: int) -> nn.Module:
    """Show sentences with the town hidden (a causal model reads it last), a sentence at any place of a longer text."""
    draw = torch.Generator().manual_seed(seed)
    optimizer = torch.optim.AdamW(model.parameters(), lr=3e-3)
    rate = torch.optim.lr_scheduler.OneCycleLR(optimizer, 3e-3, total_steps=STEPS)
    is_town = torch.isin(ids, torch.tensor(towns))
    labels = torch.where(is_town, ids, -100)
    read = ids.masked_fill(is_town, SPECIALS.index("[MASK]")) if isinstance(model, BertForMaskedLM) else ids
    mask = (ids != SPECIALS.index("[PAD]")).long()
    for _ in range(STEPS):
        places = torch.arange(ids.shape[1]) + torch.randint(0, FAR, (len(ids), 1), generator=draw)
        loss = model(input_ids=read, attention_mask=mask, position_ids=places, labels=labels).loss
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        rate.step()
    return model.eval()


@dataclass(frozen=True)
class Answered:
    """Of kept-aside rows: the town that is right, the first of the towns, the first of the whole vocabulary."""

    right: list[int]
    towns: list[int]
    words: list[int]

    @property
    def p_at_1(self) -> float:
        return sum(found == right for found, right in zip(self.words, self.right, strict=True)) / len(self.right)


def ask(task: VerbalizerClassification, model: PromptedModel, rows: Sequence[tuple[str, str]]) -> Answered:
    encoded = [task.encode(Example(place, {"subject": name}, town)) for place, (name, town) in enumerate(rows)]
    with torch.no_grad():
        found = task.predict(model, encoded)
    town_of = {word[0]: label for label, (word,) in enumerate(task.words)}
    first = [town_of.get(token, -1) for token in task.first_tokens(model, encoded).tolist()]
    return Answered([row.target for row in encoded], found.answers, first)


def ask_untouched(world: World, template: str, rows: Sequence[tuple[str, str]]) -> Answered:
    backbone = Backbone.load(world.folder, dtype="float32", device="cpu")
    plan = TaskPlan("classification", "verbalizer", template, list(TOWNS), None, 32, "mean")
    task = make_task(backbone, plan, input_length=0, prefix_length=0)
    assert isinstance(task, VerbalizerClassification)
    return ask(task, PromptedModel(backbone), rows)


def known_template(relation: str) -> str:
    """A wording that the model was taught with."""
    return WAYS[relation][0].format("{subject}", "{answer}")


def p_tune(world: World, relation: str, folder: Path, seed: int) -> Answered:
    """Through the ordinary trainer, from CSV to pack, and the pack asked."""
    folder.mkdir()
    train_rows, kept = world.rows(relation)
    for name, rows in (("train.csv", train_rows), ("kept.csv", kept)):
        lines = ["subject,object", *(f"{person},{town}" for person, town in rows)]
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    values = {
        "seed": seed,
        "backbone": {"source": str(world.folder), "dtype": "float32", "device": "cpu"},
        "task": {"output": "verbalizer"},
        "data": {
            "train": str(folder / "train.csv"),
            "validation": str(folder / "kept.csv"),
            "columns": {"text": "subject", "label": "object"},
            "template": TEMPLATES[world.family],
        },
        "method": {"kind": "p_tuning"},
        "training": {"steps": 100, "batch_size": 16, "learning_rate": 0.003, "evaluate_every": 50, "threads": 1},
    }
    done = list(train(Run.create(folder / "run", RunConfig.from_json(values))))[-1]
    assert done["backbone_unchanged"] and done["metrics"]["n"] == len(kept)
    pack = LoadedPack.open(Path(done["pack"]), source=str(world.folder), device="cpu", dtype="float32")
    assert pack.model.prompt.input_length == (9 if world.family == "masked" else 6)
    assert isinstance(pack.task, VerbalizerClassification)
    assert tuple(pack.labels) == TOWNS
    return ask(pack.task, pack.model, kept)


def together(answers: Sequence[Answered]) -> Answered:
    """Of all relations, one behind the other."""
    return Answered(
        *([value for part in parts for value in part] for parts in zip(*map(astuple, answers), strict=True))
    )


@pytest.mark.parametrize("family", ["masked", "causal"])
def test_p_tuning_brings_out_what_a_plain_template_does_not(family: str, tmp_path: Path) -> None:
    seed = 0
    world = make_world(tmp_path / "model", family, seed)
    kept = {relation: world.rows(relation)[1] for relation in WAYS}
    known = [ask_untouched(world, known_template(relation), rows) for relation, rows in kept.items()]
    assert together(known).p_at_1 >= 0.9  # the facts are in the model
    plain = [together([ask_untouched(world, template, rows) for rows in kept.values()]) for template in PLAIN]
    tuned = together([p_tune(world, relation, tmp_path / relation, seed) for relation in WAYS])
    assert tuned.p_at_1 >= max(found.p_at_1 for found in plain) + LIFT
    for found in plain:  # also where only the towns are asked for, as the run's own score does
        right = [[str(town)] for town in tuned.right]
        before, now = (
            counts_of(MEASURES["p_at_1"], list(map(str, said)), right) for said in (found.towns, tuned.towns)
        )
        assert compare(MEASURES["p_at_1"], before, now).verdict == "better"
