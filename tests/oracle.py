"""The rule once more, slow and plain, written from its prose and apart from the engine.

Read ``docs/rule.md`` and ``docs/adr/0005`` beside it. It takes one site, one day and one day
of knowledge, starts from the claims each time and keeps nothing. From the package it uses
the records only (claims, places, ledger) and the reading of a date expression.
"""

import datetime as dt
from dataclasses import dataclass, replace

from geo.claims import DEPARTURES, DISSENT, PLANS, PRESENCE, STATES, Bound, Claim, Kind
from geo.dates import When, parse_when
from geo.ledger import Ledger

OCCUPIED, REDUCED, WITHDRAWN, UNKNOWN = "occupied", "reduced", "withdrawn", "unknown"
LONG_AGO, NEVER = 0, 10**7
SETTERS = {Kind.REDUCED, Kind.RE_ENTERED, Kind.REINFORCED}


@dataclass(frozen=True)
class Told:
    """A claim as it bears on one site; ``dead`` is the departure that it does not follow."""

    claim: Claim
    rank: int
    first: int
    last: int
    dated: bool = True
    dead: int | None = None

    @property
    def end(self) -> int:
        """The day from which its window adds no more."""
        return self.last if self.dead is None else self.dead


@dataclass(frozen=True)
class Case:
    """What is known about one site on one day."""

    settled: list[Told]
    weak: list[Told]
    residuals: list[Told]
    plans: list[Told]

    def closing(self) -> list[Told]:
        """Give the settling reports that ever close."""
        return [r for r in self.settled if r.dead is None]

    def named(self) -> list[Told]:
        """Give the closing ones that name the site."""
        return [r for r in self.closing() if r.rank == 0]


@dataclass(frozen=True)
class Answer:
    """What the rule says, in plain words and days."""

    states: frozenset[str]
    planned: bool
    contested: bool
    overdue_since: dt.date | None
    deadline: tuple[str, dt.date] | None
    reduce: tuple[str, dt.date] | None
    missed: str | None


def oracle_status(ledger: Ledger, site: str, on: dt.date, known: dt.date) -> Answer:
    """Give the status of a site on a day as known on a day."""
    case = look(ledger, site, known.toordinal())
    asked, day = on.toordinal(), min(on, known).toordinal()
    base, contested = base_at(case, day)
    sure = base | ({WITHDRAWN} if silent(case, day) else set())
    states = sure | doubts(case, day) | residual(case, asked)
    leave, reduce = operative(case, day, Kind.LEAVE_BY), operative(case, day, Kind.REDUCE_BY)
    planned = False
    if on > known:
        states, planned = act(case, states, asked, day)
    missed = first_missed(case, day)
    overdue = missed and sure <= {OCCUPIED, REDUCED} and states & {OCCUPIED, REDUCED}
    return Answer(
        states=frozenset(states),
        planned=planned,
        contested=contested and len(states) > 1,
        overdue_since=dt.date.fromordinal(missed.last) if missed and overdue else None,
        deadline=_named_day(leave),
        reduce=_named_day(reduce),
        missed=missed.claim.id if missed else None,
    )


def _named_day(plan: Told | None) -> tuple[str, dt.date] | None:
    return (plan.claim.id, dt.date.fromordinal(plan.last)) if plan else None


# --- what is visible, and what reaches the site ---------------------------------------------


def look(ledger: Ledger, site: str, known: int) -> Case:
    """Gather what bears on a site: visible, reaching, with its windows settled."""
    heard = visible(ledger, site, known)
    told = [tell(claim, rank) for rank, claim in heard]
    plans = [t for t in told if t.claim.kind in PLANS]
    residuals = [t for t in told if t.claim.kind is Kind.RESIDUAL and t.rank == 0]
    reports = [t for t in told if t.claim.kind in STATES]
    seen = [t for t in reports if t.rank == 0 and t.claim.kind in PRESENCE and settles(t.claim)]
    reports = [
        t
        for t in reports
        if t.rank == 0 or (t.claim.kind in DEPARTURES and any(p.first <= t.last for p in seen))
    ]
    reports = [bury(t, reports) for t in reports]
    reports = [begin(t, reports) for t in reports]
    reports = [t for t in reports if t.dead is None or t.first < t.dead]
    settled = [t for t in reports if settles(t.claim)]
    weak = [t for t in reports if not settles(t.claim)]
    fresh = [p for p in plans if best_copy(p.claim, earlier_than(p.claim, plans))]
    case = Case(settled, weak, residuals, fresh)
    return replace(case, plans=[p for p in fresh if plan_reaches(case, p)])


def earlier_than(claim: Claim, plans: list[Told]) -> list[Claim]:
    """Give the plans published by the time that one of them was."""
    return [p.claim for p in plans if published(p.claim) <= published(claim)]


def settles(claim: Claim) -> bool:
    return claim.reliability in {"A", "B", "C"} and claim.credibility in {1, 2, 3}


def on_record(claim: Claim) -> bool:
    return claim.standing in {"agreed", "announced"} and settles(claim)


def published(claim: Claim) -> int:
    assert claim.published.latest is not None
    return claim.published.latest.toordinal()


def visible(ledger: Ledger, site: str, known: int) -> list[tuple[int, Claim]]:
    chain = [site, *ledger.sites[site].within]
    party = ledger.sites[site].party
    heard: list[tuple[int, Claim]] = []
    for claim in ledger.claims.values():
        ranks = [rank for rank, place in enumerate(chain) if place in claim.places]
        ranks = [rank for rank in ranks if rank == 0 or claim.party == party]
        if ranks and published(claim) <= known:
            heard.append((ranks[0], claim))
    gone = retracted([claim for _, claim in heard])
    heard = [(rank, c) for rank, c in heard if c.id not in gone and c.credibility != DISSENT]
    reports = [c for _, c in heard if c.kind not in PLANS]
    return [(rank, c) for rank, c in heard if c.kind in PLANS or best_copy(c, reports)]


def retracted(heard: list[Claim]) -> set[str]:
    """Give what is retracted, newest retraction first; a copy is as old as its original."""

    def age(claim: Claim) -> tuple[int, str]:
        best = min((c for c in heard if is_copy(claim, c)), key=merit)
        return published(best), best.id

    gone: set[str] = set()
    for claim in sorted(heard, key=age, reverse=True):
        if claim.id not in gone and settles(claim):
            for target in (t for t in heard if t.id in claim.retracts):
                copies = [c for c in heard if is_copy(c, target) and merit(c) >= merit(target)]
                gone |= {c.id for c in copies}
    return gone


def best_copy(claim: Claim, among: list[Claim]) -> bool:
    """Tell whether no better copy of a claim is among others."""
    return all(merit(claim) <= merit(c) for c in among if is_copy(claim, c))


def is_copy(one: Claim, two: Claim) -> bool:
    if one.id == two.id:
        return True
    if one.origin is None or one.origin != two.origin or one.kind != two.kind:
        return False
    return set(one.places) == set(two.places) and raw_window(one) == raw_window(two)


def merit(claim: Claim) -> tuple[bool, str, int, int, str]:
    return (
        not settles(claim),
        claim.reliability,
        claim.credibility,
        published(claim),
        claim.id,
    )


# --- windows --------------------------------------------------------------------------------


def _days(when: When) -> tuple[int | None, int | None, int | None, int | None]:
    ends = (when.start.earliest, when.start.latest, when.end.earliest, when.end.latest)
    first, first_latest, second, second_latest = (d.toordinal() if d else None for d in ends)
    return first, first_latest, second, second_latest


def raw_window(claim: Claim) -> tuple[int | None, int | None]:
    """Give the onset of a report or the due window of a plan, as the claim words it."""
    a_first, a_last, b_first, b_last = _days(parse_when(claim.when))
    if claim.kind in PLANS:
        if claim.bound is Bound.AFTER or b_last is None:
            return None, None
        during = claim.bound is Bound.DURING and a_first is not None
        return (a_first if during else b_first), b_last
    if a_first is not None and claim.bound is not Bound.BY:
        return a_first, a_last
    last = b_last if a_first is None else a_last
    return (None if claim.kind in DEPARTURES else last), last


def tell(claim: Claim, rank: int) -> Told:
    first, last = raw_window(claim)
    if claim.kind in PLANS:
        return Told(claim, rank, first or LONG_AGO, last or NEVER)
    last = min(last or NEVER, published(claim))
    dated = first is not None or claim.kind not in DEPARTURES
    return Told(claim, rank, min(last if first is None else first, last), last, dated)


def bury(told: Told, reports: list[Told]) -> Told:
    """Mark presence whose window holds a settling departure before its own last day."""
    if told.claim.kind not in PRESENCE:
        return told
    days = [r.last for r in reports if r.claim.kind in DEPARTURES and settles(r.claim)]
    held = [day for day in days if told.first <= day < told.last]
    return replace(told, dead=min(held, default=None))


def begin(told: Told, reports: list[Told]) -> Told:
    """Give an open start its first possible day: after the last presence before it.

    A weak report's is its last day: a doubt does not reach back.
    """
    if told.dated or not settles(told.claim):
        return told
    seen = [
        r.last + 1
        for r in reports
        if r.claim.kind in PRESENCE and settles(r.claim) and r.dead is None and r.last < told.last
    ]
    return replace(told, first=max(seen, default=told.last))


# --- the settled base -----------------------------------------------------------------------


def speaking(case: Case, day: int) -> list[Told]:
    """Give the reports that close on a day and speak: those of the nearest place."""
    closed = [r for r in case.closing() if r.last == day]
    return [r for r in closed if r.rank == min(c.rank for c in closed)]


def came_back(case: Case, after: int, until: int) -> bool:
    """Tell whether forces are reported to have re-entered after one day and by another."""
    return any(r.claim.kind is Kind.RE_ENTERED and after < r.end <= until for r in case.settled)


def contradicted_until(case: Case, gone: Told) -> int | None:
    """Give the day on which a departure's contradiction closes; None when there is none."""
    against = [
        r.last
        for r in case.named()
        if r.first > gone.last
        and (r.claim.kind in PRESENCE or (r.dated and r.claim.kind is gone.claim.kind))
    ]
    if not against or min(against) - gone.last > 90 or came_back(case, gone.last, min(against)):
        return None
    return min(against)


def contradictions(case: Case) -> list[tuple[int, int]]:
    """Give the spans, from a departure to the day before the other closes, that are open."""
    spans = []
    for day in {r.last for r in case.closing()}:
        for r in speaking(case, day):
            until = contradicted_until(case, r) if r.claim.kind in DEPARTURES else None
            if until is not None:
                spans.append((day, until))
    return spans


def stay_start(case: Case, day: int) -> int:
    """Give the day of the departure that ended the stay before the present one."""
    spans = contradictions(case)
    ends = [LONG_AGO]
    for end in {r.last for r in case.closing() if r.last <= day}:
        alone = all(r.claim.kind in DEPARTURES for r in speaking(case, end))
        if alone and not any(first <= end < until for first, until in spans):
            ends.append(end)
    return max(ends)


def level(case: Case, day: int) -> set[str]:
    """Give the level of the stay on a day."""
    start = stay_start(case, day)
    setters = [r for r in case.closing() if r.claim.kind in SETTERS and start < r.last <= day]
    last = max((r.last for r in setters), default=0)
    return {
        REDUCED if r.claim.kind is Kind.REDUCED else OCCUPIED for r in setters if r.last == last
    } or {OCCUPIED}


def gives(case: Case, report: Told, day: int) -> set[str]:
    if report.claim.kind in DEPARTURES:
        return {WITHDRAWN}
    if report.claim.kind is Kind.IN_USE:
        return level(case, day)
    return {REDUCED} if report.claim.kind is Kind.REDUCED else {OCCUPIED}


def base_at(case: Case, day: int) -> tuple[set[str], bool]:
    """Give the settled states on a day, and whether they are contested."""
    states: set[str] = set()
    closed = [r.last for r in case.closing() if r.last <= day]
    for r in speaking(case, max(closed)) if closed else []:
        states |= gives(case, r, day)
    contested = len(states) > 1
    if not closed:
        states = before_any(case, day)
    for first, until in contradictions(case):
        if first <= day < until:
            states |= level(case, first) | {WITHDRAWN}
            contested = True
    for r in case.settled:
        if r.first <= day < r.end:
            states |= gives(case, r, day)
    return states, contested


def before_any(case: Case, day: int) -> set[str]:
    """Give the states on a day by which no settling report has closed."""
    if any(published(p.claim) <= day <= p.last for p in implying(case)):
        return {OCCUPIED}
    days = [r.last for r in case.closing()]
    first = speaking(case, min(days)) if days else []
    if first and all(r.rank == 0 and r.dated and r.claim.kind in DEPARTURES for r in first):
        return {OCCUPIED, UNKNOWN}
    return {UNKNOWN}


def implying(case: Case) -> list[Told]:
    return [p for p in case.plans if p.rank == 0 and settles(p.claim)]


# --- plans ----------------------------------------------------------------------------------


def plan_reaches(case: Case, plan: Told) -> bool:
    return plan.rank == 0 or base_at(case, published(plan.claim))[0] != {WITHDRAWN}


def first_presence(case: Case, day: int) -> int | None:
    """Give the first day of presence in the stay of a day, reported or implied by then."""
    start = stay_start(case, day)
    days = [r.first for r in case.settled if r.claim.kind in PRESENCE and start < r.first <= day]
    for plan in implying(case):
        since = published(plan.claim)
        silent_then = not any(r.last <= since for r in case.closing())
        if start < since <= min(day, plan.last) and silent_then:
            days.append(since)
    return min(days, default=None)


def replaced(case: Case, plan: Told, day: int) -> bool:
    return any(published(o.claim) <= day and puts_off(o, plan) for o in case.plans)


def in_force(case: Case, day: int) -> list[Told]:
    """Give the plans in force on a day."""
    here, start = first_presence(case, day), stay_start(case, day)
    if here is None:
        return []
    out = [p.claim for p in case.plans if published(p.claim) <= day]
    return [
        p
        for p in case.plans
        if start < published(p.claim) <= day <= p.last
        and (p.last < NEVER or p.claim.kind is Kind.NO_DATE)
        and p.last >= here
        and not replaced(case, p, day)
        and best_copy(p.claim, out)
    ]


def order(plan: Told) -> tuple[bool, bool, int, int, int]:
    """Give what decides between plans; the greater comes first."""
    claim = plan.claim
    return on_record(claim), settles(claim), -plan.rank, published(claim), plan.last


def puts_off(other: Told, plan: Told) -> bool:
    """Tell whether a plan replaces another: a leak moves no date that is on the record."""
    named = plan.claim.id in other.claim.replaces
    return named and (on_record(other.claim) or not on_record(plan.claim))


def places_of(case: Case, plan: Told, seen: tuple[Told, ...] = ()) -> set[Kind]:
    """Give the kinds in whose place a plan stands: its own, or those of what it put off."""
    if plan.claim.kind is not Kind.NO_DATE:
        return {plan.claim.kind}
    kinds: set[Kind] = set()
    for other in case.plans:
        if puts_off(plan, other) and other not in seen:
            kinds |= places_of(case, other, (*seen, plan))
    return kinds


def operative(case: Case, day: int, kind: Kind) -> Told | None:
    """Give the operative plan of a kind that gives a deadline on a day."""
    force = in_force(case, day)
    cuts = [p for p in force if p.claim.kind is Kind.REDUCE_BY]
    rivals = [p for p in force if kind in places_of(case, p)]
    if kind is Kind.LEAVE_BY:
        rivals = [p for p in rivals if not any(gives_way(p, cut) for cut in cuts)]
    best = max(rivals, key=lambda p: (order(p), p.claim.id), default=None)
    return best if best and best.claim.kind is kind else None


def gives_way(leave: Told, cut: Told) -> bool:
    if leave.claim.kind is not Kind.LEAVE_BY:
        return False
    return order(cut) > order(leave) and leave.last <= cut.last


def act(case: Case, states: set[str], asked: int, day: int) -> tuple[set[str], bool]:
    """Let the plans operative on the last known day act on its states."""
    leave, reduce = operative(case, day, Kind.LEAVE_BY), operative(case, day, Kind.REDUCE_BY)
    stay = operative(case, day, Kind.STAY_UNTIL) if leave is None else None
    states = set(states)
    if reduce and OCCUPIED in states and asked >= reduce.first:
        states.add(REDUCED)
        if reduce.rank == 0 and asked > reduce.last:
            states.remove(OCCUPIED)
    if leave and asked >= leave.first:
        states = {WITHDRAWN} if asked > leave.last else states | {WITHDRAWN}
    if stay and asked > stay.last:
        states.add(UNKNOWN)
    return states, bool(leave or reduce or stay)


# --- silence, doubts, and what was missed ---------------------------------------------------


def fallen(case: Case, day: int) -> list[Told]:
    """Give the leave dates on the record that fell due in force, in the stay of a day."""
    start = stay_start(case, day)
    due = [p for p in case.plans if p.claim.kind is Kind.LEAVE_BY and on_record(p.claim)]
    return [
        p
        for p in due
        if p.last < day
        and stay_start(case, p.last) == start
        and operative(case, p.last, Kind.LEAVE_BY) == p
    ]


def silent(case: Case, day: int) -> bool:
    site = [r for r in case.settled if r.rank == 0]
    return any(
        not replaced(case, p, day) and not any(breaks(case, p, r, day) for r in site)
        for p in fallen(case, day)
    )


def breaks(case: Case, plan: Told, report: Told, day: int) -> bool:
    """Tell whether a report breaks the silence on a day past a plan's deadline."""
    if came_back(case, day, report.end):
        return False
    start = stay_start(case, day)
    if report.claim.kind in PRESENCE:
        since = plan.last if plan.first == LONG_AGO else plan.first
        return report.first >= since and stay_start(case, report.first) == start
    return report.dated and report.first > day and stay_start(case, report.first - 1) == start


def first_missed(case: Case, day: int) -> Told | None:
    start = stay_start(case, day)
    missed = [
        p
        for p in fallen(case, day)
        if seen_by(case, p.last)
        and any(
            r.claim.kind in PRESENCE
            and r.first >= p.last
            and r.rank == 0
            and stay_start(case, r.first) == start
            and not came_back(case, p.last, r.end)
            for r in case.settled
        )
    ]
    return min(missed, key=lambda p: p.last, default=None)


def seen_by(case: Case, day: int) -> bool:
    """Tell whether a report, and not a plan alone, puts forces there in the stay of a day."""
    start = stay_start(case, day)
    return any(r.claim.kind in PRESENCE and start < r.first <= day for r in case.settled)


def doubts(case: Case, day: int) -> set[str]:
    """Give the states that weak reports make possible on a day."""
    states: set[str] = set()
    for w in case.weak:
        over = any(w.last <= r.last <= day for r in case.closing())
        gone = w.claim.kind in DEPARTURES and any(
            r.claim.kind in DEPARTURES and r.dated and r.first > w.last for r in case.named()
        )
        if w.first <= day < (w.dead or NEVER) and not over and not gone:
            states |= gives(case, w, day)
    return states


def residual(case: Case, asked: int) -> set[str]:
    for r in case.residuals:
        when = parse_when(r.claim.when)
        end = when.end.latest.toordinal() if when.interval and when.end.latest else r.last + 7
        if r.first <= asked <= end:
            return {REDUCED}
    return set()
