"""What differs between two ledgers: the days and the sites whose answer is another."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from geo.dates import DAY
from geo.ledger import Ledger
from geo.status import State, Status
from geo.steps import edges, runs, shown


@dataclass(frozen=True, slots=True)
class Difference:
    """A stretch of days on which the answer for a site is another.

    Attributes
    ----------
    first, last
        The days, inclusive; ``last`` is None where it has no end.
    before, after
        The answers on the first of them; None where the site is not known.
    """

    site: str
    first: dt.date
    last: dt.date | None
    before: Status | None
    after: Status | None


def differences(old: Ledger | None, new: Ledger, known: dt.date) -> tuple[Difference, ...]:
    """List what differs, in the order of days.

    Parameters
    ----------
    old
        The ledger before; None when there was none.
    new
        The ledger after.
    known
        The day whose knowledge is used in both.
    """
    found: list[Difference] = []
    sites = dict.fromkeys((*(old.sites if old else ()), *new.sites))
    for site in sites:
        before, after = _runs(old, site, known), _runs(new, site, known)
        found += _of_site(site, before, after)
    return tuple(sorted(found, key=lambda d: (d.first, d.site)))


def _runs(ledger: Ledger | None, site: str, known: dt.date) -> tuple[Status, ...]:
    if ledger is None or site not in ledger.sites:
        return ()
    days = edges(ledger, site, known)
    return runs(ledger, site, days[0] - DAY, days[-1] + DAY, known)


def _of_site(
    site: str, before: tuple[Status, ...], after: tuple[Status, ...]
) -> Iterable[Difference]:
    days = sorted({status.on for status in (*before, *after)})
    ends = [day - DAY for day in days[1:]]
    found: list[Difference] = []
    for first, last in zip(days, [*ends, None], strict=True):
        old, new = _holding(before, first), _holding(after, first)
        if _key(old) == _key(new):
            continue
        if found and found[-1].last == first - DAY and _same(found[-1], old, new):
            first = found.pop().first  # noqa: PLW2901 - the stretch goes on
        found.append(Difference(site, first, last, old, new))
    return found


def _holding(steps: tuple[Status, ...], day: dt.date) -> Status | None:
    """Give the answer that holds on a day; the first also holds before it."""
    earlier = [status for status in steps if status.on <= day]
    return earlier[-1] if earlier else (steps[0] if steps else None)


def _key(status: Status | None) -> tuple[object, ...] | None:
    """Give what makes an answer; a site that is not known is as good as one of unknown state."""
    if status is None or status.possible == (State.UNKNOWN,):
        return None
    return shown(status)


def _same(difference: Difference, old: Status | None, new: Status | None) -> bool:
    return _key(difference.before) == _key(old) and _key(difference.after) == _key(new)
