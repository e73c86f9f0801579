"""Full fine-tuning: every number of the model is trained, with the task's head where it has one; there is no prompt.

It tells how much of what is possible a prompt of a few numbers reaches. The changed model is not kept.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.methods.method import MethodContext, Prompt, PromptConfig, PromptMethod, register
from engine.options import option


@dataclass(frozen=True)
class FullFineTuningConfig(PromptConfig):
    tune_backbone: bool = option(True, label="Train the base model", advanced=True)
    backbone_rate: float = option(1e-4, label="Learning speed of the base model", low=1e-8, high=0.01)


@register(
    "full_fine_tuning",
    title="Full fine-tuning",
    paper="",
    config=FullFineTuningConfig,
    sites="none",
    rates={"verbalizer": 1e-3, "text": 1e-3, "head": 1e-3},
    is_baseline=True,
)
class FullFineTuning(PromptMethod):
    """An empty prompt; the backbone learns at `backbone_rate`, a head at the recipe's own rate."""

    def __init__(self, config: FullFineTuningConfig, context: MethodContext) -> None:
        super().__init__()
        self.backbone_rate = config.backbone_rate

    def forward(self) -> Prompt:
        return Prompt()
