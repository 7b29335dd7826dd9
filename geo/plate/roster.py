"""Which sites a plate shows, and which sources it numbers."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from geo.claims import Source
from geo.snapshot import Row, Snapshot


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
    """Number the sources that decided the answers, the one that decided most sites first.

    Parameters
    ----------
    view
        The snapshot.
    rows
        The sites shown.
    """
    weight: Counter[str] = Counter()
    grades: dict[str, set[str]] = {}
    for row in rows:
        for place, key in enumerate(row.status.claims):
            claim = view.claims.get(key)
            if claim is None or claim.source not in view.sources:
                continue
            # What decided a site last speaks loudest for it.
            weight[claim.source] += 3 if place == 0 else 1
            grades.setdefault(claim.source, set()).add(claim.grade)
    order = sorted(
        weight, key=lambda key: (-weight[key], sorted(grades[key])[0], _day(view, key), key)
    )
    return tuple(
        Cited(number, view.sources[key], tuple(sorted(grades[key])))
        for number, key in enumerate(order, 1)
    )


def _day(view: Snapshot, key: str) -> int:
    latest = view.sources[key].published.latest
    return -latest.toordinal() if latest else 0


def references(view: Snapshot, row: Row, cited: Iterable[Cited]) -> tuple[int, ...]:
    """Give the numbers of the sources that decided a site, the latest word first."""
    numbers = {item.source.id: item.number for item in cited}
    found = (view.claims[key].source for key in row.status.claims if key in view.claims)
    return tuple(dict.fromkeys(numbers[source] for source in found if source in numbers))
