"""KoboldAI's soft prompts: a zip of tensor.npy (P, H) and meta.json, both LZMA members as its tuner writes them.

Read in KoboldAI-Client (fileops.py `checksp`): float32, float16 or bfloat16, fewer than 2,048 rows. A community
format for causal models; it names no weights. The zip comes from a stranger: the same checks as for packs, and LZMA is
unpacked by hand, because zipfile gives its decoder no limit.
"""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from engine.errors import InputError, PackError
from engine.files import to_json
from engine.packs.archive import Archive, Rules
from engine.packs.exchange.foreign import Foreign
from engine.packs.exchange.numpy import npy_file
from engine.packs.exchange.reading import KIB, MIB, Array, parse_npy, read_json
from engine.packs.json_text import clean
from engine.packs.manifest import Manifest

TENSOR, META = "tensor.npy", "meta.json"
ZIP_MAGIC = b"PK\x03\x04"
LIMIT = 2_048  # KoboldAI takes fewer
RULES = Rules(
    limits={TENSOR: 128 * MIB, META: 256 * KIB},
    required=(TENSOR,),
    compressions=(zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA),
)
FIRST_YEAR = (1980, 1, 1, 0, 0, 0)  # the same prompt gives the same bytes
LZMA_HEAD = struct.Struct("<2xHBL")  # a version, the size of the properties (5), then lc, lp and pb, and the dictionary


def read_koboldai(path: Path) -> Foreign:
    """The prompt in a zip. Raises InputError saying what is wrong with it."""
    try:
        with Archive(path, RULES) as opened:
            content = _member(opened, TENSOR)
            meta = _member(opened, META) if META in opened.members else b"{}"
    except PackError as error:
        raise InputError("exchange_zip", path=str(path), reason=error.message) from error
    table = read_json(meta, path / META)
    return Foreign(
        format="koboldai",
        kind="koboldai",
        method="prompt_tuning",
        rows=parse_npy(content, path / TENSOR),
        made_for=_text(table, "supported", 200),
        name=_text(table, "name", 200) or path.stem,
        author=_text(table, "author", 200),
        description=_text(table, "description", 4_000),
    )


def _member(opened: Archive, name: str) -> bytes:
    info = opened.members[name]
    if info.compress_type != zipfile.ZIP_LZMA:
        return opened.read(name)
    content = unpack_lzma(opened.packed(name), info.file_size)
    if content is None or zlib.crc32(content) != info.CRC:
        raise PackError("pack_member_damaged", member=name)
    return content


def unpack_lzma(packed: bytes, size: int) -> bytes | None:
    """The content of an LZMA member of a zip (APPNOTE 5.8.8) of that size; None when it is anything else.

    Nothing beyond `size` is unpacked, and no dictionary larger than it is needed.
    """
    if len(packed) < LZMA_HEAD.size:
        return None
    length, settings, dictionary = LZMA_HEAD.unpack_from(packed)
    if length != 5 or settings >= 9 * 5 * 5:
        return None
    chosen = {"lc": settings % 9, "lp": settings // 9 % 5, "pb": settings // 45}
    least = max(4 * KIB, min(dictionary, size))
    try:
        filters = [{"id": lzma.FILTER_LZMA1, "dict_size": least, **chosen}]
        decoder = lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=filters)
        content = decoder.decompress(packed[LZMA_HEAD.size :], max_length=size + 1)
    except (lzma.LZMAError, ValueError, EOFError):
        return None
    return content if len(content) == size else None


def _text(table: Mapping[str, Any], key: str, limit: int) -> str:
    """A person's words in meta.json: a text, or a list of texts."""
    value = table.get(key)
    if isinstance(value, list):
        value = ", ".join(str(part) for part in value[:20])
    return clean(value, limit) if isinstance(value, str) else ""


def koboldai_file(manifest: Manifest, rows: Array) -> bytes:
    """The zip of a prompt at the input."""
    meta = {
        "name": manifest.name,
        "author": manifest.author,
        "supported": [manifest.backbone.name],
        "description": manifest.description,
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_LZMA) as out:
        for name, content in ((TENSOR, npy_file(rows)), (META, to_json(meta))):
            info = zipfile.ZipInfo(name, FIRST_YEAR)
            info.create_system = 3
            info.external_attr = 0o100644 << 16
            out.writestr(info, content, compress_type=zipfile.ZIP_LZMA)
    return target.getvalue()
