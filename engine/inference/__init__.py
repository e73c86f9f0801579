"""Using a pack: label scores and streamed text, with the untouched model beside it; making one of another's prompt."""

from engine.inference.generator import Sampling, TextGenerator
from engine.inference.importing import import_events
from engine.inference.loaded_pack import LoadedPack

__all__ = ["LoadedPack", "Sampling", "TextGenerator", "import_events"]
