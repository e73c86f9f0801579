"""Prefix-Tuning: keys and values in front of every attention, learned themselves or through a network (Li and Liang
2021)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, ClassVar

import torch
from torch import Tensor, nn

from engine.backbones.backbone import Family
from engine.errors import InputError
from engine.methods.method import MethodContext, Prompt, PromptConfig, PromptMethod, register
from engine.methods.networks import START_DEVIATION, SeededDropout, seeded
from engine.methods.slot_rows import SlotRows, fit
from engine.methods.text_key_values import text_key_values
from engine.options import option

SITES = ("encoder", "decoder", "cross")
FAMILY_SITES: dict[Family, tuple[str, ...]] = {"causal": ("decoder",), "masked": ("encoder",), "seq2seq": SITES}

NETWORK_RATES = {"verbalizer": 5e-5, "text": 5e-5, "head": 1e-3}  # every weight moves all rows: smaller steps (table 5)


def _site_length(label: str, help: str = "Empty: the prompt length. 0: no prompt there.") -> Any:
    """The option of one site's own length."""
    return option(
        None,
        label=label,
        low=0,
        high=200,
        unit="tokens",
        help=help,
        empty="As the prompt length",
        advanced=True,
        families=("seq2seq",),
    )


@dataclass(frozen=True)
class PrefixTuningConfig(PromptConfig):
    RATES: ClassVar = {"reparameterization": {"mlp": NETWORK_RATES, "mlp_deep": NETWORK_RATES}}

    length: int = option(20, label="Prompt length", low=1, high=200, unit="tokens", help="Longer prompts hold more.")
    reparameterization: str = option(
        "none",
        label="Learn through",
        choices=(
            ("mlp", "A small network"),
            ("mlp_deep", "A deeper network"),
            ("none", "The numbers themselves"),
        ),
        help="A network makes a start from random numbers steadier; it is folded away in the pack.",
        advanced=True,
    )
    width: int = option(
        512,
        label="Network width",
        low=8,
        high=4096,
        help="Numbers in the network's middle.",
        advanced=True,
        when={"reparameterization": ("mlp", "mlp_deep")},
    )
    dropout: float = option(
        0.0, label="Dropout", help="Share of the prompt left out in each step.", low=0.0, high=0.9, advanced=True
    )
    initializer: str = option(
        "text",
        label="Start from",
        choices=(("text", "Real text"), ("random", "Random numbers")),
        help="Real text: what the base model makes of it. That helps when there are few examples.",
        advanced=True,
    )
    init_text: str = option(
        "",
        label="Text to start from",
        help="Empty: a sentence about the task.",
        advanced=True,
        when={"initializer": ("text",)},
    )
    init_pack: str = option(
        "",
        label="Pack to start from",
        help="A learned prompt of the same base model and length. It goes before the other starts.",
        advanced=True,
        kind="pack",
    )
    place: str = option(
        "prefix",
        label="Place",
        choices=(("prefix", "In front of everything"), ("infix", "Between the text and the answer")),
        help="Between the text and the answer, the text is read as if there were no prompt.",
        advanced=True,
        families=("causal",),
    )
    encoder_length: int | None = _site_length("Length in the encoder")
    decoder_length: int | None = _site_length("Length in the decoder")
    cross_length: int | None = _site_length(
        "Length between encoder and decoder",
        "Where the decoder looks at the text. Empty: the prompt length. 0: no prompt there.",
    )

    def lengths(self, sites: Collection[str]) -> dict[str, int]:
        """Length by site, for those of `sites` that get a prefix."""
        chosen = {site: getattr(self, f"{site}_length") for site in SITES if site in sites}
        lengths = {site: self.length if length is None else length for site, length in chosen.items()}
        return {site: length for site, length in lengths.items() if length}

    def length_at(self, site: str) -> int:
        return self.lengths((site,)).get(site, 0)

    def refusal(self, family: Family, output: str) -> str | None:
        if self.place == "infix" and (family != "causal" or output == "head"):
            return "infix_place"
        if any(getattr(self, f"{site}_length") for site in SITES if site not in FAMILY_SITES[family]):
            return "site_missing"
        return None if self.lengths(FAMILY_SITES[family]) else "prefix_nowhere"


class SitePrefix(nn.Module):
    """The prefix of one site: Embedding(P, H) -> Linear -> tanh (-> Linear -> tanh) -> Linear, or the rows themselves.

    Section 4.3. Weights start as torch starts them and as the authors' stay; rows without a network at
    N(0, 0.02), where the authors' N(0, 1) drowns the text.
    """

    def __init__(self, layout: SlotRows, length: int, config: PrefixTuningConfig, context: MethodContext) -> None:
        super().__init__()
        self.layout, self.length = layout, length
        self.network: nn.Module = nn.Identity()
        if config.reparameterization == "none":
            start = torch.empty(length, layout.width).normal_(0.0, START_DEVIATION, generator=context.generator)
            self.embeddings = nn.Parameter(start)
            return
        with seeded(context.generator):
            self.embeddings = nn.Parameter(torch.randn(length, context.backbone.hidden_size))
            middle = (
                [nn.Linear(config.width, config.width), nn.Tanh()] if config.reparameterization == "mlp_deep" else []
            )
            self.network = nn.Sequential(
                nn.Linear(context.backbone.hidden_size, config.width),
                nn.Tanh(),
                *middle,
                nn.Linear(config.width, layout.width),
            )

    def forward(self) -> Tensor:
        """(P, width of the layout)."""
        rows: Tensor = self.network(self.embeddings)
        return rows


@register(
    "prefix_tuning",
    title="Prefix-Tuning",
    paper="Li & Liang 2021",
    config=PrefixTuningConfig,
    sites="deep",
    rates={"verbalizer": 0.005, "text": 0.005, "head": 0.01},
)
class PrefixTuning(PromptMethod):
    """key_values of every slot, cross-attention included: one set of parameters for each site (section 4, figure 2)."""

    def __init__(self, config: PrefixTuningConfig, context: MethodContext) -> None:
        super().__init__()
        self.is_infix = config.place == "infix"
        lengths = config.lengths(FAMILY_SITES[context.backbone.family])
        if not lengths:
            raise InputError("prefix_nowhere")
        self.dropout = SeededDropout(config.dropout, context.generator.initial_seed() + 1)
        self.parts: dict[str, SitePrefix] = {}
        for site, length in lengths.items():
            layout = SlotRows([slot for slot in context.backbone.slots if slot.site == site])
            self.parts[site] = SitePrefix(layout, length, config, context)
        self.sites = nn.ModuleDict(self.parts)
        self._start(config, context, lengths)

    def forward(self) -> Prompt:
        key_values: dict[str, Tensor] = {}
        for part in self.parts.values():
            key_values |= part.layout.key_values(self.dropout(part()))
        return Prompt(key_values=key_values, is_infix=self.is_infix)

    def _start(self, config: PrefixTuningConfig, context: MethodContext, lengths: dict[str, int]) -> None:
        if context.start is not None:
            starts = {site: part.layout.rows_of(context.start, part.length) for site, part in self.parts.items()}
        elif config.initializer == "text" and not context.is_sketch:
            words, told = config.init_text or context.task_text, context.notes if config.init_text else None
            read = text_key_values(context.backbone, words, lengths, told)
            starts = {site: part.layout.rows(read) for site, part in self.parts.items()}
        else:
            return
        for site, part in self.parts.items():
            fit(part.embeddings, part.network, starts[site])
