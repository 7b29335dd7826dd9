"""Places: sites, regions that contain them, and the missions that used them."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from geo.claims import Party


class SiteKind(StrEnum):
    """What sort of place a site is."""

    AIR_BASE = "air base"
    CAMP = "camp"
    HEADQUARTERS = "headquarters"
    TRAINING_SITE = "training site"
    POST = "post"
    DIPLOMATIC = "diplomatic"
    ORGANISATION = "organisation"
    LANDING = "landing"


NO_BASES = frozenset({SiteKind.DIPLOMATIC, SiteKind.ORGANISATION, SiteKind.LANDING})


@dataclass(frozen=True)
class Site:
    """A point, in exactly one layer.

    Attributes
    ----------
    within
        Ids of the regions that contain it, nearest first.
    lon, lat
        Degrees, WGS 84; None where no position is known.
    uncertainty_km
        Radius in kilometres within which the position is right.
    """

    id: str
    name: str
    layer: str
    within: tuple[str, ...] = ()
    kind: SiteKind = SiteKind.CAMP
    party: Party = Party.COALITION
    name_ar: str | None = None
    name_ckb: str | None = None
    aliases: tuple[str, ...] = ()
    lon: float | None = None
    lat: float | None = None
    position_source: str | None = None
    uncertainty_km: float | None = None
    icao: str | None = None
    note: str | None = None

    @property
    def is_base(self) -> bool:
        """False for embassies, organisations and landings, which are no bases."""
        return self.kind not in NO_BASES

    @property
    def placed(self) -> bool:
        """True when it has a position."""
        return self.lon is not None and self.lat is not None


@dataclass(frozen=True)
class Region:
    """A layer's polygon, or a wider area that has none.

    Attributes
    ----------
    layer
        The layer in whose file it stands.
    shape
        A GeoJSON Polygon or MultiPolygon in degrees, or None.
    """

    id: str
    name: str
    layer: str
    within: tuple[str, ...] = ()
    name_ar: str | None = None
    name_ckb: str | None = None
    aliases: tuple[str, ...] = ()
    note: str | None = None
    shape: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Mission:
    """A period with forces of one party in the country; "n of m" counts its sites.

    Attributes
    ----------
    first, last
        Days, inclusive; ``last`` is None while it goes on.
    """

    id: str
    name: str
    first: dt.date
    last: dt.date | None = None
    party: Party = Party.COALITION
