"""A written prompt: the untouched model reads some solved examples in front of each row (Brown et al. 2020, section 2).

Nothing is trained. Which rows are shown is drawn with the recipe's seed; `engine.tasks.demonstrations` writes them.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.backbones.backbone import Family
from engine.methods.method import MethodContext, Prompt, PromptConfig, PromptMethod, register
from engine.options import option


@dataclass(frozen=True)
class WrittenPromptConfig(PromptConfig):
    examples: int = option(4, label="Solved examples in front", low=1, high=64)

    def refusal(self, family: Family, output: str) -> str | None:
        """A head that was never trained reads nothing out of examples."""
        return "written_head" if output == "head" else None


@register(
    "written_prompt",
    title="Written prompt",
    paper="Brown et al. 2020",
    config=WrittenPromptConfig,
    sites="none",
    rates={"verbalizer": 1e-3, "text": 1e-3, "head": 1e-3},
    is_baseline=True,
    is_trained=False,
)
class WrittenPrompt(PromptMethod):
    """An empty prompt."""

    def __init__(self, config: WrittenPromptConfig, context: MethodContext) -> None:
        super().__init__()

    def forward(self) -> Prompt:
        return Prompt()
