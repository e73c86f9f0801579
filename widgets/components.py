"""The face of the small parts that pages are built from; each lives in its own file."""

from widgets.buttons import (
    Button,
    PillToggle,
    SegmentedControl,
    ghost,
    icon_button,
    link,
    primary,
    secondary,
    small,
)
from widgets.cards import Card, ChoiceCard, EmptyState, Rule, StepHeader
from widgets.error_card import ErrorCard
from widgets.flow_layout import FlowLayout
from widgets.inputs import ComboBox, DoubleSpinBox, SearchField, SpinBox
from widgets.labels import ElidedLabel, Label, caption, heading, muted, page_title, strong
from widgets.marks import Badge, Chip, Icon, ProgressBar, StatusDot, StepCircle, paint_chip, tone_colors

__all__ = [
    "Badge",
    "Button",
    "Card",
    "Chip",
    "ChoiceCard",
    "ComboBox",
    "DoubleSpinBox",
    "ElidedLabel",
    "EmptyState",
    "ErrorCard",
    "FlowLayout",
    "Icon",
    "Label",
    "PillToggle",
    "ProgressBar",
    "Rule",
    "SearchField",
    "SegmentedControl",
    "SpinBox",
    "StatusDot",
    "StepCircle",
    "StepHeader",
    "caption",
    "ghost",
    "heading",
    "icon_button",
    "link",
    "muted",
    "page_title",
    "paint_chip",
    "primary",
    "secondary",
    "small",
    "strong",
    "tone_colors",
]
