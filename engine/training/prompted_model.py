"""PromptedModel: a frozen backbone seen through a prompt. The only place where prompt and backbone meet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import Tensor, nn

from engine.backbones import attention
from engine.backbones.backbone import Backbone
from engine.methods import Prompt
from engine.training.batches import Batch


class PromptedModel:
    """Backbone + prompt. Several may be alive at once over one backbone; none changes it.

    `shifts_positions` moves real tokens behind a deep prefix by its length, as the authors' code and PEFT do;
    without it real tokens keep the positions they had in pre-training.
    """

    def __init__(self, backbone: Backbone, prompt: Prompt | None = None, *, shifts_positions: bool = True) -> None:
        self.backbone = backbone
        self.prompt = prompt or Prompt()
        self.shifts_positions = shifts_positions
        self._modules = {slot.name: slot.module for slot in backbone.slots}

    @property
    def first_position(self) -> int:
        """Position of a row's first token: behind the prefix where positions are shifted."""
        return self.backbone.first_position + (self.prompt.prefix_length if self.shifts_positions else 0)

    @contextmanager
    def installed(self) -> Iterator[None]:
        """Put the deep part of the prompt in its slots; slots it does not fill are empty, whoever filled them before.

        Keep the backward pass inside the block as well, and yield nothing from inside it: another model may run then.
        """
        filled: dict[nn.Module, attention.Prefix | None] = dict.fromkeys(self._modules.values())
        for name, tensor in self.prompt.key_values.items():
            filled[self._modules[name]] = attention.Prefix(tensor[0].unsqueeze(0), tensor[1].unsqueeze(0))
        with attention.installed(filled):
            yield

    def embed(self, batch: Batch) -> Tensor:
        """Input embeddings (B, T, H) with the prompt's rows where the template put them."""
        embedded: Tensor = self.backbone.embedding(batch.input_ids)
        if self.prompt.embeddings is None:
            return embedded
        rows = self.prompt.embeddings.to(embedded.dtype)[batch.soft_index.clamp(min=0)]
        return torch.where((batch.soft_index >= 0).unsqueeze(-1), rows, embedded)

    def inputs(self, batch: Batch) -> dict[str, Tensor]:
        """Keyword arguments of the backbone's body for this batch."""
        backbone = self.backbone
        arguments = {"inputs_embeds": self.embed(batch), "attention_mask": batch.attention_mask.long()}
        if backbone.takes_positions:
            arguments["position_ids"] = batch.positions(self.first_position)
        return arguments

    def hidden(self, batch: Batch) -> Tensor:
        """Last hidden states (B, T, H). Call inside `installed()`."""
        causal = {"use_cache": False} if self.backbone.family == "causal" else {}
        output = self.backbone.body(**self.inputs(batch), **causal)
        state: Tensor = output.last_hidden_state
        return state
