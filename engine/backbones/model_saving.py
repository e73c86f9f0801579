"""A model whose weights were trained becomes an ordinary model folder: whole or not at all, its tokenizer byte for byte
that of the folder that it came from. What it is called and where it is listed is the caller's business.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from safetensors import SafetensorError
from torch import nn
from transformers import PreTrainedModel

from engine.backbones.model_facts import card_facts
from engine.errors import DiskFull, InputError
from engine.files import writing_error

COPIED = ("*.json", "*.txt", "*.model", "*.jinja", "LICENSE*", "NOTICE*")


@contextmanager
def new_folder(parent: Path) -> Iterator[Path]:
    """A temporary folder in `parent` to fill and rename; it is gone after the block. Raises DiskFull or InputError for
    what goes wrong with files inside."""
    temporary = parent / f".{os.getpid()}.tmp"
    try:
        shutil.rmtree(temporary, ignore_errors=True)
        temporary.mkdir(parents=True)
        yield temporary
    except OSError as error:
        raise writing_error(parent, error) from error
    except SafetensorError as error:
        if "No space left" in str(error):
            raise DiskFull("disk_full", path=str(parent)) from error
        raise InputError("not_writable", path=str(parent), reason=str(error)) from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def write_model(model: nn.Module, original: Path, folder: Path) -> None:
    """Weights and config of the model as it is now, and from the folder it came from all that is no weights: text must
    become the very same tokens."""
    assert isinstance(model, PreTrainedModel)
    model.save_pretrained(folder)
    for pattern in COPIED:
        for path in original.glob(pattern):
            if path.is_file() and not (folder / path.name).exists() and not path.name.endswith(".index.json"):
                shutil.copyfile(path, folder / path.name)


def finish(temporary: Path, folder: Path, card: str, original: Path) -> None:
    """Put the card in, under the licence and languages of the original's, flush it all, and give the folder its name.
    What stood there goes."""
    (temporary / "README.md").write_text(_front(original) + card, encoding="utf-8")
    for path in temporary.iterdir():
        with path.open("rb") as handle:
            os.fsync(handle.fileno())
    if folder.exists():
        shutil.rmtree(folder)
    temporary.rename(folder)


def _front(original: Path) -> str:
    """The licence and languages that the original's card names, as the front of a card."""
    licence, languages = card_facts(original)
    lines = [f"license: {licence}"] if licence else []
    lines += [f"language: [{', '.join(languages)}]"] if languages else []
    return "\n".join(["---", *lines, "---", "", ""]) if lines else ""
