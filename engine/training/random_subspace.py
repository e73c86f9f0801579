"""A subspace whose decoder learned nothing: what a found one is compared with (Qin et al. 2021, section 4.2)."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import torch

from engine.methods.subspace_networks import PromptDecoder, random_decoder
from engine.subspaces import RANDOM, Subspace, read_subspace, write_subspace

SAMPLES = 256  # places in the subspace at which the size of prompts is compared


def write_random(like: Path, out: Path, seed: int, *, keeps_mean: bool) -> Subspace:
    """Draw a decoder of the shape of another's and write it as a subspace. Raises PackError, DiskFull or InputError.

    It says nothing of tasks. `keeps_mean`: see `random_decoder`.
    """
    found = read_subspace(like)
    manifest = found.manifest
    decoder = PromptDecoder.of({name: torch.from_numpy(array) for name, array in found.tensors().items()})
    generator = torch.Generator().manual_seed(seed)
    numbers = torch.randn(SAMPLES, manifest.dimension, generator=generator)
    drawn = random_decoder(decoder, numbers, generator, keeps_mean=keeps_mean)
    described = dataclasses.replace(
        manifest,
        name=out.stem,
        mode=RANDOM,
        losses=[],
        explained=None,
        tasks=[],
        training={"seed": seed, "keeps_mean": keeps_mean, "like": manifest.id},
        created="",
    )
    tensors = {f"decoder.{name}": part.detach().numpy() for name, part in drawn.state_dict().items()}
    return write_subspace(out, described, tensors)
