"""The answer for all places at once."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from geo.claims import Claim, Party, Source
from geo.collector import many_objects
from geo.ledger import Ledger
from geo.places import Mission, Region, Site
from geo.plans import Outlook
from geo.status import Deadline, Status, answer, outlook


@dataclass(frozen=True, slots=True)
class Row:
    """One site with its answer.

    Attributes
    ----------
    counted
        True when the site is one of the ``m`` in "n of m".
    evidence
        Ids of all visible claims that name the site, newest first.
    """

    site: Site
    status: Status
    counted: bool
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """How many sites are still occupied.

    Attributes
    ----------
    certain
        Sites of which every possible state is occupied or reduced.
    possible
        Sites of which some are; disjoint from ``certain``.
    of
        Sites with a settling report of presence in the mission.
    """

    certain: int
    possible: int
    of: int


@dataclass(frozen=True)
class Snapshot:
    """What was true on a day, as known on a day, with all that a view needs to say so.

    Attributes
    ----------
    on, known
        The day shown and the day whose knowledge is used.
    digest
        The data's hash.
    mission
        The mission that holds the day, or None between missions.
    rows
        One for each site in view.
    count
        The whole; ``by_layer`` has the same for each layer.
    claims, sources
        Those that any row cites or lists.
    min_grade
        The floor that was asked for, or "".
    """

    on: dt.date
    known: dt.date
    digest: str
    mission: Mission | None
    rows: tuple[Row, ...]
    count: Count
    by_layer: Mapping[str, Count]
    regions: tuple[Region, ...]
    claims: Mapping[str, Claim]
    sources: Mapping[str, Source]
    party: Party | None = Party.COALITION
    layers: tuple[str, ...] = ()
    min_grade: str = ""
    attribution: str = ""
    title: str = ""

    def row(self, site: str) -> Row | None:
        """Give the row of a site, or None when it is not in view."""
        return next((row for row in self.rows if row.site.id == site), None)

    @property
    def overdue(self) -> tuple[Row, ...]:
        """The counted rows that are overdue, longest first."""
        late = [r for r in self.rows if r.counted and r.status.overdue_since is not None]
        return tuple(sorted(late, key=lambda r: r.status.overdue_since or dt.date.max))


@dataclass(frozen=True)
class Selection:
    """Which sites are in view and which evidence counts.

    Attributes
    ----------
    party
        The party whose bases are shown; None shows every party and places that are no bases.
    layers
        Ids of the layers shown; empty for all.
    min_grade
        A floor for the evidence, such as ``C3``; empty for none.
    """

    party: Party | None = Party.COALITION
    layers: tuple[str, ...] = ()
    min_grade: str = ""
    extra: tuple[str, ...] = field(default=())

    def shows(self, site: Site) -> bool:
        """Tell whether a site is in view."""
        if self.layers and site.layer not in self.layers:
            return False
        if self.party is None or site.id in self.extra:
            return True
        return site.party is self.party and (site.is_base or self.party is not Party.COALITION)


EVERYTHING = Selection(party=None)
COALITION_BASES = Selection()


def snapshot(
    ledger: Ledger, on: dt.date, known: dt.date, selection: Selection = COALITION_BASES
) -> Snapshot:
    """Give the answer for all places on a date, as known on a date.

    Parameters
    ----------
    ledger
        The ledger.
    on
        The date asked about.
    known
        The date whose knowledge is used.
    selection
        Which sites are in view and which evidence counts.

    Notes
    -----
    Party and layers choose what is shown; they change no answer.
    """
    ledger = graded(ledger, selection.min_grade)
    sites = [site for site in ledger.sites.values() if selection.shows(site)]
    missions = {m.party: mission_on(ledger, m.party, on) for m in ledger.missions}
    with many_objects():
        rows = tuple(_row(ledger, site, on, known, missions) for site in sites)
    cited = {key for row in rows for key in (*row.evidence, *row.status.claims)}
    for status in (row.status for row in rows):
        cited.update((*status.against, *status.linked, *_promised(status)))
    claims = {key: ledger.claims[key] for key in sorted(cited)}
    sources = sorted({claim.source for claim in claims.values()})
    return Snapshot(
        on,
        known,
        ledger.digest,
        mission_on(ledger, selection.party or Party.COALITION, on),
        rows,
        _count(rows),
        {layer: _count(r for r in rows if r.site.layer == layer) for layer in ledger.layers},
        tuple(ledger.regions.values()),
        claims,
        {key: ledger.sources[key] for key in sources},
        selection.party,
        selection.layers,
        selection.min_grade,
        ledger.attribution,
        ledger.title,
    )


def prepare(ledger: Ledger) -> None:
    """Make what every question asks for: the hash, and what is known until now of each site.

    Parameters
    ----------
    ledger
        The ledger, which remembers it: its first snapshot is then as quick as the others.
    """
    with many_objects():
        _ = ledger.digest
        for site in ledger.sites:
            _ = outlook(ledger, site, ledger.last_public).binding


def _promised(status: Status) -> list[str]:
    deadlines = (status.deadline, status.reduce_deadline, status.missed)
    return [deadline.claim for deadline in deadlines if deadline]


def graded(ledger: Ledger, min_grade: str) -> Ledger:
    """Give the ledger at a floor, made once and remembered by the ledger itself."""
    if not min_grade:
        return ledger
    key = ("grade", min_grade)
    if key not in ledger.memory:
        ledger.memory[key] = ledger.with_grade(min_grade)
    found: Ledger = ledger.memory[key]
    return found


def _row(
    ledger: Ledger,
    site: Site,
    on: dt.date,
    known: dt.date,
    missions: Mapping[Party, Mission | None],
) -> Row:
    view = outlook(ledger, site.id, known.toordinal())
    counted = _counts(view, site.party in missions, missions.get(site.party))
    return Row(site, answer(ledger, site.id, on, known), counted, view.evidence)


def _count(rows: Iterable[Row]) -> Count:
    counted = [row.status.still_occupied for row in rows if row.counted]
    return Count(counted.count("certain"), counted.count("possible"), len(counted))


def mission_on(ledger: Ledger, party: Party, on: dt.date) -> Mission | None:
    """Give the mission of a party that holds a day; after the last one, the last holds.

    Parameters
    ----------
    ledger
        The ledger.
    party
        Whose mission.
    on
        The day.
    """
    missions = [m for m in ledger.missions if m.party is party]
    begun = [m for m in missions if m.first <= on]
    if not begun:
        return None
    latest = max(begun, key=lambda m: m.first)
    ended = latest.last is not None and latest.last < on
    return None if ended and latest is not max(missions, key=lambda m: m.first) else latest


def counts(ledger: Ledger, site: Site, on: dt.date, known: dt.date) -> bool:
    """Tell whether a site is one of the ``m`` in "n of m" on a day.

    Parameters
    ----------
    ledger
        The ledger.
    site
        The site.
    on
        The day, which chooses the mission.
    known
        The day whose knowledge is used.

    Notes
    -----
    Rule: a settling report of presence in the mission that holds the date. Where the data
    name no mission of the party, any settling claim that names the site will do.
    """
    view = outlook(ledger, site.id, known.toordinal())
    known_party = any(m.party is site.party for m in ledger.missions)
    return _counts(view, known_party, mission_on(ledger, site.party, on))


def _counts(view: Outlook, has_missions: bool, mission: Mission | None) -> bool:  # noqa: FBT001
    if not has_missions:
        return bool(view.naming or view.history.presence or view.history.departures)
    if mission is None:
        return False
    first = mission.first.toordinal()
    last = (mission.last or dt.date.max).toordinal()
    return any(p.last >= first and p.first <= last for p in view.history.presence)


# --- plain records, for JSON ----------------------------------------------------------------


def status_record(status: Status) -> dict[str, Any]:
    """Give a status as plain data; the form is described in ``docs/formats.md``."""
    return {
        "site": status.site,
        "on": status.on.isoformat(),
        "known": status.known.isoformat(),
        "possible": [state.value for state in status.possible],
        "basis": status.basis.value,
        "contested": status.contested,
        "overdue_since": status.overdue_since and status.overdue_since.isoformat(),
        "overdue_days": status.overdue_days,
        "deadline": _deadline_record(status.deadline),
        "reduce_deadline": _deadline_record(status.reduce_deadline),
        "missed": _deadline_record(status.missed),
        "claims": list(status.claims),
        "against": list(status.against),
        "linked": list(status.linked),
    }


def _deadline_record(deadline: Deadline | None) -> dict[str, str | None] | None:
    if deadline is None:
        return None
    return {
        "date": deadline.date.isoformat(),
        "text": deadline.text,
        "claim": deadline.claim,
        "standing": deadline.standing and deadline.standing.value,
    }


def snapshot_record(view: Snapshot) -> dict[str, Any]:
    """Give a snapshot as plain data; the form is described in ``docs/formats.md``."""
    return {
        "on": view.on.isoformat(),
        "known": view.known.isoformat(),
        "mission": view.mission and view.mission.id,
        "still_occupied": {
            "certain": view.count.certain,
            "possible": view.count.possible,
            "of": view.count.of,
        },
        "sites": [status_record(row.status) for row in view.rows],
        "data": view.digest,
    }
