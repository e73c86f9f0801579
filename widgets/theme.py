"""The look as data: colours, space, type and heights, and the one place that gives them to Qt.

Palette, style sheet, icons, painters and plots all read `current()`. Nothing else in the window names a colour or a
size. The style sheet's text is in `style_sheet.py`.

The one idea of the colours: the frozen model is grey, whatever was learned is blue; green, amber and red mean right,
careful and wrong and nothing else.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

Mode = Literal["light", "dark", "system"]

# token: (light, dark)
_COLORS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "base": ("#F3F4F6", "#14161A"),  # rail, status bar
        "page": ("#FAFAFB", "#191C20"),  # behind cards, header
        "card": ("#FFFFFF", "#212529"),  # cards, tables, inputs, buttons, plots
        "sunken": ("#F1F3F6", "#1B1E23"),  # strips inside a card, neutral chips, disabled buttons
        "hover": ("#E9ECF0", "#2C3138"),  # hover, empty part of bars
        "selected": ("#E3EFF9", "#1E3547"),  # selected row, current place
        "line": ("#E1E4E9", "#31363E"),  # card edges, row lines
        "line_strong": ("#C3C8D1", "#474E59"),  # button edges, axis
        "control": ("#868D9A", "#828A98"),  # edges of inputs, at least 3:1
        "text": ("#1A1D23", "#ECEEF1"),
        "muted": ("#575E6B", "#A9B0BC"),
        "faint": ("#646B79", "#959DAA"),  # placeholder, disabled
        "accent": ("#0A66B0", "#5CB2EE"),  # primary button, links, learned things, focus
        "accent_hover": ("#0B5A9A", "#7AC1F2"),
        "accent_press": ("#084A80", "#4398D4"),
        "on_accent": ("#FFFFFF", "#07202F"),
        "accent_soft": ("#E3EFF9", "#1E3547"),
        "accent_line": ("#A9CDEB", "#34607F"),
        "success": ("#0B7350", "#4FC592"),
        "success_soft": ("#E2F4EC", "#1B372C"),
        "success_line": ("#A8DBC5", "#2F6650"),
        "warning": ("#855300", "#E9B949"),
        "warning_soft": ("#FDF1D8", "#3A2F17"),
        "warning_line": ("#EBCB88", "#6B5626"),
        "danger": ("#B3261E", "#FF8F82"),
        "danger_soft": ("#FCEBE9", "#41221F"),
        "danger_line": ("#F0B9B4", "#7A3E38"),
        "plot_held": ("#0072B2", "#56B4E9"),  # rows kept aside: the hero line
        "plot_train": ("#B95305", "#E69F00"),  # training rows, smoothed
        "plot_train_raw": ("#F3D6C0", "#574420"),  # blended beforehand: opaque lines draw fast
        "plot_base": ("#7A818E", "#8D95A2"),  # base model alone: dashed, always grey
        "plot_third": ("#007A5A", "#2FBF94"),  # runs to compare: dash-dot
        "plot_fourth": ("#A4517F", "#D78BB4"),  # dotted
        "grid": ("#ECEEF1", "#2A2E35"),  # horizontal grid lines only
    }
)
LIGHT: Mapping[str, str] = MappingProxyType({name: pair[0] for name, pair in _COLORS.items()})
DARK: Mapping[str, str] = MappingProxyType({name: pair[1] for name, pair in _COLORS.items()})

# Lengths in logical pixels.
SPACE: Mapping[str, int] = MappingProxyType({"xs": 4, "s": 8, "m": 12, "l": 16, "xl": 24})
RADIUS: Mapping[str, int] = MappingProxyType({"card": 8, "control": 6, "cell": 4})
HEIGHT: Mapping[str, int] = MappingProxyType(
    {
        "button": 32,
        "small": 26,
        "start": 40,
        "chip": 22,
        "table_header": 30,
        "table_header_chips": 34,
        "row": 28,
        "run_row": 32,
        "before_now_row": 46,
        "recent_row": 60,
        "step": 44,
        "header": 56,
        "ready_bar": 84,
        "status_bar": 29,
        "rail_item": 58,
    }
)
RAIL_WIDTH = 73

# role: (share of the application font's size, weight)
TYPE: Mapping[str, tuple[float, int]] = MappingProxyType(
    {
        "axis": (11 / 13, 400),
        "caption": (0.92, 400),
        "body": (1.0, 400),
        "strong": (1.0, 600),
        "button": (1.0, 500),
        "heading": (1.15, 600),
        "reading": (1.15, 400),  # answers, with line height 1.24
        "title": (1.54, 600),
        "result": (2.46, 600),
    }
)
_BODY_PIXELS = 13
_FAMILIES = ("Inter", "Segoe UI", "SF Pro Text", "Noto Sans")  # then the system's own
_HAN_FAMILIES = ("Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei UI", "PingFang SC")
_MONO = ("JetBrains Mono", "Cascadia Mono", "SF Mono", "Noto Sans Mono", "DejaVu Sans Mono", "monospace")


class Theme(QObject):
    """The look in force. There is one, from `current()`; `changed` fires after palette and style sheet were renewed."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._mode: Mode = "light"
        self._scale = 1.0
        self._colors: Mapping[str, str] = LIGHT
        self._applying = False
        self._follows = False

    @property
    def is_dark(self) -> bool:
        """Whether the dark colours are in force."""
        return self._colors is DARK

    @property
    def mode(self) -> Mode:
        """What was asked for: light, dark, or as the system."""
        return self._mode

    @property
    def scale(self) -> float:
        """Text size as a share of normal: 1.0 is 100 %."""
        return self._scale

    space = SPACE
    radius = RADIUS

    def hex(self, name: str) -> str:
        """The colour of a token as "#RRGGBB"; KeyError if there is no such token."""
        return self._colors[name]

    def color(self, name: str) -> QColor:
        """The colour of a token."""
        return QColor(self._colors[name])

    def pixels(self, role: str = "body") -> int:
        """Text size of a type role in logical pixels. Only axis numbers may be under 12."""
        size = round(_BODY_PIXELS * TYPE[role][0] * self._scale * _system_scale())
        return size if role == "axis" else max(12, size)

    def font(self, role: str = "body", *, weight: int | None = None, tabular: bool = False) -> QFont:
        """The font of a type role, for painters. `tabular` gives all digits one width, for tables and meters."""
        font = QFont()
        font.setFamilies([*_FAMILIES, _system_family(), *_HAN_FAMILIES])
        font.setPixelSize(self.pixels(role))
        font.setWeight(QFont.Weight(weight or TYPE[role][1]))
        if tabular:
            font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def mono_font(self, role: str = "caption") -> QFont:
        """A font of equal widths, for details and logs."""
        font = QFont()
        font.setFamilies(list(_MONO))
        font.setStyleHint(QFont.StyleHint.Monospace)
        font.setPixelSize(self.pixels(role))
        return font

    def height(self, name: str) -> int:
        """A height in logical pixels; it grows with the text size but never shrinks."""
        return round(HEIGHT[name] * max(1.0, self._scale * _system_scale()))

    def length(self, pixels: int) -> int:
        """Any other length that has to grow with the text size."""
        return round(pixels * max(1.0, self._scale * _system_scale()))

    def apply(self, app: QApplication, mode: Mode, text_scale: float) -> None:
        """Give palette, font and style sheet to the application. See `apply`."""
        self._mode, self._scale = mode, text_scale
        hints = app.styleHints()
        if not self._follows:
            hints.colorSchemeChanged.connect(lambda _scheme: self._renew(app))
            self._follows = True
        self._applying = True
        try:
            if mode == "system":
                hints.unsetColorScheme()
            else:
                hints.setColorScheme(Qt.ColorScheme.Dark if mode == "dark" else Qt.ColorScheme.Light)
        finally:
            self._applying = False
        self._renew(app)

    def _renew(self, app: QApplication) -> None:
        if self._applying:
            return
        from widgets.style_sheet import build

        dark = self._mode == "dark" or (
            self._mode == "system" and app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        )
        self._colors = DARK if dark else LIGHT
        if app.style().name().lower() != "fusion":
            app.setStyle("Fusion")
        app.setPalette(_palette(self))
        app.setFont(self.font("body"))
        app.setStyleSheet(build(self))
        self.changed.emit()


_theme: Theme | None = None


def current() -> Theme:
    """The theme in force; light until `apply` was called."""
    global _theme
    if _theme is None:
        _theme = Theme()
    return _theme


def apply(app: QApplication, mode: Mode = "system", text_scale: float = 1.0) -> Theme:
    """Give the look to `app`: Fusion, palette, font, and one style sheet. Follows the system when `mode` is "system".

    `text_scale` 1.0 is 13 px at 96 dpi; fixed heights grow with it. May be called again at any time.
    """
    theme = current()
    theme.apply(app, mode, text_scale)
    return theme


def restyle(widget: QWidget) -> None:
    """Make the style sheet look again at `widget` after one of its dynamic properties changed."""
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()


def _system_family() -> str:
    return QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()


def _system_scale() -> float:
    """How much larger than 96 dpi the system wants its text. macOS counts in 72 and does not scale."""
    screen = QGuiApplication.primaryScreen() if QGuiApplication.instance() is not None else None
    return 1.0 if screen is None or sys.platform == "darwin" else max(0.75, screen.logicalDotsPerInch() / 96)


def _palette(theme: Theme) -> QPalette:
    role = QPalette.ColorRole
    colors = {
        role.Window: "page",
        role.WindowText: "text",
        role.Base: "card",
        role.AlternateBase: "sunken",
        role.Text: "text",
        role.Button: "card",
        role.ButtonText: "text",
        role.BrightText: "danger",
        role.ToolTipBase: "card",
        role.ToolTipText: "text",
        role.PlaceholderText: "faint",
        role.Highlight: "accent",
        role.HighlightedText: "on_accent",
        role.Accent: "accent",
        role.Link: "accent",
        role.LinkVisited: "accent",
        role.Light: "card",
        role.Midlight: "hover",
        role.Mid: "line_strong",
        role.Dark: "control",
        role.Shadow: "line_strong",
    }
    palette = QPalette()
    for each, token in colors.items():
        palette.setColor(each, theme.color(token))
    for each in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, each, theme.color("faint"))
    palette.setColor(QPalette.ColorGroup.Disabled, role.Highlight, theme.color("hover"))
    return palette
