"""Conflicts: those that the rule finds, those linked by hand, and the topics they make."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.claims import Kind
from geo.conflicts import Conflict, How, conflicts
from geo.contradictions import Subject, contradictions, topic_record
from geo.errors import NoSuchThing
from geo.ledger import Ledger
from geo.snapshot import EVERYTHING, Selection
from geo.status import answer
from geo.steps import runs
from tests.strategies import SITES, ledger_of, ledgers, moments, said
from tests.test_laws import SHORT

TODAY = dt.date(2026, 11, 24)
FIRST = dt.date(2003, 1, 1)
RECORDED = {
    "al-Qaim, 17 or 19 March 2020": "IQ-030 IQ-032",
    "al-Qaim, size of garrison": "IQ-031 IQ-033",
    "Mosul palace, planned and done": "IQ-024 IQ-034",
    "ordinal of Taqaddum and Abu Ghraib": "IQ-046 IQ-047 IQ-048 IQ-049",
    "Taji, whole area or one site": "IQ-053 IQ-054 IQ-055",
    "Besmaya, late summer or 25 July": "IQ-050 IQ-052",
    "start of planning": "IQ-021 IQ-022",
    "cut of September 2021": "IQ-065 IQ-066",
    "end of 2026 or September 2026": (
        "E24-014 E24-015 E24-020 E25-014 E24-008 E24-018 E24-022 E25-004 E26-060"
    ),
    "what September 2026 covers": "E24-022 E24-023 E25-006 E26-007 E26-060",
    "begin or finish by September 2025": "E25-003 E25-005 E25-008 E25-010 E25-011 E25-015",
    "Ain al-Asad, chain of dates": (
        "E24-012 E25-007 E25-018 E25-024 E26-001 E26-002 E26-003 E26-004"
    ),
    "which site was empty": "E25-024 E25-025",
    "Victoria, when it was left": (
        "E25-009 E25-011 E25-019 E25-022 E26-005 E26-010 E26-020 E26-022 E26-028 E26-033 "
        "E26-054 E26-055"
    ),
    "Harir or Erbil as the last base": (
        "E25-019 E25-020 E26-007 E26-009 E26-010 E26-039 E26-043 E26-050 E26-060"
    ),
    "numbers of troops": (
        "E24-006 E25-006 E25-013 E25-015 E25-018 E25-021 E25-022 E26-009 E26-063 E26-064"
    ),
    "Patriots at Erbil": "E26-037 E26-052",
    "day of completion": "E26-053 E26-060 E26-066",
    "date of the agreement": "E25-020 E26-002",
    "Bashiqa": "E24-070 E24-071 E26-070",
    "Harir, vacated in 2023 or not": "X-007 X-008 X-006",
}


@given(ledgers())
@SHORT
def test_every_pair_is_read_from_one_of_its_claims_once(ledger: Ledger) -> None:
    for topic in contradictions(ledger, TODAY):
        read = topic.opposed
        assert sorted(pair.claims for _, pairs in read for pair in pairs) == sorted(
            pair.claims for pair in topic.conflicts
        )
        assert all(lead in pair.claims for lead, pairs in read for pair in pairs)
        sizes = [len(pairs) for _, pairs in read]
        assert sizes == sorted(sizes, reverse=True)


@pytest.mark.parametrize("topic", RECORDED)
def test_what_is_recorded_comes_out(ledger: Ledger, topic: str) -> None:
    claims = set(RECORDED[topic].split())
    found = [t for t in contradictions(ledger, TODAY) if claims <= set(t.claims)]
    assert found
    assert all(t.by_rule or t.by_hand for t in found)


def test_topics_are_no_heap(ledger: Ledger) -> None:
    topics = contradictions(ledger, TODAY)
    every = {key for topic in topics for key in topic.claims}
    assert max(len(topic.claims) for topic in topics) * 3 < len(every)
    assert len(topics) > 15


def test_every_link_is_listed_once(ledger: Ledger) -> None:
    linked = {frozenset((c.id, other)) for c in ledger.claims.values() for other in c.conflicts}
    found = [frozenset(pair.claims) for pair in conflicts(ledger, TODAY)]
    assert len(found) == len(set(found))
    assert linked <= set(found)
    by_topic = {frozenset(p.claims) for t in contradictions(ledger, TODAY) for p in t.conflicts}
    assert by_topic == set(found)


@pytest.mark.parametrize(
    ("site", "claims", "how", "first", "last"),
    [
        ("al-qaim", "IQ-030 IQ-032", How.SECOND_HANDOVER, "2020-03-17", "2020-03-18"),
        ("taji", "IQ-053 IQ-054", How.SAME_DAY, "2020-08-23", "2026-01-17"),
        ("harir", "X-007 X-008", How.CONTRADICTION, "2023-10-20", "2023-11-16"),
        ("victoria-base", "E26-005 E26-020", How.CONTRADICTION, "2026-01-18", "2026-03-01"),
    ],
)
def test_the_rule_finds(
    ledger: Ledger, site: str, claims: str, how: How, first: str, last: str
) -> None:
    pair = next(c for c in conflicts(ledger, TODAY) if c.claims == tuple(claims.split()))
    assert pair.how == (how, How.LINKED)
    period = pair.contested[0]
    assert (period.site, str(period.first), str(period.last)) == (site, first, last)


def test_contested_days_are_those_of_the_map(ledger: Ledger) -> None:
    found = conflicts(ledger, TODAY)
    for site in ledger.sites:
        for status in runs(ledger, site, FIRST, TODAY, TODAY):
            assert status.contested == covered(found, site, status.on)


@given(st.data())
@SHORT
def test_contested_days_are_those_of_the_answers(data: st.DataObject) -> None:
    ledger = data.draw(ledgers())
    for on, known in data.draw(moments(ledger)):
        found = conflicts(ledger, known)
        day = min(on, known)
        for site in SITES:
            contested = answer(ledger, site.id, day, known).contested
            assert contested == covered(found, site.id, day)


def covered(found: tuple[Conflict, ...], site: str, day: dt.date) -> bool:
    return any(
        p.site == site and p.first <= day and (p.last is None or day <= p.last)
        for pair in found
        for p in pair.contested
    )


def test_nothing_is_listed_before_both_claims_are_known(ledger: Ledger) -> None:
    day = dt.date(2026, 3, 1)
    known = {key for topic in contradictions(ledger, day) for key in topic.claims}
    assert all(ledger.claims[key].published.latest <= day for key in known)  # type: ignore[operator]
    assert "E26-020" not in known


def test_a_conflict_unlinked_is_found_all_the_same() -> None:
    ledger = ledger_of(
        said("gone", Kind.DEPARTED, "2020-05-01"), said("here", Kind.IN_USE, "2020-05-31")
    )
    (topic,) = contradictions(ledger, dt.date(2020, 5, 31))
    assert (topic.by_rule, topic.by_hand, topic.subject) == (True, False, Subject.STATE)
    assert topic.conflicts[0].how == (How.CONTRADICTION,)
    assert not contradictions(ledger, dt.date(2020, 5, 30))


def test_topics_of_one_place(ledger: Ledger) -> None:
    for topic in contradictions(ledger, TODAY, "taji"):
        assert any("taji" in pair.places for pair in topic.conflicts)
    assert {key for t in contradictions(ledger, TODAY, "taji") for key in t.claims} == {
        "IQ-053",
        "IQ-054",
        "IQ-055",
    }
    assert contradictions(ledger, TODAY, "iraq")
    with pytest.raises(NoSuchThing, match="taji"):
        contradictions(ledger, TODAY, "tajii")


def test_layers_and_grades_choose(ledger: Ledger) -> None:
    anbar = contradictions(ledger, TODAY, selection=Selection(None, ("anbar",)))
    assert {"al-qaim", "ain-al-asad"} <= {place for topic in anbar for place in topic.places}
    assert not any("harir" in topic.places for topic in anbar)
    best = contradictions(ledger, TODAY, selection=Selection(None, (), "B2"))
    assert all(ledger.claims[k].grade <= "B2" for t in best for k in t.claims)


def test_record(ledger: Ledger) -> None:
    (topic,) = [
        t
        for t in contradictions(ledger, TODAY, "al-qaim", EVERYTHING)
        if t.subject is Subject.STATE
    ]
    record = topic_record(ledger, topic)
    assert record["contested"] == [{"site": "al-qaim", "from": "2020-03-17", "to": "2020-03-18"}]
    assert [claim["grade"] for claim in record["claims"]] == ["B1", "B2"]
    assert record["conflicts"][0]["how"] == ["second-handover", "linked"]
