"""Every conflict of the ledger by topic, with its claims and their grades side by side.

Conflicts that touch about one place, or about numbers, make up a topic.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from heapq import heapify, heappop, heappush
from typing import Any

from geo.claims import Claim, Kind
from geo.conflicts import Conflict, How, Pair, Period, by_site, conflicts, published
from geo.ledger import Ledger
from geo.snapshot import EVERYTHING, Selection, graded


class Subject(StrEnum):
    """What the claims of a topic disagree about."""

    STATE = "state"
    NUMBERS = "numbers"


@dataclass(frozen=True, slots=True)
class Topic:
    """Conflicts that hang together.

    Attributes
    ----------
    subject
        Whether it is about states and dates, or about numbers.
    places
        Ids of the places at which all of it hangs together.
    claims
        Ids of all claims in it, in the order of publication.
    conflicts
        The pairs, in the order of the later claim.
    """

    subject: Subject
    places: tuple[str, ...]
    claims: tuple[str, ...]
    conflicts: tuple[Conflict, ...]

    @property
    def by_rule(self) -> bool:
        """True when the rule finds at least one of its conflicts."""
        return any(how is not How.LINKED for pair in self.conflicts for how in pair.how)

    @property
    def by_hand(self) -> bool:
        """True when at least one of its conflicts is linked by hand."""
        return any(How.LINKED in pair.how for pair in self.conflicts)

    @property
    def contested(self) -> tuple[Period, ...]:
        """The days that it makes contested, by site, without overlaps."""
        return _joined(period for pair in self.conflicts for period in pair.contested)

    @property
    def opposed(self) -> tuple[tuple[str, tuple[Conflict, ...]], ...]:
        """Each pair once, under a claim that it is read from: what most others contradict first.

        The claim's id and its pairs; of equals the one published first leads.
        """
        found: list[tuple[str, tuple[Conflict, ...]]] = []
        left: dict[str, dict[Pair, Conflict]] = {key: {} for key in self.claims}
        for pair in self.conflicts:
            for key in pair.claims:
                left[key][pair.claims] = pair
        waiting = [(-len(left[key]), place, key) for place, key in enumerate(self.claims)]
        heapify(waiting)
        while waiting:
            size, place, lead = heappop(waiting)
            pairs = left[lead]
            if len(pairs) < -size:  # some were read from another claim meanwhile
                heappush(waiting, (-len(pairs), place, lead))
            elif pairs:
                found.append((lead, tuple(pairs.values())))
                left[lead] = {}
                for one, other in pairs:
                    left[other if one == lead else one].pop((one, other), None)
        return tuple(found)


def contradictions(
    ledger: Ledger,
    known: dt.date,
    site: str | None = None,
    selection: Selection = EVERYTHING,
) -> tuple[Topic, ...]:
    """List all conflicts among the claims that are known on a day, by topic.

    Parameters
    ----------
    ledger
        The ledger.
    known
        The day whose knowledge is used.
    site
        A site's or region's id, for the topics that have a conflict about it.
    selection
        Which sites are in view and which evidence counts.

    Returns
    -------
    Topics in the order of their first claim. A claim may stand in several.

    Raises
    ------
    NoSuchThing
        When there is no such site or region.
    """
    ledger = graded(ledger, selection.min_grade)
    if site is not None and site not in ledger.regions:
        ledger.site(site)
    pairs = conflicts(ledger, known, selection)
    topics = _topics(ledger, pairs)
    return tuple(t for t in topics if site is None or any(site in c.places for c in t.conflicts))


# --- topics -------------------------------------------------------------------------------


def _topics(ledger: Ledger, pairs: Sequence[Conflict]) -> list[Topic]:
    """Group conflicts: those about one place that are linked by a claim, and those on numbers."""
    grouped: dict[tuple[Subject, str], list[Conflict]] = {}
    for pair in pairs:
        for key in _keys(ledger, pair):
            grouped.setdefault(key, []).append(pair)
    merged: dict[tuple[Subject, frozenset[str]], set[str]] = {}
    for (subject, place), members in grouped.items():
        for part in _connected(members):
            claims = frozenset(key for pair in part for key in pair.claims)
            where = merged.setdefault((subject, claims), set())
            where.update([place] if place else (p for pair in part for p in pair.places))
    whole = [key for key in merged if not _inside(key, merged)]
    order = {key: i for i, key in enumerate(published(ledger, ledger.claims))}
    topics = [
        Topic(
            subject,
            tuple(sorted(merged[subject, claims])),
            tuple(sorted(claims, key=order.__getitem__)),
            tuple(
                p for p in pairs if claims.issuperset(p.claims) and _is_about(ledger, p, subject)
            ),
        )
        for subject, claims in whole
    ]
    return sorted(topics, key=lambda t: ([order[key] for key in t.claims], t.subject))


def _is_about(ledger: Ledger, pair: Conflict, subject: Subject) -> bool:
    return any(key[0] is subject for key in _keys(ledger, pair))


def _keys(ledger: Ledger, pair: Conflict) -> list[tuple[Subject, str]]:
    """Give the topics in which a conflict may stand; one may be about state and number."""
    one, other = (ledger.claims[key] for key in pair.claims)
    numbers = bool(one.strength and other.strength)
    keys = [(Subject.NUMBERS, "")] if numbers else []
    if not numbers or Kind.STRENGTH not in {one.kind, other.kind}:
        keys += [(Subject.STATE, place) for place in pair.places]
    return keys


def _connected(pairs: Iterable[Conflict]) -> list[list[Conflict]]:
    parts: list[tuple[set[str], list[Conflict]]] = []
    for pair in pairs:
        touched = [part for part in parts if not part[0].isdisjoint(pair.claims)]
        parts = [part for part in parts if part not in touched]
        claims = set(pair.claims).union(*(part[0] for part in touched))
        parts.append((claims, [p for part in touched for p in part[1]] + [pair]))
    return [part[1] for part in parts]


def _inside(
    key: tuple[Subject, frozenset[str]], topics: Iterable[tuple[Subject, frozenset[str]]]
) -> bool:
    """Tell whether a topic is part of another one, as that of a region may be of a site's."""
    return any(key[0] is subject and key[1] < claims for subject, claims in topics)


def _joined(periods: Iterable[Period]) -> tuple[Period, ...]:
    found: list[Period] = []
    for period in sorted(set(periods), key=by_site):
        before = found[-1] if found and found[-1].site == period.site else None
        if before is None or (before.last and before.last + dt.timedelta(1) < period.first):
            found.append(period)
        elif before.last is not None and (period.last is None or period.last > before.last):
            found[-1] = Period(period.site, before.first, period.last)
    return tuple(found)


# --- plain records ------------------------------------------------------------------------


def topic_record(ledger: Ledger, topic: Topic) -> dict[str, Any]:
    """Give a topic as plain data; the form is described in ``docs/formats.md``."""
    return {
        "subject": topic.subject.value,
        "places": list(topic.places),
        "by_rule": topic.by_rule,
        "by_hand": topic.by_hand,
        "contested": [_period_record(period) for period in topic.contested],
        "claims": [claim_record(ledger, ledger.claims[key]) for key in topic.claims],
        "conflicts": [
            {
                "claims": list(pair.claims),
                "how": [how.value for how in pair.how],
                "places": list(pair.places),
                "contested": [_period_record(period) for period in pair.contested],
            }
            for pair in topic.conflicts
        ],
    }


def claim_record(ledger: Ledger, claim: Claim) -> dict[str, Any]:
    """Give the parts of a claim by which it is set beside another."""
    source = ledger.sources[claim.source]
    return {
        "id": claim.id,
        "places": list(claim.places),
        "kind": claim.kind.value,
        "when": claim.when,
        "bound": claim.bound.value,
        "grade": claim.grade,
        "tier": source.tier.value,
        "standing": claim.standing and claim.standing.value,
        "strength": claim.strength,
        "producer": source.producer,
        "published": source.published_text,
        "url": source.url,
        "text": claim.text,
    }


def _period_record(period: Period) -> Mapping[str, str | None]:
    last = period.last.isoformat() if period.last else None
    return {"site": period.site, "from": period.first.isoformat(), "to": last}
