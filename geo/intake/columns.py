"""Which column of a plain file means what: as the user says, else by its name."""

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from geo.files import Findings, Spot, shown
from geo.intake.table import Table

ROLES: dict[str, tuple[str, ...]] = {
    "name": ("name", "site name", "site", "base", "base name", "camp", "title", "label"),
    "lat": ("lat", "latitude", "y", "lat dd"),
    "lon": ("lon", "long", "lng", "longitude", "x", "lon dd"),
    "until": (
        "until", "valid to", "end", "end date", "to", "closed", "closed on", "left", "departed",
        "withdrawn", "withdrawal", "withdrawal date", "handed over", "handover", "last day",
    ),
    "since": (
        "since", "valid from", "begin", "start", "start date", "from", "opened", "opened on",
        "established", "first day",
    ),
    "deadline": ("deadline", "withdraw by", "leave by", "due", "due date", "planned end"),
    "layer": (
        "layer", "region", "province", "governorate", "area", "state", "district", "folder",
    ),
    "kind": ("kind", "site kind", "type", "site type"),
    "party": ("party",),
    "id": ("id", "site id", "code"),
    "note": ("note", "notes", "remark", "remarks", "comment"),
    "name_ar": ("name ar", "arabic name"),
    "name_ckb": ("name ckb", "kurdish name"),
}  # fmt: skip
POSITION = ("lat", "lon")
DATES = ("until", "since", "deadline")
NONE = "-"  # said for a role that no column has
_BLANKS = re.compile(r"[\s_\-.]+")


@dataclass(frozen=True)
class Columns:
    """The column of each role.

    Attributes
    ----------
    by_role
        The columns that have one.
    guessed
        Roles whose column was guessed by its name.
    missing
        Roles that are needed and have no column; ``until`` stands for any of the dates.
    """

    by_role: Mapping[str, str]
    guessed: frozenset[str] = frozenset()
    missing: tuple[str, ...] = ()


def parse_map(texts: Iterable[str]) -> dict[str, str]:
    """Take ``name=Base,lat=Y`` apart.

    Parameters
    ----------
    texts
        As they were typed; a comma that is followed by no role belongs to a column's name.

    Raises
    ------
    ValueError
        When a part is no such pair; the message says what is allowed.
    """
    given: dict[str, str] = {}
    known = "|".join(sorted(ROLES, key=len, reverse=True))
    for text in texts:
        for part in re.split(rf",\s*(?=(?:{known})\s*=)", text.strip()):
            role, sign, column = part.partition("=")
            role = role.strip()
            if role not in ROLES or not sign or not column.strip():
                close = difflib.get_close_matches(role, ROLES, n=1)
                hint = f"; did you mean {close[0]}?" if close and role not in ROLES else ""
                msg = f"ROLE=COLUMN with one of the roles {', '.join(ROLES)}{hint}"
                raise ValueError(msg)
            given[role] = column.strip()
    return given


def find_columns(table: Table, given: Mapping[str, str], spot: Spot, findings: Findings) -> Columns:
    """Give each role its column.

    Parameters
    ----------
    table
        The table.
    given
        The columns that the user named, by role; ``-`` for none.
    spot
        The file as the user named it.
    findings
        Takes a fault for each named column that is not there.
    """
    found: dict[str, str] = {}
    for role, column in given.items():
        if column in table.columns:
            found[role] = column
        elif column != NONE:
            close = difflib.get_close_matches(column, table.columns, n=1, cutoff=0.5)
            allowed = "one of: " + ", ".join(map(shown, table.columns))
            hint = f"did you mean {shown(close[0])}?" if close else ""
            at = Spot(spot.file, f"--map {role}")
            findings.add(at, "", shown(column), allowed, hint, at=())
    guessed = _guess(table, {*given} | ({*POSITION} if table.located else set()), {*found.values()})
    found.update(guessed)
    needed = ("name", *(() if table.located else POSITION))
    missing = [role for role in needed if role not in found and given.get(role) != NONE]
    if not any(role in found for role in DATES):
        missing.append("until")
    return Columns(found, frozenset(guessed), tuple(missing))


def _guess(table: Table, said: set[str], taken: set[str]) -> dict[str, str]:
    plain: dict[str, str] = {}
    for column in table.columns:
        plain.setdefault(_BLANKS.sub(" ", column).strip().lower(), column)
    guessed: dict[str, str] = {}
    for role, names in ROLES.items():
        free = (plain[n] for n in names if n in plain and plain[n] not in taken)
        match = None if role in said else next(free, None)
        if match is not None:
            guessed[role] = match
            taken.add(match)
    return guessed
