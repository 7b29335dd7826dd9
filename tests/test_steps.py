"""Answers over time: the days on which they change."""

import datetime as dt

from geo.dates import DAY
from geo.ledger import Ledger
from geo.snapshot import EVERYTHING, snapshot
from geo.status import State, status
from geo.steps import changes, edges, runs, shown, since
from tests.strategies import ledger_of, planned, said

LATE = dt.date(2026, 1, 1)
SEEN = said("seen", "in-use", "2020-01-10")
BRAVO = said("bravo", "in-use", "2020-01-10", at="bravo")
DOUBT = said("doubt", "departed", "2020-02-01", "D4", at="bravo")


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def test_changes_come_in_the_order_of_days() -> None:
    found = changes(ledger_of(SEEN, BRAVO, DOUBT), day("2020-01-01"), day("2020-12-31"), LATE)
    told = [(c.day.isoformat(), c.site, c.before.possible, c.after.possible) for c in found]
    none, there = (State.UNKNOWN,), (State.OCCUPIED,)
    assert told == [
        ("2020-01-10", "alpha", none, there),
        ("2020-01-10", "bravo", none, there),
        ("2020-02-01", "bravo", there, (State.OCCUPIED, State.WITHDRAWN)),
    ]


def test_a_change_on_the_first_day_is_against_the_day_before() -> None:
    [change] = changes(ledger_of(SEEN), day("2020-01-10"), day("2020-01-10"), LATE)
    assert (change.day, change.before.on) == (day("2020-01-10"), day("2020-01-09"))


def test_as_known_on_the_day_itself_a_change_comes_with_the_news() -> None:
    late = said("late", "in-use", "2020-01-10", public="2020-01-20")
    [change] = changes(ledger_of(late), day("2020-01-01"), day("2020-12-31"), None)
    assert change.day == day("2020-01-20")


def test_a_new_deadline_is_a_change() -> None:
    plan = planned("plan", "leave-by", "2020-06-30", public="2020-02-01")
    found = changes(ledger_of(SEEN, plan), day("2020-01-15"), day("2020-12-31"), None)
    assert [change.day.isoformat() for change in found] == ["2020-02-01", "2020-07-01"]


def test_runs_are_constant_between_edges() -> None:
    ledger = ledger_of(
        SEEN,
        planned("plan", "leave-by", "2020-06", public="2020-02-01"),
        said("gone", "departed", "2020-05", public="2020-06-10"),
        said("rest", "residual", "2020-06-01/2020-06-15", public="2020-06-12"),
        said("still", "in-use", "2020-07-02"),
    )
    first, last = day("2020-01-01"), day("2020-09-01")
    for known in (None, day("2020-03-01"), LATE):
        steps = runs(ledger, "alpha", first, last, known)
        assert {step.on for step in steps[1:]} <= set(edges(ledger, "alpha", known))
        current = steps[0]
        for number in range((last - first).days):
            today = first + number * DAY
            current = next((step for step in steps if step.on == today), current)
            assert shown(status(ledger, "alpha", today, known or today)) == shown(current)


def test_since_when_the_states_are_what_they_are(ledger: Ledger) -> None:
    known = day("2026-11-24")
    for row in snapshot(ledger, known, known, EVERYTHING).rows:
        start = since(ledger, row.status)
        days = [known - n * DAY for n in range(0, 9000, 37)]
        alike = [
            status(ledger, row.site.id, one, known).possible == row.status.possible for one in days
        ]
        first = known - DAY * 9000 if start is None else start
        assert all(same for one, same in zip(days, alike, strict=True) if one >= first)
        if start:
            assert status(ledger, row.site.id, start - DAY, known).possible != row.status.possible
    left = status(ledger, "ain-al-asad", known, known)
    assert since(ledger, left) == day("2026-01-25")
