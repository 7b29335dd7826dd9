"""The web map: a Folium map that needs no network and can follow a date."""

from geo.webmap.pages import html_of, live_map, to_map
from geo.webmap.tables import Span, change_table, table_of

__all__ = ["Span", "change_table", "html_of", "live_map", "table_of", "to_map"]
