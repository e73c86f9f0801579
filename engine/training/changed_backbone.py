"""A backbone that was trained too becomes an ordinary model folder in its run: `backbone/<name>-changed-<hash>/`.

The folder is named after its own weights: no pack of another run can take it for its own by name. It is put on the list
of added folders, so that the pack finds it by its weights wherever the pack itself goes (the Shelf keeps a copy of a
pack, not of a model), and so that it can be chosen like any other; on another computer it is found beside the pack.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from engine.backbones.catalog import CHANGED_FOLDER, add_folder, forget_folder, known_fingerprint, resolve
from engine.backbones.fingerprint import Fingerprint, fingerprint_folder
from engine.backbones.model_facts import folder_bytes
from engine.backbones.model_saving import finish, new_folder, write_model
from engine.errors import DiskFull, InputError
from engine.events import RunEvent, note
from engine.files import size_text
from engine.packs.file_names import safe_name
from engine.training.joint import Joint
from engine.training.preparation import Prepared

OLD_MARK = re.compile(r"-changed-[0-9a-f]{8}$")
CARD = """# {name}

A changed copy of {base}: all its weights were trained together with the soft prompt in this run's folder `pack`.
It is not the original model, and that prompt works with this copy only.
"""


def save_changed(run_folder: Path, joint: Joint, prepared: Prepared) -> tuple[Path, Fingerprint]:
    """Write the backbone as it is now: the folder and its own fingerprint. An older one of the run goes.

    Tokenizer and licence are copied from the folder that it was loaded from. Raises DiskFull or InputError.
    """
    original, base = resolve(str(prepared.config.backbone.source)), prepared.fingerprint
    parent = run_folder / CHANGED_FOLDER
    with new_folder(parent) as temporary:
        write_model(joint.backbone.model, original, temporary)
        stem = OLD_MARK.sub("", base.name.rsplit("/", 1)[-1])
        name = f"{safe_name(stem)}-changed-{fingerprint_folder(temporary).weights_hash[:8]}"
        folder = parent / name
        for other in parent.iterdir():
            if other not in (temporary, folder):
                shutil.rmtree(other)
                forget_folder(other)
        finish(temporary, folder, CARD.format(name=name, base=base.name), original)
    return folder, known_fingerprint(folder, name, str(folder))


def make_known(folder: Path) -> Iterator[RunEvent]:
    """Put the folder on the list of base models and say where it is; where the list cannot be written, say that."""
    yield note("backbone_saved", name=folder.name, size=size_text(folder_bytes(folder)))
    try:
        add_folder(folder)
    except (DiskFull, InputError) as error:
        yield note("backbone_unlisted", reason=error.message, path=str(folder))
