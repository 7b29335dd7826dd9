"""Faults sown into the TOML files of sound seeds, one at a time: each found exactly."""

from pathlib import Path

import pytest

from geo.check import check
from tests.sown import HAND, MISSIONS, PLAN, TODAY, Told, told

TOML: dict[str, tuple[str, str, str, Told]] = {
    # kind: file, what is replaced, by what, where it is told
    "no id": (PLAN, 'id = "2024-09-06-ministry-plan"\n', "", ("source", "id", "/id")),
    "bad id": (PLAN, '"2024-09-06-ministry-plan"', '"a b"', ("source", "id", "/id")),
    "no producer": (
        PLAN,
        'producer = "The ministry"\n',
        "",
        ("source", "producer", "/producer"),
    ),
    "empty producer": (
        PLAN,
        '"The ministry"',
        '" "',
        ("source", "producer", "/producer"),
    ),
    "no title": (
        HAND,
        'title = "North Camp handed over"\n',
        "",
        ("source", "title", "/title"),
    ),
    "no published": (
        PLAN,
        'published = "2024-09-06"\n',
        "",
        ("source", "published", "/published"),
    ),
    "published no date": (
        PLAN,
        'published = "2024-09-06"',
        'published = "soon"',
        ("source", "published", "/published"),
    ),
    "published open": (
        PLAN,
        'published = "2024-09-06"',
        'published = "2024-09-06/.."',
        ("source", "published", "/published"),
    ),
    "no basis": (
        HAND,
        'published_basis = "page"\n',
        "",
        ("source", "published_basis", "/published_basis"),
    ),
    "reliability g": (
        HAND,
        'reliability = "B"',
        'reliability = "G"',
        ("source", "reliability", "/reliability"),
    ),
    "tier": (
        HAND,
        'reliability = "B"',
        'reliability = "B"\ntier = "Q"',
        ("source", "tier", "/tier"),
    ),
    "address": (
        HAND,
        'reliability = "B"',
        'reliability = "B"\nurl = "file:///etc"',
        ("source", "url", "/url"),
    ),
    "unknown field of a source": (
        HAND,
        'reliability = "B"',
        'reliability = "B"\nwho = "x"',
        ("source", "who", "/who"),
    ),
    "published a number": (
        HAND,
        'published = "2025-01-31"',
        "published = 20250131",
        ("source", "published", "/published"),
    ),
    "claims no list": (
        HAND,
        "[[claim]]",
        "[claim]",
        ("source", "claim", "/claim"),
    ),
    "no claim id": (HAND, 'id = "HAND-1"\n', "", ("claim 1", "id", "/claim/0/id")),
    "claim id twice": (
        HAND,
        '"HAND-1"',
        '"PLAN-1"',
        ("claim PLAN-1", "id", "/claim/0/id"),
    ),
    "no places": (
        HAND,
        'places = ["north-camp"]\n',
        "",
        ("claim HAND-1", "places", "/claim/0/places"),
    ),
    "empty places": (
        HAND,
        '["north-camp"]',
        "[]",
        ("claim HAND-1", "places", "/claim/0/places"),
    ),
    "places a text": (
        HAND,
        '["north-camp"]',
        '"north-camp"',
        ("claim HAND-1", "places", "/claim/0/places"),
    ),
    "unknown place": (
        HAND,
        '["north-camp"]',
        '["north-kamp"]',
        ("claim HAND-1", "places", "/claim/0/places"),
    ),
    "place in capitals": (
        HAND,
        '["north-camp"]',
        '["North-Camp"]',
        ("claim HAND-1", "places[0]", "/claim/0/places/0"),
    ),
    "unknown kind": (
        HAND,
        '"handed-over"',
        '"gone"',
        ("claim HAND-1", "kind", "/claim/0/kind"),
    ),
    "no kind": (HAND, 'kind = "handed-over"\n', "", ("claim HAND-1", "kind", "/claim/0/kind")),
    "no when": (HAND, 'when = "2025-01-30"\n', "", ("claim HAND-1", "when", "/claim/0/when")),
    "month 13": (HAND, '"2025-01-30"', '"2025-13"', ("claim HAND-1", "when", "/claim/0/when")),
    "day 30 of february": (
        HAND,
        '"2025-01-30"',
        '"2025-02-30"',
        ("claim HAND-1", "when", "/claim/0/when"),
    ),
    "interval backwards": (
        HAND,
        '"2025-01-30"',
        '"2025-01-30/2024"',
        ("claim HAND-1", "when", "/claim/0/when"),
    ),
    "date with slashes": (
        HAND,
        '"2025-01-30"',
        '"30/01/2025"',
        ("claim HAND-1", "when", "/claim/0/when"),
    ),
    "report ahead of itself": (
        HAND,
        '"2025-01-30"',
        '"2025-03"',
        ("claim HAND-1", "when", "/claim/0/when"),
    ),
    "digits of another script": (
        HAND,
        '"2025-01-30"',
        '"٢٠٢٥-01-30"',
        ("claim HAND-1", "when", "/claim/0/when"),
    ),
    "unknown bound": (
        HAND,
        'bound = "on"',
        'bound = "before"',
        ("claim HAND-1", "bound", "/claim/0/bound"),
    ),
    "no bound": (HAND, 'bound = "on"\n', "", ("claim HAND-1", "bound", "/claim/0/bound")),
    "credibility 7": (
        HAND,
        "credibility = 1",
        "credibility = 7",
        ("claim HAND-1", "credibility", "/claim/0/credibility"),
    ),
    "credibility 0": (
        HAND,
        "credibility = 1",
        "credibility = 0",
        ("claim HAND-1", "credibility", "/claim/0/credibility"),
    ),
    "credibility a text": (
        HAND,
        "credibility = 1",
        'credibility = "1"',
        ("claim HAND-1", "credibility", "/claim/0/credibility"),
    ),
    "credibility a half": (
        HAND,
        "credibility = 1",
        "credibility = 1.5",
        ("claim HAND-1", "credibility", "/claim/0/credibility"),
    ),
    "credibility true": (
        HAND,
        "credibility = 1",
        "credibility = true",
        ("claim HAND-1", "credibility", "/claim/0/credibility"),
    ),
    "no credibility": (
        HAND,
        "credibility = 1\n",
        "",
        ("claim HAND-1", "credibility", "/claim/0/credibility"),
    ),
    "standing of a report": (
        HAND,
        "credibility = 1",
        'credibility = 1\nstanding = "agreed"',
        ("claim HAND-1", "standing", "/claim/0/standing"),
    ),
    "plan without standing": (
        PLAN,
        'standing = "announced" # for plans only: agreed, announced, reported\n',
        "",
        ("claim PLAN-2", "standing", "/claim/1/standing"),
    ),
    "unknown standing": (
        PLAN,
        '"announced"',
        '"rumoured"',
        ("claim PLAN-2", "standing", "/claim/1/standing"),
    ),
    "unknown party": (
        HAND,
        "credibility = 1",
        'credibility = 1\nparty = "us"',
        ("claim HAND-1", "party", "/claim/0/party"),
    ),
    "report that replaces": (
        HAND,
        "credibility = 1",
        'credibility = 1\nreplaces = ["PLAN-2"]',
        ("claim HAND-1", "replaces", "/claim/0/replaces"),
    ),
    "plan that replaces a report": (
        PLAN,
        'standing = "announced"',
        'replaces = ["PLAN-1"]\nstanding = "announced"',
        ("claim PLAN-2", "replaces", "/claim/1/replaces"),
    ),
    "retracts nothing known": (
        HAND,
        "credibility = 1",
        'credibility = 1\nretracts = ["PLAN-9"]',
        ("claim HAND-1", "retracts", "/claim/0/retracts"),
    ),
    "retracts itself": (
        HAND,
        "credibility = 1",
        'credibility = 1\nretracts = ["HAND-1"]',
        ("claim HAND-1", "retracts", "/claim/0/retracts"),
    ),
    "conflicts with nothing known": (
        HAND,
        "credibility = 1",
        'credibility = 1\nconflicts = ["X"]',
        ("claim HAND-1", "conflicts", "/claim/0/conflicts"),
    ),
    "origin with a blank": (
        HAND,
        "credibility = 1",
        'credibility = 1\norigin = "a wire"',
        ("claim HAND-1", "origin", "/claim/0/origin"),
    ),
    "no text": (
        HAND,
        'text = "North Camp was handed over on 30 January 2025."\n',
        "",
        ("claim HAND-1", "text", "/claim/0/text"),
    ),
    "text of two lines": (
        HAND,
        "handed over on",
        "handed\\nover on",
        ("claim HAND-1", "text", "/claim/0/text"),
    ),
    "text that turns round": (
        HAND,
        "handed over on",
        "handed\\u202eover on",
        ("claim HAND-1", "text", "/claim/0/text"),
    ),
    "misspelt field": (
        HAND,
        "locator =",
        "lokator =",
        ("claim HAND-1", "lokator", "/claim/0/lokator"),
    ),
    "mission without a name": (
        MISSIONS,
        'name = "The mission"\n',
        "",
        ("mission the-mission", "name", "/mission/0/name"),
    ),
    "mission without a first day": (
        MISSIONS,
        '"2020-01-01"',
        '"../2020"',
        ("mission the-mission", "first", "/mission/0/first"),
    ),
    "mission that ends first": (
        MISSIONS,
        'first = "2020-01-01"',
        'first = "2020-01-01"\nlast = "2019"',
        ("mission the-mission", "last", "/mission/0/last"),
    ),
    "unknown table": (MISSIONS, "[[mission]]", "[[misson]]", ("", "misson", "/misson")),
    "title a number": (MISSIONS, '"A made-up withdrawal"', "7", ("", "title", "/title")),
    "no toml": (MISSIONS, "title =", "title", ("line 2, column 7", "", "")),
}


@pytest.mark.parametrize("kind", TOML)
def test_a_fault_of_a_toml_file(kind: str, begun_project: Path) -> None:
    file, old, new, where = TOML[kind]
    path = begun_project / file
    text = path.read_text()
    assert text.count(old) >= 1, "the change must hit"
    path.write_text(text.replace(old, new, 1))
    assert told(check(begun_project, TODAY)) == [(file, *where)]


def test_there_are_many_kinds() -> None:
    assert len(TOML) >= 55
