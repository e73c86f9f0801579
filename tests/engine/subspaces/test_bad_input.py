"""What cannot make a subspace, or be used as one: each has its one message, and nothing is lost."""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from engine.errors import InputError, PackError
from engine.packs.archive import write_zip
from engine.runs import DataConfig, Run, RunConfig
from engine.subspaces import find_subspace, list_subspaces, read_subspace, shelf_path
from engine.subspaces.recipes import TaskSetConfig
from engine.subspaces.runs import SearchRun, TaskSetRun
from engine.subspaces.task_tables import choose_rows, find_sources
from engine.training.subspace_search import search
from engine.training.task_prompts import make_prompts
from engine.training.trainer import train
from tests.tiny_subspace import tiny_subspace

MakeSearch = Callable[..., SearchRun]
MakeRun = Callable[..., Run]


BY_LABELS = {"kind": "prompt_tuning", "length": 3, "initializer": "labels"}


@pytest.fixture
def class_tables(tmp_path: Path) -> tuple[str, ...]:
    """Two tables whose answers are classes, other ones in each."""
    for name, answers in (("agree", ("yes", "no")), ("like", ("good", "bad"))):
        lines = [f"a {word} number {place},{answers[place % 2]}" for place in range(15) for word in ("film", "book")]
        (tmp_path / f"{name}.csv").write_text("\n".join(["text,label", *lines]) + "\n", encoding="utf-8")
    return str(tmp_path / "agree.csv"), str(tmp_path / "like.csv")


def refusal(work: Callable[[], Any]) -> str:
    with pytest.raises(InputError) as caught:
        work()
    assert caught.value.message and caught.value.action
    return caught.value.code


def pack_of(run: TaskSetRun, name: str) -> Path:
    path = Run(run.task_folder(name)).pack_path
    assert path is not None
    return path


@pytest.fixture
def another(set_config: Callable[..., TaskSetConfig], tmp_path: Path) -> Callable[..., TaskSetRun]:
    """A set of one task only, in another way."""

    def make(backbone: str = "llama", **sections: Any) -> TaskSetRun:
        config = set_config(backbone, **{**sections, "training": {"steps": 1}})
        folder = Path(config.sources[0]) / "both"
        run = TaskSetRun.start(tmp_path / "another", TaskSetConfig((str(folder),), config.recipe, 16))
        list(make_prompts(run))
        return run

    return make


@pytest.mark.parametrize(
    ("code", "made_by"),
    [
        ("subspace_models", {"backbone": "qwen3"}),
        ("subspace_shapes", {"method": {"kind": "prompt_tuning", "length": 4}}),
        ("subspace_same_name", {}),
    ],
)
def test_prompts_that_do_not_go_together_are_named(
    code: str, made_by: dict[str, Any], another: Callable[..., TaskSetRun], made: TaskSetRun, make_search: MakeSearch
) -> None:
    packs = [pack_of(made, name) for name in ("both", "same", "first")]
    odd = pack_of(another(**made_by), "both")
    packs = packs if code == "subspace_same_name" else packs[1:]
    assert refusal(lambda: list(search(make_search(sources=[*map(str, packs), str(odd)])))) == code


@pytest.mark.parametrize(
    ("code", "sections"),
    [
        ("subspace_few", {"tasks": ["both", "same"]}),
        ("subspace_task_missing", {"tasks": ["both", "same", "frist"]}),
        ("subspace_dimension", {"subspace": {"dimension": 17}}),
        ("subspace_dimension_quick", {"subspace": {"dimension": 6, "quick": True}}),
    ],
)
def test_a_search_that_makes_no_sense_is_refused(code: str, sections: dict[str, Any], make_search: MakeSearch) -> None:
    assert refusal(lambda: list(search(make_search(**sections)))) == code


def test_a_folder_without_prompts_is_no_source(make_search: MakeSearch, tmp_path: Path) -> None:
    assert refusal(lambda: list(search(make_search(sources=[str(tmp_path)])))) == "subspace_source"


def test_packs_alone_learn_to_be_given_back_and_that_is_said(made: TaskSetRun, make_search: MakeSearch) -> None:
    packs = [str(pack_of(made, name)) for name in made.names]
    events = list(search(make_search(sources=packs)))
    assert [event["code"] for event in events if event["type"] == "note"] == ["subspace_no_rows"]
    assert all(event["task_loss"] is None for event in events if event["type"] == "step")
    assert read_subspace(Path(events[-1]["subspace"])).manifest.losses == ["reconstruction"]
    code = refusal(lambda: list(search(make_search(sources=packs, subspace={"without": "reconstruction"}))))
    assert code == "subspace_nothing"


@pytest.mark.parametrize("without", ["task", "reconstruction"])
def test_either_aim_can_be_left_out(without: str, make_search: MakeSearch) -> None:
    events = list(search(make_search(subspace={"without": without}, training={"steps": 2})))
    step = next(event for event in events if event["type"] == "step")
    assert step["loss"] == pytest.approx(
        step["task_loss"] if without == "reconstruction" else 200 * step["reconstruction"]
    )
    left = read_subspace(Path(events[-1]["subspace"])).manifest.losses
    assert left == (["task"] if without == "reconstruction" else ["reconstruction"])


def test_quick_is_labelled_so(make_search: MakeSearch) -> None:
    events = list(search(make_search(subspace={"quick": True})))
    assert not [event for event in events if event["type"] == "step"]
    assert "subspace_quick" in [event["code"] for event in events if event["type"] == "note"]
    assert read_subspace(Path(events[-1]["subspace"])).manifest.mode == "closed_form"


def test_a_task_without_rows_is_named(
    set_config: Callable[..., TaskSetConfig], task_folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "train.csv").write_text("input,output\nfilm,\nsoup,\n", encoding="utf-8")
    config = set_config()
    run = TaskSetRun.start(
        tmp_path / "set", TaskSetConfig((str(task_folder), str(tmp_path / "empty")), config.recipe, 16)
    )
    with pytest.raises(InputError) as caught:
        list(make_prompts(run))
    assert caught.value.code == "pretrain_table" and caught.value.message.startswith("empty: ")
    assert not run.is_begun


@pytest.mark.parametrize(
    ("code", "sections"),
    [
        ("task_set_starts", {"method": BY_LABELS, "task": {"kind": "classification"}}),
        ("task_set_head", {"task": {"kind": "classification", "output": "head"}}),
        ("task_set_method", {"method": {"kind": "intrinsic_prompt_tuning", "subspace": "x"}}),
        ("task_set_farm", {"farm": {"seeds": 2}}),
    ],
)
def test_a_set_whose_prompts_would_not_share_a_subspace_is_refused(
    code: str,
    sections: dict[str, Any],
    class_tables: tuple[str, ...],
    set_config: Callable[..., TaskSetConfig],
    tmp_path: Path,
) -> None:
    run = TaskSetRun.start(tmp_path / "set", TaskSetConfig(class_tables, set_config(**sections).recipe, 16))
    assert refusal(lambda: list(make_prompts(run))) == code


def test_tasks_are_found_in_folders_and_named_after_them(task_folder: Path, tmp_path: Path) -> None:
    names = [source.name for source in find_sources([task_folder])]
    assert names == ["both", "first", "letter", "same", "second", "turned"]  # tasks.csv beside them is no task
    assert [source.name for source in find_sources([task_folder / "same"])] == ["same"]
    assert refusal(lambda: find_sources([tmp_path])) == "task_set_empty"
    assert refusal(lambda: find_sources([task_folder, task_folder / "same"])) == "pretrain_same_name"


def test_few_shots_are_so_many_of_each_class_and_the_rest_is_kept(
    class_tables: tuple[str, ...], task_folder: Path
) -> None:
    yes_or_no, texts = find_sources([Path(class_tables[0]), task_folder / "both"])
    sizes: dict[str, Any] = {"rows": 256, "shots": 3, "task": "generation"}
    drawn = [choose_rows(yes_or_no, DataConfig(), seed=seed, **sizes) for seed in (1, 1, 2)]
    assert drawn[0] == drawn[1] != drawn[2]
    assert Counter(example.label for example in drawn[0].train) == {"yes": 3, "no": 3}
    assert not {example.row for example in drawn[0].train} & {example.row for example in drawn[0].rest}
    assert len(choose_rows(texts, DataConfig(), seed=1, **sizes).train) == 6


# ---- the file --------------------------------------------------------------------------------------------------------


@pytest.fixture
def subspace(model_folders: Mapping[str, Path], tmp_path: Path) -> Path:
    return tiny_subspace(tmp_path / "tiny.promptsubspace", model_folders["llama"], {"embeddings": [3, 32]}).path


def test_a_subspace_of_another_model_is_refused(subspace: Path, make_run: MakeRun) -> None:
    run = make_run("qwen3", method={"kind": "intrinsic_prompt_tuning", "subspace": str(subspace)})
    assert refusal(lambda: list(train(run))) == "subspace_other_model"


@pytest.mark.parametrize(
    ("code", "options"),
    [
        ("subspace_unknown", {"subspace": "nowhere"}),
        ("subspace_task_unknown", {"start_task": "nroth"}),
    ],
)
def test_a_subspace_or_task_that_is_not_there_is_named(
    code: str, options: dict[str, str], subspace: Path, make_run: MakeRun, home: Path
) -> None:
    run = make_run("llama", method={"kind": "intrinsic_prompt_tuning", "subspace": str(subspace), **options})
    assert refusal(lambda: list(train(run))) == code


def test_without_a_subspace_it_is_refused(recipe: Callable[..., dict[str, Any]], tmp_path: Path) -> None:
    values = recipe("llama") | {"method": {"kind": "intrinsic_prompt_tuning"}}
    run = Run.create(tmp_path / "run", RunConfig.from_json(values))
    assert refusal(lambda: list(train(run))) == "subspace_needed"


def test_a_name_is_looked_for_on_the_shelf(subspace: Path, home: Path) -> None:
    shelf_path("mine").parent.mkdir(parents=True)
    subspace.rename(shelf_path("mine"))
    (shelf_path("mine").parent / "broken.promptsubspace").write_bytes(b"PK")
    assert find_subspace("mine") == shelf_path("mine")
    broken, mine = list_subspaces()
    assert mine["name"] == "tiny" and mine["dimension"] == 3 and mine["problem"] is None
    assert broken["problem"]["code"] == "subspace_unusable"


def test_a_damaged_or_hostile_file_is_refused_before_it_is_used(subspace: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(subspace) as opened:
        members = {name: opened.read(name) for name in opened.namelist()}
    manifest, tensors = members["manifest.json"], members["subspace.safetensors"]
    bad = {
        "cut": {"manifest.json": manifest},
        "changed": {"manifest.json": manifest, "subspace.safetensors": tensors[:-4] + b"\x00\x00\xc0\x7f"},
        "more": {**members, "run.py": b"print()"},
        "other": {"manifest.json": manifest.replace(b'"dimension": 3', b'"dimension": 4'), **{}},
        "field": {**members, "manifest.json": manifest.replace(b'"losses"', b'"lossez"')},
    }
    for name, content in bad.items():
        path = tmp_path / f"{name}.promptsubspace"
        write_zip(path, {"subspace.safetensors": tensors, **content} if name == "other" else content)
        with pytest.raises(PackError) as caught:
            read_subspace(path)
        assert caught.value.code == "subspace_unusable", name
    (tmp_path / "text.promptsubspace").write_text("no zip")
    with pytest.raises(PackError, match=r"text\.promptsubspace"):
        read_subspace(tmp_path / "text.promptsubspace")
