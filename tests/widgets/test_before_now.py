"""Before / Now fills only what changed, counts as the engine does, and replays every check."""

import pytest
from PySide6.QtCore import QPoint, Qt

from widgets.before_now import BEFORE, MARKED, NOW, STATE, BeforeNow, cell_state
from widgets.changed_words import changed_words
from widgets.save_points import SavePointSlider


@pytest.mark.parametrize(
    ("before", "now", "state"),
    [("a", "a", "right"), ("b", "b", "wrong"), ("b", "a", "fixed"), ("a", "b", "broke"), ("b", "c", "changed")],
)
def test_an_answer_is_fixed_or_broke_only_if_it_changed(before, now, state) -> None:
    assert cell_state({"expected": "a", "before": before, "now": now}, NOW) == state


def test_before_is_never_more_than_right_or_wrong() -> None:
    assert cell_state({"expected": "a", "before": "b", "now": "a"}, BEFORE) == "wrong"


@pytest.mark.parametrize(
    ("before", "now", "states"),
    [("b", "b", ("", "")), ("b", "c", ("", "changed")), ("b", "a", ("", "fixed")), ("a", "b", ("right", "changed"))],
)
def test_a_free_text_that_differs_is_not_called_wrong(before, now, states) -> None:
    row = {"expected": "a", "before": before, "now": now}
    assert tuple(cell_state(row, column, is_text=True) for column in (BEFORE, NOW)) == states


@pytest.mark.parametrize(
    ("before", "now", "new"),
    [
        ("a cheap pub", "a cheap pub", []),
        ("a cheap pub", "a dear pub near here", ["dear", "near here"]),
        ("O O B-LOC", "O B-PER B-LOC", ["B-PER"]),
        ("", "all new", ["all new"]),
        ("很便宜的酒吧", "很贵的酒吧", ["贵"]),
    ],
)
def test_words_that_are_new_are_marked(before, now, new) -> None:
    assert [now[start:end] for start, end in changed_words(before, now)] == new


def test_free_text_marks_its_new_words_and_says_changed(panel) -> None:
    row = {
        "row": 3,
        "input": "name: Aromi",
        "expected": "Aromi is a pub.",
        "before": "a  bar",
        "now": "a pub",
        "p": None,
    }
    panel.clear()
    panel.set_text(True)
    panel.add_checks([{"step": 0, "metrics": {"metric": "bleu", "bleu": 0.1, "n": 9}, "preview": [row]}])
    cell = panel.model.index(0, NOW)
    assert cell.data(STATE) == "changed" and cell.data(MARKED) == [(2, 5)]
    assert cell.data(Qt.ItemDataRole.AccessibleTextRole) == "a pub, changed"
    assert panel.model.index(0, BEFORE).data(STATE) == "" and panel.grab().width() > 0


@pytest.fixture
def panel(qtbot, recorded_run) -> BeforeNow:
    panel = BeforeNow()
    qtbot.addWidget(panel)
    panel.resize(570, 480)
    panel.set_planned(340)
    panel.add_checks([event for event in recorded_run if event["type"] == "evaluation" and event["step"] <= 204])
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def states(panel: BeforeNow) -> list[str]:
    return [panel.model.index(row, NOW).data(STATE) for row in range(panel.model.rowCount())]


def test_newest_check_is_shown_with_the_engines_counts(panel) -> None:
    assert panel.counts() == (33, 5)
    assert states(panel).count("fixed") == 4 and states(panel).count("broke") == 1


def test_arrow_keys_replay_earlier_checks_without_new_rows(panel, qtbot) -> None:
    texts = [panel.model.index(row, 0).data() for row in range(8)]
    for _ in range(6):
        qtbot.keyClick(panel.slider, Qt.Key.Key_Left)
    assert panel.slider.step() == 0
    assert panel.counts() == (0, 0)
    assert set(states(panel)) == {"right", "wrong"}
    assert [panel.model.index(row, 0).data() for row in range(8)] == texts


def test_a_new_check_does_not_pull_the_reader_back(panel, recorded_run) -> None:
    panel.show_step(68)
    panel.add_checks([event for event in recorded_run if event.get("step") == 238 and event["type"] == "evaluation"])
    assert panel.slider.step() == 68


def test_columns_stand_still_while_replaying(panel) -> None:
    header = panel.table.horizontalHeader()
    widths = [header.sectionSize(column) for column in range(4)]
    for step in (0, 34, 136, 204):
        panel.show_step(step)
        assert [header.sectionSize(column) for column in range(4)] == widths


def test_state_is_said_not_only_coloured(panel) -> None:
    said = [panel.model.index(row, NOW).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(8)]
    assert said[0] == "Delivery, fixed" and said[7] == "Refund, broke"


def test_a_run_that_goes_on_from_a_save_point_replaces_later_checks(panel, recorded_run) -> None:
    panel.add_checks([event for event in recorded_run if event.get("step") == 102 and event["type"] == "evaluation"])
    assert panel.slider.step() == 102 and panel.slider.maximum() == 3


def test_before_the_first_check_it_says_what_will_come(panel) -> None:
    panel.clear()
    assert not panel.table.isVisible()
    assert "appear here" in panel._empty.text()


def test_slider_knows_the_checks_to_come(qtbot) -> None:
    slider = SavePointSlider()
    qtbot.addWidget(slider)
    slider.set_steps([0, 34, 68], 170)
    assert slider.to_come() == [102, 136, 170]
    slider.set_steps([0, 50, 100], 170)
    assert slider.to_come() == [150, 170]


def test_slider_goes_to_the_nearest_check_on_a_click(panel, qtbot) -> None:
    slider = panel.slider
    with qtbot.waitSignal(slider.step_chosen) as caught:
        qtbot.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(2, 5))
    assert caught.args == [0]
