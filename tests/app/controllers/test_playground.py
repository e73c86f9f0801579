"""Questions go to the engine with the base model that fits, and rows come from the run that made the pack."""

from pathlib import Path

from engine.runs import Run, RunConfig

QUESTION = {"pack": "/p.promptpack", "fields": {"text": "fine"}, "sampling": {"temperature": 0.0}}


def test_a_question_goes_to_the_base_model_that_fits(studio, engine) -> None:
    studio.workspace.set_packs([{"path": "/p.promptpack", "fits": "starter:minilm-l6"}])
    studio.playground.ask(QUESTION)
    assert engine.asked("ask")[0] | {"id": ""} == {"id": "", "kind": "ask", **QUESTION, "backbone": "starter:minilm-l6"}


def test_answers_come_as_they_are_and_the_end_is_the_end(studio, engine) -> None:
    found: list[dict] = []
    studio.playground.answered.connect(found.extend)
    studio.playground.ask(QUESTION)
    engine.answer("ask", {"type": "answer", "side": "tuned", "label": "praise"})
    assert [event["type"] for event in found] == ["answer", "finished"]
    assert not studio.playground.is_asking


def test_stop_reaches_the_engine_only_while_it_answers(studio, engine) -> None:
    studio.playground.stop()
    studio.playground.ask(QUESTION)
    studio.playground.stop()
    assert [request["kind"] for request in engine.sent] == ["ask", "cancel_ask"]


def test_an_engine_that_died_ends_the_answer(studio, engine) -> None:
    found: list[dict] = []
    studio.playground.answered.connect(found.extend)
    studio.playground.ask(QUESTION)
    engine.die()
    assert [event["type"] for event in found] == ["finished"] and not studio.playground.is_asking


def made_by_a_run(home: Path, reviews: Path, pack: bytes) -> tuple[Path, Path]:
    config = RunConfig().replace(
        data={"train": str(reviews), "keep_aside": 0.25},
        task={"kind": "classification"},
        method={"kind": "p_tuning_v2"},
    )
    run = Run.create(home / "runs" / "a", config)
    (run.folder / "pack").mkdir()
    made, shelved = run.folder / "pack" / "a.promptpack", home / "b.promptpack"
    made.write_bytes(pack)
    shelved.write_bytes(pack)
    return made, shelved


def test_rows_to_try_are_those_its_run_kept_aside(qtbot, studio, home, reviews) -> None:
    made, shelved = made_by_a_run(home, reviews, b"the very pack")
    studio.workspace.set_runs([{"folder": str(home / "runs" / "a"), "pack": str(made)}])
    found: list[list] = []
    studio.playground.rows_ready.connect(found.append)
    studio.playground.load_rows(str(shelved))
    qtbot.waitUntil(lambda: len(found) == 2)
    assert found[0] == [] and len(found[1]) == 6
    assert found[1][0]["expected"] in ("praise", "complaint") and set(found[1][0]["fields"]) == {"text"}


def test_a_pack_from_elsewhere_has_no_rows_to_try(qtbot, studio, home, reviews) -> None:
    made, _ = made_by_a_run(home, reviews, b"the very pack")
    studio.workspace.set_runs([{"folder": str(home / "runs" / "a"), "pack": str(made)}])
    other = home / "other.promptpack"
    other.write_bytes(b"another pack!")
    found: list[list] = []
    studio.playground.rows_ready.connect(found.append)
    studio.playground.load_rows(str(other))
    qtbot.waitUntil(lambda: len(found) == 2)
    assert found == [[], []]


def test_data_that_has_moved_offers_no_rows(qtbot, studio, home, reviews) -> None:
    made, shelved = made_by_a_run(home, reviews, b"the very pack")
    reviews.unlink()
    studio.workspace.set_runs([{"folder": str(home / "runs" / "a"), "pack": str(made)}])
    found: list[list] = []
    studio.playground.rows_ready.connect(found.append)
    studio.playground.load_rows(str(shelved))
    qtbot.waitUntil(lambda: len(found) == 2)
    assert found == [[], []]


def moved(number: float) -> dict:
    return {"pack": "/p.promptpack", "numbers": [number], "rows": [{"text": "fine"}]}


def test_a_slider_that_is_drawn_asks_once_at_a_time_and_only_the_newest_waits(studio, engine) -> None:
    studio.workspace.set_packs([{"path": "/p.promptpack", "fits": "starter:minilm-l6"}])
    found: list[dict] = []
    studio.playground.answered.connect(found.extend)
    for number in (0.1, 0.2, 0.3, 0.4):
        studio.playground.move(moved(number))
    assert [request["numbers"] for request in engine.asked("ask_at")] == [[0.1]]
    assert engine.asked("ask_at")[0]["backbone"] == "starter:minilm-l6"
    engine.answer("ask_at", {"type": "answers_at", "numbers": [0.1], "answers": [{"label": "a"}]})
    assert [request["numbers"] for request in engine.asked("ask_at")] == [[0.1], [0.4]]
    engine.answer("ask_at", {"type": "answers_at", "numbers": [0.4], "answers": [{"label": "b"}]})
    assert [(event["type"], event["pack"]) for event in found] == [("answers_at", "/p.promptpack")] * 2
    assert len(engine.asked("ask_at")) == 2


def test_an_engine_that_died_does_not_stop_the_sliders(studio, engine) -> None:
    studio.playground.move(moved(0.1))
    engine.die()
    studio.playground.move(moved(0.2))
    assert [request["numbers"] for request in engine.asked("ask_at")] == [[0.1], [0.2]]
