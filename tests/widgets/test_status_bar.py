"""The status bar states the engine, the device, the network and the language in words."""

import pytest

from widgets.status_bar import StatusBar


@pytest.fixture
def bar(qtbot) -> StatusBar:
    bar = StatusBar()
    qtbot.addWidget(bar)
    bar.resize(1280, 29)
    bar.show()
    return bar


@pytest.mark.parametrize("state", ["asleep", "warming", "ready", "working", "restarted", "failed"])
def test_every_state_of_the_engine_has_words(bar, state) -> None:
    bar.set_engine(state, "Customer messages")
    assert bar._engine.text().startswith("Engine")
    assert bar._engine.text().endswith("Customer messages")


def test_device_is_hidden_until_known(bar) -> None:
    assert bar._device_text.isHidden()
    bar.set_device("RTX 4060", 4.8e9, 8e9)
    assert bar._device_text.text().replace("\u00a0", " ") == "RTX 4060 · 4.8 GB of 8.0 GB free"


def test_language_in_force_stands_first_and_can_be_changed(bar, qtbot) -> None:
    bar.set_language("zh")
    assert bar._toggle.text().startswith("中文")
    with qtbot.waitSignal(bar.language_toggle_requested):
        bar._toggle.click()
    assert bar._toggle.accessibleName()
