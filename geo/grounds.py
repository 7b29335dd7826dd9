"""What an answer rests on: which claims, how old the newest is, how often a date was put off."""

from collections.abc import Mapping
from itertools import islice
from typing import NamedTuple

from geo.claims import Claim
from geo.ledger import Ledger
from geo.places import Site
from geo.slips import moved_by
from geo.status import Status, outlook

OLD_DAYS = 365  # evidence that is older says so
_MOST_SEEN = 3


class Grounds(NamedTuple):
    """The claims behind an answer, by their ids.

    Attributes
    ----------
    decided
        Those that decided it, newest first.
    seen
        The first reports of forces after the missed deadline, at most three: by them the site
        is overdue.
    against
        Those that speak against it.
    linked
        Those in conflict with the ones that decided it, on another figure or date.
    """

    decided: tuple[str, ...]
    seen: tuple[str, ...]
    against: tuple[str, ...]
    linked: tuple[str, ...]


def put_off(site: Site, claims: Mapping[str, Claim], found: Status) -> int | None:
    """Give the days by which the deadline in force moved the missed one, or None.

    Parameters
    ----------
    site
        The site.
    claims
        The claims by their ids.
    found
        The answer for it.
    """
    if not (found.missed and found.deadline):
        return None
    missed, deadline = (claims.get(one.claim) for one in (found.missed, found.deadline))
    return moved_by(site, missed, deadline) if missed and deadline else None


def grounds(ledger: Ledger, found: Status) -> Grounds:
    """Sort the claims behind an answer for the reader, none named twice.

    Parameters
    ----------
    ledger
        The ledger, with the evidence that counts.
    found
        The answer.
    """
    overdue = (key for key in seen_overdue(ledger, found) if key not in found.claims)
    seen = tuple(islice(overdue, _MOST_SEEN))
    against, linked = (
        tuple(key for key in keys if key not in seen) for keys in (found.against, found.linked)
    )
    return Grounds(found.claims, seen, against, linked)


def seen_overdue(ledger: Ledger, found: Status) -> tuple[str, ...]:
    """Give the ids of the reports by which a site is overdue: forces after its deadline.

    Parameters
    ----------
    ledger
        The ledger.
    found
        The answer.

    Returns
    -------
    Earliest first; none where the site is not overdue.
    """
    if found.overdue_since is None:
        return ()
    view = outlook(ledger, found.site, found.known.toordinal())
    return tuple(claim.id for claim in view.seen_since(found.overdue_since.toordinal()))


def newest_evidence(claims: Mapping[str, Claim], found: Status) -> tuple[Claim, int] | None:
    """Give the claim that came last of those that decided an answer, and how old it is.

    Parameters
    ----------
    claims
        The claims by their ids.
    found
        The answer.

    Returns
    -------
    The newest report or, where none decided, the newest plan; and the days from its publication
    to the last day of the answer that is known of, where they are more than a year and forces
    may still be there, else 0. None where nothing decided. A presence that nobody has told of
    for long may have ended unseen.
    """
    decided = [claims[key] for key in found.claims if key in claims]
    if not decided:
        return None
    newest = next((claim for claim in decided if not claim.is_plan), decided[0])
    age = min(found.on, found.known).toordinal() - newest.public
    return newest, age if age > OLD_DAYS and found.still_occupied != "no" else 0
