"""The settings come back as they were, and a file that cannot be used costs nothing but the settings."""

import json
from pathlib import Path

import pytest

from app.settings import AppSettings, settings_path


def test_settings_come_back_as_they_were_saved(home: Path) -> None:
    settings = AppSettings(language="zh", theme="dark", text_scale=1.5, width=1000, last_folder="/data")
    assert settings.save()
    assert AppSettings.load() == settings
    assert settings_path() == home / "settings.json"


def test_the_first_start_has_the_defaults(home: Path) -> None:
    assert AppSettings.load() == AppSettings()
    assert AppSettings.load().kept_aside is None


@pytest.mark.parametrize("content", ["", "{", "[]", '{"schema": 99}', '{"theme": "dark"}', "\x00", '{"schema": true}'])
def test_a_file_that_is_no_settings_file_is_kept_aside(home: Path, content: str) -> None:
    settings_path().write_text(content, encoding="utf-8")
    settings = AppSettings.load()
    assert settings == AppSettings()
    assert settings.kept_aside is not None and settings.kept_aside.read_text(encoding="utf-8") == content
    assert not settings_path().exists()


@pytest.mark.parametrize("name, value", [("theme", "pink"), ("text_scale", 9), ("width", "wide"), ("language", None)])
def test_one_value_that_cannot_be_used_does_not_cost_the_others(home: Path, name: str, value: object) -> None:
    settings_path().write_text(json.dumps({"schema": 1, "last_folder": "/data", name: value}), encoding="utf-8")
    settings = AppSettings.load()
    assert getattr(settings, name) == getattr(AppSettings(), name)
    assert settings.last_folder == "/data"


def test_a_setting_of_an_older_version_that_is_gone_is_left_out(home: Path) -> None:
    settings_path().write_text(json.dumps({"schema": 1, "theme": "dark", "gone": 1}), encoding="utf-8")
    assert AppSettings.load().theme == "dark"


def test_a_place_that_cannot_be_written_only_says_so(home: Path) -> None:
    (home / "file").write_text("", encoding="utf-8")
    assert not AppSettings().save(home / "file" / "settings.json")
