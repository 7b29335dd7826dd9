"""The table of a snapshot: one row for each site in view.

Columns
-------
id, name, layer, kind, party
    The site.
state
    The state in words.
possible
    The possible states, separated by ``|``.
basis
    ``reported`` or ``planned``.
contested
    Whether reports of equal worth contradict each other.
still_occupied
    ``certain``, ``possible`` or ``no``.
counted
    Whether the site is one of the ``m`` in "n of m".
deadline, deadline_standing, reduce_deadline, missed
    Dates that were promised, and who stands behind the first.
overdue_since, overdue_days
    The missed deadline of the present stay, while forces are still there.
claims, against
    Ids of the claims that decided it and of those that speak against it, separated by spaces.
lon, lat, uncertainty_km
    The position in degrees, and the radius in kilometres within which it is right.
"""

from typing import TYPE_CHECKING

from geo import answers
from geo.snapshot import Row, Snapshot
from geo.status import Deadline

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

COLUMNS = (
    "id", "name", "layer", "kind", "party", "state", "possible", "basis", "contested",
    "still_occupied", "counted", "deadline", "deadline_standing", "reduce_deadline", "missed",
    "overdue_since", "overdue_days", "claims", "against", "lon", "lat", "uncertainty_km",
)  # fmt: skip


def rows(snapshot: Snapshot) -> list[dict[str, str]]:
    """Give the table as plain text, for CSV; what is not known is an empty text.

    Parameters
    ----------
    snapshot
        What is shown.
    """
    return [_texts(row) for row in snapshot.rows]


def to_frame(snapshot: Snapshot) -> "GeoDataFrame":
    """Give the table as a GeoDataFrame in EPSG:4326; sites without a position have no geometry.

    Parameters
    ----------
    snapshot
        What is shown.
    """
    import geopandas as gpd  # noqa: PLC0415 - slow to import, and the command does without
    import numpy as np  # noqa: PLC0415
    import shapely  # noqa: PLC0415

    points = [
        shapely.Point(row.site.lon, row.site.lat)
        if row.site.lon is not None and row.site.lat is not None
        else None
        for row in snapshot.rows
    ]
    columns = {name: [_values(row)[name] for row in snapshot.rows] for name in COLUMNS}
    return gpd.GeoDataFrame(columns, geometry=np.array(points, dtype=object), crs="EPSG:4326")


def _values(row: Row) -> dict[str, object]:
    site, status = row.site, row.status
    return {
        "id": site.id,
        "name": site.name,
        "layer": site.layer,
        "kind": site.kind.value,
        "party": site.party.value,
        "state": answers.state_text(status),
        "possible": "|".join(state.value for state in status.possible),
        "basis": status.basis.value,
        "contested": status.contested,
        "still_occupied": status.still_occupied,
        "counted": row.counted,
        "deadline": _day(status.deadline),
        "deadline_standing": status.deadline and status.deadline.standing,
        "reduce_deadline": _day(status.reduce_deadline),
        "missed": _day(status.missed),
        "overdue_since": status.overdue_since and status.overdue_since.isoformat(),
        "overdue_days": status.overdue_days,
        "claims": " ".join(status.claims),
        "against": " ".join(status.against),
        "lon": site.lon,
        "lat": site.lat,
        "uncertainty_km": site.uncertainty_km,
    }


def _day(deadline: Deadline | None) -> str | None:
    return deadline.date.isoformat() if deadline else None


def _texts(row: Row) -> dict[str, str]:
    return {name: _text(value) for name, value in _values(row).items()}


def _text(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
