"""The library: verified in, undone out, listed fast, and nothing half-done when the disk is full."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from engine.errors import DiskFull, InputError, PackError
from engine.packs import Library, library, read_pack, write_pack


@pytest.fixture
def shelf(tmp_path: Path) -> Library:
    return Library(tmp_path / "packs")


def files(shelf: Library) -> list[str]:
    return sorted(path.name for path in shelf.folder.iterdir() if not path.name.startswith("."))


def test_an_empty_library_lists_nothing_and_makes_nothing(shelf: Library) -> None:
    assert list(shelf.list()) == [] and not shelf.folder.exists()


def test_an_installed_pack_is_listed_with_its_score(shelf: Library, sound: Path) -> None:
    installed = shelf.install(sound)
    [entry] = shelf.list()
    assert entry.path == installed.path == shelf.folder / "Praise or not.promptpack" and not installed.was_there
    assert entry.summary is not None and entry.problem is None
    assert entry.summary["score"]["tuned"] == 0.9 and entry.summary["score"]["base"] == 0.5
    assert entry.path.read_bytes() == sound.read_bytes()


def test_the_same_prompt_twice_stays_one(shelf: Library, sound: Path, tmp_path: Path) -> None:
    first = shelf.install(sound)
    second = shelf.install(sound.rename(tmp_path / "another name.promptpack"))
    assert second.was_there and second.path == first.path and len(files(shelf)) == 1


def test_another_prompt_of_the_same_name_gets_a_number(shelf: Library, sound: Path, other_pack: Path) -> None:
    shelf.install(sound)
    assert shelf.install(other_pack).path.name == "Praise or not 2.promptpack"


def test_a_hostile_pack_leaves_no_trace(shelf: Library, forge: Any, sound: Path, tmp_path: Path) -> None:
    forge.members["../evil"] = b"x"
    with pytest.raises(PackError):
        shelf.install(forge.write(tmp_path / "evil.promptpack"))
    assert not shelf.folder.exists() and not (tmp_path / "evil").exists()
    shelf.install(sound)


def test_a_removed_pack_comes_back(shelf: Library, sound: Path) -> None:
    path = shelf.install(sound).path
    shelf.remove(path)
    assert list(shelf.list()) == [] and not path.exists()
    assert shelf.undo() == path and read_pack(path).manifest.author == "Ada"
    assert shelf.undo() is None


def test_undo_takes_back_the_last_removal_first_also_later(shelf: Library, sound: Path, other_pack: Path) -> None:
    first, second = shelf.install(sound).path, shelf.install(other_pack).path
    shelf.remove(first)
    shelf.remove(second)
    later = Library(shelf.folder)
    assert later.undo() == second and later.undo() == first


def test_undo_does_not_overwrite_a_newer_pack(shelf: Library, sound: Path) -> None:
    path = shelf.install(sound).path
    shelf.remove(path)
    shelf.install(sound)
    assert shelf.undo() == path.with_name("Praise or not 2.promptpack") and len(files(shelf)) == 2


def test_the_trash_keeps_the_last_twenty(shelf: Library, sound: Path) -> None:
    for _ in range(library.MAX_TRASH + 3):
        shelf.remove(shelf.install(sound).path)
    assert len(list((shelf.folder / ".trash").iterdir())) == library.MAX_TRASH


@pytest.mark.parametrize("name", ["../sound.promptpack", "absent.promptpack", ".trash"])
def test_only_installed_packs_can_be_removed(name: str, shelf: Library, sound: Path) -> None:
    shelf.install(sound)
    shelf.remove(shelf.install(sound).path)
    with pytest.raises(InputError):
        shelf.remove(shelf.folder / name)
    assert sound.exists()


def test_export_gives_the_same_bytes(shelf: Library, sound: Path, tmp_path: Path) -> None:
    path = shelf.install(sound).path
    (tmp_path / "out").mkdir()
    assert shelf.export(path, tmp_path / "out").read_bytes() == sound.read_bytes()
    assert shelf.export(path, tmp_path / "new" / "mine.promptpack").read_bytes() == sound.read_bytes()


@pytest.mark.skipif(sys.platform == "win32", reason="named pipes in folders are of POSIX")
def test_export_never_takes_the_place_of_a_device(shelf: Library, sound: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputError, match="no ordinary file"):
        shelf.export(shelf.install(sound).path, tmp_path / "pipe")
    assert (tmp_path / "pipe").is_fifo()


def test_a_full_disk_leaves_nothing_behind(
    shelf: Library, sound: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = shelf.install(sound).path
    target = tmp_path / "out.promptpack"
    target.write_bytes(b"the older file")

    def full(*args: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskFull):
        shelf.export(path, target)
    shelf.remove(path)
    with pytest.raises(DiskFull):
        shelf.install(sound)
    assert target.read_bytes() == b"the older file" and files(shelf) == []
    assert not list(tmp_path.rglob("*.tmp"))


def test_a_file_that_changes_while_it_is_copied_is_refused(
    shelf: Library, sound: Path, other_pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = library.free_path

    def swap(folder: Path, name: str) -> Path:
        sound.write_bytes(other_pack.read_bytes())
        return real(folder, name)

    monkeypatch.setattr(library, "free_path", swap)
    with pytest.raises(PackError) as caught:
        shelf.install(sound)
    assert caught.value.code == "pack_changed" and files(shelf) == []


def test_a_damaged_file_in_the_folder_is_listed_with_its_reason(shelf: Library, sound: Path) -> None:
    path = shelf.install(sound).path
    (shelf.folder / "broken.promptpack").write_bytes(sound.read_bytes()[:-1])
    entries = {entry.path.name: entry for entry in shelf.list()}
    broken = entries["broken.promptpack"]
    assert broken.summary is None and broken.problem is not None and broken.problem["code"] == "pack_cut_off"
    assert entries[path.name].problem is None


def test_unchanged_packs_are_not_opened_again(shelf: Library, sound: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf.install(sound)
    before = shelf.list()

    def opened(path: Path) -> None:
        raise AssertionError(f"{path} was opened")

    monkeypatch.setattr(library, "Archive", opened)
    assert Library(shelf.folder).list() == before


def test_a_changed_pack_is_opened_again(shelf: Library, sound: Path, other_pack: Path) -> None:
    path = shelf.install(sound).path
    [before] = shelf.list()
    path.write_bytes(other_pack.read_bytes())
    os.utime(path, ns=(1, 1))
    [after] = shelf.list()
    assert before.summary and after.summary and before.summary["id"] != after.summary["id"]


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b'{"version": 1, "files": 3}', b"[" * 100_000, b"\xff"])
def test_a_damaged_cache_is_made_anew(content: bytes, shelf: Library, sound: Path) -> None:
    shelf.install(sound)
    before = shelf.list()
    (shelf.folder / ".summaries.json").write_bytes(content)
    assert shelf.list() == before


def test_a_moved_library_tells_its_new_paths(shelf: Library, sound: Path, tmp_path: Path) -> None:
    shelf.install(sound)
    shelf.list()
    moved = Library(shelf.folder.rename(tmp_path / "moved"))
    [entry] = moved.list()
    assert entry.summary and entry.summary["path"] == str(entry.path) and entry.path.parent == moved.folder


def test_ten_different_prompts_are_ten_files(shelf: Library, manifest: Any, tensors: Any, tmp_path: Path) -> None:
    for number in range(10):
        changed = {**tensors, "embeddings": tensors["embeddings"] + number}
        shelf.install(write_pack(tmp_path / f"{number}.promptpack", manifest, changed).path)
    assert len(shelf.list()) == 10
