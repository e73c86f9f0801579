"""The one style sheet of the application, made from the tokens of `theme.py`.

Widgets choose by a dynamic property: `QPushButton[kind="primary"]`, `QLabel[role="title"]`, `QFrame[card="plain"]`.
Every
kind states every state, for a kind without its own `:disabled` rule would stay blue when disabled. `min-height` counts
without border and padding, so a thicker focus edge takes its pixel from the padding and nothing moves.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTemporaryDir

from widgets import icons
from widgets.theme import TYPE, Theme

_folders: list[QTemporaryDir] = []  # style sheets can name pictures by path only; removed when the program ends


def build(theme: Theme) -> str:
    """The style sheet for a theme. Writes the small arrow and tick pictures it refers to into a temporary folder."""
    values = {name: theme.hex(name) for name in _token_names()}
    values |= {f"px_{role}": str(theme.pixels(role)) for role in TYPE}
    values |= {
        f"h_{name}": str(theme.height(name) - 2) for name in ("button", "small", "start", "chip", "table_header")
    }
    values |= {f"h_{name}_ring": str(theme.height(name) - 4) for name in ("button", "small", "start", "chip")}
    values["box"] = str(theme.length(16))
    values["box_inner"] = str(theme.length(16) - 2)
    values["half_chip"] = str(theme.height("chip") // 2)
    values |= _pictures(theme)
    text = "\n".join((_LABELS, _BUTTONS, _FRAMES, _INPUTS, _VIEWS, _REST))
    for name in sorted(values, key=len, reverse=True):
        text = text.replace("@" + name, values[name])
    return text


def _token_names() -> tuple[str, ...]:
    from widgets.theme import LIGHT

    return tuple(LIGHT)


def _pictures(theme: Theme) -> dict[str, str]:
    folder = QTemporaryDir()
    _folders.append(folder)
    wanted = {
        "img_down": ("chevron_down", "muted"),
        "img_down_off": ("chevron_down", "faint"),
        "img_up": ("chevron_up", "muted"),
        "img_up_off": ("chevron_up", "faint"),
        "img_right": ("chevron_right", "muted"),
        "img_tick": ("check", "on_accent"),
        "img_tick_off": ("check", "faint"),
    }
    paths = {}
    for key, (name, token) in wanted.items():
        path = Path(folder.path()) / f"{key}.svg"
        path.write_text(icons.svg(name, theme.hex(token)), encoding="utf-8")
        paths[key] = path.as_posix()
    return paths


_LABELS = """
QLabel { background: transparent; }
QLabel[role="caption"] { font-size: @px_captionpx; }
QLabel[role="strong"] { font-weight: 600; }
QLabel[role="heading"] { font-size: @px_headingpx; font-weight: 600; }
QLabel[role="reading"] { font-size: @px_readingpx; }
QLabel[role="title"] { font-size: @px_titlepx; font-weight: 600; }
QLabel[role="result"] { font-size: @px_resultpx; font-weight: 600; }
QLabel[tone="text"] { color: @text; }
QLabel[tone="muted"] { color: @muted; }
QLabel[tone="faint"] { color: @faint; }
QLabel[tone="accent"] { color: @accent; }
QLabel[tone="success"] { color: @success; }
QLabel[tone="warning"] { color: @warning; }
QLabel[tone="danger"] { color: @danger; }
QLabel[tone="on_accent"] { color: @on_accent; }
"""

_BUTTONS = """
QPushButton, QToolButton { font-weight: 500; border-radius: 6px; min-height: @h_buttonpx; padding: 0 13px;
  outline: none;
  background: @card; color: @text; border: 1px solid @line_strong; }
QPushButton:hover, QToolButton:hover { background: @hover; }
QPushButton:pressed, QToolButton:pressed { background: @line; }
QPushButton:disabled, QToolButton:disabled { background: @sunken; color: @faint; border-color: @line; }
QPushButton[ring="true"], QToolButton[ring="true"] { border: 2px solid @accent; min-height: @h_button_ringpx;
  padding: 0 12px; }
QPushButton::menu-indicator { width: 0; image: none; }
QToolButton::menu-indicator { width: 0; image: none; }

QPushButton[kind="primary"] { background: @accent; color: @on_accent; border: 1px solid @accent; font-weight: 600;
  padding: 0 16px; }
QPushButton[kind="primary"]:hover { background: @accent_hover; border-color: @accent_hover; }
QPushButton[kind="primary"]:pressed { background: @accent_press; border-color: @accent_press; }
QPushButton[kind="primary"]:disabled { background: @sunken; color: @faint; border: 1px solid @line_strong; }
QPushButton[kind="primary"][ring="true"] { border: 2px solid @text; min-height: @h_button_ringpx; padding: 0 15px; }

QPushButton[kind="ghost"], QToolButton[kind="ghost"] { background: transparent; border: 1px solid transparent;
  color: @muted; padding: 0 10px; }
QPushButton[kind="ghost"]:hover, QToolButton[kind="ghost"]:hover { background: @hover; color: @text; }
QPushButton[kind="ghost"]:pressed, QToolButton[kind="ghost"]:pressed { background: @line; }
QPushButton[kind="ghost"]:disabled, QToolButton[kind="ghost"]:disabled { background: transparent; color: @faint;
  border-color: transparent; }
QPushButton[kind="ghost"][ring="true"], QToolButton[kind="ghost"][ring="true"] { border: 2px solid @accent;
  padding: 0 9px; }

QPushButton[kind="link"] { background: transparent; border: 1px solid transparent; color: @accent; padding: 0 2px;
  min-height: @h_chippx; border-radius: 4px; }
QPushButton[kind="link"]:hover { color: @accent_hover; text-decoration: underline; }
QPushButton[kind="link"]:pressed { color: @accent_press; }
QPushButton[kind="link"]:disabled { color: @faint; background: transparent; border-color: transparent; }
QPushButton[kind="link"][ring="true"] { border: 2px solid @accent; padding: 0 1px; min-height: @h_chip_ringpx; }

QPushButton[kind="small"] { min-height: @h_smallpx; max-height: @h_smallpx; padding: 0 10px;
  font-size: @px_captionpx; }
QPushButton[kind="small"][ring="true"] { min-height: @h_small_ringpx; max-height: @h_small_ringpx; padding: 0 9px; }
QPushButton[kind="start"] { min-height: @h_startpx; padding: 0 24px; font-size: @px_readingpx; font-weight: 600;
  background: @accent; color: @on_accent; border: 1px solid @accent; }
QPushButton[kind="start"]:hover { background: @accent_hover; border-color: @accent_hover; }
QPushButton[kind="start"]:pressed { background: @accent_press; border-color: @accent_press; }
QPushButton[kind="start"]:disabled { background: @sunken; color: @faint; border: 1px solid @line_strong; }
QPushButton[kind="start"][ring="true"] { border: 2px solid @text; min-height: @h_start_ringpx; padding: 0 23px; }

QPushButton[kind="icon"], QToolButton[kind="icon"] { background: transparent; border: 1px solid transparent;
  min-height: @h_smallpx; min-width: @h_smallpx; padding: 0; }
QPushButton[kind="icon"]:hover, QToolButton[kind="icon"]:hover { background: @hover; }
QPushButton[kind="icon"]:pressed, QToolButton[kind="icon"]:pressed { background: @line; }
QPushButton[kind="icon"]:disabled, QToolButton[kind="icon"]:disabled { background: transparent;
  border-color: transparent; }
QPushButton[kind="icon"][ring="true"], QToolButton[kind="icon"][ring="true"] { border: 2px solid @accent;
  min-height: @h_small_ringpx; min-width: @h_small_ringpx; }

QPushButton[kind="pill"] { min-height: @h_chippx; max-height: @h_chippx; border-radius: @half_chippx; padding: 0 10px;
  font-size: @px_captionpx; color: @muted; }
QPushButton[kind="pill"]:checked { background: @accent_soft; color: @accent; border-color: @accent_line; }
QPushButton[kind="pill"]:disabled { background: @sunken; color: @faint; border-color: @line; }
QPushButton[kind="pill"][ring="true"] { border: 2px solid @accent; min-height: @h_chip_ringpx;
  max-height: @h_chip_ringpx; padding: 0 9px; }

QPushButton[kind="status"] { background: transparent; border: 1px solid transparent; color: @muted; padding: 0 8px;
  min-height: @h_chippx; max-height: @h_chippx; font-size: @px_captionpx; font-weight: 400; border-radius: 4px; }
QPushButton[kind="status"]:hover { background: @hover; color: @text; }
QPushButton[kind="status"]:pressed { background: @line; }
QPushButton[kind="status"]:disabled { color: @faint; }
QPushButton[kind="status"][ring="true"] { border: 2px solid @accent; padding: 0 7px;
  min-height: @h_chip_ringpx; max-height: @h_chip_ringpx; }

QFrame[segments="true"] { background: @sunken; border: 1px solid @line; border-radius: 7px; }
QPushButton[kind="segment"] { background: transparent; border: 1px solid transparent; color: @muted;
  border-radius: 5px; padding: 0 11px;
  min-height: @h_smallpx; font-size: @px_captionpx; }
QPushButton[kind="segment"]:hover { color: @text; background: @hover; }
QPushButton[kind="segment"]:checked { background: @card; color: @text; border-color: @line_strong; font-weight: 600; }
QPushButton[kind="segment"]:disabled { color: @faint; background: transparent; }
QPushButton[kind="segment"][ring="true"] { border: 2px solid @accent; min-height: @h_small_ringpx; padding: 0 10px; }
"""

_FRAMES = """
QMainWindow, QDialog { background: @page; }
QWidget[layer="page"] { background: @page; }
QWidget[layer="base"] { background: @base; }
QWidget[layer="card"] { background: @card; }
QScrollArea, QScrollArea > QWidget > QWidget[layer="clear"] { background: transparent; border: none; }
QFrame[card="plain"] { background: @card; border: 1px solid @line; border-radius: 8px; }
QFrame[card="sunken"] { background: @sunken; border: 1px solid @line; border-radius: 6px; }
QFrame[card="accent"] { background: @accent_soft; border: 1px solid @accent_line; border-radius: 6px; }
QFrame[card="success"] { background: @success_soft; border: 1px solid @success_line; border-radius: 6px; }
QFrame[card="warning"] { background: @warning_soft; border: 1px solid @warning_line; border-radius: 6px; }
QFrame[card="danger"] { background: @danger_soft; border: 1px solid @danger_line; border-radius: 6px; }
QFrame[card="error"] { background: @card; border: 1px solid @danger_line; border-radius: 8px; }
QFrame[card="footer"] { background: @card; border: none; border-top: 1px solid @line; }
QFrame[rule="h"] { background: @line; border: none; max-height: 1px; min-height: 1px; }
QFrame[rule="v"] { background: @line; border: none; max-width: 1px; min-width: 1px; }
QSplitter::handle { background: @page; }
"""

_INPUTS = """
QLineEdit, QComboBox, QSpinBox, QDoubleSpinBox { background: @card; color: @text; border: 1px solid @control;
  border-radius: 6px; min-height: @h_buttonpx;
  padding: 0 8px; selection-background-color: @accent; selection-color: @on_accent; }
QLineEdit:hover, QComboBox:hover, QSpinBox:hover, QDoubleSpinBox:hover { border-color: @muted; }
QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QDoubleSpinBox:focus { border: 2px solid @accent;
  min-height: @h_button_ringpx; padding: 0 7px; }
QLineEdit:disabled, QComboBox:disabled, QSpinBox:disabled, QDoubleSpinBox:disabled { background: @sunken;
  color: @faint; border-color: @line; }
QLineEdit[invalid="true"], QSpinBox[invalid="true"], QDoubleSpinBox[invalid="true"], QComboBox[invalid="true"] {
  border: 2px solid @danger; min-height: @h_button_ringpx; padding: 0 7px; }
QSpinBox QLineEdit, QDoubleSpinBox QLineEdit { border: none; background: transparent; min-height: 0;
  padding: 0 0 0 6px; }
QComboBox QLineEdit { border: none; background: transparent; min-height: 0; padding: 0; }
QSpinBox, QDoubleSpinBox { padding-right: 20px; }
QSpinBox:focus, QDoubleSpinBox:focus { padding-right: 19px; }
QSpinBox::up-button, QDoubleSpinBox::up-button { subcontrol-origin: border; subcontrol-position: top right;
  width: 20px; height: 14px; border: none; background: transparent; margin-top: 2px; }
QSpinBox::down-button, QDoubleSpinBox::down-button { subcontrol-origin: border; subcontrol-position: bottom right;
  width: 20px; height: 14px; border: none; background: transparent; margin-bottom: 2px; }
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow { image: url(@img_up); width: 11px; height: 11px; }
QSpinBox::up-arrow:off, QDoubleSpinBox::up-arrow:off { image: url(@img_up_off); }
QSpinBox::up-arrow:disabled, QDoubleSpinBox::up-arrow:disabled { image: url(@img_up_off); }
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow { image: url(@img_down); width: 11px; height: 11px; }
QSpinBox::down-arrow:off, QDoubleSpinBox::down-arrow:off { image: url(@img_down_off); }
QSpinBox::down-arrow:disabled, QDoubleSpinBox::down-arrow:disabled { image: url(@img_down_off); }
QComboBox { padding-right: 24px; }
QComboBox:focus { padding-right: 23px; }
QComboBox::drop-down { subcontrol-origin: border; subcontrol-position: center right; width: 24px; border: none;
  background: transparent; }
QComboBox::down-arrow { image: url(@img_down); width: 13px; height: 13px; }
QComboBox::down-arrow:disabled { image: url(@img_down_off); }
QComboBox QAbstractItemView { background: @card; border: 1px solid @line_strong; padding: 4px; outline: none;
  selection-background-color: @selected; selection-color: @text; }
QLineEdit QToolButton { background: transparent; border: none; min-height: 0; padding: 0; }
QTextEdit, QPlainTextEdit { background: @card; color: @text; border: 1px solid @control; border-radius: 6px;
  padding: 5px; selection-background-color: @accent; selection-color: @on_accent; }
QTextEdit:focus, QPlainTextEdit:focus { border: 2px solid @accent; padding: 4px; }
QTextEdit:disabled, QPlainTextEdit:disabled { background: @sunken; color: @faint; border-color: @line; }
QTextEdit[plain="true"], QPlainTextEdit[plain="true"] { background: transparent; border: 2px solid transparent;
  padding: 0; }
QTextEdit[plain="true"]:focus, QPlainTextEdit[plain="true"]:focus { border: 2px solid @accent; border-radius: 4px; }
QPlainTextEdit[mono="true"] { background: @sunken; color: @muted; border: 1px solid @line; padding: 9px; }
QPlainTextEdit[mono="true"]:focus { border: 2px solid @accent; padding: 8px; }
QCheckBox, QRadioButton { spacing: 8px; background: transparent; border: 2px solid transparent; border-radius: 4px;
  outline: none; }
QCheckBox:focus, QRadioButton:focus { border: 2px solid @accent; }
QCheckBox:disabled, QRadioButton:disabled { color: @faint; }
QCheckBox::indicator, QTableView::indicator, QTreeView::indicator, QListView::indicator, QMenu::indicator {
  width: @box_innerpx; height: @box_innerpx; border: 1px solid @control; border-radius: 4px; background: @card; }
QCheckBox::indicator:hover, QTableView::indicator:hover { border-color: @accent; }
QCheckBox::indicator:checked, QTableView::indicator:checked, QTreeView::indicator:checked,
  QListView::indicator:checked, QMenu::indicator:checked { background: @accent; border-color: @accent;
  image: url(@img_tick); }
QCheckBox::indicator:disabled { background: @sunken; border-color: @line_strong; }
QCheckBox::indicator:checked:disabled { background: @hover; border-color: @line_strong; image: url(@img_tick_off); }
QRadioButton::indicator { width: 8px; height: 8px; border: 1px solid @control; border-radius: 8px;
  background: @card; padding: 3px; }
QRadioButton::indicator:checked { border: 5px solid @accent; width: 6px; height: 6px; padding: 0; background: @card; }
QRadioButton::indicator:disabled { border-color: @line_strong; background: @sunken; }
QSlider { border: 2px solid transparent; border-radius: 6px; }
QSlider:focus { border: 2px solid @accent; }
QSlider::groove:horizontal { height: 4px; border-radius: 2px; background: @hover; }
QSlider::sub-page:horizontal { height: 4px; border-radius: 2px; background: @accent; }
QSlider::sub-page:horizontal:disabled { background: @line_strong; }
QSlider::handle:horizontal { width: 14px; height: 14px; margin: -7px 0; border: 2px solid @accent;
  border-radius: 9px; background: @card; }
QSlider::handle:horizontal:hover { background: @accent_soft; }
QSlider::handle:horizontal:disabled { border-color: @line_strong; background: @sunken; }
"""

_VIEWS = """
QAbstractItemView { background: @card; color: @text; border: none; outline: none;
  selection-background-color: @selected; selection-color: @text; }
QTableView { gridline-color: transparent; }
QTableView::item { border-bottom: 1px solid @line; padding: 0 8px; }
QTableView::item:hover { background: @sunken; }
QTableView::item:selected { background: @selected; color: @text; }
QListView::item { padding: 4px 8px; border-radius: 4px; }
QListView::item:hover { background: @hover; }
QListView::item:selected { background: @selected; color: @text; }
QHeaderView { background: @card; border: none; }
QHeaderView::section { background: @card; color: @muted; font-weight: 500; font-size: @px_captionpx; border: none;
  border-bottom: 1px solid @line; padding: 0 8px; min-height: @h_table_headerpx; }
QHeaderView::section:hover { color: @text; }
QHeaderView::up-arrow { image: url(@img_up); width: 11px; height: 11px; subcontrol-position: center right; }
QHeaderView::down-arrow { image: url(@img_down); width: 11px; height: 11px; subcontrol-position: center right; }
QTableCornerButton::section { background: @card; border: none; }
QTabWidget::pane { border: none; }
QTabBar::tab { background: transparent; color: @muted; font-weight: 500; padding: 6px 12px; border: none;
  border-bottom: 2px solid transparent; }
QTabBar::tab:hover { color: @text; }
QTabBar::tab:selected { color: @accent; border-bottom: 2px solid @accent; }
QTabBar::tab:disabled { color: @faint; }
QTabBar:focus { outline: none; }
QTabBar::tab:focus { border: 2px solid @accent; border-radius: 4px; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: @line_strong; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: @control; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: none; background: transparent; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
"""

_REST = """
QMenu { background: @card; color: @text; border: 1px solid @line_strong; border-radius: 6px; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; background: transparent; }
QMenu::item:selected { background: @hover; }
QMenu::item:disabled { color: @faint; }
QMenu::separator { height: 1px; background: @line; margin: 4px 8px; }
QMenu::icon { padding-left: 8px; }
QMenuBar { background: @base; color: @text; }
QMenuBar::item { padding: 4px 10px; background: transparent; }
QMenuBar::item:selected { background: @hover; }
QToolTip { background: @card; color: @text; border: 1px solid @line_strong; padding: 5px 7px; }
QDockWidget { color: @text; }
QDockWidget::title { background: @page; padding: 6px 12px; }
QGroupBox { border: none; font-weight: 600; padding-top: 20px; }
QGroupBox::title { subcontrol-origin: padding; subcontrol-position: top left; }
"""
