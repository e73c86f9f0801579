"""P-Tuning v2: trainable keys and values in front of every layer (Liu et al. 2022)."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from engine.methods.method import MethodContext, Prompt, PromptConfig, PromptMethod, register
from engine.options import option

START_DEVIATION = 0.02  # what the authors' models give every new module; not the N(0, 1) of an nn.Embedding


@dataclass(frozen=True)
class PTuningV2Config(PromptConfig):
    length: int = option(16, label="Prompt length", low=1, high=200, unit="tokens", help="Longer prompts hold more.")
    reparameterization: str = option(
        "none",
        label="Learn through",
        choices=(("none", "The numbers themselves"), ("mlp", "A small network")),
        help="A small network helps on some tasks and harms on others; it is folded away in the pack.",
        advanced=True,
    )
    width: int = option(512, label="Network width", low=8, high=4096, advanced=True)
    dropout: float = option(
        0.1, label="Dropout", help="Share of the prompt left out in each step.", low=0.0, high=0.9, advanced=True
    )


@register(
    "p_tuning_v2",
    title="P-Tuning v2",
    paper="Liu et al. 2022",
    config=PTuningV2Config,
    sites="deep",
    rates={"head": 0.01, "verbalizer": 0.01, "text": 0.01},
)
class PTuningV2(PromptMethod):
    """key_values of every self-attention slot, (2, kv_heads, P, head_dim) each.

    Section 3.1: prompts in every layer. Section 3.2: the reparameterisation is optional, here embedding or
    Embedding -> Linear -> tanh -> Linear. All slots share one matrix (P, sum of slot widths).
    """

    def __init__(self, config: PTuningV2Config, context: MethodContext) -> None:
        super().__init__()
        self.slots = [
            (slot.name, slot.kv_heads, slot.head_dim) for slot in context.backbone.slots if slot.site != "cross"
        ]
        self.length, self.dropout = config.length, config.dropout
        self.generator = torch.Generator().manual_seed(context.generator.initial_seed() + 1)
        total = sum(2 * heads * width for _, heads, width in self.slots)
        self.network: nn.Module = nn.Identity()
        first = total
        if config.reparameterization == "mlp":
            first = context.backbone.embedding_size
            self.network = nn.Sequential(nn.Linear(first, config.width), nn.Tanh(), nn.Linear(config.width, total))
            for name, parameter in self.network.named_parameters():
                if name.endswith("bias"):
                    nn.init.zeros_(parameter)
                else:
                    nn.init.normal_(parameter, 0.0, START_DEVIATION, generator=context.generator)
        start = torch.empty(config.length, first).normal_(0.0, START_DEVIATION, generator=context.generator)
        self.embeddings = nn.Parameter(start)

    def forward(self) -> Prompt:
        rows = self.network(self.embeddings)  # (P, sum of 2 * kv_heads * head_dim)
        rows = self._dropped(rows)
        parts = rows.split([2 * heads * width for _, heads, width in self.slots], dim=1)
        return Prompt(
            key_values={
                name: part.reshape(self.length, 2, heads, width).permute(1, 2, 0, 3)  # (2, kv_heads, P, head_dim)
                for (name, heads, width), part in zip(self.slots, parts, strict=True)
            }
        )

    def _dropped(self, rows: Tensor) -> Tensor:
        """Dropout with a generator of its own, so that a resumed run drops the same numbers."""
        if not self.training or not self.dropout:
            return rows
        kept = torch.rand(rows.shape, generator=self.generator) >= self.dropout
        return rows * kept.to(rows.device) / (1 - self.dropout)

    def get_extra_state(self) -> Tensor:
        return self.generator.get_state()

    def set_extra_state(self, state: Tensor) -> None:
        self.generator.set_state(state)
