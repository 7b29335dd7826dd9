"""The style of an exported layer in the language of QGIS (QML), with its settings of time.

A mark tells the state by its form: a full disc is occupied, a half one reduced, a ring
withdrawn, a cross unknown; where more than one state is possible, a small disc stands in a
dashed ring. Colour only helps.
"""

from xml.etree import ElementTree as ET

from geo.outgoing.states import Sheet
from geo.status import State
from geo.style import COLOURS, INK, PAPER

STARTS, ENDS = "starts", "ends"  # moments: those of the first and the last day
_SIZE, _SMALL = "4", "2"
_VERSION = "3.22.0"
_START_AND_END, _INCLUSIVE = "2", "1"  # QgsVectorLayerTemporalProperties


def style_text(sheet: Sheet) -> str:
    """Give the style of a table's layer.

    Parameters
    ----------
    sheet
        The table; its sets of possible states are the categories.
    """
    root = ET.Element(
        "qgis",
        version=_VERSION,
        styleCategories="Symbology|Labeling|Temporal",
        labelsEnabled="1",
    )
    ET.SubElement(
        root,
        "temporal",
        enabled="1",
        mode=_START_AND_END,
        startField=STARTS,
        endField=ENDS,
        limitMode=_INCLUSIVE,
        accumulate="0",
        fixedDuration="0",
        durationUnit="min",
        durationField="",
        startExpression="",
        endExpression="",
    )
    _put_renderer(root, sheet)
    labeling = ET.SubElement(root, "labeling", type="simple")
    settings = ET.SubElement(labeling, "settings")
    colour = _colour(INK)
    ET.SubElement(settings, "text-style", fieldName="name", fontSize="8", textColor=colour)
    return ET.tostring(root, encoding="unicode")


def _put_renderer(root: ET.Element, sheet: Sheet) -> None:
    renderer = ET.SubElement(
        root, "renderer-v2", type="categorizedSymbol", attr="possible", symbollevels="0"
    )
    categories = ET.SubElement(renderer, "categories")
    symbols = ET.SubElement(renderer, "symbols")
    present = {str(row["possible"]) for row in sheet.rows} | {state.value for state in State}
    order = [state.value for state in State]
    listed = sorted(present, key=lambda text: (text.count("|"), *map(order.index, text.split("|"))))
    for number, possible in enumerate(listed):
        label = possible.replace("|", " or ")
        ET.SubElement(
            categories, "category", value=possible, symbol=str(number), label=label, render="true"
        )
        symbol = ET.SubElement(symbols, "symbol", type="marker", name=str(number), alpha="1")
        for layer in _layers([State(text) for text in possible.split("|")]):
            _put_layer(symbol, layer)


def _layers(states: list[State]) -> list[dict[str, str]]:
    """Give the marks of a set of possible states, the lowest first."""
    first, last = states[0], states[-1]
    ring = {"name": "circle", "color": _colour(PAPER), "size": _SIZE}
    if len(states) > 1:
        return [
            ring | {"outline_color": _colour(COLOURS[last]), "outline_style": "dash"},
            _disc(first, "circle", _SMALL),
        ]
    ring |= {"outline_color": _colour(COLOURS[first]), "outline_style": "solid"}
    return {
        State.OCCUPIED: [_disc(first, "circle", _SIZE)],
        State.REDUCED: [ring, _disc(first, "semi_circle", _SIZE)],
        State.WITHDRAWN: [ring],
        State.UNKNOWN: [ring, _disc(first, "cross2", _SMALL)],
    }[first]


def _disc(state: State, form: str, size: str) -> dict[str, str]:
    colour = _colour(COLOURS[state])
    return {
        "name": form,
        "color": colour,
        "outline_color": colour,
        "outline_style": "solid",
        "size": size,
    }


def _colour(text: str) -> str:
    parts = [str(int(text[at : at + 2], 16)) for at in (1, 3, 5)]
    return ",".join([*parts, "255"])


def _put_layer(symbol: ET.Element, given: dict[str, str]) -> None:
    layer = ET.SubElement(
        symbol, "layer", {"class": "SimpleMarker", "enabled": "1", "pass": "0", "locked": "0"}
    )
    options = ET.SubElement(layer, "Option", type="Map")
    for name, value in (given | {"outline_width": "0.5", "size_unit": "MM"}).items():
        ET.SubElement(options, "Option", name=name, type="QString", value=value)
