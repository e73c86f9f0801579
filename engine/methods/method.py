"""What a method is: a trainable module that returns a Prompt, registered with its options and its paper.

Nobody outside this folder asks for a method's name: which field of `Prompt` is filled says where it enters.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal, TypeVar

import torch
from torch import Tensor, nn

from engine.backbones.backbone import Backbone, Family
from engine.backbones.fingerprint import Fingerprint
from engine.errors import InputError
from engine.events import RunEvent
from engine.options import build, nearest, schema
from engine.runs.config import within
from engine.subspaces import SubspaceManifest

Sites = Literal["input", "deep", "none"]


@dataclass(frozen=True)
class Prompt:
    """A soft prompt: `embeddings` (P, H) for the input, `key_values` by slot, each (2, kv_heads, P, head_dim).

    Slots of one site (encoder, decoder, cross) have one length; sites may differ. With `is_infix` keys and values are
    seen only from the token before the answer on: [x; INFIX; y] of Li and Liang 2021, section 7.3.
    """

    embeddings: Tensor | None = None
    key_values: dict[str, Tensor] = field(default_factory=dict)
    is_infix: bool = False

    @property
    def input_length(self) -> int:
        """Virtual tokens in the input."""
        return 0 if self.embeddings is None else int(self.embeddings.shape[0])

    def length_at(self, site: str) -> int:
        """Virtual tokens in front of the keys and values of a site: encoder, decoder or cross."""
        return next((int(part.shape[2]) for slot, part in self.key_values.items() if slot.startswith(f"{site}.")), 0)

    @property
    def prefix_length(self) -> int:
        """Virtual tokens in front of the keys and values: the most at any site."""
        return max((int(part.shape[2]) for part in self.key_values.values()), default=0)

    def to(self, device: torch.device) -> Prompt:
        """The prompt on a device."""
        tensors = {name: tensor.to(device) for name, tensor in self.tensors().items()}
        return Prompt.from_tensors(tensors, is_infix=self.is_infix)

    def tensors(self) -> dict[str, Tensor]:
        """The tensors by their names in a pack."""
        named = {f"key_values.{slot}": tensor for slot, tensor in self.key_values.items()}
        return named if self.embeddings is None else {"embeddings": self.embeddings, **named}

    @staticmethod
    def from_tensors(tensors: dict[str, Tensor], *, is_infix: bool = False) -> Prompt:
        """The prompt in a pack's tensors; other names (a head) are left alone."""
        prefix = "key_values."
        deep = {name.removeprefix(prefix): tensor for name, tensor in tensors.items() if name.startswith(prefix)}
        return Prompt(tensors.get("embeddings"), deep, is_infix)


@dataclass(frozen=True)
class PromptConfig:
    """Options that every method has. Subclasses add their own with `option()`."""

    # option -> its value -> output -> default learning rate, where a value needs others than the method's
    RATES: ClassVar[Mapping[str, Mapping[str, Mapping[str, float]]]] = {}

    def refusal(self, family: Family, output: str) -> str | None:
        """Code of the reason why these options cannot work with such a model and output; None when they can."""
        return None

    def length_at(self, site: str) -> int:
        """Virtual tokens at a place, "input" or a site of attention, where the method enters there at all; as far as
        the options tell, so that a prompt that leaves no room is refused before a model is loaded."""
        return int(getattr(self, "length", 0))

    @property
    def sites(self) -> Sites | None:
        """Where the prompt enters, where these options decide that and not the method."""
        return None

    def require_model(self, fingerprint: Callable[[], Fingerprint]) -> None:
        """Raise InputError where the options name something that belongs to another model than this one."""


@dataclass(frozen=True)
class MethodContext:
    """What a method may draw on when it is built, beside its options."""

    backbone: Backbone
    generator: torch.Generator  # on the CPU: the same numbers on every device
    label_words: Sequence[str] = ()
    task_text: str = ""  # the template's own words, to initialise from real text
    start: Prompt | None = None  # another pack's prompt, where the options name one (`init_pack`)
    is_sketch: bool = False  # only sizes are wanted, for an estimate: leave out what takes long
    notes: list[RunEvent] = field(default_factory=list)  # what the person is to be told of how the prompt was started


class PromptMethod(nn.Module):
    """A trainable prompt. Parameters are fp32; what random numbers it draws in training are in its `state_dict`."""

    backbone_rate: float | None = None  # learning rate of the backbone where it is tuned too; None: it stays frozen
    subspace: SubspaceManifest | None = None  # in which the prompt is searched, where it is not searched freely

    @property
    def coordinates(self) -> Tensor | None:
        """The prompt's numbers (d) in its subspace, where there is one."""
        return None

    @property
    def frozen_hash(self) -> str | None:
        """SHA-256 over what the method itself holds frozen beside the backbone; None where that is nothing."""
        return None

    def forward(self) -> Prompt:
        """The prompt of this moment, under autograd; called once for each batch."""
        raise TypeError(f"{type(self).__name__} has no forward")

    def export(self) -> Prompt:
        """The prompt to keep, detached: networks that only help training are folded away."""
        was_training = self.training
        self.eval()
        with torch.no_grad():
            prompt = self()
        self.train(was_training)
        tensors = {name: tensor.detach().clone().float() for name, tensor in prompt.tensors().items()}
        return Prompt.from_tensors(tensors, is_infix=prompt.is_infix)


@dataclass(frozen=True)
class MethodEntry:
    """A registered method: its class and options, and what forms and lists show of it."""

    kind: str
    title: str
    paper: str
    method: Callable[[Any, MethodContext], PromptMethod]
    config: type[PromptConfig]
    sites: Sites
    rates: dict[str, float]  # output ("head", "verbalizer", "text") -> default learning rate
    adafactor_rate: float | None = None  # the same where the optimiser is Adafactor, whose steps have another size
    is_baseline: bool = False  # compared with, not offered as a way to learn, and never a pack
    is_trained: bool = True

    def sites_of(self, options: PromptConfig) -> Sites:
        """Where a prompt with these options enters."""
        return options.sites or self.sites

    def files(self, *types: str) -> list[str]:
        """The options that name a file of such a type ("pack", "subspace"; engine.options.FILE_TYPES)."""
        return [name for name, field in self.config.__dataclass_fields__.items() if field.metadata.get("kind") in types]

    def rate(self, options: PromptConfig, output: str) -> float:
        """Default learning rate with these options, under AdamW."""
        for name, by_value in options.RATES.items():
            if (found := by_value.get(getattr(options, name), {}).get(output)) is not None:
                return found
        return self.rates[output]


METHODS: dict[str, MethodEntry] = {}
BASELINES: dict[str, MethodEntry] = {}
M = TypeVar("M", bound=type[PromptMethod])


def register(
    kind: str,
    *,
    title: str,
    paper: str,
    config: type[PromptConfig],
    sites: Sites,
    rates: dict[str, float],
    adafactor_rate: float | None = None,
    is_baseline: bool = False,
    is_trained: bool = True,
) -> Callable[[M], M]:
    """Class decorator: make a method known to forms, trainer, packs and commands; a baseline to the last alone."""

    def note(method: M) -> M:
        more = (adafactor_rate, is_baseline, is_trained)
        (BASELINES if is_baseline else METHODS)[kind] = MethodEntry(
            kind, title, paper, method, config, sites, rates, *more
        )
        return method

    return note


def method_entry(kind: Any) -> MethodEntry:
    """The method or baseline of that name. Raises InputError naming the nearest."""
    known = METHODS | BASELINES
    if kind not in known:
        raise InputError("method_unknown", method=kind, nearest=nearest(str(kind), list(known)))
    return known[kind]


def make_config(values: dict[str, Any]) -> tuple[MethodEntry, PromptConfig]:
    """Entry and checked options of a recipe's `method` section {"kind": ..., option: value}."""
    if "kind" not in values:
        raise InputError("not_enough_choices", name="method.kind", flag="--method")
    entry = method_entry(values["kind"])
    options = {name: value for name, value in values.items() if name != "kind"}
    try:
        return entry, build(entry.config, options)
    except InputError as error:
        raise within("method", error) from None


def make_method(values: dict[str, Any], context: MethodContext) -> PromptMethod:
    """A new method from a recipe's `method` section. Raises InputError where the backbone has no slot for it."""
    entry, config = make_config(values)
    if entry.sites_of(config) == "deep" and not context.backbone.slots:
        raise InputError("no_slots", method=entry.title, backbone=context.backbone.name)
    return entry.method(config, context)


def describe_methods() -> list[dict[str, Any]]:
    """Every registered method as JSON, for forms and `softprompt methods`."""
    return [
        {
            "kind": entry.kind,
            "title": entry.title,
            "paper": entry.paper,
            "sites": entry.sites,
            "rates": entry.rates,
            "option_rates": entry.config.RATES,
            "schema": schema(entry.config),
        }
        for entry in METHODS.values()
    ]
