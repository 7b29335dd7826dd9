"""Which plans were in force at a place, one after another."""

from bisect import bisect_right
from collections.abc import Mapping
from functools import cached_property

from geo.claims import Claim, Kind
from geo.plans import Operative, Outlook


class Reign:
    """Which plans were in force at a place, one after another.

    Parameters
    ----------
    view
        The place's outlook; a region's holds its plans alone.
    known
        The last day that is known of.
    """

    def __init__(self, view: Outlook, known: int) -> None:
        self.view, self.known = view, known
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
        found = self._at(day, claim.kind) or self._put_off(day, claim) or self._past(day, claim)
        return (found,) if found else ()

    def _put_off(self, day: int, claim: Claim) -> Claim | None:
        """Give the last plan that put the date off without a new one."""
        found = [
            other
            for other in self.plans.values()
            if other.kind is Kind.NO_DATE
            and other.public <= day
            and any(self.plans[k].kind is claim.kind for k in other.replaces if k in self.plans)
        ]
        return max(found, key=lambda c: (c.public, c.id), default=None)

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
        # A place may be left before the rest of the country without moving the country's date.
        sooner = (other.last or 0) < (claim.last or 0)
        wider = self.ranks[other.id] < self.ranks[claim.id]
        return not (sooner and wider) or other.id in claim.conflicts


def of_kind(rule: Operative, kind: Kind) -> Claim | None:
    """Give the plan of a kind among those in force, or None."""
    plan = {
        Kind.LEAVE_BY: rule.leave,
        Kind.REDUCE_BY: rule.reduce,
        Kind.STAY_UNTIL: rule.stay,
    }.get(kind)
    return plan[1] if plan else None
