"""The tokens are readable on every layer they are used on, and the theme reaches the application."""

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from widgets import icons, theme
from widgets.style_sheet import build

LAYERS = ("base", "page", "card", "sunken", "hover", "selected")


def luminance(color: str) -> float:
    """Relative luminance, WCAG 2.2."""
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio, WCAG 2.2."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_computed_as_the_standard_says() -> None:
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("colors", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
class TestContrast:
    def test_text_is_strong_on_every_layer(self, colors) -> None:
        assert min(contrast(colors["text"], colors[layer]) for layer in LAYERS) >= 10.8

    def test_muted_text_is_readable_on_the_layers_it_stands_on(self, colors) -> None:
        assert min(contrast(colors["muted"], colors[layer]) for layer in LAYERS) >= 5.4

    @pytest.mark.parametrize("name", ["accent", "success", "warning", "danger"])
    def test_meaning_colours_are_readable_on_card_and_their_own_soft_layer(self, colors, name) -> None:
        assert contrast(colors[name], colors["card"]) >= 5.0
        assert contrast(colors[name], colors[f"{name}_soft"]) >= 5.0

    def test_faint_text_is_readable_on_card_and_page(self, colors) -> None:
        assert contrast(colors["faint"], colors["card"]) >= 4.5
        assert contrast(colors["faint"], colors["page"]) >= 4.5

    @pytest.mark.parametrize("name", ["accent", "accent_hover", "accent_press"])
    def test_words_on_the_primary_button_are_readable_in_every_state(self, colors, name) -> None:
        assert contrast(colors["on_accent"], colors[name]) >= 4.5

    def test_edges_of_inputs_are_seen(self, colors) -> None:
        assert contrast(colors["control"], colors["card"]) >= 3.0
        assert contrast(colors["control"], colors["page"]) >= 3.0

    @pytest.mark.parametrize("name", ["plot_held", "plot_train", "plot_third", "plot_fourth"])
    def test_a_plot_lines_own_label_is_readable(self, colors, name) -> None:
        assert contrast(colors[name], colors["card"]) >= 4.5


def test_light_and_dark_have_the_same_tokens() -> None:
    assert set(theme.LIGHT) == set(theme.DARK)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_theme_reaches_palette_and_style_sheet(qapp: QApplication, mode) -> None:
    applied = theme.apply(qapp, mode)
    assert applied.is_dark is (mode == "dark")
    assert qapp.palette().color(QPalette.ColorRole.Base).name().upper() == applied.hex("card")
    assert applied.hex("accent") in qapp.styleSheet()


def test_no_token_of_the_style_sheet_is_left_unreplaced(qapp: QApplication) -> None:
    assert "@" not in build(theme.apply(qapp, "light"))


def test_change_of_theme_is_announced(qapp: QApplication, qtbot) -> None:
    theme.apply(qapp, "light")
    with qtbot.waitSignal(theme.current().changed):
        theme.apply(qapp, "dark")
    theme.apply(qapp, "light")


def test_type_follows_the_text_size_and_only_axis_numbers_are_under_12(qapp: QApplication) -> None:
    normal = theme.apply(qapp, "light")
    assert normal.pixels("body") == 13
    assert [role for role in theme.TYPE if normal.pixels(role) < 12] == ["axis"]
    large = theme.apply(qapp, "light", 2.0)
    assert large.pixels("body") == 26
    assert large.height("button") == 64
    theme.apply(qapp, "light")


@pytest.mark.parametrize("name", icons.NAMES)
def test_icon_is_valid_and_drawn_in_the_asked_colour(qapp: QApplication, name) -> None:
    picture = icons.pixmap(name, "accent", 24, 2.0)
    assert picture.width() == 48
    image = picture.toImage()
    seen = {
        image.pixelColor(x, y).name().upper()
        for x in range(48)
        for y in range(48)
        if image.pixelColor(x, y).alpha() == 255
    }
    assert theme.current().hex("accent") in seen
