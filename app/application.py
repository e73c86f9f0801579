"""QApplication set up once: names, numbers, look and language. The window is made elsewhere."""

from __future__ import annotations

import locale
import sys
from pathlib import Path
from typing import cast

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator, Signal
from PySide6.QtWidgets import QApplication

import resources
from app.settings import AppSettings
from engine import __version__
from widgets import theme

NAME, ORGANISATION, DESKTOP_FILE = "Softprompt Studio", "softprompt-studio", "softprompt-studio"
SWITCH_SECONDS = 0.001  # how long a thread of the window may keep the interpreter: the default of 5 ms is felt


def build_application(settings: AppSettings, arguments: list[str] | None = None) -> QApplication:
    """The application with names, C numbers and the look of the settings. One process has one."""
    QCoreApplication.setApplicationName(NAME)
    QCoreApplication.setOrganizationName(ORGANISATION)
    QCoreApplication.setApplicationVersion(__version__)
    application = QApplication.instance() or QApplication(arguments or ["softprompt"])
    locale.setlocale(locale.LC_NUMERIC, "C")  # Qt has just set the user's: libraries would read "0,5"
    application = cast(QApplication, application)
    application.setApplicationDisplayName(NAME)
    application.setDesktopFileName(DESKTOP_FILE)
    sys.setswitchinterval(SWITCH_SECONDS)
    theme.apply(application, settings.theme, settings.text_scale)  # type: ignore[arg-type]
    return application


def system_language() -> str:
    """ "zh" where the person reads Chinese before English, else "en"."""
    for name in QLocale.system().uiLanguages():
        if name.startswith(("zh", "en")):
            return name[:2]
    return "en"


class Language(QObject):
    """The language of the window, changeable at any time. Signal `changed(code)` after every widget was told."""

    changed = Signal(str)

    def __init__(self, application: QCoreApplication, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._application = application
        self._code = "en"
        self._installed: list[QTranslator] = []

    @property
    def code(self) -> str:
        """ "en" or "zh"."""
        return self._code

    def set(self, wanted: str) -> None:
        """Speak "en", "zh", or the system's language for "system"."""
        code = system_language() if wanted == "system" else wanted
        self._code = code
        QLocale.setDefault(QLocale("zh_CN" if code == "zh" else "en_US"))
        for translator in self._installed:
            self._application.removeTranslator(translator)
        self._installed = [made for path in _files(code) if (made := _translator(path, self)) is not None]
        for translator in self._installed:
            self._application.installTranslator(translator)
        self.changed.emit(code)

    def toggle(self) -> str:
        """Change between English and Chinese; the new code."""
        self.set("en" if self._code == "zh" else "zh")
        return self._code


def _files(code: str) -> list[Path]:
    """Compiled translations of a language: Qt's own words first, ours last, for the last one is asked first."""
    if code != "zh":
        return []
    qt = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)) / "qtbase_zh_CN.qm"
    return [qt, resources.translation_path("zh_CN")]


def _translator(path: Path, parent: QObject) -> QTranslator | None:
    translator = QTranslator(parent)
    if translator.load(str(path)):
        return translator
    print(f"{path.name} is not there or cannot be read; `make translations` makes it.", file=sys.stderr)
    return None
