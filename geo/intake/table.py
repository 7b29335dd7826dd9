"""The table that every plain file becomes."""

from collections.abc import Mapping
from dataclasses import dataclass, field

MAX_ROWS = 50_000
MAX_COLUMNS = 200


@dataclass(frozen=True, slots=True)
class Record:
    """One row or feature.

    Attributes
    ----------
    where
        Its name in a message, such as ``row 5``.
    values
        What stands in its columns: text, numbers, nothing.
    geometry
        A GeoJSON geometry as it was found, or None.
    """

    where: str
    values: Mapping[str, object]
    geometry: object = None


@dataclass(frozen=True)
class Table:
    """A plain file as it was found.

    Attributes
    ----------
    columns
        Their names, in the order of the file.
    records
        Its rows or features.
    located
        True when the positions come with the records, and not in columns.
    notes
        What was taken for granted while it was read.
    members
        What the file says of itself as a whole, by the names that `geo.plain` knows.
    """

    columns: tuple[str, ...]
    records: tuple[Record, ...]
    located: bool = False
    notes: tuple[str, ...] = ()
    members: Mapping[str, object] = field(default_factory=dict)
