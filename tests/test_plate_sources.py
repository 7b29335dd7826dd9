"""The sources that a plate numbers: which ones a label cites, and whether they are listed."""

import datetime as dt

from geo.ledger import Ledger
from geo.plate.roster import cited_sources, references, roster_of
from geo.snapshot import Snapshot, snapshot

NOW = dt.date(2026, 11, 24)


def view_of(ledger: Ledger, day: str) -> Snapshot:
    return snapshot(ledger, dt.date.fromisoformat(day), NOW)


def first_cited(view: Snapshot, site: str) -> tuple[str, str]:
    """Give the publication day and the grades of the source that a site cites first."""
    roster = roster_of(view)
    cited = cited_sources(view, roster.rows)
    row = view.row(site)
    assert row is not None
    best = cited[references(view, row, cited)[0] - 1]
    return best.source.published_text, best.grades[0]


def test_a_site_cites_its_best_report_before_later_and_weaker_ones(ledger: Ledger) -> None:
    assert first_cited(view_of(ledger, "2026-09-30"), "ain-al-asad") == ("2026-01-17", "A1")


def test_what_says_what_is_shown_is_cited_before_what_it_overruled(ledger: Ledger) -> None:
    # A report of use in March 2026 is graded A1, but the site is shown as left.
    view = view_of(ledger, "2026-09-30")
    row = view.row("victoria-base")
    assert row is not None
    assert row.status.still_occupied == "no"
    assert first_cited(view, "victoria-base")[0] == "2026-10-01"
