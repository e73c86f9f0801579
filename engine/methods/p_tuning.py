"""P-Tuning: virtual tokens anywhere in the template, from a recurrent encoder that ties them (Liu et al. 2021).

Two slips of the authors' code are not repeated. Its masked template puts the object where the subject belongs
(`engine.data.presets` has the paper's order), and its causal branch trains the position before the one that it reads
at evaluation (here a token is predicted from the position in front of it, in training as in scoring).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import torch
from torch import Tensor, nn

from engine.methods.method import MethodContext, Prompt, PromptConfig, PromptMethod, register
from engine.methods.networks import seeded
from engine.options import option


@dataclass(frozen=True)
class PTuningConfig(PromptConfig):
    RATES: ClassVar = {"encoder": {"mlp": {"verbalizer": 0.001, "text": 0.001}}}

    length: int = option(9, label="Prompt length", low=1, high=200, unit="tokens", help="Longer prompts hold more.")
    encoder: str = option(
        "lstm",
        label="Prompt encoder",
        choices=(("lstm", "A network that reads the prompt both ways"), ("mlp", "A network for each token alone")),
        help="It ties the learned tokens to each other, and is folded away in the pack.",
        advanced=True,
    )
    tune_backbone: bool = option(
        False,
        label="Train the base model too (not frozen)",
        help="The base model itself changes, and the changed copy is saved beside the pack. Needs far more memory.",
        advanced=True,
    )
    backbone_rate: float = option(
        1e-5,
        label="Learning speed of the base model",
        help="Only where the base model is trained too.",
        low=1e-8,
        high=0.01,
        advanced=True,
        when={"tune_backbone": (True,)},
    )


class LSTMEncoder(nn.Module):
    """Two-layer LSTM in both directions, H // 2 wide each -> Linear(H, H) -> ReLU -> Linear(H, H) (section 3.2).

    PEFT's is H wide each way with a wider head: another network. An odd H leaves the LSTM one number short, which the
    first linear layer makes up.
    """

    def __init__(self, width: int) -> None:
        super().__init__()
        half = width // 2
        self.lstm = nn.LSTM(width, half, num_layers=2, bidirectional=True, batch_first=True)
        self.head = nn.Sequential(nn.Linear(2 * half, width), nn.ReLU(), nn.Linear(width, width))

    def forward(self, rows: Tensor) -> Tensor:
        """(P, H) -> (P, H)."""
        both_ways, _ = self.lstm(rows.unsqueeze(0))  # (1, P, 2 * (H // 2))
        encoded: Tensor = self.head(both_ways.squeeze(0))
        return encoded


def mlp_encoder(width: int) -> nn.Module:
    """Linear(H, H) -> ReLU -> Linear(H, H) on each token alone, as in the authors' few-shot experiments."""
    return nn.Sequential(nn.Linear(width, width), nn.ReLU(), nn.Linear(width, width))


@register(
    "p_tuning",
    title="P-Tuning",
    paper="Liu et al. 2021",
    config=PTuningConfig,
    sites="input",
    rates={"verbalizer": 0.003, "text": 0.003, "head": 0.003},
)
class PTuning(PromptMethod):
    """embeddings (P, H) out of Embedding(P, H) and the encoder; H is the width of the model's input embedding."""

    def __init__(self, config: PTuningConfig, context: MethodContext) -> None:
        super().__init__()
        width = context.backbone.embedding_size
        with seeded(context.generator):
            self.embeddings = nn.Parameter(torch.randn(config.length, width))
            self.encoder: nn.Module = LSTMEncoder(width) if config.encoder == "lstm" else mlp_encoder(width)
        if config.tune_backbone:
            self.backbone_rate = config.backbone_rate

    def forward(self) -> Prompt:
        return Prompt(embeddings=self.encoder(self.embeddings))
