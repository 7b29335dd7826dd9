"""A table with its columns, shaped into the plain layer that `geo.plain` reads."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from geo.files import Findings, Spot, plain, shown
from geo.intake.columns import DATES, POSITION, Columns
from geo.intake.days import DMY, as_edtf, is_empty, order_of
from geo.intake.table import Record, Table
from geo.intake.twins import notes_of_twins
from geo.plain import MEMBERS, Naming

_NUMBER = re.compile(r"[+-]?\d{1,12}(?:[.,]\d{1,20})?")
_MOST_LATITUDE = 90
_MEANT = {DMY: "day before month", "mdy": "month before day"}


@dataclass(frozen=True)
class Members:
    """What a user says of a file as a whole; what is None is assumed.

    Attributes
    ----------
    grade
        The grade of all its claims, such as ``B2``.
    published
        The day on which it became known, as EDTF.
    """

    producer: str | None = None
    title: str | None = None
    url: str | None = None
    grade: str | None = None
    published: str | None = None
    attribution: str | None = None
    order: str = ""

    @property
    def said(self) -> dict[str, str]:
        """What is not left open, as the members of a plain layer."""
        given = {name: getattr(self, name) for name in MEMBERS if hasattr(self, name)}
        return {name: value for name, value in given.items() if value is not None}


@dataclass
class Shaped:
    """A plain layer, and what was taken for granted to make it.

    Attributes
    ----------
    content
        A FeatureCollection with the properties that `geo.plain` knows.
    naming
        How the file calls its records and columns.
    notes
        One sentence for each thing taken for granted.
    ambiguous
        True when days and months cannot be told apart, and nobody has said which is which.
    example
        The first date for which that is so, with its row and column.
    """

    content: dict[str, Any]
    naming: Naming
    notes: list[str] = field(default_factory=list)
    ambiguous: bool = False
    example: str = ""


def shape(
    table: Table, columns: Columns, members: Members, spot: Spot, findings: Findings
) -> Shaped:
    """Shape a table into a plain layer.

    Parameters
    ----------
    table
        The table.
    columns
        The columns of its roles.
    members
        What the user says of the file as a whole.
    spot
        The file as the user named it.
    findings
        Takes the faults of cells.
    """
    wheres = tuple(record.where for record in table.records)
    naming = Naming(wheres, dict(columns.by_role))
    content = {"type": "FeatureCollection", **table.members, **members.said}
    shaped = Shaped(content, naming, list(table.notes))
    dated = [columns.by_role[role] for role in DATES if role in columns.by_role]
    order = members.order or order_of(r.values.get(name) for r in table.records for name in dated)
    shaped.ambiguous = order is None
    if shaped.ambiguous:
        shaped.example = _example(table, dated)
    if order and not members.order:
        shaped.notes.append(f"dates are read with the {_MEANT[order]}")
    for role in columns.by_role:
        how = "by its name" if role in columns.guessed else "as you said"
        shaped.notes.append(f"{role} is the column {shown(columns.by_role[role])} ({how})")
    for name, value in table.members.items():
        if name not in members.said and not _is_covered(name, content):
            shaped.notes.append(f"{name} is {shown(value)} (the file says so)")
    features = []
    for record in table.records:
        at = Spot(spot.file, record.where)
        features.append(_feature(record, columns, order or DMY, at, findings))
    shaped.content["features"] = features
    _note_cells(table, columns, dated, shaped)
    shaped.notes += notes_of_twins(features, wheres)
    return shaped


def _example(table: Table, dated: list[str]) -> str:
    """Give the first date that does not tell in which order it is written, or the first at all."""
    cells = ((r, column, r.values.get(column)) for r in table.records for column in dated)
    found = [
        (order, f"{plain(r.where)}: {plain(column)}: {shown(value)}")
        for r, column, value in cells
        if (order := order_of([value])) != ""
    ]
    return next((text for order, text in found if order is None), found[0][1] if found else "")


def _is_covered(name: str, content: Mapping[str, object]) -> bool:
    """Tell whether another member goes before this one."""
    better = {"name": "title", "reliability": "grade"}.get(name)
    return better is not None and content.get(better) is not None


def _feature(
    record: Record, columns: Columns, order: str, spot: Spot, findings: Findings
) -> dict[str, Any]:
    properties: dict[str, object] = {}
    for role, column in columns.by_role.items():
        value = record.values.get(column)
        if role in POSITION or value is None or value == "":
            continue
        if role in DATES:
            if is_empty(value):
                continue
            try:
                properties[role] = as_edtf(value, order)
            except ValueError as error:
                findings.add(spot, column, shown(value), str(error), at=())
        else:
            properties[role] = value.strip() if isinstance(value, str) else str(value)
    feature: dict[str, Any] = {"type": "Feature", "geometry": record.geometry}
    if "id" in properties:
        feature["id"] = properties.pop("id")
    if all(role in columns.by_role for role in POSITION):
        feature["geometry"] = _point(record, columns, spot, findings)
    return feature | {"properties": properties}


def _point(
    record: Record, columns: Columns, spot: Spot, findings: Findings
) -> dict[str, Any] | None:
    numbers: dict[str, float] = {}
    for role in POSITION:
        column = columns.by_role[role]
        value = record.values.get(column)
        if value is None or value == "":
            continue
        number = _number(value)
        if number is None:
            allowed = "degrees as a number, such as 33.7856"
            findings.add(spot, column, shown(value), allowed, at=())
        else:
            numbers[role] = number
    if len(numbers) < len(POSITION) or _are_swapped(numbers, columns, spot, findings):
        return None
    return {"type": "Point", "coordinates": [numbers["lon"], numbers["lat"]]}


def _are_swapped(
    numbers: Mapping[str, float], columns: Columns, spot: Spot, findings: Findings
) -> bool:
    """Note a latitude that could only be a longitude, by the names of the columns."""
    lat, lon = abs(numbers["lat"]), abs(numbers["lon"])
    if not (lon <= _MOST_LATITUDE < lat <= 2 * _MOST_LATITUDE):
        return False
    named = f"{plain(columns.by_role['lat'])} and {plain(columns.by_role['lon'])}"
    allowed = f"a latitude from -{_MOST_LATITUDE} to {_MOST_LATITUDE}"
    hint = f"are the two columns, {named}, swapped?"
    found = shown(numbers["lat"])
    findings.add(spot, columns.by_role["lat"], found, allowed, hint, at=())
    return True


def _number(value: object) -> float | None:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
        return float(value.strip().replace(",", "."))
    return None


def _note_cells(table: Table, columns: Columns, dated: list[str], shaped: Shaped) -> None:
    """Say what was read out of cells that hold no plain date or number."""
    said = [
        value
        for record in table.records
        for value in (record.values.get(name) for name in dated)
        if isinstance(value, str) and value.strip() and is_empty(value)
    ]
    if said:
        examples = ", ".join(sorted({shown(value) for value in said})[:3])
        shaped.notes.append(f"{len(said)} cells such as {examples} are read as no date")
    placed = sum(feature["geometry"] is None for feature in shaped.content["features"])
    if placed:
        shaped.notes.append(f"{placed} of {len(table.records)} have no position, and stay off maps")
    unused = [name for name in table.columns if name not in columns.by_role.values()]
    if unused:
        shaped.notes.append("not used: " + ", ".join(map(shown, unused[:12])))
