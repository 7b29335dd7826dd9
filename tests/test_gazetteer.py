"""The gazetteer and the evidence, against what can be checked from outside."""

import math
import re

import airportsdata
import pytest

from geo.claims import Kind, Tier
from geo.ledger import Ledger
from geo.places import NO_BASES

AIRPORTS = airportsdata.load("ICAO")


def kilometres(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """A flat approximation, good to a few metres at these distances."""
    x = math.radians(other_lon - lon) * math.cos(math.radians((lat + other_lat) / 2))
    return 6371.0 * math.hypot(x, math.radians(other_lat - lat))


def test_sites_at_airfields_stand_where_airportsdata_has_them(ledger: Ledger) -> None:
    checked = 0
    for site in ledger.sites.values():
        if site.icao and site.lon is not None and site.lat is not None:
            airport = AIRPORTS[site.icao]
            away = kilometres(site.lon, site.lat, airport["lon"], airport["lat"])
            assert away <= (site.uncertainty_km or 0), site.id
            checked += 1
    assert checked >= 12


def test_a_position_has_a_source_and_a_radius(ledger: Ledger) -> None:
    for site in ledger.sites.values():
        if site.placed:
            assert site.position_source, site.id
            assert site.uncertainty_km is not None, site.id
            for value in (site.lon, site.lat):
                assert value == round(value or 0, 4), site.id
        else:
            assert site.uncertainty_km is None, site.id


def test_estimates_are_said_to_be_estimates(ledger: Ledger) -> None:
    for site in ledger.sites.values():
        if site.placed and not site.icao:
            assert re.search("our own estimate|gazetteer", site.position_source or ""), site.id


def test_all_claims_of_the_evidence_are_there(ledger: Ledger) -> None:
    first_statements = [key for key in ledger.claims if not key.endswith("b")]
    assert len(first_statements) == 211
    relayed = [k for k in first_statements if _tier(ledger, k) is Tier.RELAYED]
    assert len(relayed) == 33


def _tier(ledger: Ledger, claim: str) -> Tier:
    return ledger.sources[ledger.claims[claim].source].tier


def test_places_that_are_no_bases_are_typed(ledger: Ledger) -> None:
    no_bases = {site.id for site in ledger.sites.values() if site.kind in NO_BASES}
    assert no_bases == {"us-embassy-baghdad", "nato-mission-iraq", "najaf-landing"}


def test_five_claims_are_graded_as_of_their_day(ledger: Ledger) -> None:
    again = {k for k, c in ledger.claims.items() if "graded as of its day" in (c.note or "")}
    assert again == {"E25-007", "E25-009", "E26-001", "E26-010", "E26-028"}


@pytest.mark.parametrize("word", ["later", "in the event", "borne out", "outcome", "slipped"])
def test_no_grade_looks_back(ledger: Ledger, word: str) -> None:
    for claim in ledger.claims.values():
        reason = re.search(r"Grade: (.*?)\.( |$)", claim.note or "")
        assert reason is not None, claim.id
        assert word not in reason.group(1), claim.id


def test_a_note_stands_alone(ledger: Ledger) -> None:
    # A reader meets one claim, not the list in which it was found.
    for claim in ledger.claims.values():
        note = claim.note or ""
        assert set(re.findall(r"\b(?:E2\d|IQ|CCTV|X)-\d+b?", note)) <= set(ledger.claims), claim.id
        assert not re.search(r"items?\b|\.\.\d|: (same|derived|shared origin)\.", note), claim.id


@pytest.mark.parametrize(
    ("claim", "kind"),
    [
        ("CCTV-6", Kind.LEAVE_BY),
        ("E25-001", Kind.REINFORCED),
        ("E25-006", Kind.REDUCE_BY),
        ("E26-026", Kind.DEPARTED),
        ("E26-031", Kind.ROLE_CHANGE),
        ("E26-041", Kind.LEAVE_BY),
        ("E26-051", Kind.DEPARTED),
        ("E26-062", Kind.ROLE_CHANGE),
        ("E26-066", Kind.DEPARTED),
        ("IQ-022", Kind.ROLE_CHANGE),
        ("IQ-055", Kind.HANDED_OVER),
        ("IQ-068", Kind.ROLE_CHANGE),
    ],
)
def test_a_doubtful_reading_says_why(ledger: Ledger, claim: str, kind: Kind) -> None:
    assert ledger.claims[claim].kind is kind
    assert "Reading: " in (ledger.claims[claim].note or "")


def test_authorised_is_no_report_of_use(ledger: Ledger) -> None:
    assert ledger.claims["IQ-007"].kind is Kind.ROLE_CHANGE
    assert ledger.claims["IQ-009"].kind is Kind.ROLE_CHANGE


def test_one_sentence_names_three_sites(ledger: Ledger) -> None:
    assert set(ledger.claims["E25-019"].places) == {"ain-al-asad", "victoria-base", "harir"}


def test_conflicts_are_links_both_ways(ledger: Ledger) -> None:
    for claim in ledger.claims.values():
        for other in claim.conflicts:
            assert claim.id in ledger.claims[other].conflicts, (claim.id, other)


def test_no_promise_tells_how_it_ended(ledger: Ledger) -> None:
    # A reader of that day could not know it.
    for claim in ledger.claims.values():
        if claim.is_plan:
            assert not re.search("took place|did not happen|in the event", claim.text), claim.id
