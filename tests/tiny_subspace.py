"""A subspace that anyone can make in a moment: random prompts of a tiny model, and their principal components.

Methods that need a subspace are given one (`given_subspace`), so that the tests of every method know of none.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch

from engine.backbones.fingerprint import fingerprint_folder
from engine.methods import METHODS
from engine.methods.subspace_networks import PromptLayout, autoencoder_from, principal_components
from engine.subspaces import AUTOENCODER, CLOSED_FORM, Subspace, SubspaceManifest, TaskPlace, write_subspace

NAMES = ("north", "east", "south", "west", "up", "down")


def tiny_prompts(layout: PromptLayout, count: int = len(NAMES), seed: int = 0) -> torch.Tensor:
    """(count, n): prompts that differ around a common start, as those of trained tasks do."""
    generator = torch.Generator().manual_seed(seed)
    start = 0.3 * torch.randn(layout.size, generator=generator)
    return start + 0.3 * torch.randn(count, layout.size, generator=generator)


def tiny_subspace(
    path: Path, model: Path, shapes: dict[str, list[int]], *, dimension: int = 3, width: int | None = 16
) -> Subspace:
    """Write the subspace of six random prompts of these shapes. `width` None: the closed form."""
    layout = PromptLayout(shapes)
    prompts = tiny_prompts(layout)
    if width is None:
        network = principal_components(prompts, dimension)
    else:
        network = autoencoder_from(prompts, dimension, width, torch.Generator().manual_seed(1))
    with torch.no_grad():
        numbers, back = network.encoder(prompts), network(prompts)
    errors = ((back - prompts).norm(dim=1) / prompts.norm(dim=1)).tolist()
    manifest = SubspaceManifest(
        name=path.stem,
        backbone=fingerprint_folder(model),
        mode=CLOSED_FORM if width is None else AUTOENCODER,
        dimension=dimension,
        width=width,
        shapes={name: list(shape) for name, shape in layout.shapes.items()},
        losses=["reconstruction"],
        tasks=[TaskPlace(*place) for place in zip(NAMES, numbers.tolist(), errors, strict=True)],
        created="2030-01-01T00:00:00Z",
    )
    tensors = {name: part.detach().numpy() for name, part in network.state_dict().items()}
    return write_subspace(path, manifest, tensors)


def given_subspace(method: dict[str, Any], model: Path) -> dict[str, Any]:
    """A recipe's method, with a subspace of three virtual tokens beside the model where it needs one and has none.

    For the input: a subspace of its own models is tested where slots are (tests/engine/methods).
    """
    entry = METHODS.get(str(method.get("kind")))
    for name in entry.files("subspace") if entry else ():
        if not method.get(name):
            path = model.parent / f"{model.name}.promptsubspace"
            if not path.exists():
                tiny_subspace(path, model, {"embeddings": [3, fingerprint_folder(model).embedding]})
            method = {**method, name: str(path)}
    return method
