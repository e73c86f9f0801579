"""Files shipped with the program: where to find them. Reading them is left to the engine.

The sample reviews under `samples/` were written for this project; they share its licence.
"""

from pathlib import Path

_SAMPLES = Path(__file__).resolve().parent / "samples"


def sample_path(name: str) -> Path:
    """Return the path of a shipped sample file, such as "product_reviews_en.csv".

    Raises FileNotFoundError, naming the samples there are, when none has this name.
    """
    present = sorted(path.name for path in _SAMPLES.glob("*.csv"))
    if name not in present:
        raise FileNotFoundError(f"no sample is called {name!r}; there are {', '.join(present)}")
    return _SAMPLES / name


def translation_path(locale: str) -> Path:
    """Return where the compiled translation of a locale such as "zh_CN" is; `make translations` makes it."""
    return Path(__file__).resolve().parent / "translations" / f"softprompt_{locale}.qm"
