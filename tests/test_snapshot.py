"""All places at once: what is counted and what is shown."""

import datetime as dt
import json
from dataclasses import replace

import pytest

from geo.claims import Claim, Party
from geo.ledger import Ledger
from geo.places import Mission, Site, SiteKind
from geo.snapshot import (
    EVERYTHING,
    Count,
    Selection,
    mission_on,
    prepare,
    snapshot,
    snapshot_record,
)
from tests.strategies import SITES, ledger_of, planned, said

LATE = dt.date(2026, 1, 1)
FIRST, SECOND = dt.date(2009, 1, 1), dt.date(2014, 6, 15)
MISSIONS = (
    Mission("first", "First", FIRST, dt.date(2011, 12, 31)),
    Mission("second", "Second", SECOND),
    Mission("other", "Other", dt.date(2015, 1, 1), party=Party.TURKIYE),
)
EMBASSY = Site("embassy", "E", "centre", ("centre", "iraq"), kind=SiteKind.DIPLOMATIC)
BASHIQA = Site("bashiqa", "B", "kurdistan", ("kurdistan", "iraq"), party=Party.TURKIYE)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def book(*claims: Claim) -> Ledger:
    return replace(ledger_of(*claims, sites=(*SITES, EMBASSY, BASHIQA)), missions=MISSIONS)


SEEN = said("seen", "in-use", "2020-01-10")
BRAVO = said("bravo", "in-use", "2020-01-10", at="bravo")
DOUBT = said("doubt", "departed", "2020-02-01", "D4", at="bravo")
OLD = said("old", "in-use", "2010-05-01", at="north")
LEFT = said("left", "departed", "2011-06-01", at="north")
LEDGER = book(SEEN, BRAVO, DOUBT, OLD, LEFT)


# --- what is counted --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "count"),
    [
        ("2020-01-09", Count(0, 0, 2)),
        ("2020-01-10", Count(2, 0, 2)),
        ("2020-02-01", Count(1, 1, 2)),  # possible does not hold what is certain
        ("2010-06-01", Count(1, 0, 1)),  # another mission, another m
        ("2011-06-01", Count(0, 0, 1)),
        ("2013-01-01", Count(0, 0, 0)),  # between missions
        ("2000-01-01", Count(0, 0, 0)),  # before the first
    ],
)
def test_count(on: str, count: Count) -> None:
    assert snapshot(LEDGER, day(on), LATE).count == count


def test_only_settling_presence_in_the_mission_is_counted() -> None:
    north = [said("weak", "in-use", "2020-01-10", "D4", at="north")]
    assert snapshot(book(*north), day("2020-02-01"), LATE).count == Count(0, 0, 0)
    north = [planned("plan", "leave-by", "2020-12", at="north", public="2020-01-01")]
    assert snapshot(book(*north), day("2020-02-01"), LATE).count == Count(0, 0, 0)


def test_what_nobody_knew_yet_is_not_counted() -> None:
    assert snapshot(LEDGER, day("2020-02-01"), day("2020-01-09")).count.of == 0


def test_without_missions_any_settling_claim_about_the_site_will_do() -> None:
    plan = planned("plan", "leave-by", "2020-12", at="north", public="2020-01-01")
    ledger = replace(book(SEEN, plan, DOUBT), missions=())
    assert snapshot(ledger, day("2020-02-01"), LATE).count == Count(2, 0, 2)


def test_layers_are_counted_apart_and_add_up() -> None:
    view = snapshot(LEDGER, day("2010-06-01"), LATE)
    assert view.by_layer == {"centre": Count(0, 0, 0), "kurdistan": Count(1, 0, 1)}


@pytest.mark.parametrize(
    ("on", "mission"),
    [
        ("2008-12-31", None),
        ("2009-01-01", "first"),
        ("2011-12-31", "first"),
        ("2012-01-01", None),
        ("2014-06-15", "second"),
        ("2026-01-01", "second"),
    ],
)
def test_mission(on: str, mission: str | None) -> None:
    found = mission_on(LEDGER, Party.COALITION, day(on))
    assert (found and found.id) == mission


def test_after_the_last_mission_the_last_holds() -> None:
    ended = replace(MISSIONS[1], last=dt.date(2021, 12, 31))
    ledger = replace(LEDGER, missions=(MISSIONS[0], ended))
    found = mission_on(ledger, Party.COALITION, LATE)
    assert found == ended


# --- what is shown ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("selection", "sites"),
    [
        (Selection(), {"alpha", "bravo", "north"}),
        (EVERYTHING, {"alpha", "bravo", "north", "embassy", "bashiqa"}),
        (Selection(party=Party.TURKIYE), {"bashiqa"}),
        (Selection(layers=("kurdistan",)), {"north"}),
        (Selection(extra=("embassy",)), {"alpha", "bravo", "north", "embassy"}),
    ],
)
def test_selection(selection: Selection, sites: set[str]) -> None:
    view = snapshot(LEDGER, day("2020-02-01"), LATE, selection)
    assert {row.site.id for row in view.rows} == sites


def test_a_selection_changes_no_answer() -> None:
    everything = snapshot(LEDGER, day("2020-02-01"), LATE, EVERYTHING)
    for row in snapshot(LEDGER, day("2020-02-01"), LATE, Selection(layers=("centre",))).rows:
        assert everything.row(row.site.id) == row
    assert everything.row("nowhere") is None


def test_evidence_is_what_names_the_site_newest_first() -> None:
    row = snapshot(LEDGER, day("2020-02-01"), LATE).row("bravo")
    assert row is not None
    assert row.evidence == ("doubt", "bravo")
    row = snapshot(LEDGER, day("2020-02-01"), day("2020-01-31")).row("bravo")
    assert row is not None
    assert row.evidence == ("bravo",)


def test_a_bar_takes_claims_away() -> None:
    view = snapshot(LEDGER, day("2020-02-01"), LATE, Selection(min_grade="C3"))
    assert "doubt" not in view.claims
    assert view.count == Count(2, 0, 2)


def test_overdue_rows_come_longest_first() -> None:
    claims = [SEEN, BRAVO]
    for site, due in (("alpha", "2020-03-31"), ("bravo", "2020-02-29")):
        claims += [planned(f"{site}-by", "leave-by", due, at=site, public="2020-02-01")]
        claims += [said(f"{site}-still", "in-use", "2020-06-01", at=site)]
    view = snapshot(book(*claims), day("2020-05-01"), LATE)
    assert [row.site.id for row in view.overdue] == ["bravo", "alpha"]


def test_the_record_is_plain_data() -> None:
    record = snapshot_record(snapshot(LEDGER, day("2020-02-01"), LATE))
    assert json.loads(json.dumps(record)) == record
    assert record["still_occupied"] == {"certain": 1, "possible": 1, "of": 2}
    assert record["mission"] == "second"


def test_a_ledger_that_was_made_ready_gives_the_same_answers(ledger: Ledger) -> None:
    ready, plain = (replace(ledger, memory={}) for _ in range(2))
    prepare(ready)
    known = dt.date.fromordinal(ready.last_public)
    made = len(ready.memory)
    for asked in (day("2011-12-01"), day("2025-10-15"), day("2027-01-01")):
        assert snapshot(ready, asked, known) == snapshot(plain, asked, known)
    assert len(ready.memory) == made, "what is known until now was there before the first question"
