"""A GGUF file as an ordinary model folder, once: float16 safetensors and the tokenizer's own files.

Uses transformers' GGUF reader (llama.cpp's block formats are taken apart there). Imports torch only when called.
"""

from __future__ import annotations

import contextlib
import io
from pathlib import Path


def convert_gguf(file: Path, folder: Path) -> None:
    """Write config.json, model.safetensors (float16) and the tokenizer of a causal model in `file` to `folder`."""
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer
    from transformers.utils import logging

    had_bars = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()
    try:
        # The GGUF reader draws a bar of its own on stderr, whatever is set; ours says the same.
        with contextlib.redirect_stderr(io.StringIO()):
            read = AutoModelForCausalLM.from_pretrained(
                file.parent, gguf_file=file.name, dtype=torch.float32, local_files_only=True
            )
        tokenizer = AutoTokenizer.from_pretrained(file.parent, gguf_file=file.name, local_files_only=True)
        # A model read from GGUF is marked as quantized, which forbids .half() and saving, although its weights are
        # plain floats by now: they move into a clean model of the same configuration.
        config = read.config
        if hasattr(config, "quantization_config"):
            del config.quantization_config
        with torch.device("meta"):
            clean = AutoModelForCausalLM.from_config(config, dtype=torch.float16)
        weights = {name: value.to(torch.float16) for name, value in read.state_dict().items()}
        clean.load_state_dict(weights, assign=True)
        clean.tie_weights()
        clean.save_pretrained(folder)
        tokenizer.save_pretrained(folder)
    finally:
        if had_bars:
            logging.enable_progress_bar()
