"""BankModel: a backbone seen through several prompts at once, each row of a batch through its own."""

from __future__ import annotations

import torch
from torch import Tensor

from engine.backbones import attention
from engine.backbones.backbone import Backbone, Slot
from engine.methods.prompt_bank import PromptBank
from engine.training.batches import Batch
from engine.training.context_cache import ContextCache
from engine.training.prompted_model import INPUT_SITE, PromptedModel


class BankModel(PromptedModel):
    """What a row gives does not depend on the prompts of others. The bank's index has an entry for each row of every
    batch that is asked."""

    def __init__(self, backbone: Backbone, bank: PromptBank, *, contexts: ContextCache | None = None) -> None:
        super().__init__(backbone, contexts=contexts)
        self.bank = bank

    def _length_at(self, site: str) -> Tensor:
        return self.bank.lengths(site)[:, None]

    def _soft_rows(self, batch: Batch) -> Tensor | None:
        return self.bank.embeddings(batch.soft_index)

    def prefix(self, slot: Slot, visible: Tensor | None) -> attention.Prefix | None:
        found = self.bank.key_values(slot.name)
        return None if found is None else attention.Prefix(found[0], found[1], visible, found[2])

    def visible(self, batch: Batch | None) -> Tensor | None:
        are_infix = self.bank.are_infix
        if batch is None or not bool(are_infix.any()):
            return None
        return self._behind_infix(batch) | ~are_infix[:, None]

    @property
    def has_deep_part(self) -> bool:
        return any(prompt.key_values for prompt in self.bank.prompts)

    def owners(self, batch: Batch) -> tuple[Tensor, Tensor]:
        index = self.bank.index
        numbers = torch.arange(len(self.bank.prompts), device=index.device)
        return index, (index[None, :] == numbers[:, None]).int().argmax(dim=1)

    def _is_in_front(self, batch: Batch) -> Tensor:
        return (self.bank.lengths(INPUT_SITE[self.backbone.family]) > 0) & ~self.bank.are_infix
