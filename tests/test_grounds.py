"""What an answer rests on: the newest claim behind it, and who was there after the deadline."""

import datetime as dt

import pytest

from geo.claims import Claim
from geo.grounds import Grounds, grounds, newest_evidence, seen_overdue
from geo.ledger import Ledger
from geo.snapshot import snapshot
from tests.strategies import ledger_of, planned, said
from tests.test_status import LATE, LEAVE, SEEN, ask


@pytest.mark.parametrize(
    ("claims", "on", "known", "expected"),
    [
        ([SEEN], "2020-01-10", LATE, ("seen", 0)),
        ([SEEN], "2021-01-09", LATE, ("seen", 0)),
        ([SEEN], "2021-01-10", LATE, ("seen", 366)),
        ([SEEN, planned("stay", "stay-until", "2030", public="2020-02-01")], "2024-01-01",
         LATE, ("seen", 1452)),
        ([SEEN, LEAVE], "2020-07-01", "2020-03-01", ("seen", 0)),
        ([SEEN], "2030-01-01", "2020-03-01", ("seen", 0)),
        ([SEEN, said("gone", "departed", "2020-03-10")], LATE, LATE, ("gone", 0)),
        ([LEAVE], "2020-03-01", LATE, ("leave", 0)),
        ([], LATE, LATE, None),
    ],
)  # fmt: skip
def test_newest_evidence(
    claims: list[Claim], on: str, known: str, expected: tuple[str, int] | None
) -> None:
    found = newest_evidence({claim.id: claim for claim in claims}, ask(claims, on, known))
    assert (found and (found[0].id, found[1])) == expected


def test_what_makes_a_site_overdue_is_named() -> None:
    late = said("late", "in-use", "2020-07-10")
    later = said("later", "in-use", "2020-08-10")
    claims = [SEEN, LEAVE, later, late]
    ledger = ledger_of(*claims)
    found = ask(claims, "2020-09-01")
    assert found.overdue_since == dt.date(2020, 6, 30)
    assert seen_overdue(ledger, found) == ("late", "later")
    assert seen_overdue(ledger, ask(claims, "2020-06-01")) == ()
    assert seen_overdue(ledger_of(SEEN, LEAVE), ask([SEEN, LEAVE], "2020-09-01")) == ()


def test_grounds_name_at_most_three_reports_after_the_deadline_and_none_twice() -> None:
    late = [said(f"late-{n}", "in-use", f"2020-07-{n:02}") for n in range(10, 15)]
    claims = [SEEN, LEAVE, *late]
    found = grounds(ledger_of(*claims), ask(claims, "2020-07-12"))
    assert found == Grounds(("late-12",), ("late-10", "late-11", "late-13"), (), ())


def test_no_claim_of_the_iraq_ledger_stands_in_two_grounds(ledger: Ledger) -> None:
    overdue = 0
    for day in (dt.date(2025, 10, 15), dt.date(2026, 1, 18), dt.date(2026, 10, 15)):
        for row in snapshot(ledger, day, dt.date(2026, 11, 24)).rows:
            found = grounds(ledger, row.status)
            named = [key for keys in found for key in keys]
            assert len(named) == len(set(named))
            assert {*row.status.claims, *row.status.against, *row.status.linked} <= set(named)
            overdue += bool(found.seen)
    assert overdue > 1
