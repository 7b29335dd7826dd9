"""The story that a ledger tells: the first plan that named a site, and its deadline."""

import datetime as dt
from dataclasses import dataclass

from geo.app.periods import Period
from geo.claims import Kind
from geo.dates import DAY
from geo.ledger import Ledger


@dataclass(frozen=True, order=True, slots=True)
class Story:
    """A plan, and the day that shows whether it was kept.

    Attributes
    ----------
    plan
        The day on which the plan became known.
    on
        The first day after its deadline, which binds at the end of its day.
    """

    plan: dt.date
    on: dt.date


def has_reports(ledger: Ledger) -> bool:
    """Tell whether any site has been reported on: what a country's past was tells of none.

    Parameters
    ----------
    ledger
        The ledger.
    """
    named = {key for claim in ledger.claims.values() if not claim.is_plan for key in claim.places}
    return not named.isdisjoint(ledger.sites)


def story(ledger: Ledger, period: Period, now: dt.date) -> Story | None:
    """Give the first plan in a period that names a site, and its first day after.

    Parameters
    ----------
    ledger
        The ledger.
    period
        The period in which both days lie.
    now
        The present day; a deadline that has not passed is no story yet.

    Returns
    -------
    The story; None where no plan has come due, or nothing but plans is on the record.
    """
    claims = ledger.claims.values()
    if not has_reports(ledger):
        return None
    found = [
        Story(dt.date.fromordinal(claim.public), claim.due + DAY)
        for claim in claims
        if claim.kind is Kind.LEAVE_BY
        and claim.settles
        and claim.due
        and period.holds(claim.due)
        and claim.due < now
        and not ledger.sites.keys().isdisjoint(claim.places)
    ]
    return min((one for one in found if period.holds(one.plan) and one.plan < one.on), default=None)
