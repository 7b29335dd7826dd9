"""Which of the promises made about one site is in force on a day: rules 5, 6, 8 and 10."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from geo.claims import Claim, Kind
from geo.history import (
    OCCUPIED,
    PRESENT,
    UNKNOWN,
    WITHDRAWN,
    History,
    Ids,
    Ranked,
    Step,
    best_copies,
)


@dataclass(frozen=True, slots=True)
class Operative:
    """The plans in force at one day."""

    leave: Ranked | None = None
    reduce: Ranked | None = None
    stay: Ranked | None = None

    @property
    def any(self) -> bool:
        """True when one of them could act."""
        return self.leave is not None or self.reduce is not None or self.stay is not None


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
        self.history = History(best_copies(pair for pair in ranked if not pair[1].is_plan))
        plans = [pair for pair in ranked if pair[1].is_plan and not pair[1].dissents]
        self.naming = [claim for rank, claim in plans if rank == 0 and claim.settles]
        self._base: dict[int, Step] = {}
        self.plans = [pair for pair in plans if self._reached(pair)]
        self._replaced = self._replacements()

    def _reached(self, plan: Ranked) -> bool:
        return plan[0] == 0 or self.base(plan[1].public).states != WITHDRAWN

    def _replacements(self) -> dict[str, int]:
        by_id = {claim.id: claim for _, claim in self.plans}
        days: dict[str, int] = {}
        for _, claim in self.plans:
            for key in claim.replaces:
                # A leak moves no date that is on the record.
                if key in by_id and (claim.on_record or not by_id[key].on_record):
                    days[key] = min(claim.public, days.get(key, claim.public))
        return days

    # --- the settled base, with what plans alone can tell --------------------------------

    def base(self, day: int) -> Step:
        """Give the settled states at a day from reports and, where none speaks, from plans.

        Parameters
        ----------
        day
            The day; silence past a deadline (rule 5) is not yet in it.
        """
        if day not in self._base:
            self._base[day] = self._settle(day)
        return self._base[day]

    def _settle(self, day: int) -> Step:
        step = self.history.step(day)
        if step is None:
            step = self._unspoken(day)
        states, ids = self.history.opened(day)
        if not states:
            return step
        return Step(step.day, step.states | states, step.contested, (*step.ids, *ids))

    def _unspoken(self, day: int) -> Step:
        implied = self.implied(day)
        if implied:
            return Step(day, OCCUPIED, contested=False, ids=(implied.id,))
        before = self.history.before_departure()
        return before or Step(day, UNKNOWN, contested=False, ids=())

    def implied(self, day: int) -> Claim | None:
        """Give the plan that implies that the site is in use, where no report speaks."""
        if self.history.step(day):
            return None
        found = [c for c in self.naming if c.public <= day and (c.last is None or day <= c.last)]
        return max(found, key=lambda c: _order((0, c)), default=None)

    # --- plans in force -------------------------------------------------------------------

    def operative(self, day: int) -> Operative:
        """Give the plans in force at a day (rule 8)."""
        if self.base(day).states == WITHDRAWN:
            return NOTHING
        alive = best_copies(pair for pair in self.plans if self._alive(pair[1], day))
        if not alive:
            return NOTHING
        reduces = [pair for pair in alive if pair[1].kind is Kind.REDUCE_BY]
        leaves = [
            pair
            for pair in alive
            if pair[1].kind is Kind.LEAVE_BY and not any(_gives_way(pair, r) for r in reduces)
        ]
        leave = max(leaves, key=_order, default=None)
        stays = [p for p in alive if p[1].kind is Kind.STAY_UNTIL] if leave is None else []
        return Operative(
            leave, max(reduces, key=_order, default=None), max(stays, key=_order, default=None)
        )

    def _alive(self, claim: Claim, day: int) -> bool:
        if claim.last is None or not claim.public <= day <= claim.last:
            return False
        if self._replaced.get(claim.id, day + 1) <= day:
            return False
        return self._of_the_stay(claim, day)

    def _of_the_stay(self, claim: Claim, day: int) -> bool:
        """Tell whether a plan was made for the stay that lasts at a day."""
        history = self.history
        stay = history.stay(day)
        if stay and claim.public <= history.ends[stay - 1]:
            return False
        first = history.first_presence(stay)
        if first is not None and first <= day:
            return claim.last is not None and claim.last >= first
        return self.implied(day) is not None

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
                implied = self.implied(last)
                return (claim.id, implied.id) if implied else (claim.id,)
        return ()

    def _broken(self, claim: Claim, day: int) -> bool:
        history = self.history
        if self._replaced.get(claim.id, day + 1) <= day:
            return True
        first = claim.first if claim.first is not None else claim.last or 0
        later = [p for p in history.presence if p.first >= first]
        # A dated departure from the site itself says that there was somebody until then.
        later += [d for d in history.departures if d.rank == 0 and d.dated and d.first > day]
        return any(self._same_people(day, r.first, r.last) for r in later)

    def _same_people(self, day: int, first: int, last: int) -> bool:
        """Tell whether a report that may be later than a day still speaks of its stay."""
        if last <= day:
            return True
        stay = self.history.stay(day)
        before = self.history.stay(first - 1) if first > day else stay
        return before == stay and not self.history.returned(day, last)

    def _same_stay(self, one: int, other: int) -> bool:
        return self.history.stay(one) == self.history.stay(other)

    def missed(self, day: int) -> Claim | None:
        """Give the first deadline that was missed in the stay of a day, by that day (rule 10)."""
        for claim in self.binding:
            last = claim.last or 0
            if last < day and self._same_stay(last, day) and self._seen_since(last):
                return claim
        return None

    def _seen_since(self, last: int) -> bool:
        history = self.history
        return any(
            p.first >= last
            and history.stay(p.first - 1) == history.stay(last)
            and not history.returned(last, p.last)
            for p in history.presence
        )

    def still_present(self, day: int) -> bool:
        """Tell whether all settled states of a day say that forces are there."""
        return not self.base(day).states & ~PRESENT and not self.silence(day)

    def edges(self) -> set[int]:
        """Give all days on which an answer can change, for one day of knowledge."""
        days = self.history.edges()
        for claim in (*self.naming, *(claim for _, claim in self.plans)):
            days.add(claim.public)
            if claim.last is not None:
                days |= {claim.last, claim.last + 1}
            if claim.first is not None:
                days.add(claim.first)
        return days


def _order(plan: Ranked) -> tuple[bool, bool, int, int, int, str]:
    rank, claim = plan
    return (claim.on_record, claim.settles, -rank, claim.public, claim.last or 0, claim.id)


def _gives_way(leave: Ranked, reduce: Ranked) -> bool:
    return _order(reduce)[:5] > _order(leave)[:5] and (reduce[1].last or 0) >= (leave[1].last or 0)


def outlook_claims(pairs: Iterable[Ranked]) -> list[str]:
    """Give the ids of claims with ranks, in their order."""
    return [claim.id for _, claim in pairs]
