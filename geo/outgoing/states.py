"""The table that is exported: the states of a day, or all states with the days they hold.

Columns
-------
valid_from, valid_to
    The days on which the row holds, inclusive; ``valid_to`` is empty where it has no end. In
    the table of one day both are that day.
known
    The day whose knowledge is used; empty for "as known on the day itself".
overdue_days
    Only in the table of one day; ``overdue_since`` is in both.
claims, against
    In a stretch of days, those of its first day: others may come to say the same.

The others are those of `geo.table`.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from geo import answers
from geo.clock import today
from geo.dates import DAY
from geo.ledger import Ledger
from geo.places import Site
from geo.snapshot import Selection, Snapshot, counts, graded
from geo.status import Deadline, Status, answer
from geo.steps import edges, shown


class Type(StrEnum):
    """What a column holds."""

    TEXT = "text"
    DAY = "day"
    FLAG = "flag"
    NUMBER = "number"
    COUNT = "count"


COLUMNS = {
    "id": Type.TEXT,
    "name": Type.TEXT,
    "layer": Type.TEXT,
    "kind": Type.TEXT,
    "party": Type.TEXT,
    "valid_from": Type.DAY,
    "valid_to": Type.DAY,
    "known": Type.DAY,
    "state": Type.TEXT,
    "possible": Type.TEXT,
    "basis": Type.TEXT,
    "contested": Type.FLAG,
    "still_occupied": Type.TEXT,
    "counted": Type.FLAG,
    "deadline": Type.DAY,
    "deadline_standing": Type.TEXT,
    "reduce_deadline": Type.DAY,
    "missed": Type.DAY,
    "overdue_since": Type.DAY,
    "overdue_days": Type.COUNT,
    "claims": Type.TEXT,
    "against": Type.TEXT,
    "uncertainty_km": Type.NUMBER,
    "lon": Type.NUMBER,
    "lat": Type.NUMBER,
}
POSITION = ("lon", "lat")
Value = str | dt.date | bool | float | int | None


@dataclass(frozen=True)
class Sheet:
    """A table to be exported.

    Attributes
    ----------
    rows
        One for each site, or for each site and stretch of days.
    known
        The day whose knowledge is used; None for "as known on the day itself".
    digest
        The hash of the data.
    """

    rows: tuple[dict[str, Value], ...]
    title: str
    attribution: str
    known: dt.date | None
    digest: str
    on: dt.date | None = None

    @property
    def about(self) -> dict[str, str]:
        """What is to be said of the table as a whole."""
        return {
            "title": self.title,
            "attribution": self.attribution,
            "on": self.on.isoformat() if self.on else "all dates",
            "known": self.known.isoformat() if self.known else "on the day itself",
            "data": self.digest,
        }


def of_snapshot(view: Snapshot) -> Sheet:
    """Make the table of one day.

    Parameters
    ----------
    view
        The snapshot.
    """
    rows = []
    for row in view.rows:
        values = _values(row.site, row.status, view.known, counted=row.counted)
        values |= {"valid_from": view.on, "valid_to": view.on}
        values |= {"state": answers.state_text(row.status), "overdue_days": row.status.overdue_days}
        rows.append(_ordered(values))
    return Sheet(tuple(rows), view.title, view.attribution, view.known, view.digest, view.on)


def of_all_dates(ledger: Ledger, known: dt.date | None, selection: Selection) -> Sheet:
    """Make the table of all dates: one row for each site and stretch of days.

    Parameters
    ----------
    ledger
        The ledger.
    known
        The day whose knowledge is used; None for "as known on the day itself".
    selection
        Which sites are in view and which evidence counts.
    """
    ledger = graded(ledger, selection.min_grade)
    sites = [site for site in ledger.sites.values() if selection.shows(site)]
    days = {site.id: edges(ledger, site.id, known) for site in sites}
    first = min((found[0] for found in days.values() if found), default=today()) - DAY
    missions = {mission.first for mission in ledger.missions}
    missions |= {mission.last + DAY for mission in ledger.missions if mission.last}
    rows = []
    for site in sites:
        turns = sorted({day for day in (*days[site.id], *missions) if day > first})
        rows += list(_stretches(ledger, site, [first, *turns], known))
    return Sheet(tuple(rows), ledger.title, ledger.attribution, known, ledger.digest)


def _stretches(
    ledger: Ledger, site: Site, days: list[dt.date], known: dt.date | None
) -> Iterator[dict[str, Value]]:
    held: tuple[dt.date, Status, bool] | None = None
    for day in days:
        status = answer(ledger, site.id, day, known or day)
        counted = counts(ledger, site, day, known or day)
        if held and _key(held[1], counted=held[2]) == _key(status, counted=counted):
            continue
        if held:
            yield _stretch(site, held, day - DAY, known)
        held = (day, status, counted)
    if held:
        yield _stretch(site, held, None, known)


def _key(status: Status, *, counted: bool) -> tuple[object, ...]:
    standing = status.deadline.standing if status.deadline else None
    return (*shown(status), standing, counted)


def _stretch(
    site: Site, held: tuple[dt.date, Status, bool], last: dt.date | None, known: dt.date | None
) -> dict[str, Value]:
    first, status, counted = held
    values = _values(site, status, known, counted=counted)
    # The days overdue grow with each day of the stretch.
    state = answers.state_text(replace(status, overdue_since=None))
    if status.overdue_since:
        state += f", overdue since {status.overdue_since.isoformat()}"
    values |= {"valid_from": first, "valid_to": last, "state": state, "overdue_days": None}
    return _ordered(values)


def _values(
    site: Site, status: Status, known: dt.date | None, *, counted: bool
) -> dict[str, Value]:
    standing = status.deadline.standing if status.deadline else None
    return {
        "id": site.id,
        "name": site.name,
        "layer": site.layer,
        "kind": site.kind.value,
        "party": site.party.value,
        "known": known,
        "possible": "|".join(state.value for state in status.possible),
        "basis": status.basis.value,
        "contested": status.contested,
        "still_occupied": status.still_occupied,
        "counted": counted,
        "deadline": _day(status.deadline),
        "deadline_standing": standing.value if standing else None,
        "reduce_deadline": _day(status.reduce_deadline),
        "missed": _day(status.missed),
        "overdue_since": status.overdue_since,
        "claims": " ".join(status.claims),
        "against": " ".join(status.against),
        "uncertainty_km": site.uncertainty_km,
        "lon": site.lon,
        "lat": site.lat,
    }


def _day(deadline: Deadline | None) -> dt.date | None:
    return deadline.date if deadline else None


def _ordered(values: dict[str, Value]) -> dict[str, Value]:
    return {name: values[name] for name in COLUMNS}
