"""The models: what is legal, what is not, and what they freeze into."""

import datetime as dt
from typing import Any

import pytest

from geo.claims import Bound, Kind, Party, Standing, Tier
from geo.dates import Window
from geo.files import Findings, Spot
from geo.records import (
    ClaimRecord,
    MissionRecord,
    RegionRecord,
    SiteRecord,
    SourceRecord,
    to_claim,
    to_mission,
    to_region,
    to_site,
    to_source,
)
from geo.validation import validate

PUBLIC = dt.date(2025, 10, 20)
SPOT = Spot("file", "claim X-1")
SOURCE: dict[str, Any] = {
    "id": "2025-10-20-agency",
    "producer": "An agency",
    "title": "A report",
    "published": "2025-10-20",
    "published_basis": "page",
    "reliability": "B",
}
REPORT: dict[str, Any] = {
    "id": "X-1",
    "places": ["ain-al-asad"],
    "kind": "in-use",
    "when": "2025-10-19",
    "bound": "on",
    "credibility": 2,
    "text": "Somebody is there.",
}
PLAN = REPORT | {"kind": "leave-by", "when": "2026-09", "standing": "agreed"}
SITE: dict[str, Any] = {"id": "camp", "name": "Camp", "kind": "camp", "layer": "x"}
MISSION: dict[str, Any] = {"id": "m", "name": "M", "first": "2014"}


def faults_of(
    model: type[ClaimRecord | SourceRecord | SiteRecord | MissionRecord], raw: object
) -> list[tuple[str, bool]]:
    findings = Findings()
    record = validate(model, raw, SPOT, findings, PUBLIC)
    assert (record is None) is findings.broken
    return [(fault.field, fault.warning) for fault in findings.faults]


LEGAL_CLAIMS = {
    "a report": REPORT,
    "a plan": PLAN,
    "a report on the day of publication": REPORT | {"when": "2025-10-20"},
    "a report of a month that is not over": REPORT | {"when": "2025-10"},
    "a report with an open start": REPORT | {"when": "../2025-12", "bound": "by"},
    "a report that goes on": REPORT | {"when": "2014/.."},
    "a report of a decade": REPORT | {"when": "202X"},
    "a plan that lies behind": PLAN | {"when": "2011-12-31"},
    "the plan of no date": PLAN | {"kind": "no-date", "when": "2025-09/.."},
    "a day without quotes in TOML": REPORT | {"when": dt.date(2025, 10, 19)},
    "right-to-left text": REPORT | {"text": "لا أحد هناك \u200f(2025)"},
    "text of an astral plane": REPORT | {"text": "𐎠 and 🙂"},
    "its own reliability": REPORT | {"reliability": "F"},
    "optional fields given as null": REPORT | {"note": None, "standing": None, "origin": None},
}
WRONG_CLAIMS = {
    "a report ahead": (REPORT | {"when": "2025-10-21"}, ["when"]),
    "two dates in one": (REPORT | {"when": "2025-09-30 and later"}, ["when"]),
    "an empty date": (REPORT | {"when": ""}, ["when"]),
    "a date in other digits": (REPORT | {"when": "٢٠٢٥-٠٩"}, ["when"]),
    "a very long date": (REPORT | {"when": "[" + "2025," * 50 + "2025]"}, ["when"]),
    "brackets without end": (REPORT | {"when": "(" * 50}, ["when"]),
    "a date as a number": (REPORT | {"when": 2025}, ["when"]),
    "a time of the day": (REPORT | {"when": dt.datetime(2025, 10, 19, tzinfo=dt.UTC)}, ["when"]),
    "year 0": (REPORT | {"when": "0000"}, ["when"]),
    "a capital kind": (REPORT | {"kind": "In-Use"}, ["kind"]),
    "credibility 0": (REPORT | {"credibility": 0}, ["credibility"]),
    "credibility true": (REPORT | {"credibility": True}, ["credibility"]),
    "credibility 2.0": (REPORT | {"credibility": 2.0}, ["credibility"]),
    "no standing": (PLAN | {"standing": None}, ["standing"]),
    "an empty text": (REPORT | {"text": " "}, ["text"]),
    "a new line": (REPORT | {"text": "a\nb"}, ["text"]),
    "NUL": (REPORT | {"text": "a\0b"}, ["text"]),
    "C1": (REPORT | {"text": "a\x9bb"}, ["text"]),
    "an isolate": (REPORT | {"text": "a\u2066b"}, ["text"]),
    "a line separator": (REPORT | {"text": "a\u2028b"}, ["text"]),
    "half a pair": (REPORT | {"text": "a\ud800b"}, ["text"]),
    "a place in capitals": (REPORT | {"places": ["a", "Ain"]}, ["places[1]"]),
    "a path for a place": (REPORT | {"places": ["../etc"]}, ["places[0]"]),
    "a text for a list": (REPORT | {"places": "ain-al-asad"}, ["places"]),
    "an id with markup": (REPORT | {"id": "<b>"}, ["id"]),
    "several": (REPORT | {"id": "", "kind": "x", "bound": 1}, ["bound", "id", "kind"]),
    "a list": ([REPORT], [""]),
    "nothing": (None, [""]),
}


@pytest.mark.parametrize("name", LEGAL_CLAIMS)
def test_legal_claims(name: str) -> None:
    assert faults_of(ClaimRecord, LEGAL_CLAIMS[name]) == []


@pytest.mark.parametrize("name", WRONG_CLAIMS)
def test_wrong_claims(name: str) -> None:
    raw, fields = WRONG_CLAIMS[name]
    assert sorted(faults_of(ClaimRecord, raw)) == [(field, False) for field in fields]


@pytest.mark.parametrize("code", [*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
def test_marks_that_reorder_text_are_refused_everywhere(code: int) -> None:
    text = f"a{chr(code)}b"
    for field in ("producer", "title", "published_basis", "note"):
        assert faults_of(SourceRecord, SOURCE | {field: text}) == [(field, False)]
    for field in ("name", "name_ar", "name_ckb", "note", "position_source"):
        assert faults_of(SiteRecord, SITE | {field: text}) == [(field, False)]
    assert faults_of(SiteRecord, SITE | {"aliases": ["ok", text]}) == [("aliases[1]", False)]


@pytest.mark.parametrize(
    ("url", "legal"),
    [
        ("https://example.org/a?b=c#d", True),
        ("http://example.org", True),
        ("HTTPS://example.org", False),
        ("ftp://example.org", False),
        ("javascript:alert(1)", False),
        ("https://example.org/ a", False),
        ('https://example.org/"onclick="x', False),
        ("https://", False),
        ("//example.org", False),
        ("https://example.org/\u202e", False),
    ],
)
def test_addresses(url: str, *, legal: bool) -> None:
    assert faults_of(SourceRecord, SOURCE | {"url": url}) == ([] if legal else [("url", False)])


def test_markup_is_legal_and_told_of() -> None:
    raw = SITE | {"name": "<b>Camp</b>", "aliases": ["a < b", "<!-- x -->"]}
    assert faults_of(SiteRecord, raw) == [("name", True), ("aliases", True)]


@pytest.mark.parametrize(
    "text", ["<script>x</script>", "a < SCRIPT src=x", "x</sCrIpT >", "< / script", "<script"]
)
def test_a_script_is_refused(text: str) -> None:
    assert faults_of(SiteRecord, SITE | {"note": text}) == [("note", False)]
    assert faults_of(SiteRecord, SITE | {"aliases": ["Camp", text]}) == [("aliases", False)]


def test_a_faulty_record_freezes_into_nothing_and_a_clean_one_keeps_all() -> None:
    findings = Findings()
    record = validate(SourceRecord, SOURCE | {"published": "2025-10~"}, SPOT, findings)
    assert record is not None
    source = to_source(record)
    assert source.published == Window(dt.date(2025, 9, 1), dt.date(2025, 11, 30))
    assert (source.published_text, source.tier) == ("2025-10~", Tier.READ)
    raw = PLAN | {"party": "nato", "replaces": ["A-1"], "strength": "12", "locator": "p. 3"}
    plan = validate(ClaimRecord, raw, SPOT, findings)
    assert plan is not None
    claim = to_claim(plan, source, plan.places, "D", plan.credibility)
    assert (claim.kind, claim.bound, claim.standing) == (Kind.LEAVE_BY, Bound.ON, Standing.AGREED)
    assert (claim.grade, claim.party, claim.replaces) == ("D2", Party.NATO, ("A-1",))
    assert (claim.strength, claim.locator, claim.published) == ("12", "p. 3", source.published)


def test_places_and_missions_freeze() -> None:
    findings = Findings()
    site = validate(SiteRecord, SITE | {"aliases": ["One"], "uncertainty_km": 3}, SPOT, findings)
    region = validate(RegionRecord, SITE | {"kind": "region"}, SPOT, findings)
    mission = validate(MissionRecord, MISSION | {"last": "2021-12"}, SPOT, findings)
    assert site
    assert region
    assert mission
    assert to_site(site, (42.0, 33.0)).lon == 42.0
    assert to_site(site, None).placed is False
    assert to_region(region, None).id == "camp"
    frozen = to_mission(mission)
    assert (frozen.first, frozen.last) == (dt.date(2014, 1, 1), dt.date(2021, 12, 31))


@pytest.mark.parametrize(
    ("raw", "field"),
    [
        (MISSION | {"first": "../2014"}, "first"),
        (MISSION | {"last": "2014/.."}, "last"),
        (MISSION | {"last": "2013"}, "last"),
        (MISSION | {"id": "The Mission"}, "id"),
        (MISSION | {"party": "us"}, "party"),
    ],
)
def test_wrong_missions(raw: dict[str, Any], field: str) -> None:
    assert faults_of(MissionRecord, raw) == [(field, False)]
