"""`doctor`: what this computer has, and what is missing."""

from __future__ import annotations

import argparse
import importlib.metadata
import importlib.util
import os
import platform
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import psutil

from engine import __version__
from engine.backbones.starters import STARTERS, is_present
from engine.commands.arguments import Subparsers, add_command
from engine.commands.console import Console, columns
from engine.commands.libraries import prepare_libraries
from engine.errors import EXIT_DONE, EXIT_FAILED
from engine.files import home, size_text

LITTLE_DISK = 2_000_000_000
LITTLE_MEMORY = 1_000_000_000
PACKAGES = ("transformers", "safetensors", "tokenizers", "huggingface_hub", "pyarrow", "numpy")


def add(parsers: Subparsers) -> None:
    """The command."""
    add_command(parsers, "doctor", doctor_command, "what this computer has, and what is missing")


def doctor_command(args: argparse.Namespace, console: Console) -> int:
    """Print what was found; 1 when the program cannot work here."""
    found = examine()
    console.event({"type": "doctor", **found})
    for line in columns(_rows(found)):
        console.say(line)
    console.say()
    for problem in found["problems"]:
        console.say(f"! {problem}")
    if not found["problems"]:
        console.say("Everything is here.")
    return EXIT_DONE if found["works"] else EXIT_FAILED


def examine() -> dict[str, Any]:
    """Versions, devices, memory, folders and models as JSON, with sentences about what is missing."""
    memory = psutil.virtual_memory()
    folder = home()
    found: dict[str, Any] = {
        "version": __version__,
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "packages": {name: _version(name) for name in PACKAGES},
        "memory": {"total": memory.total, "free": memory.available},
        "qt": {"present": importlib.util.find_spec("PySide6") is not None, "version": _version("PySide6-Essentials")},
        "home": {"path": str(folder), "writable": is_writable(folder), "free_bytes": _free_disk(folder)},
        "starters": {name: is_present(starter) for name, starter in STARTERS.items()},
        **_torch(),
    }
    found["problems"] = _problems(found)
    found["works"] = found["torch"]["version"] is not None and found["home"]["writable"]
    return found


def _torch() -> dict[str, Any]:
    """What torch is and sees; its own error text where it cannot be loaded."""
    try:
        prepare_libraries()
        import torch

        from engine.devices import describe_devices, has_fast_bfloat16
    except (ImportError, OSError) as error:  # OSError: a library of the system that torch needs is missing
        empty = {"version": None, "build": None, "error": f"{type(error).__name__}: {error}"}
        return {"torch": empty, "devices": [], "threads": None, "bfloat16": False}
    build = f"CUDA {torch.version.cuda}" if torch.version.cuda else "CPU"
    devices = describe_devices()
    has_bfloat16 = torch.cuda.is_bf16_supported() if torch.cuda.is_available() else has_fast_bfloat16()
    return {
        "torch": {"version": torch.__version__, "build": build, "error": None},
        "devices": devices,
        "threads": torch.get_num_threads(),
        "bfloat16": has_bfloat16,
    }


def is_writable(folder: Path) -> bool:
    """Whether files can be made in a folder, or in the nearest one above it that exists."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _free_disk(folder: Path) -> int:
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return shutil.disk_usage(folder).free


def _version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def _problems(found: dict[str, Any]) -> list[str]:
    problems = []
    if found["torch"]["version"] is None:
        problems.append(
            f"torch cannot be loaded ({found['torch']['error']}). Install it again: pip install -r requirements.lock"
        )
    problems += [
        f"{name} is not installed. Install it: pip install -r requirements.lock"
        for name in PACKAGES
        if not found["packages"][name]
    ]
    if not found["home"]["writable"]:
        problems.append(f"{found['home']['path']} cannot be written to. Set SOFTPROMPT_HOME to a folder of your own.")
    if found["home"]["free_bytes"] < LITTLE_DISK:
        free = size_text(found["home"]["free_bytes"])
        problems.append(f"Only {free} of disk are free. Make room, or set SOFTPROMPT_HOME to a folder elsewhere.")
    if found["memory"]["free"] < LITTLE_MEMORY:
        problems.append(f"Only {size_text(found['memory']['free'])} of memory are free. Close other programs.")
    missing = [name for name, is_here in found["starters"].items() if not is_here]
    if missing:
        problems.append(f"Not fetched yet: {', '.join(missing)}. Get them: softprompt backbones get starter")
    if not found["qt"]["present"]:
        problems.append("Qt (PySide6) is not installed: every command works, the window does not.")
    return problems


def _rows(found: dict[str, Any]) -> list[tuple[str, ...]]:
    memory, folder, qt, torch = found["memory"], found["home"], found["qt"], found["torch"]
    rows: list[tuple[str, ...]] = [
        ("Softprompt Studio", found["version"]),
        ("Python", f"{found['python']} ({sys.executable})"),
        ("System", f"{found['system']}, {os.cpu_count()} processors"),
        ("torch", f"{torch['version']} ({torch['build']} build)" if torch["version"] else "cannot be loaded"),
        *((name, version or "not installed") for name, version in found["packages"].items()),
    ]
    for device in found["devices"]:
        free, total = size_text(device["memory_free"]), size_text(device["memory_total"])
        rows.append(("Device", f"{device['kind']}: {device['name']}, {free} of {total} free"))
    rows += [
        ("Threads", str(found["threads"] or "?")),
        ("bfloat16", "fast here, used by itself" if found["bfloat16"] else "not in hardware; float32 is used"),
        ("Memory", f"{size_text(memory['free'])} of {size_text(memory['total'])} free"),
        ("Qt", f"PySide6 {qt['version'] or ''}".strip() if qt["present"] else "not installed"),
        ("Home folder", f"{folder['path']} ({'writable' if folder['writable'] else 'not writable'})"),
        ("Free disk", size_text(folder["free_bytes"])),
    ]
    rows += [(f"Starter {name}", "here" if is_here else "not fetched") for name, is_here in found["starters"].items()]
    return rows
