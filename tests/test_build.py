"""Building: all or nothing, the same bytes each time, and what is read is what was written."""

import json
import shutil
from pathlib import Path

import pytest

from geo.build import build
from geo.errors import CannotRead, InputFault
from geo.layers import load_ledger
from geo.seeds import load_seeds

HERE = Path(__file__).parent
ROOT = HERE.parent


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return Path(shutil.copytree(HERE / "faulty" / "clean", tmp_path / "p"))


def contents(folder: Path) -> dict[str, bytes]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_build_gives_the_changed_files(project: Path) -> None:
    data = project / "data"
    layers = [data / "layers" / name for name in ("anbar.geojson", "kurdistan-region.geojson")]
    assert build(project) == [*layers, data / "schema" / "layer.schema.json"]
    assert build(project) == []
    source = project / "seeds" / "sources" / "2025-10-20-agency-report.toml"
    source.write_text(source.read_text().replace("Nobody is left", "Not one is left"))
    assert build(project) == [layers[0]]


@pytest.mark.parametrize("root", [ROOT, HERE / "faulty" / "clean"], ids=["data", "clean"])
def test_what_is_read_back_is_what_the_seeds_say(root: Path, tmp_path: Path) -> None:
    build(root, tmp_path)
    seeds, data = load_seeds(root), load_ledger(tmp_path)
    assert data == seeds
    assert data.digest == seeds.digest
    assert [list(data.sites), list(data.regions), list(data.claims), list(data.sources)] == [
        list(seeds.sites),
        list(seeds.regions),
        list(seeds.claims),
        list(seeds.sources),
    ]


def test_the_committed_data_are_what_the_seeds_give(tmp_path: Path) -> None:
    build(ROOT, tmp_path)
    made = contents(tmp_path)
    held = {name: (ROOT / "data" / name).read_bytes() for name in made}
    stale = sorted(name for name, text in made.items() if held[name] != text)
    assert stale == [], "run `drawdown build`"
    kept = {f"layers/{path.name}" for path in (ROOT / "data" / "layers").iterdir()}
    assert kept == {name for name in made if name.startswith("layers/")}


def test_each_layer_makes_sense_alone(tmp_path: Path) -> None:
    build(ROOT, tmp_path)
    files = sorted((tmp_path / "layers").iterdir())
    assert [path.stem for path in files] == ["anbar", "baghdad", "kurdistan-region", "rest-of-iraq"]
    for path in files:
        alone = load_ledger(path)
        content = json.loads(path.read_text())
        assert content["layer"] == path.stem
        assert {claim.source for claim in alone.claims.values()} == set(content["sources"])
        assert path.stem in alone.regions
        assert alone.regions[path.stem].shape is not None


def test_a_broken_seed_changes_nothing(project: Path) -> None:
    build(project)
    before = contents(project)
    stamps = {path: path.stat().st_mtime_ns for path in project.rglob("*")}
    source = project / "seeds" / "sources" / "2025-10-20-agency-report.toml"
    sound = source.read_text()
    source.write_text(sound.replace('when = "2025-10-19"', 'when = "2025-13"'))
    with pytest.raises(InputFault, match="2025-13"):
        build(project)
    stamps[source] = source.stat().st_mtime_ns
    source.write_text(sound)
    stamps[source] = source.stat().st_mtime_ns
    assert contents(project) == before
    assert {path: path.stat().st_mtime_ns for path in project.rglob("*")} == stamps


def test_nothing_is_built_where_there_are_no_seeds(tmp_path: Path) -> None:
    with pytest.raises(CannotRead):
        build(tmp_path)
    assert list(tmp_path.iterdir()) == []
