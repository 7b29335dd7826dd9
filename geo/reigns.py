"""Which plans were in force at a place, one after another."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cached_property

from geo.claims import Claim, Kind
from geo.plans import NEVER, Operative, Outlook
from geo.slips import no_weaker, no_wider


class Reign:
    """Which plans were in force at a place, one after another.

    Parameters
    ----------
    view
        The place's outlook; a region's holds its plans alone.
    known
        The last day that is known of.
    chain
        The place and the regions around it, nearest first.
    """

    def __init__(self, view: Outlook, known: int, chain: Sequence[str]) -> None:
        self.view, self.known, self.chain = view, known, chain
        self.plans: Mapping[str, Claim] = {
            claim.id: claim for _, claim in view.ranked if claim.is_plan
        }
        self.ranks = {claim.id: rank for rank, claim in view.ranked}
        self.days = [day for day in view.edges if 0 < day <= known]

    @cached_property
    def _rules(self) -> list[Operative]:
        return [self.view.operative(day) for day in self.days]

    def _at(self, day: int, kind: Kind) -> Claim | None:
        at = bisect_right(self.days, day)
        return of_kind(self._rules[at - 1], kind) if at else None

    def ruled(self, claim: Claim) -> bool:
        """Tell whether a plan was in force on some day."""
        return any(of_kind(rule, claim.kind) is claim for rule in self._rules)

    def before(self, claim: Claim) -> tuple[Claim, ...]:
        """Give what a plan replaces: by its own word, else what was in force before it."""
        named = [self.plans[key] for key in claim.replaces if key in self.plans]
        if named or claim.kind is Kind.NO_DATE:
            return tuple(sorted(named, key=lambda c: (c.public, c.id)))
        if claim.last is None:
            return ()
        day = claim.public - 1
        found = self._standing(day, claim) or self._past(day, claim)
        return (found,) if found else ()

    def _standing(self, day: int, claim: Claim) -> Claim | None:
        """Give the plan that a later one moves, of those in play on a day.

        A plan that puts off without a new date stands in the place of what it put off.
        """
        if claim.kind is Kind.STAY_UNTIL and not self._at(day, claim.kind):
            return None
        there = [pair for pair in self.view.in_force(day) if self._of_its_place(claim, pair[1])]
        found = self.view.first(there, claim.kind)
        # A leak moves no date on the record, nor the older leaks that it has overruled.
        return found if found and no_weaker(claim, found) else None

    def _past(self, day: int, claim: Claim) -> Claim | None:
        """Give the last plan of the same stay that was in force on its own last day.

        A region's outlook has no reports and so tells no stay from another.
        """
        history = self.view.history
        found = [
            other
            for other in self.view.binding
            if claim.kind is Kind.LEAVE_BY
            and history.steps
            and (other.last or 0) <= day
            and history.stay(other.last or 0) == history.stay(day)
            and self._of_its_place(claim, other)
            and no_weaker(claim, other)
        ]
        return found[-1] if found else None

    def date_behind(self, claim: Claim, depth: int = 9) -> int | None:
        """Give a plan's due day, or the last one that a plan without a date has put off."""
        if claim.last is not None or not depth:
            return claim.last
        behind = [self.date_behind(c, depth - 1) for c in self.before(claim) if c is not claim]
        return max((day for day in behind if day is not None), default=None)

    def overturned(self, claim: Claim, met: int | None) -> Claim | None:
        """Give what replaced a plan before it fell due and before it was met, or None."""
        until = min(day for day in (self.known, claim.last, met) if day is not None)
        named = [
            other
            for other in self.plans.values()
            if claim.id in other.replaces and other.public <= until
            # A leak moves no date that is on the record.
            if other.on_record or not claim.on_record
        ]
        if named:
            return min(named, key=lambda c: (c.public, c.id))
        if not self.ruled(claim):
            return None
        for day, rule in zip(self.days, self._rules, strict=True):
            other = of_kind(rule, claim.kind)
            if claim.public < day <= until and other and self._moves(other, claim):
                return other
        return None

    def _moves(self, other: Claim, claim: Claim) -> bool:
        """Tell whether a later plan moves the date of one before it, or confirms it."""
        if other.public <= claim.public or other.last == claim.last:
            return False
        return self._of_its_place(other, claim) and no_weaker(other, claim)

    def _of_its_place(self, later: Claim, earlier: Claim) -> bool:
        """Tell whether a plan is about the place of an earlier one, or a nearer one.

        The last stage for a whole country moves no stage of the site, and none of its own date
        at a site that an earlier stage is to empty.
        """
        if not no_wider(self.chain, later, earlier) or self._is_last_stage(later):
            return False
        # A place may be left before the rest of the country without moving the country's date.
        sooner = (later.last or 0) < (earlier.last or 0)
        nearer = self.ranks[later.id] < self.ranks[earlier.id]
        return not (sooner and nearer) or later.id in earlier.conflicts

    def _is_last_stage(self, claim: Claim) -> bool:
        """Tell whether, when a plan was made, a nearer one had the place left before."""
        return claim.kind is Kind.LEAVE_BY and any(
            rank < self.ranks[claim.id]
            and near.kind is Kind.LEAVE_BY
            and no_weaker(near, claim)  # a leak of an earlier day divides no plan on the record
            and (near.last or NEVER) < (claim.last or 0)
            for rank, near in self.view.in_force(claim.public)
        )


def of_kind(rule: Operative, kind: Kind) -> Claim | None:
    """Give the plan of a kind among those in force, or None."""
    plan = {
        Kind.LEAVE_BY: rule.leave,
        Kind.REDUCE_BY: rule.reduce,
        Kind.STAY_UNTIL: rule.stay,
    }.get(kind)
    return plan[1] if plan else None
