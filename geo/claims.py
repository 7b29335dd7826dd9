"""Sources, the claims found in them, and what a grade may do.

Grades follow the NATO Admiralty system (AJP-2.1): the reliability of a source from A to F
and the credibility of a statement from 1 to 6.
"""

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from geo.dates import When, Window, parse_when


class Kind(StrEnum):
    """What a claim says; see ``docs/architecture.md`` for what each one gives."""

    IN_USE = "in-use"
    RE_ENTERED = "re-entered"
    REINFORCED = "reinforced"
    REDUCED = "reduced"
    DEPARTED = "departed"
    HANDED_OVER = "handed-over"
    RESIDUAL = "residual"
    CEREMONY = "ceremony"
    ROLE_CHANGE = "role-change"
    STRENGTH = "strength"
    LEAVE_BY = "leave-by"
    REDUCE_BY = "reduce-by"
    STAY_UNTIL = "stay-until"
    NO_DATE = "no-date"

    # That of an enumeration is written in Python, and the rule asks for it more than for
    # anything else.
    __hash__ = str.__hash__


PLANS = frozenset({Kind.LEAVE_BY, Kind.REDUCE_BY, Kind.STAY_UNTIL, Kind.NO_DATE})
DEPARTURES = frozenset({Kind.DEPARTED, Kind.HANDED_OVER})
PRESENCE = frozenset({Kind.IN_USE, Kind.RE_ENTERED, Kind.REINFORCED, Kind.REDUCED})
STATES = PRESENCE | DEPARTURES


class Bound(StrEnum):
    """How the date of a claim is meant."""

    ON = "on"
    BY = "by"
    UNTIL = "until"
    AFTER = "after"
    DURING = "during"


class Standing(StrEnum):
    """Who stands behind a plan."""

    AGREED = "agreed"
    ANNOUNCED = "announced"
    REPORTED = "reported"


class Party(StrEnum):
    """Whose forces."""

    COALITION = "coalition"
    NATO = "nato"
    TURKIYE = "turkiye"
    DIPLOMATIC = "diplomatic"


class Tier(StrEnum):
    """Whether the document itself was read (P) or only a relay or digest of it (G)."""

    READ = "P"
    RELAYED = "G"


RELIABILITY = "ABCDEF"
CREDIBILITY = (1, 2, 3, 4, 5, 6)
DISSENT = 5


@dataclass(frozen=True, slots=True)
class Source:
    """One document.

    Attributes
    ----------
    published
        The days on which it may have become public.
    published_text
        The same as an EDTF expression, as written.
    published_basis
        How that day is known.
    """

    id: str
    producer: str
    title: str
    published: Window
    published_text: str
    published_basis: str
    reliability: str
    tier: Tier = Tier.READ
    url: str | None = None
    language: str | None = None
    note: str | None = None

    @property
    def relayed(self) -> bool:
        """True when it is known only through a digest or a relay (tier G)."""
        return self.tier is Tier.RELAYED


def settles(reliability: str, credibility: int) -> bool:
    """Tell whether a report of this grade settles a state instead of opening a doubt.

    Parameters
    ----------
    reliability
        A to F.
    credibility
        1 to 6.
    """
    return reliability in "ABC" and credibility <= 3  # noqa: PLR2004 - 3, "possibly true"


def passes(reliability: str, credibility: int, min_grade: str) -> bool:
    """Tell whether a grade is at or above a floor on both scales.

    Parameters
    ----------
    reliability
        A to F.
    credibility
        1 to 6.
    min_grade
        The floor, such as ``C3``.
    """
    return reliability <= min_grade[0] and credibility <= int(min_grade[1])


@dataclass(frozen=True)
class Claim:
    """One statement in a source about one or more places, at one time.

    Days are also kept as proleptic ordinals, because the rule compares many of them.

    Attributes
    ----------
    first, last
        The onset window of a report or the due window of a plan, as day ordinals. ``first``
        is None for a departure *by* a day (an open start); both are None for a plan without
        a due day.
    is_plan
        True for what was said in advance.
    dissents
        True for a claim that is listed but changes nothing (credibility 5).
    public
        The day, as an ordinal, from which the claim may be known: the latest day of the
        publication.
    statement
        What copies have in common; a claim without an origin has no copies.
    worth
        What decides between copies; the least is the best.
    """

    id: str
    places: tuple[str, ...]
    kind: Kind
    when: str
    bound: Bound
    reliability: str
    credibility: int
    source: str
    published: Window
    text: str
    standing: Standing | None = None
    party: Party = Party.COALITION
    origin: str | None = None
    replaces: tuple[str, ...] = ()
    retracts: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    strength: str | None = None
    locator: str | None = None
    note: str | None = None
    first: int | None = field(init=False, compare=False, repr=False)
    last: int | None = field(init=False, compare=False, repr=False)
    public: int = field(init=False, compare=False, repr=False)
    settles: bool = field(init=False, compare=False, repr=False)
    on_record: bool = field(init=False, compare=False, repr=False)
    statement: tuple[object, ...] = field(init=False, compare=False, repr=False)
    worth: tuple[bool, str, int, int, str] = field(init=False, compare=False, repr=False)
    is_plan: bool = field(init=False, compare=False, repr=False)
    dissents: bool = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        if self.published.latest is None:
            msg = f"claim {self.id}: published must have a last day"
            raise ValueError(msg)
        put = object.__setattr__
        put(self, "is_plan", self.kind in PLANS)
        put(self, "dissents", self.credibility == DISSENT)
        public = self.published.latest.toordinal()
        when = parse_when(self.when)
        window = due_window(when, self.bound) if self.is_plan else onset_window(when, self)
        first = window.earliest and window.earliest.toordinal()
        last = window.latest and window.latest.toordinal()
        # A copy is the same whichever day it was published: compare before the cap below.
        same = (self.origin, frozenset(self.places), self.kind, first, last)
        put(self, "statement", same if self.origin else (self.id,))
        if not self.is_plan:
            # What a report describes cannot begin after the report.
            last = min(public, public if last is None else last)
            first = first if first is None else min(first, last)
        put(self, "first", first)
        put(self, "last", last)
        put(self, "public", public)
        settled = settles(self.reliability, self.credibility)
        put(self, "settles", settled)
        standing = self.standing in {Standing.AGREED, Standing.ANNOUNCED}
        put(self, "on_record", self.is_plan and standing and settled)
        put(self, "worth", (not settled, self.reliability, self.credibility, public, self.id))

    @property
    def grade(self) -> str:
        """The grade, such as ``B2``."""
        return f"{self.reliability}{self.credibility}"

    @property
    def due(self) -> dt.date | None:
        """The last day of a plan's due window; None for a report or without such a day."""
        return dt.date.fromordinal(self.last) if self.is_plan and self.last else None


def onset_window(when: When, claim: Claim) -> Window:
    """Give the window in which what a report describes began.

    Parameters
    ----------
    when
        The date expression, taken apart.
    claim
        The report.

    Notes
    -----
    Rule: ``a`` of ``a/b``. A departure *by* a day has an open start; presence *by* a day
    counts from that day.
    """
    start = when.start
    if start.earliest is not None and claim.bound is not Bound.BY:
        return start
    last = when.end.latest if start.earliest is None else start.latest
    if claim.kind in DEPARTURES:
        return Window(None, last)
    return Window(last, last)


def due_window(when: When, bound: Bound) -> Window:
    """Give the window in which a plan falls due; open on both sides when it has no due day.

    Parameters
    ----------
    when
        The date expression, taken apart.
    bound
        How it is meant.

    Notes
    -----
    Rule: ``b`` of ``a/b``, the whole of a *during*, nothing for an *after*.
    """
    if bound is Bound.AFTER or when.end.latest is None:
        return Window(None, None)
    if bound is Bound.DURING and when.start.earliest is not None:
        return Window(when.start.earliest, when.end.latest)
    return when.end
