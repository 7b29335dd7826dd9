"""Which promise moves which: a later one, about the same place or a nearer one, and no weaker."""

from collections.abc import Sequence

from geo.claims import Claim
from geo.places import Site


def no_weaker(later: Claim, earlier: Claim) -> bool:
    """Tell whether one promise may stand in the place of another by standing and grade.

    A leak moves no date that is on the record, and a weak report none that is well graded.

    Parameters
    ----------
    later, earlier
        The promises.
    """
    return later.on_record >= earlier.on_record and later.settles >= earlier.settles


def no_wider(chain: Sequence[str], later: Claim, earlier: Claim) -> bool:
    """Tell whether one promise is about a place that another names, or about a nearer one.

    Parameters
    ----------
    chain
        The place that is asked about and the regions around it, nearest first.
    later, earlier
        The promises.
    """
    near = (rank for rank, place in enumerate(chain) if place in later.places)
    far = (rank for rank, place in enumerate(chain) if place in earlier.places)
    return min(near, default=len(chain)) <= max(far, default=-1)


def nearest_place(site: Site, claim: Claim) -> str | None:
    """Give the nearest place around a site that a claim names: its own id, a region's or None.

    Parameters
    ----------
    site
        The site.
    claim
        The claim.
    """
    return next((place for place in _chain(site) if place in claim.places), None)


def moved_by(site: Site, missed: Claim, deadline: Claim) -> int | None:
    """Give the days by which a deadline moved one that was missed, or None where it did not.

    A date for the whole country that stood beside the missed one puts nothing off.

    Parameters
    ----------
    site
        The site at which the one was missed and the other is in force.
    missed, deadline
        The two.
    """
    if not missed.last or not deadline.last or deadline.last <= missed.last:
        return None
    later = deadline.public > missed.public
    moves = no_wider(_chain(site), deadline, missed) and no_weaker(deadline, missed)
    named = missed.id in deadline.replaces
    return deadline.last - missed.last if later and (moves or named) else None


def _chain(site: Site) -> tuple[str, ...]:
    return (site.id, *site.within)
