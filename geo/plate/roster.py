"""Which sites a plate shows, and which sources it numbers."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from geo.claims import DEPARTURES, PRESENCE, STATES, Claim, Source
from geo.snapshot import Row, Snapshot
from geo.status import Status

ON_LABEL = 2  # how many sources a label cites


@dataclass(frozen=True)
class Roster:
    """The sites of a plate.

    Attributes
    ----------
    placed
        Those with a position.
    unplaced
        Those without one: listed beside the map, never placed by guess.
    left_out
        How many are in view but neither counted nor possibly occupied.
    """

    placed: tuple[Row, ...]
    unplaced: tuple[Row, ...]
    left_out: int

    @property
    def rows(self) -> tuple[Row, ...]:
        """All that are shown."""
        return self.placed + self.unplaced


def is_shown(row: Row) -> bool:
    """Tell whether a plate shows a site: it is counted, or forces may be there."""
    return row.counted or row.status.still_occupied != "no"


def roster_of(view: Snapshot, also: Iterable[str] = ()) -> Roster:
    """Give the sites of a plate.

    Parameters
    ----------
    view
        The snapshot.
    also
        Ids of sites that are shown whatever their state, so that pictures in a row show the
        same ones.
    """
    extra = frozenset(also)
    rows = [row for row in view.rows if is_shown(row) or row.site.id in extra]
    placed = tuple(row for row in rows if row.site.placed)
    unplaced = tuple(row for row in rows if not row.site.placed)
    return Roster(placed, unplaced, len(view.rows) - len(rows))


@dataclass(frozen=True, slots=True)
class Cited:
    """A numbered source.

    Attributes
    ----------
    number
        Its number on the plate, from 1.
    grades
        The grades of the claims used, best first.
    """

    number: int
    source: Source
    grades: tuple[str, ...]


def cited_sources(view: Snapshot, rows: Iterable[Row]) -> tuple[Cited, ...]:
    """Give the sources that decided the answers numbers, in the order of a plate's list.

    First comes what a label cites first, then what one cites second, then the others: a list
    may be cut at its end. Within each part the weightiest source comes first.

    Parameters
    ----------
    view
        The snapshot.
    rows
        The sites shown.
    """
    weight: Counter[str] = Counter()
    grades: dict[str, set[str]] = {}
    ranks: dict[str, int] = {}
    for row in rows:
        # The word that settled it speaks loudest, and where forces may be it matters most.
        present = 1 if row.status.still_occupied == "no" else 2
        decisive = deciding(view, row)
        for place, key in enumerate(dict.fromkeys(claim.source for claim in decisive)):
            ranks[key] = min(place, ON_LABEL, ranks.get(key, ON_LABEL))
        for place, claim in enumerate(decisive):
            loud = 4 if place == 0 else 2 if claim.settles else 1
            weight[claim.source] += present * loud
            grades.setdefault(claim.source, set()).add(claim.grade)
    order = sorted(
        weight,
        key=lambda key: (ranks[key], -weight[key], min(grades[key]), _day(view, key), key),
    )
    return tuple(
        Cited(number, view.sources[key], tuple(sorted(grades[key])))
        for number, key in enumerate(order, 1)
    )


def cited_together(views: Iterable[Snapshot], rosters: Iterable[Roster]) -> tuple[Cited, ...]:
    """Give the sources of several maps numbers, first what stands first on any of them.

    Parameters
    ----------
    views
        The maps.
    rosters
        Their sites, in the same order.
    """
    first: dict[str, Cited] = {}
    grades: dict[str, set[str]] = {}
    for view, roster in zip(views, rosters, strict=True):
        for item in cited_sources(view, roster.rows):
            key = item.source.id
            first[key] = min(first.get(key, item), item, key=lambda one: one.number)
            grades.setdefault(key, set()).update(item.grades)
    order = sorted(first, key=lambda key: first[key].number)
    return tuple(
        Cited(number, first[key].source, tuple(sorted(grades[key])))
        for number, key in enumerate(order, 1)
    )


def deciding(view: Snapshot, row: Row) -> list[Claim]:
    """Give the claims that decided a site on a map, those that weigh most first."""
    claims = (view.claims[key] for key in row.status.claims if key in view.claims)
    known = (claim for claim in claims if claim.source in view.sources)
    return weighed(known, row.site.id, row.status)


def weighed(claims: Iterable[Claim], site: str, status: Status) -> list[Claim]:
    """Give the claims that decided a site, those that weigh most first.

    Those that settle it come before others, then those that say what is shown, then the
    better grade, then those that name the site itself before those about a wider place, then
    the newest.

    Parameters
    ----------
    claims
        The claims.
    site
        The id of the site.
    status
        Its answer.
    """
    kinds = {"no": DEPARTURES, "certain": PRESENCE}.get(status.still_occupied, STATES)
    return sorted(
        claims,
        key=lambda claim: (
            not claim.settles,
            claim.kind not in kinds,
            claim.grade,
            site not in claim.places,
            -claim.public,
        ),
    )


def _day(view: Snapshot, key: str) -> int:
    latest = view.sources[key].published.latest
    return -latest.toordinal() if latest else 0


def references(view: Snapshot, row: Row, cited: Iterable[Cited]) -> tuple[int, ...]:
    """Give the numbers of the sources that decided a site, the one that weighs most first.

    Parameters
    ----------
    view
        The snapshot.
    row
        The site.
    cited
        The sources that may be named, such as those that a list has room for.
    """
    numbers = {item.source.id: item.number for item in cited}
    found = (claim.source for claim in deciding(view, row))
    return tuple(dict.fromkeys(numbers[source] for source in found if source in numbers))
