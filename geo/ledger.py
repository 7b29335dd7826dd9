"""The ledger: all places, sources and claims, and which claims speak of which site."""

import difflib
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from geo.claims import Claim, Party, Source, passes
from geo.errors import NoSuchThing
from geo.places import Mission, Region, Site
from geo.slugs import bare


@dataclass(frozen=True)
class Ledger:
    """Everything that was read, validated and frozen.

    Attributes
    ----------
    sites, regions, claims, sources
        By id.
    missions
        In order of time.
    attribution
        What a map made from this must say.
    title
        The name of the data set.
    """

    sites: Mapping[str, Site]
    regions: Mapping[str, Region]
    claims: Mapping[str, Claim]
    sources: Mapping[str, Source]
    missions: tuple[Mission, ...] = ()
    attribution: str = ""
    title: str = ""
    memory: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    def chain(self, site: str) -> tuple[str, ...]:
        """Give the places that speak for a site, nearest first: itself, then its regions."""
        return (site, *self.sites[site].within)

    @cached_property
    def reaching(self) -> Mapping[str, tuple[tuple[int, Claim], ...]]:
        """Give for each site the claims that name it or a region around it.

        Each comes with its rank (0 the site itself, 1 its nearest region ...), in the order
        of publication. A region's claim counts only for sites of its party.
        """
        by_place: dict[str, list[Claim]] = {}
        for claim in self.claims.values():
            for place in claim.places:
                by_place.setdefault(place, []).append(claim)
        return {site: self._claims_of(site, by_place) for site in self.sites}

    def _claims_of(
        self, site: str, by_place: Mapping[str, list[Claim]]
    ) -> tuple[tuple[int, Claim], ...]:
        party = self.sites[site].party
        found: dict[str, tuple[int, Claim]] = {}
        for rank, place in enumerate(self.chain(site)):
            for claim in by_place.get(place, ()):
                if rank == 0 or claim.party is party:
                    found.setdefault(claim.id, (rank, claim))
        return tuple(sorted(found.values(), key=lambda pair: (pair[1].public, pair[1].id)))

    @cached_property
    def digest(self) -> str:
        """A short hash of the content: the same data give the same hash on any machine."""
        parts: list[object] = [self.title, self.attribution, *self.missions]
        for records in (self.sites, self.regions, self.sources, self.claims):
            parts += [records[key] for key in sorted(records)]
        return hashlib.sha256("\n".join(map(repr, parts)).encode()).hexdigest()[:12]

    @cached_property
    def layers(self) -> tuple[str, ...]:
        """The layers' ids, in the order in which they were read."""
        found = dict.fromkeys(region.layer for region in self.regions.values())
        found.update(dict.fromkeys(site.layer for site in self.sites.values()))
        return tuple(found)

    @cached_property
    def parties(self) -> tuple[Party, ...]:
        """The parties that have a site here."""
        present = {site.party for site in self.sites.values()}
        return tuple(party for party in Party if party in present)

    @property
    def last_public(self) -> int:
        """The day, as an ordinal, of the last publication; 0 for a ledger without claims."""
        return max((claim.public for claim in self.claims.values()), default=0)

    def site(self, name: str) -> Site:
        """Give a site by its id.

        Parameters
        ----------
        name
            The id.

        Raises
        ------
        NoSuchThing
            When there is none; the message names the nearest ids.
        """
        if name in self.sites:
            return self.sites[name]
        close = nearest(name, self.sites)
        msg = f"no site {name!r}" + (f"; did you mean {', '.join(close)}?" if close else "")
        raise NoSuchThing(msg)

    def with_grade(self, min_grade: str) -> "Ledger":
        """Give the ledger without the claims below a floor; the same as deleting them.

        Parameters
        ----------
        min_grade
            The floor on both scales, such as ``C3``; ``F6`` keeps all.
        """
        kept = {
            key: claim
            for key, claim in self.claims.items()
            if passes(claim.reliability, claim.credibility, min_grade)
        }
        return self if len(kept) == len(self.claims) else replace(self, claims=kept, memory={})

    def without(self, claims: Iterable[str]) -> "Ledger":
        """Give the ledger without some claims."""
        gone = set(claims)
        kept = {key: claim for key, claim in self.claims.items() if key not in gone}
        return replace(self, claims=kept, memory={})


def nearest(name: str, known: Iterable[str]) -> list[str]:
    """Give the ids, at most 3, that somebody may have meant; capitals and accents do not count.

    Parameters
    ----------
    name
        What was typed.
    known
        The ids that there are.
    """
    wanted, folded = bare(name), {bare(key): key for key in known}
    close = difflib.get_close_matches(wanted, folded, n=3, cutoff=0.5)
    close += [key for key in folded if wanted in key and key not in close][: 3 - len(close)]
    return [folded[key] for key in close]
