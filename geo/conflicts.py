"""Pairs of claims that cannot both be right: found by the rule, linked by hand, or both.

The rule finds those that make an answer contested; a link is an analyst's note.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations, pairwise

from geo.claims import DEPARTURES, Kind
from geo.history import OCCUPIED, REDUCED, History, Report, state_of
from geo.ledger import Ledger
from geo.snapshot import EVERYTHING, Selection
from geo.status import outlook

Pair = tuple[str, str]


class How(StrEnum):
    """How a conflict comes to be on the list; all but the last are found by the rule."""

    SAME_DAY = "same-day"
    CONTRADICTION = "contradiction"
    SECOND_HANDOVER = "second-handover"
    LINKED = "linked"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Days on which the answer for a site is contested.

    Attributes
    ----------
    first, last
        Days, inclusive; ``last`` is None while it is contested still.
    """

    site: str
    first: dt.date
    last: dt.date | None


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two claims that cannot both be right as they stand.

    Attributes
    ----------
    claims
        Their ids, the one published first before the other.
    how
        How it was found: by the rule, by hand, or both.
    places
        Ids of the sites and regions that it is about.
    contested
        The days that it makes contested; none where it is only linked.
    """

    claims: Pair
    how: tuple[How, ...]
    places: tuple[str, ...]
    contested: tuple[Period, ...]


def conflicts(
    ledger: Ledger, known: dt.date, selection: Selection = EVERYTHING
) -> tuple[Conflict, ...]:
    """List all pairs of claims in conflict, as known on a day.

    Parameters
    ----------
    ledger
        The ledger.
    known
        The day whose knowledge is used.
    selection
        Which sites are in view.
    """
    how: dict[Pair, set[How]] = {}
    places: dict[Pair, set[str]] = {}
    periods: dict[Pair, set[Period]] = {}
    for site in ledger.sites.values():
        if selection.shows(site):
            for pair, kind, period in _found(ledger, site.id, known):
                how.setdefault(pair, set()).add(kind)
                places.setdefault(pair, set()).add(site.id)
                periods.setdefault(pair, set()).add(period)
    for pair in _linked(ledger, known):
        about = {place for place in _about(ledger, pair) if _in_view(ledger, place, selection)}
        if about:
            how.setdefault(pair, set()).add(How.LINKED)
            places.setdefault(pair, set()).update(about)
    found = [
        Conflict(
            pair,
            tuple(kind for kind in How if kind in how[pair]),
            tuple(sorted(places[pair])),
            tuple(sorted(periods.get(pair, ()), key=by_site)),
        )
        for pair in how
    ]
    order = {key: i for i, key in enumerate(published(ledger, ledger.claims))}
    return tuple(sorted(found, key=lambda c: (order[c.claims[1]], order[c.claims[0]])))


# --- found by the rule -------------------------------------------------------------------


def _found(ledger: Ledger, site: str, known: dt.date) -> Iterator[tuple[Pair, How, Period]]:
    """Give the conflicts that the rule finds at a site, with the days that are contested."""
    history = outlook(ledger, site, known.toordinal()).history
    for day, until in pairwise([*history.closings, None]):
        if day is None:
            continue
        group = _speaking(history, day)
        for one, other in _disagreeing(ledger, history, day, group):
            period = Period(site, _day(day), None if until is None else _day(until - 1))
            yield _pair(ledger, one, other), How.SAME_DAY, period
        against = history.contradiction(day, group)
        if against:
            again = against.kind in DEPARTURES
            how = How.SECOND_HANDOVER if again else How.CONTRADICTION
            period = Period(site, _day(day), _day(against.last - 1))
            for report in group:
                # A second handover speaks against one of its own kind only.
                if report.kind in DEPARTURES and (not again or report.kind is against.kind):
                    yield _pair(ledger, report.claim.id, against.claim.id), how, period


def _speaking(history: History, day: int) -> list[Report]:
    """Give the reports that speak on a day on which some close: those of the nearest place."""
    closing = [r for r in history.settled if r.cut is None and r.last == day]
    nearest = min(r.rank for r in closing)
    return [r for r in closing if r.rank == nearest]


def _disagreeing(
    ledger: Ledger, history: History, day: int, group: Sequence[Report]
) -> Iterator[Pair]:
    level = history.level(day)
    states = {report.claim.id: state_of(report, level.states) for report in group}
    if any(report.kind is Kind.IN_USE for report in group):
        # Presence is at the level of the stay, on which others may have disagreed.
        for key in level.ids:
            states[key] = REDUCED if ledger.claims[key].kind is Kind.REDUCED else OCCUPIED
    for one, other in combinations(states, 2):
        if not states[one] & states[other]:
            yield one, other


# --- linked by hand -----------------------------------------------------------------------


def _linked(ledger: Ledger, known: dt.date) -> Iterator[Pair]:
    limit = known.toordinal()
    for claim in ledger.claims.values():
        for key in claim.conflicts:
            other = ledger.claims.get(key)
            if other is not None and max(claim.public, other.public) <= limit:
                yield _pair(ledger, claim.id, key)


def _about(ledger: Ledger, pair: Pair) -> set[str]:
    """Give the places that two claims are both about.

    Where one names a region around the other's place, it is the narrower of the two. Where
    they share none, it is those of one layer (Harir or the airport of Erbil), else all.
    """
    places, others = (ledger.claims[key].places for key in pair)
    both = [(p, q) for p in places for q in others]
    met = {p for p, q in both if q in _chain(ledger, p)}
    met |= {q for p, q in both if p in _chain(ledger, q)}
    if not met:
        near = [(p, q) for p, q in both if _layer(ledger, p) == _layer(ledger, q)]
        met = {place for couple in near or both for place in couple}
    return met


def _chain(ledger: Ledger, place: str) -> tuple[str, ...]:
    if place in ledger.sites:
        return ledger.chain(place)
    region = ledger.regions.get(place)
    return (place, *region.within) if region else (place,)


def _layer(ledger: Ledger, place: str) -> str | None:
    found = ledger.sites.get(place) or ledger.regions.get(place)
    return found.layer if found else None


def _in_view(ledger: Ledger, place: str, selection: Selection) -> bool:
    if place in ledger.sites:
        return selection.shows(ledger.sites[place])
    return not selection.layers or _layer(ledger, place) in selection.layers


def by_site(period: Period) -> tuple[str, dt.date, dt.date]:
    """Give the order of periods: by site, then by day."""
    return period.site, period.first, period.last or dt.date.max


def _pair(ledger: Ledger, one: str, other: str) -> Pair:
    first, second = published(ledger, (one, other))
    return first, second


def published(ledger: Ledger, ids: Iterable[str]) -> list[str]:
    """Give claims in the order in which they were published."""
    return sorted(ids, key=lambda key: (ledger.claims[key].public, key))


def _day(day: int) -> dt.date:
    return dt.date.fromordinal(day)
