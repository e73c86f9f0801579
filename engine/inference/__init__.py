"""Using a pack: label scores and streamed text, with the untouched model beside it."""

from engine.inference.generator import Sampling, TextGenerator
from engine.inference.loaded_pack import LoadedPack

__all__ = ["LoadedPack", "Sampling", "TextGenerator"]
