"""Plain layers: anybody's points with a name and one or two dates.

What such a file does not say is assumed, and each assumption is a warning.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from geo.claims import Bound, Claim, Kind, Party, Source, Standing
from geo.dates import DAY, Window, parse_window
from geo.files import Findings, Spot, shown
from geo.gather import Parts
from geo.places import Region, Site, SiteKind
from geo.records import SourceRecord, is_when, to_source
from geo.shapes import AREAS, outside, read_area, read_point
from geo.slugs import slug
from geo.validation import clean_text, label, validate

DEADLINE = ("deadline", "withdraw_by", "leave_by")
END = ("until",)
BEGIN = ("since", "start")
GRADE = "B2"
MEMBERS = (
    "title", "name", "producer", "url", "published", "grade", "reliability", "attribution",
)  # fmt: skip
_ROLES = (DEADLINE, END, BEGIN)
_GRADE = re.compile(r"[A-F][1-6]")


@dataclass(frozen=True)
class Naming:
    """How an input calls its records and columns, so that a fault names them as it does.

    Attributes
    ----------
    wheres
        A name for each feature, such as ``row 5``; empty when they are features of GeoJSON.
    columns
        Its name for each property.
    """

    wheres: Sequence[str] = ()
    columns: Mapping[str, str] = field(default_factory=dict)

    def spot(self, file: str, feature: object, number: int) -> Spot:
        """Give where a feature stands."""
        if self.wheres:
            return Spot(file, self.wheres[number - 1])
        where = label("feature", feature, number)
        return Spot(file, where, f"/features/{number - 1}/properties")

    def field(self, name: str) -> str:
        """Give the input's name of a property."""
        return self.columns.get(name, name)


GEOJSON = Naming()


@dataclass
class _Reading:
    """One plain layer while it is read."""

    content: dict[str, Any]
    file: str
    layer: str
    naming: Naming
    parts: Parts
    title: str = ""
    source: Source | None = None
    credibility: int = 2
    earliest: dt.date = dt.date.max
    shapes: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    assumed: dict[str, int] = field(default_factory=dict)
    sooner: bool = False  # whether a use was assumed to begin before the earliest day

    @property
    def findings(self) -> Findings:
        return self.parts.findings

    def miss(self, name: str) -> None:
        """Count a feature for which something had to be assumed."""
        self.assumed[name] = self.assumed.get(name, 0) + 1


def grade_of(content: Mapping[str, Any]) -> object:
    """Give the grade of a plain layer's claims: as it says, by its reliability, else B2.

    Parameters
    ----------
    content
        The FeatureCollection; what it says may be at fault.
    """
    if content.get("grade") is not None:
        return content["grade"]
    reliability = content.get("reliability")
    return GRADE if reliability is None else f"{reliability}{GRADE[1]}"


def read_plain(
    content: dict[str, Any],
    features: list[Any],
    name: str,
    parts: Parts,
    naming: Naming = GEOJSON,
) -> None:
    """Read a plain layer.

    Parameters
    ----------
    content
        The FeatureCollection.
    features
        Its features.
    name
        The file as the user named it.
    parts
        Takes the places, the claims and the one source.
    naming
        How the input calls its records and columns.
    """
    layer = _layer_id(name, features)
    spot, findings = Spot(name), parts.findings
    reading = _Reading(content, name, layer, naming, parts)
    reading.title = clean_text(content.get("title") or content.get("name"), spot, "title", findings)
    parts.titles[reading.title or layer] = None
    attribution = clean_text(content.get("attribution"), spot, "attribution", findings)
    parts.attributions.update({attribution: None} if attribution else {})
    windows = [window for feature in features for window in _windows(feature)]
    _put_source(reading, _last_day(windows, findings.today))
    public = reading.source.published.latest if reading.source else None
    reading.earliest = _first_day(windows, public or findings.today)
    areas = [_geometry_type(feature) in AREAS for feature in features]
    count = sum(areas)
    for wanted in (True, False):  # regions first: sites without a layer look for theirs
        for number, feature in enumerate(features, 1):
            if areas[number - 1] is wanted:
                _read_feature(feature, number, count, reading)
    _tell_assumed(reading, spot)


def _layer_id(name: str, features: list[Any]) -> str:
    """Give the layer the file's name, or one beside it where a site has that very id."""
    layer = slug(name.replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0]) or "layer"
    for feature in features:
        raw = feature.get("properties") if isinstance(feature, dict) else None
        if not isinstance(raw, dict) or _geometry_type(feature) in AREAS:
            continue
        if layer in {slug(feature["id"]) if "id" in feature else "", slug(raw.get("name"))}:
            return f"{layer}-area"
    return layer


def _read_feature(feature: object, number: int, areas: int, reading: _Reading) -> None:
    at = reading.naming.spot(reading.file, feature, number)
    raw = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(feature, dict) or not isinstance(raw, dict):
        found = shown(feature)
        reading.findings.add(at, "properties", found, "a feature with properties", at=())
    elif _geometry_type(feature) in AREAS:
        _put_region(feature, raw, areas, at, reading)
    else:
        _put_site(feature, raw, number, at, reading)


def _geometry_type(feature: object) -> object:
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    return geometry.get("type") if isinstance(geometry, dict) else None


# --- places ---------------------------------------------------------------------------------


def _put_site(
    feature: dict[str, Any], raw: dict[str, Any], number: int, spot: Spot, reading: _Reading
) -> None:
    parts = reading.parts
    key = _key(feature, raw, number, parts)
    position = read_point(feature.get("geometry"), spot.beside("geometry"), reading.findings)
    names = _names(raw, spot, reading)
    if names:
        layer = _layer_of(raw, position, spot, reading)
        within = (layer,) if layer in parts.regions else ()
        lon, lat = position or (None, None)
        kind = _one_of(SiteKind, "kind", SiteKind.CAMP, raw, reading)
        party = _one_of(Party, "party", Party.COALITION, raw, reading)
        site = Site(
            key, layer=layer, within=within, kind=kind, party=party, lon=lon, lat=lat, **names
        )
        parts.put_site(site, spot)
    else:
        parts.bad("place", key)
    _put_claims(key, raw, spot, reading)


def _key(feature: dict[str, Any], raw: dict[str, Any], number: int, parts: Parts) -> str:
    given = slug(feature["id"]) if feature.get("id") is not None else ""
    made = slug(raw.get("name")) or f"site-{number}"
    # Names may repeat in anybody's data; ids that were given may not.
    return given or (f"{made}-{number}" if parts.has("place", made) else made)


def _names(raw: dict[str, Any], spot: Spot, reading: _Reading) -> dict[str, Any]:
    found = {
        key: clean_text(raw.get(key), spot, reading.naming.field(key), reading.findings) or None
        for key in ("name", "name_ar", "name_ckb", "note")
        if raw.get(key)
    }
    if found.get("name"):
        return found
    if not raw.get("name"):
        reading.findings.add(spot, reading.naming.field("name"), "nothing", "a name")
    return {}


def _layer_of(
    raw: dict[str, Any], position: tuple[float, float] | None, spot: Spot, reading: _Reading
) -> str:
    parts, field = reading.parts, reading.naming.field("layer")
    name = clean_text(raw.get("layer"), spot, field, reading.findings)
    if name:
        layer = slug(name) or reading.layer
        if not parts.has("place", layer):
            parts.put_region(Region(layer, name, layer), spot)
        return layer
    if position and len(reading.shapes) > 1:
        for key, shape in reading.shapes.items():
            if not outside(shape, [position])[0]:
                return key
    return next(iter(reading.shapes)) if len(reading.shapes) == 1 else reading.layer


def _one_of(
    kind: type[SiteKind] | type[Party],
    name: str,
    default: Any,  # noqa: ANN401 - a member of the kind
    raw: dict[str, Any],
    reading: _Reading,
) -> Any:  # noqa: ANN401
    given = raw.get(name)
    if isinstance(given, str) and given.strip().lower() in set(kind):
        return kind(given.strip().lower())
    reading.miss(name)
    return default


def _put_region(
    feature: dict[str, Any], raw: dict[str, Any], areas: int, spot: Spot, reading: _Reading
) -> None:
    findings, parts = reading.findings, reading.parts
    shape = read_area(feature.get("geometry"), spot.beside("geometry"), findings)
    names = _names(raw, spot, reading)
    layer = reading.layer
    if areas > 1:
        layer = slug(raw.get("layer") or raw.get("name") or "") or layer
    if names:
        parts.put_region(Region(layer, layer=layer, shape=shape, **names), spot)
    if shape:
        reading.shapes[layer] = shape
    _put_claims(layer, raw, spot, reading)


# --- claims ---------------------------------------------------------------------------------


def _dates(raw: dict[str, Any]) -> Iterator[tuple[tuple[str, ...], str, object]]:
    for role in _ROLES:
        for name in role:
            if raw.get(name) not in (None, ""):
                yield role, name, raw[name]
                break


def _windows(feature: object) -> Iterator[Window]:
    raw = feature.get("properties") if isinstance(feature, dict) else None
    for _, _, when in _dates(raw if isinstance(raw, dict) else {}):
        if isinstance(when, str) and is_when(when):
            yield parse_window(when)


def _put_claims(place: str, raw: dict[str, Any], spot: Spot, reading: _Reading) -> None:
    if reading.source is None:
        public = reading.findings.today
    else:
        public = reading.source.published.latest or reading.findings.today
    _check_order(raw, spot, reading)
    made: dict[str, tuple[Kind, str, str]] = {}
    begun = False
    for role, name, when in _dates(raw):
        begun = begun or role is BEGIN
        field = reading.naming.field(name)
        if not isinstance(when, str) or not is_when(when):
            allowed = "a date as text, such as 2025-09-30 or 2025-09, from 1000 to 2999"
            reading.findings.add(spot, field, shown(when), allowed)
            continue
        window = parse_window(when)
        if role is BEGIN and window.earliest and window.earliest > public:
            allowed = f"a date no later than the publication of the file ({public.isoformat()})"
            reading.findings.add(spot, field, shown(when), allowed)
            continue
        kind = _kind(role, window, public)
        key = kind.value if kind.value not in made else name
        made[key] = (kind, when, f"{field}: {when}")
    ends = [parse_window(when) for kind, when, _ in made.values() if kind is not Kind.IN_USE]
    if ends and not begun and place in reading.parts.sites:
        day = _assumed_begin(ends, reading.earliest)
        text = f"assumed: in use from {day.isoformat()} on"
        made[Kind.IN_USE.value] = (Kind.IN_USE, day.isoformat(), text)
        reading.miss("since")
        reading.sooner = reading.sooner or day < reading.earliest
    for key, (kind, when, text) in made.items():
        _put_claim(f"{place}.{key}", place, (kind, when, text), spot, reading)


def _check_order(raw: dict[str, Any], spot: Spot, reading: _Reading) -> None:
    """Note an end before its beginning; a deadline may lie anywhere."""
    said = {
        role: (reading.naming.field(name), when, parse_window(when))
        for role, name, when in _dates(raw)
        if isinstance(when, str) and is_when(when)
    }
    if BEGIN not in said or END not in said:
        return
    (begin, since, first), (end, until, last) = said[BEGIN], said[END]
    if first.earliest and last.latest and last.latest < first.earliest:
        found, allowed = f"{shown(until)}, and {begin} {shown(since)}", f"no date before {begin}"
        reading.findings.add(spot, end, found, allowed)


def _kind(role: tuple[str, ...], window: Window, public: dt.date) -> Kind:
    """Tell what a date says: an end that has come is a departure, one ahead is a plan."""
    if role is BEGIN:
        return Kind.IN_USE
    past = window.latest is not None and window.latest <= public
    return Kind.DEPARTED if role is END and past else Kind.LEAVE_BY


def _assumed_begin(ends: list[Window], earliest: dt.date) -> dt.date:
    """Give the earliest day of the file, or the day before an end that is no later."""
    first = min((w.earliest or w.latest or earliest for w in ends), default=earliest)
    return min(earliest, first - DAY)


def _put_claim(
    key: str, place: str, said: tuple[Kind, str, str], spot: Spot, reading: _Reading
) -> None:
    source, (kind, when, text) = reading.source, said
    if source is None:
        return
    plan = kind is Kind.LEAVE_BY
    claim = Claim(
        id=key,
        places=(place,),
        kind=kind,
        when=when,
        bound=Bound.BY if plan else Bound.ON,
        reliability=source.reliability,
        credibility=reading.credibility,
        source=source.id,
        published=source.published,
        text=text,
        standing=Standing.ANNOUNCED if plan else None,
        locator=spot.where,
    )
    reading.parts.put_claim(claim, spot)


# --- the source -----------------------------------------------------------------------------


def _put_source(reading: _Reading, last: dt.date) -> None:
    """Make the one source that a plain layer is: the file itself."""
    content, spot, findings = reading.content, Spot(reading.file), reading.findings
    published, basis = content.get("published"), "given with the file"
    if published is None:
        published = last.isoformat()
        basis = "assumed: the last date in the file, or the day of reading if that is earlier"
        allowed = f"the day on which the file was published; assumed: {published}"
        findings.warn(spot, "published", "nothing", allowed)
    producer = content.get("producer")
    if producer is None:
        producer = "not named"
        findings.warn(spot, "producer", "nothing", 'a producer; assumed: "not named"')
    grade = grade_of(content)
    if not isinstance(grade, str) or not _GRADE.fullmatch(grade):
        named = "grade" if content.get("grade") is not None else "reliability"
        allowed = "a grade from A1 to F6" if named == "grade" else "a letter from A to F"
        findings.add(spot, named, shown(content[named]), allowed)
        grade = GRADE
    raw = {
        "id": content.get("source", reading.layer),
        "producer": producer,
        "title": reading.title or reading.layer,
        "url": content.get("url"),
        "published": published,
        "published_basis": basis,
        "reliability": grade[0],
    }
    reading.credibility = int(grade[1])
    record = validate(SourceRecord, raw, spot, findings)
    if record:
        reading.source = to_source(record)
        reading.parts.put_source(reading.source, spot)


def _last_day(windows: list[Window], today: dt.date) -> dt.date:
    return min(max((w.latest or today for w in windows), default=today), today)


def _first_day(windows: list[Window], public: dt.date) -> dt.date:
    return min((w.earliest for w in windows if w.earliest and w.earliest < public), default=public)


def _tell_assumed(reading: _Reading, spot: Spot) -> None:
    sooner = ", or from the day before an end that is no later" if reading.sooner else ""
    told = {
        "kind": "a kind of site; assumed: camp",
        "party": "a party; assumed: coalition",
        "since": (
            "a first day of use beside an end; assumed: in use from "
            f"{reading.earliest.isoformat()}, the earliest day of the file, on{sooner}"
        ),
    }
    for name, allowed in told.items():
        count = reading.assumed.get(name, 0)
        if count:
            found = f"nothing known, {count} times" if count > 1 else "nothing known, once"
            reading.findings.warn(spot, reading.naming.field(name), found, allowed, at=())
    if reading.content.get("grade") is None and reading.content.get("reliability") is None:
        allowed = f"sources; assumed: the file itself, graded {GRADE}"
        reading.findings.warn(spot, "sources", "nothing", allowed)
