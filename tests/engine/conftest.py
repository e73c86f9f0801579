"""Tiny random backbones, a toy table that can be learned, and runs over both: what the engine's tests share.

torch is imported where a fixture needs it, so that the tests of plain data start at once.
"""

from __future__ import annotations

import copy
import functools
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pytest
from hypothesis import settings

from engine.runs import Run, RunConfig

if TYPE_CHECKING:
    from engine.backbones.backbone import Backbone
    from tests.engine.method_cases import Case, Studied

T = TypeVar("T")

pytest.register_assert_rewrite("tests.engine.method_claims")
settings.register_profile("engine", deadline=None)  # a busy machine is no failure
settings.load_profile("engine")

GOOD, BAD = ("good", "great", "fine", "lovely", "best"), ("bad", "poor", "awful", "worst", "sad")
NOUNS = ("film", "book", "soup", "phone", "battery", "review")
FRAMES = ("the {} is {}", "a very {1} {0}", "i found it {1} , my {0}", "{1} ! no {0} to love", "not a {0} but {1}")


class Lazy(Mapping[str, T]):
    """Values by name, each made when it is first asked for: a test of one model does not make thirteen."""

    def __init__(self, names: Iterable[str], make: Callable[[str], T]) -> None:
        self._names, self._make = tuple(names), make
        self._made: dict[str, T] = {}

    def __getitem__(self, name: str) -> T:
        if name not in self._names:
            raise KeyError(name)
        if name not in self._made:
            self._made[name] = self._make(name)
        return self._made[name]

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


@pytest.fixture(scope="session")
def model_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, Path]]:
    """Folders of the tiny models by the names of `tests.tiny_models.MAKERS`, made when asked for. Read them only: they
    are read from the disk once, and each further load is a copy of what was read."""
    from transformers.utils import logging as transformers_logging

    from engine.backbones.backbone import Backbone
    from tests.tiny_models import MAKERS

    transformers_logging.set_verbosity_error()
    transformers_logging.disable_progress_bar()
    parent = tmp_path_factory.mktemp("models")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Backbone, "load", copies_of_what_was_read(parent, Backbone.load))
        yield Lazy(MAKERS, lambda name: MAKERS[name](parent / name))


def copies_of_what_was_read(parent: Path, load: Callable[..., Backbone]) -> Callable[..., Backbone]:
    """`Backbone.load` that reads a folder of the tiny models once: reading takes longer than most trainings here."""
    from engine.backbones.backbone import Backbone

    read = functools.cache(load)

    def copied(folder: Path, *, source: str | None = None, dtype: str = "auto", device: str = "auto") -> Backbone:
        if folder.parent != parent or dtype not in ("auto", "float32"):
            return load(folder, source=source, dtype=dtype, device=device)
        first = read(folder, dtype=dtype, device=device)
        parts = copy.deepcopy((first.model, first.tokenizer))
        return Backbone(*parts, first.family, source or str(folder), folder.name, has_words=first.has_words)

    return copied


@pytest.fixture(scope="session")
def backbones(model_folders: Mapping[str, Path]) -> Mapping[str, Backbone]:
    """The tiny models loaded in fp32 on the CPU when asked for. They are frozen, so all tests share them."""
    from engine.backbones.backbone import Backbone

    return Lazy(model_folders, lambda name: Backbone.load(model_folders[name], dtype="float32", device="cpu"))


@pytest.fixture
def bert(backbones: Mapping[str, Backbone]) -> Backbone:
    return backbones["bert"]


@pytest.fixture
def llama(backbones: Mapping[str, Backbone]) -> Backbone:
    return backbones["llama"]


@pytest.fixture
def gpt2(backbones: Mapping[str, Backbone]) -> Backbone:
    return backbones["gpt2"]


def toy_rows(count: int) -> list[tuple[str, str]]:
    """(text, label) whose label one word tells; texts differ in length and never repeat."""
    rows = []
    for frame, noun, (good, bad) in itertools.product(FRAMES, NOUNS, zip(GOOD, BAD, strict=True)):
        rows += [(frame.format(noun, good), "praise"), (frame.format(noun, bad), "complaint")]
    return [rows[index * 7 % len(rows)] for index in range(count)]


@pytest.fixture(scope="session")
def toy_table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A CSV of 80 rows, `text` and `label`."""
    path = tmp_path_factory.mktemp("data") / "toy.csv"
    lines = [f'"{text}",{label}' for text, label in toy_rows(80)]
    path.write_text("\n".join(["text,label", *lines]) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def task_tables(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Two CSVs of other tasks and sizes over the same texts, by name: `praise` (60 rows), and `thing` (100 rows, three
    answers), whose columns are called otherwise."""
    folder = tmp_path_factory.mktemp("tasks")
    things = {"film": "art", "book": "art", "soup": "food", "phone": "device", "battery": "device", "review": "art"}
    rows = [(text, next(thing for noun, thing in things.items() if noun in text)) for text, _ in toy_rows(100)]
    for name, header, lines in (
        ("praise", "text,label", toy_rows(60)),
        ("thing", "sentence,category", rows),
    ):
        (folder / f"{name}.csv").write_text(
            "\n".join([header, *(f'"{text}",{label}' for text, label in lines)]) + "\n", encoding="utf-8"
        )
    return {name: folder / f"{name}.csv" for name in ("praise", "thing")}


@pytest.fixture(scope="session")
def recipe(model_folders: Mapping[str, Path], toy_table: Path) -> Callable[..., dict[str, Any]]:
    """A recipe as JSON; sections given as keywords are merged into it, `backbone` is a tiny model's name."""

    def make(backbone: str = "bert", **sections: Any) -> dict[str, Any]:
        values: dict[str, Any] = {
            "name": "toy",
            "seed": 1,
            "backbone": {"source": str(model_folders[backbone]), "dtype": "float32", "device": "cpu"},
            "data": {"train": str(toy_table), "keep_aside": 0.3},
            "method": {"kind": "p_tuning_v2", "length": 3},
            "training": {"steps": 8, "batch_size": 8, "threads": 1, "evaluate_every": 4, "checkpoint_every": 4},
        }
        for name, section in sections.items():
            is_merged = isinstance(section, dict) and name != "method"
            values[name] = {**values.get(name, {}), **section} if is_merged else section
        from tests.tiny_subspace import given_subspace

        return {**values, "method": given_subspace(values["method"], model_folders[backbone])}

    return make


@pytest.fixture
def make_run(recipe: Callable[..., dict[str, Any]], tmp_path: Path) -> Callable[..., Run]:
    """A new run of such a recipe in a folder of its own."""
    numbers = itertools.count()

    def make(backbone: str = "bert", **sections: Any) -> Run:
        return Run.create(tmp_path / f"run{next(numbers)}", RunConfig.from_json(recipe(backbone, **sections)))

    return make


@pytest.fixture(scope="session")
def study_anew(
    recipe: Callable[..., dict[str, Any]], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[Case], Studied]:
    """A case of the methods' contract (tests/engine/method_cases.py) that nothing is known of yet."""
    from engine.training.preparation import Warm
    from tests.engine.method_cases import Studied

    folder, numbers = tmp_path_factory.mktemp("studied"), itertools.count()
    warm: dict[str, Warm] = {}

    def make(backbone: str, **sections: Any) -> Run:
        return Run.create(folder / f"run{next(numbers)}", RunConfig.from_json(recipe(backbone, **sections)))

    return lambda case: Studied(case, make, warm.setdefault(case.name, Warm()))


@pytest.fixture(scope="session")
def study(study_anew: Callable[[Case], Studied]) -> Callable[[Case], Studied]:
    """The same, but all tests of a case share what was found out."""
    return functools.cache(study_anew)


@pytest.fixture(scope="session")
def untouched_hashes(model_folders: Mapping[str, Path]) -> Mapping[str, str]:
    """The sum over each tiny model's tensors as they are in its files, loaded for this alone."""
    from engine.backbones.backbone import Backbone

    return Lazy(model_folders, lambda name: Backbone.load(model_folders[name], dtype="float32").tensor_hash())
