"""The web map: a Folium map that needs no network and can follow a date."""

from geo.webmap.pages import html_of, live_map, to_map
from geo.webmap.pairs import beside, differing, marked
from geo.webmap.tables import Span, change_table, table_of

__all__ = [
    "Span",
    "beside",
    "change_table",
    "differing",
    "html_of",
    "live_map",
    "marked",
    "table_of",
    "to_map",
]
