"""Every promise in the order in which it was made, and what became of it."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from geo.claims import Claim, Kind
from geo.fates import Fate, Outcome, fate, region_fate, there_for
from geo.history import Ids, Ranked, visible_claims
from geo.ledger import Ledger
from geo.plans import Outlook
from geo.reigns import Reign
from geo.snapshot import COALITION_BASES, EVERYTHING, Selection, graded
from geo.status import outlook
from geo.strengths import number_of

_SAID_BY = re.compile(r"\bSaid by: (.+?)\.?(?= (?:Grade|Independence|Reading): |$)")


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise about one place.

    Attributes
    ----------
    place
        The site or region that is asked about.
    claim
        What was said.
    rank
        0 where the claim names the place itself, else how far out the region is that it names.
    by, producer
        Who said it, as the note on the claim has it, and who published it. Where the note names
        nobody, ``by`` is the producer.
    made, due
        The day of publication, and the last day on which it may be met; None without one.
    replaced, slip
        Ids of the promises that it replaces, by its own word or as what was in force before;
        and the days by which the date moves, negative when it comes nearer. None where there is
        no date to set it against.
    in_force
        True when the rule took it for the plan in force on some day.
    outcome, days, met, reports
        What became of it; the days from due day to the day it was met (negative before), or
        since where it is not met yet; that day, only where it was kept, early or missed; the
        reports that say so.
    overturned
        The claim that replaced it before it fell due, or None.
    copy_of
        The claim of the same origin that says the same and is better or earlier, or None.
    against
        Promises about the place to which it is linked as in conflict.
    meanwhile
        Claims that give a number of those who stayed at the place past the due day; none where
        it was replaced before.
    sites
        For a region's promise: what became of it at each site that it reached.
    """

    place: str
    claim: Claim
    rank: int
    by: str
    producer: str
    made: dt.date
    due: dt.date | None
    replaced: tuple[str, ...] = ()
    slip: int | None = None
    in_force: bool = False
    outcome: Outcome = Outcome.UNCLEAR
    days: int | None = None
    met: dt.date | None = None
    reports: tuple[str, ...] = ()
    overturned: str | None = None
    copy_of: str | None = None
    against: tuple[str, ...] = ()
    meanwhile: tuple[str, ...] = ()
    sites: tuple[Fate, ...] = ()

    @property
    def ended(self) -> dt.date | None:
        """The day on which a promised stay ended before its time, or None."""
        if self.outcome is not Outcome.CUT_SHORT or not self.due or self.days is None:
            return None
        return self.due + dt.timedelta(self.days)


def promises(
    ledger: Ledger,
    known: dt.date,
    site: str | None = None,
    selection: Selection = COALITION_BASES,
) -> tuple[Promise, ...]:
    """List the promises known on a day, by place and in the order in which they were made.

    Parameters
    ----------
    ledger
        The ledger.
    known
        The day whose knowledge is used, for the promises and for what became of them.
    site
        A site's id, for the promises about it and those about the regions around it that
        reach it; or a region's, for the promises that name it.
    selection
        Which sites are in view and which evidence counts.

    Returns
    -------
    Without a site, each promise stands once at every place that it names.

    Raises
    ------
    NoSuchThing
        When there is no such site or region.
    """
    ledger = graded(ledger, selection.min_grade)
    if site is not None and site in ledger.regions:
        return _of_region(ledger, site, known, selection)
    if site is not None:
        return _of_site(ledger, ledger.site(site).id, known, around=True)
    found: list[Promise] = []
    for key, place in ledger.sites.items():
        if selection.shows(place):
            found += _of_site(ledger, key, known, around=False)
    for key, region in ledger.regions.items():
        if not selection.layers or region.layer in selection.layers:
            found += _of_region(ledger, key, known, selection)
    return tuple(found)


def said_by(claim: Claim) -> str | None:
    """Give whom the note on a claim names as the speaker, or None.

    Parameters
    ----------
    claim
        The claim.
    """
    match = _SAID_BY.search(claim.note or "")
    return match[1] if match else None


# --- one place ----------------------------------------------------------------------------


def _of_site(ledger: Ledger, site: str, known: dt.date, *, around: bool) -> tuple[Promise, ...]:
    limit = known.toordinal()
    view = outlook(ledger, site, limit)
    reached = {claim.id for _, claim in view.plans}
    plans = [
        (rank, claim)
        for rank, claim in view.ranked
        if claim.is_plan and (rank == 0 or (around and claim.id in reached))
    ]
    reign = Reign(view, limit, ledger.chain(site))
    found = []
    for rank, claim in _in_order(plans):
        if rank and not there_for(view, claim, limit):
            continue
        became = fate(view, site, claim, limit)
        if rank and claim.kind is Kind.REDUCE_BY:  # a number of the whole, which no site tells
            became = _fate_of(ledger, ledger.chain(site)[rank], claim, limit, EVERYTHING)[0]
        found.append(_promise(ledger, site, (rank, claim), reign, became))
    return _with_copies(found)


def _of_region(
    ledger: Ledger, region: str, known: dt.date, selection: Selection
) -> tuple[Promise, ...]:
    limit = known.toordinal()
    chain = (region, *ledger.regions[region].within)
    about = [
        (rank, claim)
        for rank, place in enumerate(chain)
        for claim in ledger.claims.values()
        if place in claim.places and not any(near in claim.places for near in chain[:rank])
    ]
    visible = visible_claims(sorted(about, key=_when), limit)
    reign = Reign(Outlook([pair for pair in visible if pair[1].is_plan]), limit, chain)
    found = []
    for rank, claim in _in_order(pair for pair in visible if pair[0] == 0 and pair[1].is_plan):
        became, sites = _fate_of(ledger, region, claim, limit, selection)
        one = _promise(ledger, region, (rank, claim), reign, became)
        found.append(replace(one, sites=sites))
    return _with_copies(found)


def _fate_of(
    ledger: Ledger, region: str, claim: Claim, limit: int, selection: Selection
) -> tuple[Fate, tuple[Fate, ...]]:
    """Give what became of a promise about a region, and that at its sites.

    A cut of the whole says nothing of a single site, so only reports on the region tell.
    """
    if claim.kind is Kind.REDUCE_BY:
        sites: tuple[Fate, ...] = ()
    else:
        sites = _at_sites(ledger, region, claim, limit, selection)
    naming = [(0, other) for other in ledger.claims.values() if region in other.places]
    visible = visible_claims(naming, limit)
    reports = [other for _, other in visible if not other.is_plan and other.settles]
    return _together(region, sites) or region_fate(region, claim, reports, limit), sites


def _at_sites(
    ledger: Ledger, region: str, claim: Claim, limit: int, selection: Selection
) -> tuple[Fate, ...]:
    """Give what became of a region's promise at the sites that it reached."""
    found = []
    for site in ledger.sites.values():
        if region in site.within and selection.shows(site) and site.party is claim.party:
            view = outlook(ledger, site.id, limit)
            reached = any(plan is claim for _, plan in view.plans)
            if reached and there_for(view, claim, limit):
                found.append(fate(view, site.id, claim, limit))
    return tuple(found)


def _together(region: str, sites: Sequence[Fate]) -> Fate | None:
    """Give the fate of a region: that of the site that was left last."""
    told = [one for one in sites if one.outcome is not Outcome.UNCLEAR]
    if not told:
        return None
    last = max(
        told, key=lambda one: (one.outcome is Outcome.OPEN, one.ended is None, one.ended or 0)
    )
    return replace(last, site=region)


def _promise(ledger: Ledger, place: str, plan: Ranked, reign: Reign, became: Fate) -> Promise:
    rank, claim = plan
    before = reign.before(claim)
    over = reign.overturned(claim, became.ended)
    plain = Promise(
        place,
        claim,
        rank,
        said_by(claim) or ledger.sources[claim.source].producer,
        ledger.sources[claim.source].producer,
        dt.date.fromordinal(claim.public),
        claim.due,
        replaced=tuple(other.id for other in before),
        slip=_slip(claim, before, reign),
        in_force=reign.ruled(claim),
        days=became.days,
        met=dt.date.fromordinal(became.met) if became.met and not over else None,
        reports=became.claims,
        overturned=over.id if over else None,
    )
    return replace(
        plain,
        outcome=Outcome.OVERTURNED if over else became.outcome,
        against=tuple(sorted(key for key in claim.conflicts if key in reign.plans)),
        meanwhile=() if over else _meanwhile(ledger, place, reign.view, became, claim),
    )


def _slip(claim: Claim, before: Sequence[Claim], reign: Reign) -> int | None:
    if claim.last is None:
        return None
    dates = [day for other in before if (day := reign.date_behind(other)) is not None]
    return claim.last - max(dates) if dates else None


def _meanwhile(ledger: Ledger, place: str, view: Outlook, became: Fate, claim: Claim) -> Ids:
    """Give the claims on the strength of those who were there past the due day.

    A number of a whole mission, or of those who went home, is none of those who stayed there.
    """
    if became.outcome is not Outcome.MISSED or claim.kind is not Kind.LEAVE_BY:
        return ()
    name = (ledger.sites.get(place) or ledger.regions[place]).name
    last = claim.last or 0
    until = last + (became.days or 0)
    return tuple(
        told.id
        for rank, told in view.ranked
        if rank == 0 and not told.dissents and last <= _told(told) < until and number_of(told, name)
    )


def _told(claim: Claim) -> int:
    """Give the day for which a claim tells a strength."""
    return claim.public if claim.is_plan else claim.first or claim.last or 0


def _with_copies(found: Sequence[Promise]) -> tuple[Promise, ...]:
    """Mark the copies: what says the same as a better or earlier claim of its origin."""
    best: dict[tuple[object, ...], Claim] = {}
    for one in sorted(found, key=lambda p: p.claim.worth):
        best.setdefault(one.claim.statement, one.claim)
    firsts = {one.claim.id: best[one.claim.statement].id for one in found}
    return tuple(
        replace(one, copy_of=None if firsts[one.claim.id] == one.claim.id else firsts[one.claim.id])
        for one in found
    )


def _in_order(plans: Iterable[Ranked]) -> list[Ranked]:
    return sorted(plans, key=_when)


def _when(plan: Ranked) -> tuple[int, str]:
    return plan[1].public, plan[1].id
