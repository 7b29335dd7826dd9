"""Faults sown anywhere into the data that come with the program; and none where all is sound."""

import random
import re
import shutil
from pathlib import Path

import pytest

from geo.check import check, has_faults
from tests.sown import LAYER, ROOT, TODAY


def test_sound_data_have_none(begun_project: Path) -> None:
    for path in (begun_project, begun_project / LAYER, ROOT, ROOT / "data"):
        assert not has_faults(check(path, TODAY)), path
    assert check(begun_project, TODAY) == ()


ANYWHERE = {
    "when": ('when = "', 'when = "20x', "when"),
    "kind": ('kind = "', 'kind = "x', "kind"),
    "bound": ('bound = "', 'bound = "x', "bound"),
    "credibility": ("credibility = ", "credibility = 1", "credibility"),
    "place": ('places = ["', 'places = ["nowhere-', "places"),
    "text": ('\ntext = "', '\ntext = "\\u202e', "text"),
    "field": ('\ntext = "', '\ntextt = "x"\ntext = "', "textt"),
    "reliability": ('\nreliability = "', '\nreliability = "x', "reliability"),
    "producer": ('\nproducer = "', '\nproduzer = "x"\nproducer = "', "produzer"),
}


@pytest.mark.long
@pytest.mark.parametrize("kind", ANYWHERE)
def test_a_fault_anywhere_is_found_there_and_nowhere_else(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(ROOT / "seeds", tmp_path / "p" / "seeds")
    monkeypatch.chdir(tmp_path)
    chance = random.Random(kind)  # noqa: S311 - a choice of tests, no secret
    files = sorted(Path("p/seeds/sources").glob("*.toml"))
    old, new, field = ANYWHERE[kind]
    for _ in range(20):
        path = chance.choice(files)
        text = path.read_text()
        spots = [match.start() for match in re.finditer(re.escape(old), text)]
        spot = chance.choice(spots)
        path.write_text(text[:spot] + new + text[spot + len(old) :])
        before = text[: spot + 1]
        part = before.rfind("[[claim]]")
        key = re.search(r'id = "([^"]+)"', text[part:]) if part >= 0 else None
        found = [one for one in check("p", TODAY) if not one.warning]
        own = [one for one in found if "build" not in one.allowed and one.file == str(path)]
        assert [one.field for one in own] == [field], (path, own)
        if key:
            assert own[0].where == f"claim {key[1]}"
        others = [one for one in found if "build" not in one.allowed and one.file != str(path)]
        assert others == []
        path.write_text(text)
