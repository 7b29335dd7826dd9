"""KML and KMZ: placemarks with time spans."""

import datetime as dt
import io
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

from geo.outgoing.states import POSITION, Sheet, Value
from geo.status import State
from geo.style import COLOURS

_SPACE = "http://www.opengis.net/kml/2.2"
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)  # the same bytes each time


def write_kml(sheet: Sheet, path: Path) -> None:
    """Write KML.

    Parameters
    ----------
    sheet
        The table.
    path
        The file.
    """
    path.write_bytes(_document(sheet))


def write_kmz(sheet: Sheet, path: Path) -> None:
    """Write KMZ.

    Parameters
    ----------
    sheet
        The table.
    path
        The file.
    """
    made = io.BytesIO()  # an archive that cannot be written would complain once more when closed
    with zipfile.ZipFile(made, "w") as archive:
        member = zipfile.ZipInfo("doc.kml", _ZIP_DAY)
        archive.writestr(member, _document(sheet), zipfile.ZIP_DEFLATED)
    path.write_bytes(made.getvalue())


def _document(sheet: Sheet) -> bytes:
    root = ET.Element("kml", xmlns=_SPACE)
    document = ET.SubElement(root, "Document")
    _put(document, "name", sheet.title)
    _put(document, "description", "; ".join(f"{k}: {v}" for k, v in sheet.about.items()))
    for state in State:
        style = ET.SubElement(document, "Style", id=state.value)
        icon = ET.SubElement(style, "IconStyle")
        _put(icon, "color", _colour(state))
    for row in sheet.rows:
        _put_row(document, row)
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text


def _colour(state: State) -> str:
    """Give a colour as KML has it: opacity, blue, green, red."""
    red, green, blue = (COLOURS[state][at : at + 2] for at in (1, 3, 5))
    return f"ff{blue}{green}{red}"


def _put_row(document: ET.Element, row: dict[str, Value]) -> None:
    mark = ET.SubElement(document, "Placemark")
    _put(mark, "name", row["name"])
    _put(mark, "description", row["state"])
    span = ET.SubElement(mark, "TimeSpan")
    _put(span, "begin", row["valid_from"])
    if row["valid_to"] is not None:
        _put(span, "end", row["valid_to"])
    _put(mark, "styleUrl", "#" + str(row["possible"]).partition("|")[0])
    data = ET.SubElement(mark, "ExtendedData")
    for name, value in row.items():
        if name not in POSITION and value is not None:
            _put(ET.SubElement(data, "Data", name=name), "value", value)
    if None not in (row["lon"], row["lat"]):
        _put(ET.SubElement(mark, "Point"), "coordinates", f"{row['lon']},{row['lat']}")


def _put(parent: ET.Element, name: str, value: Value) -> None:
    text = value.isoformat() if isinstance(value, dt.date) else str(value)
    text = text.lower() if isinstance(value, bool) else text
    ET.SubElement(parent, name).text = "".join(sign for sign in text if _is_legal(sign))


def _is_legal(sign: str) -> bool:
    """Tell whether XML can hold a sign."""
    return sign >= " " and not "\ud800" <= sign <= "\udfff" and sign not in "\ufffe\uffff"
