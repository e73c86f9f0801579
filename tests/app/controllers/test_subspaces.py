"""Recipes of a subspace are written before the first step, and what was removed or broken off is not lost."""

from pathlib import Path
from typing import Any

import pytest

from app.controllers.subspaces import free_name, search_after, unfinished, write_recipes
from engine.errors import InputError
from engine.runs import Run
from engine.subspaces.runs import SearchRun, TaskSetRun

FROM_PACKS: dict[str, Any] = {
    **{"name": "Six", "packs": ["/a", "/b", "/c"], "backbone": "starter:a", "training": {"steps": 9}},
    "subspace": {"dimension": 3, "quick": False, "width": 8},
}
FROM_TABLES: dict[str, Any] = {
    **{"name": "Six", "tables": "/tables", "steps": 4, "set": {"rows": 12, "together": None}, "backbone": "starter:a"},
    "subspace": {"dimension": 2},
}


def test_packs_need_a_search_only(home: Path) -> None:
    folder = write_recipes(FROM_PACKS)
    config = SearchRun(folder).recipe
    assert folder == home / "subspaces" / "Six-search" and config.out == str(home / "subspaces" / "Six.promptsubspace")
    assert (config.sources, config.subspace.dimension, config.subspace.width) == (("/a", "/b", "/c"), 3, 8)
    assert config.training.steps == 9 and config.backbone.source == "starter:a"


def test_tables_need_prompts_first_and_the_search_waits_for_them(home: Path) -> None:
    folder = write_recipes(FROM_TABLES)
    made = TaskSetRun(folder).recipe
    assert (made.sources, made.rows, made.recipe.training.steps) == (("/tables",), 12, 4)
    search = search_after(str(folder))
    assert SearchRun(Path(search)).recipe.sources == (str(folder),)
    assert [(entry["name"], entry["stage"]) for entry in unfinished("")] == [("Six", "prompts")]
    assert unfinished(str(folder)) == []  # while it goes on, the search is not offered


def test_a_name_is_used_once(home: Path) -> None:
    assert free_name("Six") == "Six"
    write_recipes(FROM_PACKS)
    assert free_name("Six") == "Six 2"
    with pytest.raises(InputError) as refused:
        write_recipes(FROM_PACKS)
    assert refused.value.code == "subspace_taken"


def test_settings_that_cannot_be_are_refused_before_anything_is_written(home: Path) -> None:
    with pytest.raises(InputError):
        write_recipes({**FROM_PACKS, "subspace": {"dimension": 0}})
    assert not (home / "subspaces").exists()


def test_what_was_removed_comes_back_whole(qtbot, home: Path, studio, settled) -> None:
    folder = write_recipes(FROM_TABLES)
    found: list[tuple[str, str]] = []
    studio.subspaces.removed.connect(lambda name, where: found.append((name, where)))
    studio.subspaces.remove(str(folder))
    settled(studio)
    assert found[0][0] == "Six" and unfinished("") == [] and not folder.exists()
    studio.subspaces.undo_remove(found[0][1])
    settled(studio)
    assert TaskSetRun.is_at(folder) and search_after(str(folder))


def test_prompts_that_are_made_lead_to_the_search(qtbot, window, engine, home: Path, settled) -> None:
    engine.say_hello()
    studio = window.studio
    studio.subspaces.begin(FROM_TABLES)
    settled(studio)
    assert [Path(request["folder"]).name for request in engine.asked("resume")] == ["Six-prompts"]
    assert window.shell.current_place() == "watch" and window.watch.state == "running"
    member = {"type": "done", "member": "a", "task": "a", "metrics": {"metric": "exact_match", "exact_match": 0.5}}
    done = {"type": "done", "run": "", "pack": None, "stopped": False, "tasks": [], "of": 1}
    engine.answer("resume", member, {**done, "metrics": {"metric": "exact_match", "exact_match": 0.5}})
    settled(studio)
    assert [Path(request["folder"]).name for request in engine.asked("resume")] == ["Six-prompts", "Six-search"]


def test_an_ordinary_run_leads_to_no_search(home: Path) -> None:
    assert search_after(str(Run(home / "runs" / "a").folder)) == ""
