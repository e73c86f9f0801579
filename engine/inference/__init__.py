"""Using a pack, or several together: label scores and streamed text, with the untouched model beside it; and making a
pack of another program's prompt."""

from engine.inference.ensemble import Combined, Ensemble, read_packs
from engine.inference.generator import Sampling, TextGenerator
from engine.inference.importing import import_events
from engine.inference.loaded_pack import LoadedPack

__all__ = ["Combined", "Ensemble", "LoadedPack", "Sampling", "TextGenerator", "import_events", "read_packs"]
