"""Packs: a trained prompt as one file to share, its check against a model, and the library of those installed.

Free of torch: tensors are numpy arrays here.
"""

from engine.backbones.fingerprint import Fingerprint, fingerprint_folder
from engine.packs.manifest import Manifest
from engine.packs.match import Match, match, require_fit
from engine.packs.pack import PromptPack, read_pack, write_pack

__all__ = [
    "Fingerprint",
    "Manifest",
    "Match",
    "PromptPack",
    "fingerprint_folder",
    "match",
    "read_pack",
    "require_fit",
    "write_pack",
]
