"""Periods for the slider and turning points for the plan, both found in the ledger."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from geo import words
from geo.claims import Claim, Kind, Party
from geo.ledger import Ledger

_LULL = 366  # days without a plan in force, after which a new wave of plans begins


@dataclass(frozen=True, slots=True)
class Period:
    """Whole years, first and last; a mission that is over ends the period on its last day."""

    start: int
    end: int
    until: dt.date | None = None

    @property
    def key(self) -> str:
        """The form in the address, such as ``2024-2026``."""
        return f"{self.start}-{self.end}"

    @property
    def first(self) -> dt.date:
        """The first day."""
        return dt.date(self.start, 1, 1)

    @property
    def last(self) -> dt.date:
        """The last day."""
        return self.until or dt.date(self.end, 12, 31)

    def holds(self, day: dt.date) -> bool:
        """Tell whether a day lies in the period."""
        return self.first <= day <= self.last

    def clamp(self, day: dt.date) -> dt.date:
        """Give the day of the period that is nearest to a day."""
        return min(max(day, self.first), self.last)


def periods(ledger: Ledger, now: dt.date) -> tuple[Period, ...]:
    """Give the periods that a ledger suggests: its last wave of plans, its missions, all of it.

    Parameters
    ----------
    ledger
        The ledger.
    now
        The present day; the last mission's period reaches to it or to the last date planned.
    """
    days = [day for claim in ledger.claims.values() for day in _days(claim)]
    days += [mission.first.toordinal() for mission in ledger.missions]
    whole = _years(min(days, default=now.toordinal()), max(days, default=now.toordinal()))
    missions = [m for m in ledger.missions if m.party is Party.COALITION] or ledger.missions
    latest = max((m.first for m in missions), default=None)
    found = [_last_wave(ledger, latest)]
    for mission in sorted(missions, key=lambda m: m.first, reverse=True):
        until = mission.last if mission.first != latest else None
        found.append(Period(mission.first.year, until.year if until else whole.end, until))
    return tuple(dict.fromkeys(period for period in (*found, whole) if period))


def turning_points(ledger: Ledger, lang: str = "en") -> dict[dt.date, str]:
    """Give the days on which the plan changed, the last first, each with what happened.

    These are the publications of leave plans and postponements on the record, and before
    them that of the first plan that names a site.

    Parameters
    ----------
    ledger
        The ledger.
    """
    plans = [c for c in ledger.claims.values() if c.kind in {Kind.LEAVE_BY, Kind.NO_DATE}]
    found: dict[dt.date, str] = {}
    for claim in sorted(_turning(ledger, plans), key=lambda c: (-c.public, _weight(c), c.id)):
        day = dt.date.fromordinal(claim.public)
        found.setdefault(day, _told(ledger, claim, lang))
    return found


def _turning(ledger: Ledger, plans: Iterable[Claim]) -> Iterable[Claim]:
    for claim in plans:
        if claim.on_record and (claim.due or claim.kind is Kind.NO_DATE):
            yield claim
    for wave in _waves(ledger, None):
        naming = [c for c in wave if c.settles and any(p in ledger.sites for p in c.places)]
        if naming:
            yield min(naming, key=lambda c: (c.public, c.id))


def _weight(claim: Claim) -> int:
    return ("agreed", "announced", "reported", None).index(claim.standing)


def _told(ledger: Ledger, claim: Claim, lang: str) -> str:
    what = "no-date" if claim.kind is Kind.NO_DATE else claim.standing or "reported"
    return words.say(
        f"turn-{what}",
        lang,
        day=words.day_text(dt.date.fromordinal(claim.public), lang),
        who=ledger.sources[claim.source].producer,
        due=words.day_text(claim.due, lang) if claim.due else "",
    )


def _days(claim: Claim) -> tuple[int, ...]:
    return tuple(day for day in (claim.first, claim.last, claim.public) if day)


def _years(first: int, last: int) -> Period:
    return Period(dt.date.fromordinal(first).year, dt.date.fromordinal(last).year)


def _last_wave(ledger: Ledger, since: dt.date | None) -> Period | None:
    waves = _waves(ledger, since)
    if not waves:
        return None
    wave = waves[-1]
    return _years(min(c.public for c in wave), max(c.last or c.public for c in wave))


def _waves(ledger: Ledger, since: dt.date | None) -> list[list[Claim]]:
    """Give the leave plans with a due day, parted where a year passes without one in force."""
    start = since.toordinal() if since else 0
    plans = [c for c in ledger.claims.values() if c.kind is Kind.LEAVE_BY and c.due]
    waves: list[list[Claim]] = []
    end = 0
    for claim in sorted(plans, key=lambda c: (c.public, c.id)):
        if claim.public < start:
            continue
        if not waves or claim.public > end + _LULL:
            waves.append([])
        waves[-1].append(claim)
        end = max(end, claim.last or 0)
    return waves
