"""Towns that help a reader find the way, with the names GeoNames has for them.

Which towns, and which of several spellings, is chosen by hand in `towns.toml`; every choice is
checked against GeoNames, so that no name here is our own.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shapely.geometry import Point

from tools.basemap.features import Feature
from tools.basemap.geometry import round_geometry

LARGE = 100_000  # people

# Letters that tell the languages apart. GeoNames does not say which language a name is in.
SORANI_ONLY = frozenset("ێۆڕڵە")
NOT_SORANI = frozenset("ةثذصضطظأإآ")
NOT_ARABIC = SORANI_ONLY | frozenset("ەڤپچژگکیھۀٹڈہ")

# The same Kurdish letters as typed on an Arabic keyboard: another code point, the same letter.
KEYBOARD = str.maketrans({"ك": "ک", "ي": "ی", "ى": "ی"})


@dataclass(frozen=True)
class Choice:
    """A town to draw: its number in GeoNames and the spellings to use, where there is one."""

    geonameid: int
    name: str
    name_ar: str | None = None
    name_ckb: str | None = None
    seat: bool = False


def read_choices(path: Path) -> tuple[list[Choice], frozenset[int]]:
    """Give the towns chosen in `path`, and the numbers of large places left out on purpose."""
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    left_out = frozenset(row["geonameid"] for row in tables["left_out"])
    return [Choice(**row) for row in tables["town"]], left_out


def make_towns(
    places: Mapping[str, Mapping[str, Any]], choices: Sequence[Choice], left_out: frozenset[int]
) -> list[Feature]:
    """Give the chosen towns, the most important first; `rank` counts from 1 in that order.

    Seats of governorates come before other towns, and then the larger before the smaller.

    Raises
    ------
    ValueError
        If GeoNames has no such place or spelling, or a large town is neither chosen nor left out.
    """
    known = {p["geonameid"]: p for p in places.values() if p["countrycode"] == "IQ"}
    chosen = {choice.geonameid for choice in choices}
    large = {number for number, place in known.items() if place["population"] >= LARGE}
    faults = [f"{n}: neither chosen nor left out" for n in sorted(large - chosen - left_out)]
    faults += [f"{n}: no such place in Iraq" for n in sorted((chosen | left_out) - set(known))]
    faults += [
        f for c in choices if c.geonameid in known for f in find_faults(c, known[c.geonameid])
    ]
    if faults:
        raise ValueError("; ".join(faults))
    ordered = sorted(
        choices, key=lambda c: (not c.seat, -known[c.geonameid]["population"], c.geonameid)
    )
    return [_make_town(c, known[c.geonameid], rank) for rank, c in enumerate(ordered, 1)]


def find_faults(choice: Choice, place: Mapping[str, Any]) -> list[str]:
    """Give what is wrong with the spellings of a choice: not in GeoNames, or not that language."""
    spellings = {place["name"], *place["alternatenames"]}
    used = [s for s in (choice.name, choice.name_ar, choice.name_ckb) if s is not None]
    faults = [
        f"{choice.geonameid}: GeoNames has no spelling {s}" for s in used if s not in spellings
    ]
    if choice.name_ar is not None and not is_arabic(choice.name_ar):
        faults.append(f"{choice.geonameid}: {choice.name_ar} has letters that are not Arabic")
    if choice.name_ckb is not None and not is_sorani(choice.name_ckb):
        faults.append(f"{choice.geonameid}: {choice.name_ckb} cannot be told to be Sorani")
    return faults


def is_arabic(text: str) -> bool:
    """Tell whether a name can be Arabic: Arabic script, and no letter Arabic does not have."""
    return _is_arabic_script(text) and not NOT_ARABIC.intersection(text)


def is_sorani(text: str) -> bool:
    """Tell whether a name is surely Sorani: it has a letter that is special to it."""
    special = SORANI_ONLY.intersection(text)
    return _is_arabic_script(text) and bool(special) and not NOT_SORANI.intersection(text)


def _is_arabic_script(text: str) -> bool:
    return bool(text) and all("\u0600" <= letter <= "\u06ff" or letter == " " for letter in text)


def _make_town(choice: Choice, place: Mapping[str, Any], rank: int) -> Feature:
    properties: dict[str, Any] = {"name": choice.name, "rank": rank}
    if choice.name_ar is not None:
        properties["name_ar"] = choice.name_ar
    if choice.name_ckb is not None:
        properties["name_ckb"] = choice.name_ckb.translate(KEYBOARD)
    # GeoNames writes 0 where it does not know.
    if place["population"]:
        properties["population"] = place["population"]
    position = round_geometry(Point(place["longitude"], place["latitude"]))
    return Feature(f"geonames-{choice.geonameid}", properties, position)
