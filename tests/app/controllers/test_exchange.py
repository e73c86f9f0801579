"""Packs go to other programs and come from them: looked at here, written by the engine."""

from pathlib import Path

import numpy as np
import pytest

PATIENCE_MS = 10_000


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    path = tmp_path / "praise.npy"
    np.save(path, np.ones((3, 8), dtype=np.float32))
    return path


def test_each_format_says_what_it_leaves_out_or_why_not(qtbot, studio, make_pack) -> None:
    with qtbot.waitSignal(studio.exchange.described, timeout=PATIENCE_MS) as told:
        studio.exchange.describe(str(make_pack()))
    found = {each.format: each for each in told.args[1]}
    assert set(found) == {"peft", "npy", "koboldai"}
    assert found["koboldai"].refusal["code"].startswith("export_")
    assert [note["code"] for note in found["npy"].notes] == ["export_template_left", "export_head_left"]


def test_an_export_is_written_by_the_engine(qtbot, studio, engine) -> None:
    studio.exchange.export("/shelf/a.promptpack", "npy", "/out/a.npy")
    assert engine.asked("export_pack")[-1] | {"id": ""} == {
        **{"id": "", "kind": "export_pack", "pack": "/shelf/a.promptpack", "to": "npy", "out": "/out/a.npy"}
    }
    with qtbot.waitSignal(studio.exchange.exported) as told:
        engine.answer("export_pack", {"type": "pack", "path": "/out/a.npy", "format": "npy"})
    assert told.args == ["/out/a.npy"]


def test_an_export_that_fails_is_told(qtbot, studio, engine) -> None:
    studio.exchange.export("/shelf/a.promptpack", "peft", "/out")
    with qtbot.waitSignal(studio.exchange.failed) as told:
        engine.answer("export_pack", {"type": "error", "code": "export_folder", "args": {"path": "/out"}})
    assert told.args[0]["code"] == "export_folder"
    studio.exchange.export("/shelf/a.promptpack", "peft", "/out")
    with qtbot.waitSignal(studio.exchange.failed) as told:
        engine.die()
    assert told.args[0]["code"] == "engine_gone"


def test_a_foreign_file_is_looked_at_before_anything_is_asked(qtbot, studio, rows: Path) -> None:
    with qtbot.waitSignal(studio.exchange.looked, timeout=PATIENCE_MS) as told:
        studio.exchange.look(str(rows))
    assert told.args[0] == str(rows) and told.args[1]["tokens"] == 3 and told.args[1]["width"] == 8


def test_what_is_no_prompt_is_refused_with_the_reason(qtbot, studio, tmp_path: Path) -> None:
    (tmp_path / "song.npy").write_bytes(b"la la la")
    with qtbot.waitSignal(studio.exchange.failed, timeout=PATIENCE_MS) as told:
        studio.exchange.look(str(tmp_path / "song.npy"))
    assert told.args[0]["code"].startswith("exchange_")


def test_an_import_carries_the_choices_and_brings_notes_back(qtbot, studio, engine, rows: Path) -> None:
    studio.exchange.take(str(rows), {"name": "Praise", "backbone": "starter:minilm-l6"})
    request = engine.asked("import_pack")[-1]
    assert (request["path"], request["out"], request["name"]) == (str(rows), None, "Praise")
    note = {"type": "note", "code": "exchange_any_weights", "args": {}}
    with qtbot.waitSignal(studio.exchange.imported) as told:
        engine.answer("import_pack", note, {"type": "pack", "path": "/shelf/praise.promptpack", "was_there": False})
    assert told.args[0]["path"] == "/shelf/praise.promptpack"
    assert [event["code"] for event in told.args[1]] == ["exchange_any_weights"]
