"""A backbone that was trained too becomes an ordinary model folder in its run: `backbone/<name>-changed-<hash>/`.

The folder is named after its own weights: no pack of another run can take it for its own by name. It is put on the list
of added folders, so that the pack finds it by its weights wherever the pack itself goes (the Shelf keeps a copy of a
pack, not of a model), and so that it can be chosen like any other; on another computer it is found beside the pack.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from safetensors import SafetensorError
from transformers import PreTrainedModel

from engine.backbones.catalog import CHANGED_FOLDER, add_folder, forget_folder, known_fingerprint, resolve
from engine.backbones.fingerprint import Fingerprint, fingerprint_folder
from engine.backbones.model_facts import card_facts, folder_bytes
from engine.errors import DiskFull, InputError
from engine.events import RunEvent, note
from engine.files import size_text, writing_error
from engine.packs.file_names import safe_name
from engine.training.joint import Joint
from engine.training.preparation import Prepared

COPIED = ("*.json", "*.txt", "*.model", "*.jinja", "LICENSE*", "NOTICE*")
OLD_MARK = re.compile(r"-changed-[0-9a-f]{8}$")
CARD = """{front}# {name}

A changed copy of {base}: all its weights were trained together with the soft prompt in this run's folder `pack`.
It is not the original model, and that prompt works with this copy only.
"""


def save_changed(run_folder: Path, joint: Joint, prepared: Prepared) -> tuple[Path, Fingerprint]:
    """Write the backbone as it is now: the folder and its own fingerprint. An older one of the run goes.

    Tokenizer and licence are copied from the folder that it was loaded from. Raises DiskFull or InputError.
    """
    original, base = resolve(str(prepared.config.backbone.source)), prepared.fingerprint
    parent = run_folder / CHANGED_FOLDER
    temporary = parent / f".{os.getpid()}.tmp"
    try:
        shutil.rmtree(temporary, ignore_errors=True)
        temporary.mkdir(parents=True)
        assert isinstance(joint.backbone.model, PreTrainedModel)
        joint.backbone.model.save_pretrained(temporary)
        _copy_rest(original, temporary)
        stem = OLD_MARK.sub("", base.name.rsplit("/", 1)[-1])
        name = f"{safe_name(stem)}-changed-{fingerprint_folder(temporary).weights_hash[:8]}"
        card = CARD.format(front=_front(original), name=name, base=base.name)
        (temporary / "README.md").write_text(card, encoding="utf-8")
        for path in temporary.iterdir():
            with path.open("rb") as handle:
                os.fsync(handle.fileno())
        folder = parent / name
        for other in parent.iterdir():
            if other != temporary:
                shutil.rmtree(other)
                if other != folder:
                    forget_folder(other)
        temporary.rename(folder)
    except OSError as error:
        raise writing_error(parent, error) from error
    except SafetensorError as error:
        if "No space left" in str(error):
            raise DiskFull("disk_full", path=str(parent)) from error
        raise InputError("not_writable", path=str(parent), reason=str(error)) from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    return folder, known_fingerprint(folder, name, str(folder))


def make_known(folder: Path) -> Iterator[RunEvent]:
    """Put the folder on the list of base models and say where it is; where the list cannot be written, say that."""
    yield note("backbone_saved", name=folder.name, size=size_text(folder_bytes(folder)))
    try:
        add_folder(folder)
    except (DiskFull, InputError) as error:
        yield note("backbone_unlisted", reason=error.message, path=str(folder))


def _front(original: Path) -> str:
    """The licence and languages that the original's card names, as the front of a card."""
    licence, languages = card_facts(original)
    lines = [f"license: {licence}"] if licence else []
    lines += [f"language: [{', '.join(languages)}]"] if languages else []
    return "\n".join(["---", *lines, "---", "", ""]) if lines else ""


def _copy_rest(original: Path, folder: Path) -> None:
    """The tokenizer byte for byte, so that text becomes the very same tokens, and what else is no weights."""
    for pattern in COPIED:
        for path in original.glob(pattern):
            if path.is_file() and not (folder / path.name).exists() and not path.name.endswith(".index.json"):
                shutil.copyfile(path, folder / path.name)
