"""What `check` looks at: a project, its seeds, layers, or the data that come along."""

import shutil
from pathlib import Path

import pytest

from geo.build import build
from geo.check import check, has_faults
from geo.errors import CannotRead
from tests.faulty_files import FAULTY, TODAY, WRITES
from tests.sown import LAYER, ROOT


def test_clean_data_give_none(clean_project: Path) -> None:
    assert check(clean_project, TODAY) == ()
    assert check(clean_project / "data", TODAY) == ()
    assert check(clean_project / "data" / "layers", TODAY) == ()


@pytest.mark.parametrize(
    "path",
    ["p/seeds", "p/seeds/sources", "p/seeds/sources/month-13.toml", "p/seeds/places.geojson"],
)
def test_a_part_of_the_seeds_means_the_project(clean_project: Path, path: str) -> None:
    shutil.copy(FAULTY / "sources" / "month-13.toml", clean_project / "seeds" / "sources")
    found = check(path, TODAY)
    assert found == check(clean_project, TODAY)
    assert {one.file for one in found} == {"p/seeds/sources/month-13.toml"}


def test_who_stands_in_the_seeds_may_check_them(
    clean_project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(FAULTY / "sources" / "month-13.toml", clean_project / "seeds" / "sources")
    monkeypatch.chdir(clean_project / "seeds")
    assert ("claim X-1", "when") in {(one.where, one.field) for one in check("sources", TODAY)}


def test_seeds_without_places_are_still_those_of_their_project(tmp_path: Path) -> None:
    seeds = tmp_path / "p" / "seeds"
    shutil.copytree(FAULTY / "clean", tmp_path / "p")
    (seeds / "places.geojson").unlink()
    shutil.copy(FAULTY / "sources" / "month-13.toml", seeds / "sources")
    told = [one.found for one in check(tmp_path / "p", TODAY)]
    assert '"2025-13"' in told
    for path in (seeds, seeds / "sources", seeds / "sources" / "month-13.toml"):
        assert [one.found for one in check(path, TODAY)] == told


def test_seeds_that_lead_nowhere_are_told(tmp_path: Path) -> None:
    (tmp_path / "seeds").symlink_to("nowhere")
    assert has_faults(check(tmp_path, TODAY))


def test_data_that_are_not_what_the_seeds_give(clean_project: Path) -> None:
    layers = clean_project / "data" / "layers"
    anbar = layers / "anbar.geojson"
    anbar.write_text(anbar.read_text().replace("Part of the force", "None of the force"))
    (layers / "kurdistan-region.geojson").rename(layers / "basra.geojson")
    found = [(f.file, f.found, f.allowed) for f in check(clean_project, TODAY)]
    assert (str(anbar), "another text than the seeds give", WRITES) in found
    missing = str(layers / "kurdistan-region.geojson")
    assert (missing, "no file", "the file that `drawdown build` writes") in found
    assert (str(layers / "basra.geojson"), "a layer that no place names", "no such file") in found


def test_built_data_that_differ_are_told(begun_project: Path) -> None:
    build(begun_project)
    path = begun_project / LAYER
    path.write_text(path.read_text().replace("Everybody leaves", "Nobody leaves"))
    found = check(begun_project, TODAY)
    assert [(one.file, one.found) for one in found] == [
        (str(path), "another text than the seeds give")
    ]


def test_the_examples_of_the_docs_are_clean(clean_project: Path) -> None:
    text = (ROOT / "docs" / "formats.md").read_text()
    layer, source = (text.split(f"```{kind}\n")[1].split("```")[0] for kind in ("json", "toml"))
    Path("anbar.geojson").write_text(layer)
    assert check("anbar.geojson", TODAY) == ()
    for path in (clean_project / "seeds" / "sources").iterdir():
        path.unlink()
    (clean_project / "seeds" / "sources" / "2024-09-06-cctv-plan.toml").write_text(source)
    build(clean_project)
    assert check(clean_project, TODAY) == ()


def test_no_such_thing(tmp_path: Path) -> None:
    with pytest.raises(CannotRead, match="no such file or folder"):
        check(tmp_path / "none")
    with pytest.raises(CannotRead, match=r"no layers \(\*.geojson\) in it"):
        check(tmp_path)
    (tmp_path / "seeds").mkdir()


def test_the_data_of_the_program_are_clean() -> None:
    for found in (check(ROOT, TODAY), check(None, TODAY)):
        assert not has_faults(found)
