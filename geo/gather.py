"""Records of many files, gathered with their places until all are read."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, TypeGuard, TypeVar

from geo.claims import PLANS, Claim, Kind, Source
from geo.dates import Window, parse_window
from geo.files import Findings, Spot, shown
from geo.places import Mission, Region, Site

_MOST_HINTS = 30  # nearest names are slow to find among many
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_PLACE_ID = re.compile(r"[a-z0-9][a-z0-9-]*")
_LONGEST_ID, _LONGEST_PLACE_ID = 120, 80
_REPORTS = [kind for kind in Kind if kind not in PLANS]
LINKS = ("replaces", "retracts", "conflicts")
_NAMING = {"place": ("within", "layer"), "claim": ("places", *LINKS)}  # fields that name records
Item = TypeVar("Item", Site, Region, Claim, Source, Mission)


@dataclass(frozen=True, slots=True)
class Faulty:
    """A record with faults: what it names in fields that are sound is checked all the same."""

    id: str
    spot: Spot
    names: Mapping[str, tuple[str, ...]]


@dataclass
class Parts:
    """What has been read so far.

    Attributes
    ----------
    findings
        Takes the faults.
    whole
        True when every id that is named must be here or be listed as standing elsewhere; of one
        layer alone that lists nothing only the places that its claims name must.
    regional
        True when the id of each layer must be that of a region (seeds).
    elsewhere
        By file: the nouns and ids that it lists as standing in another.
    unsure
        True when such a list has faults, so that what is missing may be meant by it.
    spots
        Where each record stands, by noun and id.
    faulty
        Nouns and ids of records that are here but could not be used: to name them is no
        second fault.
    broken
        Those records, by noun, with what they name.
    titles, attributions
        Those of the files, each once.
    lost
        Nouns of which records are here whose ids cannot be known: to name one that is not
        found is no second fault.
    hints
        How many nearest names may still be looked for.
    """

    findings: Findings
    whole: bool = False
    regional: bool = False
    elsewhere: dict[str, frozenset[tuple[str, str]]] = field(default_factory=dict)
    unsure: bool = False
    sites: dict[str, Site] = field(default_factory=dict)
    regions: dict[str, Region] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    claims: dict[str, Claim] = field(default_factory=dict)
    missions: dict[str, Mission] = field(default_factory=dict)
    spots: dict[tuple[str, str], Spot] = field(default_factory=dict)
    faulty: set[tuple[str, str]] = field(default_factory=set)
    broken: dict[str, list[Faulty]] = field(default_factory=dict)
    titles: dict[str, None] = field(default_factory=dict)
    attributions: dict[str, None] = field(default_factory=dict)
    lost: set[str] = field(default_factory=set)
    hints: int = _MOST_HINTS

    def put_site(self, site: Site, spot: Spot) -> None:
        """Add a site."""
        self._put("place", self.sites, site, spot)

    def put_region(self, region: Region, spot: Spot) -> None:
        """Add a region."""
        self._put("place", self.regions, region, spot)

    def put_claim(self, claim: Claim, spot: Spot) -> None:
        """Add a claim."""
        self._put("claim", self.claims, claim, spot)

    def put_source(self, source: Source, spot: Spot, *, shared: bool = False) -> None:
        """Add a source; a shared one may come again if it is the same."""
        self._put("source", self.sources, source, spot, shared=shared)
        check_published(source.published_text, spot, self.findings, warning=True)

    def put_mission(self, mission: Mission, spot: Spot, *, shared: bool = False) -> None:
        """Add a mission; a shared one may come again if it is the same."""
        self._put("mission", self.missions, mission, spot, shared=shared)

    def _put(
        self, noun: str, table: dict[str, Item], item: Item, spot: Spot, *, shared: bool = False
    ) -> None:
        first = self.spots.get((noun, item.id))
        if first is None:
            self.spots[noun, item.id] = spot
            table[item.id] = item
        elif not shared:
            self._again(noun, item.id, first, spot)
        else:
            self._compare(table.get(item.id), item, first, spot)

    def _compare(self, one: Item | None, other: Item, first: Spot, spot: Spot) -> None:
        """Note each field in which what is shared differs from what was read first."""
        for name in (part.name for part in fields(other)) if one else ():
            was, now = getattr(one, name), getattr(other, name)
            if was != now and not isinstance(now, Window):  # its text is told
                allowed = f"{shown(was)}, as in {first.file}"
                self.findings.add(spot, name.removesuffix("_text"), shown(now), allowed)

    def _again(self, noun: str, key: str, first: Spot, spot: Spot) -> None:
        self.lose(noun)  # one of the two may be meant for another, which is then missing
        found, hint = f"{shown(key)} again", f"it stands in {_at(first, spot)}"
        self.findings.add(spot, "id", found, "each id once", hint)

    def bad(self, noun: str, raw: object, spot: Spot | None = None) -> None:
        """Remember a record that is here but has faults.

        Parameters
        ----------
        noun
            What it is.
        raw
            The record, or its id.
        spot
            Where it stands, for its id and what it names to be checked too; None where they
            are not.
        """
        found = raw.get("id") if isinstance(raw, Mapping) else raw
        key = found if _is_id(found, _PLACE_ID if noun == "place" else _ID) else ""
        if spot and isinstance(raw, Mapping):
            faulty = Faulty(key, spot, _names(noun, raw))
            self.broken.setdefault(noun, []).append(faulty)
        if not key:
            self.lose(noun)
            return
        self.faulty.add((noun, key))
        first = self.spots.setdefault((noun, key), spot) if spot else None
        if spot and first and first is not spot:
            self._again(noun, key, first, spot)

    def lose(self, noun: str) -> None:
        """Remember that records are here whose ids cannot be known."""
        self.lost.add(noun)

    def has(self, noun: str, key: str) -> bool:
        """Tell whether a record is here, or may be, with or without faults."""
        if (noun, key) in self.spots or (noun, key) in self.faulty:
            return True
        return noun in self.lost

    def may_name(self, noun: str, key: str) -> bool:
        """Tell whether a record may be named: it is here, or a file says that it is elsewhere."""
        listed = any((noun, key) in one for one in self.elsewhere.values())
        return listed or self.has(noun, key)

    def named(self, noun: str, here: Iterable[str]) -> list[str]:
        """Give the ids that may be named: those that are here and those that are listed."""
        listed = {key for one in self.elsewhere.values() for kind, key in one if kind == noun}
        return [*here, *sorted(listed.difference(here))]

    @property
    def strict(self) -> bool:
        """Whether what is named and not found is a fault, and no mere warning."""
        return self.whole and not self.unsure


def _is_id(found: object, form: re.Pattern[str]) -> TypeGuard[str]:
    most = _LONGEST_PLACE_ID if form is _PLACE_ID else _LONGEST_ID
    return isinstance(found, str) and len(found) <= most and bool(form.fullmatch(found))


def _names(noun: str, raw: Mapping[Any, Any]) -> dict[str, tuple[str, ...]]:
    """Give the ids that a raw record names, without those that have a fault told already."""
    names = {}
    for name in _NAMING.get(noun, ()):
        if name == "replaces" and raw.get("kind") in _REPORTS:
            continue  # a report has no business with this field
        value = raw.get(name)
        form = _ID if name in LINKS else _PLACE_ID
        found = value if isinstance(value, list) else [value] if name == "layer" else []
        names[name] = tuple(key for key in found if _is_id(key, form))
    return names


def _at(first: Spot, spot: Spot) -> str:
    same = first.file == spot.file
    return first.where if same and first.where != spot.where else first.file


def check_published(text: str, spot: Spot, findings: Findings, *, warning: bool = False) -> None:
    """Note a publication that lies ahead: what it says cannot be known.

    Parameters
    ----------
    text
        The date of publication, a date expression.
    spot
        Where it stands.
    findings
        Takes the fault.
    warning
        True where it is only odd, as in seeds.
    """
    first = parse_window(text).earliest
    if first and first > findings.today:
        findings.add(spot, "published", shown(text), "a day that has come", warning=warning)
