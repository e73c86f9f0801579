"""Packs: a trained prompt as one file to share, its check against a model, and the library of those installed.

Free of torch: tensors are numpy arrays here.
"""

from engine.backbones.fingerprint import Fingerprint, fingerprint_folder
from engine.packs.describe import describe, summary
from engine.packs.library import Installed, Library, LibraryEntry
from engine.packs.manifest import Manifest
from engine.packs.match import Match, match, require_fit
from engine.packs.pack import PromptPack, read_pack, write_pack

__all__ = [
    "Fingerprint",
    "Installed",
    "Library",
    "LibraryEntry",
    "Manifest",
    "Match",
    "PromptPack",
    "describe",
    "fingerprint_folder",
    "match",
    "read_pack",
    "require_fit",
    "summary",
    "write_pack",
]
