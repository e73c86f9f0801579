"""The zip around a pack: what may be in it and how large, checked before a byte of any member is used.

A pack comes from a stranger. So its directory is read by hand before `zipfile` sees it, every member is on a
list, nothing overlaps, nothing grows beyond its declared size, and nothing of it is ever written to the disk.
What the members mean is left to `manifest`, `tensors` and `pack`.
"""

from __future__ import annotations

import hashlib
import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, TypeVar

from engine.errors import PackError
from engine.files import size_text, writing_error

T = TypeVar("T")
MANIFEST, PROMPT, CARD, PREVIEW, CURVE = "manifest.json", "prompt.safetensors", "card.md", "preview.json", "curve.csv"
LICENCE, TRAINING_STATE = "LICENSE", "training_state.safetensors"
KIB, MIB = 1 << 10, 1 << 20
MEMBER_LIMITS: Mapping[str, int] = {
    MANIFEST: 4 * MIB,
    PROMPT: 256 * MIB,
    CARD: 256 * KIB,
    PREVIEW: MIB,
    CURVE: 8 * MIB,
    LICENCE: 256 * KIB,
    TRAINING_STATE: 1024 * MIB,
}
REQUIRED = (MANIFEST, PROMPT, CARD, PREVIEW, CURVE)
MAX_FILE_BYTES = 1536 * MIB
MAX_TOTAL_BYTES = 1536 * MIB
MAX_RATIO = 100  # zip bombs start near 1000; a curve of equal digits reaches some 20
MAX_COMMENT_SEARCH = 65_557
MAX_DIRECTORY_BYTES = 16 * KIB
CHUNK_BYTES = MIB
FIRST_YEAR = (1980, 1, 1, 0, 0, 0)  # the earliest date a zip can hold: the same content gives the same bytes
END, ENTRY, LOCAL = b"PK\x05\x06", b"PK\x01\x02", b"PK\x03\x04"
ENCRYPTED_FLAGS = 0x0001 | 0x0040 | 0x2000
DEVICE_NAMES = {"con", "prn", "aux", "nul", *(f"com{i}" for i in range(10)), *(f"lpt{i}" for i in range(10))}


@dataclass(frozen=True)
class Rules:
    """What a kind of zip may hold: every member's name with the most bytes it may have, and how it may be packed."""

    limits: Mapping[str, int]
    required: tuple[str, ...]
    compressions: tuple[int, ...] = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


PACK = Rules(MEMBER_LIMITS, REQUIRED)


class Archive:
    """An opened, checked zip: a pack unless other rules are given. Use it in a `with` block.

    Raises PackError from the constructor on.
    """

    def __init__(self, path: Path, rules: Rules = PACK) -> None:
        self.path = Path(path)
        self._file = _open(self.path)
        try:
            self.size = size = self._file.seek(0, 2)
            _check_directory(self._file, size, rules)
            self._zip = zipfile.ZipFile(self._file)
            self.members = {info.orig_filename: info for info in self._zip.infolist()}
            _check_members(self._zip.infolist(), rules)
            _check_layout(self._file, self._zip.infolist(), self._zip.start_dir)
        except (zipfile.BadZipFile, NotImplementedError, struct.error, ValueError) as error:
            self._file.close()
            raise PackError(
                "pack_structure", reason=f"its list of contents is damaged ({type(error).__name__})"
            ) from error
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()
        self._file.close()

    def read(self, name: str) -> bytes:
        """The whole member, at most its limit. Raises PackError when it is damaged."""
        return b"".join(self.chunks(name))

    def chunks(self, name: str) -> Iterator[bytes]:
        """The member in pieces of 1 MiB, for what is too large to hold."""
        info = self.members[name]
        left = info.file_size
        try:
            with self._zip.open(info) as source:
                while chunk := source.read(CHUNK_BYTES):
                    left -= len(chunk)
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
            raise PackError("pack_member_damaged", member=name) from error
        if left:
            raise PackError("pack_member_damaged", member=name)

    def packed(self, name: str) -> bytes:
        """The bytes of a member as they lie in the file, still packed; at most its limit and a little."""
        info = self.members[name]
        self._file.seek(info.header_offset + 26)
        name_length, extra = struct.unpack("<2H", self._file.read(4))
        self._file.seek(name_length + extra, 1)
        return self._file.read(info.compress_size)

    def sha256(self, name: str) -> str:
        """The hash of a member, with little memory."""
        digest = hashlib.sha256()
        for chunk in self.chunks(name):
            digest.update(chunk)
        return digest.hexdigest()


def write_zip(path: Path, members: Mapping[str, bytes | Path]) -> None:
    """Stored, not compressed: prompts hardly shrink, and zlib's versions would give different bytes."""
    with path.open("wb") as handle:
        with zipfile.ZipFile(handle, "w", zipfile.ZIP_STORED, allowZip64=False) as out:
            for name, content in members.items():
                info = zipfile.ZipInfo(name, FIRST_YEAR)
                info.create_system = 3
                info.external_attr = 0o100644 << 16
                if isinstance(content, bytes):
                    out.writestr(info, content)
                    continue
                info.file_size = content.stat().st_size
                with content.open("rb") as source, out.open(info, "w") as target:
                    while chunk := source.read(CHUNK_BYTES):
                        target.write(chunk)
        handle.flush()
        os.fsync(handle.fileno())


def write_checked(path: Path, members: Mapping[str, bytes | Path], read: Callable[[Path], T]) -> T:
    """Write an archive, read it back, and only then give it its name; what was read.

    Raises what `read` raises, DiskFull or InputError; then an older file stays as it was.
    """
    temporary = path.with_name(f".{path.name[:100]}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_zip(temporary, members)
        found = read(temporary)
        temporary.replace(path)
        return found
    except OSError as error:
        raise writing_error(path, error) from error
    finally:
        temporary.unlink(missing_ok=True)


def _open(path: Path) -> BinaryIO:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise PackError("pack_missing", path=str(path))
        if status.st_size > MAX_FILE_BYTES:
            raise PackError("pack_too_large", size=size_text(status.st_size), limit=size_text(MAX_FILE_BYTES))
        return path.open("rb")
    except FileNotFoundError as error:
        raise PackError("pack_missing", path=str(path)) from error
    except OSError as error:
        raise PackError("pack_unreadable", path=str(path), reason=error.strerror or str(error)) from error


def _check_directory(file: BinaryIO, size: int, rules: Rules) -> None:
    """The end record: one disk, few entries, no 64-bit extension, a directory that ends right before it."""
    file.seek(0)
    if file.read(4) != LOCAL:
        raise PackError("pack_not_zip")
    file.seek(max(0, size - MAX_COMMENT_SEARCH))
    tail = file.read(MAX_COMMENT_SEARCH)
    at = tail.rfind(END)
    if at < 0 or len(tail) - at < 22:
        raise PackError("pack_cut_off")
    disk, first_disk, here, total, length, offset, comment = struct.unpack("<4HLLH", tail[at + 4 : at + 22])
    if disk or first_disk or here != total:
        raise PackError("pack_structure", reason="it is split over several files")
    if total > len(rules.limits) * 4 or length > MAX_DIRECTORY_BYTES:
        raise PackError("pack_structure", reason=f"it lists {total} files")
    if comment or len(tail) - at != 22:
        raise PackError("pack_structure", reason="something stands behind its end")
    if offset + length != size - 22:
        raise PackError("pack_structure", reason="its list of contents is not where it should be")
    file.seek(offset)
    directory = file.read(length)
    count, place = 0, 0
    while place < length:
        if directory[place : place + 4] != ENTRY or length - place < 46:
            raise PackError("pack_structure", reason="its list of contents is damaged")
        place += 46 + sum(struct.unpack("<3H", directory[place + 28 : place + 34]))
        count += 1
    if count != total or place != length:
        raise PackError("pack_structure", reason="its list of contents is damaged")


def _check_members(infos: list[zipfile.ZipInfo], rules: Rules) -> None:
    seen: set[str] = set()
    total = 0
    for info in infos:
        _check_name(info, rules)
        name = info.orig_filename
        if name.lower() in seen:
            raise PackError("pack_twice", member=name)
        seen.add(name.lower())
        if info.flag_bits & ENCRYPTED_FLAGS:
            raise PackError("pack_encrypted", member=name)
        if info.compress_type not in rules.compressions:
            raise PackError("pack_compression", member=name, number=info.compress_type)
        limit = rules.limits[name]
        if info.file_size > limit or info.compress_size > limit + KIB:
            largest = size_text(max(info.file_size, info.compress_size))
            raise PackError("pack_member_too_large", member=name, size=largest, limit=size_text(limit))
        if info.file_size > MAX_RATIO * max(info.compress_size, 64):
            raise PackError("pack_ratio", member=name, ratio=info.file_size // max(info.compress_size, 1))
        total += info.file_size
    if total > MAX_TOTAL_BYTES:
        raise PackError("pack_too_large", size=size_text(total), limit=size_text(MAX_TOTAL_BYTES))
    for name in rules.required:
        if name.lower() not in seen:
            raise PackError("pack_member_missing", member=name)


def _check_name(info: zipfile.ZipInfo, rules: Rules) -> None:
    name = info.orig_filename
    shown = ascii(name[:80])[1:-1]
    parts = name.replace("\\", "/").split("/")
    kind = stat.S_IFMT(info.external_attr >> 16)
    if "\\" in name:
        raise PackError("pack_backslash", member=shown)
    if name.startswith("/") or ":" in name or ".." in parts:
        raise PackError("pack_outside", member=shown)
    if name.endswith("/") or kind == stat.S_IFDIR or info.external_attr & 0x10:
        raise PackError("pack_directory", member=shown)
    if kind == stat.S_IFLNK:
        raise PackError("pack_link", member=shown)
    if kind not in (0, stat.S_IFREG):
        raise PackError("pack_special_file", member=shown)
    if any(part.split(".")[0].strip().lower() in DEVICE_NAMES for part in parts):
        raise PackError("pack_device_name", member=shown)
    if name not in rules.limits:
        raise PackError("pack_unknown_member", member=shown)


def _check_layout(file: BinaryIO, infos: list[zipfile.ZipInfo], directory: int) -> None:
    """Members lie back to back, and each one's own header says what the list of contents says."""
    expected = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        if info.header_offset != expected:
            raise PackError("pack_structure", reason="its parts overlap or leave gaps")
        file.seek(info.header_offset)
        head = file.read(30)
        magic, _, flags, method, _, _, crc, packed, full, name_length, extra = struct.unpack("<4s5H3L2H", head)
        name = file.read(name_length)
        same = (magic, flags, method, name) == (LOCAL, info.flag_bits, info.compress_type, info.orig_filename.encode())
        sizes = (crc, packed, full) == (info.CRC, info.compress_size, info.file_size)
        if not same or not sizes:
            raise PackError("pack_structure", reason=f"{info.orig_filename} is described in two ways")
        expected = info.header_offset + 30 + name_length + extra + info.compress_size
    if expected != directory:
        raise PackError("pack_structure", reason="its parts overlap or leave gaps")
