"""Records of many files held against each other: whatever one names is there, and fits."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter

from geo.claims import Claim
from geo.files import Spot, shown
from geo.gather import LINKS, Faulty, Parts
from geo.ledger import Ledger, nearest
from geo.places import Region, Site
from geo.shapes import outside

_MOST_IDS = 8  # that a hint names
_MOST_CIRCLES = 20  # told at once; more are found when these are mended


def to_ledger(parts: Parts) -> Ledger | None:
    """Hold the records against each other and make a ledger of them.

    Parameters
    ----------
    parts
        What was read; its findings take the faults.

    Returns
    -------
    The ledger in one fixed order, or None when anything is at fault.
    """
    _check_places(parts)
    _check_claims(parts)
    _check_circles(parts)
    _check_positions(parts)
    _tell_parts(parts)
    if parts.findings.broken:
        return None
    claims = _both_ways(parts.claims)
    used = {claim.source for claim in claims.values()}
    for key in parts.sources.keys() - used:
        spot = parts.spots["source", key]
        parts.findings.warn(spot, "", "no claim", "a source with claims; it is left out")
    layers = sorted(parts.sites.values(), key=lambda site: (site.layer, site.id))
    areas = sorted(parts.regions.values(), key=lambda r: (r.layer, r.id != r.layer, r.id))
    return Ledger(
        sites={site.id: site for site in layers},
        regions={region.id: region for region in areas},
        claims=claims,
        sources={key: parts.sources[key] for key in sorted(used)},
        missions=tuple(sorted(parts.missions.values(), key=lambda m: (m.first, m.id))),
        attribution=" ".join(parts.attributions),
        title="; ".join(parts.titles),
    )


def _both_ways(claims: Mapping[str, Claim]) -> dict[str, Claim]:
    """Give the claims in the order of ids, each conflict named on both sides."""
    partners = {key: set(claims[key].conflicts) for key in sorted(claims)}
    for key, others in list(partners.items()):
        for other in others & partners.keys():
            partners[other].add(key)
    made = {}
    for key, others in partners.items():
        claim, named = claims[key], tuple(sorted(others))
        made[key] = claim if claim.conflicts == named else replace(claim, conflicts=named)
    return made


def _nearest(parts: Parts, name: str, known: Iterable[str], most: int = 1) -> str:
    if not parts.hints:
        return ""
    parts.hints -= 1
    close = nearest(name, known)[:most]
    return f"did you mean {', '.join(close)}?" if close else ""


def near_or_known(parts: Parts, name: str, known: Collection[str]) -> str:
    """Give the nearest ids, or some of those that there are.

    Parameters
    ----------
    parts
        What has been read, with the hints that may still be given.
    name
        What stands in the place of an id.
    known
        The ids that there are.
    """
    close = _nearest(parts, name, known, 3)
    if close or not parts.whole or not parts.hints or not known:
        return close
    more = f" and {len(known) - _MOST_IDS} more" if len(known) > _MOST_IDS else ""
    return f"there are {', '.join(sorted(known)[:_MOST_IDS])}{more}"


def _check_places(parts: Parts) -> None:
    places: list[Site | Region] = [*parts.sites.values(), *parts.regions.values()]
    for place in places:
        spot = parts.spots["place", place.id]
        _check_within(parts, spot, place.id, place.within)
        _check_layer(parts, spot, place.layer)
    for faulty in parts.broken.get("place", ()):
        _check_within(parts, faulty.spot, faulty.id, faulty.names["within"])
        for key in faulty.names["layer"]:
            _check_layer(parts, faulty.spot, key)
    for site in parts.sites.values():
        if site.layer in parts.regions and site.layer not in site.within:
            found = shown(", ".join(site.within))
            allowed = f"{site.layer} too, or what is said of it does not reach this site"
            parts.findings.warn(parts.spots["place", site.id], "within", found, allowed)


def _check_within(parts: Parts, spot: Spot, own: str, within: Iterable[str]) -> None:
    for key in within:
        if key == own:
            parts.findings.add(spot, "within", shown(key), "other regions than itself")
        elif key not in parts.regions:
            _miss_region(parts, spot, key)


def _check_layer(parts: Parts, spot: Spot, key: str) -> None:
    if not parts.regional or key in parts.regions:
        return
    if key in parts.sites:
        hint = "this is a site"
    elif parts.has("place", key):
        return
    else:
        hint = _nearest(parts, key, parts.regions)
    parts.findings.add(spot, "layer", shown(key), "the id of a layer's region", hint)


def _miss_region(parts: Parts, spot: Spot, key: str) -> None:
    if key in parts.sites:
        parts.findings.add(spot, "within", shown(key), "ids of regions", "this is a site")
    elif parts.may_name("place", key):
        return  # it is here, with faults of its own, or stands elsewhere
    elif parts.strict:
        hint = _nearest(parts, key, parts.named("place", parts.regions))
        parts.findings.add(spot, "within", shown(key), "ids of regions", hint)
    else:
        allowed = "a region of these layers; what is said of it is not known here"
        parts.findings.warn(Spot(spot.file), "within", shown(key), allowed)


def _check_claims(parts: Parts) -> None:
    known = parts.named("place", [*parts.sites, *parts.regions])
    for claim in parts.claims.values():
        spot = parts.spots["claim", claim.id]
        _check_claim_places(parts, spot, claim.places, known)
        for name in LINKS:
            for key in getattr(claim, name):
                _check_link(parts, spot, claim, name, key)
    for faulty in parts.broken.get("claim", ()):
        _check_claim_places(parts, faulty.spot, faulty.names["places"], known)
        for name in LINKS:
            for key in faulty.names.get(name, ()):
                _check_link(parts, faulty.spot, faulty, name, key)


def _check_claim_places(
    parts: Parts, spot: Spot, places: Iterable[str], known: Collection[str]
) -> None:
    # What lies around a place may be anywhere; a claim about nothing that is known is lost.
    allowed = "the id of a place" if parts.whole else "the id of a place here or in elsewhere"
    for key in places:
        if not parts.may_name("place", key):
            hint = near_or_known(parts, key, known)
            parts.findings.add(spot, "places", shown(key), allowed, hint, warning=parts.unsure)


def _check_link(parts: Parts, spot: Spot, claim: Claim | Faulty, name: str, key: str) -> None:
    other, public = parts.claims.get(key), claim.public if isinstance(claim, Claim) else None
    if key == claim.id:
        parts.findings.add(spot, name, shown(key), "other claims than itself")
    elif not parts.may_name("claim", key):
        hint = _nearest(parts, key, parts.named("claim", parts.claims))
        odd = not parts.strict
        parts.findings.add(spot, name, shown(key), "the id of a claim", hint, warning=odd)
    elif name == "replaces" and other and not other.is_plan:
        found = f"{shown(key)}, a report"
        parts.findings.add(spot, name, found, "ids of plans")
    elif name != "conflicts" and other and public and other.public > public:
        found = f"{shown(key)}, published later"
        parts.findings.warn(spot, name, found, "claims published earlier")


def _check_circles(parts: Parts) -> None:
    faulty = {claim.id: claim for claim in parts.broken.get("claim", ()) if claim.id}
    for name in ("replaces", "retracts"):
        links = {key: claim.names.get(name, ()) for key, claim in faulty.items()}
        links |= {key: getattr(claim, name) for key, claim in parts.claims.items()}
        for circle in _circles(links):
            spot = parts.spots["claim", circle[0]]
            found = " > ".join((*circle, circle[0]))
            parts.findings.add(spot, name, found, "claims that do not lead back here")


def _circles(links: Mapping[str, Collection[str]]) -> list[tuple[str, ...]]:
    """Give circles of links, each from its first id; links to oneself are told elsewhere."""
    graph = {key: [k for k in others if k != key] for key, others in links.items() if others}
    found: list[tuple[str, ...]] = []
    while len(found) < _MOST_CIRCLES:
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            circle = error.args[1][:0:-1]
            turn = circle.index(min(circle))
            found.append((*circle[turn:], *circle[:turn]))
            del graph[circle[turn]]
        else:
            break
    return sorted(found)


def _tell_parts(parts: Parts) -> None:
    """Warn of what stands elsewhere and is not here either: nothing of it is known."""
    for file, listed in parts.elsewhere.items():
        away = [noun for noun, key in listed if not parts.has(noun, key)]
        if away:
            counts = {noun: away.count(noun) for noun in ("place", "claim")}
            found = " and ".join(f"{n} {noun}{'s' * (n > 1)}" for noun, n in counts.items() if n)
            allowed = "places and claims of these layers; what is said of others is not known here"
            parts.findings.warn(Spot(file), "elsewhere", found, allowed)


def _check_positions(parts: Parts) -> None:
    """Warn of sites outside their layer's polygon, with a hint where the axes are swapped."""
    for region in parts.regions.values():
        if region.id != region.layer or region.shape is None:
            continue
        sites = [(s, s.lon, s.lat) for s in parts.sites.values() if s.layer == region.layer]
        placed = [(s, (x, y)) for s, x, y in sites if x is not None and y is not None]
        beyond = outside(region.shape, [position for _, position in placed])
        away = [pair for pair, out in zip(placed, beyond, strict=True) if out]
        still = outside(region.shape, [(y, x) for _, (x, y) in away]) if away else []
        for (site, position), turned_out in zip(away, still, strict=True):
            allowed = f"a position inside the polygon of {region.id}"
            hint = "" if turned_out else "longitude comes first: are the two swapped?"
            spot = parts.spots["place", site.id].beside("geometry")
            found = f"{position[0]}, {position[1]}"
            parts.findings.warn(spot, "coordinates", found, allowed, hint)
