"""Watch shows a run while it goes on, its result or what stopped it, and hands on what the user asks for."""

import time

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTranslator
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget

from widgets.pages.watch_page import WatchPage

CONFIG = {
    "name": "Customer messages",
    "training": {"batch_size": 16, "early_stopping": 2},
    "method": {"kind": "p_tuning_v2"},
}
NB = "\u00a0"


@pytest.fixture
def page(qtbot) -> WatchPage:
    page = WatchPage()
    page.resize(1207, 691)
    qtbot.addWidget(page)
    with qtbot.waitExposed(page):
        page.show()
    return page


def until(events: list[dict], step: int) -> list[dict]:
    kinds = ("step", "evaluation", "checkpoint")
    end = next(place for place, e in enumerate(events) if e["type"] in kinds and e["step"] > step)
    return events[:end]


def phase(name: str, done: int | None = None, total: int | None = None) -> dict:
    return {"type": "phase", "name": name, "done": done, "total": total}


def test_without_a_run_it_offers_a_beginning(page, qtbot) -> None:
    assert page.state == "empty" and page.empty.isVisible()
    assert page.title_label.text() == "Watch"
    with qtbot.waitSignal(page.sample_requested):
        page.empty.action_chosen.emit("sample")
    with qtbot.waitSignal(page.teach_requested):
        page.empty.action_chosen.emit("teach")


@pytest.mark.parametrize(
    ("event", "title"),
    [
        (phase("reading_data"), "Reading your examples"),
        (phase("loading_backbone"), "Loading model"),
        (phase("trying_base", 60, 120), "Trying base model first"),
        (phase("saving"), "Saving"),
    ],
)
def test_header_names_the_phase(page, event, title) -> None:
    page.start_run(CONFIG, "Customer messages")
    page.add_events([event])
    assert page.title_label.text() == title


def test_a_phase_of_unknown_length_has_words_only(page) -> None:
    page.start_run(CONFIG, "Customer messages")
    page.add_events([phase("loading_backbone")])
    assert not page.bar.isVisible() and not page.percent.isVisible()


def test_while_teaching_the_header_tells_pass_step_percent_and_time(page, recorded_run) -> None:
    page.start_run(CONFIG, "Customer messages")
    page.add_events(until(recorded_run, 212))
    assert page.title_label.text() == "Teaching - pass 4 of 5"
    assert page.percent.text() == f"62{NB}%"
    assert page.subtitle_label.text() == f"step 212 of 340 · about 1{NB}min left"
    assert page.running.isVisible() and page.pause_button.isVisible() and not page.play_button.isVisible()


def test_no_time_is_promised_in_the_first_steps(page, recorded_run) -> None:
    page.start_run(CONFIG, "Customer messages")
    page.add_events(until(recorded_run, 19))
    assert page.subtitle_label.text() == "step 19 of 340"


def test_pause_turns_into_continue(page, qtbot, recorded_run) -> None:
    page.start_run(CONFIG, "Customer messages")
    page.add_events(until(recorded_run, 100))
    with qtbot.waitSignal(page.pause_requested):
        page.pause_button.click()
    assert page.pause_button.text() == "Continue" and page.title_label.text() == "Paused"
    with qtbot.waitSignal(page.resume_requested):
        qtbot.keyClick(page, Qt.Key.Key_Period, Qt.KeyboardModifier.ControlModifier)
    assert page.title_label.text().startswith("Teaching")


def test_plot_keys_work_from_anywhere_on_the_page(page, qtbot, recorded_run) -> None:
    page.start_run(CONFIG, "Customer messages")
    page.add_events(until(recorded_run, 100))
    qtbot.keyClick(page.pause_button, Qt.Key.Key_L)
    assert page.running.loss_plot.log.isChecked()
    qtbot.keyClick(page.pause_button, Qt.Key.Key_0)
    assert not page.running.loss_plot.log.isChecked()


@pytest.mark.parametrize("save", [True, False])
def test_stop_asks_whether_to_save_and_only_once(page, qtbot, recorded_run, save) -> None:
    page.start_run(CONFIG, "Customer messages")
    page.add_events(until(recorded_run, 100))
    with qtbot.waitSignal(page.stop_requested) as caught:
        (page._stop_save if save else page._stop_discard).trigger()
    assert caught.args == [save]
    assert page.title_label.text() == "Stopping" and not page.stop_button.isEnabled()


def test_a_finished_run_shows_its_result_and_play_has_the_focus(page, qtbot, recorded_run) -> None:
    page.start_run(CONFIG, "Customer messages")
    page.add_events(recorded_run)
    assert page.state == "done" and page.done.isVisible() and page.title_label.text() == "Done"
    assert page.done.result.verdict() == "Clearly better than the base model"
    assert page.done.mistakes.model.rowCount() == 2
    assert page.focusWidget() is page.play_button
    pack = "/home/me/runs/customer-messages-3/pack/customer-messages.promptpack"
    for button, signal in ((page.play_button, page.play_requested), (page.export_button, page.export_requested)):
        with qtbot.waitSignal(signal) as caught:
            button.click()
        assert caught.args == [pack]
    with qtbot.waitSignal(page.try_again_requested) as caught:
        page.again_button.click()
    assert caught.args == [CONFIG]


def test_a_result_without_a_pack_cannot_be_played(page, recorded_run) -> None:
    page.start_run(CONFIG, "Customer messages")
    page.add_events([{**event, "pack": None} if event["type"] == "done" else event for event in recorded_run])
    assert not page.play_button.isEnabled() and not page.export_button.isEnabled()


def test_an_old_run_is_shown_without_a_time_it_did_not_end_at(page, recorded_run) -> None:
    page.show_run(CONFIG, recorded_run)
    assert page.state == "done"
    assert page.subtitle_label.text() == "Customer messages"
    assert all(time == "" for time, _sentence in page.log_model.lines())


def test_an_old_run_keeps_the_times_of_its_events(page, recorded_run) -> None:
    moment = 1_700_000_000.0
    page.show_run(CONFIG, [{**event, "t": moment} for event in recorded_run])
    assert page.subtitle_label.text().startswith("Customer messages · finished on ")
    assert "2023" in page.subtitle_label.text()
    assert all(len(time) == 8 for time, _sentence in page.log_model.lines())


def test_replay_shows_the_rows_of_an_earlier_check(page, qtbot, recorded_run) -> None:
    page.show_run(CONFIG, recorded_run)
    page.done.slider.setFocus()
    qtbot.keyClick(page.done.slider, Qt.Key.Key_Home)
    assert page.done.before_now.isVisible()
    assert page.done.before_now.counts() == (0, 0)


def test_a_dead_engine_offers_to_continue(page, qtbot, recorded_run) -> None:
    page.start_run(CONFIG, "Customer messages", "/runs/a")
    page.add_events(until(recorded_run, 212))
    page.engine_died(139, 204)
    assert page.state == "error" and page.title_label.text() == "Stopped at step 212 of 340"
    with qtbot.waitSignal(page.continue_requested) as caught:
        page.error.first_button().click()
    assert caught.args == ["/runs/a"]


def test_a_dead_engine_does_not_take_a_result_away(page, recorded_run) -> None:
    page.start_run(CONFIG, "Customer messages")
    page.add_events(recorded_run)
    page.engine_died(1, None)
    assert page.state == "done"


def test_an_error_before_the_first_step_has_no_progress(page) -> None:
    page.start_run(CONFIG, "Customer messages")
    page.add_events([{"type": "error", "code": "disk_full", "message": "", "action": "", "args": {"path": "/x"}}])
    assert page.title_label.text() == "Stopped before the first step"
    assert not page.bar.isVisible()


def test_the_next_run_starts_clean(page, recorded_run) -> None:
    page.start_run(CONFIG, "first")
    page.add_events(recorded_run)
    page.start_run(CONFIG, "second")
    assert page.state == "running"
    assert page.running.before_now.model.rowCount() == 0
    assert not page.running.loss_plot.curves.has_points
    assert page.log_model.rowCount() == 0


def test_a_hundred_thousand_events_are_shown_within_a_second_or_two(page) -> None:
    page.start_run(CONFIG, "long")
    step = {
        "type": "step",
        "steps": 100_000,
        "learning_rate": 0.1,
        "examples_per_second": 30.0,
        "epoch": 1,
        "epochs": 1,
    }
    events = [phase("training"), *({**step, "step": n, "loss": 1.0, "seconds": n * 0.1} for n in range(1, 100_001))]
    start = time.process_time()  # what else runs on the machine does not count
    page.add_events(events)
    page.running.flush()
    assert time.process_time() - start < 5
    assert len(page.running.loss_plot.curves.train) == 100_000


def test_many_small_groups_cost_little_each(page, recorded_run) -> None:
    page.start_run(CONFIG, "x")
    start = time.process_time()
    for event in recorded_run:
        page.add_events([event])
    assert (time.process_time() - start) / len(recorded_run) < 0.05
    assert page.state == "done"


@pytest.mark.parametrize("text_size", [1.0, 2.0], indirect=True)
@pytest.mark.parametrize("what", ["running", "done", "error"])
def test_nothing_is_wider_than_the_page(text_size, page, qapp, recorded_run, what) -> None:
    page.start_run(CONFIG, "Customer messages", "/runs/a")
    page.add_events(recorded_run if what == "done" else until(recorded_run, 212))
    if what == "error":
        page.engine_died(139, 204)
    for _ in range(3):
        QApplication.sendPostedEvents()
        qapp.processEvents()
    assert page._inner.width() <= page._scroll.viewport().width()


def test_every_control_has_a_name(page, recorded_run, controls, name_of) -> None:
    page.start_run(CONFIG, "Customer messages", "/runs/a")
    page.add_events(until(recorded_run, 212))
    assert [widget for widget in controls(page) if not name_of(widget)] == []
    page.add_events(recorded_run)
    assert [widget for widget in controls(page) if not name_of(widget)] == []


class Shouting(QTranslator):
    """A language in which everything is upper case."""

    def translate(self, context, source, disambiguation=None, n=-1) -> str:
        return "".join(part if part.startswith("{") else part.upper() for part in _split(source))

    def isEmpty(self) -> bool:
        return False


def _split(text: str) -> list[str]:
    import re

    return re.split(r"({[^}]*})", text)


def test_language_changes_while_a_run_goes_on(page, qapp, recorded_run) -> None:
    page.start_run(CONFIG, "Customer messages")
    page.add_events(until(recorded_run, 212))
    translator = Shouting()
    qapp.installTranslator(translator)
    QCoreApplication.sendEvent(page, QEvent(QEvent.Type.LanguageChange))
    for child in page.findChildren(type(page.running)):
        QCoreApplication.sendEvent(child, QEvent(QEvent.Type.LanguageChange))
    try:
        assert page.title_label.text() == "TEACHING - PASS 4 OF 5"
        assert page.stop_button.text() == "STOP"
        assert page.running.loss_plot._title.text() == "MISTAKE SCORE"
    finally:
        qapp.removeTranslator(translator)


def test_a_run_stopped_without_a_result_offers_its_save_point(page, qtbot) -> None:
    page.start_run(CONFIG, "Customer messages", "/runs/a")
    page.add_events([{"type": "checkpoint", "step": 40, "path": "/runs/a/checkpoints/40"}])
    page.add_events(
        [{"type": "done", "stopped": True, "run": "/runs/a", "pack": None, "metrics": None, "baseline": None}]
    )
    assert page.state == "stopped" and page.stopped.isVisible() and page.title_label.text() == "Stopped"
    with qtbot.waitSignal(page.continue_requested) as signal:
        page.stopped.action_chosen.emit("continue")
    assert signal.args == ["/runs/a"]


def test_a_run_stopped_before_any_save_point_can_only_be_tried_again(page, qtbot) -> None:
    page.start_run(CONFIG, "Customer messages", "/runs/a")
    page.add_events(
        [{"type": "done", "stopped": True, "run": "/runs/a", "pack": None, "metrics": None, "baseline": None}]
    )
    with qtbot.waitSignal(page.try_again_requested) as signal:
        page.stopped.action_chosen.emit("again")
    assert signal.args == [CONFIG]


def test_the_learning_speed_is_told_and_how_it_was_found(page, recorded_run) -> None:
    page.start_run({"training": {}}, "run")
    page.add_events([{"type": "phase", "name": "choosing_rate", "done": 1, "total": 5}])
    assert page.title_label.text() == "Finding a learning speed" and "learning speeds" in page.running.coach.text()
    page.add_events(recorded_run)
    assert dict(page.done.facts.facts())["Learning speed"] == "0.005, found by trying"
    page.show_run({"training": {}}, recorded_run)
    assert dict(page.done.facts.facts())["Learning speed"] == "0.005"


def test_a_base_model_that_learns_too_is_never_called_untouched(page) -> None:
    page.start_run({"method": {"kind": "p_tuning", "tune_backbone": True}}, "run")
    page.add_events([{"type": "phase", "name": "loading_backbone", "done": None, "total": None}])
    assert "not frozen" in page.running.coach.text()
    page.add_events([{"type": "error", "code": "out_of_memory", "message": "", "action": "", "args": {}}])
    assert ("The base model", "It is only read, never changed.") not in page.error.kept()


def test_going_on_after_an_error_leaves_the_focus_on_the_page(qtbot, recorded_run) -> None:
    holder, page = QWidget(), WatchPage()
    qtbot.addWidget(holder)
    column = QVBoxLayout(holder)
    column.addWidget(QPushButton("somewhere else"))
    column.addWidget(page)
    with qtbot.waitActive(holder):
        holder.show()
        holder.activateWindow()
    page.start_run(CONFIG, "run", "/runs/a")
    page.add_events(recorded_run[:200])
    page.engine_died(139, 68)
    page.error.first_button().setFocus()
    page.start_run(CONFIG, "run", "/runs/a")
    assert QApplication.focusWidget() is page.pause_button
