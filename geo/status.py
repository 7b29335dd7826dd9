"""The one rule: the status of a site on a date, as known on a date.

The rule stands in ``docs/rule.md``; this module puts its parts together.
"""

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from geo.claims import DEPARTURES, PRESENCE, Claim, Kind, Standing
from geo.history import (
    OCCUPIED,
    PRESENT,
    REDUCED,
    UNKNOWN,
    WITHDRAWN,
    Ranked,
    visible_claims,
)
from geo.ledger import Ledger
from geo.plans import Operative, Outlook


class State(StrEnum):
    """What a site may be."""

    OCCUPIED = "occupied"
    REDUCED = "reduced"
    WITHDRAWN = "withdrawn"
    UNKNOWN = "unknown"


class Basis(StrEnum):
    """Whether an answer rests on what was reported or on what was planned."""

    REPORTED = "reported"
    PLANNED = "planned"


BITS = {
    State.OCCUPIED: OCCUPIED,
    State.REDUCED: REDUCED,
    State.WITHDRAWN: WITHDRAWN,
    State.UNKNOWN: UNKNOWN,
}
# What presence stands for where it is not "at the level of the stay".
_MEANT = {Kind.REDUCED: REDUCED, Kind.RE_ENTERED: OCCUPIED, Kind.REINFORCED: OCCUPIED}
_STATES = [tuple(s for s, bit in BITS.items() if bits & bit) for bits in range(16)]


@dataclass(frozen=True, slots=True)
class Deadline:
    """A date that was promised.

    Attributes
    ----------
    date
        The last day of the due window, on which it binds.
    text
        The date as the claim gives it (EDTF).
    claim
        The claim's id.
    standing
        Who stands behind it.
    """

    date: dt.date
    text: str
    claim: str
    standing: Standing | None


@dataclass(frozen=True, slots=True)
class Status:
    """The answer for one site.

    Attributes
    ----------
    possible
        The states that are possible; one means that it is certain.
    contested
        True when reports of equal worth contradict each other; then two or more are possible.
    overdue_since
        The first missed deadline of the present stay, while forces are still there.
    deadline, reduce_deadline
        The plans in force at ``min(on, known)``.
    missed
        The first missed deadline of the present stay.
    claims
        Ids of the claims that decided it, newest first.
    against
        Ids of the claims that speak against it: each stands for a state that it excludes.
    linked
        Ids of the claims that are linked as in conflict with those that decided it, on another
        figure or date, and stand for no state that it excludes.
    """

    site: str
    on: dt.date
    known: dt.date
    possible: tuple[State, ...]
    basis: Basis
    contested: bool
    overdue_since: dt.date | None
    deadline: Deadline | None
    reduce_deadline: Deadline | None
    missed: Deadline | None
    claims: tuple[str, ...]
    against: tuple[str, ...]
    linked: tuple[str, ...]

    @property
    def still_occupied(self) -> str:
        """Whether forces are still there: certain, possible or no."""
        there = [state in {State.OCCUPIED, State.REDUCED} for state in self.possible]
        return "certain" if all(there) else "possible" if any(there) else "no"

    @property
    def overdue_days(self) -> int | None:
        """Days since the missed deadline, counted to the last day that is known of."""
        if self.overdue_since is None:
            return None
        return (min(self.on, self.known) - self.overdue_since).days


def status(ledger: Ledger, site: str, on: dt.date, known: dt.date) -> Status:
    """Give the status of a site on a date, as known on a date.

    Parameters
    ----------
    ledger
        The ledger.
    site
        A site's id.
    on
        The date asked about.
    known
        The date whose knowledge is used: nothing published later has any influence.

    Raises
    ------
    NoSuchThing
        When the ledger has no such site.
    """
    ledger.site(site)
    return answer(ledger, site, on, known)


def outlook(ledger: Ledger, site: str, known: int) -> Outlook:
    """Give the laid-out history of a site as known on a day (an ordinal).

    It depends only on which claims are visible, so days between two publications share it.

    Parameters
    ----------
    ledger
        The ledger; it remembers the result.
    site
        A site's id.
    known
        The day, as an ordinal.
    """
    days = ledger.memory.get((site, "days"))
    if days is None:
        days = ledger.memory[site, "days"] = [c.public for _, c in ledger.reaching[site]]
    count = bisect_right(days, known)
    found = ledger.memory.get((site, count))
    if found is None:
        found = Outlook(visible_claims(ledger.reaching[site][:count], known))
        ledger.memory[site, count] = found
    result: Outlook = found
    return result


def answer(ledger: Ledger, site: str, on: dt.date, known: dt.date) -> Status:
    """Do the work of `status` for an id that is known to exist.

    Notes
    -----
    Between two change days the answer is constant (law 4), so it is worked out once for each
    span between the days on which it can change.
    """
    asked, limit = on.toordinal(), known.toordinal()
    view = outlook(ledger, site, limit)
    spans = (view.span(min(asked, limit)), view.span(asked) if asked > limit else 0)
    found: _Decided | None = view.answers.get(spans)
    if found is None:
        found = view.answers[spans] = _decide(ledger, view, asked, limit)
    return Status(site, on, known, *found)


def answer_by(ledger: Ledger, site: str, view: Outlook, on: dt.date, known: dt.date) -> Status:
    """Give the answer that some of the claims alone would give; nothing is remembered.

    Parameters
    ----------
    ledger
        The ledger.
    site
        A site's id.
    view
        The outlook on those of the claims that reach the site which are to be heard.
    on, known
        As for `status`.
    """
    return Status(site, on, known, *_decide(ledger, view, on.toordinal(), known.toordinal()))


_Decided = tuple[
    tuple[State, ...],
    Basis,
    bool,
    dt.date | None,
    Deadline | None,
    Deadline | None,
    Deadline | None,
    tuple[str, ...],
    tuple[str, ...],
    tuple[str, ...],
]


class _Found(NamedTuple):
    """What a claim may speak against: states of a day, and the days that were asked about."""

    states: int
    day: int
    asked: int
    limit: int


def _decide(ledger: Ledger, view: Outlook, asked: int, limit: int) -> _Decided:
    day = min(asked, limit)
    base = view.base(day)
    states, ids = base.states, list(base.ids)
    silent = () if states & WITHDRAWN else view.silence(day)
    if silent:
        states |= WITHDRAWN
        ids += silent
    still = not states & ~PRESENT
    states = _add_doubts(view, day, asked, states, ids)
    plans = view.operative(day)
    if asked > limit:
        states = _act(plans, asked, states, ids)
        ids = view.why(day, ids)
    missed = view.missed(day)
    overdue = missed is not None and still and bool(states & PRESENT)
    claims = set(ids)
    linked = _linked(view, claims)
    against = _against(view, claims, _Found(states, day, asked, limit), linked)
    return (
        _STATES[states],
        Basis.PLANNED if asked > limit and plans.any else Basis.REPORTED,
        base.contested and bool(states & (states - 1)),
        missed.due if missed and overdue else None,
        _deadline(plans.leave),
        _deadline(plans.reduce),
        _deadline((0, missed)) if missed else None,
        _newest_first(ledger, claims),
        _newest_first(ledger, against),
        _newest_first(ledger, {claim.id for claim in linked} - against),
    )


def _add_doubts(view: Outlook, day: int, asked: int, states: int, ids: list[str]) -> int:
    doubted, why = view.history.doubts(day)
    ids += why
    states |= doubted
    for first, last, claim in view.history.residuals:
        # Counted at the day asked about: a residual names its own end.
        if first <= day and asked <= last:
            states |= REDUCED
            ids.append(claim)
    return states


def _act(plans: Operative, day: int, states: int, ids: list[str]) -> int:
    """Let the plans in force act on the states of a day that lies ahead (rule 9)."""
    if plans.reduce:
        rank, claim = plans.reduce
        ids.append(claim.id)
        states = _reduce(states, (claim.first or 0, claim.last or 0), day, named=rank == 0)
    if plans.leave:
        claim = plans.leave[1]
        ids.append(claim.id)
        if day > (claim.last or 0):
            return WITHDRAWN
        if day >= (claim.first or 0):
            states |= WITHDRAWN
    if plans.stay:
        claim = plans.stay[1]
        ids.append(claim.id)
        if day > (claim.last or 0):
            states |= UNKNOWN
    return states


def _reduce(states: int, due: tuple[int, int], day: int, *, named: bool) -> int:
    if day < due[0] or not states & OCCUPIED:
        return states
    if named and day > due[1]:
        return (states & ~OCCUPIED) | REDUCED
    return states | REDUCED


def _deadline(plan: Ranked | None) -> Deadline | None:
    if plan is None or plan[1].due is None:
        return None
    claim = plan[1]
    return Deadline(plan[1].due, claim.when, claim.id, claim.standing)


def _newest_first(ledger: Ledger, ids: set[str]) -> tuple[str, ...]:
    return tuple(sorted(ids, key=lambda key: (-ledger.claims[key].public, key)))


def _linked(view: Outlook, decided: set[str]) -> list[Claim]:
    """Give the visible claims that are linked as in conflict with those that decided."""
    linked = {key for c in view.at_odds if c.id in decided for key in c.conflicts}
    return [
        claim
        for claim in view.at_odds
        if claim.id not in decided
        and (claim.id in linked or not decided.isdisjoint(claim.conflicts))
    ]


def _against(view: Outlook, decided: set[str], found: _Found, linked: list[Claim]) -> set[str]:
    """Give the visible claims that speak against an answer: linked to it, or dissenting."""
    dissent = [claim for rank, claim in view.dissent if rank == 0]
    if not (linked or dissent):
        return set()
    settled = [c for _, c in view.ranked if c.id in decided and not c.is_plan]
    return {claim.id for claim in (*linked, *dissent) if _opposes(claim, found, settled)}


def _opposes(claim: Claim, found: _Found, decided: Iterable[Claim]) -> bool:
    """Tell whether a claim stands for a state that an answer excludes.

    A link may be about a date or a number on whose outcome both agree.
    """
    if claim.is_plan:
        return _opposes_ahead(claim, found)
    if _onset(claim) > found.day:
        return False
    if claim.kind in DEPARTURES:
        return not found.states & WITHDRAWN
    if claim.kind not in PRESENCE or found.states & _MEANT.get(claim.kind, PRESENT):
        return False
    # Presence from before what decided has been overtaken by it.
    others = [_onset(c) for c in decided if found.states & _meant(c)]
    return not others or (claim.last or found.day) >= min(others)


def _opposes_ahead(claim: Claim, found: _Found) -> bool:
    """Tell it of a promise: on days that are known of, only reports speak for or against."""
    if claim.last is None or found.asked <= found.limit:
        return False
    if claim.kind is Kind.LEAVE_BY:
        return found.asked > claim.last and not found.states & WITHDRAWN
    return (
        claim.kind is Kind.STAY_UNTIL and found.asked <= claim.last and not found.states & PRESENT
    )


def _onset(claim: Claim) -> int:
    return claim.first or claim.last or 0


def _meant(claim: Claim) -> int:
    """Give the states that a report may stand for, as bits."""
    if claim.kind in DEPARTURES:
        return WITHDRAWN
    return _MEANT.get(claim.kind, PRESENT) if claim.kind in PRESENCE else 0
