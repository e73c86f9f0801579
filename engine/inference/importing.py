"""A prompt of another program on its way into a pack, as events.

Where it matters (a prefix, a head, labels) the backbone is loaded and the new pack opened on it before it is kept, so
that what was imported can be used; a prompt at the input needs the model's sizes alone.
"""

from __future__ import annotations

import dataclasses
import tempfile
from collections.abc import Iterator
from pathlib import Path

from engine.backbones.catalog import display_name, resolve
from engine.errors import InputError
from engine.events import phase
from engine.inference.loaded_pack import LoadedPack
from engine.packs import Library, match, read_pack, summary, write_pack
from engine.packs.exchange import Choices, Target, fit, read_foreign, target_of_folder
from engine.protocol import Event
from engine.runs import BackboneConfig
from engine.training.preparation import Warm, load_backbone


def import_events(
    path: Path, source: str, out: Path | None, choices: Choices, warm: Warm | None = None
) -> Iterator[Event]:
    """Make a pack for a backbone from what another program saved; without `out` it goes into the library.

    Yields notes of what was left out or must be known, at last {"type": "pack", "path", "was_there", ...}. Raises
    InputError, PackError or DiskFull with the reason; then nothing was written.
    """
    foreign = read_foreign(path)
    target = _target(source)
    if out is not None and out.is_dir():
        raise InputError("not_writable", path=str(out), reason="it is a folder")
    backbone = None
    if foreign.prefix is not None or foreign.head or choices.labels:
        yield phase("loading_backbone")
        backbone, _ = load_backbone(BackboneConfig(source=source), warm or Warm())
        sizes = {slot.name: (slot.kv_heads, slot.head_dim) for slot in backbone.slots if slot.site == target.site}
        target = dataclasses.replace(target, slots=sizes)
    fitted = fit(foreign, target, choices)
    with tempfile.TemporaryDirectory() as folder:
        draft = write_pack(Path(folder) / "draft.promptpack", fitted.manifest, fitted.tensors)
        found = match(draft.manifest.backbone, target.fingerprint, tensors=draft.manifest.shapes)
        if backbone is not None:
            LoadedPack(draft, backbone, found)
        was_there = False
        if out is None:
            installed = Library().install(draft.path)
            pack, was_there = read_pack(installed.path), installed.was_there
        else:
            manifest = dataclasses.replace(fitted.manifest, created=draft.manifest.created)
            pack = write_pack(out.absolute(), manifest, fitted.tensors)
    yield from fitted.notes
    yield {"type": "pack", "format": foreign.format, "was_there": was_there, **summary(pack)}


def _target(source: str) -> Target:
    try:
        folder = resolve(source)
    except InputError as error:
        if error.code == "needs_remote_code" and str(error.args_.get("kind")).startswith("chatglm"):
            raise InputError("exchange_chatglm", path=str(error.args_["path"])) from error
        raise
    return target_of_folder(folder, name=display_name(source, folder), source=source)
