"""P-Tuning v2: trainable keys and values in front of every layer (Liu et al. 2022)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import torch
from torch import nn

from engine.methods.method import MethodContext, Prompt, PromptConfig, PromptMethod, register
from engine.methods.networks import START_DEVIATION, SeededDropout
from engine.methods.slot_rows import SlotRows, fit
from engine.options import option


@dataclass(frozen=True)
class PTuningV2Config(PromptConfig):
    RATES: ClassVar = {"reparameterization": {"mlp": {"head": 0.001, "verbalizer": 0.001, "text": 0.001}}}

    length: int = option(16, label="Prompt length", low=1, high=200, unit="tokens", help="Longer prompts hold more.")
    reparameterization: str = option(
        "none",
        label="Learn through",
        choices=(("none", "The numbers themselves"), ("mlp", "A small network")),
        help="A small network helps on some tasks and harms on others; it is folded away in the pack.",
        advanced=True,
    )
    width: int = option(
        512,
        label="Network width",
        low=8,
        high=4096,
        help="Numbers in the network's middle.",
        advanced=True,
        when={"reparameterization": ("mlp",)},
    )
    dropout: float = option(
        0.1, label="Dropout", help="Share of the prompt left out in each step.", low=0.0, high=0.9, advanced=True
    )
    init_pack: str = option(
        "",
        label="Pack to start from",
        help="A learned prompt of the same base model and length.",
        advanced=True,
        kind="pack",
    )


@register(
    "p_tuning_v2",
    title="P-Tuning v2",
    paper="Liu et al. 2022",
    config=PTuningV2Config,
    sites="deep",
    rates={"head": 0.01, "verbalizer": 0.02, "text": 0.02},
)
class PTuningV2(PromptMethod):
    """key_values of every self-attention slot, (2, kv_heads, P, head_dim) each.

    Section 3.2: prompts in every layer. Section 3.3: the reparameterisation is optional, here embedding or
    Embedding -> Linear -> tanh -> Linear. All slots share one matrix (P, sum of slot widths). Cross-attention gets
    none: the paper speaks of self-attention only.
    """

    def __init__(self, config: PTuningV2Config, context: MethodContext) -> None:
        super().__init__()
        self.layout = SlotRows([slot for slot in context.backbone.slots if slot.site != "cross"])
        self.dropout = SeededDropout(config.dropout, context.generator.initial_seed() + 1)
        self.network: nn.Module = nn.Identity()
        first = self.layout.width
        if config.reparameterization == "mlp":
            first = context.backbone.hidden_size
            self.network = nn.Sequential(
                nn.Linear(first, config.width), nn.Tanh(), nn.Linear(config.width, self.layout.width)
            )
            for name, parameter in self.network.named_parameters():
                if name.endswith("bias"):
                    nn.init.zeros_(parameter)
                else:
                    nn.init.normal_(parameter, 0.0, START_DEVIATION, generator=context.generator)
        start = torch.empty(config.length, first).normal_(0.0, START_DEVIATION, generator=context.generator)
        self.embeddings = nn.Parameter(start)
        if context.start is not None:
            fit(self.embeddings, self.network, self.layout.rows_of(context.start, config.length))

    def forward(self) -> Prompt:
        rows = self.network(self.embeddings)  # (P, sum of 2 * kv_heads * head_dim)
        return Prompt(key_values=self.layout.key_values(self.dropout(rows)))
