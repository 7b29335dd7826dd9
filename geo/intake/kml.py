"""KML and KMZ: placemarks with their names, data and time spans."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from geo.files import Findings, Spot, read_bytes
from geo.intake.archives import is_sound, read_member
from geo.intake.extras import need
from geo.intake.table import MAX_COLUMNS, MAX_ROWS, Record, Table

_KML, _KMZ = "a KML file", "a KMZ file"
_PAIR = 2
_DEEPEST = 50


def read_kml(path: Path, spot: Spot, findings: Findings) -> Table | None:
    """Read the placemarks of a KML or KMZ file.

    Parameters
    ----------
    path
        The file.
    spot
        The file as the user named it.
    findings
        Takes the faults.

    Raises
    ------
    ExtraMissing
        When the library for it is not installed.
    """
    parser = need("defusedxml.ElementTree", "KML")
    content = read_bytes(path, spot, findings)
    if content is None:
        return None
    if path.suffix.lower() == ".kmz":
        content = _unpacked(path, spot, findings)
    if content is None:
        return None
    try:
        root = parser.fromstring(content, forbid_dtd=True)
    except (parser.ParseError, ValueError, LookupError):
        # A document type, entities, a broken file: none of it belongs into KML.
        findings.add(spot, "", "XML that is broken, or declares entities", _KML)
        return None
    records = [record for record in _records(root) if record]
    columns = dict.fromkeys(key for record in records for key in record.values)
    if len(records) > MAX_ROWS or len(columns) > MAX_COLUMNS:
        allowed = f"at most {MAX_ROWS:,} placemarks with {MAX_COLUMNS} fields"
        findings.add(spot, "", "more placemarks or fields", allowed)
        return None
    if any(_tag(element) == "NetworkLink" for element in root.iter()):
        findings.warn(spot, "NetworkLink", "a link to another file", "placemarks", "not followed")
    return Table(tuple(columns), tuple(records), located=True)


def _unpacked(path: Path, spot: Spot, findings: Findings) -> bytes | None:
    if not is_sound(path, spot, findings, _KMZ):
        return None
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.lower().endswith(".kml")]
    content = read_member(path, names[0]) if names else None
    if content is None:
        findings.add(spot, "", "no KML inside, or a broken one", _KMZ)
    return content


def _tag(element: Any) -> str:  # noqa: ANN401 - an element of XML
    return str(element.tag).rpartition("}")[2]


def _records(root: Any) -> Iterator[Record]:  # noqa: ANN401
    number = 0
    stack: list[tuple[Any, str, int]] = [(root, "", 0)]
    while stack:
        element, folder, depth = stack.pop()
        if _tag(element) == "Placemark":
            number += 1
            yield _record(element, folder, number)
            continue
        if _tag(element) == "Folder":
            folder = _text(element, "name") or folder
        if depth < _DEEPEST:
            stack += [(child, folder, depth + 1) for child in reversed(element)]


def _record(placemark: Any, folder: str, number: int) -> Record:  # noqa: ANN401
    values: dict[str, object] = {"name": _text(placemark, "name")}
    if placemark.get("id"):
        values["id"] = placemark.get("id")
    if folder:
        values["folder"] = folder
    geometry: object = None
    for element in placemark.iter():
        tag = _tag(element)
        if tag == "Data" and element.get("name"):
            values[element.get("name")] = _text(element, "value") or None
        elif tag == "SimpleData" and element.get("name"):
            values[element.get("name")] = (element.text or "").strip() or None
        elif tag in {"begin", "end", "when"}:
            values.setdefault(tag, (element.text or "").strip() or None)
        elif tag in {"Point", "Polygon", "LineString"}:
            geometry = _joined(geometry, _geometry(element, tag))
    return Record(f"placemark {number}", values, geometry)


def _text(element: Any, name: str) -> str:  # noqa: ANN401
    for child in element:
        if _tag(child) == name:
            return " ".join("".join(child.itertext()).split())
    return ""


def _geometry(element: Any, tag: str) -> dict[str, Any]:  # noqa: ANN401
    if tag != "Polygon":
        positions = _positions(element)
        alone = positions[0] if tag == "Point" and len(positions) == 1 else positions
        return {"type": tag, "coordinates": alone}
    outer = [ring for child in element if _tag(child) == "outerBoundaryIs" for ring in [child]]
    inner = [ring for child in element if _tag(child) == "innerBoundaryIs" for ring in [child]]
    return {"type": "Polygon", "coordinates": [_positions(ring) for ring in (*outer, *inner)]}


def _joined(first: object, second: dict[str, Any]) -> object:
    """Keep one geometry of a placemark: polygons together, else the first."""
    if not isinstance(first, dict):
        return second
    if first["type"] in {"Polygon", "MultiPolygon"} and second["type"] == "Polygon":
        known = first["coordinates"]
        polygons = known if first["type"] == "MultiPolygon" else [known]
        return {"type": "MultiPolygon", "coordinates": [*polygons, second["coordinates"]]}
    return first


def _positions(element: Any) -> list[list[float | str]]:  # noqa: ANN401
    found: list[list[float | str]] = []
    for child in element.iter():
        if _tag(child) == "coordinates":
            found += [_position(part) for part in (child.text or "").split()]
    return found


def _position(text: str) -> list[float | str]:
    numbers: list[float | str] = []
    for part in text.split(",")[:_PAIR]:
        try:
            numbers.append(float(part))
        except ValueError:
            numbers.append(part)  # told where positions are checked
    return numbers
