"""What later knowledge changed, and the plan beside what happened."""

import datetime as dt
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from geo.ledger import Ledger
from geo.revisions import (
    Finding,
    compare,
    comparison_record,
    revision_record,
    revisions,
    telling_days,
)
from geo.snapshot import EVERYTHING, Selection, snapshot
from geo.status import Basis, State, answer
from geo.steps import shown
from tests.strategies import ledgers, moments
from tests.test_laws import SHORT

TODAY = dt.date(2026, 11, 24)
FOUNDING = dt.date(2024, 9, 7)
FEBRUARY = dt.date(2026, 2, 1)


def test_victoria_on_the_first_of_february(ledger: Ledger) -> None:
    found = {one.site: one for one in revisions(ledger, FEBRUARY, FEBRUARY, TODAY)}
    one = found["victoria-base"]
    assert one.before.possible == (State.WITHDRAWN,)
    assert one.after.contested
    assert one.moved
    assert one.needed == ("E26-020",)
    assert set(one.claims) >= {"E26-020"}
    assert revision_record(one)["claims"][0] == "E26-020"


def test_the_days_alone_may_change_an_answer(ledger: Ledger) -> None:
    october = dt.date(2025, 10, 15)
    found = {
        one.site: one
        for one in revisions(ledger, october, dt.date(2025, 10, 1), dt.date(2025, 10, 25))
    }
    harir = found["harir"]
    assert not harir.moved
    assert harir.claims == ()
    assert not revisions(ledger, october, TODAY, TODAY)


@given(st.data())
@SHORT
def test_what_is_needed_makes_the_change(data: st.DataObject) -> None:
    ledger = data.draw(ledgers())
    for on, known in data.draw(moments(ledger, 3)):
        early = known - dt.timedelta(data.draw(st.integers(1, 60)))
        for one in revisions(ledger, on, early, known, EVERYTHING):
            new = {
                key
                for key, claim in ledger.claims.items()
                if early.toordinal() < claim.public <= known.toordinal()
            }
            assert set(one.needed) <= new
            alone = ledger.without(new - set(one.needed))
            assert shown(answer(alone, one.site, on, known)) == shown(one.after)
            for key in one.needed:
                less = ledger.without((new - set(one.needed)) | {key})
                assert shown(answer(less, one.site, on, known)) != shown(one.after)


def test_plan_and_outcome(ledger: Ledger) -> None:
    october = dt.date(2025, 10, 15)
    found = compare(ledger, october, FOUNDING, TODAY)
    asad = next(pair for pair in found.pairings if pair.site.id == "ain-al-asad")
    assert asad.differs
    assert asad.planned.status.possible == (State.WITHDRAWN,)
    assert asad.actual.status.possible == (State.REDUCED,)
    assert "ain-al-asad" in {pair.site.id for pair in found.differing}
    record = comparison_record(found)
    assert record["plan_as_of"] == "2024-09-07"
    assert record["differing"] == [pair.site.id for pair in found.differing]
    assert len(record["sites"]) == len(found.plan.rows)


def test_what_had_no_plan_is_neither_as_planned_nor_different(ledger: Ledger) -> None:
    found = compare(ledger, dt.date(2025, 10, 1), dt.date(2024, 9, 6), TODAY)
    told = {pair.site.id: pair.finding for pair in found.pairings if pair.counted}
    assert told["ain-al-asad"] is Finding.DIFFERS
    assert told["erbil-air-base"] is Finding.AS_PLANNED
    # Nobody had said a word of it, or it had been left for years.
    for site in ("joint-operations-command", "makhmour", "balad"):
        assert told[site] is Finding.NO_PLAN, site
    jointly = next(p for p in found.pairings if p.site.id == "joint-operations-command")
    assert jointly.moved
    assert not jointly.differs
    assert "no-plan" in {one["finding"] for one in comparison_record(found)["sites"]}
    assert [len(found.comparable), len(found.differing), len(found.found(Finding.NO_PLAN))] == [
        6,
        3,
        8,
    ]


@given(st.data())
@SHORT
def test_only_a_plan_for_the_day_is_set_against_the_outcome(data: st.DataObject) -> None:
    ledger = data.draw(ledgers())
    for on, known in data.draw(moments(ledger, 3)):
        for pair in compare(ledger, on, known, TODAY, EVERYTHING).pairings:
            plan = pair.planned.status
            told = plan.basis is Basis.PLANNED and State.UNKNOWN not in plan.possible
            assert (pair.finding is not Finding.NO_PLAN) == told
            assert pair.differs == (told and pair.moved)


def test_a_plan_beside_itself_differs_nowhere(ledger: Ledger) -> None:
    both = compare(ledger, FOUNDING, FOUNDING, FOUNDING)
    assert not both.differing
    assert not both.comparable, "of a day that had come nothing was planned"


def test_layers_choose(ledger: Ledger) -> None:
    chosen = Selection(layers=("kurdistan-region",))
    sites = {one.site for one in revisions(ledger, FEBRUARY, FOUNDING, TODAY, chosen)}
    assert sites
    assert all(ledger.sites[site].layer == "kurdistan-region" for site in sites)


def test_order_of_claims_is_nothing(ledger: Ledger) -> None:
    turned = replace(ledger, claims=dict(reversed(list(ledger.claims.items()))), memory={})
    one, other = (revisions(each, FEBRUARY, FOUNDING, TODAY) for each in (ledger, turned))
    assert [each.claims for each in one] == [each.claims for each in other]


def test_the_telling_days_are_those_on_which_most_answers_changed(ledger: Ledger) -> None:
    first, on = dt.date(2024, 9, 6), dt.date(2025, 10, 15)
    counted = {row.site.id for row in snapshot(ledger, on, TODAY).rows if row.counted}
    moved = {}
    for day in (first + dt.timedelta(n) for n in range(1, (TODAY - first).days)):
        pairs = compare(ledger, on, day - dt.timedelta(1), day).pairings
        moved[day] = sum(pair.moved and pair.site.id in counted for pair in pairs)
    best = sorted(moved, key=lambda day: (-moved[day], day))[:2]
    assert telling_days(ledger, on, first, TODAY) == (first, *sorted(best), TODAY)
    assert telling_days(ledger, on, first, TODAY, most=6)[-1] == TODAY


def test_where_nothing_changed_the_telling_days_stand_at_equal_steps(ledger: Ledger) -> None:
    first, last = dt.date(2023, 1, 1), dt.date(2023, 1, 31)
    steps = (first, dt.date(2023, 1, 11), dt.date(2023, 1, 21), last)
    assert telling_days(replace(ledger, claims={}, memory={}), FEBRUARY, first, last) == steps
    assert telling_days(ledger, FEBRUARY, last, last) == (last,)
