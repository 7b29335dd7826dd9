"""Whatever stands in a layer or in seeds, at random, ends in plain words."""

import copy
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from geo.check import check, format_text
from geo.errors import Fault
from tests.faulty_files import FAULTY, JARGON, TODAY

VALUES: tuple[object, ...] = (
    *(None, True, 0, -1, 1e308, float("inf"), 10**400, "", "x", "2025-13", "\u202e", "\ud800"),
    *("<b>", [], {}, [[]], [None], {"a": 1}, [[1, 2]], "../..", "9999~", "0001-01-01~", ".."),
)


def spots(content: object) -> Iterator[tuple[Any, Any]]:
    """Give each container with each of its keys."""
    if isinstance(content, dict | list):
        keys = content if isinstance(content, dict) else range(len(content))
        for key in list(keys):
            yield content, key
            yield from spots(content[key])


@pytest.mark.long
@pytest.mark.parametrize("path", [FAULTY / "plain" / "bases.geojson", None], ids=["plain", "own"])
def test_whatever_stands_in_a_layer_ends_in_plain_words(
    path: Path | None, clean_project: Path
) -> None:
    chance = random.Random(1)  # noqa: S311 - a choice of tests, no secret
    text = (path or clean_project / "data" / "layers" / "anbar.geojson").read_text()
    for _ in range(1500):
        content = json.loads(text)
        for _ in range(chance.randint(1, 3)):
            holder, key = chance.choice(list(spots(content)) or [({"": 0}, "")])
            if chance.random() < 0.7:
                holder[key] = copy.deepcopy(chance.choice(VALUES))
            else:
                del holder[key]
        Path("a.geojson").write_text(json.dumps(content))
        assert_plain(check("a.geojson", TODAY))


@pytest.mark.long
def test_whatever_stands_in_seeds_ends_in_plain_words(clean_project: Path) -> None:
    chance = random.Random(1)  # noqa: S311 - a choice of tests, no secret
    files = sorted(path for path in (clean_project / "seeds").rglob("*") if path.is_file())
    for _ in range(1500):
        path = chance.choice(files)
        sound = path.read_bytes()
        broken = bytearray(sound)
        for _ in range(chance.randint(1, 4)):
            at, size = chance.randrange(len(broken) - 60), chance.randint(0, 30)
            piece = broken[at + size : at + 2 * size]
            new = chance.choice(
                [piece, bytes([chance.randrange(256)]), b"\\u202e", b'"', b"[", b"nan"]
            )
            broken[at : at + chance.choice([0, 0, 1, size])] = new
        path.write_bytes(broken)
        assert_plain(check(clean_project, TODAY))
        path.write_bytes(sound)


def assert_plain(found: tuple[Fault, ...]) -> None:
    text = format_text(found)
    assert text.replace("\n", "").isprintable()
    assert text.encode()
    assert not any(word in text for word in JARGON[:5])
