"""What the reports about one site say, laid out in time: rules 1 to 4, 6 and 7.

A history is made once for a site and a set of visible claims; a date is then a look-up.
All days are proleptic ordinals, the states of a day are bits, and the readings that the
rule leaves open are written down in ``docs/adr/0005-readings-of-the-rule.md``.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import NamedTuple

from geo.claims import DEPARTURES, PRESENCE, STATES, Claim, Kind
from geo.dates import parse_when

OCCUPIED, REDUCED, WITHDRAWN, UNKNOWN = 1, 2, 4, 8
PRESENT = OCCUPIED | REDUCED
CONTRADICTION_DAYS = 90  # later than this, presence after a departure is a return
RESIDUAL_DAYS = 7  # a residual that names no end

_LEVELS = PRESENCE - {Kind.IN_USE}  # presence that says how much of it
_LAST = attrgetter("last")

Ranked = tuple[int, Claim]
Ids = tuple[str, ...]


@dataclass(slots=True)
class Report:
    """A report as it bears on one site.

    Attributes
    ----------
    first, last
        Its window for this site; an open start is closed by the last presence before it.
    kind
        The claim's kind.
    cut
        The day of a departure that its wide window overlaps and that it does not follow.
    support
        Ids of the claims that it needs to bear on the site at all.
    """

    claim: Claim
    kind: Kind
    rank: int
    first: int
    last: int
    dated: bool
    cut: int | None = None
    support: Ids = ()

    @property
    def end(self) -> int:
        """The day from which its window adds no more."""
        return self.last if self.cut is None else self.cut

    @property
    def ids(self) -> Ids:
        """The claim with its support."""
        return (self.claim.id, *self.support)


class Step(NamedTuple):
    """The settled base from one day on, until the next step."""

    day: int
    states: int
    contested: bool
    ids: Ids


class Level(NamedTuple):
    """What presence means from one day on, until the next level."""

    day: int
    states: int
    ids: Ids


def visible_claims(ranked: Iterable[Ranked], known: int) -> list[Ranked]:
    """Give the claims that may be used on a day, less the retracted ones (rule 1).

    Parameters
    ----------
    ranked
        The claims that speak of one site, with their ranks.
    known
        The day whose knowledge is used.
    """
    public = [pair for pair in ranked if pair[1].public <= known]
    retracting = [claim for _, claim in public if claim.retracts and claim.settles]
    if not retracting:
        return public
    gone = _retracted(retracting, [claim for _, claim in public])
    return [pair for pair in public if pair[1].id not in gone]


def _retracted(retracting: Iterable[Claim], heard: Sequence[Claim]) -> set[str]:
    """Give what is retracted, with the copies that are no better than what is named."""
    best: dict[tuple[object, ...], Claim] = {}
    for claim in sorted(heard, key=lambda c: c.worth, reverse=True):
        best[claim.statement] = claim

    def age(claim: Claim) -> tuple[int, str]:
        original = best[claim.statement]
        return original.public, original.id

    gone: set[str] = set()
    # A retraction that is itself retracted has no effect; the newest speak first.
    for claim in sorted(retracting, key=age, reverse=True):
        if claim.id not in gone:
            for target in (c for c in heard if c.id in claim.retracts):
                copies = (c for c in heard if c.statement == target.statement)
                gone |= {c.id for c in copies if c.worth >= target.worth}
    return gone


def best_copies(ranked: Iterable[Ranked]) -> list[Ranked]:
    """Keep of each origin, places, kind and window the best graded, then the earliest.

    Parameters
    ----------
    ranked
        Claims with their ranks.
    """
    kept: dict[tuple[object, ...], Ranked] = {}
    for pair in ranked:
        claim = pair[1]
        if claim.worth < kept.setdefault(claim.statement, pair)[1].worth:
            kept[claim.statement] = pair
    return list(kept.values())


class History:
    """The reports about one site, laid out in time.

    Parameters
    ----------
    ranked
        The visible reports that speak of the site, with their ranks, less copies and dissent.
    """

    def __init__(self, ranked: Iterable[Ranked]) -> None:
        spoken = list(ranked)
        reports = [_as_report(r, c) for r, c in spoken if c.kind in STATES]
        here = [r for r in reports if r.rank == 0 and r.kind in PRESENCE]
        self.presence = sorted((r for r in here if r.claim.settles), key=_by_last)
        reports = [r for r in reports if self._reaches(r)]
        self.departures = sorted(
            (r for r in reports if r.claim.settles and r.kind in DEPARTURES), key=_by_last
        )
        for report in here:
            _cut(report, self.departures)
        for report in reports:
            self._close_start(report)
        # A window that opens on the very day of the departure has nothing left to add.
        reports = [r for r in reports if r.end > r.first or r.cut is None]
        self.presence = [p for p in self.presence if p.end > p.first or p.cut is None]
        self._returns = [p.end for p in self.presence if p.kind is Kind.RE_ENTERED]
        self.settled = sorted((r for r in reports if r.claim.settles), key=_by_last)
        self.weak = [r for r in reports if not r.claim.settles]
        self.residuals = [_residual(c) for r, c in spoken if c.kind is Kind.RESIDUAL and r == 0]
        self.steps: list[Step] = []
        self.levels = [Level(-1, OCCUPIED, ())]
        self.ends: list[int] = []
        self._end_ids: Ids = ()
        self._own_ids: Ids = ()
        self._spans: list[tuple[int, int, Ids]] = []
        self._lay_out()
        self._step_days = [step.day for step in self.steps]
        self._level_days = [level.day for level in self.levels]
        self.wide = [r for r in self.settled if r.first < r.end]

    def _reaches(self, report: Report) -> bool:
        if report.rank == 0:
            return True
        if report.kind not in DEPARTURES:
            return False
        earlier = [p for p in self.presence if p.first <= report.last]
        if earlier:
            report.support = (earlier[-1].claim.id,)
        return bool(earlier)

    def _close_start(self, report: Report) -> None:
        # A doubt does not reach back: a weak departure is possible from its last day on.
        if report.dated or report.kind not in DEPARTURES or not report.claim.settles:
            return
        earlier = [p for p in self.presence if p.last < report.last and p.cut is None]
        if earlier:
            report.first = earlier[-1].last + 1
            report.support = tuple(dict.fromkeys((*report.support, earlier[-1].claim.id)))

    # --- the settled base -------------------------------------------------------------

    def _lay_out(self) -> None:
        days: dict[int, list[Report]] = {}
        for report in self.settled:
            if report.cut is None:
                days.setdefault(report.last, []).append(report)
        self.closings = list(days)
        for day, group in days.items():
            nearest = min([report.rank for report in group])
            self._close(day, [report for report in group if report.rank == nearest])

    def _close(self, day: int, group: list[Report]) -> None:
        self._set_level(day, group)
        level = self.levels[-1]
        states, ids = 0, list[str]()
        for report in group:
            states |= state_of(report, level.states)
            ids += report.ids
            if report.kind is Kind.IN_USE:
                ids += level.ids
            if report.rank and self.ends and self._supported_before_end(report):
                ids += self._end_ids
        for against in self.contradictions(day, group):
            span_ids = _unique((*ids, *against.ids, *level.ids))
            self._spans.append((against.last, WITHDRAWN | level.states, span_ids))
        spans = [span for span in self._spans if day < span[0]] if self._spans else []
        for _, both, why in spans:
            states |= both
            ids += why
        if states == WITHDRAWN:
            ids += self._own_departure(group)
            self.ends.append(day)
            self._end_ids = _unique(ids)
            self.levels.append(Level(day, OCCUPIED, ()))
        contested = bool(spans) or bool(states & (states - 1))
        self.steps.append(Step(day, states, contested, _unique(ids)))

    def _own_departure(self, group: Sequence[Report]) -> Ids:
        """Give the claims of the departure that names the site, when only regions speak again.

        A statement on the whole country confirms what was reported of the site before; a reader
        wants to see that report first.
        """
        gone = bool(self.steps) and self.steps[-1].states == WITHDRAWN
        own = tuple(key for report in group if report.rank == 0 for key in report.ids)
        self._own_ids = own or (self._own_ids if gone else ())
        return self._own_ids

    def _set_level(self, day: int, group: Sequence[Report]) -> None:
        told = [report for report in group if report.kind in _LEVELS]
        if told:
            states = 0
            for report in told:
                states |= state_of(report, 0)
            self.levels.append(Level(day, states, tuple(report.claim.id for report in told)))

    def _supported_before_end(self, report: Report) -> bool:
        """Tell whether the presence behind a region's report is of an earlier stay."""
        return any(p.last <= self.ends[-1] for p in self.presence if p.claim.id in report.support)

    def contradiction(self, day: int, group: Sequence[Report]) -> Report | None:
        """Give the first report that contradicts a departure on a day, or None (rule 4).

        Parameters
        ----------
        day
            The day on which the reports of the group close.
        group
            Those of the nearest rank that close on it.
        """
        return next(iter(self.contradictions(day, group)), None)

    def contradictions(self, day: int, group: Sequence[Report]) -> list[Report]:
        """Give what contradicts the departures on a day, one for each kind, in order of time.

        Parameters
        ----------
        day
            The day on which the reports of the group close.
        group
            Those of the nearest rank that close on it.
        """
        kinds = {report.kind for report in group if report.kind in DEPARTURES}
        if not kinds:
            return []
        found = [report for kind in kinds if (report := self._against(day, kind))]
        return sorted(found, key=_by_last)

    def _against(self, day: int, kind: Kind) -> Report | None:
        later = [p for p in _soon(self.presence, day) if p.first > day and p.cut is None]
        again = [
            d
            for d in _soon(self.departures, day)
            if d.first > day and d.kind is kind and d.dated and d.rank == 0
        ]
        found = min((*later[:1], *again[:1]), key=_by_last, default=None)
        return None if found is None or self.returned(day, found.last) else found

    def returned(self, after: int, until: int) -> bool:
        """Tell whether a re-entry is reported after one day and until another."""
        return any(after < end <= until for end in self._returns) if self._returns else False

    # --- answers for a day --------------------------------------------------------------

    def step(self, day: int) -> Step | None:
        """Give the settled base at a day without the windows that are open there."""
        at = bisect_right(self._step_days, day)
        return self.steps[at - 1] if at else None

    def level(self, day: int) -> Level:
        """Give what presence means at a day."""
        return self.levels[bisect_right(self._level_days, day) - 1]

    def stay(self, day: int) -> int:
        """Give the number of the stay at a day: how many departures ended one by then."""
        return bisect_right(self.ends, day)

    def stay_start(self, day: int) -> int:
        """Give the day of the departure that ended the stay before that of a day; or 0."""
        at = self.stay(day)
        return self.ends[at - 1] if at else 0

    def opened(self, day: int) -> tuple[int, list[str]]:
        """Give the states that settling reports with an open window add at a day."""
        states, ids = 0, list[str]()
        for report in self.wide:
            if report.first <= day < report.end:
                states |= self._state_at(report, day, ids)
        return states, ids

    def doubts(self, day: int) -> tuple[int, list[str]]:
        """Give the states that weak reports keep possible at a day (rule 7)."""
        states, ids = 0, list[str]()
        for report in self.weak:
            if report.first <= day and not self._overruled(report, day):
                states |= self._state_at(report, day, ids)
        return states, ids

    def _state_at(self, report: Report, day: int, ids: list[str]) -> int:
        level = self.level(day)
        ids += report.ids
        if report.kind is Kind.IN_USE:
            ids += level.ids
        return state_of(report, level.states)

    def _overruled(self, weak: Report, day: int) -> bool:
        if any(weak.end <= closing <= day for closing in self.closings):
            return True
        if weak.kind not in DEPARTURES:
            return False
        return any(d.dated and d.rank == 0 and d.first > weak.last for d in self.departures)

    @cached_property
    def unspoken(self) -> Step:
        """The state on the days before any settling report has closed (rule 6).

        Where the first that is heard of the site is that it was left on a day, somebody was
        there before. Its ids are the reports that make it so, or that make it not so.
        """
        if not self.steps:
            return Step(0, UNKNOWN, contested=False, ids=())
        day = self.steps[0].day
        group = [r for r in self.settled if r.last == day and r.cut is None]
        group = [r for r in group if r.rank == min(r.rank for r in group)]
        other = [r for r in group if r.rank or not r.dated or r.kind not in DEPARTURES]
        ids = _unique(key for report in other[:1] or group for key in report.ids)
        return Step(day, UNKNOWN if other else UNKNOWN | OCCUPIED, contested=False, ids=ids)

    def first_presence(self, stay: int) -> int | None:
        """Give the first day of presence in a stay, by the reports that settle."""
        days = [p.first for p in self.presence if self.stay(p.first) == stay]
        return min(days, default=None)

    def edges(self) -> set[int]:
        """Give all days on which an answer of the reports can change."""
        days: set[int] = {*self._step_days, *self._level_days}
        for report in (*self.settled, *self.weak):
            days |= {report.first, report.last, report.end}
        for first, last, _ in self.residuals:
            days |= {first, last + 1}
        return days


def _as_report(rank: int, claim: Claim) -> Report:
    if claim.last is None:  # cannot be: every report is capped by its publication
        msg = f"claim {claim.id}: a report needs a day"
        raise ValueError(msg)
    dated = claim.first is not None
    first = claim.last if claim.first is None else claim.first
    return Report(claim, claim.kind, rank, first, claim.last, dated)


def _soon(reports: list[Report], day: int) -> list[Report]:
    """Give those, in the order of their last days, that may contradict a departure on a day."""
    start = bisect_right(reports, day, key=_LAST)
    return reports[start : bisect_right(reports, day + CONTRADICTION_DAYS, start, key=_LAST)]


def _by_last(report: Report) -> tuple[int, int, str]:
    return (report.last, report.first, report.claim.id)


def _cut(report: Report, departures: Iterable[Report]) -> None:
    days = [d.last for d in departures if report.first <= d.last < report.last]
    report.cut = min(days, default=None)


def state_of(report: Report, level: int) -> int:
    """Give the states that a report says, as bits; in-use has the level of the stay."""
    kind = report.kind
    if kind in DEPARTURES:
        return WITHDRAWN
    if kind is Kind.REDUCED:
        return REDUCED
    return level if kind is Kind.IN_USE else OCCUPIED


def _residual(claim: Claim) -> tuple[int, int, str]:
    when = parse_when(claim.when)
    first, last = claim.first or claim.last or 0, claim.last or 0
    end = when.end.latest if when.interval else None
    return (first, max(first, end.toordinal()) if end else last + RESIDUAL_DAYS, claim.id)


def _unique(ids: Iterable[str]) -> Ids:
    return tuple(dict.fromkeys(ids))
