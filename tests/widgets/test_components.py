"""The small parts act by mouse and keyboard, say what they are, and keep their size."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QWidget

from widgets.components import (
    Badge,
    Button,
    Chip,
    ChoiceCard,
    ElidedLabel,
    EmptyState,
    ErrorCard,
    FlowLayout,
    Label,
    PillToggle,
    ProgressBar,
    SearchField,
    SegmentedControl,
    SpinBox,
    StepHeader,
    icon_button,
)


@pytest.mark.parametrize(
    ("kind", "height"),
    [("primary", 32), ("secondary", 32), ("ghost", 32), ("small", 26), ("start", 40), ("icon", 26), ("pill", 22 + 2)],
)
def test_button_has_the_height_of_its_kind(qtbot, kind, height) -> None:
    button = Button("Play", kind)
    qtbot.addWidget(button)
    button.ensurePolished()
    assert abs(button.sizeHint().height() - height) <= 2


def test_ring_shows_for_the_keyboard_but_not_for_a_click(qtbot) -> None:
    frame = QWidget()
    qtbot.addWidget(frame)
    row = QHBoxLayout(frame)
    first, second = Button("One"), Button("Two")
    row.addWidget(first)
    row.addWidget(second)
    with qtbot.waitActive(frame):
        frame.show()
        frame.activateWindow()
    QTest.mouseClick(first, Qt.MouseButton.LeftButton)
    assert not first.property("ring")
    QTest.keyClick(first, Qt.Key.Key_Tab)
    assert second.property("ring") is True


def test_button_keeps_its_size_when_the_ring_appears(qtbot) -> None:
    button = Button("Play")
    qtbot.addWidget(button)
    button.ensurePolished()
    before = button.sizeHint()
    button.setProperty("ring", True)
    button.style().polish(button)
    assert button.sizeHint() == before


def test_icon_button_says_its_name() -> None:
    button = icon_button("more", "More for Hotel comments")
    assert (button.accessibleName(), button.toolTip(), button.text()) == ("More for Hotel comments",) * 2 + ("",)


def test_segments_change_by_arrow_key_and_tell_the_value(qtbot) -> None:
    control = SegmentedControl([("q", "Quick"), ("b", "Balanced")], "q", name="Pace")
    qtbot.addWidget(control)
    with qtbot.waitActive(control):
        control.show()
        control.activateWindow()
    control._buttons["q"].setFocus()
    with qtbot.waitSignal(control.changed) as signal:
        QTest.keyClick(control._buttons["q"], Qt.Key.Key_Right)
    assert signal.args == ["b"]
    assert control.value() == "b"


def test_segment_set_from_outside_sends_nothing(qtbot) -> None:
    control = SegmentedControl([("q", "Quick"), ("b", "Balanced")])
    qtbot.addWidget(control)
    with qtbot.assertNotEmitted(control.changed):
        control.set_value("b")
    assert control.value() == "b"


def test_choice_cards_of_one_parent_exclude_each_other_and_follow_arrows(qtbot) -> None:
    frame = QWidget()
    qtbot.addWidget(frame)
    row = QHBoxLayout(frame)
    cards = [ChoiceCard(name=name) for name in ("Light", "Deep")]
    for card in cards:
        card.body.addWidget(Label(card.accessibleName()))
        row.addWidget(card)
    with qtbot.waitActive(frame):
        frame.show()
        frame.activateWindow()
    cards[0].setChecked(True)
    cards[0].setFocus()
    QTest.keyClick(cards[0], Qt.Key.Key_Right)
    assert [card.isChecked() for card in cards] == [False, True]
    QTest.mouseClick(cards[0], Qt.MouseButton.LeftButton, pos=QPoint(cards[0].width() - 4, cards[0].height() - 4))
    assert [card.isChecked() for card in cards] == [True, False]


def test_elided_label_never_widens_its_window_and_keeps_the_whole_text(qtbot) -> None:
    text = "a very long file name that goes on and on.csv"
    label = ElidedLabel(text)
    qtbot.addWidget(label)
    label.resize(60, 20)
    label.show()
    assert label.minimumSizeHint().width() < 60
    assert label.toolTip() == text == label.accessibleName()
    label.resize(900, 20)
    assert label.toolTip() == ""


def test_wrapped_label_grows_as_it_gets_narrower(qtbot) -> None:
    label = Label("one two three four five six seven eight nine ten", wrap=True)
    qtbot.addWidget(label)
    assert label.heightForWidth(80) > label.heightForWidth(400)


def test_limited_label_has_one_height_whatever_its_text(qtbot) -> None:
    short, long = Label("one", wrap=True, lines=2), Label("word " * 60, wrap=True, lines=2)
    qtbot.addWidget(short)
    qtbot.addWidget(long)
    assert short.heightForWidth(100) == long.heightForWidth(100)
    assert len(long._lines(100)) == 2
    assert long._lines(100)[-1].endswith("…")


def test_chip_and_badge_state_facts_in_words(qtbot) -> None:
    chip, badge = Chip("learned", "accent"), Badge("too_big")
    qtbot.addWidget(chip)
    qtbot.addWidget(badge)
    assert (chip.accessibleName(), badge.accessibleName(), badge.tone()) == ("learned", "Too big", "danger")
    badge.set_fit("fits")
    assert (badge.text(), badge.tone()) == ("Fits", "success")


def test_progress_is_clipped_to_the_bar() -> None:
    bar = ProgressBar()
    bar.set_share(1.7)
    assert bar.value() == bar.maximum()
    bar.set_share(-1)
    assert bar.value() == 0


def test_pill_toggles_by_space(qtbot) -> None:
    pill = PillToggle("Follow", "follow", on=True)
    qtbot.addWidget(pill)
    with qtbot.waitSignal(pill.toggled) as signal:
        QTest.keyClick(pill, Qt.Key.Key_Space)
    assert signal.args == [False]


def wheel_over(widget: QWidget) -> None:
    middle = QPointF(widget.rect().center())
    event = QWheelEvent(
        middle,
        QPointF(widget.mapToGlobal(middle.toPoint())),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QGuiApplication.sendEvent(widget, event)


def test_wheel_turns_a_number_only_while_it_has_the_focus(qtbot) -> None:
    box = SpinBox()
    qtbot.addWidget(box)
    box.setValue(20)
    with qtbot.waitActive(box):
        box.show()
        box.activateWindow()
    box.clearFocus()
    wheel_over(box)
    assert box.value() == 20
    box.setFocus()
    wheel_over(box)
    assert box.value() == 21


def test_escape_empties_the_search(qtbot) -> None:
    field = SearchField()
    qtbot.addWidget(field)
    field.setText("hotel")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""


def test_flow_gives_equal_cards_three_two_one_in_a_row(qtbot) -> None:
    frame = QWidget()
    qtbot.addWidget(frame)
    flow = FlowLayout(frame, spacing=12, min_width=250, columns=3)
    cards = [QWidget() for _ in range(3)]
    for card in cards:
        card.setMinimumHeight(40)
        flow.addWidget(card)
    frame.show()
    for width, columns in ((1000, 3), (600, 2), (300, 1)):
        frame.resize(width, 400)
        assert len({card.x() for card in cards}) == columns
    frame.resize(1001, 400)
    assert cards[-1].geometry().right() == 1000


def test_step_header_names_its_link_after_the_step(qtbot) -> None:
    header = StepHeader(2, "Base model")
    qtbot.addWidget(header)
    header.set_action("Choose")
    assert header.action.accessibleName() == "Choose: Base model"
    with qtbot.waitSignal(header.action_clicked):
        header.action.click()
    header.set_action("")
    assert header.action.isHidden()


def test_empty_state_offers_one_primary_action(qtbot) -> None:
    empty = EmptyState(
        "Nothing to try yet", "Teach a prompt.", [("sample", "Try the sample"), ("pack", "Open a pack...")]
    )
    qtbot.addWidget(empty)
    kinds = [button.kind for button in empty._buttons.values()]
    assert kinds == ["primary", "secondary"]
    with qtbot.waitSignal(empty.action_chosen) as signal:
        empty._buttons["pack"].click()
    assert signal.args == ["pack"]


class TestErrorCard:
    @pytest.fixture
    def card(self, qtbot) -> ErrorCard:
        fixes = [
            {"id": "short", "title": "Shorten texts", "text": "14 rows lose their end", "price": "about 6.2 GB"},
            {"id": "small", "title": "Use the smaller model", "text": "starts again", "price": "about 4.4 GB"},
        ]
        actions = [("apply", "Apply and continue"), ("settings", "Change settings...")]
        card = ErrorCard(
            "Too big for this card", "It needs 9.1 GB; 7.6 are free.", actions, fixes=fixes, details="code 1"
        )
        qtbot.addWidget(card)
        card.show()
        return card

    def test_recommended_fix_comes_first_and_is_chosen(self, card) -> None:
        assert card.chosen_fix() == "short"

    def test_choosing_another_fix_is_told(self, card, qtbot) -> None:
        with qtbot.waitSignal(card.fix_changed) as signal:
            card._fixes["small"].click()
        assert signal.args == ["small"]
        assert card.chosen_fix() == "small"

    def test_details_are_folded_until_asked_for_and_can_be_copied(self, card) -> None:
        details = card.findChild(QPlainTextEdit)
        assert details.isHidden()
        card._fold.click()
        assert details.isVisible()
        card._copy.click()
        assert QGuiApplication.clipboard().text() == "code 1"

    def test_heading_and_reason_are_said(self, card) -> None:
        assert card.accessibleName() == "Too big for this card"
        assert "9.1" in card.accessibleDescription()
