"""Make torch and transformers quiet and keep them off the network, before they are imported."""

from __future__ import annotations

import os
import warnings

from engine.commands.progress import Display
from engine.errors import InputError


def prepare_libraries(source: str | None = None) -> None:
    """Settings of the libraries for this process; the network is open only for a backbone from a hub."""
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    os.environ["HF_HUB_DISABLE_PROGRESS_BARS"] = "1"
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    if not (source or "").startswith("hub:"):
        os.environ["HF_HUB_OFFLINE"] = "1"
    for library in ("torch", "transformers", "huggingface_hub"):
        warnings.filterwarnings("ignore", module=library)
    from transformers.utils import logging

    logging.set_verbosity_error()
    logging.disable_progress_bar()


def fetch_from_hub(source: str, display: Display) -> None:
    """Download a hub model that is not here yet; other sources are left to whoever loads them."""
    if not source.startswith("hub:"):
        return
    from engine.backbones.catalog import get_backbone, resolve

    try:
        resolve(source)
    except InputError as error:
        if error.code != "hub_not_here":
            raise
        for event in get_backbone(source):
            display.show(event)
