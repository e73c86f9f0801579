"""Packs come onto the shelf, are coloured by what is here, and go away so that they can come back. Runs too."""

from copy import deepcopy
from dataclasses import replace
from pathlib import Path

import pytest

from app.controllers.library import best_match, play_pack
from engine.packs import Fingerprint, read_pack, summary
from engine.runs import Run, RunConfig


@pytest.fixture
def shelf(studio, settled):
    """Read the shelf and give the cards back."""

    def read() -> list[dict]:
        studio.library.refresh_packs()
        settled(studio)
        return studio.workspace.packs

    return read


@pytest.fixture
def installed(qtbot, studio, make_pack) -> str:
    with qtbot.waitSignal(studio.library.installed) as signal:
        studio.library.install(str(make_pack()))
    return signal.args[0]


def backbone(fingerprint: Fingerprint, source: str = "starter:minilm-l6", present: bool = True) -> dict:
    return {"source": source, "name": "Tiny", "present": present, "fingerprint": fingerprint.to_json()}


def test_an_installed_pack_is_on_the_shelf_with_what_decides(studio, installed) -> None:
    (card,) = studio.workspace.packs
    assert (card["name"], card["before"], card["now"], card["n"]) == ("Praise or not", 0.5, 0.9, 40)
    assert card["columns"] == ["review"] and card["labels"] == ["no", "yes"] and card["path"] == installed


def test_the_same_pack_again_stays_one(qtbot, studio, installed, make_pack, shelf) -> None:
    with qtbot.waitSignal(studio.library.installed) as signal:
        studio.library.install(str(make_pack()))
    assert signal.args == [installed, True] and len(shelf()) == 1


def test_a_damaged_pack_is_refused_for_that_reason(qtbot, studio, make_pack, shelf) -> None:
    path = make_pack()
    path.write_bytes(path.read_bytes()[:-30])
    with qtbot.waitSignal(studio.library.failed) as signal:
        studio.library.install(str(path))
    assert signal.args[0]["code"].startswith("pack_")
    assert shelf() == []


def test_a_pack_that_was_damaged_on_the_shelf_says_so(studio, installed, shelf) -> None:
    Path(installed).write_bytes(b"no zip")
    (card,) = shelf()
    assert card["match"]["level"] == "red" and card["match"]["text"] and card["broken"]


def test_the_colour_tells_the_best_fit_among_what_is_here(make_pack) -> None:
    pack = summary(read_pack(make_pack()))
    same = Fingerprint.from_json(pack["fingerprint"])
    other, wide = replace(same, weights_hash="c" * 64), replace(same, hidden=16, embedding=16)
    found = best_match(pack, [backbone(wide, "a"), backbone(other, "b"), backbone(same, "c")])
    assert found is not None and (found[0].colour, found[1]) == ("green", "c")
    found = best_match(pack, [backbone(wide, "a"), backbone(other, "b")])
    assert found is not None and (found[0].colour, found[1]) == ("amber", "b")
    found = best_match(pack, [backbone(wide, "a")])
    assert found is not None and found[0].colour == "red" and "8" in found[0].message and "16" in found[0].message
    assert best_match(pack, [backbone(same, "c", present=False)]) is None


def test_cards_are_coloured_again_when_base_models_change(studio, engine, installed) -> None:
    same = Fingerprint.from_json(summary(read_pack(Path(installed)))["fingerprint"])
    assert studio.workspace.packs[0]["match"] is None
    engine.say_hello()
    hello = deepcopy(studio.workspace.hello)
    hello["backbones"][0]["fingerprint"] = same.to_json()
    studio.workspace.set_hello(hello)
    studio.library.show_packs()
    card = studio.workspace.packs[0]
    assert card["match"]["level"] == "green" and card["fits"] == "starter:minilm-l6"
    assert play_pack(card)["match"] == "green"


def test_a_pack_that_is_removed_comes_back(qtbot, studio, installed, shelf) -> None:
    with qtbot.waitSignal(studio.library.pack_removed) as signal:
        studio.library.remove(installed)
    assert signal.args == ["Praise or not"] and shelf() == []
    with qtbot.waitSignal(studio.workspace.packs_changed):
        studio.library.undo_remove()
    assert [card["name"] for card in shelf()] == ["Praise or not"]


def test_an_exported_pack_is_the_same_pack(qtbot, studio, installed, tmp_path) -> None:
    target = tmp_path / "out" / "mine.promptpack"
    with qtbot.waitSignal(studio.library.exported):
        studio.library.export(installed, str(target))
    assert target.read_bytes() == Path(installed).read_bytes()


def test_a_pack_of_a_run_is_exported_by_way_of_the_shelf(qtbot, studio, make_pack, tmp_path, shelf) -> None:
    with qtbot.waitSignal(studio.library.exported):
        studio.library.export(str(make_pack()), str(tmp_path / "mine.promptpack"))
    assert len(shelf()) == 1 and (tmp_path / "mine.promptpack").is_file()


def test_an_export_that_cannot_be_written_is_told(qtbot, studio, installed, tmp_path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with qtbot.waitSignal(studio.library.failed) as signal:
        studio.library.export(installed, str(tmp_path / "file" / "mine.promptpack"))
    assert signal.args[0]["code"] == "not_writable"


def test_a_pack_is_placed_on_the_shelf_before_it_is_tried(qtbot, studio, make_pack) -> None:
    found: list[str] = []
    studio.library.place(str(make_pack()), found.append)
    qtbot.waitUntil(lambda: bool(found))
    assert found == [studio.workspace.packs[0]["path"]]
    studio.library.place(found[0], found.append)
    assert found[1] == found[0]


# ---- runs ------------------------------------------------------------------------------------------------------------


def a_run(home: Path, name: str, *events: dict) -> Run:
    config = RunConfig().replace(name=name, data={"train": "/data/shop.csv"}, method={"kind": "p_tuning_v2"})
    run = Run.create(home / "runs" / name, config)
    for event in events:
        run.append(event)
    return run


STEP = {"type": "step", "step": 3, "steps": 12, "loss": 0.5, "seconds": 2.0}
DONE = {
    "type": "done",
    "metrics": {"accuracy": 0.9, "low": 0.8, "high": 0.95},
    "baseline": {"accuracy": 0.5},
    "seconds": 9.0,
}


def test_runs_are_listed_as_their_folders_tell(studio, engine, home, settled) -> None:
    engine.say_hello()
    a_run(home, "broken off", STEP)
    a_run(home, "whole", STEP, DONE)
    (home / "runs" / "no run").mkdir()
    (home / "runs" / "unreadable").mkdir()
    (home / "runs" / "unreadable" / "config.json").write_text("{", encoding="utf-8")
    studio.library.refresh_runs()
    settled(studio)
    rows = {run["name"]: run for run in studio.workspace.runs}
    assert set(rows) == {"broken off", "whole"}
    assert (rows["broken off"]["state"], rows["broken off"]["step"]) == ("stopped", 3)
    assert (rows["whole"]["state"], rows["whole"]["before"], rows["whole"]["now"]) == ("finished", 0.5, 0.9)
    assert rows["whole"]["method_title"] == "P-Tuning v2" and rows["whole"]["data"] == "shop.csv"


def test_a_run_that_is_removed_comes_back(qtbot, studio, home, settled) -> None:
    run = a_run(home, "old", STEP)
    with qtbot.waitSignal(studio.library.run_removed) as signal:
        studio.library.remove_run(str(run.folder))
    settled(studio)
    assert not run.folder.exists() and studio.workspace.runs == []
    with qtbot.waitSignal(studio.workspace.runs_changed):
        studio.library.undo_remove_run(signal.args[1])
    assert [each["name"] for each in studio.workspace.runs] == ["old"] and run.folder.is_dir()


def test_a_run_that_goes_on_is_not_removed(qtbot, studio, home) -> None:
    run = a_run(home, "live", STEP)
    run.lock.take()
    with qtbot.waitSignal(studio.library.failed) as signal:
        studio.library.remove_run(str(run.folder))
    assert signal.args[0]["code"] == "run_busy" and run.folder.is_dir()
