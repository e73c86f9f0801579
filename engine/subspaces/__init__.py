"""Subspaces: few numbers that stand for a whole prompt, found from the prompts of many tasks (Qin et al. 2021).

Free of torch: what a subspace file says and how it is read, the shelf of them, and the folders in which prompts are
made and subspaces found. The networks are in `engine.methods`, the steps in `engine.training`.
"""

from engine.subspaces.manifest import AUTOENCODER, CLOSED_FORM, MODES, RANDOM, SubspaceManifest, TaskPlace
from engine.subspaces.shelf import find_subspace, list_subspaces, shelf_path
from engine.subspaces.subspace_file import SUFFIX, Subspace, read_subspace, summary, write_subspace

__all__ = [
    "AUTOENCODER",
    "CLOSED_FORM",
    "MODES",
    "RANDOM",
    "SUFFIX",
    "Subspace",
    "SubspaceManifest",
    "TaskPlace",
    "find_subspace",
    "list_subspaces",
    "read_subspace",
    "shelf_path",
    "summary",
    "write_subspace",
]
