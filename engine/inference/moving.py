"""A pack whose prompt hangs on a few numbers in a subspace, asked with other ones: what the window's sliders need."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import torch

from engine.errors import InputError
from engine.inference.loaded_pack import LoadedPack
from engine.inference.rows import make_example
from engine.methods import Prompt
from engine.methods.subspace_networks import PromptDecoder, PromptLayout
from engine.subspaces import Subspace, find_subspace, list_subspaces, read_subspace
from engine.tasks.task import Predictions, predict_all
from engine.training.baselines import EVALUATION_BATCH
from engine.training.preparation import Warm
from engine.training.prompted_model import PromptedModel


class MovablePack:
    """A pack and the decoder that its prompt came from."""

    def __init__(self, loaded: LoadedPack, subspace: Subspace) -> None:
        """Raises InputError where the pack's numbers are of another subspace."""
        place = loaded.pack.manifest.method.get("subspace")
        if place is None or place["id"] != subspace.manifest.id:
            raise InputError("pack_other_subspace", name=loaded.pack.manifest.name, subspace=subspace.manifest.name)
        self.loaded, self.manifest = loaded, subspace.manifest
        self.layout = PromptLayout(subspace.manifest.shapes, is_infix=subspace.manifest.is_infix)
        tensors = {name: torch.from_numpy(array) for name, array in subspace.tensors().items()}
        self.decoder = PromptDecoder.of(tensors).to(loaded.backbone.device)

    @staticmethod
    def open(
        path: Path, *, subspace: str | None = None, source: str | None = None, warm: Warm | None = None
    ) -> MovablePack:
        """Open a pack as `LoadedPack.open` does, with its subspace: a file or a name, else the one on the shelf.

        Raises InputError where the subspace is not here; what the pack says stays usable without it.
        """
        warm = warm or Warm()
        loaded = LoadedPack.open(path, source=source, warm=warm)
        place = loaded.pack.manifest.method.get("subspace")
        if place is None:
            raise InputError("pack_no_numbers", name=loaded.pack.manifest.name)
        known = warm.movable.get("pack")
        if known is not None and known.manifest.id == place["id"] and known.loaded.backbone is loaded.backbone:
            known.loaded = loaded
            return known
        found = find_subspace(subspace) if subspace else _of_id(place["id"], place["name"])
        warm.movable = {"pack": MovablePack(loaded, read_subspace(found))}  # one: decoders are large
        return warm.movable["pack"]

    def prompt(self, numbers: Sequence[float]) -> Prompt:
        """The prompt of these numbers. Raises InputError where there are too few or too many, or one is no number."""
        row = torch.tensor([float(number) for number in numbers], device=self.loaded.backbone.device)
        if len(row) != self.manifest.dimension or not bool(row.isfinite().all()):
            raise InputError("numbers_wrong", found=len(row), needed=self.manifest.dimension)
        with torch.no_grad():
            return self.layout.prompt(self.decoder(row))

    def predict(self, numbers: Sequence[float], rows: Sequence[Mapping[str, str]]) -> Iterator[int | Predictions]:
        """Answers with these numbers for rows of column -> value: yields how many are done, at last the Predictions."""
        loaded = self.loaded
        model = PromptedModel(loaded.backbone, self.prompt(numbers), shifts_positions=loaded.model.shifts_positions)
        examples = [make_example(place, row, loaded.columns) for place, row in enumerate(rows)]
        encoded = [loaded.task.encode(example) for example in examples]
        yield from predict_all(loaded.task, model, encoded, EVALUATION_BATCH)


def _of_id(id_: str, name: str) -> Path:
    path = next((entry["path"] for entry in list_subspaces() if entry.get("id") == id_), None)
    if path is None:
        raise InputError("subspace_not_here", name=name)
    return Path(path)
