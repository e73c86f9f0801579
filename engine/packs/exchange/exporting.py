"""A pack told to another program: only where that program answers exactly as the pack does here, else why not.

`check_export` needs the manifest alone, so a list of packs can say what works without opening files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from engine.backbones.model_facts import family_of_config
from engine.data.template import Soft, Template
from engine.errors import InputError
from engine.events import RunEvent, note
from engine.files import write_atomic, writing_error
from engine.packs.exchange.koboldai import LIMIT, koboldai_file
from engine.packs.exchange.layout import by_layer
from engine.packs.exchange.numpy import npy_file
from engine.packs.exchange.peft import peft_files
from engine.packs.manifest import Manifest
from engine.packs.pack import PromptPack, read_pack

COPY = "promptpack"
DEEP = "key_values."
RELATIVE = re.compile(r"T5")  # T5, MT5, UMT5, LongT5: distances instead of positions
POOLED = re.compile(r"Bert(Model|For)")  # the classifier of transformers reads the pooler through one layer


@dataclass(frozen=True)
class Export:
    """A format a pack can be told in: its name for people, and whether it is a folder or a file with a suffix."""

    title: str
    is_folder: bool
    suffix: str = ""


EXPORTS: dict[str, Export] = {
    "peft": Export("PEFT folder", is_folder=True),
    "npy": Export("NumPy array", is_folder=False, suffix=".npy"),
    "koboldai": Export("KoboldAI soft prompt", is_folder=False, suffix=".zip"),
}


def check_export(manifest: Manifest, to: str) -> None:
    """Raises InputError with the reason why this pack cannot be told in that format exactly."""
    if to not in EXPORTS:
        raise InputError("export_unknown", format=to, formats=", ".join(EXPORTS))
    program = {"peft": "PEFT", "npy": "an .npy file", "koboldai": "KoboldAI"}[to]
    deep = by_layer([name for name in manifest.shapes if name.startswith(DEEP)])
    if manifest.position.get("deep") == "infix":
        raise InputError("export_infix", program=program)
    if deep and "embeddings" in manifest.shapes:
        raise InputError("export_both", program=program)
    if deep and to != "peft":
        raise InputError("export_input_only", program=program)
    if not deep:
        _check_place(manifest, program)
    if to == "koboldai":
        _check_koboldai(manifest)
    if to == "peft":
        _check_prefix(manifest, deep, program)
        _check_answer(manifest, is_deep=bool(deep))


def caveats(manifest: Manifest, to: str) -> list[RunEvent]:
    """What a format that can hold this pack leaves out or does otherwise: notes, to be told before it is written."""
    told = [] if manifest.is_frozen else [note("export_not_frozen", backbone=manifest.backbone.name)]
    if to == "peft":
        return [*told, note("export_padding")]
    told.append(note("export_template_left", template=manifest.template))
    return [*told, note("export_head_left")] if manifest.head else told


def export_pack(pack: PromptPack, to: str, out: Path) -> list[RunEvent]:
    """Write a pack for another program; what it leaves out is told by the notes.

    Raises InputError when the format cannot hold it exactly or `out` cannot be used, DiskFull; then nothing is written.
    """
    manifest, out = pack.manifest, Path(out)
    check_export(manifest, to)
    tensors = pack.tensors()
    if to == "peft":
        _write_folder(out, peft_files(manifest, tensors, is_seq2seq=family_of(manifest) == "seq2seq"))
    else:
        rows = tensors["embeddings"].astype("float32")
        _refuse_folder(out)
        write_atomic(out, koboldai_file(manifest, rows) if to == "koboldai" else npy_file(rows))
    return caveats(manifest, to)


def export_events(path: Path, to: str, out: Path) -> Iterator[RunEvent]:
    """The same for a pack's file, as events: notes, at last {"type": "pack", "path", "format"}.

    `to` may be "promptpack" too: a copy of the file, after it was found sound. Raises also PackError.
    """
    pack, out = read_pack(path), Path(out).absolute()
    if to == COPY:
        _refuse_folder(out)
        write_atomic(out, Path(path).read_bytes())
    else:
        yield from export_pack(pack, to, out)
    yield {"type": "pack", "path": str(out), "format": to}


def family_of(manifest: Manifest) -> str:
    """causal, masked or seq2seq, from what the fingerprint keeps of the model's config."""
    is_two_sided = manifest.backbone.decoder_layers > 0
    return family_of_config({"is_encoder_decoder": is_two_sided, "architectures": [manifest.backbone.architecture]})


def _check_place(manifest: Manifest, program: str) -> None:
    template = Template.parse(manifest.template)
    is_front = len(template.soft_places) == 1 and isinstance(template.pieces[0], Soft)
    if manifest.position["soft"] != "front" or not is_front:
        raise InputError("export_place", template=manifest.template, program=program)


def _check_koboldai(manifest: Manifest) -> None:
    if family_of(manifest) != "causal":
        raise InputError("export_kobold_model", architecture=manifest.backbone.architecture)
    if manifest.head:
        raise InputError("export_kobold_head")
    if manifest.tokens >= LIMIT:
        raise InputError("export_kobold_long", tokens=manifest.tokens, limit=LIMIT)


def _check_prefix(manifest: Manifest, deep: list[str], program: str) -> None:
    """PEFT fills every layer of one site with as many tokens each, and counts them as positions."""
    if not deep:
        return
    family = family_of(manifest)
    site = "encoder" if family == "masked" else "decoder"
    for name in deep:
        if not name.startswith(f"{DEEP}{site}."):
            raise InputError("export_sites", site=name.removeprefix(DEEP).partition(".")[0])
    layers = manifest.backbone.decoder_layers or manifest.backbone.layers
    missing = [f"{site}.{i}" for i in range(layers) if f"{DEEP}{site}.{i}" not in manifest.shapes]
    if missing:
        raise InputError("export_slots", slot=missing[0], program=program)
    first = manifest.shapes[deep[0]]
    for name in deep:
        if manifest.shapes[name][2] != first[2]:
            raise InputError("export_lengths", program=program)
        if manifest.shapes[name] != first:
            raise InputError("export_shapes", slot=name.removeprefix(DEEP), program=program)
    positions = manifest.position["positions"]
    is_relative = family == "seq2seq" and RELATIVE.search(manifest.backbone.architecture) is not None
    if is_relative and positions != "placed":
        raise InputError("export_relative")
    if positions == "kept":
        raise InputError("export_positions")


def _check_answer(manifest: Manifest, *, is_deep: bool) -> None:
    """PEFT's heads are those of transformers: of causal models without bias on the last token, of BERT on the pooler of
    the first place, which an input prompt takes from [CLS]."""
    family, architecture = family_of(manifest), manifest.backbone.architecture
    if not manifest.head:
        if family == "masked":
            raise InputError("export_words_masked")
        return
    if family == "masked" and not POOLED.match(architecture):
        raise InputError("export_head_model", architecture=architecture)
    needed = "last" if family == "causal" else ("pooler" if is_deep else "pooler_front")
    pooling = str(manifest.task.get("pooling"))
    if pooling != needed:
        raise InputError("export_pooling", pooling=pooling, needed=needed)
    if family == "causal" and manifest.head["bias"] is not None:
        raise InputError("export_head_bias")


def _write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    try:
        if folder.is_file():
            raise InputError("not_writable", path=str(folder), reason="it is no folder")
        if folder.exists() and any(folder.iterdir()):
            raise InputError("export_folder", path=str(folder))
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise writing_error(folder, error) from error
    written: list[Path] = []
    try:
        for name, content in files.items():
            write_atomic(folder / name, content)
            written.append(folder / name)
    except BaseException:
        for path in written:
            path.unlink(missing_ok=True)
        raise


def _refuse_folder(path: Path) -> None:
    if path.exists() and not path.is_file():  # a device: renaming over it would destroy it
        raise InputError("not_writable", path=str(path), reason="it is no ordinary file")
