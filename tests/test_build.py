"""Building: all or nothing, the same bytes each time, and what is read is what was written."""

import itertools
import json
import shutil
from pathlib import Path

import pytest

from geo.build import build
from geo.errors import CannotRead, CannotWrite, InputFault
from geo.layers import load_ledger
from geo.seeds import load_seeds
from tests.obstacles import FULL, Breaker, state

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


def changed(project: Path) -> None:
    """Change a claim of one layer, and leave a layer that the seeds no longer have."""
    source = project / "seeds" / "sources" / "2025-10-20-agency-report.toml"
    source.write_text(source.read_text().replace("Nobody is left", "Not one is left"))
    layers = project / "data" / "layers"
    shutil.copy(layers / "anbar.geojson", layers / "old.geojson")
    shutil.rmtree(project / "data" / "schema")


@pytest.mark.parametrize("error", [FULL, KeyboardInterrupt()])
@pytest.mark.parametrize("after", [False, True])
def test_a_build_that_is_stopped_changes_nothing(
    project: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, *, after: bool
) -> None:
    build(project)
    changed(project)
    before, breaker = state(project), Breaker(monkeypatch, error, after=after)
    stopped = 0
    for number in itertools.count(1):
        again = Path(shutil.copytree(project, project.with_name(f"p{number}")))
        breaker.left, breaker.times = number, 1
        try:
            made = build(again)
        except (CannotWrite, KeyboardInterrupt):
            stopped += 1
            assert state(again) == before
            assert sorted(project.parent.glob(".*")) == []
        if breaker.times:  # there was no such call
            break
    names = ["layers/anbar.geojson", "schema/layer.schema.json", "layers/old.geojson"]
    assert made == [again / "data" / name for name in names]
    assert stopped >= 4
    assert build(again) == []


def test_a_build_that_is_refused_changes_nothing(project: Path) -> None:
    build(project)
    changed(project)
    wall = project / "data" / "layers" / "kurdistan-region.geojson"
    wall.unlink()
    wall.mkdir()
    before = state(project)
    with pytest.raises(CannotWrite, match=r"layers/kurdistan-region\.geojson: it is a folder$"):
        build(project)
    assert state(project) == before
    wall.rmdir()
    assert len(build(project)) == 4


def test_nothing_is_built_where_there_are_no_seeds(tmp_path: Path) -> None:
    with pytest.raises(CannotRead):
        build(tmp_path)
    assert list(tmp_path.iterdir()) == []
