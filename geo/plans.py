"""Which of the promises made about one site is in force on a day: rules 5, 6, 8 and 10."""

import datetime as dt
from bisect import bisect_right
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from geo.claims import Claim, Kind
from geo.history import (
    OCCUPIED,
    UNKNOWN,
    WITHDRAWN,
    History,
    Ids,
    Ranked,
    Report,
    Step,
    best_copies,
)

NEVER = dt.date.max.toordinal() + 1


@dataclass(frozen=True, slots=True)
class Operative:
    """The plans in force at one day."""

    leave: Ranked | None = None
    reduce: Ranked | None = None
    stay: Ranked | None = None

    @property
    def any(self) -> bool:
        """True when one of them could act."""
        return bool(self.plans)

    @property
    def plans(self) -> tuple[Ranked, ...]:
        """Those that there are."""
        return tuple(plan for plan in (self.reduce, self.leave, self.stay) if plan)


NOTHING = Operative()


class Outlook:
    """A site's history together with the plans made for it.

    Parameters
    ----------
    ranked
        The visible claims that speak of the site, with their ranks.
    """

    def __init__(self, ranked: list[Ranked]) -> None:
        self.ranked = ranked
        self.answers: dict[tuple[int, int], Any] = {}  # kept here by `geo.status`, by spans
        self.dissent = [pair for pair in ranked if pair[1].dissents]
        heard = [pair for pair in ranked if not pair[1].dissents] if self.dissent else ranked
        self.history = History(best_copies(pair for pair in heard if not pair[1].is_plan))
        self._bettered: dict[str, int] = {}
        plans = self._without_copies([pair for pair in heard if pair[1].is_plan])
        self.naming = [claim for rank, claim in plans if rank == 0 and claim.settles]
        gone = any(step.states == WITHDRAWN for step in self.history.steps)
        self.plans = [pair for pair in plans if self._reached(pair)] if gone else plans
        self._put_off = self._replacements()
        self._replaced = {
            other.id: claim.public
            for claim, others in reversed(self._put_off.values())
            for other in others
        }
        # Each plan is in play from its publication to the day before this.
        self._until = [(pair, pair[1].public, self._end(pair[1])) for pair in self.plans]

    @cached_property
    def at_odds(self) -> list[Claim]:
        """The visible claims that are linked as in conflict with another, from either end."""
        named = {key for _, claim in self.ranked for key in claim.conflicts}
        return [claim for _, claim in self.ranked if claim.conflicts or claim.id in named]

    def _reached(self, plan: Ranked) -> bool:
        return plan[0] == 0 or not self._left(plan[1].public)

    def _left(self, day: int) -> bool:
        """Tell whether the settled base at a day is a withdrawal and nothing else."""
        step = self.history.step(day)
        # Where no report speaks, a base of plans is never a withdrawal.
        left = step is not None and step.states == WITHDRAWN
        return left and not self.history.opened(day)[0] & ~WITHDRAWN

    def _without_copies(self, plans: list[Ranked]) -> list[Ranked]:
        """Drop copies of plans already out; a better copy holds from its own publication."""
        best: dict[tuple[object, ...], Claim] = {}
        kept = []
        for pair in sorted(plans, key=lambda p: (p[1].public, p[1].worth)):
            claim = pair[1]
            other = best.setdefault(claim.statement, claim)
            if claim.worth < other.worth:
                self._bettered[other.id] = claim.public
                best[claim.statement] = other = claim
            if other is claim:
                kept.append(pair)
        return kept

    def _replacements(self) -> dict[str, tuple[Claim, list[Claim]]]:
        """Give each plan that replaces others with those, oldest first."""
        by_id = {claim.id: claim for _, claim in self.plans}
        put_off = {}
        for _, claim in self.plans:
            if not claim.replaces:
                continue
            others = [by_id[key] for key in claim.replaces if key in by_id]
            # A leak moves no date that is on the record.
            others = [other for other in others if claim.on_record or not other.on_record]
            if others:
                put_off[claim.id] = (claim, others)
        return put_off

    def _behind(self, claim: Claim, seen: set[str]) -> list[Claim]:
        """Give what a plan without a date puts off, and what that put off in its turn."""
        if claim.kind is not Kind.NO_DATE or claim.id in seen or claim.id not in self._put_off:
            return []
        seen.add(claim.id)
        others = self._put_off[claim.id][1]
        return [*others, *(o for other in others for o in self._behind(other, seen))]

    def _kinds(self, claim: Claim, seen: set[str]) -> set[Kind]:
        """Give the kinds in whose place a plan stands: its own, or those of what it put off."""
        if claim.kind is not Kind.NO_DATE:
            return {claim.kind}
        return {other.kind for other in self._behind(claim, seen)} - {Kind.NO_DATE}

    def _stands_for(self, claim: Claim, kind: Kind) -> bool:
        undated = claim.kind is Kind.NO_DATE
        return kind in self._kinds(claim, set()) if undated else claim.kind is kind

    @cached_property
    def evidence(self) -> Ids:
        """Ids of the visible claims that name the site, newest first."""
        return tuple(claim.id for rank, claim in reversed(self.ranked) if rank == 0)

    # --- the settled base, with what plans alone can tell --------------------------------

    def base(self, day: int) -> Step:
        """Give the settled states at a day from reports and, where none speaks, from plans.

        Parameters
        ----------
        day
            The day; silence past a deadline (rule 5) is not yet in it.
        """
        step = self.history.step(day)
        if step is None:
            step = self._unspoken(day)
        if not self.history.wide:
            return step
        states, ids = self.history.opened(day)
        if not states:
            return step
        return Step(step.day, step.states | states, step.contested, (*step.ids, *ids))

    def _unspoken(self, day: int) -> Step:
        implied = self.implied(day)
        if implied:
            return Step(day, OCCUPIED, contested=False, ids=(implied.id,))
        before = self.history.unspoken
        if before.states == UNKNOWN and not self.history.opened(day)[0]:
            return Step(day, UNKNOWN, contested=False, ids=())
        return before

    def implied(self, day: int) -> Claim | None:
        """Give the plan that implies that the site is in use, where no report speaks."""
        if not self.naming or self.history.step(day):
            return None
        found = [c for c in self.naming if c.public <= day and (c.last is None or day <= c.last)]
        return max(found, key=lambda c: _order((0, c)), default=None)

    # --- plans in force -------------------------------------------------------------------

    def operative(self, day: int) -> Operative:
        """Give the plans in force at a day (rule 8)."""
        alive = self.in_force(day)
        if not alive:
            return NOTHING
        cuts = [pair for pair in alive if pair[1].kind is Kind.REDUCE_BY]
        staying = [pair for pair in alive if not any(_gives_way(pair, cut) for cut in cuts)]
        leave = self._dated(staying, Kind.LEAVE_BY)
        return Operative(
            leave,
            self._dated(alive, Kind.REDUCE_BY),
            None if leave else self._dated(alive, Kind.STAY_UNTIL),
        )

    def in_force(self, day: int) -> list[Ranked]:
        """Give the plans made for the stay at a day, not yet past due and not replaced.

        Parameters
        ----------
        day
            The day.
        """
        if self._left(day) or not self._present(day):
            return []
        start = self.history.stay_start(day)
        return [pair for pair, public, until in self._until if start < public <= day < until]

    def _present(self, day: int) -> bool:
        """Tell whether a report, or a plan alone, has put forces there in the stay at a day."""
        stay = self.history.stay(day)
        first = self.history.first_presence(stay)
        if first is not None and first <= day:
            return True
        implied = self._first_implied if stay == 0 else None
        return implied is not None and implied.public <= day

    def _first(self, alive: Iterable[Ranked], kind: Kind) -> Ranked | None:
        """Give the first plan in the order of those that stand in the place of a kind."""
        rivals = [pair for pair in alive if self._stands_for(pair[1], kind)]
        return max(rivals, key=_order, default=None)

    def first(self, alive: Iterable[Ranked], kind: Kind) -> Claim | None:
        """Give the first plan in the order of those that stand in the place of a kind.

        Parameters
        ----------
        alive
            Plans that are in play, with their ranks.
        kind
            The kind.
        """
        best = self._first(alive, kind)
        return best[1] if best else None

    def _dated(self, alive: Iterable[Ranked], kind: Kind) -> Ranked | None:
        """Give the first plan in the order; None when it is one without a date."""
        best = self._first(alive, kind)
        return best if best and best[1].kind is kind else None

    def _end(self, claim: Claim) -> int:
        """Give the day from which a plan is no longer in play: past due, replaced or bettered."""
        key, past = claim.id, NEVER if claim.last is None else claim.last + 1
        if claim.last is None and claim.kind is not Kind.NO_DATE:
            return 0
        return min(past, self._replaced.get(key, NEVER), self._bettered.get(key, NEVER))

    @cached_property
    def _first_implied(self) -> Claim | None:
        """The first plan that, where no report speaks, says that the site is in use."""
        found = (claim for claim in self.naming if self.implied(claim.public))
        return min(found, key=lambda claim: claim.public, default=None)

    def why(self, day: int, cited: Iterable[str]) -> list[str]:
        """Give what keeps the plans among cited claims from acting at a day (law 5).

        Parameters
        ----------
        day
            The last day that is known of.
        cited
            Ids of the claims that decided the answer so far.
        """
        chosen = {pair[1].id for pair in self.operative(day).plans}
        found = dict.fromkeys(cited)
        waiting = [pair for pair in self.plans if pair[1].id in found]
        while waiting:
            pair = waiting.pop()
            if pair[1].id not in chosen:
                more = [p for p in self._blockers(pair, day) if p[1].id not in found]
                found.update((p[1].id, None) for p in more)
                waiting += more
        found.update((key, None) for key in self._put_there(day, found))
        return [*found, *self._unbinding(day, found)]

    def _unbinding(self, day: int, cited: Container[str]) -> list[str]:
        """Give what kept cited plans from binding when they fell due.

        Without it such a plan would have passed in silence, and the answer would be another.
        """
        found: dict[str, None] = {}
        for pair in self.plans:
            claim = pair[1]
            last = day if claim.last is None else claim.last
            past = claim.id in cited and last < day and claim not in self.binding
            if past and claim.kind is Kind.LEAVE_BY and claim.on_record:
                found.update((p[1].id, None) for p in self._blockers(pair, last))
        return [key for key in found if key not in cited]

    def _blockers(self, plan: Ranked, day: int) -> list[Ranked]:
        """Give plans for which another one is not in force at a day."""
        claim = plan[1]
        for other, others in self._put_off.values():
            if other.public <= day and claim in others:
                return [pair for pair in self.plans if pair[1] is other]
        if self._bettered.get(claim.id, NEVER) <= day:
            return [p for p in self.plans if p[1].statement == claim.statement]
        alive = self.in_force(day)
        if plan not in alive:
            return []
        cuts = [p for p in alive if p[1].kind is Kind.REDUCE_BY and _gives_way(plan, p)]
        kinds = self._kinds(claim, set())
        firsts = [first for kind in kinds if (first := self._first(alive, kind))]
        behind = [c for _, first in firsts for c in self._behind(first, set())]
        return [*cuts[:1], *firsts, *(p for p in self.plans if p[1] in behind)]

    def _put_there(self, day: int, cited: Container[str] = ()) -> Ids:
        """Give what puts forces there for the plans of a day, if it is not cited."""
        start = self.history.stay_start(day)
        here = [p for p in self.history.presence if start < p.first <= day]
        if here:
            return () if any(p.claim.id in cited for p in here) else (here[-1].claim.id,)
        implied = self.implied(day) or self._first_implied
        return (implied.id,) if implied and implied.public <= day else ()

    # --- deadlines that passed ---------------------------------------------------------------

    def _binding(self) -> list[Claim]:
        """Give the leave plans on the record that were in force on their last day."""
        found = []
        for _, claim in self.plans:
            if claim.kind is Kind.LEAVE_BY and claim.on_record and claim.last is not None:
                leave = self.operative(claim.last).leave
                if leave and leave[1].id == claim.id:
                    found.append(claim)
        return sorted(found, key=lambda c: (c.last or 0, c.id))

    @cached_property
    def binding(self) -> list[Claim]:
        """The leave plans on the record that were in force on their last day, oldest first."""
        return self._binding()

    def silence(self, day: int) -> Ids:
        """Give the claims that make a withdrawal possible by silence at a day (rule 5)."""
        for claim in reversed(self.binding):
            last = claim.last or 0
            if last < day and self._same_stay(last, day) and not self._broken(claim, day):
                return (claim.id, *self._put_there(last))
        return ()

    def _broken(self, claim: Claim, day: int) -> bool:
        history = self.history
        if self._replaced.get(claim.id, NEVER) <= day:
            return True
        stay = history.stay(day)
        since = claim.first if claim.first is not None else claim.last or 0
        seen = (p for p in history.presence if p.first >= since and history.stay(p.first) == stay)
        if not all(history.returned(day, p.end) for p in seen):
            return True
        # A dated departure from the site itself says that there was somebody until then.
        left = (d for d in history.departures if d.rank == 0 and d.dated and d.first > day)
        return any(
            history.stay(d.first - 1) == stay and not history.returned(day, d.last) for d in left
        )

    def _same_stay(self, one: int, other: int) -> bool:
        return self.history.stay(one) == self.history.stay(other)

    def missed(self, day: int) -> Claim | None:
        """Give the first deadline that was missed in the stay of a day, by that day (rule 10)."""
        for claim in self.binding:
            last = claim.last or 0
            if last < day and self._same_stay(last, day) and any(self._present_since(last)):
                return claim
        return None

    def seen_since(self, last: int) -> list[Claim]:
        """Give the reports that put forces there on the last day of a deadline or later.

        Those of the same stay alone; where only a plan says that the site was in use, there are
        none, for such use is never overdue.

        Parameters
        ----------
        last
            The last day of the deadline.
        """
        here = sorted(self._present_since(last), key=lambda p: (p.first, p.claim.id))
        return [report.claim for report in here]

    def _present_since(self, last: int) -> Iterator[Report]:
        """Give those reports as they are found: whether there is any shows at the first."""
        history = self.history
        stay = history.stay(last)
        first = history.first_presence(stay)
        if first is None or first > last:
            return
        seen = (p for p in history.presence if p.first >= last and history.stay(p.first) == stay)
        yield from (p for p in seen if not history.returned(last, p.end))

    # --- the days that matter -------------------------------------------------------------

    @cached_property
    def edges(self) -> list[int]:
        """The days on which an answer can change, for one day of knowledge, in order."""
        days = self.history.edges()
        for claim in (*self.naming, *(claim for _, claim in self.plans)):
            days.add(claim.public)
            if claim.last is not None:
                days |= {claim.last, claim.last + 1}
            if claim.first is not None:
                days.add(claim.first)
        days.update(c.first or c.last or 0 for _, c in self.dissent if not c.is_plan)
        return sorted(days)

    def span(self, day: int) -> int:
        """Give the number of the span between two edges in which a day lies."""
        return bisect_right(self.edges, day)


def _order(plan: Ranked) -> tuple[bool, bool, int, int, int, str]:
    rank, claim = plan
    due = NEVER if claim.last is None else claim.last
    return (claim.on_record, claim.settles, -rank, claim.public, due, claim.id)


def _gives_way(plan: Ranked, cut: Ranked) -> bool:
    if plan[1].kind is not Kind.LEAVE_BY or _order(cut)[:-1] <= _order(plan)[:-1]:
        return False
    return (cut[1].last or 0) >= (plan[1].last or 0)
