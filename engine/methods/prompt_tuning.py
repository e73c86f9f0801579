"""Prompt Tuning: one trainable vector a virtual token, in the input embeddings (Lester et al. 2021)."""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor, nn

from engine.methods import initializers
from engine.methods.method import MethodContext, Prompt, PromptConfig, PromptMethod, register
from engine.options import option

STARTS = (
    ("text", "Real text"),
    ("labels", "The answers' words"),
    ("vocabulary", "Common words"),
    ("uniform", "Random numbers"),
)


@dataclass(frozen=True)
class PromptTuningConfig(PromptConfig):
    length: int = option(20, label="Prompt length", low=1, high=200, unit="tokens", help="Longer prompts hold more.")
    initializer: str = option(
        "text", label="Start from", choices=STARTS, help="Words help small models.", advanced=True
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
        help="A prompt learned on a similar task with the same base model. It goes before the other starts.",
        advanced=True,
        kind="pack",
    )


@register(
    "prompt_tuning",
    title="Prompt Tuning",
    paper="Lester et al. 2021",
    config=PromptTuningConfig,
    sites="input",
    rates={"verbalizer": 0.03, "text": 0.03, "head": 0.01},
    adafactor_rate=0.3,  # section 3
)
class PromptTuning(PromptMethod):
    """embeddings (P, H); nothing else is trained (section 2)."""

    def __init__(self, config: PromptTuningConfig, context: MethodContext) -> None:
        super().__init__()
        self.embeddings = nn.Parameter(self._start(config, context))

    @staticmethod
    def _start(config: PromptTuningConfig, context: MethodContext) -> Tensor:
        backbone, length, generator = context.backbone, config.length, context.generator
        if context.start is not None:
            return initializers.pack(length, backbone, context.start, generator, context.notes)
        if config.initializer == "uniform":
            return initializers.uniform(length, backbone.embedding_size, generator)
        if config.initializer == "vocabulary":
            return initializers.sampled_vocabulary(length, backbone, generator)
        if config.initializer == "labels":
            return initializers.label_words(length, backbone, context.label_words, generator)
        told = context.notes if config.init_text else None  # of a text that the person chose
        return initializers.text(length, backbone, config.init_text or context.task_text, told)

    def forward(self) -> Prompt:
        return Prompt(embeddings=self.embeddings)
