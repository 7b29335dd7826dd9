"""Small maps above a timeline: what the bars say of some days, seen from above."""

from collections.abc import Sequence

from geo.plate.basemap import basemap_under
from geo.plate.ink import Sheet
from geo.plate.many import Many
from geo.plate.panels import shared_rosters, small_maps
from geo.plate.paper import Format, Rect
from geo.snapshot import Snapshot
from geo.timeline.prose import MARGIN, WIDTH

MOST = 4
_HIGH = 316.0  # the most that a row of maps takes, with the headings above them
_KEY = 232.0  # what the key beside them needs
_GAP = 10.0
_SHEET = Format(WIDTH, _HIGH, MARGIN, 8.2, 160, 0, (0.4, 0.5), 1)


class MapRow:
    """A row of maps with one extent and one key.

    Parameters
    ----------
    maps
        What they show.
    lang
        The language.
    """

    def __init__(self, maps: Sequence[Snapshot], lang: str) -> None:
        self.maps, self.lang = maps, lang
        self.basemap = basemap_under(maps[0])
        frames = self._many(None).share(self._body(0.0), len(maps))
        self.height = max(_KEY, -min(frame.y for frame in frames)) + _GAP

    def draw(self, sheet: Sheet, top: float) -> None:
        """Draw the maps from a height down.

        Parameters
        ----------
        sheet
            The sheet.
        top
            Where they begin.
        """
        many = self._many(sheet)
        rosters = shared_rosters(self.maps)
        frames = many.share(self._body(top), len(self.maps))
        many.draw_maps(small_maps(many, frames, rosters), rosters)

    def _many(self, sheet: Sheet | None) -> Many:
        return Many(_SHEET, self.lang, self.basemap, self.maps, sheet)

    @staticmethod
    def _body(top: float) -> Rect:
        return Rect(MARGIN, top - _HIGH, WIDTH - 2 * MARGIN, _HIGH)
