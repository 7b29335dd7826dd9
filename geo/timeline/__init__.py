"""The timeline: a bar for each site in the marks of its states, with deadlines and strengths.

`timeline_rows` gives the data, which a page can draw itself; `geo.timeline.figure` draws them
for a report.
"""

from geo.timeline.rows import (
    Bar,
    DeadlineMark,
    Mile,
    Strength,
    TimelineRow,
    rows_record,
    timeline_rows,
)

__all__ = [
    "Bar",
    "DeadlineMark",
    "Mile",
    "Strength",
    "TimelineRow",
    "rows_record",
    "timeline_rows",
]
