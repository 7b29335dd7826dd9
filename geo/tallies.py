"""Promises counted by layer, standing and promiser, and set beside each other where they differ."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from geo.claims import Claim, Kind
from geo.dates import parse_when
from geo.fates import Fate, Outcome
from geo.ledger import Ledger
from geo.promises import Promise

_LONGEST = dt.timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many promises of a sort came out in which way; copies are not counted.

    Attributes
    ----------
    name
        A layer (or a wider region), a standing or a promiser.
    count
        How many there are.
    outcomes
        How many of each outcome that occurs.
    longest
        The most days by which one was missed, or None.
    """

    name: str
    count: int
    outcomes: Mapping[Outcome, int]
    longest: int | None


@dataclass(frozen=True, slots=True)
class Reading:
    """One of several dates that sources give for the same thing at the same time.

    Attributes
    ----------
    due
        The day on which it binds. An "about" sets no date apart from the same one without it;
        of the days that such dates bind on it is the first.
    promises
        Those that give this date, in the order in which they were made.
    kept
        True when one of them was kept.
    """

    due: dt.date
    promises: tuple[Promise, ...]
    kept: bool


def totals(ledger: Ledger, found: Iterable[Promise]) -> dict[str, tuple[Tally, ...]]:
    """Count promises by layer, by standing and by promiser.

    Parameters
    ----------
    ledger
        The ledger, which knows the layers of places.
    found
        The promises.
    """
    counted = [one for one in found if one.copy_of is None]
    ways: dict[str, Callable[[Promise], str]] = {
        "layer": lambda one: _layer(ledger, one.place),
        "standing": lambda one: one.claim.standing.value if one.claim.standing else "",
        "promiser": lambda one: one.by,
    }
    return {name: _tallies(counted, key) for name, key in ways.items()}


def _layer(ledger: Ledger, place: str) -> str:
    """Give the layer of a place; a region wider than a layer stands for itself."""
    return ledger.sites[place].layer if place in ledger.sites else place


def _tallies(found: Iterable[Promise], key: Callable[[Promise], str]) -> tuple[Tally, ...]:
    groups: dict[str, list[Promise]] = {}
    for one in found:
        groups.setdefault(key(one), []).append(one)
    tallies = [
        Tally(
            name,
            len(group),
            {o: n for o in Outcome if (n := sum(one.outcome is o for one in group))},
            max((p.days for p in group if p.outcome is Outcome.MISSED and p.days), default=None),
        )
        for name, group in groups.items()
    ]
    return tuple(sorted(tallies, key=lambda t: (-t.count, t.name)))


def readings(found: Sequence[Promise]) -> tuple[Reading, ...]:
    """Give the dates on which sources disagree, among the promises about one place.

    Parameters
    ----------
    found
        The promises about a place.

    Returns
    -------
    Nothing unless two promises linked as in conflict give different dates for the place at the
    same time; then each of the dates that such promises give, with all that give it.

    Notes
    -----
    At the same time: each was made by the day that the other gives. A date set after one had
    passed puts it off, and disagrees with nobody. For the place: where a nearer promise gives an
    earlier day, a wider one is about what is left after it, and no date of the place.
    """
    dated = {one.claim.id: day for one in found if (day := _nominal(one.claim))}
    by_id = {one.claim.id: one for one in found if one.claim.id in dated}
    disputed = {
        day
        for one in by_id.values()
        for key in one.against
        if key in by_id and _disagree(one, by_id[key]) and not _behind(one, by_id[key], found)
        for day in (dated[one.claim.id], dated[key])
    }
    grouped: dict[dt.date, list[Promise]] = {day: [] for day in sorted(disputed)}
    for one in found:
        if dated.get(one.claim.id) in grouped:
            grouped[dated[one.claim.id]].append(one)
    return tuple(_reading(group) for group in grouped.values())


def _disagree(one: Promise, other: Promise) -> bool:
    """Tell whether two promises gave different dates while both were ahead."""
    days = [_nominal(one.claim), _nominal(other.claim)]
    return days[0] != days[1] and all(day and max(one.made, other.made) <= day for day in days)


def _behind(one: Promise, other: Promise, found: Iterable[Promise]) -> bool:
    """Tell whether a nearer promise of that time has the place left before both dates."""
    days = [day for each in (one, other) if (day := _nominal(each.claim))]
    rank, made = min(one.rank, other.rank), min(one.made, other.made)
    return any(
        near.rank < rank
        and near.claim.kind is Kind.LEAVE_BY
        and near.due is not None
        and made <= near.due < min(days)
        for near in found
    )


def _reading(group: Sequence[Promise]) -> Reading:
    due = min(one.due for one in group if one.due)
    return Reading(due, tuple(group), any(one.outcome is Outcome.KEPT for one in group))


def _nominal(claim: Claim) -> dt.date | None:
    if claim.last is None or claim.kind is Kind.REDUCE_BY:
        return None
    written = parse_when(claim.when.translate({ord(mark): None for mark in "~?%"})).end
    first, last = written.earliest, written.latest
    # "In 2026" is too wide to be one date against another.
    return last if first and last and last - first <= _LONGEST else None


# --- plain records ------------------------------------------------------------------------


def promise_record(ledger: Ledger, one: Promise) -> dict[str, Any]:
    """Give a promise as plain data; the form is described in ``docs/formats.md``."""
    claim = one.claim
    return {
        "place": one.place,
        "claim": claim.id,
        "named": one.rank == 0,
        "by": one.by,
        "producer": one.producer,
        "standing": claim.standing and claim.standing.value,
        "grade": claim.grade,
        "tier": ledger.sources[claim.source].tier.value,
        "made": one.made.isoformat(),
        "kind": claim.kind.value,
        "when": claim.when,
        "bound": claim.bound.value,
        "due": _iso(one.due),
        "replaced": list(one.replaced),
        "slip": one.slip,
        "in_force": one.in_force,
        "outcome": one.outcome.value,
        "days": one.days,
        "met": _iso(one.met),
        "reports": list(one.reports),
        "overturned_by": one.overturned,
        "copy_of": one.copy_of,
        "against": list(one.against),
        "meanwhile": [
            {"claim": key, "strength": ledger.claims[key].strength} for key in one.meanwhile
        ],
        "sites": [_fate_record(fate) for fate in one.sites],
        "text": claim.text,
    }


def promises_record(ledger: Ledger, known: dt.date, found: Sequence[Promise]) -> dict[str, Any]:
    """Give promises with their readings and totals as plain data, for JSON."""
    by_place: dict[str, list[Promise]] = {}
    for one in found:
        by_place.setdefault(one.place, []).append(one)
    return {
        "known": known.isoformat(),
        "data": ledger.digest,
        "promises": [promise_record(ledger, one) for one in found],
        "readings": [
            {
                "place": place,
                "due": reading.due.isoformat(),
                "kept": reading.kept,
                "claims": [one.claim.id for one in reading.promises],
            }
            for place, group in by_place.items()
            for reading in readings(group)
        ],
        "totals": {
            name: [
                {
                    "name": tally.name,
                    "count": tally.count,
                    "outcomes": {o.value: n for o, n in tally.outcomes.items()},
                    "longest": tally.longest,
                }
                for tally in tallies
            ]
            for name, tallies in totals(ledger, found).items()
        },
    }


def _fate_record(fate: Fate) -> dict[str, Any]:
    met = dt.date.fromordinal(fate.met) if fate.met else None
    return {"site": fate.site, "outcome": fate.outcome.value, "days": fate.days, "met": _iso(met)}


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
