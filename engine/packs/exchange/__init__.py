"""Exchange with other programs, exactly or not at all: PEFT folders, THUDM prefix encoders, .npy, KoboldAI zips.

In: `read_foreign` says what a file holds, `fit` makes a pack of it for one base model. Out: `export_pack`. No torch:
a base model's sizes come from its folder, or from the loaded model that the caller has.
"""

from pathlib import Path
from typing import Any

from engine.errors import InputError
from engine.packs.exchange.exporting import EXPORTS, Export, caveats, check_export, export_events, export_pack
from engine.packs.exchange.fitting import Choices, Fitted, fit
from engine.packs.exchange.foreign import Foreign
from engine.packs.exchange.koboldai import ZIP_MAGIC, read_koboldai
from engine.packs.exchange.numpy import is_npy, read_npy, starts_with
from engine.packs.exchange.peft import is_peft, read_peft
from engine.packs.exchange.target import Target, target_of_folder
from engine.packs.exchange.thudm import SUFFIX, read_thudm

__all__ = [
    "EXPORTS",
    "Choices",
    "Export",
    "Fitted",
    "Foreign",
    "Target",
    "caveats",
    "check_export",
    "export_events",
    "export_pack",
    "fit",
    "look",
    "read_foreign",
    "target_of_folder",
]
PICKLES = (".bin", ".pt", ".pth", ".ckpt", ".pkl")


def read_foreign(path: Path) -> Foreign:
    """What another program saved, recognised by its content. Raises InputError saying what is wrong with it."""
    path = Path(path)
    if is_peft(path):
        return read_peft(path)
    if path.is_dir():
        raise InputError("exchange_member_missing", path=str(path), member="adapter_config.json")
    if not path.is_file():
        raise InputError("exchange_missing", path=str(path))
    if path.name in ("adapter_config.json", "adapter_model.safetensors") and is_peft(path.parent):
        return read_peft(path.parent)
    if is_npy(path):
        return read_npy(path)
    if starts_with(path, ZIP_MAGIC) and path.suffix.lower() not in PICKLES:
        return read_koboldai(path)
    if path.suffix.lower() == SUFFIX:
        return read_thudm(path)
    if path.suffix.lower() in PICKLES:
        raise InputError("exchange_pickle", path=str(path), file=path.name)
    raise InputError("exchange_unknown", path=str(path))


def look(path: Path) -> dict[str, Any]:
    """What a file or folder is, as JSON, for a person to decide on. Raises InputError as `read_foreign`."""
    return read_foreign(path).summary()
