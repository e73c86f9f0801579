"""Sentences one after the other, with the gap that the language puts between them."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def in_a_row(*sentences: str) -> str:
    """Join sentences; empty ones are left out. Chinese has no space between them."""
    said = ""
    for sentence in filter(None, (sentence.strip() for sentence in sentences)):
        both = QCoreApplication.translate("in_a_row", "{first} {second}", "two sentences, one after the other")
        said = both.format(first=said, second=sentence) if said else sentence
    return said
