"""What is no file, or cannot be read, is one fault among the others and hides none."""

import os
import shutil
from pathlib import Path

import pytest

from geo.check import check
from geo.errors import CannotRead
from tests.faulty_files import DATE, FAULTY, FOLDER, LINK, TODAY


def test_what_is_no_file_is_one_fault_among_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(FAULTY / "clean", tmp_path / "p")
    monkeypatch.chdir(tmp_path)
    seeds = Path("p/seeds")
    for name in ("regions.geojson", "missions.toml"):
        (seeds / name).unlink()
        (seeds / name).mkdir()
    (seeds / "sources" / "x.toml").mkdir()
    (seeds / "sources" / "y.toml").symlink_to("nowhere")
    os.mkfifo(seeds / "sources" / "z.toml")
    shutil.copy(FAULTY / "sources" / "month-13.toml", seeds / "sources")
    found = {(f.file[8:], f.found): f.allowed for f in check("p", TODAY) if not f.warning}
    assert found == {
        ("missions.toml", FOLDER): "a file",
        ("regions.geojson", FOLDER): "a file",
        ("sources/month-13.toml", '"2025-13"'): DATE,
        ("sources/x.toml", FOLDER): "a file",
        ("sources/y.toml", LINK): "a file",
        ("sources/z.toml", "a pipe or a device"): "a file",
    }


def test_a_folder_among_layers_is_one_fault_among_the_others(tmp_path: Path) -> None:
    (tmp_path / "d.geojson").mkdir()
    (tmp_path / "e.geojson").symlink_to("nowhere")
    shutil.copy(FAULTY / "layers" / "typo.geojson", tmp_path)
    assert [one.found for one in check(tmp_path, TODAY)] == [FOLDER, LINK, '["One"]']


def test_a_folder_for_the_places_hides_no_fault_of_the_sources(tmp_path: Path) -> None:
    shutil.copytree(FAULTY / "clean", tmp_path / "p")
    (tmp_path / "p" / "seeds" / "places.geojson").unlink()
    (tmp_path / "p" / "seeds" / "places.geojson").mkdir()
    shutil.copy(FAULTY / "sources" / "month-13.toml", tmp_path / "p" / "seeds" / "sources")
    found = [one.found for one in check(tmp_path / "p", TODAY) if not one.warning]
    assert found == [FOLDER, '"2025-13"']


def test_no_file_of_the_places_hides_no_fault_of_the_sources(tmp_path: Path) -> None:
    shutil.copytree(FAULTY / "clean", tmp_path / "p")
    (tmp_path / "p" / "seeds" / "places.geojson").unlink()
    shutil.copy(FAULTY / "sources" / "month-13.toml", tmp_path / "p" / "seeds" / "sources")
    found = [one.found for one in check(tmp_path / "p", TODAY) if not one.warning]
    assert found == ["no file", '"2025-13"']


def test_a_file_that_cannot_be_read_hides_no_fault_of_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("typo", "version-2", "override"):
        shutil.copy(FAULTY / "layers" / f"{name}.geojson", tmp_path)
    read = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.stem == "typo":
            raise PermissionError(13, "Permission denied")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    found = [one.found for one in check(tmp_path, TODAY)]
    assert found[:2] == ['"Camp \\u202eeno"', "permission denied"]
    assert '"2"' in found
    with pytest.raises(CannotRead, match="permission denied"):
        check(tmp_path / "typo.geojson")
