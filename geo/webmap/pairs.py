"""Two maps beside each other: on which days a site is not the same on both.

What differs is said by `geo.revisions.Pairing`, for the table of the desk and for both maps.
"""

from collections.abc import Mapping
from typing import Any

from geo.ledger import Ledger
from geo.revisions import Pairing
from geo.snapshot import COALITION_BASES, Row, Selection, graded
from geo.webmap.tables import Span, steps

Differing = dict[str, list[int]]


def differing(
    ledger: Ledger, plan: Span, outcome: Span, selection: Selection = COALITION_BASES
) -> Differing:
    """Give for each counted site that ever differs a list ``[day, 0 or 1, ...]``.

    Parameters
    ----------
    ledger
        The ledger.
    plan, outcome
        One period with the knowledge of two days.
    selection
        Which sites are in view and which evidence counts.
    """
    ledger = graded(ledger, selection.min_grade)
    both = [steps(ledger, span, selection) for span in (plan, outcome)]
    rows: tuple[dict[str, Row], dict[str, Row]] = ({}, {})
    found: Differing = {}
    for day in sorted({*both[0], *both[1]}):
        for held, changed in zip(rows, both, strict=True):
            held.update({row.site.id: row for row in changed.get(day, ())})
        for site in {row.site.id for changed in both for row in changed.get(day, ())}:
            _put(found.setdefault(site, []), (day - plan.first).days, rows[0][site], rows[1][site])
    return {site: days for site, days in sorted(found.items()) if 1 in days[1::2]}


def _put(days: list[int], day: int, planned: Row, actual: Row) -> None:
    pair = Pairing(planned.site, planned, actual)
    flag = int(pair.differs and pair.counted)
    if not days or days[-1] != flag:
        days += [day, flag]


def marked(table: Mapping[str, Any], found: Differing) -> dict[str, Any]:
    """Give the change table of a map that marks what differs.

    Parameters
    ----------
    table
        Its change table.
    found
        What differs, by `differing`.
    """
    return {**table, "differs": found}


def beside(table: Mapping[str, Any], found: Differing) -> dict[str, Any]:
    """Give the change table of a map that stands beside another, and has one view with it.

    Parameters
    ----------
    table, found
        As for `marked`.
    """
    return {**marked(table, found), "beside": True}
