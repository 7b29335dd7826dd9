"""What changed in what is known: between two days of knowledge, and between plan and outcome."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from geo.history import visible_claims
from geo.ledger import Ledger
from geo.places import Site
from geo.plans import Outlook
from geo.snapshot import (
    COALITION_BASES,
    Row,
    Selection,
    Snapshot,
    counts,
    graded,
    snapshot,
    status_record,
)
from geo.status import Basis, State, Status, answer, answer_by
from geo.steps import shown

_KEPT = 512  # outlooks on fewer claims


@dataclass(frozen=True, slots=True)
class Revision:
    """A site whose answer for one day is another with later knowledge.

    Attributes
    ----------
    before, after
        The answers.
    needed
        Ids of claims published in between that by themselves make the change: without any one
        of them the answer would be another. None where the days alone do it.
    cited
        Ids of the claims published in between that the later answer cites.
    dropped
        Ids of the claims that only the earlier answer cites.
    """

    site: str
    before: Status
    after: Status
    needed: tuple[str, ...]
    cited: tuple[str, ...]
    dropped: tuple[str, ...]

    @property
    def moved(self) -> bool:
        """True when the possible states are others, not only deadlines or what they rest on."""
        return self.before.possible != self.after.possible

    @property
    def claims(self) -> tuple[str, ...]:
        """The claims that did it: those needed, then the others that are cited."""
        return tuple(dict.fromkeys((*self.needed, *self.cited)))


class Finding(StrEnum):
    """What a plan and what is known say of each other.

    ``no-plan`` is told where no plan in force says what the site will be on the day, so that
    there is nothing to set the outcome against.
    """

    DIFFERS = "differs"
    AS_PLANNED = "as-planned"
    NO_PLAN = "no-plan"


@dataclass(frozen=True, slots=True)
class Pairing:
    """A site as it was planned and as it is known to have been."""

    site: Site
    planned: Row
    actual: Row

    @property
    def finding(self) -> Finding:
        """Whether there was a plan for the day, and whether it came out so."""
        plan = self.planned.status
        # A promise to stay that has run out, or a site that nothing was said of, leaves it open.
        if plan.basis is not Basis.PLANNED or State.UNKNOWN in plan.possible:
            return Finding.NO_PLAN
        return Finding.DIFFERS if self.moved else Finding.AS_PLANNED

    @property
    def differs(self) -> bool:
        """True where there was a plan for the day and the possible states are others."""
        return self.finding is Finding.DIFFERS

    @property
    def moved(self) -> bool:
        """True when the possible states are others, whether there was a plan or not."""
        return self.planned.status.possible != self.actual.status.possible

    @property
    def counted(self) -> bool:
        """True when either map counts it."""
        return self.planned.counted or self.actual.counted


@dataclass(frozen=True, slots=True)
class Comparison:
    """The same day on two maps.

    Attributes
    ----------
    plan, actual
        The snapshots.
    pairings
        One for each site in view.
    """

    plan: Snapshot
    actual: Snapshot
    pairings: tuple[Pairing, ...]

    @property
    def differing(self) -> tuple[Pairing, ...]:
        """Those counted sites that differ."""
        return self.found(Finding.DIFFERS)

    def found(self, *findings: Finding) -> tuple[Pairing, ...]:
        """Give the counted sites of some findings.

        Parameters
        ----------
        findings
            Which.
        """
        return tuple(pair for pair in self.pairings if pair.counted and pair.finding in findings)

    @property
    def comparable(self) -> tuple[Pairing, ...]:
        """Those counted sites for which there was a plan for the day."""
        return self.found(Finding.DIFFERS, Finding.AS_PLANNED)


def revisions(
    ledger: Ledger,
    on: dt.date,
    from_known: dt.date,
    to_known: dt.date,
    selection: Selection = COALITION_BASES,
) -> tuple[Revision, ...]:
    """List the answers for a day that later knowledge has changed, with the claims that did it.

    Parameters
    ----------
    ledger
        The ledger.
    on
        The day asked about.
    from_known, to_known
        The two days of knowledge.
    selection
        Which sites are in view and which evidence counts.
    """
    ledger = graded(ledger, selection.min_grade)
    found = []
    for site in ledger.sites.values():
        if selection.shows(site):
            before = answer(ledger, site.id, on, from_known)
            after = answer(ledger, site.id, on, to_known)
            if shown(before) != shown(after):
                found.append(_revision(ledger, before, after))
    return tuple(found)


def _revision(ledger: Ledger, before: Status, after: Status) -> Revision:
    site = after.site
    low, high = sorted((before.known.toordinal(), after.known.toordinal()))
    new = [c.id for _, c in ledger.reaching[site] if low < c.public <= high]
    fresh = set(new)
    return Revision(
        site,
        before,
        after,
        _needed(ledger, before, after, new),
        tuple(key for key in after.claims if key in fresh),
        tuple(key for key in before.claims if key not in after.claims),
    )


def _needed(ledger: Ledger, before: Status, after: Status, new: list[str]) -> tuple[str, ...]:
    """Give claims without any of which the change would not be, newest first.

    Of the claims published in between as many are taken away as make no difference to the later
    answer; those that it cites go last, and of the others the oldest first.
    """
    if before.known > after.known:
        return ()
    site, fresh, wanted = after.site, frozenset(new), shown(after)

    def enough(kept: list[str]) -> bool:
        view = _without(ledger, site, fresh.difference(kept), after.known)
        return shown(answer_by(ledger, site, view, after.on, after.known)) == wanted

    cited = [key for key in after.claims if key in fresh]
    likely = set(cited) | _retracting(ledger, after)
    order = [key for key in new if key not in likely] + cited[::-1]
    found = _least([*order, *(key for key in new[::-1] if key not in order)], [], enough)
    for key in tuple(found):  # where more claims can say less, one may have become needless
        others = [other for other in found if other != key]
        if enough(others):
            found = others
    return tuple(key for key in reversed(new) if key in found)


def _without(ledger: Ledger, site: str, gone: frozenset[str], known: dt.date) -> Outlook:
    """Give the outlook without some claims; kept, because other dates ask for the very same."""
    kept: dict[tuple[str, frozenset[str], dt.date], Outlook]
    kept = ledger.memory.setdefault("outlooks without claims", {})
    key = (site, gone, known)
    view = kept.get(key)
    if view is None:
        heard = [pair for pair in ledger.reaching[site] if pair[1].id not in gone]
        if len(kept) >= _KEPT:
            kept.clear()
        view = kept[key] = Outlook(visible_claims(heard, known.toordinal()))
    return view


def _least(block: list[str], others: list[str], enough: Callable[[list[str]], bool]) -> list[str]:
    """Give what is needed of a block beside others; what stands first in it goes first.

    Halving finds a few needed among many with few trials: QuickXplain (U. Junker, AAAI 2004).
    """
    if enough(others):
        return []
    if len(block) <= 1:
        return block
    half = len(block) // 2
    late = block[half:]
    early = _least(block[:half], others + late, enough)
    return early + _least(late, others + early, enough)


def _retracting(ledger: Ledger, after: Status) -> set[str]:
    """Give the claims that take others back, which an answer does not cite."""
    known = after.known.toordinal()
    seen = visible_claims(ledger.reaching[after.site], known)
    return {claim.id for _, claim in seen if claim.retracts or claim.replaces}


def telling_days(
    ledger: Ledger,
    on: dt.date,
    from_known: dt.date,
    to_known: dt.date,
    selection: Selection = COALITION_BASES,
    most: int = 4,
) -> tuple[dt.date, ...]:
    """Choose the days of knowledge that tell how the answer for a day came about, in their order.

    Parameters
    ----------
    ledger
        The ledger.
    on
        The day asked about.
    from_known, to_known
        The first and the last day of knowledge; both are chosen.
    selection
        Which sites are in view and which evidence counts.
    most
        How many to choose.

    Notes
    -----
    Rule: between the two, those days of publication on which the possible states of most sites
    became others, of those that are counted in the end; of equals the earlier. Where there are
    too few such days, days at equal steps fill up.
    """
    moved = _moved(graded(ledger, selection.min_grade), on, from_known, to_known, selection)
    best = sorted(moved, key=lambda day: (-moved[day], day))[: most - 2]
    step = (to_known - from_known) / (most - 1)
    even = [from_known + step * number for number in range(1, most - 1)]
    chosen = dict.fromkeys([from_known, to_known, *best, *even])
    return tuple(sorted([*chosen][:most]))


def _moved(
    ledger: Ledger, on: dt.date, first: dt.date, last: dt.date, selection: Selection
) -> dict[dt.date, int]:
    """Give for each day of publication between two days how many answers differ from before it."""
    low, high = first.toordinal(), last.toordinal()
    found: dict[dt.date, int] = {}
    for site in filter(selection.shows, ledger.sites.values()):
        if not counts(ledger, site, on, last):
            continue
        before = answer(ledger, site.id, on, first).possible
        public = {claim.public for _, claim in ledger.reaching[site.id]}
        for day in map(dt.date.fromordinal, sorted(p for p in public if low < p < high)):
            after = answer(ledger, site.id, on, day).possible
            if before != after:
                found[day] = found.get(day, 0) + 1
            before = after
    return found


def compare(
    ledger: Ledger,
    on: dt.date,
    plan_as_of: dt.date,
    known: dt.date,
    selection: Selection = COALITION_BASES,
) -> Comparison:
    """Set a day as it was planned beside the same day as it is known.

    Parameters
    ----------
    ledger
        The ledger.
    on
        The day.
    plan_as_of
        The day whose knowledge the plan is.
    known
        The day whose knowledge the outcome is.
    selection
        Which sites are in view and which evidence counts.
    """
    return pair_up(
        snapshot(ledger, on, plan_as_of, selection), snapshot(ledger, on, known, selection)
    )


def pair_up(plan: Snapshot, actual: Snapshot) -> Comparison:
    """Set two snapshots of one day beside each other, site by site.

    Parameters
    ----------
    plan
        The day as it was planned.
    actual
        The day as it is known.
    """
    rows = {row.site.id: row for row in plan.rows}
    found = [
        Pairing(row.site, rows[row.site.id], row) for row in actual.rows if row.site.id in rows
    ]
    return Comparison(plan, actual, tuple(found))


# --- plain records ------------------------------------------------------------------------


def revision_record(revision: Revision) -> dict[str, Any]:
    """Give a revision as plain data; the form is described in ``docs/formats.md``."""
    return {
        "site": revision.site,
        "moved": revision.moved,
        "before": status_record(revision.before),
        "after": status_record(revision.after),
        "claims": list(revision.claims),
        "needed": list(revision.needed),
        "dropped": list(revision.dropped),
    }


def comparison_record(comparison: Comparison) -> dict[str, Any]:
    """Give a comparison as plain data; the form is described in ``docs/formats.md``."""
    plan, actual = comparison.plan, comparison.actual
    return {
        "on": actual.on.isoformat(),
        "plan_as_of": plan.known.isoformat(),
        "known": actual.known.isoformat(),
        "data": actual.digest,
        "still_occupied": {"planned": _count(plan), "actual": _count(actual)},
        "differing": [pair.site.id for pair in comparison.differing],
        "sites": list(_pairing_records(comparison.pairings)),
    }


def _pairing_records(pairings: Iterable[Pairing]) -> Iterable[dict[str, Any]]:
    for pair in pairings:
        yield {
            "site": pair.site.id,
            "differs": pair.differs,
            "finding": pair.finding.value,
            "counted": pair.counted,
            "planned": status_record(pair.planned.status),
            "actual": status_record(pair.actual.status),
        }


def _count(view: Snapshot) -> dict[str, int]:
    count = view.count
    return {"certain": count.certain, "possible": count.possible, "of": count.of}
