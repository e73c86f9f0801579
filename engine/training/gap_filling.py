"""T5 models that were trained only to fill gaps: recognised before training, since prompts hardly bring them off it.

T5 v1.1 and its multilingual kin answer a text with their signs for gaps. Frozen, they hardly learn to give a label
(Lester et al. 2021, sections 2.2 and 3.2); models of the same build that went on as language models or learned to
follow instructions do. The config cannot tell those apart, so the untouched model is asked what it would say.
"""

from __future__ import annotations

import re
from collections import Counter

from engine.backbones.backbone import Backbone
from engine.events import RunEvent, note
from engine.tasks.classification import VerbalizerClassification
from engine.tasks.task import by_length
from engine.training.preparation import Prepared
from engine.training.prompted_model import PromptedModel

KINDS = ("t5", "mt5", "umt5")
SENTINEL = re.compile(r"▁?<extra_id_\d+>")
PROBED_ROWS, PROBE_BATCH = 64, 16


def is_of_that_build(backbone: Backbone) -> bool:
    """Whether a model is built as T5 v1.1 is: gated feed-forward layers, and words that go out by another matrix than
    they come in."""
    config, model = backbone.model.config, backbone.model
    if getattr(config, "model_type", "") not in KINDS or not getattr(config, "is_gated_act", False):
        return False
    return model.get_output_embeddings().weight is not backbone.embedding.weight  # type: ignore[operator]


def gap_filling_note(prepared: Prepared) -> RunEvent | None:
    """The warning, when the commonest first token of the untouched model on some training rows is a sign for a gap."""
    task, backbone = prepared.base_task, prepared.backbone
    if not isinstance(task, VerbalizerClassification) or not is_of_that_build(backbone):
        return None
    step = max(1, len(prepared.loaded.train) // PROBED_ROWS)
    rows = [task.encode(example) for example in prepared.loaded.train[::step][:PROBED_ROWS]]
    model = PromptedModel(backbone)
    said: Counter[int] = Counter()
    illegal = 0
    for indices in by_length(rows, PROBE_BATCH):
        first = task.first_tokens(model, [rows[index] for index in indices])
        said.update(first.tolist())
        illegal += int(task.is_illegal(first).sum())
    commonest = str(backbone.tokenizer.convert_ids_to_tokens(said.most_common(1)[0][0]))
    if not SENTINEL.fullmatch(commonest):
        return None
    sign = commonest.removeprefix("▁")
    return note(
        "fills_gaps", backbone=backbone.name, sign=sign, percent=round(100 * illegal / len(rows)), rows=len(rows)
    )
