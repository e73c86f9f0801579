"""Catalog: from what a recipe calls a model to the folder it lies in, and the list of all that are known.

A source is "starter:NAME", "hub:owner/name@revision" or a folder; a pack, which keeps no paths, says "folder:NAME".
Hub models are looked up in the local cache; the network is used only when it is asked for. Nothing is loaded here,
and nothing of a model's own code is run.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from engine.backbones.fingerprint import Fingerprint, fingerprint_folder, read_config
from engine.backbones.model_facts import facts_of_folder, fit_of, needed_bytes, refuse_remote_code
from engine.backbones.starters import STARTERS, Starter, find_starter, get_starter, is_present, starter_folder
from engine.backbones.stored_tensors import weight_files
from engine.errors import EngineError, InputError, NetworkError
from engine.files import home, to_json, write_atomic

HUB = re.compile(r"hub:(?P<name>[\w][\w.\-]{0,95}/[\w][\w.\-]{0,95})(@(?P<revision>[\w][\w.\-/]{0,95}))?")
HUB_FILES = ["*.json", "*.safetensors", "*.txt", "*.model", "*.jinja", "README.md", "LICENSE*"]
CHANGED_FOLDER = "backbone"  # in a run: the models that were trained together with its pack
HUB_IGNORED = ["onnx/*", "openvino/*", "original/*", "*/*.safetensors"]


def resolve(source: str, *, network: bool = False) -> Path:
    """The model folder that a source names. With `network`, a hub model is downloaded when it is not here.

    Raises InputError when it is not here, is no model, or needs code of its own; NetworkError when a
    download does not work.
    """
    if source.startswith("starter:"):
        starter = find_starter(source)
        if not is_present(starter):
            raise InputError("starter_missing", title=starter.title, name=starter.name)
        folder = starter_folder(starter)
    elif source.startswith("hub:"):
        folder = _hub_folder(source, network=network)
    elif source.startswith("folder:"):
        folder = _named_folder(source.removeprefix("folder:"))
    else:
        folder = Path(source).expanduser().resolve()
        if not folder.is_dir():
            raise InputError(
                "backbone_unknown", path=str(folder), starters=", ".join(s.source for s in STARTERS.values())
            )
    check_folder(folder)
    return folder


def check_folder(folder: Path) -> dict[str, Any]:
    """The config of a folder that can be used as a model. Raises InputError with what is missing or in the way."""
    config = read_config(folder)
    weight_files(folder)
    refuse_remote_code(folder, config)
    return config


def display_name(source: str, folder: Path) -> str:
    """What people call it: the starter's title, the hub's owner/name, or the folder's name."""
    if source.startswith("starter:"):
        return find_starter(source).title
    found = HUB.fullmatch(source)
    return found["name"] if found else folder.name


def get_backbone(source: str) -> Iterator[dict[str, Any]]:
    """Fetch "starter", "minilm-l6", "starter:NAME" or "hub:owner/name": progress events. At no cost when it is here.

    Raises NetworkError, InputError or DiskFull; nothing half-finished is left that would be taken for a model.
    """
    if not source.startswith("hub:"):
        yield from get_starter(source)
        return
    yield {"type": "progress", "name": "download", "done": 0, "total": None}
    check_folder(_hub_folder(source, network=True))
    yield {"type": "progress", "name": "download", "done": 1, "total": 1}


def _hub_folder(source: str, *, network: bool) -> Path:
    found = HUB.fullmatch(source)
    if not found:
        raise InputError("hub_source", source=source)
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import LocalEntryNotFoundError

    name = found["name"]
    try:
        folder = snapshot_download(
            name,
            revision=found["revision"],
            local_files_only=not network,
            allow_patterns=HUB_FILES,
            ignore_patterns=HUB_IGNORED,
        )
    except ValueError as error:
        raise InputError("hub_source", source=source) from error
    except LocalEntryNotFoundError as error:
        if not network:
            raise InputError("hub_not_here", name=name, source=source) from error
        raise NetworkError("hub_download", name=name, reason="the hub cannot be reached") from error
    except OSError as error:  # the hub's own errors are OSErrors too: not found, gated, broken off, disk full
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
        raise NetworkError("hub_download", name=name, reason=reason[:300]) from error
    return Path(folder)


def _named_folder(name: str) -> Path:
    found = next((folder for folder in added_folders() if folder.name == name and folder.is_dir()), None)
    if found is None:
        raise InputError("folder_unknown", name=name)
    return found


def find_backbone(wanted: Fingerprint, pack: Path | None = None) -> str:
    """The source of a pack's backbone: one here with these very weights and tokenizer, else what the pack names.

    `pack`: the file itself; a model that was trained together with it may lie beside it.
    """
    for folder in _folders_beside(pack) if pack is not None else ():
        with contextlib.suppress(EngineError):  # no whole model: then it is not the one
            if _is_same(known_fingerprint(folder, folder.name, str(folder)).to_json(), wanted):
                return str(folder)
    for entry in list_backbones():
        if entry["fingerprint"] and _is_same(entry["fingerprint"], wanted):
            return str(entry["source"])
    return wanted.source


def _folders_beside(pack: Path) -> list[Path]:
    """The changed models of a pack's run: in `backbone` beside the pack or beside its folder."""
    places = (pack.resolve().parent / CHANGED_FOLDER, pack.resolve().parent.parent / CHANGED_FOLDER)
    return [path.parent for place in places for path in sorted(place.glob("*/config.json"))]


def _is_same(found: dict[str, Any], wanted: Fingerprint) -> bool:
    return all(found[key] == getattr(wanted, key) for key in ("weights_hash", "tokenizer_hash"))


def list_backbones(free: int | None = None) -> list[dict[str, Any]]:
    """Every known model as JSON: the starters, the folders that were added, and what the hub's cache holds.

    `free`: bytes of memory to judge by (the machine's own unless given). `problem` is null or an error event.
    """
    entries = [_starter_entry(starter, free) for starter in STARTERS.values()]
    entries += [_entry(str(folder), folder, free) for folder in added_folders()]
    entries += [_entry(source, folder, free) for source, folder in _cached_hub_models()]
    return entries


def _starter_entry(starter: Starter, free: int | None) -> dict[str, Any]:
    needed = needed_bytes(starter.parameters, starter.layers, starter.hidden, starter.heads)
    entry: dict[str, Any] = {
        "source": starter.source,
        "name": starter.title,
        "family": starter.family,
        "has_words": starter.family != "masked",  # MiniLM is a sentence encoder
        "parameters": starter.parameters,
        "hidden": starter.hidden,
        "layers": starter.layers,
        "bytes": starter.bytes,
        "download_bytes": starter.wheel_bytes,
        "languages": list(starter.languages),
        "licence": starter.licence,
        "present": is_present(starter),
        "fingerprint": None,
        "needs_bytes": needed,
        "fit": fit_of(needed, starter.parameters, free),
        "default_for": list(starter.default_for),
        "problem": None,
    }
    if entry["present"]:
        try:
            found = known_fingerprint(starter_folder(starter), starter.title, starter.source)
            entry["fingerprint"] = found.to_json()
        except EngineError as error:
            entry |= {"present": False, "problem": error.to_event()}
    return entry


def _entry(source: str, folder: Path, free: int | None) -> dict[str, Any]:
    name = display_name(source, folder)
    entry: dict[str, Any] = {"source": source, "name": name, "download_bytes": 0, "default_for": []}
    try:
        config = check_folder(folder)
        facts = facts_of_folder(folder, config, free)
        found = known_fingerprint(folder, name, source)
        return {**entry, **facts, "present": True, "fingerprint": found.to_json(), "problem": None}
    except EngineError as error:
        facts = {"family": "", "parameters": 0, "hidden": 0, "layers": 0, "bytes": 0, "languages": [], "licence": ""}
        facts |= {"needs_bytes": 0, "fit": "too_big", "has_words": False}
        return {**entry, **facts, "present": False, "fingerprint": None, "problem": error.to_event()}


_FINGERPRINTS: dict[tuple[Any, ...], Fingerprint] = {}


def known_fingerprint(folder: Path, name: str, source: str) -> Fingerprint:
    """`fingerprint_folder`, computed once in this process for files that have not changed."""
    files = [folder / file for file in (*weight_files(folder), "config.json", "tokenizer.json")]
    states = [(path.stat().st_size, path.stat().st_mtime_ns) for path in files if path.is_file()]
    key = (str(folder), name, source, *states)
    if key not in _FINGERPRINTS:
        _FINGERPRINTS[key] = fingerprint_folder(folder, name=name, source=source)
    return _FINGERPRINTS[key]


def added_folders() -> list[Path]:
    """The folders that were added with `add_folder`, in order; also those that are gone by now."""
    try:
        folders = json.loads((home() / "backbones.json").read_text("utf-8"))["folders"]
        return [Path(folder) for folder in folders if isinstance(folder, str)]
    except (OSError, ValueError, KeyError, TypeError):  # none added yet, or the file is damaged: it is made anew
        return []


def add_folder(folder: Path) -> dict[str, Any]:
    """Remember a model folder and return its entry. Raises InputError when it is no model that can be used."""
    folder = resolve(str(folder))
    fingerprint_folder(folder)
    folders = added_folders()
    if folder not in folders:
        _save_folders([*folders, folder])
    return _entry(str(folder), folder, None)


def forget_folder(folder: Path) -> None:
    """Take a folder off the list; the folder itself stays as it is."""
    _save_folders([known for known in added_folders() if known != Path(folder).expanduser().resolve()])


def _save_folders(folders: list[Path]) -> None:
    write_atomic(home() / "backbones.json", to_json({"schema": 1, "folders": [str(folder) for folder in folders]}))


def _cached_hub_models() -> Iterator[tuple[str, Path]]:
    """Models with safetensors weights in the hub's cache: (source, folder), by name."""
    from huggingface_hub.constants import HF_HUB_CACHE

    for repository in sorted(Path(HF_HUB_CACHE).glob("models--*--*")):
        name = repository.name.removeprefix("models--").replace("--", "/", 1)
        for reference in sorted((repository / "refs").glob("*")):
            try:
                folder = repository / "snapshots" / reference.read_text("utf-8").strip()
            except (OSError, UnicodeDecodeError):  # not ours to mend
                continue
            source = f"hub:{name}" + ("" if reference.name == "main" else f"@{reference.name}")
            has_weights = any(
                (folder / file).is_file() for file in ("model.safetensors", "model.safetensors.index.json")
            )
            if HUB.fullmatch(source) and has_weights and (folder / "config.json").is_file():
                yield source, folder
